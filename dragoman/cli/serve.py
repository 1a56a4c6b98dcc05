"""`dragoman serve`: the pages over a store."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import click

from dragoman.cli.options import store_option


@click.command()
@store_option
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True)
@click.option(
    "--host", default="127.0.0.1", show_default=True, metavar="ADDRESS",
    help="Where to listen; another one than your own machine's lets others in.",
)  # fmt: skip
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="HOST",
    help="A name by which others ask for it (with --host); may be repeated.",
)
@click.option("--read-only", is_flag=True, help="Nothing can be added or reviewed.")
def serve(
    store_path: Path | None, port: int, host: str, names: tuple[str, ...], read_only: bool
) -> None:
    """Serve the store as web pages, on this machine alone unless told otherwise."""
    try:
        import uvicorn

        from dragoman.web.app import create_app
    except ModuleNotFoundError as missing:
        raise click.ClickException(
            f"{missing.name} is not installed: pip install 'dragoman[web]'"
        ) from missing
    from dragoman.store import StoreError, default_path
    from dragoman.web.guard import LOCAL

    try:
        address = ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        raise click.UsageError(f"--host takes an address (0.0.0.0), not {host!r}") from None
    if not address.is_loopback:
        what = "read it" if read_only else "read it, add to it and review it"
        click.echo(
            f"warning: {host} is not this machine alone, and there is no password: whoever can"
            f" reach port {port} can {what}", err=True,
        )  # fmt: skip
    try:
        app = create_app(
            store_path or default_path(), read_only=read_only, hosts=(*LOCAL, *names),
            any_address=not address.is_loopback,
        )  # fmt: skip
    except StoreError as wrong:
        raise click.ClickException(str(wrong)) from wrong
    shown = f"[{address}]" if address.version == 6 else str(address)
    click.echo(f"http://{shown}:{port}/  (Ctrl+C ends it)", err=True)
    uvicorn.run(
        app, host=str(address), port=port, log_level="warning", access_log=False,
        server_header=False, limit_concurrency=64, timeout_graceful_shutdown=5,
    )  # fmt: skip
