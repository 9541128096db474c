"""The web chat's session: kept as a digest, another one from the moment somebody signs in, and nobody notices."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.app import App
from bot.channels.webchat import WebChat, chat_of
from bot.channels.webchat.channel import MovedError
from bot.notice_sender import NoticeSender
from bot.settings import Settings
from bot.web import web_app
from handlers.kit.screen import Screen, screen_to_data
from locales.text import T
from storage import accounts, outbox, people, sign_in_codes
from storage.accounts import Account
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind
from tests.conftest import Clock
from tests.patience import PATIENCE
from tests.ports import free_port
from tests.village import found, sit_down
from tests.visitor import Visitor
from tests.world import residents_web, running

LAN = 1
CODE = "ABCD2345"


@pytest.fixture(params=["sqlite", "postgresql"])
async def app(request: pytest.FixtureRequest, clock: Clock, tmp_path: Path) -> AsyncIterator[App]:
    url = request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param])
    async with residents_web(url, clock, tmp_path) as program:

        def prepare(tx: Transaction) -> None:
            sit_down(tx, "telegram", "7", people.get(tx, LAN))
            sign_in_codes.make(tx, CODE, person_id=LAN, made_by=1, expires_at=tx.now + timedelta(hours=1))

        await program.database.write(prepare)
        yield program


def browser(app: App, clock: Clock, **given: Any) -> httpx.AsyncClient:
    async def read(_request: httpx.Request) -> None:
        clock.advance(seconds=3)

    hooks: dict[str, list[Callable[..., Any]]] = {"request": [read]}
    return httpx.AsyncClient(base_url=app.settings.web_url, event_hooks=hooks, **given)


async def asked(client: httpx.AsyncClient) -> dict[str, Any]:
    """Come in with the code; the act that says yes to "is this you?"."""
    await client.post("/vao", data={"code": CODE}, follow_redirects=True)
    (screen,) = (await client.post("/chat/me/events", json=said("open"))).json()["messages"]
    (route,) = (choice["route"] for choice in screen["choices"] if choice["label"] == "Đúng là tôi, tôi đồng ý")
    return {"update": "the-act-that-signs-in", "input": {"type": "choice", "route": route}}


def said(kind: str, **given: str) -> dict[str, Any]:
    said.n += 1  # type: ignore[attr-defined]
    return {"update": f"update-{said.n}", "input": {"type": kind, **given}}  # type: ignore[attr-defined]


said.n = 0  # type: ignore[attr-defined]


async def account_of(app: App, session: str) -> Account | None:
    return await app.database.read(lambda tx: accounts.find(tx, "web", chat_of(session)))


async def test_who_signs_in_gets_another_session_and_the_one_before_opens_nothing(app: App, clock: Clock) -> None:
    async with browser(app, clock) as client, browser(app, clock) as thief:
        await client.post("/vao", data={})
        planted = client.cookies["hoctap"]
        thief.cookies.set("hoctap", planted)
        yes = await asked(client)
        assert client.cookies["hoctap"] == planted  # nobody has signed in yet
        answer = await client.post("/chat/me/events", json=yes)
        assert "Đã nối" in answer.json()["messages"][0]["text"]
        mine = client.cookies["hoctap"]
        assert mine != planted
        kept = next(each for each in answer.headers.get_list("set-cookie"))
        assert "HttpOnly" in kept
        assert "SameSite=lax" in kept
        account = await account_of(app, mine)
        assert account is not None
        assert account.person is not None
        assert await account_of(app, planted) is None
        thieves = (
            ("GET", "/chat/me/notices", None),
            ("GET", "/chat/me/stream", None),
            ("GET", f"/chat/{planted}/notices", None),
            ("POST", "/chat/me/events", said("text", text="menu")),
            ("POST", f"/chat/{planted}/events", yes),
            ("GET", "/chat", None),
            ("GET", "/thoat", None),
            ("POST", "/thoat", None),
        )
        for later in (0, 11):
            clock.advance(minutes=later)
            for method, path, body in thieves:
                refused = await thief.request(method, path, json=body)
                assert refused.status_code in {303, 404, 503}, path
                assert "Nguyễn" not in refused.text
                assert refused.cookies.get("hoctap", "") in {"", planted}
            assert thief.cookies.get("hoctap") in {planted, None}
            thief.cookies.set("hoctap", planted)
        assert (await client.post("/chat/me/events", json=said("text", text="menu"))).status_code == 200


async def test_a_role_and_further_acts_keep_the_session(app: App, clock: Clock) -> None:
    async with browser(app, clock) as client:
        await client.post("/chat/me/events", json=await asked(client))
        mine = client.cookies["hoctap"]
        for _ in range(3):
            answer = await client.post("/chat/me/events", json=said("text", text="menu"))
            assert "set-cookie" not in answer.headers
        assert client.cookies["hoctap"] == mine


async def test_whose_answer_gets_lost_sends_the_same_again_and_is_in(app: App, clock: Clock) -> None:
    """The page goes on with the old cookie: with the act that it repeats it is given the new one, also hours later."""
    async with browser(app, clock) as client:
        yes = await asked(client)
        before = client.cookies["hoctap"]
        first = await client.post("/chat/me/events", json=yes)
        given = client.cookies["hoctap"]
        for hours in (0, 5):
            clock.advance(hours=hours)
            client.cookies.set("hoctap", before)
            again = await client.post("/chat/me/events", json=yes)
            assert again.status_code == 200
            assert again.json()["messages"][0]["owner"] == first.json()["messages"][0]["owner"]
            client.cookies.delete("hoctap")
            client.cookies.set("hoctap", again.cookies["hoctap"])
            assert client.cookies["hoctap"] == given
            assert (await client.post("/chat/me/events", json=said("text", text="menu"))).status_code == 200
        client.cookies.set("hoctap", before)
        for guess in ("the-act-that-signs-im", "update-1", ""):
            act = {"update": guess, "input": yes["input"]}
            assert (await client.post("/chat/me/events", json=act)).status_code == 404


async def test_without_script_too_and_a_reload_of_the_answer(app: App, clock: Clock) -> None:
    async with browser(app, clock, follow_redirects=True) as client:
        visitor = Visitor(client)
        await visitor.sees(await client.post("/vao", data={"code": CODE}))
        before, page = client.cookies["hoctap"], visitor.page
        assert "Đã nối" in await visitor.press("Đúng là tôi, tôi đồng ý")
        mine = client.cookies["hoctap"]
        assert mine != before
        client.cookies.clear()
        client.cookies.set("hoctap", before)  # the answer got lost: the browser sends its form again
        form, route = page.buttons["Đúng là tôi, tôi đồng ý"]
        fields = {name: value for name, value in form.items() if name}
        answer = await client.post("/chat", data={**fields, "route": route}, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.cookies["hoctap"] == mine


async def test_other_tabs_go_on(app: App, clock: Clock) -> None:
    """What another tab has under way with the old cookie comes again; its stream stays and tells notices."""
    notices = NoticeSender(app.database, app.channels)
    async with browser(app, clock) as client, browser(app, clock) as other:
        yes = await asked(client)
        other.cookies.set("hoctap", client.cookies["hoctap"])
        async with asyncio.timeout(PATIENCE), other.stream("GET", "/chat/me/stream") as stream:
            lines = stream.aiter_lines()
            assert await anext(lines) == ": hello"
            await client.post("/chat/me/events", json=yes)
            late = await other.post("/chat/me/events", json=said("text", text="menu"))
            assert late.status_code == 503  # which a page repeats by itself
            assert "ended" not in late.json()
            for path in ("/", "/chat", "/het", "/thoat", "/chat/me/notices"):
                answer = await other.get(path)
                assert "clear-site-data" not in answer.headers, path
                assert "set-cookie" not in answer.headers, path
                assert answer.headers.get("location") != "/het", path
            other.cookies.set("hoctap", client.cookies["hoctap"])  # browsers share them between tabs
            assert (await other.post("/chat/me/events", json=said("text", text="menu"))).status_code == 200
            account = await account_of(app, client.cookies["hoctap"])
            assert account is not None

            def put(tx: Transaction) -> None:
                outbox.put(tx, ErrandKind.NOTICE, account.id, screen_to_data(Screen(text=T("Đã khoá."))))

            await app.database.write(put)
            sending = asyncio.create_task(notices.deliver())
            while not (line := await anext(lines)).startswith("data: ") or "Đã khoá." not in line:
                pass
            (waiting,) = (await other.get("/chat/me/notices")).json()["messages"]
            await other.post("/chat/me/seen", json={"ids": [waiting["id"]]})
            await sending


async def test_a_worker_that_knew_the_old_session_begins_no_chat_with_it(app: App, clock: Clock) -> None:
    """Another worker changed it: the one that remembers it asks the page to come again, and no chat is made."""
    web = WebChat(app.dispatcher, app.files, secret=app.settings.derived_secret("web sessions"))
    worker = httpx.ASGITransport(web_app(app.database, web.routes()))
    async with browser(app, clock) as client, browser(app, clock, transport=worker) as other:
        yes = await asked(client)
        old = client.cookies["hoctap"]
        other.cookies.set("hoctap", old)
        assert (await other.post("/chat/me/events", json=said("text", text="menu"))).status_code == 200
        await client.post("/chat/me/events", json=await asked(client))
        assert client.cookies["hoctap"] != old
        before = await app.database.read(accounts.count)
        assert (await other.post("/chat/me/events", json=said("text", text="menu"))).status_code == 503
        assert await app.database.read(accounts.count) == before
        with pytest.raises(MovedError):
            await web.standing_of(old)
        clock.advance(minutes=11)
        assert (await other.post("/chat/me/events", json=said("text", text="menu"))).status_code == 404
        assert await app.database.read(accounts.count) == before
        other.cookies.set("hoctap", client.cookies["hoctap"])
        assert (await other.post("/chat/me/events", json=yes)).status_code == 200


async def test_the_demos_phones_keep_the_session_in_their_address(app: App, clock: Clock) -> None:
    async with browser(app, clock) as client:
        yes = await asked(client)
        session = client.cookies["hoctap"]
        answer = await client.post(f"/chat/{session}/events", json=yes)
        assert "Đã nối" in answer.json()["messages"][0]["text"]
        assert "set-cookie" not in answer.headers
        assert (await client.post(f"/chat/{session}/events", json=said("text", text="menu"))).status_code == 200


def test_a_chats_id_is_the_sha_256_of_its_session() -> None:
    """Whatever else changes: another rule would sign everybody out."""
    assert chat_of("session") == hashlib.sha256(b"session").hexdigest()


@pytest.mark.parametrize(("scheme", "is_secure"), [("https", True), ("http", False)])
async def test_who_comes_by_https_comes_by_nothing_else_from_then_on(
    sqlite_url: str, clock: Clock, tmp_path: Path, scheme: str, *, is_secure: bool
) -> None:
    bind = f"127.0.0.1:{free_port()}"
    program = App(
        Settings(
            data_dir=tmp_path / "data",
            database_url=sqlite_url,
            web_bind=bind,
            public_url=f"{scheme}://{bind}",
            web_chat=True,
        ),
        clock,
    )
    await program.database.write(found)
    program.add_configured()
    async with running(program), httpx.AsyncClient(base_url=f"http://{bind}") as client:
        for path in ("/", "/health", "/static/chat.css", "/khong-co"):
            said_so = (await client.get(path)).headers.get("strict-transport-security")
            assert said_so == ("max-age=31536000" if is_secure else None)
        begun = await client.post("/vao", data={})
        assert ("Secure" in begun.headers["set-cookie"]) is is_secure
