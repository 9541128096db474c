"""What a year's archive is made of: read in one snapshot; its files are drawn later, one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from acts.decision_scans import SCANS, ending_of
from acts.errands import YearArchiveErrand
from acts.words.snapshot_words import kind_words
from criteria.parse import title_name
from criteria.recognition import Paper
from handlers.commune.figures_asked import STATES, asked_in
from handlers.commune.snapshot_figures import figures_of
from handlers.commune.year_figures import year_figures
from locales.format import day_of
from locales.text import Day, T, Words
from reports.archive import Archive, ArchivedFile
from reports.archive_workbooks import (
    Decision,
    Heading,
    Recognised,
    Reported,
    decision_workbook,
    recognised_workbook,
    reported_workbook,
)
from reports.documents.year_report import YearReport, year_report
from reports.file_names import file_name
from reports.summary_workbook import summary_workbook
from storage import cycles, decision_scans, entered_figures, evidence, places, recognition, snapshots
from storage.accounts import Account
from storage.cycles import Cycle
from storage.entered_figures import Entry
from storage.kit.transaction import Transaction
from storage.kit.words import EntryState, PictureState, ScanKind, SnapshotKind
from storage.recognition import Name, RecognitionList
from storage.snapshots import Snapshot

FIGURES, LISTS, DECISIONS, EVIDENCE = "1-so-lieu", "2-danh-sach", "3-quyet-dinh", "4-minh-chung"
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
A_SLICE = 500  # names read in one statement
Say = Callable[[Words], str]
Named = tuple[RecognitionList, Decision, frozenset[int]]


def year_archive(
    tx: Transaction, asked: YearArchiveErrand, account: Account, words: Say, bytes_of: Callable[[str], bytes]
) -> tuple[Archive, frozenset[int]]:
    """The archive, and the ids of the people whom its lists name.

    Args:
        tx: the transaction.
        asked: of which year, headed how.
        account: who asked.
        words: how its papers say a text.
        bytes_of: the bytes of a stored picture by its hash, asked while the archive is drawn.
    """
    cycle = cycles.get(tx, asked.cycle_id)
    commune = places.get(tx, cycle.commune_id)
    of = Heading(commune.full_name, cycle.year, tx.now)
    last = _last(snapshots.of_cycle(tx, cycle.id))
    decisions = tuple(_decisions(tx, cycle))
    files = [
        *_figures(tx, asked, cycle, last, account, words),
        *_lists(tx, cycle, of, decisions, words),
        *(_decision(tx, of, each, words) for each in decisions),
        *_scans(tx, decisions, bytes_of),
        *_evidence(tx, cycle, bytes_of),
    ]
    found = Archive(
        commune=commune.inline_name,
        year=cycle.year,
        as_of=tx.now,
        made_by="" if account.person is None else account.person.full_name,
        remarks=tuple(_remarks(cycle, last)),
        files=files,
    )
    return found, frozenset(key for _, _, people in decisions for key in people)


def _last(found: Sequence[Snapshot]) -> Snapshot | None:
    """The figures that hold: the newest final or corrected ones, else the newest provisional ones."""
    settled = (each for each in found if each.kind is not SnapshotKind.PROVISIONAL)
    return next(settled, next(iter(found), None))


def _remarks(cycle: Cycle, last: Snapshot | None) -> Iterator[Words]:
    if last is None:
        yield T("Chưa lập số liệu lần nào: báo cáo và bảng là số liệu lúc lập gói này.")
    else:
        yield T("Báo cáo và bảng tổng hợp theo: {what}.", what=kind_words(last))
    if cycle.is_open:
        yield T("Năm đánh giá đang mở, số liệu còn thay đổi.")
    yield T("Văn bản có chữ ký và con dấu: bản quét nào đã gửi vào phần mềm thì có ở đây, bản gốc ở hồ sơ giấy.")


def _figures(
    tx: Transaction, asked: YearArchiveErrand, cycle: Cycle, last: Snapshot | None, account: Account, words: Say
) -> Iterator[ArchivedFile]:
    figures = year_figures(tx, cycle.id, account.id) if last is None else figures_of(tx, last)
    day = day_of(tx.now if last is None else last.as_of)
    report = YearReport(figures=figures, letterhead=asked.letterhead, number="", day=None)
    yield ArchivedFile(
        name=f"{FIGURES}/{file_name('docx', tx.now, 'bao cao nam', cycle.year)}",
        what=T("Báo cáo năm {year}", year=cycle.year),
        day=day,
        make=partial(year_report, report, words),
    )
    yield ArchivedFile(
        name=f"{FIGURES}/{file_name('xlsx', tx.now, 'bang tong hop', cycle.year)}",
        what=T("Bảng tổng hợp số liệu các danh hiệu theo {village_label}, đơn vị"),
        day=day,
        make=partial(summary_workbook, figures, asked.letterhead, words),
    )


def _decisions(tx: Transaction, cycle: Cycle) -> Iterator[Named]:
    """Every signed decision of the year, those that were revoked too, with its list."""
    for each in reversed(recognition.of_cycle(tx, cycle.id)):
        if each.state not in {Paper.ISSUED, Paper.REVOKED} or each.decided_on is None:
            continue
        names = tuple(_names(tx, each.id))
        called = recognition.place_names(tx, {one.place_id for one in names})
        title = title_name(each.title)
        listed = [
            Recognised(name=one.full_name, place=called[one.place_id], title=title, number=each.number,
                       decided_on=each.decided_on)
            for one in names
        ]  # fmt: skip
        decision = Decision(
            number=each.number,
            decided_on=each.decided_on,
            signer=each.signer,
            signer_office=each.signer_office,
            title=title,
            names=listed,
            revoked_why=each.why if each.state is Paper.REVOKED else "",
        )
        yield each, decision, frozenset(one.person_id for one in names)


def _names(tx: Transaction, list_id: int) -> Iterator[Name]:
    """Everybody on a list, some hundred at a time: the turns go on between two statements."""
    after = 0
    while found := recognition.page(tx, list_id, after_id=after, most=A_SLICE):
        yield from found
        after = found[-1].id


def _lists(
    tx: Transaction, cycle: Cycle, of: Heading, decisions: Sequence[Named], words: Say
) -> Iterator[ArchivedFile]:
    in_force = [name for made, each, _ in decisions if made.state is Paper.ISSUED for name in each.names]
    yield ArchivedFile(
        name=f"{LISTS}/{file_name('xlsx', tx.now, 'duoc cong nhan', cycle.year)}",
        what=T("Người, gia đình, nơi được công nhận, theo {village_label}"),
        day=day_of(tx.now),
        make=partial(recognised_workbook, of, in_force, words),
    )
    yield ArchivedFile(
        name=f"{LISTS}/{file_name('xlsx', tx.now, 'so lieu don vi nhap', cycle.year)}",
        what=T("Số liệu do đơn vị, cán bộ nhập, với căn cứ"),
        day=day_of(tx.now),
        make=partial(reported_workbook, of, tuple(_reported(tx, cycle)), words),
    )


def _entries(tx: Transaction, cycle: Cycle) -> dict[str, list[Entry]]:
    """What was reported of each figure: what counts, and what waits or went back since."""
    counted, filed = entered_figures.latest(tx, cycle.id), entered_figures.filed(tx, cycle.id)
    found: dict[str, list[Entry]] = {}
    for key in {**counted, **filed}:
        both = {each.id: each for each in (counted.get(key), filed.get(key)) if each is not None}
        found[key] = [each for each in both.values() if each.state is not EntryState.DRAFT]
    return found


def _reported(tx: Transaction, cycle: Cycle) -> Iterator[Reported]:
    entries = _entries(tx, cycle)
    for each in asked_in(cycle):
        for entry in entries.get(each.key, ()):
            yield Reported(
                what=each.label,
                unit=entry.place,
                value=each.value_of(entry),
                note=entry.note,
                state=STATES[entry.state],
                day=day_of(entry.at),
            )


def _decision(tx: Transaction, of: Heading, named: Named, words: Say) -> ArchivedFile:
    _, each, _ = named
    what = T("Danh sách kèm Quyết định số {number}, {title}", number=each.number, title=each.title)
    return ArchivedFile(
        name=f"{DECISIONS}/{file_name('xlsx', tx.now, 'quyet dinh', each.number, named[0].id)}",
        what=what if not each.revoked_why else T("{what} (đã thu hồi)", what=what),
        day=each.decided_on,
        make=partial(decision_workbook, of, each, words),
    )


def _scans(tx: Transaction, decisions: Sequence[Named], bytes_of: Callable[[str], bytes]) -> Iterator[ArchivedFile]:
    """What was sent of the signed papers themselves."""
    for listed, decision, _ in decisions:
        for each in decision_scans.of_list(tx, listed.id):
            name = file_name(ending_of(each.name), each.sent_at, "ban quet", decision.number, each.id)
            yield ArchivedFile(
                name=f"{DECISIONS}/{name}",
                what=T("{what} số {number}, bản quét", what=SCANS[each.kind], number=decision.number)
                if each.kind is ScanKind.DECISION
                else T("{what} của Quyết định số {number}, bản quét", what=SCANS[each.kind], number=decision.number),
                day=day_of(each.sent_at),
                make=partial(bytes_of, each.digest),
                may_be_left=True,
            )


def _evidence(tx: Transaction, cycle: Cycle, bytes_of: Callable[[str], bytes]) -> Iterator[ArchivedFile]:
    """Pictures that units sent beside their figures."""
    labels = {each.key: each.label for each in asked_in(cycle)}
    for key, entries in _entries(tx, cycle).items():
        for entry in entries:
            for each in evidence.of_entry(tx, entry.id):
                if each.state is not PictureState.KEPT or each.digest is None or key not in labels:
                    continue
                ending = ENDINGS.get(each.media_type or "", "jpg")
                yield ArchivedFile(
                    name=f"{EVIDENCE}/{file_name(ending, entry.at, key, each.id)}",
                    what=T("Minh chứng: {what}, ngày {day}", what=labels[key], day=Day(day_of(entry.at))),
                    day=day_of(entry.at),
                    make=partial(bytes_of, each.digest),
                    may_be_left=True,
                )
