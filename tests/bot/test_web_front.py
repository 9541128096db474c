"""The web chat for residents: by plain forms only, by the script's endpoints with the cookie, on a slow line."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import App
from bot.channels.webchat import chat_of, front
from handlers.kit.screen import Screen, screen_to_data
from locales.text import T
from storage import accounts, outbox, people, sign_in_codes
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind
from tests.conftest import Clock
from tests.village import sit_down
from tests.visitor import Forms, Visitor
from tests.world import residents_web

LIMIT = 60_000  # bytes: what a page loads, uncompressed


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


async def test_looking_at_the_first_page_stores_nothing(app: App, client: httpx.AsyncClient) -> None:
    before = await app.database.read(accounts.count)
    page = await client.get("/thon/kimson")
    assert "Thôn Kim Sơn" in page.text
    assert "Xã Sơn Hồng" in page.text
    assert "Không có nơi nào" in (await client.get("/thon/KHONGCO")).text
    assert "Không có nơi nào" in (await client.get("/thon/%3Cscript%3E")).text
    assert not client.cookies
    assert await app.database.read(accounts.count) == before


async def test_from_the_villages_link_to_a_first_answer_without_script(client: httpx.AsyncClient) -> None:
    visitor = Visitor(client)
    await visitor.open("/thon/KIMSON")
    assert "Ai hỏi" in await visitor.press("Bắt đầu")
    assert "họ và tên" in await visitor.press("Tôi đồng ý")
    await visitor.write("Nguyễn Thị Lan")
    assert "Đúng chưa ạ?" in await visitor.write("1968")
    assert "Nguyễn Thị Lan" in await visitor.press("Đúng rồi")
    await visitor.press("Khai Công dân học tập")
    assert "Câu 1/13" in await visitor.press("Làm ruộng, chăn nuôi, nội trợ")
    assert "Câu 2/13" in await visitor.press("3-5 ngày")
    assert "Câu 2/13" in await visitor.open("/thon/KIMSON")  # the link leads back to where one was


async def test_a_form_sent_twice_has_one_effect(client: httpx.AsyncClient) -> None:
    visitor = Visitor(client)
    await visitor.open("/thon/KIMSON")
    await visitor.press("Bắt đầu")
    page = visitor.page
    await visitor.press("Tôi đồng ý")
    visitor.page = page
    assert "họ và tên" in await visitor.press("Tôi đồng ý")


async def test_a_sign_in_code_opens_ones_account_in_a_browser(app: App, client: httpx.AsyncClient) -> None:
    def prepare(tx: Transaction) -> None:
        sit_down(tx, "telegram", "7", people.get(tx, 1))
        sign_in_codes.make(tx, "ABCD2345", person_id=1, made_by=1, expires_at=tx.now + timedelta(hours=1))

    await app.database.write(prepare)
    visitor = Visitor(client)
    await visitor.open("/")
    assert "Không có mã WXYZ2345" in await visitor.sees(await client.post("/vao", data={"code": "wxyz 2345"}))
    assert "Đây là Nguyễn Thị Lan?" in await visitor.sees(await client.post("/vao", data={"code": "abcd 2345"}))
    assert "Đã nối" in await visitor.press("Đúng là tôi, tôi đồng ý")


@pytest.mark.parametrize(
    "headers", [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}]
)
async def test_another_sites_page_acts_for_nobody(client: httpx.AsyncClient, headers: dict[str, str]) -> None:
    assert (await client.post("/vao", data={}, headers=headers)).status_code == 403
    await client.post("/vao", data={})
    assert (await client.post("/chat", data={"route": "agree", "update": "a" * 24}, headers=headers)).status_code == 403
    body = {"update": "update-1", "input": {"type": "choice", "route": "agree"}}
    assert (await client.post("/chat/me/events", json=body, headers=headers)).status_code == 403


async def test_a_huge_form_is_refused_and_a_strange_one_shows_the_chat(client: httpx.AsyncClient) -> None:
    await client.post("/vao", data={})
    assert (await client.post("/chat", content=b"text=" + b"x" * 20_000)).status_code == 413
    for body in (b"", b"\xff\xfe", b"update=short&text=a", b"update=" + b"a" * 24 + b"&route=" + b"x" * 300):
        answer = await client.post("/chat", content=body)
        assert "Công dân học tập" in answer.text


async def test_without_a_session_there_is_only_the_first_page(client: httpx.AsyncClient) -> None:
    for cookie in ("", "short", "x" * 43):
        client.cookies.clear()
        client.cookies.set("hoctap", cookie)
        assert "Bắt đầu" in (await client.get("/chat")).text
        assert "Bắt đầu" in (await client.post("/chat", data={"text": "a", "update": "a" * 24})).text
        assert (await client.get("/chat/me/notices")).status_code == 404


async def test_what_was_typed_stays_while_the_database_is_busy(
    app: App, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = Visitor(client)
    await visitor.open("/thon/KIMSON")
    await visitor.press("Bắt đầu")
    await visitor.press("Tôi đồng ý")
    form = dict(visitor.page.forms[-1])
    monkeypatch.setattr("storage.kit.engine.BUSY_SECONDS", 0.0)
    other = sqlite3.connect(app.settings.database.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    busy = await client.post("/chat", data={**{k: v for k, v in form.items() if k}, "text": "Nguyễn Thị Lan"})
    other.execute("ROLLBACK")
    other.close()
    assert busy.status_code == 503
    again = Forms(busy.text)
    assert again.forms[-1]["text"] == "Nguyễn Thị Lan"
    assert again.forms[-1]["update"] == form["update"]
    visitor.page = again
    assert "sinh năm nào" in await visitor.write(again.forms[-1]["text"])


async def test_a_notice_waits_until_it_was_seen_and_only_its_own_reader_sees_it(
    app: App, client: httpx.AsyncClient
) -> None:
    visitor = Visitor(client)
    await visitor.open("/thon/KIMSON")
    await visitor.press("Bắt đầu")
    mine = await app.database.read(lambda tx: accounts.find(tx, "web", chat_of(client.cookies["hoctap"])))
    assert mine is not None
    notice = screen_to_data(Screen(text=T("Đã khoá.")))
    await app.database.write(lambda tx: outbox.put(tx, ErrandKind.NOTICE, mine.id, notice))
    assert "Đã khoá." in await visitor.open("/chat")
    assert "Đã khoá." in await visitor.open("/chat")  # looking is not enough: the answer may not have arrived
    (waiting,) = (await client.get("/chat/me/notices")).json()["messages"]
    async with httpx.AsyncClient(base_url=app.settings.web_url, follow_redirects=True) as other:
        await other.post("/vao", data={})
        await other.post("/chat/me/seen", json={"ids": [waiting["id"], "n999", "x", 5]})
    assert "Đã khoá." in await visitor.open("/chat")
    assert "Đã khoá." not in await visitor.press("Tôi đồng ý")
    assert (await client.get("/chat/me/notices")).json()["messages"] == []


@pytest.mark.parametrize("path", ["/thon/KIMSON", "/chat"])
async def test_a_page_with_all_it_loads_is_light(client: httpx.AsyncClient, path: str) -> None:
    if path == "/chat":
        await client.post("/vao", data={"code": "KIMSON"})
    page = await client.get(path)
    sizes = {path: len(page.content)}
    for address in Forms(page.text).loads:
        sizes[address] = len((await client.get(address)).content)
    assert "/static/chat.css" in sizes
    assert sum(sizes.values()) < LIMIT, sizes


async def test_it_can_be_installed(client: httpx.AsyncClient) -> None:
    manifest = (await client.get("/manifest.webmanifest")).json()
    for icon in manifest["icons"]:
        content = (await client.get(icon["src"])).content
        if icon["type"] == "image/png":
            width = int.from_bytes(content[16:20], "big")
            assert icon["sizes"] == f"{width}x{width}"
    worker = await client.get("/sw.js")
    assert worker.headers["content-type"].startswith("text/javascript")
    assert "không mất" in (await client.get("/offline")).text
    cached = set(re.findall(r'"(/[^"]*)"', worker.text.partition("FILES = [")[2].partition("]")[0]))
    assert cached == {"/offline", "/static/aloud.js", "/static/chat.css", "/static/chat.js", "/static/icon.svg"}


async def test_one_address_makes_no_end_of_sessions(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "NEW_SESSIONS", 2)
    for expected in (200, 200, 429):
        client.cookies.clear()
        assert (await client.post("/vao", data={})).status_code == expected


async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client: httpx.AsyncClient) -> None:
    answer = await client.post("/vao", data={}, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
