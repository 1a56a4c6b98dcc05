"""Reports in, claims out: reads, codes and keeps, one at a time, and goes on after a failure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self, TextIO

from dragoman.labels import Labels
from dragoman.pipeline import code
from dragoman.record import Claim, Record, Report
from dragoman.stages.read import Failure, read
from dragoman.store import Store


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one report: its claims, or the reason why there are none."""

    path: str
    claims: tuple[Claim, ...] = ()
    reason: str | None = None


class Reading:
    """One run of `dragoman read`. Closes the store that it was given."""

    def __init__(
        self, store: Store | None, *, date: str | None = None, outlet: str | None = None,
        title: str | None = None, language: str | None = None, again: bool = False,
    ) -> None:  # fmt: skip
        self.store = store
        self._again = again
        self._known_of = {"date": date, "outlet": outlet, "title": title, "language": language}
        self.reports = self.known = self.failed = self.claims = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.store is not None:
            self.store.close()

    def run(self, paths: Iterable[str]) -> Iterator[Done]:
        """Everything under these paths, in order; failures are recorded in the store too."""
        for path in paths:
            for item in read(path, **self._known_of):
                done = (
                    self._fail(item.path, item.reason)
                    if isinstance(item, Failure)
                    else self._one(item)
                )
                self.reports += done.reason is None
                self.failed += done.reason is not None
                self.claims += len(done.claims)
                yield done

    def _one(self, report: Report) -> Done:
        name = report.path or report.url or report.id
        if self.store is not None and not self._again and self.store.knows(report):
            self.known += 1
            self.store.add(Record(report, ()))  # only notes where the text was met again
            return Done(name, tuple(self.store.claims(report=report.id)))
        try:
            record = code(report)
        except Exception as wrong:  # noqa: BLE001 - whatever one report does, the batch goes on
            return self._fail(name, f"could not be coded ({type(wrong).__name__}: {wrong})")
        if self.store is not None:
            self.store.add(record, self._again)
        return Done(name, record.claims)

    def _fail(self, path: str, reason: str) -> Done:
        if self.store is not None:
            self.store.fail(path, reason)
        return Done(path, reason=reason)

    def progress(self, stream: TextIO) -> None:
        """A running count on a terminal; silence elsewhere."""
        if stream.isatty():
            stream.write(f"\r{self.reports + self.failed} ")
            stream.flush()

    def summary(self, labels: Labels) -> str:
        counts = {"reports": self.reports, "failed": self.failed, "claims": self.claims}
        if self.store is None:
            return labels("coded", **counts)
        return labels("kept", known=self.known, store=self.store.path, **counts)
