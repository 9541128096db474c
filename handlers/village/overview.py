"""A village on one screen: how far it is, and the ways to everything that is done for it."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from acts.errands import ProgressErrand, ask_for
from acts.way import Way
from acts.words.deadline_words import coming
from acts.words.enrolment_words import registered_means
from criteria.declaration import Measure
from criteria.model import CITIZEN
from criteria.plan import Measured
from criteria.plan import load as load_plan
from criteria.policy import Action, Role
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Answer, Goto, Routes
from handlers.kit.screen import Screen
from handlers.shared.menu_words import menu_choice
from handlers.shared.this_year import is_running, not_opened, other_years, still_of
from locales.format import day_of
from locales.place_words import named
from locales.text import BLANK, Number, Percent, T, Verbatim, Words, lines
from storage import counters, cycles, people, places
from storage.counters import Tally
from storage.cycles import Cycle
from storage.kit.transaction import Transaction
from storage.places import Place

routes = Routes()

AHEAD = 366  # days: the next date of the plan, however far


@routes.shows("village/{place}", Action.REMIND)
def village(turn: Turn, place: Place) -> Answer:
    """The village's progress in the year in hand in words, and everything that is done for it."""
    cycle = cycles.in_hand(turn.tx, place.commune_id)
    if cycle is None:
        return not_opened(turn)
    return Screen(
        title=T("{place}, năm {year}", place=place.full_name, year=cycle.year),
        text=lines(still_of(turn, cycle), *progress_words(turn.tx, place, cycle)),
        choices=(
            Choice(T("Ai chưa khai"), ways.missing(place.id), Look.MAIN),
            *_enrolment(turn, place, cycle),
            Choice(T("Ảnh tiến độ"), ways.progress(place.id)),
            Choice(T("Khai hộ người không có điện thoại"), ways.helping_next()),
            Choice(T("Nhập phiếu giấy"), ways.sheets()),
            Choice(T("In phiếu giấy"), ways.papers(place.id)),
            Choice(T("Họp xét, danh sách ký"), ways.meetings(place.id)),
            *_headed(turn, place),
            Choice(T("Lớp học, sự kiện"), ways.events()),
            Choice(T("Gửi thông báo"), ways.announce(place.id)),
            Choice(T("Mã {village_label}"), ways.codes()),
            Choice(T("Người phụ trách, người giúp"), ways.keepers(place.id)),
            Choice(T("Tìm người"), ways.people()),
            Choice(T("Cấp mã, khoá máy bị mất"), ways.residents()),
            menu_choice(T("Giờ nhận tin"), ways.digest_time()),
            *other_years(turn, cycle, lambda each: ways.village_of(place.id, each.year)),
            HOME,
        ),
    )


@routes.shows("village-of/{place}/{year}", Action.REMIND)
def village_of(turn: Turn, place: Place, year: int) -> Answer:
    """How far it was in another year, and who had not declared."""
    cycle = cycles.of_year(turn.tx, place.commune_id, year)
    if cycle is None:
        return Goto(ways.village(place.id))
    return Screen(
        title=T("{place}, năm {year}", place=place.full_name, year=year),
        text=lines(*progress_words(turn.tx, place, cycle)),
        choices=(
            Choice(T("Ai chưa khai"), ways.missing_of(place.id, year), Look.MAIN),
            Choice(T("Ảnh tiến độ"), ways.progress_of(place.id, year)),
            *other_years(turn, cycle, lambda each: ways.village_of(place.id, each.year)),
            HOME,
        ),
    )


def _enrolment(turn: Turn, place: Place, cycle: Cycle) -> tuple[Choice, ...]:
    """While registering is an act of its own."""
    if not cycle.registers or not is_running(turn, cycle):
        return ()
    return (Choice(T("Đăng ký"), ways.enrolments(place.id)),)


def _headed(turn: Turn, place: Place) -> tuple[Choice, ...]:
    """What only its head declares."""
    if place.id not in turn.actor.places(Role.HEAD):
        return ()
    return (Choice(T("Danh hiệu của {village_label}"), ways.community(place.id)),)


def progress_words(tx: Transaction, place: Place, cycle: Cycle) -> tuple[Words | None, ...]:
    """Registered, declared, confirmed, reached, the target, the days left."""
    min_age = cycle.criteria().adult_age
    roster = people.roster_sizes(tx, cycle, place_ids=[place.id], min_age=min_age)[place.id]
    tally = counters.tallies(tx, cycle.id, CITIZEN).get(place.id, Tally(place.id, {}))
    reached = tally[cycle.settings.reached_on_roster]
    share: Words = T("chưa có danh sách dân cư, nên chưa có tỉ lệ")
    if roster:
        share = T("{share} của {n} người trong danh sách", share=Percent(reached / roster), n=Number(roster))
    return (
        T("Đăng ký: {n}", n=Number(tally[Measure.REGISTERED])),
        None if cycle.registers else registered_means(cycle),
        T("Đã tự đánh giá: {n}", n=Number(tally[Measure.DECLARED])),
        T("Trong đó kết quả lập ở nơi khác: {n}", n=Number(tally[Measure.MADE_ELSEWHERE]))
        if tally[Measure.MADE_ELSEWHERE]
        else None,
        T("Đã xác nhận: {n}", n=Number(tally[Measure.CONFIRMED])),
        T("Được công nhận: {n}", n=Number(tally[Measure.RECOGNISED])) if tally[Measure.RECOGNISED] else None,
        T("Đạt: {n} ({share})", n=Number(reached), share=share),
        BLANK,
        named(_target(cycle, roster, reached), places.words_of(tx, place.id)),
        *(due.words for due in coming(cycle, day_of(tx.now), within=AHEAD)[:1]),
    )


def target_share(cycle: Cycle) -> float | None:
    """The commune's target for citizens in the cycle's year, as a share; ``None`` where the plan names no number."""
    plan = load_plan(cycle.plan)
    aim = None if plan is None else plan.of_measure(Measured.CITIZENS, cycle.year)
    return None if aim is None or aim.value is None else aim.share


def _target(cycle: Cycle, roster: int, reached: int) -> Words:
    share = target_share(cycle)
    if share is None:
        return T("Chỉ tiêu: {commune_label} chưa nhập kế hoạch, hoặc kế hoạch không nêu số.")
    wanted = -(-roster * round(share * 10_000) // 10_000)
    if roster and reached < wanted:
        return T(
            "Chỉ tiêu của {commune_label}: {share}. {Village_label} còn thiếu {n} người đạt.", share=Percent(share),
                 n=Number(wanted - reached))  # fmt: skip
    if roster:
        return T("Chỉ tiêu của {commune_label}: {share}. {Village_label} đã đạt chỉ tiêu.", share=Percent(share))
    return T("Chỉ tiêu của {commune_label}: {share}.", share=Percent(share))


@routes.shows("villages", Action.SEE_STATISTICS)
def villages(turn: Turn) -> Screen:
    """Which village? For officers."""
    commune = places.get(turn.tx, turn.commune_id)
    return Screen(
        title=Verbatim(commune.full_name),
        text=T("{You} chọn một {village_label}, đơn vị."),
        choices=(
            *(Choice(Verbatim(each.full_name), ways.village(each.id))
              for each in places.villages(turn.tx, commune.id)),
            Choice(T("Cán bộ {commune_label} phụ trách"), ways.keepers(commune.id)),
            HOME,
        ),
    )  # fmt: skip


@routes.does("progress/{place}", Action.REMIND)
def progress(turn: Turn, place: Place) -> Goto:
    """Ask for the picture of the village's progress; it is made outside the turn and arrives as a picture."""
    cycle = cycles.in_hand(turn.tx, place.commune_id)
    return not_opened(turn) if cycle is None else _progress(turn, place, cycle, ways.village(place.id))


@routes.does("progress-of/{place}/{year}", Action.REMIND)
def progress_of(turn: Turn, place: Place, year: int) -> Goto:
    """Ask for that of another year."""
    cycle = cycles.of_year(turn.tx, place.commune_id, year)
    back = ways.village_of(place.id, year)
    return Goto(ways.village(place.id)) if cycle is None else _progress(turn, place, cycle, back)


def _progress(turn: Turn, place: Place, cycle: Cycle, back: Way) -> Goto:
    asked = ask_for(turn.tx, turn.account, ProgressErrand(place.id, cycle.id))
    note = T("Đang làm ảnh, xong sẽ gửi vào đây.") if asked else T("Ảnh đang làm, {you} đợi một chút.")
    return Goto(back, note)
