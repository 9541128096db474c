"""Photographed sheets: looked through one after the other, what is in doubt asked, saved with the photo as consent."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from acts import ways
from acts.sheets import SheetPhotoErrand
from criteria.declaration import State
from criteria.policy import Role
from criteria.sheet_number import sheet_number
from handlers.shared.title_form import title_form
from storage import accounts, evidence, people
from storage.kit.tables import accounts as rows
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind, PictureState
from storage.people import Person
from tests.handlers.driver import PICTURE, Chat, Commune

SAVE = "Đúng, phiếu có chữ ký, lưu"
PHOTO = [PICTURE.digest, PICTURE.media_type, PICTURE.size]


def first_answers(commune: Commune) -> dict[str, Any]:
    """The first answer of every question."""
    asked = title_form(commune.village.cycle.criteria(), {}).questions
    return {each.key: each.chosen(each.options[0].value) for each in asked}


async def old(commune: Commune, name: str = "Trần Văn Bảy") -> Person:
    """Somebody of Kim Sơn without a phone."""
    return await commune.neighbour(name, 1940)


async def read(commune: Commune, chat: Chat, *sheets: dict[str, Any]) -> None:
    """Photos that were read lie on a pile."""
    account = await chat.account()

    def lay(tx: Transaction) -> None:
        held = accounts.load(tx, account.id)
        assert held is not None
        held.draft = {**held.draft, "sheet-photos": [{"photo": PHOTO, "doubts": {}, **each} for each in sheets]}
        accounts.keep_draft(tx, held)

    await commune.do(lay)


async def waiting(commune: Commune, chat: Chat) -> int:
    account = await chat.account()
    found = await commune.look(
        lambda tx: tx.connection.execute(select(rows.c.draft).where(rows.c.id == account.id)).scalar_one()
    )
    return len(found.get("sheet-photos", []))


async def test_a_photo_is_taken_and_read_beside_the_turn(commune: Commune) -> None:
    await commune.head.press(ways.sheets())
    assert "Đang đọc phiếu" in await commune.head.photo()
    (errand,) = await commune.errands()
    assert errand == SheetPhotoErrand("", PICTURE.digest, commune.village.head.id)


async def test_a_sheet_read_whole_is_looked_at_and_saved_with_its_photo(commune: Commune) -> None:
    person = await old(commune)
    await read(commune, commune.head, {"number": sheet_number(person.id), "answers": first_answers(commune)})
    await commune.head.press(ways.sheets())
    seen = await commune.head.choose("Xem phiếu đã chụp")
    assert "Trần Văn Bảy, sinh 1940" in seen
    assert seen.file is not None
    assert await commune.declarations_of(person) == ()
    assert "Đã lưu và gửi: Trần Văn Bảy." in await commune.head.choose(SAVE)
    (sent,) = await commune.declarations_of(person)
    assert (sent.state, sent.speaker and sent.speaker.consent) == (State.SUBMITTED, ConsentKind.PAPER)
    (kept,) = await commune.look(lambda tx: evidence.of_person(tx, person.id))
    assert (kept.digest, kept.state) == (PICTURE.digest, PictureState.KEPT)
    assert await waiting(commune, commune.head) == 0


async def test_what_is_in_doubt_is_asked_one_by_one(commune: Commune) -> None:
    person = await old(commune)
    answers = first_answers(commune)
    asked = title_form(commune.village.cycle.criteria(), {}).questions
    one = next(question for question in asked if question.kind != "choices")
    several = next(question for question in asked if question.kind == "choices")
    doubts = {one.key: ["two", []], several.key: ["faint", [several.options[0].value]]}
    sure = {key: value for key, value in answers.items() if key not in doubts}
    await read(commune, commune.head, {"number": sheet_number(person.id), "answers": sure, "doubts": doubts})
    seen = await commune.head.press(ways.sheet_photo())
    assert "nhiều ô được đánh dấu quá" in seen
    assert "Trần Văn Bảy" in await commune.head.press(ways.sheet_check(person.id))  # it cannot be passed by
    assert (await commune.head.press(ways.sheet_save(person.id))).at == "sheets"
    assert await commune.declarations_of(person) == ()
    await commune.head.press(ways.sheet_photo())
    seen = await commune.head.press(ways.sheet_answer(person.id, one.key, one.options[1].value))
    assert "dấu chưa rõ" in seen
    await commune.head.press(ways.sheet_answer(person.id, several.key, several.options[1].value))
    assert SAVE in (await commune.head.press(ways.sheet_answered(person.id, several.key))).labels
    await commune.head.choose(SAVE)
    (sent,) = await commune.declarations_of(person)
    assert sent.answers[one.key] == one.options[1].value
    assert sent.answers[several.key] == [several.options[0].value, several.options[1].value]


async def test_a_doubt_is_settled_in_words_or_left_out(commune: Commune) -> None:
    person = await old(commune)
    asked = [each for each in title_form(commune.village.cycle.criteria(), {}).questions if each.kind != "choices"]
    answers = first_answers(commune)
    doubts = {each.key: ["none", []] for each in asked[:2]}
    sure = {key: value for key, value in answers.items() if key not in doubts}
    await read(commune, commune.head, {"number": sheet_number(person.id), "answers": sure, "doubts": doubts})
    await commune.head.press(ways.sheet_photo())
    assert (await commune.head.say("xyzzy")).at == ways.sheet_ask(person.id)
    assert "Chỗ này chỉ nhận chữ." in await commune.head.send("sticker")
    await commune.head.say("1")
    assert "để trống" in await commune.head.choose("Để trống")
    await commune.head.choose(SAVE)
    (half,) = await commune.declarations_of(person)
    assert half.state is State.DRAFT  # what was left out is asked after


async def test_several_sheets_one_after_the_other(commune: Commune) -> None:
    some = [await old(commune, name) for name in ("Trần Văn Bảy", "Trần Thị Tám")]
    answers = first_answers(commune)
    sheets = [
        {"number": sheet_number(each.id), "answers": answers, "photo": [digit * 64, "image/jpeg", 9]}
        for each, digit in zip(some, "bc", strict=True)
    ]
    await read(commune, commune.head, *sheets)
    for each in some:
        assert each.full_name in await commune.head.press(ways.sheet_photo())
        await commune.head.choose(SAVE)
    assert "Không còn ảnh phiếu nào" in await commune.head.press(ways.sheet_photo())


async def test_a_blank_sheet_is_asked_whose_it_is(commune: Commune) -> None:
    person = await old(commune)
    await read(commune, commune.head, {"number": "", "answers": first_answers(commune)})
    assert "in không có số" in await commune.head.press(ways.sheet_photo())
    assert "Chưa phải số phiếu" in await commune.head.say("12345")
    assert "Trần Văn Bảy" in await commune.head.say(sheet_number(person.id))


async def test_a_photo_is_left_out(commune: Commune) -> None:
    person = await old(commune)
    await read(commune, commune.head, {"number": sheet_number(person.id), "answers": first_answers(commune)})
    await commune.head.press(ways.sheet_photo())
    assert "Đã bỏ ảnh phiếu ấy" in await commune.head.choose("Sai, bỏ ảnh này")
    assert await waiting(commune, commune.head) == 0
    assert (await commune.head.press(ways.sheet_check(person.id))).at == "sheets"
    assert (await commune.head.press(ways.sheet_whose())).at == "sheets"


@pytest.mark.parametrize("number", ["", "9999999"])
async def test_a_sheet_of_nobody_here_goes_off_the_pile(commune: Commune, number: str) -> None:
    far = await commune.neighbour("Lê Thị Xa", 1940, place=commune.village.hong_linh)
    await read(commune, commune.head, {"number": number or sheet_number(far.id), "answers": first_answers(commune)})
    assert "ở đây không có người của phiếu ấy" in await commune.head.press(ways.sheet_photo())
    assert await waiting(commune, commune.head) == 0


async def test_a_sheet_taken_back_takes_its_photo_along(commune: Commune) -> None:
    person = await old(commune)
    await read(commune, commune.head, {"number": sheet_number(person.id), "answers": first_answers(commune)})
    await commune.head.press(ways.sheet_photo())
    await commune.head.choose(SAVE)
    assert "Đã bỏ phiếu của Trần Văn Bảy." in await commune.head.choose("Bỏ phiếu vừa nhập")
    assert await commune.look(lambda tx: evidence.of_person(tx, person.id)) == ()


async def test_a_helper_is_told_no_name_by_a_photo(commune: Commune) -> None:
    person = await old(commune)
    await commune.give(commune.village.lan, Role.HELPER, commune.village.kim_son)
    doubts = {"A1": ["none", []]}
    await read(commune, commune.lan, {"number": sheet_number(person.id), "answers": {"A2": "1"}, "doubts": doubts})
    seen = await commune.lan.press(ways.sheet_photo())
    assert (seen.at, "Trần Văn Bảy" in seen) == (ways.sheet_ask(person.id), False)
    assert await commune.look(lambda tx: people.get(tx, person.id).full_name) == "Trần Văn Bảy"


async def test_the_photo_of_an_erased_person_goes_with_them(commune: Commune) -> None:
    person = await old(commune)
    await read(commune, commune.head, {"number": sheet_number(person.id), "answers": first_answers(commune)})
    await commune.head.press(ways.sheet_photo())
    await commune.head.choose(SAVE)
    await commune.do(lambda tx: evidence.forget(tx, person.id))
    assert await commune.look(lambda tx: evidence.of_person(tx, person.id)) == ()
