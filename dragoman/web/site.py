"""What the pages share: the store, the coder, what was computed a moment ago; and one view a
request, with its language, its addresses and its templates."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar, cast
from urllib.parse import quote, urlencode

from fastapi import HTTPException, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dragoman import browse, phrases, pipeline
from dragoman.labels import Labels, languages
from dragoman.law_words import load_law_words
from dragoman.record import KINDS, Record, Report
from dragoman.store import Store, StoreError
from dragoman.web.incoming import Incoming
from dragoman.web.words import Words, load_words, wanted
from dragoman.world.stakes import stake_ids

HERE = Path(__file__).parent
#: Coded reports that are kept, for the explanations; and computed lists.
_MOST_RECORDS, _MOST_LISTS = 16, 64

T = TypeVar("T")


class Recent:
    """The last few results of slow calls."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, Lock()
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast(T, self._kept[key])
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made


class Site:
    """One served store. `read_only`: nothing can be added or reviewed through the pages."""

    def __init__(self, store: Path, *, read_only: bool) -> None:
        self.store, self.read_only = store, read_only
        self._coder = Lock()  # the parser's memory belongs to one thread at a time
        self._records, self._lists = Recent(_MOST_RECORDS), Recent(_MOST_LISTS)
        self.incoming = Incoming(store, self.code)
        self.templates = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        # A label of the terminal's, at the head of a column or a section.
        self.templates.filters["begin"] = lambda words: words[:1].upper() + words[1:]
        self.templates.globals.update(
            steps=phrases.steps, gist=phrases.gist, short=phrases.short, kinds=KINDS,
            voices=phrases.voices, law_verdict=phrases.law_verdict, shapes=SHAPES,
            measure_number=phrases.measure_number, measure_notes=phrases.measure_notes,
            near_by=phrases.near_by, breach_notes=phrases.breach_notes, breached=phrases.breached,
            stakes=stake_ids(),
        )  # fmt: skip

    def code(self, report: Report) -> Record:
        """The coder's work on a report, one report at a time."""
        with self._coder:
            return pipeline.code(report)

    def record(self, report: Report) -> Record:
        """The same, for a report that was asked for a moment ago."""
        key = (report.id, report.date, report.language)
        return self._records.get(key, lambda: self.code(report))

    @contextmanager
    def open(self, reviewed: bool = False) -> Iterator[Store]:
        """The store, to be read."""
        try:
            store = Store(self.store, read_only=True, reviewed=reviewed)
        except StoreError as wrong:
            raise HTTPException(503, str(wrong)) from wrong
        with store:
            yield store

    def lately(self, key: Hashable, make: Callable[[], T]) -> T:
        """A slow list, made anew when the store has changed."""
        log = Path(f"{self.store}-wal")
        state = tuple(
            (p.stat().st_mtime_ns, p.stat().st_size) for p in (self.store, log) if p.exists()
        )
        return self._lists.get((state, key), make)


#: One shape a kind, so that colour is never all that tells them apart; paths in a box of 12.
SHAPES = {
    "event": "M6 1.5a4.5 4.5 0 1 0 0 9a4.5 4.5 0 1 0 0-9z",
    "seeks": "M10.5 1.2v9.6L1.2 6z",
    "gives": "M1.5 1.2v9.6L10.8 6z",
    "rule": "M1.8 1.8h8.4v8.4H1.8z",
    "response": "M6 .6L11.4 6L6 11.4L.6 6z",
    "assessment": "M4.4 1h3.2v3.4H11v3.2H7.6V11H4.4V7.6H1V4.4h3.4z",
}


@dataclass(slots=True)
class View:
    """One request, in one language. `kept`: what every link of the page carries on."""

    site: Site
    request: Request
    words: Words
    kept: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)  # of actors that no table knows

    @classmethod
    def of(cls, request: Request) -> View:
        asked = request.query_params.get("lang")
        words = load_words(wanted(asked, request.headers.get("accept-language", "")))
        kept = {"lang": words.language} if asked == words.language else {}
        if request.query_params.get("reviewed") == "1":
            kept["reviewed"] = "1"
        return cls(cast(Site, request.app.state.site), request, words, kept)

    @property
    def labels(self) -> Labels:
        return self.words.labels

    @property
    def reviewed(self) -> bool:
        return "reviewed" in self.kept

    @contextmanager
    def store(self) -> Iterator[Store]:
        with self.site.open(self.reviewed) as store:
            yield store

    def name(self, actor_id: str) -> str:
        """An actor's name: in the language, else as the reports have it, else what its id says."""
        known = self.labels.side(actor_id)
        if known != actor_id or ":" not in actor_id:
            return known
        return self.names.get(actor_id) or re.split("[:/]", actor_id)[-1].replace("-", " ")

    def learn(self, store: Store, ids: Iterable[str]) -> None:
        """Look up what the reports call these actors."""
        self.names.update(browse.names(store, ids))

    def url(self, path: str, **query: Any) -> str:
        """An address of the site: with the language if it was asked for, without empty values."""
        pairs = [(k, v) for k, v in {**self.kept, **query}.items() if v not in (None, "", [])]
        told = urlencode(pairs, doseq=True)
        return quote(path, safe="/:?~") + (f"?{told}" if told else "")

    def here(self, **query: Any) -> str:
        """This very address with some of its query changed; None takes a value away."""
        params = self.request.query_params
        now = {k: params.getlist(k) for k in params}
        pairs = [(k, v) for k, v in {**now, **query}.items() if v not in (None, "", [])]
        return quote(self.request.url.path, safe="/:~") + (
            f"?{urlencode(pairs, doseq=True)}" if pairs else ""
        )

    def page(
        self,
        template: str,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **values: Any,
    ) -> HTMLResponse:
        """A page made of a template. Everything in it is escaped, quoted text above all."""
        text = self.site.templates.get_template(template).render(
            view=self, w=self.words, labels=self.labels, law=load_law_words(self.words.language),
            name=self.name, url=self.url, here=self.here, languages=languages(),
            read_only=self.site.read_only, **values,
        )  # fmt: skip
        told = {"vary": "Accept-Language", "cache-control": "no-cache", **(headers or {})}
        return HTMLResponse(text, status, told)
