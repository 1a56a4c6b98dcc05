"""Where an export goes: a file or folder that is there whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

#: A folder that holds anything but these was made by somebody else, and is not replaced.
_OURS = (".txt", ".ann", ".conf")


def write_file(path: Path, pieces: Iterable[str | bytes]) -> None:
    """The pieces, in order, in UTF-8, through a file beside it that then takes its name.

    Raises OSError if it cannot be written; what was there before is then as it was.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as out:
            for piece in pieces:
                out.write(piece if isinstance(piece, bytes) else piece.encode("utf-8", "replace"))
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).chmod(0o666 & ~_umask())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def write_folder(path: Path, files: Iterable[tuple[str, str]]) -> None:
    """The files by name and text, through a folder beside it that then takes its name.

    Raises OSError if it cannot be written, and FileExistsError if there is a folder that holds
    other things than an export.
    """
    if foreign := _foreign(path):
        raise FileExistsError(f"{path} holds {foreign}, which no export wrote; it is left alone")
    temporary = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}-"))
    try:
        for name, text in files:
            (temporary / name).write_text(text, encoding="utf-8", errors="replace", newline="")
        temporary.chmod(0o777 & ~_umask())
        old = temporary.with_name(f"{temporary.name}-old")
        if path.exists():
            path.rename(old)
        temporary.rename(path)
        shutil.rmtree(old, ignore_errors=True)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _foreign(path: Path) -> str | None:
    if not path.exists():
        return None
    if not path.is_dir():
        return "a file"
    return next((p.name for p in sorted(path.iterdir()) if p.suffix not in _OURS), None)


def _umask() -> int:
    """The process's mask: files made by tempfile are for the user alone, exports need not be."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
