"""The worker that takes the text out of HTML pages: run in a process of its own, so that a page
which eats all time or memory takes nothing else down.

Requests come on standard input, answers go to standard output, each as a length of eight bytes and
that many bytes. A request is a page; an answer is JSON: `text`, `title`, `date`, `outlet`, `url`
(any may be null), or `error`. It is started as a file and imports nothing of the project.
"""

from __future__ import annotations

import json
import resource
import sys
from typing import IO, Any


def limit(seconds: int, memory: int) -> None:
    """Bind this process: processor time from now on, memory in bytes, no core file, no files
    written."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    used = int(usage.ru_utime + usage.ru_stime)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (used + seconds, hard))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def extract(page: bytes) -> dict[str, Any]:
    """The article of a page and what the page says about itself."""
    from trafilatura import bare_extraction

    found = bare_extraction(
        page,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        # The page's own statement of its date, or none: no guess from numbers found in the text.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if found is None:
        return {"error": "holds no article text that could be found"}
    if not isinstance(found, dict):
        found = found.as_dict()
    names = {"text": "text", "title": "title", "date": "date", "outlet": "sitename", "url": "url"}
    return {ours: found[theirs] or None for ours, theirs in names.items()}


def read_frame(stream: IO[bytes]) -> bytes | None:
    """The next message of a stream, or None at its end."""
    head = stream.read(8)
    if len(head) < 8:
        return None
    size = int.from_bytes(head, "big")
    body = stream.read(size)
    return body if len(body) == size else None


def write_frame(stream: IO[bytes], body: bytes) -> None:
    stream.write(len(body).to_bytes(8, "big"))
    stream.write(body)
    stream.flush()


def serve(seconds: int, memory: int) -> None:
    """Answer page after page until the input ends."""
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while (page := read_frame(requests)) is not None:
        limit(seconds, memory)
        try:
            answer = extract(page)
        except MemoryError:
            answer = {"error": "needs more memory than a page may"}
        except Exception as error:  # whatever the parser makes of a hostile page is its own affair
            answer = {"error": f"is not HTML that can be read ({type(error).__name__})"}
        write_frame(answers, json.dumps(answer).encode())


if __name__ == "__main__":
    serve(int(sys.argv[1]), int(sys.argv[2]))
