"""What the hand-over book is made of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from acts.backing_up import newest
from acts.words.snapshot_words import kind_words
from criteria.policy import Role
from criteria.recognition import Paper
from handlers.commune.month_tasks import dated, waiting
from handlers.shared.role_names import role_name
from locales.format import day_of
from locales.place_words import named
from locales.text import Day, T, Verbatim, Words
from reports.documents.handover_book import TO_WRITE, HandoverBook, InCharge, OpenTask, WhereItIs
from storage import cycles, places, recognition, roles, roster_imports, snapshots
from storage.accounts import Account
from storage.cycles import Cycle
from storage.kit.transaction import Transaction
from storage.kit.words import CycleState, ImportState
from storage.people import Person

IN_CHARGE = frozenset({Role.OFFICER, Role.HEAD, Role.REPORTER})
AHEAD = timedelta(days=90)  # how far what has its day is told
MOST_TASKS, MOST_PAPERS = 15, 12  # of two pages
STATES = {
    CycleState.OPEN: T("Năm đánh giá đang mở."),
    CycleState.CLOSED: T("Năm đánh giá đã đóng."),
    CycleState.LOCKED: T("Năm đánh giá đã khoá."),
}


def handover(tx: Transaction, cycle_id: int, account: Account) -> tuple[HandoverBook, frozenset[int]]:
    """The book of a year as it stands for who asks, and the ids of who holds roles, whom it names."""
    cycle = cycles.get(tx, cycle_id)
    commune, today = places.get(tx, cycle.commune_id), day_of(tx.now)
    tasks = [*waiting(tx, account.actor, cycle), *dated(cycle, today, today + AHEAD)]
    held = tuple(_in_charge(tx, cycle))
    made = HandoverBook(
        commune=commune.full_name,
        inline=commune.inline_name,
        bare=commune.name,
        year=cycle.year,
        as_of=tx.now,
        state=STATES[cycle.state],
        tasks=[OpenTask(each.day, each.words) for each in tasks[:MOST_TASKS]],
        in_charge=[each for each, _ in held],
        papers=tuple(_papers(tx, cycle)),
    )
    return made, frozenset(person.id for _, person in held)


def _in_charge(tx: Transaction, cycle: Cycle) -> Iterator[tuple[InCharge, Person]]:
    """Officers first, then the villages and units in the commune's order; helpers are left to their village's head."""
    for place in (places.get(tx, cycle.commune_id), *places.villages(tx, cycle.commune_id)):
        here = places.words_of(tx, place.id)
        for each in roles.of_place(tx, place.id):
            if each.role in IN_CHARGE:
                role = named(role_name(each.role, for_a_time=each.until is not None), here)
                until = None if each.until is None else day_of(each.until)
                yield InCharge(place.full_name, role, each.person.full_name, until), each.person


def _papers(tx: Transaction, cycle: Cycle) -> Iterator[WhereItIs]:
    """What the program knows of where papers are; the rest is for who hands over to write."""
    found = [*_figures(tx, cycle), *_decisions(tx, cycle)]
    yield from found[:MOST_PAPERS]
    yield from _rosters(tx, cycle)
    yield WhereItIs(T("Sao lưu dữ liệu"), newest(tx))
    yield WhereItIs(T("Gói lưu trữ của năm (ZIP): mục Năm đánh giá, lập lại được lúc nào cũng được"), TO_WRITE)
    yield WhereItIs(T("Hồ sơ giấy: quyết định, biên bản, phiếu có chữ ký"), TO_WRITE)
    yield WhereItIs(T("Máy chủ, khoá khôi phục (tờ in), người quản lý máy"), TO_WRITE)


def _figures(tx: Transaction, cycle: Cycle) -> Iterator[WhereItIs]:
    for each in snapshots.of_cycle(tx, cycle.id):
        sent = snapshots.sent(tx, each.id)
        where: Words = T("chưa ghi đã gửi")
        if sent:
            where = T("đã gửi {to}, số {number}, ngày {day}", to=sent[-1].sent_to, number=sent[-1].number,
                      day=Day(sent[-1].sent_on))  # fmt: skip
        yield WhereItIs(kind_words(each), where)


def _decisions(tx: Transaction, cycle: Cycle) -> Iterator[WhereItIs]:
    for each in recognition.of_cycle(tx, cycle.id):
        if each.state in {Paper.ISSUED, Paper.REVOKED} and each.decided_on is not None:
            what = T("Quyết định số {number} ngày {day}", number=each.number, day=Day(each.decided_on))
            said = T("người ký: {signer}", signer=each.signer)
            yield WhereItIs(what, said if each.state is Paper.ISSUED else T("{what} (đã thu hồi)", what=said))


def _rosters(tx: Transaction, cycle: Cycle) -> Iterator[WhereItIs]:
    taken = (each for each in roster_imports.of_commune(tx, cycle.commune_id) if each.state is ImportState.TAKEN)
    for each in taken:
        of = each.origin
        where = T(
            "nguồn {source}, số liệu ngày {day}, căn cứ {basis}",
            source=of.source or "–",
            day=Verbatim("–") if of.as_of is None else Day(of.as_of),
            basis=of.basis or "–",
        )
        yield WhereItIs(T("Danh sách dân cư, tệp {file}", file=each.file_name), where)
        return
