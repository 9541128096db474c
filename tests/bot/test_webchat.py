"""The web chat's endpoints: sessions, odd bodies, files of others, a busy database."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator

import httpx
import pytest

from bot.channels.webchat import chat_of
from storage import accounts, files
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind
from tests.phone import WebPhone
from tests.world import World

pytestmark = pytest.mark.world("web")

LAN, HEAD = ("session-of-0-" + "x" * 20), ("session-of-1-" + "x" * 20)


@pytest.fixture
async def client(world: World) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"http://{world.app.settings.web_bind}") as opened:
        yield opened


async def test_sessions_that_were_not_handed_out_do_not_exist(world: World, client: httpx.AsyncClient) -> None:
    body = {"update": "update-1", "input": {"type": "open"}}
    for session in ("short", "y" * 40, "%2e%2e%2fetc%2fpasswd" + "x" * 20, "x" * 200):
        answer = await client.post(f"/chat/{session}/events", json=body)
        assert answer.status_code == 404
        assert (await client.get(f"/chat/{session}/stream")).status_code == 404
    assert await world.app.database.read(accounts.count) == 5  # four people and the operator; no stranger was made


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"no json",
        b"[]",
        b"{}",
        b'{"update": "update-1"}',
        b'{"update": 5, "input": {"type": "open"}}',
        b'{"update": "short", "input": {"type": "open"}}',
        b'{"update": "update-1", "input": {"type": "dance"}}',
        b'{"update": "update-1", "input": {"type": "text"}}',
        b'{"update": "update-1", "input": {"type": "text", "text": 5}}',
        b'{"update": "update-1", "input": {"type": "text", "text": "' + b"x" * 2001 + b'"}}',
        b'{"update": "update-1", "input": {"type": "text", "text": "' + b"x" * 20_000 + b'"}}',
        b'\xff\xfe{"update"',
    ],
)
async def test_an_odd_body_gets_a_kind_answer(client: httpx.AsyncClient, body: bytes) -> None:
    answer = await client.post(f"/chat/{LAN}/events", content=body)
    assert answer.status_code == 400
    assert "thử lại" in answer.json()["message"]


async def test_a_file_is_for_whom_it_was_made(world: World, client: httpx.AsyncClient) -> None:
    digest = world.app.files.put(b"content")

    def grant(tx: Transaction) -> None:
        account = accounts.lock(tx, "web", chat_of(HEAD))
        files.grant(tx, digest=digest, account_id=account.id, name="bao-cao.xlsx", media_type="application/x", size=7)

    await world.app.database.write(grant)
    mine = await client.get(f"/chat/{HEAD}/files/{digest}")
    assert mine.content == b"content"
    assert 'filename="bao-cao.xlsx"' in mine.headers["content-disposition"]
    assert (await client.get(f"/chat/{LAN}/files/{digest}")).status_code == 404
    assert (await client.get(f"/chat/{HEAD}/files/{'0' * 64}")).status_code == 404
    assert (await client.get(f"/chat/{HEAD}/files/..%2f..%2fhoctap.db")).status_code == 404
    world.app.files.drop(digest)
    assert (await client.get(f"/chat/{HEAD}/files/{digest}")).status_code == 404


async def test_a_busy_database_is_a_kind_503_and_the_repeated_act_counts_once(
    world: World, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = sqlite3.connect(world.app.settings.database.removeprefix("sqlite:///"), isolation_level=None, timeout=60)
    monkeypatch.setattr("storage.kit.engine.BUSY_SECONDS", 0.01)
    other.execute("BEGIN IMMEDIATE")
    body = {"update": "update-1", "input": {"type": "text", "text": "KIMSON"}}
    busy = await client.post(f"/chat/{LAN}/events", json=body)
    assert busy.status_code == 503
    assert "không mất" in busy.json()["message"]
    other.execute("ROLLBACK")
    other.close()
    again = await client.post(f"/chat/{LAN}/events", json=body)
    assert "Tôi đồng ý" in str(again.json())


async def test_strict_headers_on_everything(client: httpx.AsyncClient) -> None:
    for path in ("/health", "/nothing", f"/chat/{LAN}/files/x"):
        answer = await client.get(path)
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_notice_waits_for_a_closed_page_and_comes_once(world: World, client: httpx.AsyncClient) -> None:
    from storage import outbox

    await world.phone("Khách", WebPhone).close()
    payload: dict[str, object] = {"text": {"T": "Về đầu"}, "choices": [], "title": None, "file": None}
    session = "session-of-3-" + "x" * 20

    def notice(tx: Transaction) -> None:
        account = accounts.lock(tx, "web", chat_of(session))
        outbox.put(tx, ErrandKind.NOTICE, account.id, payload)

    await world.app.database.write(notice)
    phone = await WebPhone(client, session).connected()
    assert (await phone.notice()).text == "Về đầu"
    await phone.close()
