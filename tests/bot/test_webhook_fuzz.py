"""Whatever a messenger, or somebody who knows its secret, sends: it is acknowledged or refused, and nothing breaks."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import httpx
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.zalo import convert as zalo
from bot.channels.zalo_oa import convert as oa
from tests.world import OA_APP, OA_WEBHOOK_SECRET, World

pytestmark = pytest.mark.world("everywhere")

TELEGRAM: dict[str, Any] = {
    "update_id": 5,
    "message": {
        "message_id": 1,
        "date": 1790000000,
        "chat": {"id": 7001, "type": "private", "first_name": "?"},
        "from": {"id": 7001, "is_bot": False, "first_name": "?"},
        "text": "chào",
    },
}
TAP: dict[str, Any] = {
    "update_id": 6,
    "callback_query": {
        "id": "1",
        "from": {"id": 7001, "is_bot": False, "first_name": "?"},
        "chat_instance": "1",
        "data": "home",
        "message": TELEGRAM["message"],
    },
}
ZALO: dict[str, Any] = {
    "ok": True,
    "result": {
        "event_name": "message.text.received",
        "message": {
            "from": {"id": "ab" * 10, "display_name": "?", "is_bot": False},
            "chat": {"id": "ab" * 10, "chat_type": "PRIVATE"},
            "message_id": "m1",
            "date": 1790000000000,
            "text": "chào",
        },
    },
}
PICTURE: dict[str, Any] = {
    "event_name": "message.image.received",
    "message": {"chat": {"id": "ab" * 10}, "photo_url": "http://169.254.169.254/", "message_type": "CHAT_PHOTO"},
}
OA = {
    "app_id": OA_APP,
    "event_name": "user_send_text",
    "timestamp": "1790000000000",
    "sender": {"id": "7001"},
    "recipient": {"id": "1"},
    "message": {"msg_id": "m1", "text": "chào"},
}
FOLLOW = {"event_name": "follow", "follower": {"id": "7001"}, "oa_id": "1", "timestamp": "1790000000000"}
STRANGE: tuple[Any, ...] = (
    None, True, 0, -1, 1e300, "", " ", "\x00", "a" * 5000, "😀" * 100, [], {}, [{}], {"id": {}}, "#x~y",
    "/start " + "a" * 99,
)  # fmt: skip

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


def places(data: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in nested data."""
    keys = data.keys() if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    for key in keys:
        yield (*path, key)
        yield from places(data[key], (*path, key))


def mutated(data: Any, path: tuple[Any, ...], value: Any, *, drop: bool) -> Any:
    """The same data with one place changed or left out."""
    changed = copy.deepcopy(data)
    at = changed
    for key in path[:-1]:
        at = at[key]
    if drop:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return changed


def mutations(data: Any, count: int, seed: int) -> Iterator[Any]:
    dice = random.Random(seed)
    everywhere_ = list(places(data))
    for path in everywhere_:
        yield mutated(data, path, None, drop=True)
    for _ in range(count):
        yield mutated(data, dice.choice(everywhere_), dice.choice(STRANGE), drop=False)


@given(json_values)
def test_anything_is_an_event_or_none(data: Any) -> None:
    check_events(data)


def check_events(data: Any) -> None:
    """Nothing is made of it, or events with names that can be kept."""
    for event in (zalo.event_of(data), oa.event_of(data, b"", oa.Payloads("secret"))):
        assert event is None or (0 < len(event.chat) <= 64 and 0 < len(event.update) <= 64)


@pytest.mark.parametrize("known", [ZALO, PICTURE, OA, FOLLOW], ids=["zalo", "picture", "oa", "follow"])
@given(data=st.data())
def test_what_is_known_with_something_changed_is_an_event_or_none(known: Any, data: st.DataObject) -> None:
    where = data.draw(st.sampled_from(list(places(known))))
    check_events(mutated(known, where, data.draw(json_values), drop=False))


async def test_every_webhook_takes_what_comes(world: World) -> None:
    """All mutations of all known events, with the right secrets: acknowledged, and people are served as before."""
    settings = world.app.settings
    bodies = [b"", b"null", b"[]", b"{", b"\xff\xfe", b'"x"', b"{}"]
    known: dict[str, tuple[list[dict[str, Any]], str, str]] = {
        "/telegram/webhook": ([TELEGRAM, TAP], "x-telegram-bot-api-secret-token", "telegram webhook"),
        "/zalo/webhook": ([ZALO, PICTURE], "x-bot-api-secret-token", "zalo webhook"),
    }
    for name in ("Lan/telegram", "Lan/zalo", "Lan/zalo-oa"):
        await world.phones[name].say("/start")
    async with httpx.AsyncClient(base_url=settings.web_url) as client:
        for path, (events, header, purpose) in known.items():
            secret = {header: settings.derived_secret(purpose)}
            every = [*bodies, *(orjson.dumps(each) for event in events for each in mutations(event, 25, seed=1))]
            for body in every:
                assert (await client.post(path, content=body, headers=secret)).status_code == 200, body
        for event in (OA, FOLLOW):
            for each in mutations(event, 25, seed=2):
                body = orjson.dumps(each)
                stamp = str(each.get("timestamp", ""))
                mac = oa.signature(OA_APP, body, stamp, OA_WEBHOOK_SECRET)
                answer = await client.post("/zalo-oa/webhook", content=body, headers={"x-zevent-signature": mac})
                assert answer.status_code == 200, body
    for name in ("Lan/telegram", "Lan/zalo", "Lan/zalo-oa"):
        assert "Công dân học tập" in str(await world.phones[name].say("/start"))


async def test_every_page_and_endpoint_takes_what_comes(world: World) -> None:
    """Rubbish to each address, with and without a session: an answer, never a failure of ours."""
    dice = random.Random(3)
    addresses = (
        "/vao", "/chat", "/chat/me/events", "/chat/me/seen", "/chat/me/stream/x", "/chat/me/notices",
        "/chat/me/files/0", "/thon/x", "/tep/1.2.3.4", "/anh/x", "/telegram/webhook", "/zalo/webhook",
        "/zalo-oa/webhook", "/manifest.webmanifest",
    )  # fmt: skip
    bodies = [
        b"",
        b"{}",
        b"[]",
        b"\xff" * 50,
        b"route=" + b"x" * 200,
        b"update=" + b"a" * 24 + b"&text=%00%ff",
        b"year=1",
    ]
    bodies += [dice.randbytes(60) for _ in range(5)]
    bodies += [orjson.dumps({"update": "a" * 24, "input": value, "ids": value}) for value in STRANGE]
    async with httpx.AsyncClient(base_url=world.app.settings.web_url) as client:
        for _ in range(2):
            for address in addresses:
                for body in bodies:
                    for method in ("POST", "GET"):
                        answer = await client.request(method, address, content=body if method == "POST" else None)
                        assert answer.status_code < 500, (method, address, body)
            await client.post("/vao", data={"code": "KIMSON"})  # the second round has a session
