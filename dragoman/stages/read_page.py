"""HTML pages, read by a worker process that may be killed (page.py)."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import Any

from dragoman.stages import page
from dragoman.stages.read_clean import UnreadableError

MAX_PAGE = 20_000_000  # bytes
SECONDS = 10  # for one page; a common one takes a tenth of a second
MEMORY = 2 << 30  # bytes of address space for the worker


class Pages:
    """A reader of HTML pages. The worker starts with the first page and is started anew after one
    that killed it."""

    def __init__(self, seconds: int = SECONDS, memory: int = MEMORY) -> None:
        self._limits = seconds, memory
        self._worker: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Pages:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def read(self, data: bytes) -> dict[str, Any]:
        """What page.extract finds in a page. Raises UnreadableError, also if it took too long."""
        if self._worker is None:
            seconds, memory = self._limits
            self._worker = subprocess.Popen(
                [sys.executable, "-P", page.__file__, str(seconds), str(memory)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        worker = self._worker
        assert worker.stdin is not None and worker.stdout is not None
        late = Timer(self._limits[0], worker.kill)
        late.start()
        try:
            page.write_frame(worker.stdin, data)
            answer = page.read_frame(worker.stdout)
        except BrokenPipeError:
            answer = None
        finally:
            late.cancel()
        if answer is None:
            self._stop()
            raise UnreadableError("is a page that took more time or memory than a page may "
                             f"({self._limits[0]} s, {self._limits[1] >> 20} MB)")  # fmt: skip
        found: dict[str, Any] = json.loads(answer)
        if "error" in found:
            if "memory" in found["error"]:
                self._stop()  # what it holds is not given back
            raise UnreadableError(found["error"])
        return found

    def _stop(self) -> None:
        if self._worker is not None:
            self._worker.kill()
            self._worker.wait()
            for pipe in (self._worker.stdin, self._worker.stdout):
                if pipe is not None:
                    with suppress(BrokenPipeError):  # what was still to be written to the dead
                        pipe.close()
            self._worker = None


def looks_like_html(start: str) -> bool:
    """Whether a text that came with no name is a page, by how it begins."""
    start = start.lstrip("\ufeff \t\r\n")[:200].lower()
    return start.startswith(
        ("<!doctype html", "<html", "<head", "<body", "<?xml", "<article", "<!--")
    )


def is_page(path: Path) -> bool:
    return path.suffix.lower() in (".html", ".htm", ".xhtml")
