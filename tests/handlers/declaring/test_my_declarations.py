"""Where one's declaration stands, what can be done next, what happened to it and to those of other years."""

from __future__ import annotations

from acts import ways
from criteria.declaration import Move
from locales.text import Verbatim
from storage import accounts, decisions, declarations
from storage.declaration_record import Declaration
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind, CycleState
from tests.handlers.driver import Commune


async def decide(commune: Commune, sent: Declaration, move: Move) -> None:
    def work(tx: Transaction) -> None:
        held = declarations.load(tx, sent.id)
        assert held is not None
        assert decisions.decide(tx, held, move, person_id=commune.village.head.id, reason=Verbatim("Chưa rõ"),
                                question="A3" if move is Move.RETURN else None) is not None  # fmt: skip

    await commune.do(work)


async def test_without_one_the_way_is_to_declare(commune: Commune) -> None:
    assert (await commune.lan.press(ways.status())).at == ways.begin(commune.village.lan.id)
    assert "chưa ghi tên" in await commune.stranger.press(ways.status())


async def test_what_is_not_sent_is_gone_on_with(commune: Commune) -> None:
    await commune.lan.press(ways.register(commune.village.lan.id, 2026, "ruong"))
    (mine,) = await commune.declarations_of(commune.village.lan)
    assert (await commune.lan.press(ways.status())).at == ways.ask(mine.id, "A1")


async def test_each_state_says_what_can_be_done(commune: Commune) -> None:
    sent = await commune.sent(commune.village.lan)
    seen = await commune.lan.press(ways.status())
    assert "Đã gửi, đang chờ xác nhận" in seen
    assert seen.labels == ("Sửa câu trả lời", "Quá trình", "Về đầu")
    await decide(commune, sent, Move.RETURN)
    seen = await commune.lan.press(ways.mine(sent.id))
    assert "Lý do: Chưa rõ" in seen
    assert seen.labels == ("Sửa câu 3", "Xem lại và gửi lại", "Quá trình", "Về đầu")
    assert (await commune.lan.choose("Sửa câu 3")).at == ways.ask(sent.id, "A3")
    await decide(commune, sent, Move.UNDO)
    await decide(commune, sent, Move.CONFIRM)
    seen = await commune.lan.press(ways.mine(sent.id))
    assert "Đã được xác nhận" in seen
    assert "86" in seen  # the points
    assert seen.labels == ("Quá trình", "Về đầu")


async def test_in_a_locked_year_nothing_is_offered_to_change(commune: Commune) -> None:
    sent = await commune.sent(commune.village.lan)
    await commune.year_is(CycleState.LOCKED)
    assert (await commune.lan.press(ways.mine(sent.id))).labels == ("Quá trình", "Về đầu")


async def test_what_happened_is_told_in_order(commune: Commune) -> None:
    sent = await commune.sent(commune.village.lan)
    for move in (Move.RETURN, Move.UNDO, Move.CONFIRM):
        commune.clock.advance(minutes=1)
        await decide(commune, sent, move)
    seen = await commune.lan.press(ways.history(sent.id))
    said = [line.split(": ", 1)[1] for line in seen.text.splitlines()[1:]]
    assert said == ["đăng ký", "gửi, 86 điểm", "trả lại", "rút lại quyết định", "xác nhận"]
    assert (await commune.lan.choose("Quay lại")).at == ways.mine(sent.id)


async def test_the_years_before_stand_below(commune: Commune) -> None:
    sent = await commune.sent(commune.village.lan)
    await decide(commune, sent, Move.CONFIRM)
    commune.clock.advance(days=60)
    await commune.officer.press(ways.open_year(2027))
    await commune.lan.press(ways.register(commune.village.lan.id, 2027, "ruong"))
    this_year = (await commune.declarations_of(commune.village.lan))[0]
    seen = await commune.lan.press(ways.history(this_year.id))
    assert "Năm 2026: Đã được xác nhận, " in seen
    assert "Năm 2027: Đang khai dở, –" in await commune.lan.press(ways.history(sent.id))


async def test_who_decides_sees_the_card_and_others_nothing(commune: Commune) -> None:
    sent = await commune.sent(commune.village.lan)
    assert (await commune.head.press(ways.mine(sent.id))).at == ways.review(sent.id)
    for chat in (commune.mai, commune.far):
        for way in (ways.mine(sent.id), ways.history(sent.id)):
            assert "của người khác" in await chat.press(way)


async def test_who_speaks_for_others_is_asked_whose(commune: Commune) -> None:
    other = await commune.neighbour("Trần Văn Bảy", 1940, household="1")

    def speaks(tx: Transaction) -> None:
        account = accounts.lock(tx, "web", "Lan")
        accounts.speak_for(tx, account, other, ConsentKind.BESIDE)
        accounts.save(tx, account, owed=None)

    await commune.database.write(speaks)
    assert (await commune.lan.press(ways.status())).at == "whom"
    sent = await commune.sent(other)
    assert "Trần Văn Bảy · Công dân học tập năm 2026" in await commune.lan.press(ways.mine(sent.id))
