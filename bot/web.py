"""The web server: health, the channels' routes, pages; strict headers on everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from socket import socket

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from acts.notices import officers_out_of_reach
from storage.kit.engine import Database

HEADERS = [
    (b"content-security-policy", b"default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),  # an address may hold a session: no other site sees it
]


class StrictHeaders:
    """Adds :data:`HEADERS` to every answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the headers back."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *HEADERS]
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)


def web_app(database: Database, routes: Sequence[BaseRoute], middleware: Sequence[Middleware] = ()) -> Starlette:
    """The ASGI application."""

    async def health(_request: Request) -> Response:
        """Whether the database can be read; and how many officers no message reaches, if any."""
        missing = len(await database.read(officers_out_of_reach))
        return PlainTextResponse(f"ok\nofficers without a chat: {missing}\n" if missing else "ok")

    return Starlette(routes=[Route("/health", health), *routes], middleware=[*middleware, Middleware(StrictHeaders)])


class WebServer(uvicorn.Server):
    """uvicorn in our loop; signals are the program's own affair."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    async def startup(self, sockets: list[socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        if self.started:
            self._on_ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


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
