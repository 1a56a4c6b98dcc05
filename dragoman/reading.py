"""Reports in, claims out: reads, codes and keeps, and goes on after a failure."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from time import monotonic
from typing import Self, TextIO

from dragoman.labels import Labels
from dragoman.record import Claim, Record, Report
from dragoman.stages.read import Failure, Source, size, sources
from dragoman.store import Store
from dragoman.worker import name_of
from dragoman.workers import code_all

_EVERY = 0.5  # seconds between two lines of progress on a terminal
_EVERY_LOG = 60.0  # elsewhere, where each is a line that stays


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one report: its claims, or the reason why there are none."""

    path: str
    claims: tuple[Claim, ...] = ()
    reason: str | None = None


class Reading:
    """One run of `dragoman read`. Closes the store that it was given.

    `workers`: processes that read and code at most; None: one a core; 0: none but this one, with no
    bound on what a report may take. The store is written by this process alone, in the order of the
    sources.
    """

    def __init__(
        self, store: Store | None, *, date: str | None = None, outlet: str | None = None,
        title: str | None = None, language: str | None = None, workers: int | None = None,
    ) -> None:  # fmt: skip
        self.store = store
        self._known_of = {"date": date, "outlet": outlet, "title": title, "language": language}
        self._workers = workers
        self.reports = self.known = self.failed = self.claims = 0
        self._begun = self._shown = monotonic()
        self._bytes = 0  # of the sources that are done
        self._total: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.store is not None:
            self.store.close()

    def run(self, paths: Iterable[str]) -> Iterator[Done]:
        """Everything under these paths, in order; failures are recorded in the store too."""
        paths = list(paths)
        self._total = size(paths)
        found = chain.from_iterable(sources(path, **self._known_of) for path in paths)
        sizes: deque[int] = deque()  # of the sources begun, in order

        def noted() -> Iterator[Source | Failure]:
            for item in found:
                sizes.append(item.size or 0 if isinstance(item, Source) else 0)
                yield item

        self._begun = self._shown = monotonic()
        for outcome in code_all(noted(), self._knows, self._workers):
            done = self._keep(outcome)
            self._bytes += sizes.popleft()
            self.reports += done.reason is None
            self.failed += done.reason is not None
            self.claims += len(done.claims)
            yield done

    def _knows(self, report: Report) -> bool:
        return self.store is not None and self.store.knows(report)

    def _keep(self, outcome: Record | Report | Failure) -> Done:
        """Puts down what came of one source, before the next is looked at."""
        if isinstance(outcome, Failure):
            if self.store is not None:
                self.store.fail(outcome.path, outcome.reason)
            return Done(outcome.path, reason=outcome.reason)
        report = outcome if isinstance(outcome, Report) else outcome.report
        if self.store is None:
            return Done(name_of(report), outcome.claims if isinstance(outcome, Record) else ())
        # Of a known report only where it was met again is noted.
        record = outcome if isinstance(outcome, Record) else Record(report, ())
        if self.store.add(record):
            return Done(name_of(report), record.claims)
        self.known += 1
        return Done(name_of(report), tuple(self.store.claims(report=report.id)))

    def progress(self, stream: TextIO, labels: Labels) -> None:
        """On a terminal a running count, with the rate and the time left; elsewhere the same once a
        minute, each time as a line. `stream`: standard error."""
        now, done = monotonic(), self.reports + self.failed
        live = stream.isatty()
        if now - self._shown < (_EVERY if live else _EVERY_LOG):
            return
        self._shown = now
        line = labels("progress", done=done, rate=f"{done / (now - self._begun):.1f}")
        if self._total and self._bytes:
            left = (now - self._begun) * max(0.0, self._total / self._bytes - 1)
            line += labels("left", time=_time(left))
        stream.write(f"\r{line}\033[K" if live else f"{line}\n")
        stream.flush()

    def summary(self, labels: Labels) -> str:
        counts = {"reports": self.reports, "failed": self.failed, "claims": self.claims}
        if self.store is None:
            return labels("coded", **counts)
        return labels("kept", known=self.known, store=self.store.path, **counts)

    def stopped(self, labels: Labels) -> str:
        """What to say after Ctrl-C: every report that was counted is in the store."""
        key = "stopped_unkept" if self.store is None else "stopped"
        return labels(key, done=self.reports + self.failed)


def _time(seconds: float) -> str:
    """Hours, minutes and seconds, e.g. 0:04:10."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
