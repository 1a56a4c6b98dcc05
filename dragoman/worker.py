"""A process that reads and codes what it is handed, so that a text which eats all time or memory
takes nothing else down. workers.py starts and ends it.

`python -m dragoman.worker FD` is the nursery: it loads the models once and forks a worker for each
socket that comes over FD, so that workers share the models' memory and a new one stands at once. It
ends when FD does, and each worker when its socket does. Tasks and outcomes are pickles, each after
its length in eight bytes.
"""

from __future__ import annotations

import gc
import os
import pickle
import resource
import signal
import socket
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.record import Record, Report
from dragoman.stages.read import Failure, Source, read_one
from dragoman.stages.read_language import identify, installed
from dragoman.stages.read_page import Pages

_LENGTH = 8  # bytes of a message's length, of a process id, of an exit status


@dataclass(frozen=True, slots=True)
class Limits:
    """What one report may take: seconds of processor time (of the clock: ten times as many, for
    what only waits), and bytes of memory beyond what the models hold."""

    seconds: int = 60
    memory: int = 2 << 30

    @property
    def patience(self) -> float:
        return 10.0 * self.seconds

    def __str__(self) -> str:
        return f"{self.seconds} s, {self.memory >> 20} MB"


def work(task: Source | Report, pages: Pages) -> Report | Record | Failure:
    """Reads a source; codes a report. The record holds what a store keeps: report and claims."""
    if isinstance(task, Source):
        return read_one(task, pages)
    from dragoman.pipeline import code

    try:
        return Record(task, code(task).claims)
    except MemoryError:
        raise
    except Exception as wrong:  # noqa: BLE001 - whatever one report does, the batch goes on
        return Failure(name_of(task), f"could not be coded ({type(wrong).__name__}: {wrong})")


def name_of(task: Source | Report) -> str:
    """What a report is called in messages and among the failures."""
    return task.name if isinstance(task, Source) else task.path or task.url or task.id


def warm() -> None:
    """Loads what every report needs: models, tables, the identifier of languages."""
    from dragoman.pipeline import code

    for language in installed():
        with suppress(LookupError):  # a model that cannot be used: each of its reports will say so
            code(Report("Paris.", language))
    with suppress(OSError):  # it takes room for temporary files: likewise
        identify("Paris.")
    gc.collect()
    gc.freeze()  # what is loaded now is never garbage: not to be looked through again


def serve(line: socket.socket, limits: Limits) -> None:
    """Task after task until the line ends; ends itself after one that ran out of memory."""
    _bound_memory(limits.memory)
    with Pages() as pages:
        while (message := receive(line)) is not None:
            task: Source | Report = pickle.loads(message)
            _bound_time(limits.seconds)
            try:
                answer = pickle.dumps(work(task, pages))
            except MemoryError:
                reason = f"needs more memory than a report may ({limits})"
                send(line, pickle.dumps(Failure(name_of(task), reason)))
                return
            send(line, answer)


def _bound_memory(extra: int) -> None:
    with suppress(OSError, ValueError):  # no /proc: another system, where the bound does not hold
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + extra, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _bound_time(seconds: int) -> None:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds + 1, hard))


def send(line: socket.socket, message: bytes) -> None:
    line.sendall(len(message).to_bytes(_LENGTH, "big") + message)


def receive(line: socket.socket) -> bytes | None:
    """The next message, or None at the end of the line."""
    with suppress(ConnectionResetError):
        head = line.recv(_LENGTH, socket.MSG_WAITALL)
        size = int.from_bytes(head, "big")
        body = line.recv(size, socket.MSG_WAITALL) if len(head) == _LENGTH else b""
        if len(head) == _LENGTH and len(body) == size:
            return body
    return None


def nursery(control: socket.socket) -> None:
    """Forks a worker for each socket that comes, and answers with its process id; for a process id
    that comes, waits for its end and answers with its status."""
    warm()
    while True:
        message, lines, *_ = socket.recv_fds(control, 1 << 10, 1)
        if not message:
            return
        if lines:
            limits = Limits(*pickle.loads(message))
            process = os.fork()
            if process == 0:
                control.close()
                _live(socket.socket(fileno=lines[0]), limits)
            os.close(lines[0])
            answer = process
        else:
            answer = os.waitstatus_to_exitcode(os.waitpid(int(message), 0)[1])
        try:
            control.sendall(answer.to_bytes(_LENGTH, "big", signed=True))
        except BrokenPipeError:
            return  # whoever asked was killed


def _live(line: socket.socket, limits: Limits) -> Any:
    """A worker's life; never returns, whatever happens."""
    code = 1
    try:
        serve(line, limits)
        code = 0
    except BrokenPipeError:
        code = 0  # nobody waits for the answer any more
    finally:
        os._exit(code)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that reads
    nursery(socket.socket(fileno=int(sys.argv[1])))
