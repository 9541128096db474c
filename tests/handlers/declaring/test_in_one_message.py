"""A whole declaration in one row of numbers: read back in words, saved once, sent if nothing is left out."""

from __future__ import annotations

import pytest

from acts import ways
from bot.parts import in_parts
from bot.render import Capabilities, render
from criteria.declaration import State
from handlers.declaring.in_one_message import at_once
from locales.catalog import ELDER, catalog
from locales.text import Verbatim, lines
from storage import declarations
from storage.declaration_record import Declaration
from storage.kit.transaction import Transaction
from tests.handlers.driver import PLAIN, Commune

VI = catalog("vi")
WITH_BUTTONS = Capabilities(buttons=100, text_limit=4096)
WITHOUT = Capabilities(buttons=0, text_limit=2000, one_message=True)
ROW = "6 3 4 4 123 3 3 3 3 3 5 2 12"
GAPS = "6 3 - 4 123 3 3 3 3 3 5 2 12"


async def begun(commune: Commune) -> Declaration:
    """Lan answers in one message."""
    await commune.lan.press(ways.short(1))
    await commune.lan.press(ways.register(commune.village.lan.id, 2026, "ruong"))
    (mine,) = await commune.declarations_of(commune.village.lan)
    assert commune.lan.screen.at == ways.compact(mine.id)
    return mine


async def test_a_row_is_read_back_and_sent(commune: Commune) -> None:
    mine = await begun(commune)
    assert "Gõ 13 số" in commune.lan.screen
    seen = await commune.lan.say(ROW)
    assert (seen.at, "Đúng chưa ạ?" in seen) == (ways.compact_check(mine.id), True)
    assert (await commune.declaration(mine)).answers == {"occupation": "ruong"}  # nothing is saved yet
    assert "Đã gửi." in await commune.lan.choose("Đúng rồi, gửi trưởng thôn")
    assert (await commune.declaration(mine)).state is State.SUBMITTED


async def test_what_is_left_out_is_asked_after(commune: Commune) -> None:
    mine = await begun(commune)
    seen = await commune.lan.say(GAPS)
    assert "để trống" in seen
    assert "Đã lưu." in await commune.lan.choose("Đúng rồi, hỏi nốt câu để trống")
    assert commune.lan.screen.at == ways.ask(mine.id, "A3")
    assert (await commune.declaration(mine)).state is State.DRAFT


@pytest.mark.parametrize("typed", ["1 2 3", "9 9 9 9 9 9 9 9 9 9 9 9 9", "vâng ạ", "4,3,3,4"])
async def test_a_row_that_does_not_fit_is_typed_again(commune: Commune, typed: str) -> None:
    mine = await begun(commune)
    seen = await commune.lan.say(typed)
    assert (seen.at, "gõ lại cả dòng số" in seen) == (ways.compact_again(mine.id), True)
    assert "Chỗ này chỉ nhận số." in await commune.lan.send("sticker")
    assert (await commune.lan.say(typed)).at == ways.compact_again(mine.id)
    assert (await commune.lan.say(ROW)).at == ways.compact_check(mine.id)


async def test_a_sticker_is_no_row(commune: Commune) -> None:
    mine = await begun(commune)
    seen = await commune.lan.send("sticker")
    assert (seen.at, "Chỗ này chỉ nhận số." in seen) == (ways.compact(mine.id), True)


async def test_typed_again_what_counts_is_the_last_row(commune: Commune) -> None:
    mine = await begun(commune)
    await commune.lan.say(GAPS)
    await commune.lan.choose("Gõ lại")
    await commune.lan.say(ROW)
    await commune.lan.choose("Đúng rồi, gửi trưởng thôn")
    assert (await commune.declaration(mine)).state is State.SUBMITTED


async def test_a_form_is_answered_one_by_one_after_all(commune: Commune) -> None:
    mine = await begun(commune)
    assert (await commune.lan.choose("Trả lời từng câu một")).at == ways.ask(mine.id, "A1")
    assert (await commune.lan.press(ways.onward(mine.id))).at == ways.ask(mine.id, "A1")


async def test_nothing_is_saved_after_the_declaration_was_sent_from_elsewhere(commune: Commune) -> None:
    mine = await begun(commune)
    await commune.lan.say(ROW)
    assert mine.speaker is not None
    speaker = mine.speaker

    def elsewhere(tx: Transaction) -> None:
        held = declarations.load(tx, mine.id)
        assert held is not None
        for key, value in PLAIN.items():
            held = declarations.answer(tx, held, key, value, speaker=speaker)
        assert declarations.submit(tx, held, speaker=speaker) is not None

    await commune.do(elsewhere)
    sent = await commune.declaration(mine)
    assert (await commune.lan.choose("Đúng rồi, gửi trưởng thôn")).at == ways.mine(mine.id)
    for revision in (mine.revision, sent.revision):
        assert (await commune.lan.press(ways.compact_save(mine.id, revision))).at == ways.mine(mine.id)
    assert await commune.declaration(mine) == sent


async def test_what_is_sent_is_not_asked_for_again(commune: Commune) -> None:
    sent = await commune.sent(commune.village.lan)
    for way in (ways.compact(sent.id), ways.compact_again(sent.id), ways.compact_check(sent.id)):
        assert (await commune.lan.press(way)).at == ways.mine(sent.id)


async def test_a_row_typed_for_one_declaration_is_not_anothers(commune: Commune) -> None:
    mine = await begun(commune)
    await commune.lan.say(ROW)
    await commune.do(lambda tx: declarations.withdraw(tx, mine))
    await commune.lan.press(ways.register(commune.village.lan.id, 2026, "ruong"))
    (other,) = await commune.declarations_of(commune.village.lan)
    assert (await commune.lan.press(ways.compact_check(other.id))).at == ways.compact(other.id)


async def test_nobody_answers_for_somebody_else(commune: Commune) -> None:
    mine = await begun(commune)
    for way in (ways.compact(mine.id), ways.compact_again(mine.id), ways.compact_check(mine.id),
                ways.compact_save(mine.id, mine.revision)):  # fmt: skip
        assert "của người khác" in await commune.mai.press(way)


async def test_the_wish_is_kept_and_taken_back(commune: Commune) -> None:
    await commune.lan.press(ways.declare())
    assert "hỏi hết một tin" in await commune.lan.choose("Khai nhanh, cả bản trong một tin")
    assert (await commune.lan.account()).compact
    assert "hỏi từng câu một" in await commune.lan.choose("Khai từng câu một")
    assert not (await commune.lan.account()).compact


@pytest.mark.parametrize("can", [WITH_BUTTONS, WITHOUT], ids=["with buttons", "without"])
def test_a_form_that_is_too_long_for_one_message_comes_in_parts_and_loses_nothing(can: Capabilities) -> None:
    long = lines(*(Verbatim(f"{i}. " + "câu hỏi " * 20) for i in range(1, 21)))
    screen, parts = at_once(1_000_000, None, long), []
    for part in range(99):
        shown = in_parts(screen, part, "vi", ELDER, can)
        drawn = render(shown, "vi", ELDER, can)
        assert len("\n".join((drawn.title or "", *drawn.texts))) <= can.most
        parts.append(VI.render(shown.text))
        if not any(choice.route.startswith("more/") for choice in shown.choices):
            break
    assert len(parts) > 1
    assert "\n".join(parts) == VI.render(long)
