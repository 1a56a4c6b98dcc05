"""The application: routes, the guard before them, errors as pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from dragoman.record import CODER_VERSION
from dragoman.store import Store, StoreError
from dragoman.web import adding, breaches, claims, data, pages
from dragoman.web.guard import LOCAL, Guard
from dragoman.web.site import HERE, Site, View


def create_app(
    store: Path, *, read_only: bool = False, hosts: Iterable[str] = LOCAL, any_address: bool = False
) -> FastAPI:
    """The pages over a store, which is made if it is not there (unless `read_only`).

    Args: `hosts`, names under which the pages may be asked for; `any_address`: under any address in
    digits too. Raises StoreError if the store cannot be opened.
    """
    with Store(store, read_only=read_only):
        pass  # made, lifted to the schema of today, or refused
    site = Site(store, read_only=read_only)

    @asynccontextmanager
    async def living(_: FastAPI) -> AsyncIterator[None]:
        yield
        site.incoming.close()

    app = FastAPI(
        title="dragoman", version=CODER_VERSION, lifespan=living,
        description="Who wants what from whom, in reports on relations between states.",
        docs_url=None, redoc_url=None,  # their pages load scripts from elsewhere
    )  # fmt: skip
    app.state.site = site
    for part in (data, adding, claims, breaches, pages):
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _misasked)
    app.add_exception_handler(StoreError, _broken)
    app.add_middleware(
        Guard, hosts=hosts, any_address=any_address, cap=adding.MOST_BYTES + adding.FORM_BYTES
    )
    return app


def _refused(request: Request, wrong: Exception) -> Response:
    assert isinstance(wrong, HTTPException)
    return _told(request, wrong.status_code, str(wrong.detail), dict(wrong.headers or {}))


def _misasked(request: Request, wrong: Exception) -> Response:
    assert isinstance(wrong, RequestValidationError)
    said = "; ".join(f"{'.'.join(map(str, e['loc'][1:]))}: {e['msg']}" for e in wrong.errors())
    return _told(request, 422, said)


def _broken(request: Request, wrong: Exception) -> Response:
    return _told(request, 503, str(wrong))


def _told(
    request: Request, status: int, said: str, headers: dict[str, str] | None = None
) -> Response:
    if request.url.path.startswith("/api/"):
        return JSONResponse({"detail": said}, status, headers)
    return View.of(request).page("error.html", status, headers, code=status, said=said)
