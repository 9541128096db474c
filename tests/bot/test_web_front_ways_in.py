"""Ways into the web chat that are easily lost: one-time codes by link, a busy database, a cookie that came before."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import App
from bot.channels.webchat import WebChat
from bot.settings import Settings
from criteria.policy import Role
from storage import accounts, people, places, roles, sign_in_codes
from storage.kit.engine import BusyError
from storage.kit.transaction import Transaction
from tests.conftest import Clock
from tests.village import found, sit_down
from tests.visitor import Forms, Visitor
from tests.world import residents_web

CODE, INVITE = "ABCD2345", "WXYZ6789"


@pytest.fixture
async def app(sqlite_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[App]:
    async with residents_web(sqlite_url, clock, tmp_path) as program:
        yield program


@pytest.fixture
async def client(app: App, clock: Clock) -> AsyncIterator[httpx.AsyncClient]:
    async def read(_request: httpx.Request) -> None:
        clock.advance(seconds=3)  # nobody acts on a page sooner

    hooks: dict[str, list[Callable[..., Any]]] = {"request": [read]}
    async with httpx.AsyncClient(base_url=app.settings.web_url, follow_redirects=True, event_hooks=hooks) as opened:
        yield opened


def a_code_for_lan(tx: Transaction) -> None:
    sit_down(tx, "telegram", "7", people.get(tx, 1))
    sign_in_codes.make(tx, CODE, person_id=1, made_by=1, expires_at=tx.now + timedelta(hours=1))


def an_invitation(tx: Transaction) -> None:
    village = places.by_join_code(tx, "KIMSON")
    assert village is not None
    expires = tx.now + timedelta(days=1)
    accounts.lock(tx, "telegram", "8")  # somebody acts
    roles.invite(tx, code=INVITE, role=Role.HEAD, place_id=village.id, expires_at=expires)


@contextmanager
def busy(app: App, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another program holds the database."""
    monkeypatch.setattr("storage.kit.engine.BUSY_SECONDS", 0.0)
    other = sqlite3.connect(app.settings.database.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


async def test_the_link_with_a_sign_in_code_signs_in(app: App, client: httpx.AsyncClient) -> None:
    await app.database.write(a_code_for_lan)
    (link,) = app.dispatcher.links.to(CODE)  # what the head's screen shows
    visitor = Visitor(client)
    before = await app.database.read(accounts.count)
    assert "Không có nơi nào" not in await visitor.open(link)
    assert await app.database.read(accounts.count) == before
    assert "Đây là Nguyễn Thị Lan?" in await visitor.press("Bắt đầu")
    assert "Đã nối" in await visitor.press("Đúng là tôi, tôi đồng ý")


async def test_the_first_page_tells_nobody_which_one_time_codes_exist(app: App, client: httpx.AsyncClient) -> None:
    await app.database.write(a_code_for_lan)
    real = (await client.get(f"/thon/{CODE}")).text
    invented = (await client.get("/thon/QRST2345")).text
    assert real.replace(CODE, "…") == invented.replace("QRST2345", "…")
    visitor = Visitor(client)
    await visitor.open("/thon/QRST2345")
    assert "Không có mã QRST2345" in await visitor.press("Bắt đầu")


async def test_an_invitation_reaches_who_is_already_in_the_web_chat(app: App, client: httpx.AsyncClient) -> None:
    await app.database.write(a_code_for_lan)
    await app.database.write(an_invitation)
    visitor = Visitor(client)
    await visitor.open(f"/thon/{CODE}")
    await visitor.press("Bắt đầu")
    await visitor.press("Đúng là tôi, tôi đồng ý")
    assert "Nguyễn Thị Lan" in await visitor.open("/thon/KIMSON")  # the village's link leads back to the chat
    await visitor.open(f"/thon/{INVITE}")
    assert "trưởng thôn" in (await visitor.press("Bắt đầu")).lower()


async def test_a_tap_is_kept_while_the_database_is_busy(
    app: App, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor(client)
    await visitor.open("/thon/KIMSON")
    await visitor.press("Bắt đầu")
    form, route = visitor.page.buttons["Tôi đồng ý"]
    with busy(app, monkeypatch):
        answer = await client.post("/chat", data={**{k: v for k, v in form.items() if k}, "route": route})
    assert answer.status_code == 503
    visitor.page = Forms(answer.text)
    assert visitor.page.buttons["Gửi lại"][1] == route
    assert visitor.page.buttons["Gửi lại"][0]["update"] == form["update"]
    assert "họ và tên" in await visitor.press("Gửi lại")


async def test_a_code_is_kept_while_the_database_is_busy(
    app: App, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with busy(app, monkeypatch):
        answer = await client.post("/vao", data={"code": "kim son"})
    assert answer.status_code == 503
    visitor = Visitor(client)
    visitor.page = Forms(answer.text)
    assert "Ai hỏi" in await visitor.press("Gửi lại")


async def test_a_database_that_cannot_even_be_read_loses_nothing_either(
    app: App, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor(client)
    await visitor.open("/thon/KIMSON")
    await visitor.press("Bắt đầu")
    await visitor.press("Tôi đồng ý")
    form = visitor.page.forms[-1]

    async def unreadable(*_: object) -> None:
        raise BusyError("no connection")

    with monkeypatch.context() as patch:
        patch.setattr(WebChat, "standing_of", unreadable)
        answer = await client.post(
            "/chat", data={"update": form["update"], "seen": form["seen"], "text": "Nguyễn Thị Lan"}
        )
        assert (await client.get("/chat")).status_code == 503
        assert Forms((await client.get("/thon/KIMSON")).text).forms[0]["code"] == "KIMSON"
    assert answer.status_code == 503
    visitor.page = Forms(answer.text)
    assert visitor.page.forms[-1]["update"] == form["update"]
    assert "sinh năm nào" in await visitor.write(visitor.page.forms[-1]["text"])


@pytest.mark.parametrize(("public", "secure"), [("https://hoctap.example", True), ("http://127.0.0.1:8080", False)])
async def test_over_https_the_cookie_travels_on_nothing_else(
    sqlite_url: str, clock: Clock, tmp_path: Path, public: str, secure: bool
) -> None:
    from bot.web import web_app

    program = App(Settings(data_dir=tmp_path, database_url=sqlite_url, public_url=public, web_chat=True), clock)
    await program.database.write(found)
    program.add_configured()
    pages = [page for page in program.pages if hasattr(page, "path")]
    transport = httpx.ASGITransport(web_app(program.database, pages))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url=public) as opened:
        answer = await opened.post("/vao", data={})
    assert ("secure" in answer.headers["set-cookie"].lower()) is secure
    chat = program.channels["web"]
    assert isinstance(chat, WebChat)
    await chat.settled()
    await program.database.close()
