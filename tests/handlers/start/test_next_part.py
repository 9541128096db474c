"""What is too long for one message is shown in parts, which differ in nothing but their text."""

from __future__ import annotations

import pytest

from acts import ways
from bot.render import Capabilities
from tests.handlers.driver import UNCUT, Commune

NARROW = Capabilities(buttons=0, text_limit=2000, one_message=True)


@pytest.fixture
async def narrow(commune: Commune) -> Commune:
    """A channel whose messages are short, and Lan with a declaration that has been sent."""
    commune.dispatcher.capabilities["web"] = NARROW
    await commune.sent(commune.village.lan)
    return commune


async def test_the_parts_hold_the_whole_text_and_all_choices(narrow: Commune) -> None:
    narrow.dispatcher.capabilities["web"] = UNCUT
    whole = await narrow.lan.press(ways.data())
    narrow.dispatcher.capabilities["web"] = NARROW
    first = await narrow.lan.press(ways.data())
    parts, seen = [first.text], first
    while (more := next((label for label in seen.labels if label.startswith("Xem tiếp")), None)) is not None:
        seen = await narrow.lan.choose(more)
        assert seen.at == ways.data()
        parts.append(seen.text)
    assert len(parts) > 1
    title, _, text = whole.text.partition("\n")
    assert "".join("".join(part.removeprefix(title) for part in parts).split()) == "".join(text.split())
    assert [label for label in seen.labels if not label.startswith("Xem tiếp")] == list(whole.labels)


async def test_the_way_to_the_next_part_is_typed_in_words_and_by_number(narrow: Commune) -> None:
    first = await narrow.lan.press(ways.data())
    number = next(i for i, label in enumerate(first.labels, 1) if label.startswith("Xem tiếp"))
    by_number = await narrow.lan.say(str(number))
    await narrow.lan.press(ways.data())
    assert (await narrow.lan.say("xem tiếp")).text == by_number.text != first.text


async def test_what_was_not_understood_and_a_redraw_begin_again(narrow: Commune) -> None:
    first = await narrow.lan.press(ways.data())
    await narrow.lan.say("xem tiếp")
    assert (await narrow.lan.back()).text == first.text
    heard = await narrow.lan.say("xyz")
    assert heard.labels == first.labels


async def test_a_part_that_is_not_there_is_the_last_one(narrow: Commune) -> None:
    await narrow.lan.press(ways.data())
    last = await narrow.lan.press(ways.more(99))
    assert not any(label.startswith("Xem tiếp") for label in last.labels)
    assert (await narrow.stranger.press(ways.more(1))).at == "home"


async def test_what_is_agreed_to_is_shown_as_a_whole(narrow: Commune) -> None:
    asked = await narrow.stranger.press(ways.join())
    while asked.at != ways.consent():
        asked = await narrow.stranger.press(ways.consent())
    assert "Hỏi thêm:" in asked
