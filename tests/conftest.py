"""For every test: no network.

The program works offline, so a test that reaches for the network has found a mistake. Sockets of the
same machine stay: browsers and servers under test need them.
"""

from __future__ import annotations

import socket
from typing import Any

import pytest

_LOCAL = ("127.", "::1", "localhost", "0.0.0.0")  # noqa: S104 - an address to recognise


class NetworkError(AssertionError):
    """Something reached for the network."""


def _is_local(address: Any) -> bool:
    return not isinstance(address, tuple) or str(address[0]).startswith(_LOCAL) or not address[0]


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Any:
    """Connections and look-ups of names end here, for every other machine's."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            real = getattr(socket.socket, name)

            def guarded(self: socket.socket, address: Any, _real: Any = real) -> Any:
                if not _is_local(address):
                    raise NetworkError(f"a test reached for {address}")
                return _real(self, address)

            patch.setattr(socket.socket, name, guarded)
        look_up = socket.getaddrinfo

        def guarded_look_up(host: Any, *rest: Any, **more: Any) -> Any:
            if host and not _is_local((host,)) and host != socket.gethostname():
                raise NetworkError(f"a test looked up {host}")
            return look_up(host, *rest, **more)

        patch.setattr(socket, "getaddrinfo", guarded_look_up)
        yield
