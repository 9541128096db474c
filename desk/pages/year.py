"""The year: where it stands, by when its steps are due, what was chosen for it, the figures that were taken down."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from acts.words.snapshot_words import change_words, kind_words
from acts.words.year_calendar import report_day, step_lines
from acts.words.year_words import STATES, counting_words, move_lines, population_words
from criteria.declaration import Measure
from criteria.model import CITIZEN
from criteria.parse import title_name, titles
from criteria.policy import Action
from criteria.year import STEP_NAMES, settings_from_data
from desk.kit.blocks import Block, Cell, Facts, Head, Heading, Items, Link, Links, Page, Para, Table, To, Tone
from desk.kit.table import Answer, Pages
from desk.kit.visit import Visit
from desk.shared.places import YEAR, snapshot_at, year_at
from desk.shared.years import year_in_hand
from locales.text import BLANK, Day, Moment, Number, T, Verbatim, Words
from storage import cycles, snapshots
from storage.cycles import Cycle
from storage.snapshots import Snapshot

pages = Pages()

DASH = Verbatim("–")


@pages.shows(YEAR, Action.SEE_STATISTICS)
def in_hand(visit: Visit) -> Answer:
    """The year in hand."""
    cycle = year_in_hand(visit)
    if cycle is None:
        return Page(title=T("Năm đánh giá"), blocks=(Para(T("Chưa mở năm đánh giá nào.")),))
    return To(year_at(cycle.id))


@pages.shows(f"{YEAR}/{{cycle}}", Action.ADOPT)
def year(visit: Visit, cycle: Cycle) -> Page:
    """All of a year on one page; what changes it is done in the chat."""
    moves = tuple(move_lines(visit.tx, cycle))
    return Page(
        title=T("Năm đánh giá {year}: {state}", year=cycle.year, state=STATES[cycle.state]),
        blocks=(
            *_years(visit, cycle),
            *((Items(moves),) if moves else ()),
            Heading(T("Hạn của từng bước")),
            Items(tuple(each for each in step_lines(cycle, visit.today) if each != BLANK)),
            Heading(T("Cách làm của năm")),
            _settings(visit, cycle),
            Para(
                T("Đổi cách làm, lập số liệu, đóng hoặc mở lại năm: {you} làm trong chat, mục Năm đánh giá."), Tone.SOFT
            ),
            Heading(T("Số liệu tạm tính, số liệu chốt")),
            _snapshots(visit, cycle),
        ),
    )


def _years(visit: Visit, cycle: Cycle) -> Iterator[Links]:
    every = cycles.of_commune(visit.tx, cycle.commune_id)
    if len(every) > 1:
        ways = tuple(Link(Verbatim(str(each.year)), year_at(each.id)) for each in every)
        yield Links(ways, T("Các năm đánh giá"), here=year_at(cycle.id))


def _settings(visit: Visit, cycle: Cycle) -> Facts:
    settings, day = cycle.settings, report_day(cycle)
    steps = ", ".join(visit.said(STEP_NAMES[each]) for each in settings.steps)
    pairs: list[tuple[Words, Words | Link]] = [
        (T("Các bước dùng thêm"), Verbatim(steps or "–")),
        (T("Số đạt"), counting_words(cycle)),
        (T("Ngày cuối gửi báo cáo"), T("chưa ghi") if day is None else T("{day}", day=Day(day))),
        (T("Danh sách ký trên giấy"), T("đối chiếu {n}% số người", n=settings.paper_sample)),
    ]
    if (told := population_words(visit.tx, cycle)) is not None:
        pairs.append((T("Dân số"), told))
    return Facts(tuple(pairs))


def _snapshots(visit: Visit, cycle: Cycle) -> Table:
    return Table(
        T("Các lần lập số liệu, lần cuối trước. Mỗi lần lập giữ nguyên, không ai sửa được"),
        (Head(T("Số liệu")), Head(T("Lập lúc")), Head(T("Ai")), Head(T("Đã gửi")), Head(T("Lưu ý"))),
        tuple(
            (
                Cell(kind_words(each), to=snapshot_at(each.id)),
                Cell(T("{when}", when=Moment(each.as_of))),
                Cell(Verbatim(each.taken_by)),
                Cell(_sent(visit, each)),
                _corrected(visit, each),
            )
            for each in snapshots.of_cycle(visit.tx, cycle.id)
        ),
        none=T("Chưa lập lần nào."),
    )


def _sent(visit: Visit, found: Snapshot) -> Words:
    """Where it was sent, the last time."""
    sent = snapshots.sent(visit.tx, found.id)
    if not sent:
        return DASH
    last = sent[-1]
    return T("{to}, số {number}, ngày {day}", to=last.sent_to, number=last.number, day=Day(last.sent_on))


def _corrected(visit: Visit, found: Snapshot) -> Cell:
    if snapshots.is_corrected(visit.tx, found):
        return Cell(T("ĐÃ SỬA SAU KHI GỬI"), tone=Tone.LATE)
    return Cell(DASH)


# One of them


@pages.shows("/so-lieu/{snapshot}", Action.EXPORT)
def snapshot_(visit: Visit, snapshot: Snapshot) -> Page:
    """The numbers as they were, and what differs from the time before."""
    pairs: list[tuple[Words, Words | Link]] = [
        (T("Lập lúc"), T("{when}, {name}", when=Moment(snapshot.as_of), name=snapshot.taken_by)),
        (T("Đã gửi"), _sent(visit, snapshot)),
        (T("Mã kiểm tra"), Verbatim(snapshot.root[:12])),
    ]
    if snapshot.why:
        pairs.append((T("Lý do"), Verbatim(snapshot.why)))
    return Page(
        title=T("{what}, năm {year}", what=kind_words(snapshot), year=snapshot.year),
        blocks=(
            Facts(tuple(pairs)),
            _by_title(snapshot),
            _by_place(snapshot),
            *_changes(snapshot),
            Links((Link(T("Về năm đánh giá"), year_at(snapshot.cycle_id)),), T("Quay lại")),
        ),
    )


def _by_title(snapshot: Snapshot) -> Table:
    """What was counted of each title, in all places."""
    reached = settings_from_data(snapshot.numbers["settings"]).reached
    shown = (Measure.DECLARED, Measure.WAITING, Measure.CONFIRMED, reached, Measure.RECOGNISED)
    rows = []
    for title in titles():
        counted = snapshot.numbers["counted"].get(title, {}).values()
        sums = [sum(each.get(measure.value, 0) for each in counted) for measure in shown]
        if any(sums):
            rows.append((Cell(title_name(title)), *(Cell(T("{n}", n=Number(n)), number=True) for n in sums)))
    return Table(
        T("Theo danh hiệu, mọi nơi"),
        (
            Head(T("Danh hiệu")),
            Head(T("Đã tự đánh giá"), number=True),
            Head(T("Chờ xác nhận"), number=True),
            Head(T("Đã xác nhận"), number=True),
            Head(T("Số đạt"), number=True),
            Head(T("Được công nhận"), number=True),
        ),
        tuple(rows),
        none=T("Khi ấy chưa có phiếu nào."),
    )


def _by_place(snapshot: Snapshot) -> Table:
    """Learning citizens by place: the whole, and who of it reached."""
    reached = settings_from_data(snapshot.numbers["settings"]).reached_on_roster
    counted, people = snapshot.numbers["counted"].get(CITIZEN, {}), snapshot.numbers["people"]
    return Table(
        T("Công dân học tập, từng nơi"),
        (Head(T("Nơi")), Head(T("Tổng số người trong diện đánh giá"), number=True), Head(T("Số đạt"), number=True)),
        tuple(
            (
                Cell(Verbatim(name)),
                Cell(T("{n}", n=Number(people.get(key, 0))), number=True),
                Cell(T("{n}", n=Number(counted.get(key, {}).get(reached.value, 0))), number=True),
            )
            for key, name in snapshot.numbers["places"].items()
        ),
        none=T("Khi ấy chưa có nơi nào."),
    )


def _changes(snapshot: Snapshot) -> Iterator[Block]:
    yield Heading(T("Khác lần trước, Công dân học tập"))
    if not snapshot.changes:
        yield Para(T("Không khác, hoặc chưa có lần trước."))
    for place, theirs in groupby(snapshot.changes, key=lambda each: each.place):
        yield Para(T("{place}:", place=place), Tone.STRONG)
        yield Items(tuple(map(change_words, theirs)))
