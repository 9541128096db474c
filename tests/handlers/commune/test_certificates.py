"""Giấy công nhận asked for on a decision's screen, and the code on one that somebody brings."""

from __future__ import annotations

import pytest

from acts import recognising, ways
from acts.errands import CertificatesErrand
from bot.readers.recognition_papers import to_certify
from criteria.model import CITIZEN, Standing
from criteria.recognition import Step
from handlers.kit.context import Links
from storage import cycles, erasure, people, recognition
from storage.cycles import Adoption
from storage.kit.transaction import Transaction
from storage.recognition import Certified
from tests.handlers.driver import Commune
from tests.proposals import issued, submitted
from tests.village import there

ADDRESS = "https://hoctap.vn/cong-nhan/"


@pytest.fixture
def commune(commune: Commune) -> Commune:
    """With a public address."""
    commune.dispatcher.links = Links(certificates=ADDRESS)
    return commune


async def certified(commune: Commune, made: int) -> tuple[Certified, ...]:
    return await commune.look(lambda tx: recognition.certified(tx, made))


async def test_all_of_a_decision_or_one_places_are_asked_for(commune: Commune) -> None:
    made = await issued(commune)
    await commune.officer.press(ways.recognition(made))
    seen = await commune.officer.choose("In Giấy công nhận")
    assert "Có 3 tờ" in seen
    assert "mã QR" in seen
    await commune.officer.choose("Đổi khổ giấy: A5")
    assert "xong sẽ gửi tệp vào đây" in await commune.officer.choose("Thôn Kim Sơn (2 tờ)")
    assert await commune.errands() == [CertificatesErrand(made, commune.kim_son, 0, "a5", ADDRESS)]
    assert "Tệp trước đang lập" in await commune.officer.press(ways.certificates_make(made, 0, "a4"))


async def test_one_persons_is_asked_for_on_their_name(commune: Commune) -> None:
    made = await issued(commune)
    first = (await certified(commune, made))[0].name
    await commune.officer.press(ways.recognition_name(first.id))
    await commune.officer.choose("In Giấy công nhận (A4)")
    (errand,) = await commune.errands()
    assert errand == CertificatesErrand(made, 0, first.id, "a4", ADDRESS)
    assert isinstance(errand, CertificatesErrand)
    found, named = await commune.look(lambda tx: to_certify(tx, errand))
    assert [each.name.name for each in found.people] == [first.full_name]
    assert named == {first.person_id}


async def test_each_has_a_code_of_their_own_that_nobody_guesses(commune: Commune) -> None:
    codes = [each.code for each in await certified(commune, await issued(commune))]
    assert len(set(codes)) == 3
    assert all(len(each) == 20 and set(each) <= set("ABCDEFGHJKLMNPQRSTUVWXYZ23456789") for each in codes)


async def test_whose_recognition_was_revoked_gets_none(commune: Commune) -> None:
    made = await issued(commune)
    gone, *left = await certified(commune, made)

    def revoke(tx: Transaction) -> bool:
        found = recognition.get(tx, made, lock=True)
        return recognising.revoke_one(tx, found, gone.name, why="Khai không đúng", by=commune.village.officer.id)

    assert await commune.do(revoke)
    assert await certified(commune, made) == tuple(left)
    seen = await commune.officer.press(ways.certificate_one(gone.name.id, "a4"))
    assert seen.at == ways.recognition_name(gone.name.id)
    assert await commune.errands() == []
    errand = CertificatesErrand(made, 0, gone.name.id, "a4", "")
    with pytest.raises(LookupError, match="nobody is recognised"):
        await commune.look(lambda tx: to_certify(tx, errand))


async def test_a_revoked_decision_has_none(commune: Commune) -> None:
    made = await issued(commune)
    await commune.do(lambda tx: recognition.step(tx, recognition.get(tx, made, lock=True), Step.REVOKE))
    assert "ký rồi mới in được" in await commune.officer.press(ways.certificates(made, "a4"))
    assert await certified(commune, made) == ()
    with pytest.raises(LookupError, match="recognises nobody"):
        await commune.look(lambda tx: to_certify(tx, CertificatesErrand(made, 0, 0, "a4", "")))


async def test_before_it_is_signed_and_of_made_up_rules_there_is_none(commune: Commune) -> None:
    made = await submitted(commune)
    assert "ký rồi mới in được" in await commune.officer.press(ways.certificates_make(made, 0, "a4"))
    training = Adoption.shipped("demo-cdht", Standing.PROVISIONAL)
    await commune.do(lambda tx: cycles.adopt(tx, commune.village.cycle, CITIZEN, training, person_id=None))
    assert "số điểm là số giả" in await commune.officer.press(ways.certificates(made, "a4"))
    assert await commune.errands() == []


async def test_without_a_public_address_it_says_that_there_is_no_qr(commune: Commune) -> None:
    commune.dispatcher.links = Links()
    made = await issued(commune)
    assert "không có mã QR" in await commune.officer.press(ways.certificates(made, "a4"))
    await commune.officer.choose("Làm tất cả")
    assert await commune.errands() == [CertificatesErrand(made, 0, 0, "a4", "")]


async def test_the_code_on_a_paper_is_checked_at_the_office(commune: Commune) -> None:
    made = await issued(commune)
    first = (await certified(commune, made))[0]
    await commune.officer.press(ways.recognitions(commune.cycle))
    await commune.officer.choose("Kiểm tra Giấy công nhận")
    assert "Không có mã này" in await commune.officer.say("AAAA BBBB CCCC DDDD EEEE")
    assert "chỉ nhận chữ" in await commune.officer.send("sticker")
    spaced = " ".join(first.code[i : i + 4] for i in range(0, 20, 4)).lower()
    seen = await commune.officer.say(spaced)
    assert "Giấy này có giá trị." in seen
    assert first.name.full_name in seen


async def test_who_was_erased_cannot_be_found_by_their_paper(commune: Commune) -> None:
    made = await issued(commune)
    lan = commune.village.lan
    code = next(each.code for each in await certified(commune, made) if each.name.person_id == lan.id)
    assert await commune.look(lambda tx: there(recognition.of_code(tx, code)).is_valid)
    await commune.do(lambda tx: erasure.erase_person(tx, people.get(tx, lan.id)))
    assert await commune.look(lambda tx: recognition.of_code(tx, code)) is None


async def test_what_nobody_could_have_pressed_leads_back(commune: Commune) -> None:
    made = await issued(commune)
    first = (await certified(commune, made))[0].name
    for way, at in (
        (ways.certificates(made, "a3"), ways.certificates(made, "a4")),
        (ways.certificates_make(made, 0, "a3"), ways.certificates(made, "a4")),
        (ways.certificates_make(made, 999, "a4"), ways.certificates(made, "a4")),
        (ways.certificate_one(first.id, "a3"), ways.recognition_name(first.id)),
    ):
        assert (await commune.officer.press(way)).at == at
    assert await commune.errands() == []
