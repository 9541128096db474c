"""Scans of the signed decision and of minutes: kept with it, shown again, taken away where the wrong one came."""

from __future__ import annotations

import pytest

from acts import receiving, ways
from acts.way import Way
from storage import accounts, audit, decision_scans, erasure, files, people, received_files
from storage.decision_scans import Scan
from storage.document_reference import DocumentReference, StoredDocument
from storage.kit.transaction import Transaction
from storage.kit.words import FilePurpose, ScanKind
from storage.picture_reference import StoredPicture
from storage.received_files import Bytes
from tests.handlers.driver import Commune
from tests.proposals import drawn_up, issued
from tests.village import there

DIGEST = "ab" * 32


def pdf(name: str = "Quyết định 15.pdf", digest: str = DIGEST) -> DocumentReference:
    return DocumentReference(StoredDocument(digest), name, "text/html", 2000)


async def kept(commune: Commune, made: int) -> tuple[Scan, ...]:
    return await commune.look(lambda tx: decision_scans.of_list(tx, made))


async def asked(commune: Commune, made: int, kind: str = "decision") -> None:
    await commune.officer.press(ways.scan_send(made, kind))


async def test_the_signed_decision_is_kept_with_it_and_shown_again(commune: Commune) -> None:
    made, officer = await issued(commune), commune.officer
    await officer.press(ways.recognition(made))
    await officer.choose("Bản quét đã ký")
    seen = await officer.choose("Gửi: Quyết định đã ký")
    assert "chụp rõ cả trang" in seen
    await officer.file(pdf())
    assert "Đã lưu Quyết định 15.pdf vào hồ sơ: Quyết định đã ký." in await commune.notices(officer)
    (scan,) = await kept(commune, made)
    assert (scan.kind, scan.digest, scan.size, scan.sent_by) == (
        ScanKind.DECISION, DIGEST, 2000, commune.village.officer.full_name,
    )  # fmt: skip
    await officer.press(ways.scans(made))
    seen = await officer.choose("Xem 1. Quyết định đã ký: Quyết định 15.pdf")
    file = there(seen.file)
    assert (file.digest, file.media_type) == (DIGEST, "application/pdf")  # what its sender says of it is not believed
    assert file.name == "ban-quet-decision-citizen-2026-1-2026-11-23.pdf"


async def test_its_bytes_stay_when_nothing_else_rests_on_them(commune: Commune) -> None:
    made = await issued(commune)
    await asked(commune, made)
    await commune.officer.file(pdf())
    await commune.do(lambda tx: received_files.forget(tx, tx.now.replace(year=2030)))
    assert await commune.look(lambda tx: files.unneeded(tx, [DIGEST])) == ()


async def test_a_photo_does_as_well(commune: Commune) -> None:
    made = await issued(commune)
    await asked(commune, made)
    await commune.officer.send("photo", StoredPicture(DIGEST, "image/jpeg", 9))
    (scan,) = await kept(commune, made)
    assert (scan.name, scan.media_type) == ("anh-chup.jpg", "image/jpeg")


async def test_minutes_come_before_anything_is_signed_the_decision_does_not(commune: Commune) -> None:
    made = (await drawn_up(commune)).id
    seen = await commune.officer.press(ways.scans(made))
    assert "Gửi: Biên bản đã ký" in seen.labels
    assert "Gửi: Quyết định đã ký" not in seen.labels
    assert (await commune.officer.press(ways.scan_send(made, "decision"))).at == ways.scans(made)
    await asked(commune, made, "minutes")
    await commune.officer.file(pdf("Biên bản.docx"))
    assert [each.kind for each in await kept(commune, made)] == [ScanKind.MINUTES]


@pytest.mark.parametrize("name", ["virus.exe", "trang.html", "tep"])
async def test_what_is_no_scan_is_refused_kindly(commune: Commune, name: str) -> None:
    made = await issued(commune)
    await asked(commune, made)
    await commune.officer.file(pdf(name))
    assert await kept(commune, made) == ()
    assert any("gửi lại tệp khác" in each for each in await commune.notices(commune.officer))
    assert await commune.look(lambda tx: files.unneeded(tx, [DIGEST])) == (DIGEST,)


async def test_a_list_takes_no_more_than_a_fair_number(commune: Commune, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("acts.decision_scans.MOST", 1)
    made = await issued(commune)
    await asked(commune, made)
    for n in range(2):
        await commune.officer.file(pdf(f"Trang {n}.pdf", f"{n}" * 64))
    assert [each.name for each in await kept(commune, made)] == ["Trang 0.pdf"]


async def test_the_wrong_one_is_taken_away_and_that_stays_on_record(commune: Commune) -> None:
    made = await issued(commune)
    await asked(commune, made)
    await commune.officer.file(pdf())
    await commune.officer.press(ways.scan(made, 1))
    assert "Đã bỏ Quyết định 15.pdf." in await commune.officer.choose("Bỏ tệp này")
    assert await kept(commune, made) == ()
    lines = await commune.look(lambda tx: audit.of_subject(tx, f"recognition:{made}"))
    assert [each.code for each in lines][-2:] == ["decision.scan_kept", "decision.scan_dropped"]
    assert (await commune.officer.press(ways.scan(made, 1))).at == ways.scans(made)
    assert (await commune.officer.press(ways.scan_drop(made, 999))).at == ways.scans(made)


async def test_who_is_no_officer_any_more_when_it_arrives_leaves_nothing(commune: Commune) -> None:
    made = await issued(commune)

    def arrives(tx: Transaction) -> None:
        account = there(accounts.find(tx, "web", commune.head.chat))
        document = DocumentReference(StoredDocument(DIGEST), "a.pdf", "application/pdf", 9)
        route = Way(f"scan-send/{made}/decision")
        noted = received_files.attach(tx, account, document, purpose=FilePurpose.DECISION_SCAN, route=route)
        receiving.arrive(tx, account, noted, Bytes(DIGEST, "a.pdf", "application/pdf", 9), None)

    await commune.do(arrives)
    assert await kept(commune, made) == ()
    assert any("không nhận bản quét" in each for each in await commune.notices(commune.head))


async def test_an_erasure_leaves_the_public_paper_as_it_is(commune: Commune) -> None:
    made = await issued(commune)
    await asked(commune, made)
    await commune.officer.file(pdf())
    await commune.do(lambda tx: erasure.erase_person(tx, people.get(tx, commune.village.lan.id)))
    assert len(await kept(commune, made)) == 1


async def test_what_nobody_could_have_pressed_leads_back(commune: Commune) -> None:
    made = await issued(commune)
    for way in (ways.scan_link(made, "novel"), ways.scan_send(made, "novel"), ways.scan(made, 0)):
        assert (await commune.officer.press(way)).at == ways.scans(made)


async def test_it_is_the_officers(commune: Commune) -> None:
    made = await issued(commune)
    for way in (ways.scans(made), ways.scan_send(made, "decision"), ways.scan(made, 1)):
        assert (await commune.head.press(way)).at == "home"
