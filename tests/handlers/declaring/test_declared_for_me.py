"""What was declared in somebody's name before they came: shown first, said to be right, corrected, or disputed."""

from __future__ import annotations

from acts import ways
from criteria.declaration import Move, State
from storage import accounts, decisions, declarations
from storage.declaration_record import Declaration, Speaker
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind
from tests.handlers.driver import PLAIN, Commune


async def by_the_head(commune: Commune, *, confirmed: bool = False) -> Declaration:
    """Đức has declared for Lan; an officer may have confirmed it."""

    def work(tx: Transaction) -> Declaration:
        account = accounts.find(tx, "web", "Đức")
        assert account is not None
        speaker = Speaker(account.id, commune.village.head.id, ConsentKind.ASKED)
        begun = declarations.begin(tx, commune.village.lan, commune.village.cycle, speaker=speaker)
        for key, value in PLAIN.items():
            begun = declarations.answer(tx, begun, key, value, speaker=speaker)
        sent = declarations.submit(tx, begun, speaker=speaker)
        assert sent is not None
        if confirmed:
            sent = decisions.decide(tx, sent, Move.CONFIRM, person_id=commune.village.officer.id)
            assert sent is not None
        return sent

    return await commune.do(work)


async def test_it_is_shown_with_who_spoke_every_answer_and_the_result(commune: Commune) -> None:
    sent = await by_the_head(commune)
    await commune.lan.press(ways.home())
    seen = await commune.lan.choose("Xem bản đã khai hộ bác")
    assert "Khai hộ: Phan Văn Đức (người ấy đã nhờ khai hộ)." in seen
    assert "Gửi ngày 23/11/2026." in seen
    assert "Việc làm: Làm ruộng" in seen
    for each in sent.criteria.asked:
        assert f"- {each.name.msgid}: " in seen
    assert "86" in seen


async def test_it_is_right_and_asked_no_more(commune: Commune) -> None:
    sent = await by_the_head(commune)
    await commune.lan.press(ways.said_for_me(sent.id))
    assert "Đã ghi là đúng." in await commune.lan.choose("Đúng rồi")
    first = (await commune.declaration(sent)).endorsed_at
    assert first is not None
    assert "Xem bản đã khai hộ bác" not in commune.lan.screen.labels
    await commune.lan.press(ways.endorse(sent.id))
    assert (await commune.declaration(sent)).endorsed_at == first


async def test_what_waits_is_corrected(commune: Commune) -> None:
    sent = await by_the_head(commune)
    await commune.lan.press(ways.said_for_me(sent.id))
    seen = await commune.lan.choose("Chưa đúng")
    assert (seen.at, "Sửa một câu" in seen) == (ways.check(sent.id), True)
    assert await commune.notices(commune.head) == []


async def test_what_is_confirmed_is_looked_at_again_by_who_decides(commune: Commune) -> None:
    sent = await by_the_head(commune, confirmed=True)
    await commune.lan.press(ways.said_for_me(sent.id))
    seen = await commune.lan.choose("Chưa đúng")
    assert "Đã báo trưởng thôn và cán bộ xã" in seen
    for chat in (commune.head, commune.officer):
        (told,) = await commune.notices(chat)
        assert "Nguyễn Thị Lan nói bản khai hộ trước đây chưa đúng." in told
    now = await commune.declaration(sent)
    assert (now.state, now.endorsed_at is not None) == (State.CONFIRMED, True)


async def test_only_whose_it_is_says_whether_it_is_right(commune: Commune) -> None:
    sent = await by_the_head(commune, confirmed=True)
    for way in (ways.said_for_me(sent.id), ways.endorse(sent.id), ways.not_so(sent.id)):
        assert (await commune.head.press(way)).at == ways.review(sent.id)
        assert (await commune.officer.press(way)).at == ways.review(sent.id)
        assert "của người khác" in await commune.mai.press(way)
    assert (await commune.declaration(sent)).endorsed_at is None
    assert await commune.notices(commune.officer) == []
