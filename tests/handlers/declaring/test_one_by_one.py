"""Declaring: register, one question a screen, read back, send; once a year, by whoever may speak, while it is open."""

from __future__ import annotations

import pytest

from acts import ways
from criteria.declaration import Move, State
from criteria.model import FAMILY
from storage import decisions, declarations
from storage.declaration_record import Declaration
from storage.kit.transaction import Transaction
from storage.kit.words import CycleState
from tests.handlers.driver import PLAIN, Commune, answered, registers

# Registering


async def test_the_first_answer_registers(commune: Commune) -> None:
    await commune.lan.press(ways.declare())
    assert "Bác tự khai 13 câu" in commune.lan.screen
    assert await commune.declarations_of(commune.village.lan) == ()
    await commune.lan.choose("Làm ruộng, chăn nuôi, nội trợ")
    assert "Câu 1/13" in commune.lan.screen
    (mine,) = await commune.declarations_of(commune.village.lan)
    assert (mine.state, mine.answers) == (State.DRAFT, {"occupation": "ruong"})


@pytest.mark.parametrize(("year", "occupation"), [(2026, "x"), (2025, "ruong"), (2027, "ruong")])
async def test_a_button_of_another_year_or_of_no_occupation_registers_nothing(
    commune: Commune, year: int, occupation: str
) -> None:
    me = commune.village.lan.id
    assert (await commune.lan.press(ways.register(me, year, occupation))).at == ways.begin(me)
    assert await commune.declarations_of(commune.village.lan) == ()


async def test_registering_twice_is_one_declaration(commune: Commune) -> None:
    await registers(commune)
    await commune.lan.press(ways.register(commune.village.lan.id, 2026, "huu"))
    (mine,) = await commune.declarations_of(commune.village.lan)
    assert mine.answers == {"occupation": "ruong"}


async def test_nobody_registers_whom_they_do_not_speak_for(commune: Commune) -> None:
    me = commune.village.lan.id
    for way in (ways.begin(me), ways.register(me, 2026, "ruong"), ways.title(me, "citizen")):
        for chat in (commune.mai, commune.head, commune.officer):
            seen = await chat.press(way)
            assert (seen.at, "chưa khai hộ người này" in seen) == ("home", True)
        assert "chưa ghi tên" in await commune.stranger.press(way)
    assert await commune.declarations_of(commune.village.lan) == ()


async def test_who_is_too_young_is_told_from_which_age_on(commune: Commune) -> None:
    child = await commune.neighbour("Hồ Bé Út", 2011)
    chat = await commune.sits("Út", child)
    for way in (ways.begin(child.id), ways.register(child.id, 2026, "hoc")):
        seen = await chat.press(way)
        assert (seen.at, "dành cho người từ" in seen) == ("home", True)
    assert await commune.declarations_of(child) == ()


async def test_in_a_year_that_is_locked_or_not_opened_nothing_begins(commune: Commune) -> None:
    me = commune.village.lan.id
    await commune.year_is(CycleState.LOCKED)
    for way in (ways.begin(me), ways.register(me, 2026, "ruong"), ways.title(me, "citizen")):
        seen = await commune.lan.press(way)
        assert (seen.at, "Xã chưa mở kỳ đánh giá năm 2026." in seen) == ("home", True)
    await commune.no_year()
    assert "Xã chưa mở kỳ đánh giá năm 2027." in await commune.lan.press(ways.begin(me))


async def test_a_title_that_is_no_other_persons_title_leads_to_the_citizens(commune: Commune) -> None:
    me = commune.village.lan.id
    for title in ("citizen", FAMILY, "x"):
        assert (await commune.lan.press(ways.title(me, title))).at == ways.begin(me)
    assert await commune.declarations_of(commune.village.lan, FAMILY) == ()


# Answering


async def test_who_goes_on_finds_the_question_where_they_left(commune: Commune) -> None:
    mine = await registers(commune)
    await commune.lan.say("1")
    seen = await commune.lan.choose("Lưu, nghỉ")
    assert "Còn 12 câu." in seen
    assert (await commune.lan.choose("Khai tiếp")).at == ways.ask(mine.id, "A2")
    await commune.lan.press(ways.home())
    assert (await commune.lan.press(ways.begin(commune.village.lan.id))).at == ways.ask(mine.id, "A2")


async def test_before_it_is_sent_an_earlier_questions_button_corrects_that_answer(commune: Commune) -> None:
    mine = await registers(commune)
    earlier = list(commune.lan.screen.choices.values())
    await commune.lan.say("1")
    seen = await commune.lan.press(earlier[2])
    assert "Đã sửa câu 1" in seen
    assert seen.at == ways.ask(mine.id, "A2")
    assert (await commune.declaration(mine)).answers["A1"] == "2"


async def test_what_is_no_answer_is_asked_back(commune: Commune) -> None:
    mine = await registers(commune)
    for typed in ("99", "không nhớ nữa", "?"):
        assert (await commune.lan.say(typed)).at == ways.ask(mine.id, "A1")
    assert "chọn một mục bên dưới" in await commune.lan.send("sticker")
    assert (await commune.lan.press(ways.ask(mine.id, "Z9"))).at == ways.ask(mine.id, "A1")
    assert (await commune.declaration(mine)).answers == {"occupation": "ruong"}


async def test_nobody_answers_what_is_somebody_elses(commune: Commune) -> None:
    mine = await answered(commune)
    for way in (
        ways.onward(mine.id),
        ways.ask(mine.id, "A1"),
        ways.ask_say(mine.id, mine.revision, "A1", "1"),
        ways.pause(mine.id),
        ways.check(mine.id),
        ways.edit(mine.id),
        ways.submit(mine.id, mine.revision),
        ways.one_by_one(mine.id),
        ways.facts(mine.id),
        ways.facts_same(mine.id, mine.revision),
        ways.facts_anew(mine.id),
    ):
        for chat in (commune.mai, commune.head):
            seen = await chat.press(way)
            assert (seen.at, "của người khác" in seen) == ("home", True), way
    assert await commune.declaration(mine) == mine


# Reading back and sending


async def test_all_answers_are_read_back_and_sent(commune: Commune) -> None:
    mine = await answered(commune)
    seen = await commune.lan.press(ways.onward(mine.id))
    assert seen.at == ways.check(mine.id)
    assert "Việc làm: Làm ruộng, chăn nuôi, nội trợ" in seen
    assert "Đã gửi." in await commune.lan.choose("Gửi trưởng thôn xác nhận")
    assert (await commune.declaration(mine)).state is State.SUBMITTED
    assert (await commune.lan.press(ways.submit(mine.id, mine.revision))).at == ways.mine(mine.id)  # the second tap


async def test_one_answer_is_changed_and_the_note_says_which(commune: Commune) -> None:
    mine = await answered(commune)
    await commune.lan.press(ways.check(mine.id))
    await commune.lan.choose("Sửa một câu")
    assert "Việc làm" in commune.lan.screen.labels
    await commune.lan.press(ways.ask(mine.id, "A2"))
    assert "Giữ như cũ" in commune.lan.screen.labels
    assert "Đã sửa câu 2" in await commune.lan.say("1")
    await commune.lan.press(ways.ask(mine.id, "occupation"))
    assert "Đã sửa việc làm: Đã nghỉ (hưu, tuổi cao)" in await commune.lan.choose("Đã nghỉ (hưu, tuổi cao)")
    assert commune.lan.screen.at == ways.check(mine.id)


async def test_nothing_is_sent_with_a_question_open_or_changed_since_it_was_read(commune: Commune) -> None:
    half = await registers(commune)
    seen = await commune.lan.press(ways.submit(half.id, half.revision))
    assert "Còn câu chưa trả lời." in seen
    for way in (ways.check(half.id), ways.edit(half.id)):
        assert (await commune.lan.press(way)).at == ways.ask(half.id, "A1")
    await commune.do(lambda tx: declarations.withdraw(tx, half))
    mine = await answered(commune)
    assert "Bản khai đã thay đổi." in await commune.lan.press(ways.submit(mine.id, mine.revision + 1))
    assert (await commune.declaration(mine)).state is State.DRAFT


async def test_what_waits_can_still_be_corrected_and_stays_sent(commune: Commune) -> None:
    sent = await commune.sent(commune.village.lan)
    await commune.lan.press(ways.check(sent.id))
    assert "Xong, xem kết quả" in commune.lan.screen.labels
    await commune.lan.press(ways.ask(sent.id, "A2"))
    await commune.lan.say("1")
    now = await commune.declaration(sent)
    assert (now.state, now.answers["A2"]) == (State.SUBMITTED, "1")
    assert (await commune.lan.press(ways.onward(sent.id))).at == ways.mine(sent.id)


async def test_a_stale_button_of_a_finished_form_says_so(commune: Commune) -> None:
    sent = await commune.sent(commune.village.lan)
    old = ways.ask_say(sent.id, sent.revision - 1, "A2", "0")
    seen = await commune.lan.press(old)
    assert (seen.at, "Nút này đã cũ" in seen) == (ways.mine(sent.id), True)
    same = ways.ask_say(sent.id, sent.revision - 1, "A2", "2")
    assert "Nút này đã cũ" not in await commune.lan.press(same)  # it says what stands already
    assert (await commune.declaration(sent)).answers["A2"] == "2"


async def test_what_was_confirmed_is_changed_no_more(commune: Commune) -> None:
    sent = await commune.sent(commune.village.lan)
    await commune.do(lambda tx: decisions.decide(tx, sent, Move.CONFIRM, person_id=commune.village.head.id))
    for way in (ways.check(sent.id), ways.ask(sent.id, "A2"), ways.submit(sent.id, sent.revision + 1)):
        assert "đã được xác nhận nên không sửa được nữa" in await commune.lan.press(way)
    assert (await commune.declaration(sent)).state is State.CONFIRMED


# Last year's facts


async def next_year(commune: Commune) -> Declaration:
    """A year later Lan has answered everything but the facts that are asked once."""
    await commune.sent(commune.village.lan)
    commune.clock.advance(days=60)
    await commune.officer.press(ways.open_year(2027))
    me = commune.village.lan.id
    await commune.lan.press(ways.register(me, 2027, "ruong"))
    mine = (await commune.declarations_of(commune.village.lan))[0]
    assert mine.cycle.year == 2027
    assert mine.speaker is not None
    speaker = mine.speaker

    def work(tx: Transaction) -> Declaration:
        held = declarations.load(tx, mine.id)
        assert held is not None
        for key, value in PLAIN.items():
            if key not in {"occupation", "schooling", "qualification", "life_skills"}:
                held = declarations.answer(tx, held, key, value, speaker=speaker)
        return held

    return await commune.do(work)


async def test_last_years_facts_are_offered_and_taken_only_when_said(commune: Commune) -> None:
    mine = await next_year(commune)
    seen = await commune.lan.press(ways.onward(mine.id))
    assert (seen.at, "Lần trước bác khai:" in seen) == (ways.facts(mine.id), True)
    assert "schooling" not in (await commune.declaration(mine)).answers
    assert (await commune.lan.press(ways.facts_same(mine.id, mine.revision + 1))).at == ways.facts(mine.id)
    assert "schooling" not in (await commune.declaration(mine)).answers
    await commune.lan.choose("Vẫn đúng")
    now = await commune.declaration(mine)
    assert {key: now.answers[key] for key in ("schooling", "life_skills")} == {
        "schooling": PLAIN["schooling"],
        "life_skills": PLAIN["life_skills"],
    }
    assert commune.lan.screen.at == ways.check(mine.id)


async def test_what_has_changed_is_asked_anew_one_by_one(commune: Commune) -> None:
    mine = await next_year(commune)
    await commune.lan.press(ways.facts(mine.id))
    assert (await commune.lan.choose("Có thay đổi")).at == ways.ask(mine.id, "schooling")
    assert (await commune.lan.press(ways.onward(mine.id))).at == ways.ask(mine.id, "schooling")


async def test_in_the_first_year_there_are_no_facts_to_offer(commune: Commune) -> None:
    mine = await registers(commune)
    assert (await commune.lan.press(ways.facts(mine.id))).at == ways.ask(mine.id, "A1")
