"""Names on a list: looked for, struck for a reason, put back; after the decision, revoked one by one."""

from __future__ import annotations

from datetime import date

from acts import recognising, ways
from criteria.declaration import State
from storage import accounts, recognition
from storage.kit.transaction import Transaction
from storage.recognition import Name, RecognitionList, Signed
from tests.handlers.driver import Commune
from tests.proposals import drawn_up
from tests.village import there


async def of_lan(commune: Commune, made: RecognitionList) -> Name:
    """Lan's name on the list."""

    def find(tx: Transaction) -> Name:
        names = recognition.page(tx, made.id, after_id=0, most=99)
        names += recognition.page(tx, made.id, after_id=0, most=99, struck=True)
        return next(each for each in names if each.person_id == commune.village.lan.id)

    return await commune.look(find)


async def test_a_name_is_looked_for_struck_and_put_back(commune: Commune) -> None:
    made = await drawn_up(commune)
    await commune.officer.press(ways.recognition(made.id))
    await commune.officer.choose("Xem tên trong danh sách")
    seen = await commune.officer.say("lan")
    assert seen.labels[0] == "Nguyễn Thị Lan, Thôn Kim Sơn"
    await commune.officer.choose("Nguyễn Thị Lan, Thôn Kim Sơn")
    await commune.officer.choose("Gạch tên này")
    seen = await commune.officer.choose("Đã chuyển đi nơi khác")
    assert "Đã gạch. Lý do: Đã chuyển đi nơi khác" in seen
    assert not (await of_lan(commune, made)).live
    seen = await commune.officer.choose("Đưa tên này vào lại")
    assert "Đã đưa Nguyễn Thị Lan vào lại." in seen
    assert (await of_lan(commune, made)).live


async def test_a_reason_in_own_words_is_kept(commune: Commune) -> None:
    made = await drawn_up(commune)
    name = await of_lan(commune, made)
    await commune.officer.press(ways.recognition_strike(name.id))
    await commune.officer.send("voice")
    await commune.officer.say("Gia đình xin rút để năm sau")
    assert (await of_lan(commune, made)).struck_why == "Gia đình xin rút để năm sau"


async def test_nobody_of_that_name_is_said(commune: Commune) -> None:
    made = await drawn_up(commune)
    await commune.officer.press(ways.recognition_names(made.id, 0))
    seen = await commune.officer.say("Nguyễn Không Có")
    assert "Không có tên ấy trong danh sách." in seen


async def recognised(commune: Commune) -> RecognitionList:
    made = await drawn_up(commune)

    def work(tx: Transaction) -> None:
        recognising.submit(tx, recognition.get(tx, made.id, lock=True))
        paper = Signed(number="15/QĐ-UBND", decided_on=date(2026, 11, 20), signer="B", signer_office="Chủ tịch")
        account = there(accounts.find(tx, "web", "Thương"))
        recognising.issue(tx, account, recognition.get(tx, made.id, lock=True), paper)
        while recognising.carry_out_some(tx, made.id, by=commune.village.officer.id):
            pass

    await commune.do(work)
    return made


async def test_one_persons_recognition_is_revoked_by_the_button_alone(commune: Commune) -> None:
    made = await recognised(commune)
    name = await of_lan(commune, made)
    seen = await commune.officer.press(ways.recognition_name(name.id))
    assert "Quyết định số 15/QĐ-UBND" in seen
    await commune.officer.choose("Thu hồi công nhận người này")
    seen = await commune.officer.say("Khai không đúng")
    assert "Nguyễn Thị Lan thôi được công nhận" in seen
    await commune.officer.say("1")
    assert (await of_lan(commune, made)).state is State.RECOGNISED
    await commune.officer.choose("Thu hồi công nhận")
    assert (await of_lan(commune, made)).state is State.REVOKED
    assert any("thu hồi" in each for each in await commune.notices(commune.lan))
    (mine,) = await commune.declarations_of(commune.village.lan)
    seen = await commune.lan.press(ways.mine(mine.id))
    assert "thu hồi" in str(seen).lower()


async def test_after_the_decision_nobody_is_struck(commune: Commune) -> None:
    made = await recognised(commune)
    name = await of_lan(commune, made)
    await commune.officer.press(ways.recognition_strike_as(name.id, "gone"))
    assert (await of_lan(commune, made)).live
