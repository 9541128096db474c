"""Pictures that come in slowly or never: memory stays bounded, everybody else is served, and the slow are let go."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from bot import http
from bot.app import App
from bot.uploads import SIDE_BY_SIDE
from tests.conftest import Clock
from tests.patience import PATIENCE
from tests.pictures import photo
from tests.world import residents_web

MANY = 300
HEAD = (
    "POST /chat/me/picture HTTP/1.1\r\nhost: x\r\ncookie: hoctap={session}\r\n"
    "content-type: multipart/form-data; boundary=b\r\ncontent-length: 9000000\r\n\r\n"
)


@pytest.fixture
async def app(sqlite_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[App]:
    async with residents_web(sqlite_url, clock, tmp_path) as program:
        yield program


async def test_stalled_pictures_hold_up_nobody_else_and_are_let_go(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "STALLED", 3.0)
    host, port = app.settings.web_bind.split(":")
    async with httpx.AsyncClient(base_url=app.settings.web_url) as client:
        await client.post("/vao", data={})
        session = client.cookies["hoctap"]

        async def stalls() -> bytes:
            reader, writer = await asyncio.open_connection(host, int(port))
            writer.write(HEAD.format(session=session).encode() + b"x" * 60_000)
            await writer.drain()
            try:
                return await reader.readline()
            finally:
                writer.close()

        stalled = [asyncio.create_task(stalls()) for _ in range(MANY)]
        done, _ = await asyncio.wait(stalled, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        assert done
        act = {"update": "update-123456", "input": {"type": "text", "text": "menu"}}
        assert (await client.post("/chat/me/events", json=act)).status_code == 200  # while they stall
        said = [line.split()[1] for line in await asyncio.gather(*stalled)]
        assert set(said) == {b"503", b"408"}
        assert said.count(b"408") <= SIDE_BY_SIDE  # so many were held at once, all others told to come later
        picture = {"picture": ("a.jpg", photo(60, 40), "image/jpeg")}
        answer = await client.post("/chat/me/picture", files=picture, data={"update": "update-654321"})
        assert answer.status_code == 200  # there is room again
