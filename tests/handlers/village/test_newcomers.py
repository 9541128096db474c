"""An officer reads the names of who joined by name and year, and says that it is really them."""

from __future__ import annotations

import pytest

from acts import ways
from bot.render import Capabilities, render
from criteria.policy import Unvouched
from handlers.village.newcomers import DRAWN_AT_ONCE, MOST
from locales.catalog import ELDER
from storage import audit, vouching
from storage.kit.tables import people as people_table
from storage.kit.transaction import Transaction
from storage.people import Person
from tests.handlers.driver import Chat, Commune


async def newcomer(commune: Commune, name: str, state: Unvouched = Unvouched.WAITS, household: str = "") -> Person:
    """Somebody of Kim Sơn who joined by name and year."""
    person = await commune.neighbour(name, household=household or name)
    await commune.sits(name, person)

    def work(tx: Transaction) -> None:
        vouching.came_by_name(tx, person)
        tx.connection.execute(people_table.update().where(people_table.c.id == person.id).values(unvouched=state))

    await commune.do(work)
    return await commune.person(person)


async def joined(commune: Commune, chat: Chat, name: str, year: str) -> None:
    """As somebody does it: village, consent, name, year."""
    await chat.open("KIMSON")
    await chat.choose("Tôi đồng ý")
    await chat.say(name)
    await chat.say(year)
    await chat.choose("Đúng rồi")


async def test_who_joins_by_name_waits_for_an_officer_and_is_vouched_for_with_one_tap(commune: Commune) -> None:
    await joined(commune, commune.stranger, "Hồ Văn Mới", "1980")
    other = await newcomer(commune, "Hồ Thị Hai")
    seen = await commune.officer.press(ways.home())
    assert "Người mới ghi tên (2)" in seen.labels
    seen = await commune.officer.choose("Người mới ghi tên (2)")
    assert {"Hồ Văn Mới, 1980, Kim Sơn", "Hồ Thị Hai, 1975, Kim Sơn", "Đúng cả 2 người này"} <= set(seen.labels)
    assert "Đã ghi: đúng cả 2 người." in await commune.officer.choose("Đúng cả 2 người này")
    assert (await commune.person(other)).unvouched is None
    lines = await commune.look(lambda tx: audit.of_subject(tx, f"person:{other.id}"))
    assert [each.data for each in lines if each.code == "person.vouched"] == [{"by": commune.village.officer.id}]
    assert "Người mới ghi tên" not in str(await commune.officer.press(ways.home()))


async def test_whom_the_officer_does_not_know_is_left_out(commune: Commune) -> None:
    known, unknown = await newcomer(commune, "Hồ Thị Hai"), await newcomer(commune, "Hồ Văn Ba")
    await commune.officer.press(ways.newcomers())
    seen = await commune.officer.choose("Hồ Văn Ba, 1975, Kim Sơn")
    assert "Có trong danh sách dân cư." in seen
    seen = await commune.officer.choose("Chưa rõ, bỏ ra")
    assert "Hồ Văn Ba" not in str(seen)
    seen = await commune.officer.choose("Đúng cả 1 người này")
    assert [(await commune.person(each)).unvouched for each in (known, unknown)] == [None, Unvouched.WAITS]
    seen = await commune.officer.choose("Xem lại 1 người đã bỏ ra")
    assert "Hồ Văn Ba, 1975, Kim Sơn" in seen.labels


async def test_who_was_drawn_is_asked_about_one_by_one(commune: Commune) -> None:
    drawn = await newcomer(commune, "Hồ Văn Tư", Unvouched.DRAWN)
    plain = await newcomer(commune, "Hồ Thị Hai")
    await commune.officer.press(ways.newcomers())
    await commune.officer.choose("Đúng cả 1 người này")
    assert [(await commune.person(each)).unvouched for each in (drawn, plain)] == [Unvouched.DRAWN, None]
    seen = await commune.officer.choose("Rút thăm: Hồ Văn Tư, 1975, Kim Sơn")
    assert "được rút thăm" in seen
    assert "Đã ghi: đúng Hồ Văn Tư." in await commune.officer.choose("Đúng người này")
    assert (await commune.person(drawn)).unvouched is None


async def test_a_full_list_fits_a_message_and_all_who_were_drawn_are_counted(commune: Commune) -> None:
    letters = "ABCDEFGHIKLMNOPQRSTUVXY"
    for letter in letters:
        await newcomer(commune, f"Nguyễn Thị Hoàng Anh {letter}")
    for letter in "ABCDE":
        await newcomer(commune, f"Trần Nguyễn Bích Phượng {letter}", Unvouched.DRAWN)
    seen = await commune.officer.press(ways.newcomers())
    assert "5 người được rút thăm" in seen
    assert len([label for label in seen.labels if label.startswith("Rút thăm: ")]) == DRAWN_AT_ONCE
    assert len([label for label in seen.labels if label.startswith("Nguyễn")]) == MOST
    whole = render(seen.screen, "vi", ELDER, Capabilities(buttons=0, text_limit=2000))
    (said,) = whole.texts
    assert len(said) <= 1_200  # the names alone a thousand
    assert f"Đã ghi: đúng cả {MOST} người." in await commune.officer.choose(f"Đúng cả {MOST} người này")
    assert f"Đúng cả {len(letters) - MOST} người này" in commune.officer.screen.labels


async def test_a_drawn_ones_declaration_is_the_officers_and_the_card_says_why(commune: Commune) -> None:
    drawn = await newcomer(commune, "Hồ Văn Tư", Unvouched.DRAWN)
    sent = await commune.sent(drawn)
    seen = await commune.head.press(ways.review(sent.id))
    assert "được rút thăm; bản này do cán bộ xã xem" in seen
    assert "Xác nhận" not in seen.labels
    assert "được rút thăm" in await commune.head.press(ways.confirm(sent.id, sent.revision))
    assert "Không có" in str(await commune.head.press(ways.queue())) or "Hồ Văn Tư" not in str(commune.head.screen)
    assert "Xác nhận" in (await commune.officer.press(ways.review(sent.id))).labels
    await commune.officer.press(ways.newcomer_right(drawn.id))
    assert "Xác nhận" in (await commune.head.press(ways.review(sent.id))).labels


async def test_the_card_of_a_newcomer_says_so(commune: Commune) -> None:
    person = await newcomer(commune, "Hồ Thị Hai")
    sent = await commune.sent(person)
    assert "cán bộ xã chưa xem có đúng người" in await commune.head.press(ways.review(sent.id))


@pytest.mark.parametrize("old", ["", "x" * 12])
async def test_a_button_of_a_list_that_has_changed_vouches_for_nobody(commune: Commune, old: str) -> None:
    person = await newcomer(commune, "Hồ Thị Hai")
    await commune.officer.press(ways.newcomers())
    mark = old or commune.officer.screen.choices["Đúng cả 1 người này"].rpartition("/")[2]
    if not old:
        await newcomer(commune, "Hồ Văn Ba")
    assert "Danh sách vừa thay đổi" in await commune.officer.press(ways.newcomers_all(mark))
    assert (await commune.person(person)).unvouched is Unvouched.WAITS


async def test_it_is_an_officers_affair_and_nobody_vouches_for_those_at_home(commune: Commune) -> None:
    person = await newcomer(commune, "Hồ Thị Hai")
    for way in (ways.newcomers(), ways.newcomers_all("x"), ways.newcomer(person.id), ways.newcomer_right(person.id)):
        assert "dành cho cán bộ xã" in await commune.head.press(way), way
    at_home = await newcomer(commune, "Hồ Văn Nhà")
    home = commune.village.officer.household_id
    await commune.do(
        lambda tx: tx.connection.execute(
            people_table.update().where(people_table.c.id == at_home.id).values(household_id=home)
        )
    )
    assert "Hồ Văn Nhà" not in str(await commune.officer.press(ways.newcomers()))
    assert (await commune.officer.press(ways.newcomer_right(at_home.id))).at == "home"
    assert (await commune.person(at_home)).unvouched is Unvouched.WAITS


async def test_who_was_vouched_for_meanwhile_is_said_to_be(commune: Commune) -> None:
    person = await newcomer(commune, "Hồ Thị Hai")
    await commune.officer.press(ways.newcomer_right(person.id))
    assert "đã có người nhận rồi" in await commune.officer.press(ways.newcomer(person.id))
    assert "Không còn ai" in await commune.officer.press(ways.newcomers())
