"""Day, place, people of a meeting: typed one by one, each may stay open."""

from __future__ import annotations

from datetime import date

import pytest

from acts import ways
from tests.handlers.driver import Commune
from tests.meetings import meeting_of, opened


async def test_each_is_typed_and_stands_on_the_meeting(commune: Commune) -> None:
    found = await opened(commune)
    for key, said in (
        ("held_on", "15/11/2026"), ("held_at", "Nhà văn hoá"), ("chair", "Ông Đức, trưởng thôn"), ("invited", "60"),
        ("present", "52"),
    ):  # fmt: skip
        await commune.head.press(ways.meeting_fact(found.id, key))
        seen = await commune.head.say(said)
        assert seen.at == f"meeting-facts/{found.id}"
    now = await meeting_of(commune)
    assert (now.held_on, now.invited, now.present) == (date(2026, 11, 15), 60, 52)
    seen = await commune.head.press(ways.meeting(found.id))
    assert "15/11/2026, tại Nhà văn hoá" in seen
    assert "Có mặt 52, mời 60." in seen


@pytest.mark.parametrize(("key", "said"), [("held_on", "30/02/2026"), ("invited", "nhiều"), ("present", "0")])
async def test_what_cannot_be_is_asked_again(commune: Commune, key: str, said: str) -> None:
    found = await opened(commune)
    await commune.head.press(ways.meeting_fact(found.id, key))
    seen = await commune.head.say(said)
    assert seen.at == f"meeting-fact/{found.id}/{key}"


async def test_more_present_than_invited_is_said(commune: Commune) -> None:
    found = await opened(commune)
    for key, said in (("invited", "10"), ("present", "12")):
        await commune.head.press(ways.meeting_fact(found.id, key))
        seen = await commune.head.say(said)
    assert "Có mặt nhiều hơn số mời (10)." in seen


async def test_all_but_the_day_can_be_left_open_again(commune: Commune) -> None:
    found = await opened(commune)
    await commune.head.press(ways.meeting_fact(found.id, "chair"))
    await commune.head.say("Ông Đức")
    await commune.head.press(ways.meeting_fact_empty(found.id, "chair"))
    await commune.head.press(ways.meeting_fact_empty(found.id, "held_on"))
    now = await meeting_of(commune)
    assert (now.chair, now.held_on) == ("", date(2026, 11, 23))
