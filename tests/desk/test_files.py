"""Files asked for at the desk: the chat's own jobs, once at a time, by who may."""

from __future__ import annotations

from bot.commune_setup import act_as_operator
from storage import files
from storage.accounts import find
from storage.kit.tables import outbox
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind
from tests.desk.seat import Office
from tests.village import there


async def jobs(office: Office) -> list[str]:
    """What waits to be made."""
    rows = await office.database.read(lambda tx: tx.connection.execute(outbox.select()).all())
    return [each.key.partition(":")[0] for each in rows if each.kind is ErrandKind.JOB]


async def test_an_officer_asks_for_each_paper_once_and_sees_that_it_is_under_way(office: Office) -> None:
    seat = await office.sits("officer")
    page = await seat.open("/tep")
    assert "Ủy ban nhân dân xã Sơn Hồng" in page.words
    cycle = office.village.cycle.id
    for which in ("bao-cao", "bang", "so-lieu"):
        after = await seat.send(f"/tep/{cycle}/{which}", page.token, {"dau": page.hidden("dau")})
        assert "Máy đang làm tệp" in after.words, which
        assert 'http-equiv="refresh"' in after.text
    assert sorted(await jobs(office)) == ["summary-table", "workbook", "year-report"]
    again = await seat.send(f"/tep/{cycle}/bang", page.token, {"dau": page.hidden("dau")})
    assert "đang làm từ lần trước" in again.words


async def test_a_heading_that_was_changed_meanwhile_is_looked_at_first(office: Office) -> None:
    seat = await office.sits("officer")
    page = await seat.open("/tep")
    after = await seat.send(f"/tep/{office.village.cycle.id}/bao-cao", page.token, {"dau": "7"})
    assert "vừa được sửa" in after.words
    assert await jobs(office) == []


async def test_a_head_asks_for_the_lists_of_their_village_and_for_no_report(office: Office) -> None:
    seat, place = await office.sits("head"), office.village.kim_son.id
    page = await seat.open("/tep")
    assert "Báo cáo năm" not in page.words
    for which in ("can-gap", "tien-do", "dang-ky", "x"):
        await seat.send(f"/noi/{place}/tep/{which}", page.token)
    assert sorted(await jobs(office)) == ["door-list", "progress", "registration-list"]
    assert (await seat.send(f"/tep/{office.village.cycle.id}/bang", page.token)).status == 403
    assert (await seat.send(f"/noi/{office.village.hong_linh.id}/tep/can-gap", page.token)).status == 403


async def test_what_is_ready_is_fetched_by_the_chats_own_link_and_by_nobody_else(office: Office) -> None:
    def made(tx: Transaction) -> None:
        act_as_operator(tx)
        account = there(find(tx, "web", "officer"))
        files.grant(tx, digest="ab" * 32, account_id=account.id, name="bao-cao.docx", media_type="x/y", size=2048)

    await office.database.write(made)
    page = await (await office.sits("officer")).open("/tep")
    assert "bao-cao.docx" in page.words
    assert 'href="http://test/tep/' in page.text
    assert "bao-cao.docx" not in (await (await office.sits("head")).open("/tep")).text
