"""Reports in, claims out: reads, codes and keeps, one at a time, and goes on after a failure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self, TextIO

from dragoman.changes import Change, compare
from dragoman.labels import Labels
from dragoman.pipeline import code
from dragoman.record import Claim, Record, Report
from dragoman.stages.read import Failure, read
from dragoman.store import Store


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one report: its claims, or the reason why there are none; and what is different
    from what an earlier coding had found, if there was one."""

    path: str
    claims: tuple[Claim, ...] = ()
    reason: str | None = None
    changes: tuple[Change, ...] = ()


class Reading:
    """One run of `dragoman read`. Closes the store that it was given."""

    def __init__(
        self, store: Store | None, *, date: str | None = None, outlet: str | None = None,
        title: str | None = None, language: str | None = None,
    ) -> None:  # fmt: skip
        self.store = store
        options = {"date": date, "outlet": outlet, "title": title, "language": language}
        self._given = {name: value for name, value in options.items() if value is not None}
        self.reports = self.known = self.failed = self.claims = self.recoded = 0
        self.changes: Counter[str] = Counter()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.store is not None:
            self.store.close()

    def run(self, paths: Iterable[str]) -> Iterator[Done]:
        """Everything under these paths, in order; failures are recorded in the store too."""
        for path in paths:
            for item in read(path, **self._given):
                yield self._count(self._take(item, path, self._given))

    def retry(self) -> Iterator[Done]:
        """What failed before, read as it was then. What is no longer there stays a failure, for the
        reason that it had."""
        assert self.store is not None
        groups: dict[tuple[str, str], set[str]] = {}
        for failed in self.store.failed():
            key = failed.root, json.dumps(failed.given)
            groups.setdefault(key, set()).add(failed.path)
        for (root, options), paths in groups.items():
            given = json.loads(options)
            if root != "-":  # standard input has been and gone
                for item in read(root, **given):
                    if _name(item) in paths:
                        paths.remove(_name(item))
                        yield self._count(self._take(item, root, given))
            for path in sorted(paths):
                yield self._count(Done(path, reason="is no longer there to be read"))

    def recode(self) -> Iterator[Done]:
        """Every report that was coded by an earlier coder or with other tables, from its text."""
        assert self.store is not None
        for report in self.store.stale():
            yield self._count(self._code(report, report.path or report.id, self._given, again=True))

    def _count(self, done: Done) -> Done:
        self.reports += done.reason is None
        self.failed += done.reason is not None
        self.claims += len(done.claims)
        self.changes.update(change.what for change in done.changes)
        return done

    def _take(self, item: Report | Failure, root: str, given: Mapping[str, str]) -> Done:
        if isinstance(item, Failure):
            return self._fail(item.path, item.reason, root, given)
        if self.store is not None and self.store.knows(item):
            self.known += 1
            self.store.add(Record(item, ()))  # only notes where the text was met again
            return Done(_name(item), tuple(self.store.claims(report=item.id)))
        return self._code(item, root, given)

    def _code(
        self, report: Report, root: str, given: Mapping[str, str], again: bool = False
    ) -> Done:
        try:
            record = code(self.store.as_known(report) if self.store is not None else report)
        except Exception as wrong:  # noqa: BLE001 - whatever one report does, the batch goes on
            reason = f"could not be coded ({type(wrong).__name__}: {wrong})"
            return self._fail(_name(report), reason, root, given)
        changes: tuple[Change, ...] = ()
        if self.store is not None:
            if self.store.has(report):
                self.recoded += 1
                changes = tuple(compare(self.store.claims(report=report.id), record.claims))
            self.store.add(record, seen=report, again=again)
        return Done(_name(report), record.claims, changes=changes)

    def _fail(self, path: str, reason: str, root: str, given: Mapping[str, str]) -> Done:
        if self.store is not None:
            self.store.fail(path, reason, root, given)
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
        told = labels("kept", known=self.known, store=self.store.path, **counts)
        if self.recoded:
            told += "\n" + labels("recoded", n=self.recoded, **self.changed)
        return told

    @property
    def changed(self) -> dict[str, int]:
        """How many claims were added, are gone, were altered by another coding."""
        return {what: self.changes[what] for what in ("added", "gone", "altered")}


def _name(item: Report | Failure) -> str:
    """What a source is called in messages and among the failures."""
    if isinstance(item, Failure):
        return item.path
    return item.path or item.url or item.id
