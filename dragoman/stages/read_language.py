"""Which language a text is in, of those installed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from dragoman.stages.read_clean import UnreadableError

PACKAGE = Path(__file__).parents[1]
_SAMPLE = 4000  # characters
_SURE = 0.6  # probability from which another language than ours is believed


def installed() -> tuple[str, ...]:
    """The languages that have both words (lang/xx) and a model (models/xx), by ISO 639-1 code."""
    folders = sorted(PACKAGE.glob("lang/*/zones.yaml"))
    codes = (folder.parent.name for folder in folders)
    return tuple(c for c in codes if (PACKAGE / "models" / c / "pipeline").is_dir())


@cache
def _identifier() -> Any:
    # Loaded with the first text of unknown language: the model takes a third of a second.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def identify(text: str, given: str | None = None) -> str:
    """The language of a text: the one given, or the likeliest of those installed.

    Raises UnreadableError if that given is not installed, or if the text is plainly in another.
    (All languages known to the identifier are weighed, not to choose among them but to know a
    stranger.)"""
    ours = installed()
    if given is not None:
        if given not in ours:
            raise UnreadableError(
                f"is in language {given!r}, which is not installed ({', '.join(ours)} are)"
            )
        return given
    ranked: list[tuple[str, float]] = _identifier().rank(text[:_SAMPLE])
    best, sure = ranked[0]
    if best not in ours and sure >= _SURE:
        raise UnreadableError(f"seems to be in language {best!r}, which is not installed "
                         f"({', '.join(ours)} are)")  # fmt: skip
    return next((code for code, _ in ranked if code in ours), ours[0])
