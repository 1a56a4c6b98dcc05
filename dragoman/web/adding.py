"""Reports come in: a form to paste or upload one, and how far its reading has got."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import UploadFile

from dragoman.stages.read_language import installed
from dragoman.stages.read_page import MAX_PAGE
from dragoman.web import asked
from dragoman.web.incoming import BusyError, Reading
from dragoman.web.pages import Viewed
from dragoman.web.site import View

router = APIRouter(tags=["pages"])
#: Bytes of an upload or a paste; the form around it takes a little more.
MOST_BYTES = MAX_PAGE
FORM_BYTES = 65_536
_LONGEST_NAME = 200
_SENT = {
    "requestBody": {"content": {"multipart/form-data": {"schema": {
        "type": "object",
        "properties": {
            "text": {"type": "string"}, "file": {"type": "string", "format": "binary"},
            "date": {"type": "string"}, "outlet": {"type": "string"},
            "title": {"type": "string"}, "language": {"type": "string"},
        },
    }}}}
}  # fmt: skip


@router.get("/read")
def empty_form(view: Viewed) -> Response:
    """Add a report."""
    return _form(view)


def _form(
    view: View, status: int = 200, wrong: str = "", form: dict[str, str] | None = None
) -> Response:
    return view.page("read.html", status, languages_read=installed(), wrong=wrong, form=form or {},
                     most=MOST_BYTES // 1_000_000)  # fmt: skip


@router.post("/reports", openapi_extra=_SENT)
async def add(request: Request, view: Viewed) -> Response:
    """Take in a report; its reading begins at once, and the next page says how far it is."""
    if view.site.read_only:
        raise HTTPException(403, view.words("read_only"))
    sent = await request.form(max_files=1, max_fields=12, max_part_size=MOST_BYTES)
    fields = {k: v.strip() for k, v in sent.items() if isinstance(v, str)}
    file = sent.get("file")
    name, data = view.words("pasted"), fields.pop("text", "").encode("utf-8", "replace")
    if isinstance(file, UploadFile) and file.filename:
        name, data = _name(file.filename), await file.read()
    try:
        known = _known(fields)
        if not data.strip():
            raise HTTPException(422, view.words("nothing_sent"))
        reading = await run_in_threadpool(view.site.incoming.add, data, name, known)
    except BusyError:
        raise HTTPException(503, view.words("busy")) from None
    except HTTPException as wrong:
        return _form(view, wrong.status_code, str(wrong.detail), fields)
    return RedirectResponse(view.url(f"/reading/{reading.id}"), 303)


def _name(given: str) -> str:
    """The last part of a file's name, whatever system it comes from; what a reader sees of it."""
    last = PurePath(given.replace("\\", "/")).name
    return "".join(c for c in last if c.isprintable())[-_LONGEST_NAME:] or "report"


def _known(fields: dict[str, str]) -> dict[str, str | None]:
    """What the user says of the report. Raises HTTPException 422."""
    language = fields.get("language") or None
    if language is not None and language not in installed():
        raise HTTPException(422, f"no language {language!r}; one of {', '.join(installed())}")
    known: dict[str, Any] = {k: fields.get(k, "")[:_LONGEST_NAME] or None
                             for k in ("outlet", "title")}  # fmt: skip
    return {**known, "language": language, "date": asked.iso_date(fields.get("date", ""))}


@router.get("/reading/{reading_id}")
def progress(view: Viewed, reading_id: str) -> Response:
    """How far a reading has got; leads to the report when one was read."""
    found = _reading(view, reading_id)
    if found.done and len(found.reports) == 1 and not found.failed:
        return RedirectResponse(view.url(f"/reports/{found.reports[0][0]}"), 303)
    return view.page("reading.html", reading=found)


@router.get("/api/readings/{reading_id}", tags=["data"])
def progress_as_json(view: Viewed, reading_id: str) -> dict[str, Any]:
    """The same for a program."""
    return _reading(view, reading_id).as_json()


def _reading(view: View, reading_id: str) -> Reading:
    found = view.site.incoming.get(reading_id)
    if found is None:
        raise HTTPException(404, view.words("no_reading"))
    return found
