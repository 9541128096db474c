"""The demo: its story and hints, phones that move when another acts, a port that is taken."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest

from bot.app import App
from bot.channels.webchat import chat_of
from bot.demo.program import prepared
from bot.demo.stage import Stage, is_same
from bot.demo.story import CONFIRMING, DECLARING, EXPORTING, OVER, SENDING, ways_on
from bot.settings import Settings
from bot.web import PortError, listen
from handlers.all_routes import ROUTER
from handlers.kit.event import Chose, Event, Returned, Said
from handlers.kit.screen import Screen
from locales.text import Moment, T
from tests.conftest import MOMENT, Clock
from tests.patience import PATIENCE
from tests.ports import free_port
from tests.world import running

VIETNAM = "+07:00"
HOURS = {
    "an afternoon": MOMENT,
    "the last minutes of a year": datetime.fromisoformat(f"2026-12-31T23:50:00{VIETNAM}"),
    "the first hours of a year": datetime.fromisoformat(f"2027-01-01T03:00:00{VIETNAM}"),
    "a leap day's evening": datetime.fromisoformat(f"2028-02-29T20:00:00{VIETNAM}"),
}

DAILY = ("an afternoon", "the first hours of a year")


class Play:
    """A running demo and its visitor, who acts by what stands on the phones."""

    def __init__(self, app: App, stage: Stage, clock: Clock, client: httpx.AsyncClient) -> None:
        self.app, self.stage, self.clock, self.client = app, stage, clock, client
        self._count = 0

    async def act(self, seat: str, given: Chose | Said | Returned) -> None:
        self._count += 1
        self.clock.advance(seconds=3)  # as somebody who reads
        await self.app.dispatcher.dispatch(
            Event("web", chat_of(self.stage.tokens[seat]), f"visitor-{self._count}", given)
        )

    async def follow(self, seat: str) -> dict[str, Any]:
        """Do what the hint of this phone says; the story as it is then."""
        step = (await self.stage.story("vi"))["next"][seat]
        await self.act(seat, Said(step.get("press") or step["type"]))
        return await self.stage.story("vi")

    async def until(self, act: int) -> dict[str, Any]:
        """Follow the hints until this act is played."""
        story = await self.stage.story("vi")
        while story["act"] < act:
            story = await self.follow(story["turn"])
        return story

    @asynccontextmanager
    async def told(self, seat: str) -> AsyncIterator[AsyncIterator[tuple[str, dict[str, Any]]]]:
        """What the page of a phone is told, apart from messages, which it says it has shown: events by name."""
        async with self.client.stream("GET", f"/chat/{self.stage.tokens[seat]}/stream", timeout=PATIENCE) as stream:
            lines = stream.aiter_lines()
            await anext(lines)

            async def events() -> AsyncIterator[tuple[str, dict[str, Any]]]:
                name = ""
                async for line in lines:
                    if line.startswith("event: "):
                        name = line.removeprefix("event: ")
                    elif line.startswith("data: "):
                        data = orjson.loads(line.removeprefix("data: "))
                        if name == "message":
                            await self.client.post(f"/chat/{self.stage.tokens[seat]}/seen", json={"ids": [data["id"]]})
                        else:
                            yield name, data

            yield events()

    async def screen(self, seat: str) -> str:
        answer = await self.client.get(f"/demo/screen/{seat}")
        return (
            f"{answer.json()['title']}\n{answer.json()['text']}\n{[each['label'] for each in answer.json()['choices']]}"
        )


@asynccontextmanager
async def playing(folder: Path, clock: Clock) -> AsyncIterator[Play]:
    settings = Settings(data_dir=folder / "demo", web_bind=f"127.0.0.1:{free_port()}", telegram_token="")
    app, stage = await prepared(settings, clock)
    async with running(app), httpx.AsyncClient(base_url=f"http://{settings.web_bind}") as client:
        yield Play(app, stage, clock, client)


@pytest.fixture
async def play(tmp_path: Path, clock: Clock) -> AsyncIterator[Play]:
    async with playing(tmp_path, clock) as opened:
        yield opened


@pytest.mark.parametrize(
    "hour", [each if each in DAILY else pytest.param(each, marks=pytest.mark.soak) for each in HOURS]
)
async def test_the_hints_lead_through_the_whole_story_at_any_hour(tmp_path: Path, clock: Clock, hour: str) -> None:
    clock.now = HOURS[hour]
    async with playing(tmp_path, clock) as play:
        story = await play.stage.story("vi")
        acts = [story["act"]]
        assert story["hints"]["resident"] == "Bấm [Ghi tên tham gia]."
        async with play.told("officer") as events:
            while story["act"] < EXPORTING:
                seat = story["turn"]
                said = story["next"][seat]
                assert (said.get("press") or said["type"]) in story["hints"][seat]
                if "press" in said:
                    assert said["press"] in await play.screen(seat)
                story = await play.follow(seat)
                acts.append(story["act"])
            assert acts == sorted(acts)
            assert {DECLARING, SENDING, CONFIRMING} < set(acts)
            await play.follow("officer")
        async with play.told("officer") as events:
            while story["act"] != OVER:  # the workbook is made beside the turns
                await play.act("officer", Returned())
                name, data = await anext(events)
                story = data if name == "story" else story
        assert story["turn"] == ""
        assert "Làm lại từ đầu" in story["hints"]["officer"]
        assert story["next"] == {"resident": None, "head": None, "officer": None}


async def test_who_goes_astray_is_led_back(play: Play) -> None:
    await play.act("resident", Chose("help"))
    story = await play.stage.story("vi")
    assert story["hints"]["resident"] == "Bấm [Về đầu]."
    assert (await play.follow("resident"))["hints"]["resident"] == "Bấm [Ghi tên tham gia]."


async def test_a_returned_declaration_goes_back_to_the_resident(play: Play) -> None:
    story = await play.until(CONFIRMING)
    while story["next"]["head"].get("press") != "Xác nhận":
        story = await play.follow("head")
    while story["turn"] == "head":
        choices = (await play.client.get("/demo/screen/head")).json()["choices"]
        await play.act("head", Chose(next(each["route"] for each in choices if each["route"].startswith("return"))))
        story = await play.stage.story("vi")
    assert (story["turn"], story["act"]) == ("resident", DECLARING)
    assert (await play.until(CONFIRMING))["turn"] == "head"


async def test_the_other_phones_are_told_when_their_screen_has_become_another(play: Play) -> None:
    for seat in play.stage.tokens:
        await play.act(seat, Returned())
    await play.act("officer", Chose("stats"))
    await play.until(SENDING)
    before = {seat: await play.screen(seat) for seat in ("head", "officer")}
    assert "Chờ xác nhận (8)" in before["head"]
    async with play.told("head") as head, play.told("officer") as officer:
        await play.follow("resident")
        for events in (head, officer):
            name, said = await anext(events)
            while name != "moved":
                name, said = await anext(events)
            assert said == {"why": "Vừa có bản khai gửi tới."}
    assert "Chờ xác nhận (9)" in await play.screen("head")
    assert await play.screen("officer") != before["officer"]


async def test_nobody_is_told_of_what_changes_nothing_for_them(play: Play) -> None:
    for seat in play.stage.tokens:
        await play.act(seat, Returned())
    await play.act("officer", Chose("stats"))
    async with play.told("officer") as events:
        for _ in range(3):
            play.clock.advance(minutes=5)  # "as of" is another minute each time
            await play.act("resident", Chose("help"))
            await play.act("resident", Chose("home"))
        seen = [(await anext(events))[0] for _ in range(6)]
    assert seen == ["story"] * 6


def test_a_screen_is_the_same_apart_from_the_hour_and_remarks_on_what_was_done() -> None:
    screen = Screen(text=T("Tính đến {when}.", when=Moment(MOMENT)))
    later = Screen(text=T("Tính đến {when}.", when=Moment(MOMENT + timedelta(hours=1))))
    assert is_same(screen, later)
    assert is_same(screen.with_note(T("Đã gửi.")).with_note(T("Đã xác nhận.")), later)
    assert not is_same(screen, Screen(text=T("Về đầu")))
    assert not is_same(screen, Screen(text=screen.text, title=T("Về đầu")))


async def test_all_phones_speak_the_language_of_the_page_and_stay_where_they_are(play: Play) -> None:
    await play.act("officer", Chose("stats"))
    page = await play.client.get("/", params={"lang": "en"})
    assert '<html lang="en">' in page.text
    assert "Export to Excel" in await play.screen("officer")
    assert "Join" in await play.screen("resident")
    assert (await play.client.get("/demo/story")).json()["hints"]["resident"] == "Press [Join]."
    assert '<html lang="en">' in (await play.client.get("/")).text  # what the phones speak, the page speaks
    await play.client.get("/", params={"lang": "vi"})
    assert "Xuất Excel" in await play.screen("officer")
    assert (await play.client.get("/", params={"lang": "xx"})).status_code == 200


async def test_another_site_cannot_begin_the_story_anew(play: Play) -> None:
    answer = await play.client.post("/demo/restart", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert not play.stage.is_over
    assert (await play.client.get("/demo/screen/nobody")).status_code == 404


def test_the_hints_look_for_routes_that_there_are() -> None:
    assert sorted(set(ways_on()) - set(ROUTER.routes)) == []


def test_a_port_that_is_taken_says_so() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(PortError) as raised:
            listen("127.0.0.1", other.getsockname()[1])
    assert raised.value.is_taken
    with pytest.raises(PortError) as raised:
        listen("no.such.host.invalid", 80)
    assert not raised.value.is_taken


async def test_where_there_are_no_links_no_picture_code_is_promised(play: Play) -> None:
    await play.act("officer", Chose("codes"))
    shown = await play.screen("officer")
    assert "KIMSON" in shown
    assert "QR" not in shown
