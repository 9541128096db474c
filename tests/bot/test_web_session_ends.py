"""A session ends when its chat is let go: the server says so to pages, scripts and streams, and to nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import App
from bot.channels.webchat import chat_of
from storage import accounts, erasure, people
from storage.accounts import Ended
from storage.kit.transaction import Transaction
from tests.conftest import Clock
from tests.patience import PATIENCE
from tests.village import sit_down
from tests.visitor import Visitor
from tests.world import residents_web

LAN = 1
CLEAR = '"cache", "storage"'


@pytest.fixture
async def app(sqlite_url: str, clock: Clock, tmp_path: Path) -> AsyncIterator[App]:
    async with residents_web(sqlite_url, clock, tmp_path) as program:
        yield program


@pytest.fixture
async def client(app: App, clock: Clock) -> AsyncIterator[httpx.AsyncClient]:
    """Lan's browser, which keeps to where it is sent only when told to."""

    async def read(_request: httpx.Request) -> None:
        clock.advance(seconds=3)

    hooks: dict[str, list[Callable[..., Any]]] = {"request": [read]}
    async with httpx.AsyncClient(base_url=app.settings.web_url, event_hooks=hooks) as opened:
        await opened.post("/vao", data={})
        session = opened.cookies["hoctap"]
        await app.database.write(lambda tx: sit_down(tx, "web", chat_of(session), people.get(tx, LAN)))
        yield opened


def elsewhere(work: Callable[[Transaction], object]) -> Callable[[Transaction], None]:
    """Done by somebody on another channel."""

    def done(tx: Transaction) -> None:
        accounts.lock(tx, "telegram", "77")
        work(tx)
        tx.save_chain()

    return done


def cut(tx: Transaction) -> None:
    (seat,) = accounts.of_person(tx, LAN)
    assert accounts.cut_off(tx, seat.id, LAN)


def erased(tx: Transaction) -> None:
    erasure.erase_person(tx, people.get(tx, LAN))


@pytest.mark.parametrize(("work", "said"), [(cut, "khoá từ nơi khác"), (erased, "Đã xoá. Cảm ơn bác.")])
async def test_pages_and_scripts_are_told_and_the_browser_is_cleared(
    app: App, client: httpx.AsyncClient, work: Callable[[Transaction], None], said: str
) -> None:
    assert (await client.get("/het")).headers["location"] == "/chat"  # it is not over: nothing is cleared
    assert "clear-site-data" not in (await client.get("/chat")).headers
    await app.database.write(elsewhere(work))
    act = {"update": "update-1", "input": {"type": "text", "text": "menu"}}
    for answer in (
        await client.post("/chat/me/events", json=act),
        await client.post("/chat/me/picture", files={"picture": b"x"}, data={"update": "update-2"}),
        await client.get("/chat/me/notices"),
        await client.get("/chat/me/stream"),
    ):
        assert answer.status_code == 404
        assert answer.json()["ended"] == "/het"
        assert answer.headers["clear-site-data"] == CLEAR
    for answer in (
        await client.get("/chat"),
        await client.post("/chat", data={"text": "menu", "update": "a" * 24}),
        await client.get("/thoat"),
    ):
        assert (answer.status_code, answer.headers["location"]) == (303, "/het")
    over = await client.get("/het")
    assert said in over.text
    assert over.headers["clear-site-data"] == CLEAR
    assert 'hoctap=""' in over.headers["set-cookie"]
    assert "hoctap" not in client.cookies
    assert (await client.get("/chat")).headers["location"] == "/"


async def test_an_open_stream_hears_it_at_once(app: App, client: httpx.AsyncClient) -> None:
    async with asyncio.timeout(PATIENCE), client.stream("GET", "/chat/me/stream") as stream:
        lines = stream.aiter_lines()
        assert await anext(lines) == ": hello"
        await app.database.write(elsewhere(cut))
        assert "event: ended" in [line async for line in lines]  # and it is closed


async def test_an_act_that_ends_the_session_says_so_instead_of_a_screen(client: httpx.AsyncClient) -> None:
    for number, route in enumerate(("data", "erase", "erase-now")):
        act = {"update": f"update-{number}", "input": {"type": "choice", "route": route}}
        answer = await client.post("/chat/me/events", json=act)
    over = answer.json()["ended"]
    assert answer.json() == {"messages": [], "ended": over}
    assert answer.headers["clear-site-data"] == CLEAR
    told = await client.get(over)
    assert "Đã xoá. Cảm ơn bác." in told.text
    assert "hoctap" in told.headers["set-cookie"]
    client.cookies.clear()  # the first page that says it takes the cookie from all tabs
    assert "Đã xoá. Cảm ơn bác." in (await client.get(over)).text
    for where in ("/het", "/het?vi-sao=", "/het?vi-sao=<b>", "/het?vi-sao=erased&vi-sao=left"):
        page = (await client.get(where)).text
        assert ("vẫn còn" in page, "<b>" in page) == (where.endswith("left"), False)


async def test_a_session_in_the_address_goes_on_as_nobodys(app: App, client: httpx.AsyncClient) -> None:
    """The demo's telephones stay where they are; what they show says whose it is."""
    path = f"/chat/{client.cookies['hoctap']}/events"
    act = {"update": "update-1", "input": {"type": "text", "text": "menu"}}
    (before,) = (await client.post(path, json=act)).json()["messages"]
    await app.database.write(elsewhere(cut))
    (after,) = (await client.post(path, json={**act, "update": "update-2"})).json()["messages"]
    assert before["owner"] not in {"0", "", after["owner"]}
    assert after["owner"] == "0"


async def test_leaving_lets_the_chat_go_and_a_stranger_leaves_nothing(app: App, client: httpx.AsyncClient) -> None:
    assert "Bản khai vẫn còn nguyên" in (await client.get("/thoat")).text
    session = client.cookies["hoctap"]
    answer = await client.post("/thoat", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert (await client.post("/thoat")).headers["location"] == "/het"
    left = await app.database.read(lambda tx: accounts.find(tx, "web", chat_of(session)))
    assert left is not None
    assert left.person is None
    assert await app.database.read(lambda tx: accounts.ended(tx, left)) is Ended.LEFT

    visitor = Visitor(httpx.AsyncClient(base_url=app.settings.web_url, follow_redirects=True))
    async with visitor.client:
        await visitor.sees(await visitor.client.post("/vao", data={"code": "KIMSON"}))
        session = visitor.client.cookies["hoctap"]
        assert "bắt đầu lại từ đầu" in await visitor.open("/thoat")
        assert "Đã thoát khỏi máy này." in await visitor.sees(await visitor.client.post("/thoat"))
    stranger = await app.database.read(lambda tx: accounts.find(tx, "web", chat_of(session)))
    assert stranger is not None
    assert (stranger.draft, stranger.choices) == ({}, [])
    assert await app.database.read(lambda tx: accounts.ended(tx, stranger)) is None  # nobody was ever there


async def test_who_comes_back_is_there_again(app: App, client: httpx.AsyncClient) -> None:
    session = client.cookies["hoctap"]
    await app.database.write(elsewhere(cut))
    await app.database.write(lambda tx: sit_down(tx, "web", chat_of(session), people.get(tx, LAN)))
    account = await app.database.read(lambda tx: accounts.find(tx, "web", chat_of(session)))
    assert account is not None
    assert await app.database.read(lambda tx: accounts.ended(tx, account)) is None


async def test_a_post_sends_on_to_a_page_that_says_once_what_came_of_it(client: httpx.AsyncClient) -> None:
    answer = await client.post("/chat", data={"text": "/khongco", "update": "a" * 24})
    assert (answer.status_code, answer.headers["location"]) == (303, "/chat")
    assert "Không có lệnh /khongco" in (await client.get("/chat")).text
    assert "Không có lệnh /khongco" not in (await client.get("/chat")).text
    assert "no-store" in (await client.get("/chat")).headers["cache-control"]


async def test_pages_style_and_script_travel_packed_and_streams_do_not(client: httpx.AsyncClient) -> None:
    for path in ("/chat", "/static/chat.css", "/static/chat.js"):
        answer = await client.get(path, headers={"accept-encoding": "gzip"})
        assert answer.headers["content-encoding"] == "gzip"
        assert int(answer.headers["content-length"]) < len(answer.content) / 2
    assert "content-encoding" not in (await client.get("/static/icon-512.png")).headers
    async with client.stream("GET", "/chat/me/stream") as stream:
        assert "content-encoding" not in stream.headers


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({"accept": "text/html"}, "Không có trang này."),
        ({"accept": "text/html", "accept-language": "vi-VN,vi;q=0.9,en;q=0.8"}, "Không có trang này."),
        ({"accept": "text/html", "accept-language": "en-US,en;q=0.9"}, "There is no such page."),
    ],
)
async def test_where_there_is_no_page_one_is_told_in_words(
    client: httpx.AsyncClient, headers: dict[str, str], said: str
) -> None:
    answer = await client.get("/khong/co", headers=headers)
    assert answer.status_code == 404
    assert said in answer.text
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert (await client.get("/vao", headers=headers)).status_code == 405
    assert said in (await client.get("/vao", headers=headers)).text


async def test_a_script_is_told_as_data_that_there_is_nothing(client: httpx.AsyncClient) -> None:
    answer = await client.get("/khong/co", headers={"accept": "*/*"})
    assert answer.status_code == 404
    assert "Không có trang này." in answer.json()["message"]


async def test_who_joins_while_a_page_of_theirs_is_on_its_way_is_not_taken_for_gone(
    app: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a page asks for looks at the session once: no join can stand between its account and its end."""
    read = app.database.read
    for path in ("/chat/me/notices", "/chat", "/thoat", "/"):
        async with httpx.AsyncClient(base_url=app.settings.web_url) as stranger:
            await stranger.post("/vao", data={})
            session = stranger.cookies["hoctap"]

            async def joins_after(look: Callable[[Transaction], Any], session: str = session) -> Any:
                found = await read(look)
                await app.database.write(lambda tx: sit_down(tx, "web", chat_of(session), people.get(tx, LAN)))
                return found

            with monkeypatch.context() as racing:
                racing.setattr(app.database, "read", joins_after)
                answer = await stranger.get(path)
            assert answer.headers.get("location") != "/het", path
            assert answer.status_code != 404, path
            assert "clear-site-data" not in answer.headers, path
