"""What a year's archive and the hand-over book hold: the papers' own figures and lists, and no more about people."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from openpyxl import load_workbook

from acts import recognising, ways
from acts.errands import HandoverErrand, YearArchiveErrand
from bot.file_makers import Drawing, read_for
from criteria.declaration import Move
from criteria.letterhead import Letterhead
from criteria.model import CITIZEN
from handlers.commune.snapshot_figures import papers_of
from storage import accounts, cycles, decision_scans, decisions, declarations, received_files, recognition, snapshots
from storage.document_reference import DocumentReference, StoredDocument
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import FilePurpose, ScanKind, SnapshotKind
from storage.received_files import Bytes
from storage.recognition import Signed
from tests.conftest import Clock
from tests.handlers.driver import Commune, commune_of
from tests.village import PLAIN, Village, declared, resident, there

SIGNED = Signed(number="15/QĐ-UBND", decided_on=date(2026, 11, 20), signer="Phan Xuân Hải", signer_office="Chủ tịch")


@pytest.fixture
async def commune(sqlite: Database, clock: Clock) -> Commune:
    return await commune_of(sqlite, clock)


def recognised(tx: Transaction, village: Village) -> None:
    """Lan and a neighbour are named by a signed decision."""
    for person in (village.lan, resident(tx, village.hong_linh, "Vi Thị Ánh", 1950, household="9")):
        sent = declared(tx, village, person, PLAIN)
        decisions.decide(tx, there(declarations.load(tx, sent.id)), Move.CONFIRM, person_id=village.officer.id)
    account = there(accounts.load(tx, there(accounts.find(tx, "web", "Thương")).id))
    tx.act_as(account.id, account.audit_length, account.audit_head, account.audit_seal)
    made = there(
        recognition.draw_up(
            tx, cycle_id=village.cycle.id, title=CITIZEN, place_ids=[village.kim_son.id, village.hong_linh.id],
            by=village.officer.id,
        )
    )  # fmt: skip
    sent_in = there(recognising.submit(tx, recognition.get(tx, made.id, lock=True)))
    there(recognising.issue(tx, account, sent_in, SIGNED))


async def drawing(commune: Commune, kind: type[YearArchiveErrand | HandoverErrand]) -> Drawing:
    def read(tx: Transaction) -> Drawing:
        account = there(accounts.load_unlocked(tx, there(accounts.find(tx, "web", "Thương")).id))
        return read_for(tx, kind(commune.cycle, Letterhead()), account, lambda _: b"picture")

    return await commune.look(read)


def cells(content: bytes) -> list[list[str]]:
    return [
        [str(cell.value) for cell in row if cell.value is not None]
        for row in load_workbook(BytesIO(content)).worksheets[0].iter_rows()
    ]


async def test_the_archive_has_report_table_lists_and_the_decision_with_nobodys_birth_year(commune: Commune) -> None:
    village = commune.village
    await commune.do(lambda tx: recognised(tx, village))
    await commune.officer.press(ways.snapshot_now(commune.cycle))
    made = await drawing(commune, YearArchiveErrand)
    assert made.name == "goi-luu-tru-2026-xa-son-hong-2026-11-23.zip"
    assert village.lan.id in made.names
    with ZipFile(BytesIO(made.draw())) as found:
        names = found.namelist()
        assert [name.partition("/")[0] for name in names] == [
            "1-so-lieu", "1-so-lieu", "2-danh-sach", "2-danh-sach", "3-quyet-dinh", "muc-luc.html", "muc-luc.txt",
        ]  # fmt: skip
        assert all(name.isascii() for name in names)
        decided = cells(found.read(next(name for name in names if name.startswith("3-quyet-dinh"))))
        listed = cells(found.read(next(name for name in names if "duoc-cong-nhan" in name)))
        said = found.read("muc-luc.txt").decode("utf-8-sig")
    assert ["1", "Vi Thị Ánh", "Thôn Hồng Lĩnh"] in decided
    assert ["2", "Nguyễn Thị Lan", "Thôn Kim Sơn"] in decided
    assert any("15/QĐ-UBND" in row for row in listed)
    assert not any("1968" in cell or "1950" in cell for row in decided + listed for cell in row)
    assert "theo: Số liệu tạm tính ngày 23/11/2026" in said
    assert "Danh sách kèm Quyết định số 15/QĐ-UBND" in said


async def test_the_signed_papers_that_were_sent_lie_beside_the_lists(commune: Commune) -> None:
    def sent(tx: Transaction) -> None:
        recognised(tx, commune.village)
        (made,) = recognition.of_cycle(tx, commune.cycle)
        account = accounts.lock(tx, "web", "Thương")
        for kind, name in ((ScanKind.DECISION, "QD 15.PDF"), (ScanKind.MINUTES, "bien-ban.docx")):
            paper = DocumentReference(StoredDocument("ab" * 32), name, "x/y", 3)
            noted = received_files.attach(tx, account, paper, purpose=FilePurpose.DECISION_SCAN, route=ways.home())
            file = there(received_files.keep(tx, noted, Bytes("ab" * 32, name, "x/y", 3)))
            decision_scans.keep(tx, made.id, kind, file, media_type="x/y")

    await commune.do(sent)
    made = await drawing(commune, YearArchiveErrand)
    with ZipFile(BytesIO(made.draw())) as found:
        scans = [name for name in found.namelist() if "ban-quet" in name]
        assert [name.rpartition(".")[2] for name in scans] == ["pdf", "docx"]
        assert {found.read(name) for name in scans} == {b"picture"}
        said = found.read("muc-luc.txt").decode("utf-8-sig")
    assert "Quyết định đã ký số 15/QĐ-UBND, bản quét" in said
    assert "Biên bản đã ký của Quyết định số 15/QĐ-UBND, bản quét" in said


async def test_what_was_revoked_is_in_no_list_in_force_and_its_own_says_so(commune: Commune) -> None:
    village = commune.village

    def revoked(tx: Transaction) -> None:
        recognised(tx, village)
        (found,) = recognition.of_cycle(tx, village.cycle.id)
        account = there(accounts.load(tx, there(accounts.find(tx, "web", "Thương")).id))
        there(recognising.revoke(tx, account, recognition.get(tx, found.id, lock=True), why="Sai căn cứ"))

    await commune.do(revoked)
    with ZipFile(BytesIO((await drawing(commune, YearArchiveErrand)).draw())) as found:
        names = found.namelist()
        listed = cells(found.read(next(name for name in names if "duoc-cong-nhan" in name)))
        decided = cells(found.read(next(name for name in names if name.startswith("3-quyet-dinh"))))
        said = found.read("muc-luc.txt").decode("utf-8-sig")
    assert not any("Nguyễn Thị Lan" in row for row in listed)
    assert any("Đã thu hồi. Lý do: Sai căn cứ" in cell for row in decided for cell in row)
    assert "(đã thu hồi)" in said
    assert "Chưa lập số liệu lần nào" in said


async def test_the_hand_over_book_says_what_is_open_who_is_in_charge_and_where_papers_are(commune: Commune) -> None:
    await commune.do(lambda tx: recognised(tx, commune.village))
    await commune.officer.press(ways.snapshot_now(commune.cycle))
    made = await drawing(commune, HandoverErrand)
    assert {commune.village.head.id, commune.village.officer.id} <= made.names
    document = Document(BytesIO(made.draw()))
    said = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "Phan Văn Đức" in said
    assert "Trần Thị Hoài Thương" in said
    assert any("Quyết định công nhận, xong trước hết ngày" in each for each in said)
    assert "Quyết định số 15/QĐ-UBND ngày 20/11/2026" in said
    assert "Số liệu tạm tính ngày 23/11/2026" in said
    assert any("người bàn giao viết" in each for each in said), "what the program does not know is left open"


async def test_final_figures_hold_though_provisional_ones_are_younger(commune: Commune) -> None:
    def take(tx: Transaction, kind: SnapshotKind) -> None:
        papers = papers_of(tx, cycles.get(tx, commune.cycle), 1)
        upto = snapshots.settle_log(tx)
        snapshots.take(tx, cycles.get(tx, commune.cycle), kind, papers, upto=upto, by=commune.village.officer.id)

    await commune.do(lambda tx: take(tx, SnapshotKind.FINAL))
    await commune.do(lambda tx: take(tx, SnapshotKind.PROVISIONAL))
    with ZipFile(BytesIO((await drawing(commune, YearArchiveErrand)).draw())) as found:
        assert "theo: Số liệu chốt" in found.read("muc-luc.txt").decode("utf-8-sig")
