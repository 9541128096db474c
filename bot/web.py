"""The web server: health, the channels' routes, pages; strict headers on everything."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import DEFAULT_EXCLUDED_CONTENT_TYPES, GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from acts.notices import officers_out_of_reach
from bot.channel import Channel
from bot.pages.page import busy_page, no_page
from storage import backups, clock_witness
from storage.kit.engine import BusyError, Database

HEADERS = [
    (b"content-security-policy", b"default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),  # an address may hold a session: no other site sees it
]


# From then on the browser comes by https only, for a year, whatever a link or another network says. Not for hosts below
# this one: they are not ours to say.
HTTPS_ONLY = (b"strict-transport-security", b"max-age=31536000")


class StrictHeaders:
    """Adds :data:`HEADERS` to every answer, and :data:`HTTPS_ONLY` where people come by https (``secure``)."""

    def __init__(self, app: ASGIApp, *, secure: bool = False) -> None:
        self.app = app
        self._headers = [*HEADERS, HTTPS_ONLY] if secure else HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the headers back."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *self._headers]
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


# Pages, style and script are packed. Not so: streams, which must not wait; workbooks, PDFs and pictures, which are so
# already; a turn's answer, which is small.
AS_THEY_ARE = (*DEFAULT_EXCLUDED_CONTENT_TYPES, "application/*")
TROUBLE = "trouble of "  # begins a line of /health


def web_app(
    database: Database,
    routes: Sequence[BaseRoute],
    middleware: Sequence[Middleware] = (),
    channels: Mapping[str, Channel] | None = None,
    *,
    secure: bool = False,
) -> Starlette:
    """The ASGI application. ``secure``: people come by https."""

    async def health(_request: Request) -> Response:
        """Whether the database can be read; how many officers no message reaches, a sweep left undone, trouble."""
        if database.trouble:
            return PlainTextResponse(f"the database cannot be written: {database.trouble}\n", status_code=503)
        try:
            missing = len(await database.read(officers_out_of_reach))
            backup = await database.read(backups.standing)
            doubt = await database.read(clock_witness.refused)
        except BusyError as error:
            return PlainTextResponse(f"the database cannot be read: {error}\n", status_code=503)
        said = [f"officers without a chat: {missing}"] if missing else []
        if backup.is_late:
            said.append(
                f"no backup since {'ever' if backup.latest is None else f'{backup.latest.begun_at:%Y-%m-%d %H:%M} UTC'}"
            )
        if doubt is not None:
            said.append(
                f"nothing is swept since {doubt.shown:%Y-%m-%d} by this clock: the newest record is of "
                f"{doubt.vouched:%Y-%m-%d}; hoctap doctor"
            )
        said += [f"{TROUBLE}{name}: {each.trouble}" for name, each in (channels or {}).items() if each.trouble]
        return PlainTextResponse("".join(f"{line}\n" for line in ("ok", *said)) if said else "ok")

    async def nothing_there(request: Request, error: Exception) -> Response:
        return no_page(request, error.status_code if isinstance(error, HTTPException) else 404)

    async def later(request: Request, _error: Exception) -> Response:
        """Whatever page needed the database and could not have it."""
        return busy_page(request)

    async def gone(_request: Request, _error: Exception) -> Response:
        """Whoever was sending went away: nobody reads this, and it is no fault of ours to be logged as one."""
        return Response(status_code=400)

    return Starlette(
        routes=[Route("/health", health), *routes],
        middleware=[
            Middleware(GZipMiddleware, exclude_content_types=AS_THEY_ARE),
            Middleware(StrictHeaders, secure=secure),
            *middleware,
        ],
        exception_handlers={404: nothing_there, 405: nothing_there, BusyError: later, ClientDisconnect: gone},
    )


class WebServer(uvicorn.Server):
    """uvicorn in our loop; signals are the program's own affair."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        if self.started:
            self._on_ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


class PortError(Exception):
    """The web server cannot listen where it is told to. ``is_taken``: another program listens there."""

    def __init__(self, host: str, port: int, error: OSError) -> None:
        super().__init__(error.strerror or str(error))
        self.host, self.port = host, port
        self.is_taken = error.errno == errno.EADDRINUSE


WAITING = 128  # connections that may wait until the server takes them
ABSENT = {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}  # of one of a host's addresses: this machine does not have it


def listen(host: str, port: int) -> list[socket.socket]:
    """Sockets that listen there, one for each of the host's addresses that this machine has.

    Raises:
        PortError: it is not possible.
    """
    opened: list[socket.socket] = []
    failed: OSError | None = None
    try:
        found = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise PortError(host, port, error) from error
    for family, kind, protocol, _, address in found:
        try:
            opened.append(_listening(family, kind, protocol, address))
        except OSError as error:
            failed = error
            if error.errno not in ABSENT:
                break
    if failed is not None and (not opened or failed.errno not in ABSENT):
        for each in opened:
            each.close()
        raise PortError(host, port, failed) from failed
    return opened


def _listening(family: int, kind: int, protocol: int, address: object) -> socket.socket:
    opened = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":  # elsewhere this would let two programs listen at once
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        opened.bind(address)  # type: ignore[arg-type]
        opened.listen(WAITING)
    except OSError:
        opened.close()
        raise
    return opened


def web_server(app: Starlette, host: str, port: int, on_ready: Callable[[], None]) -> WebServer:
    """A server for ``app``; run it with ``serve()``. ``on_ready`` is called once it listens."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
        lifespan="off",
    )
    return WebServer(config, on_ready)
