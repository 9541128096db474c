"""Finding somebody at the desk, their card, and what is put right there by the chat's own deeds."""

from __future__ import annotations

from datetime import date

import pytest

from criteria.presence import Away
from storage import looks, outbox, people, person_changes
from storage.accounts import find
from storage.kit.transaction import Transaction
from tests.desk.seat import Office
from tests.village import PLAIN, there


async def test_somebody_is_found_without_marks_and_the_list_is_on_record(office: Office) -> None:
    seat, lan = await office.sits("officer"), office.village.lan
    page = await seat.open("/tim-nguoi?ten=thi+lan")
    assert page.links("/nguoi/") == [f"/nguoi/{lan.id}"]
    assert [each.what.value for each in await office.database.read(lambda tx: looks.of_person(tx, lan.id))] == ["list"]
    card = await seat.open(f"/nguoi/{lan.id}")
    assert "Nơi ở: Thôn Kim Sơn" in card.words
    assert "Có chat riêng." in card.words


@pytest.mark.parametrize(("said", "answer"), [("", ""), ("x", "ít nhất 2 chữ cái"), ("12", "ít nhất 2 chữ cái")])
async def test_what_is_no_name_is_said_so(office: Office, said: str, answer: str) -> None:
    page = await (await office.sits("officer")).open(f"/tim-nguoi?ten={said}")
    assert (page.status, answer in page.words, "<table" in page.text) == (200, True, False)


async def test_a_name_is_shown_as_text(office: Office) -> None:
    page = await (await office.sits("officer")).open("/tim-nguoi?ten=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script" not in page.text


async def test_a_head_finds_their_own_and_opens_nobody_elses_card(office: Office) -> None:
    seat = await office.sits("head")
    assert (await seat.open("/tim-nguoi?ten=khanh")).links("/nguoi/") == []
    assert (await seat.open(f"/nguoi/{office.village.officer.id}")).status == 403


async def test_what_somebody_sent_stands_on_the_card_and_leads_to_it(office: Office) -> None:
    sent = await office.sent(office.village.lan, PLAIN)
    page = await (await office.sits("head")).open(f"/nguoi/{office.village.lan.id}")
    assert page.links("/hang-cho/") == [f"/hang-cho/{sent.id}"]
    assert "chờ xác nhận" in page.words


async def test_a_name_is_put_right_with_its_change_on_record_and_the_person_told(office: Office) -> None:
    seat, lan = await office.sits("officer"), office.village.lan
    page = await seat.open(f"/nguoi/{lan.id}")
    fields = {"ho-ten": "  Nguyễn Thị  Loan ", "nam-sinh": "1969"}
    after = await seat.send(f"/nguoi/{lan.id}/sua", page.token, fields)
    assert "Đã sửa." in after.words
    assert "sửa họ tên, năm sinh" in after.words

    def read(tx: Transaction) -> tuple[str, int, int, list[str]]:
        now = people.get(tx, lan.id)
        account = there(find(tx, "web", "lan"))
        told = [str(each.payload) for each in outbox.waiting_notices(tx, account.id)]
        return now.full_name, now.birth_year, len(person_changes.of_person(tx, lan.id)), told

    name, year, changes, told = await office.database.read(read)
    assert (name, year, changes) == ("Nguyễn Thị Loan", 1969, 1)
    assert any("vừa sửa thông tin" in each for each in told)
    again = await seat.send(f"/nguoi/{lan.id}/sua", page.token, fields)
    assert "Không có gì thay đổi." in again.words


@pytest.mark.parametrize("wrong", [("Lan", "1968"), ("Nguyễn Thị Lan 2", "1968"), ("Nguyễn Thị Lan", "68"), ("", "")])
async def test_what_cannot_be_a_name_or_year_is_asked_again_with_what_was_typed(
    office: Office, wrong: tuple[str, str]
) -> None:
    seat, lan = await office.sits("officer"), office.village.lan
    page = await seat.open(f"/nguoi/{lan.id}")
    after = await seat.send(f"/nguoi/{lan.id}/sua", page.token, {"ho-ten": wrong[0], "nam-sinh": wrong[1]})
    assert after.status == 422
    assert after.text.count('role="alert"') == 1
    assert f'value="{wrong[1]}"' in after.text
    assert (await office.database.read(lambda tx: people.get(tx, lan.id))).full_name == lan.full_name


async def test_a_head_marks_somebody_away_and_back(office: Office) -> None:
    seat, lan = await office.sits("head"), office.village.lan
    page = await seat.open(f"/nguoi/{lan.id}")
    assert f"/nguoi/{lan.id}/sua" not in page.text  # for officers alone
    fields = {"ly-do": "work", "tu": "01/11/2026", "den": ""}
    await seat.send(f"/nguoi/{lan.id}/tam-vang", page.token, fields)
    now = await office.database.read(lambda tx: people.get(tx, lan.id))
    assert (now.away, now.away_from, now.away_to) == (Away.WORK, date(2026, 11, 1), None)
    for wrong in ({"tu": "2026-11-01"}, {"tu": "31/02/2026"}, {"den": "01/10/2026"}, {"ly-do": "x"}):
        after = await seat.send(f"/nguoi/{lan.id}/tam-vang", page.token, {**fields, **wrong})
        assert after.status == 422, wrong
    await seat.send(f"/nguoi/{lan.id}/da-ve", page.token)
    assert (await office.database.read(lambda tx: people.get(tx, lan.id))).away is None
