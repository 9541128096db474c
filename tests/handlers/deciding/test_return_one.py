"""Returning a declaration: which answer, why; the person hears it, and their form opens at that answer."""

from __future__ import annotations

import pytest

from acts import ways
from criteria.declaration import State
from storage import decisions, declarations
from storage.declaration_record import Declaration
from storage.kit.transaction import Transaction
from tests.handlers.driver import Commune


async def lans(commune: Commune) -> Declaration:
    return await commune.sent(commune.village.lan)


async def test_an_answer_is_returned_with_a_ready_reason(commune: Commune) -> None:
    sent = await lans(commune)
    await commune.head.press(ways.review(sent.id))
    await commune.head.choose("Trả lại")
    question = sent.criteria.indicator("A3")
    way = commune.head.screen.choices
    assert ways.return_how(sent.id, sent.revision, "A3") in way.values()
    await commune.head.press(ways.return_how(sent.id, sent.revision, "A3"))
    assert f"Vì sao trả lại câu: {question.name.msgid}?" in commune.head.screen
    assert "Đã trả lại: Nguyễn Thị Lan." in await commune.head.choose("Không đúng như trong thôn biết")
    after = await commune.declaration(sent)
    decision = await commune.look(lambda tx: decisions.latest(tx, sent.id))
    assert decision is not None
    assert (after.state, decision.question) == (State.RETURNED, "A3")
    (told,) = await commune.notices(commune.lan)
    assert f"Lý do: Xem lại câu: {question.name.msgid}. Không đúng như trong thôn biết" in told
    assert "Sửa câu" in " ".join((await commune.lan.press(ways.mine(sent.id))).labels)


async def test_only_what_a_head_can_know_is_offered(commune: Commune) -> None:
    sent = await lans(commune)
    seen = await commune.head.press(ways.return_(sent.id, sent.revision))
    offered = {way.split("/")[3] for way in seen.choices.values() if way.startswith("return-how")}
    assert offered == {each.id for each in sent.criteria.asked if each.checkable}


@pytest.mark.parametrize("label", ["Không phải người của thôn", "Người này đã khai ở nơi khác"])
async def test_the_whole_is_returned_and_no_answer_is_named(commune: Commune, label: str) -> None:
    sent = await lans(commune)
    await commune.head.press(ways.return_(sent.id, sent.revision))
    await commune.head.choose(label)
    decision = await commune.look(lambda tx: decisions.latest(tx, sent.id))
    assert decision is not None
    assert decision.question is None
    (told,) = await commune.notices(commune.lan)
    assert f"Lý do: {label}" in told


async def test_own_words_are_kept_as_they_are(commune: Commune) -> None:
    sent = await lans(commune)
    await commune.head.press(ways.return_(sent.id, sent.revision))
    await commune.head.choose("Lý do khác (tự viết)")
    await commune.head.say("  Bác kể rõ   hơn ạ ")
    (told,) = await commune.notices(commune.lan)
    assert "Lý do: Bác kể rõ hơn ạ" in told


@pytest.mark.parametrize("typed", ["", "a", "12345", "x" * 301])
async def test_what_is_no_reason_is_asked_back(commune: Commune, typed: str) -> None:
    sent = await lans(commune)
    here = ways.return_why(sent.id, sent.revision, "A3")
    await commune.head.press(here)
    seen = await commune.head.say(typed)
    assert (seen.at, "viết lý do bằng vài chữ" in seen) == (here, True)
    assert "Chỗ này chỉ nhận chữ." in await commune.head.send("voice")
    assert (await commune.declaration(sent)).state is State.SUBMITTED


async def test_a_reason_or_an_answer_that_there_is_not_is_asked_for_again(commune: Commune) -> None:
    sent = await lans(commune)
    at = (sent.id, sent.revision)
    for way in (
        ways.return_how(*at, "-"),
        ways.return_how(*at, "Z9"),
        ways.return_why(*at, "Z9"),
        ways.return_as(*at, "Z9", "known"),
        ways.return_as(*at, "A3", "village"),  # a reason about the whole
        ways.return_as(*at, "-", "known"),
        ways.return_as(*at, "A3", "x"),
    ):
        seen = await commune.head.press(way)
        assert seen.at == ways.return_(*at), way
    assert (await commune.declaration(sent)).state is State.SUBMITTED


async def test_an_old_button_returns_nothing_that_was_not_seen(commune: Commune) -> None:
    sent = await lans(commune)
    old = sent.revision
    assert sent.speaker is not None
    speaker = sent.speaker

    def corrects(tx: Transaction) -> None:
        held = declarations.load(tx, sent.id)
        assert held is not None
        declarations.answer(tx, held, "A2", "3", speaker=speaker)

    await commune.head.press(ways.return_why(sent.id, old, "A3"))
    await commune.do(corrects)
    seen = await commune.head.say("Bác kể rõ hơn ạ")
    assert (seen.at, "vừa thay đổi sau khi" in seen) == (ways.review(sent.id), True)
    for way in (
        ways.return_(sent.id, old),
        ways.return_how(sent.id, old, "A3"),
        ways.return_why(sent.id, old, "A3"),
        ways.return_as(sent.id, old, "A3", "known"),
    ):
        assert "vừa thay đổi" in await commune.head.press(way)
    assert (await commune.declaration(sent)).state is State.SUBMITTED


async def test_two_taps_return_once_and_what_is_decided_is_not_returned(commune: Commune) -> None:
    sent = await lans(commune)
    await commune.head.press(ways.return_as(sent.id, sent.revision, "A3", "slip"))
    second = await commune.head.press(ways.return_as(sent.id, sent.revision, "A3", "slip"))
    assert "vừa thay đổi" not in second
    assert len(await commune.notices(commune.lan)) == 1
    now = await commune.declaration(sent)
    assert "vừa thay đổi" in await commune.head.press(ways.return_(sent.id, now.revision))


async def test_who_may_not_decide_returns_nothing(commune: Commune) -> None:
    sent, own = await lans(commune), await commune.sent(commune.village.head)
    for chat, each, said in (
        (commune.lan, sent, "dành cho trưởng thôn"),
        (commune.far, sent, "dành cho trưởng thôn"),
        (commune.head, own, "nên người khác xác nhận"),
    ):
        for way in (
            ways.return_(each.id, each.revision),
            ways.return_how(each.id, each.revision, "A3"),
            ways.return_as(each.id, each.revision, "A3", "known"),
            ways.return_why(each.id, each.revision, "A3"),
        ):
            seen = await chat.press(way)
            assert (seen.at, said in seen) == ("home", True), way
        assert (await commune.declaration(each)).state is State.SUBMITTED


async def test_who_has_no_chat_is_told_at_the_door(commune: Commune) -> None:
    sent = await commune.sent(await commune.neighbour("Hồ Văn Một"))
    await commune.head.press(ways.return_as(sent.id, sent.revision, "-", "twice"))
    assert "Cần báo tận nơi (1)" in (await commune.head.press(ways.home())).labels
