"""The roster at the desk: a file is looked at, said whence, decided line by line, taken over by the chat's own job."""

from __future__ import annotations

from criteria.roster_matching import Likeness, Listing
from storage import looks, roster_imports
from storage.accounts import find
from storage.kit.tables import outbox
from storage.kit.transaction import Transaction
from storage.kit.words import ImportState
from storage.roster_imports import NewLine, RosterImport
from tests.desk.seat import Office, Seat
from tests.village import there

ORIGIN = {"nguon": "Công an xã", "ngay": "2026-11-01", "can-cu": "Công văn 15/UBND", "ai": ""}


async def brought(office: Office) -> RosterImport:
    """A file was read: somebody new, Lan in doubt, a line that could not be taken."""
    place, lan = office.village.kim_son.id, office.village.lan.id

    def work(tx: Transaction) -> RosterImport:
        chat = there(find(tx, "web", "officer"))
        commune = office.village.commune.id
        file = roster_imports.begin(tx, commune_id=commune, account_id=chat.id, file_name="kim-son.xlsx", digest=None)
        lines = [
            NewLine(
                n=0, sheet="S", place_id=place, row=2, full_name="Lê Văn Mới", birth_year=1990, listing=Listing.NEW
            ),
            NewLine(
                n=1, sheet="S", place_id=place, row=3, full_name="Nguyễn Thị Lân", birth_year=1968,
                listing=Listing.DOUBTFUL, likeness=Likeness.SPELLING, like_id=lan,
            ),
            NewLine(n=2, sheet="S", place_id=place, row=4, cells={"name": "Cộng", "year": "x"}),
        ]  # fmt: skip
        roster_imports.put_lines(tx, file.id, lines)
        roster_imports.ready(tx, file.id, {})
        return file

    return await office.do(work)


async def now(office: Office, file: RosterImport) -> RosterImport:
    return await office.database.read(lambda tx: roster_imports.get(tx, file.id))


async def sits(office: Office) -> tuple[Seat, str]:
    """The officer, and what their forms carry."""
    seat = await office.sits("officer")
    return seat, (await seat.open()).token


async def test_each_line_stands_beside_what_is_kept_by_what_it_means(office: Office) -> None:
    file = await brought(office)
    seat, _ = await sits(office)
    page = await seat.open("/dan-cu")
    assert page.links("/dan-cu/") == [f"/dan-cu/{file.id}"]
    doubt = (await seat.open(f"/dan-cu/{file.id}")).words
    assert "Đọc được 2 người. Chưa đưa ai vào danh sách." in doubt
    for words in ("Nguyễn Thị Lân, sinh 1968", "Nguyễn Thị Lan, sinh 1968", "Tên viết gần giống"):
        assert words in doubt
    assert "Lê Văn Mới, sinh 1990" in (await seat.open(f"/dan-cu/{file.id}?xem=new")).words
    assert "Cộng, x" in (await seat.open(f"/dan-cu/{file.id}?xem=left")).words
    seen = await office.database.read(lambda tx: looks.of_person(tx, office.village.lan.id))
    assert len(seen) == 1


async def test_a_doubtful_line_is_decided_once(office: Office) -> None:
    file = await brought(office)
    seat, token = await sits(office)
    line = there(await office.database.read(lambda tx: roster_imports.first_open(tx, file.id, Listing.DOUBTFUL)))
    for given, said in (
        ({"dong": str(line.id), "ai": "x"}, "Chưa làm gì"),
        ({"dong": "99999", "ai": "same"}, "Chưa làm gì"),
        ({"dong": str(line.id), "ai": "same"}, "Đã ghi."),
        ({"dong": str(line.id), "ai": "other"}, "Chưa làm gì"),
    ):
        assert said in (await seat.send(f"/dan-cu/{file.id}/dong", token, given)).words, given
    held = there(await office.database.read(lambda tx: roster_imports.line(tx, line.id)))
    assert (held.listing, held.person_id) == (Listing.CHANGED, office.village.lan.id)


async def test_nobody_is_put_on_the_roster_before_it_is_said_whence_the_list_comes(office: Office) -> None:
    file = await brought(office)
    seat, token = await sits(office)
    here = f"/dan-cu/{file.id}"
    assert "chưa đủ nguồn" in (await seat.send(f"{here}/dua-vao", token)).words
    for wrong in ({"nguon": ""}, {"ngay": "2027-01-01"}, {"can-cu": "-"}):
        after = await seat.send(f"{here}/nguon", token, {**ORIGIN, **wrong})
        assert (after.status, ORIGIN["can-cu"] in after.text or "can-cu" in wrong) == (422, True), wrong
    after = await seat.send(f"{here}/nguon", token, ORIGIN)
    assert "Nguồn: Công an xã. Số liệu ngày 01/11/2026. Căn cứ: Công văn 15/UBND." in after.words
    after = await seat.send(f"{here}/dua-vao", token)
    assert "Đang đưa vào danh sách: 0/1 người" in after.words
    assert 'http-equiv="refresh"' in after.text
    assert (await now(office, file)).state is ImportState.TAKING
    rows = await office.database.read(lambda tx: tx.connection.execute(outbox.select()).all())
    assert f"roster:take:{file.id}" in {each.key for each in rows}
    assert "Chưa làm gì" in (await seat.send(f"{here}/bo", token)).words


async def test_a_file_is_set_aside(office: Office) -> None:
    file = await brought(office)
    seat, token = await sits(office)
    await seat.send(f"/dan-cu/{file.id}/bo", token)
    assert (await now(office, file)).state is ImportState.DROPPED
    assert "Tệp này đã bỏ" in (await seat.open(f"/dan-cu/{file.id}")).words


async def test_a_locked_file_is_read_with_its_password_which_is_only_in_the_job(office: Office) -> None:
    file = await brought(office)
    await office.do(lambda tx: roster_imports.unreadable(tx, file.id, None, locked=True))
    seat, token = await sits(office)
    assert 'type="password"' in (await seat.open(f"/dan-cu/{file.id}")).text
    await seat.send(f"/dan-cu/{file.id}/mat-khau", token, {"mat-khau": "bi mat"})
    assert (await now(office, file)).state is ImportState.READING
    assert "bi mat" not in str((await now(office, file)).choices)


async def test_a_file_is_sent_by_the_chats_own_upload_page(office: Office) -> None:
    seat, token = await sits(office)
    answer = await seat.client.post("/ban-lam-viec/dan-cu/gui-tep", data={"csrf": token}, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"].startswith("http://test/gui/")) == (303, True)
