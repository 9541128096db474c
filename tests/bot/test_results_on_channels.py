"""A list of results from its file to the resident's chat, on every channel: taken, confirmed, told, disputed."""

from __future__ import annotations

import re

import httpx

from acts import results
from criteria.declaration import State
from storage import accounts, declarations, result_lists
from storage.kit.transaction import Transaction
from storage.kit.words import ResultsState
from storage.result_lists import ResultList
from tests.results import ORIGIN, workbook
from tests.steps import join
from tests.village import there
from tests.world import World

NAME = "kq.xlsx"
LINES = workbook(
    (1, "Kim Sơn", "Nguyễn Thị Lan", 1968, "Đạt", 85.5),
    (2, "Kim Sơn", "Trần Thị Mai", 1992, "Chưa đạt"),
    (3, "Kim Sơn", "Hồ Văn Lạ", 1980, "Đạt"),
)


async def brings(world: World) -> ResultList:
    """The officer sends the file: into the chat, or by the link where that carries none."""
    officer = world.phones["Thương"]
    await officer.say("/menu")
    await officer.choose("Danh sách dân cư")
    await officer.choose("Kết quả lập ở nơi khác")
    seen = await officer.choose("Đưa danh sách kết quả vào")
    if world.channel.startswith("zalo") and "oa" not in world.channel:
        (address,) = re.findall(r"https?://\S+", seen.text)
        async with httpx.AsyncClient() as client:
            page = await client.post(address, files={"document": (NAME, LINES)})
        assert page.status_code == 200
    else:
        seen = await officer.file(LINES, NAME)
    while "Đã đọc tệp" not in seen.text:  # that it is on its way, that it is here, that it was read
        seen = await officer.notice()
    assert "Đã đọc tệp, có 3 người." in seen.text
    await officer.choose(f"Xem tệp {NAME}", on=seen)

    def newest(tx: Transaction) -> ResultList:
        return result_lists.of_commune(tx, world.village.commune.id)[0]

    return await world.app.database.read(newest)


def taken_by_the_officer(tx: Transaction, world: World, found: ResultList) -> None:
    """Who made it is said and it is taken; how these screens are answered: tests/handlers/commune."""
    (seat,) = accounts.of_person(tx, world.village.officer.id)
    account = there(accounts.load(tx, seat.id))
    tx.act_as(account.id, account.audit_length, account.audit_head, account.audit_seal)
    held = result_lists.get(tx, found.id, lock=True)
    results.say_origin(tx, account, held, ORIGIN, cycle_id=held.cycle_id)
    assert results.take(tx, account, result_lists.get(tx, found.id, lock=True))


async def test_from_the_file_to_the_residents_chat(world: World) -> None:
    officer, head, lan = (world.phones[name] for name in ("Thương", "Đức", "Lan"))
    await join(lan)
    found = await brings(world)
    seen = officer.last
    assert "Nhận được: 2" in seen.text
    assert "Không có trong danh sách dân cư: 1" in seen.text

    await world.app.database.write(lambda tx: taken_by_the_officer(tx, world, found))
    await world.until(lambda tx: result_lists.get(tx, found.id).state is ResultsState.TAKEN)
    seen = await officer.notice()
    assert "Đã nhận kết quả của 2 người, chờ xác nhận." in seen.text
    assert "1 dòng chưa nhận, có lý do từng dòng." in seen.text

    seen = await head.say("/duyet")
    assert "Có 2 bản khai chờ bác xác nhận." in str(seen)
    await head.choose("Bắt đầu xem")  # Lan has just come by name: she is looked at
    await head.choose("Xác nhận")
    await head.choose("Xác nhận 1 bản này")

    seen = await lan.notice()
    assert "lập ở nơi khác, đã được xác nhận" in seen.text
    seen = await lan.say("/trangthai")
    assert "Bác đã có kết quả do Trường THCS Sơn Hồng lập" in seen.text
    assert "Nơi lập ghi 85,5 điểm." in seen.text
    await lan.choose("Kết quả này chưa đúng")
    seen = await head.notice()
    assert "Nguyễn Thị Lan nói kết quả" in seen.text

    def confirmed(tx: Transaction) -> bool:
        (mine,) = declarations.of_person(tx, world.village.lan.id)
        return mine.made_elsewhere and mine.state is State.CONFIRMED

    assert await world.app.database.read(confirmed)
