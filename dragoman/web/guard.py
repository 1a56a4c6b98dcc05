"""What stands before every page: who may ask, from where, how much may be sent, and what a browser
may do with the answer.

- The Host must be a name of this machine that was meant (else a page elsewhere could point its own
  name at 127.0.0.1 and read the store through the user's browser).
- What changes something must come from these pages: browsers say where a request comes from
  (Sec-Fetch-Site, Origin). A program that says neither is no browser, and nobody's page drives it.
- A body is counted as it comes in, and no more of it is taken than the cap.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from starlette.responses import PlainTextResponse

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

#: No inline script or style, nothing from elsewhere, no frames, forms to these pages only.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # Not no-referrer: under that, browsers hide the origin of a form, by which it is let in.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}
LOCAL = ("127.0.0.1", "localhost", "::1")
_SAFE = ("GET", "HEAD", "OPTIONS")


class TooLargeError(Exception):
    """More came in than the cap allows."""


class Guard:
    """Wraps the application. `hosts`: names under which it may be asked for, or None for any
    address in digits; `cap`: bytes of a body."""

    def __init__(self, app: App, *, hosts: Iterable[str], any_address: bool, cap: int) -> None:
        self.app, self.cap, self.any_address = app, cap, any_address
        self.hosts = frozenset(h.lower() for h in hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        said = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refused = self._refusal(scope["method"], said)
        if refused is not None:
            await refused(scope, receive, _with_headers(send))
            return
        await self._capped(scope, receive, _with_headers(send))

    def _refusal(self, method: str, said: dict[str, str]) -> PlainTextResponse | None:
        if not self._knows(said.get("host", "")):
            return PlainTextResponse("This name is not one of this server's.", 421)
        if method not in _SAFE and not _comes_from_here(said):
            return PlainTextResponse("This came from another site.", 403)
        length = said.get("content-length", "0")
        if not length.isdecimal():
            return PlainTextResponse("Content-Length is no number.", 400)
        return self._too_large() if int(length) > self.cap else None

    def _knows(self, host: str) -> bool:
        name = host.rpartition(":")[0] if _has_port(host) else host
        name = name.strip("[]").lower()
        if name in self.hosts:
            return True
        if not self.any_address:
            return False
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def _too_large(self) -> PlainTextResponse:
        return PlainTextResponse(f"More than {self.cap:,} bytes may not be sent.", 413)

    async def _capped(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what comes in; past the cap the application is stopped, whatever it would say."""
        taken, begun = 0, False

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.cap:
                raise TooLargeError
            return message

        async def watched(message: Message) -> None:
            nonlocal begun
            if taken > self.cap and not begun:
                return  # its own words about a broken body
            begun = True
            await send(message)

        try:
            await self.app(scope, counted, watched)
        except TooLargeError:
            if begun:
                raise
        if taken > self.cap and not begun:
            await self._too_large()(scope, receive, send)


def _has_port(host: str) -> bool:
    return host.rpartition(":")[2].isdecimal() and (host.count(":") == 1 or "]:" in host)


def _comes_from_here(said: dict[str, str]) -> bool:
    site = said.get("sec-fetch-site")
    if site is not None and site not in ("same-origin", "none"):
        return False
    origin = said.get("origin")
    return origin is None or origin.partition("://")[2].lower() == said.get("host", "").lower()


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            named = {name.lower() for name, _ in message["headers"]}
            message["headers"] = [
                *message["headers"],
                *((n.encode(), v.encode()) for n, v in HEADERS.items() if n.encode() not in named),
            ]
        await send(message)

    return sending
