"""Reports in, claims out: reads, codes and keeps, and goes on after a failure."""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from time import monotonic
from typing import Self, TextIO

from dragoman.changes import Change, compare
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
    """What came of one report: its claims, or the reason why there are none; and what is different
    from what an earlier coding had found, if there was one."""

    path: str
    claims: tuple[Claim, ...] = ()
    reason: str | None = None
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class _Root:
    """What somebody asked to be read: a path, and the options with which it is."""

    path: str
    given: dict[str, str]

    def sources(self) -> Iterator[Source | Failure]:
        return sources(self.path, **self.given)


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
        options = {"date": date, "outlet": outlet, "title": title, "language": language}
        self.given = {name: value for name, value in options.items() if value is not None}
        self._workers = workers
        self.reports = self.known = self.failed = self.claims = self.recoded = 0
        self.changes: Counter[str] = Counter()
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
        roots = [_Root(path, self.given) for path in paths]
        self._total = size([root.path for root in roots])
        yield from self._code((root, item) for root in roots for item in root.sources())

    def retry(self) -> Iterator[Done]:
        """What failed before, read as it was then. What is no longer there stays a failure, for the
        reason that it had."""
        assert self.store is not None
        groups: dict[tuple[str, str], set[str]] = {}
        for failed in self.store.failed():
            groups.setdefault((failed.root, json.dumps(failed.given)), set()).add(failed.path)

        def again(root: _Root, missing: set[str]) -> Iterator[tuple[_Root, Source | Failure]]:
            for item in root.sources() if root.path != "-" else ():  # that has been and gone
                name = item.path if isinstance(item, Failure) else item.name
                if name in missing:
                    missing.remove(name)
                    yield root, item

        for (path, given), missing in groups.items():
            yield from self._code(again(_Root(path, json.loads(given)), missing))
            for name in sorted(missing):
                self.failed += 1
                yield Done(name, reason="is no longer there to be read")

    def recode(self) -> Iterator[Done]:
        """Every report that was coded by an earlier coder or with other tables, from its text."""
        assert self.store is not None
        here, store = _Root("", {}), self.store
        yield from self._code(((here, store.report(id_)) for id_ in store.stale()), again=True)

    def _code(
        self, items: Iterable[tuple[_Root, Source | Report | Failure]], again: bool = False
    ) -> Iterator[Done]:
        begun: deque[tuple[_Root, int]] = deque()  # where each came from and its size, in order

        def noted() -> Iterator[Source | Report | Failure]:
            for root, item in items:
                begun.append((root, item.size or 0 if isinstance(item, Source) else 0))
                yield item

        self._begun = self._shown = monotonic()
        for outcome in code_all(noted(), self._knows, self._workers):
            root, bytes_ = begun.popleft()
            done = self._keep(outcome, root, again)
            self._bytes += bytes_
            yield self._counted(done)

    def take(
        self, outcomes: Iterable[tuple[str, dict[str, str], Record | Failure]]
    ) -> Iterator[Done]:
        """What others have coded, as it comes: the path that was asked for, the options with which
        it was read, the outcome (scale.py)."""
        self._begun = self._shown = monotonic()
        for path, given, outcome in outcomes:
            yield self._counted(self._keep(outcome, _Root(path, given), again=False))

    def _counted(self, done: Done) -> Done:
        self.reports += done.reason is None
        self.failed += done.reason is not None
        self.claims += len(done.claims)
        self.changes.update(change.what for change in done.changes)
        return done

    def _knows(self, report: Report) -> bool:
        return self.store is not None and self.store.knows(report)

    def _keep(self, outcome: Record | Report | Failure, root: _Root, again: bool) -> Done:
        """Puts down what came of one source, before the next is looked at."""
        if isinstance(outcome, Failure):
            if self.store is not None:
                self.store.fail(outcome.path, outcome.reason, root.path, root.given)
            return Done(outcome.path, reason=outcome.reason)
        report = outcome if isinstance(outcome, Report) else outcome.report
        if self.store is None:
            return Done(name_of(report), outcome.claims if isinstance(outcome, Record) else ())
        if isinstance(outcome, Report) or (not again and self.store.knows(report)):
            self.store.add(Record(report, ()))  # only notes where the text was met again
            self.known += 1
            return Done(name_of(report), tuple(self.store.claims(report=report.id)))
        if not self.store.has(report):
            self.store.add(outcome)
            return Done(name_of(report), outcome.claims)
        known = self.store.as_known(report)
        if (known.date, known.language) != (report.date, report.language):
            from dragoman.pipeline import code  # loads a model, which this process needs but here

            outcome = code(known)  # within bounds: only its date is another than in the worker
        changes = compare(self.store.claims(report=report.id), outcome.claims)
        self.store.add(outcome, seen=report, again=again)
        self.recoded += 1
        return Done(name_of(report), outcome.claims, changes=tuple(changes))

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
        told = labels("kept", known=self.known, store=self.store.path, **counts)
        if self.recoded:
            told += "\n" + labels("recoded", n=self.recoded, **self.changed)
        return told

    @property
    def changed(self) -> dict[str, int]:
        """How many claims were added, are gone, were altered by another coding."""
        return {what: self.changes[what] for what in ("added", "gone", "altered")}

    def stopped(self, labels: Labels) -> str:
        """What to say after Ctrl-C: every report that was counted is in the store."""
        key = "stopped_unkept" if self.store is None else "stopped"
        return labels(key, done=self.reports + self.failed)


def _time(seconds: float) -> str:
    """Hours, minutes and seconds, e.g. 0:04:10."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
