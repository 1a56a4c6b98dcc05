"""Reports coded by several processes, in the order in which they came.

One text in, one outcome out. A worker that dies, or takes more than a report may, is replaced; its
report becomes a Failure with the reason. Whatever the number of workers, the outcomes and their
order are the same: a report is coded by itself, never together with others, since the arithmetic of
a batch depends on what is in it.
"""

from __future__ import annotations

import atexit
import heapq
import os
import pickle
import select
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from signal import SIGKILL, SIGXCPU, Signals
from threading import Lock
from time import monotonic
from typing import Self

from dragoman.record import Record, Report
from dragoman.stages.read import Failure, Source
from dragoman.stages.read_page import Pages
from dragoman.worker import Limits, name_of, receive, send, work

#: Sources begun before the first of them must be done, for each worker: what one slow report can
#: hold up, and what an interruption can lose.
_AHEAD = 32
#: Tasks that a worker holds at once, all but the first in its socket; at most so many bytes each,
#: so that they always fit there and neither side waits for the other to read.
_IN_HAND = 3
_SMALL = 40_000


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def code_all(
    sources: Iterable[Source | Report | Failure],
    knows: Callable[[Report], bool],
    workers: int | None = None,
    limits: Limits | None = None,
) -> Iterator[Record | Report | Failure]:
    """For each source, in their order: its record (report and claims), its report if `knows` says
    that it needs no coding, or why there is neither. A report that is handed in as one is coded
    unasked.

    Args: `knows` is asked in this process. `workers`: processes at most (None: one a core; 0: none,
    all is done in this process, and nothing is bounded). A text that comes twice is asked about
    again when its twin has been handed out.
    """
    workers = cores() if workers is None else workers
    if not workers:
        yield from _alone(sources, knows)
        return
    with _Crew(workers, limits or Limits()) as crew:
        yield from _together(iter(sources), knows, crew)


def _alone(
    sources: Iterable[Source | Report | Failure], knows: Callable[[Report], bool]
) -> Iterator[Record | Report | Failure]:
    with Pages() as pages:
        for source in sources:
            found = source if isinstance(source, Failure) else work(source, pages)
            if isinstance(found, Report) and not knows(found):
                found = work(found, pages)
            yield found


@dataclass(slots=True)
class _Slot:
    """A source's place in the order, and what has come of it so far."""

    number: int
    outcome: Record | Report | Failure | None = None
    twin: bool = False  # the outcome is a text that another slot is still at work on


def _together(
    sources: Iterator[Source | Report | Failure], knows: Callable[[Report], bool], crew: _Crew
) -> Iterator[Record | Report | Failure]:
    window: deque[_Slot] = deque()
    in_hand: dict[tuple[str, str], int] = {}  # texts that are being coded, by the slot's number
    slots: dict[int, _Slot] = {}
    begun = 0
    while True:
        while len(window) < crew.count * _AHEAD and (item := next(sources, None)) is not None:
            begun += 1
            slot = slots[begun] = _Slot(begun)
            window.append(slot)
            if isinstance(item, Failure):
                slot.outcome = item
            else:
                crew.give(begun, item)
        if not window:
            return
        head = window[0]
        if head.twin and isinstance(head.outcome, Report):
            if not knows(head.outcome):  # its twin failed
                crew.give(head.number, head.outcome)
                head.outcome = None
            head.twin = False
        elif head.outcome is not None:
            window.popleft()
            del slots[head.number]
            yield head.outcome
            if not isinstance(head.outcome, Failure):
                report = head.outcome if isinstance(head.outcome, Report) else head.outcome.report
                in_hand.pop((report.id, report.language), None)
        else:
            for number, found in crew.wait():
                slot = slots[number]
                if isinstance(found, Report):
                    text = found.id, found.language
                    slot.twin = in_hand.setdefault(text, number) != number
                    if not slot.twin and not knows(found):
                        crew.give(number, found)
                        continue
                slot.outcome = found


@dataclass(slots=True)
class _Worker:
    process: int
    line: socket.socket
    tasks: deque[tuple[int, Source | Report]] = field(default_factory=deque)
    since: float = 0.0  # when the first task was begun
    late: bool = False


class _Crew:
    """Up to `count` workers and the tasks that wait for them, those of the earliest sources first.
    Workers are started as tasks come: a single report needs one."""

    def __init__(self, count: int, limits: Limits) -> None:
        self.count, self._limits = count, limits
        self._workers: dict[socket.socket, _Worker] = {}
        self._waiting: list[tuple[int, int, int, Source | Report]] = []
        self._given = 0
        self._retried: set[int] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in list(self._workers.values()):
            self._end(worker)

    def give(self, number: int, task: Source | Report) -> None:
        """A task for the slot of this number."""
        self._given += 1
        # Reading goes before coding by a little, so that there is always something to code.
        place = number - 4 * self.count if isinstance(task, Source) else number
        heapq.heappush(self._waiting, (place, self._given, number, task))

    def wait(self) -> list[tuple[int, Report | Record | Failure]]:
        """Hands out what waits, and returns the outcomes that have come, at least one, with their
        numbers. There must be a task."""
        while True:
            self._hand_out()
            ready, _, _ = select.select(list(self._workers), [], [], self._patience())
            found = [outcome for line in ready if (outcome := self._take(self._workers[line]))]
            now = monotonic()
            for worker in self._workers.values():
                if worker.tasks and now - worker.since > self._limits.patience:
                    worker.late = True
                    os.kill(worker.process, SIGKILL)  # the end of its line is seen next time
            if found:
                return found

    def _hand_out(self) -> None:
        """A task to whoever has none; then some more to each, so that nobody waits for us."""
        for most in range(1, _IN_HAND + 1):
            if most == 1:
                while self._waiting and len(self._workers) < self.count and self._all_busy():
                    self._hand(self._start(), pickle.dumps(self._waiting[0][-1]))
            for worker in self._workers.values():
                if self._waiting and len(worker.tasks) < most:
                    message = pickle.dumps(self._waiting[0][-1])
                    if most == 1 or len(message) <= _SMALL:
                        self._hand(worker, message)

    def _all_busy(self) -> bool:
        return all(w.tasks for w in self._workers.values())

    def _hand(self, worker: _Worker, message: bytes) -> None:
        *_, number, task = heapq.heappop(self._waiting)
        if not worker.tasks:
            worker.since = monotonic()
        worker.tasks.append((number, task))
        with suppress(BrokenPipeError, ConnectionResetError):
            send(worker.line, message)  # if it is dead, its line will say so

    def _patience(self) -> float | None:
        begun = [w.since for w in self._workers.values() if w.tasks]
        return max(0.0, min(begun) + self._limits.patience - monotonic()) if begun else None

    def _take(self, worker: _Worker) -> tuple[int, Report | Record | Failure] | None:
        message = receive(worker.line)
        if message is None:
            return self._bury(worker)
        number, _ = worker.tasks.popleft()
        worker.since = monotonic()
        outcome: Report | Record | Failure = pickle.loads(message)
        return number, outcome

    def _bury(self, worker: _Worker) -> tuple[int, Failure] | None:
        """A worker has ended: what it was at has failed, unless it was killed for no fault of the
        report, and what waited in its socket is given to others."""
        status = self._end(worker)
        failed: tuple[int, Failure] | None = None
        if worker.tasks and status != 0:
            number, task = worker.tasks.popleft()
            reason = self._reason(status, worker.late)
            if reason is None and number not in self._retried:
                self._retried.add(number)
                self.give(number, task)
            else:
                ended = f"ended the process that read it, twice ({_name(status)})"
                failed = number, Failure(name_of(task), reason or ended)
        for number, task in worker.tasks:
            self.give(number, task)
        return failed

    def _reason(self, status: int, late: bool) -> str | None:
        if status == -SIGXCPU:
            return f"took more time than a report may ({self._limits})"
        if late:
            return f"was not done in {self._limits.patience:.0f} s"
        return None

    def _start(self) -> _Worker:
        ours, theirs = socket.socketpair()
        try:
            process = _nursery(os.getpid()).birth(theirs, self._limits)
        except OSError:  # the nursery was killed: another one, once
            _nursery.cache_clear()
            process = _nursery(os.getpid()).birth(theirs, self._limits)
        theirs.close()
        worker = self._workers[ours] = _Worker(process, ours)
        return worker

    def _end(self, worker: _Worker) -> int:
        """Ends a worker that may have ended already, and returns its exit status."""
        del self._workers[worker.line]
        worker.line.close()
        return _nursery(os.getpid()).end(worker.process)


class _Nursery:
    """The process that loads the models and forks workers (worker.py). One serves all crews of a
    process, one after the other or at once."""

    def __init__(self) -> None:
        self._control, theirs = socket.socketpair()
        package = str(Path(__file__).parents[1])
        paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
        # One worker, one core: the libraries of linear algebra would each take all of them.
        threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "dragoman.worker", str(theirs.fileno())],
            pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            env=os.environ | threads | {"PYTHONPATH": os.pathsep.join(paths)},
            start_new_session=True,  # Ctrl-C is for us: we end our workers
        )  # fmt: skip
        theirs.close()
        self._turn = Lock()
        atexit.register(self._close)

    def birth(self, line: socket.socket, limits: Limits) -> int:
        """A new worker at the other end of this line; returns its process id. Raises OSError if the
        nursery is dead."""
        with self._turn:
            message = pickle.dumps((limits.seconds, limits.memory))
            socket.send_fds(self._control, [message], [line.fileno()])
            return self._answer()

    def end(self, process: int) -> int:
        """Kills a worker, if it still lives, and returns its exit status (of a signal: negative).
        Until then its process id is no other's."""
        with self._turn, suppress(OSError):
            with suppress(ProcessLookupError):
                os.kill(process, SIGKILL)
            self._control.sendall(str(process).encode())
            return self._answer()
        return -SIGKILL  # the nursery is dead, and its children with it or by our signal

    def _answer(self) -> int:
        answer = self._control.recv(8, socket.MSG_WAITALL)
        if not answer:
            raise OSError("the process that starts the workers has ended")
        return int.from_bytes(answer, "big", signed=True)

    def _close(self) -> None:
        self._control.close()  # which tells it to end
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()


@cache
def _nursery(process: int) -> _Nursery:
    """That of this process (a fork of it needs its own)."""
    return _Nursery()


def _name(status: int) -> str:
    return Signals(-status).name if status < 0 else f"status {status}"
