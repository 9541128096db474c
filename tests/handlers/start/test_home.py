"""The menu: what there is to do for this person now; help, and the language."""

from __future__ import annotations

import pytest

from acts import ways
from criteria.declaration import Move
from criteria.policy import Role
from handlers.start.home import COMMANDS
from storage import decisions, declarations
from storage.kit.transaction import Transaction
from tests.handlers.driver import Commune


async def test_a_stranger_is_asked_in(commune: Commune) -> None:
    seen = await commune.stranger.press(ways.home())
    assert seen.labels == ("Ghi tên tham gia", "Giúp đỡ", "English / Tiếng Việt")
    help_ = await commune.stranger.choose("Giúp đỡ")
    assert "bác hỏi trưởng thôn." in help_
    assert "0239" not in help_  # whose commune would that be?


@pytest.mark.parametrize(
    ("said", "is_code"), [("KIMSO", True), ("kimsom", True), ("alo", False), ("mưa to quá", False)]
)
async def test_only_of_what_may_be_a_code_is_it_said_that_it_is_none(
    commune: Commune, said: str, is_code: bool
) -> None:
    await commune.stranger.say("menu")
    assert ("gõ mã của thôn thì mã ấy chưa đúng" in await commune.stranger.say(said)) == is_code


async def test_the_menu_says_where_ones_declaration_stands(commune: Commune) -> None:
    lan, me = commune.lan, commune.village.lan
    seen = await lan.press(ways.home())
    assert ("chưa khai" in seen, seen.labels[0]) == (True, "Khai Công dân học tập")
    await lan.press(ways.register(me.id, 2026, "ruong"))
    seen = await lan.press(ways.home())
    assert ("đang khai dở" in seen, seen.labels[0]) == (True, "Khai tiếp")
    (mine,) = await commune.declarations_of(me)
    await commune.do(lambda tx: declarations.withdraw(tx, mine))
    sent = await commune.sent(me)
    seen = await lan.press(ways.home())
    assert ("đang chờ xác nhận" in seen, seen.labels[0]) == (True, "Xem bản khai của tôi")

    def decide(tx: Transaction, move: Move) -> None:
        held = declarations.load(tx, sent.id)
        assert held is not None
        decisions.decide(tx, held, move, person_id=commune.village.head.id)

    await commune.do(lambda tx: decide(tx, Move.RETURN))
    seen = await lan.press(ways.home())
    assert ("trả lại để xem lại" in seen, seen.labels[0]) == (True, "Xem lại bản khai")
    await commune.do(lambda tx: decide(tx, Move.UNDO))
    await commune.do(lambda tx: decide(tx, Move.CONFIRM))
    assert "đã được xác nhận" in await lan.press(ways.home())


async def test_what_was_declared_last_year_is_not_this_years(commune: Commune) -> None:
    await commune.sent(commune.village.lan)
    await commune.no_year()
    seen = await commune.lan.press(ways.home())
    assert "Xã chưa mở kỳ đánh giá năm 2027." in seen
    assert "Bản khai năm 2026 của bác đã gửi, đang chờ xác nhận." in seen
    assert "Xem bản khai năm 2026" in seen.labels
    await commune.officer.press(ways.open_year(2027))
    assert "chưa khai Công dân học tập năm nay" in await commune.lan.press(ways.home())


async def test_a_head_sees_the_village_and_what_waits_and_finds_ones_own_one_step_away(commune: Commune) -> None:
    await commune.sent(commune.village.lan)
    seen = await commune.head.press(ways.home())
    assert "Chờ xác nhận (1)" in seen.labels
    assert "Thôn Kim Sơn" in seen.labels
    assert "Sổ học tập" not in seen.labels
    own = await commune.head.choose("Việc riêng của tôi")
    assert own.labels == (
        *("Sổ học tập", "Lớp sắp mở", "Gia đình", "Khai hộ người nhà", "Dữ liệu và quyền của tôi", "Về đầu"),
    )
    assert "chưa ghi tên" in await commune.stranger.press(ways.own())


async def test_an_officer_sees_the_communes_business_and_opens_the_new_year(commune: Commune) -> None:
    seen = await commune.officer.press(ways.home())
    assert "Số liệu, báo cáo của xã" in seen.labels
    assert not [label for label in seen.labels if label.startswith("Mở kỳ")]
    await commune.no_year()
    assert "Mở kỳ đánh giá năm 2027" in (await commune.officer.press(ways.home())).labels
    assert not [label for label in (await commune.head.press(ways.home())).labels if label.startswith("Mở kỳ")]


async def test_a_helper_declares_for_neighbours_and_decides_nothing(commune: Commune) -> None:
    await commune.give(commune.village.lan, Role.HELPER, commune.village.kim_son)
    seen = await commune.lan.press(ways.home())
    assert {"Khai hộ bà con", "Nhập phiếu giấy"} <= set(seen.labels)
    assert not [label for label in seen.labels if label.startswith("Chờ xác nhận")]


async def test_help_names_every_command_and_whom_to_ask(commune: Commune) -> None:
    seen = await commune.lan.press(ways.help_())
    assert "0239 3 123 456" in seen
    for name in COMMANDS:
        assert (f"/{name}" in seen) == (name != "giupdo")


@pytest.mark.parametrize("command", sorted(COMMANDS))
async def test_every_command_leads_an_officer_somewhere(commune: Commune, command: str) -> None:
    seen = await commune.officer.say(f"/{command}")
    assert "Không có lệnh" not in seen
    assert seen.at != "home"


async def test_the_language_is_changed_and_an_unknown_one_is_not(commune: Commune) -> None:
    await commune.lan.press(ways.language())
    assert "From now on" in await commune.lan.choose("English")
    assert "Help" in commune.lan.screen.labels
    assert (await commune.lan.press(ways.speak("fr"))).at == ways.language()
    assert (await commune.lan.account()).language == "en"
    await commune.lan.press(ways.speak("vi"))
    assert (await commune.lan.account()).language == "vi"
