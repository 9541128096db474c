"""A village on one screen: how far it is, and the ways to everything that is done for it."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from acts.errands import ProgressErrand, ask_for
from criteria.declaration import Measure
from criteria.model import CITIZEN
from criteria.plan import Measured
from criteria.plan import load as load_plan
from criteria.policy import Action, Role
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Answer, Goto, Routes
from handlers.kit.screen import Screen
from handlers.shared.deadline_words import coming
from handlers.shared.this_year import not_opened
from locales.format import day_of
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
    """The village's progress in words, and everything that is done for it."""
    cycle = cycles.of_this_year(turn.tx, place.commune_id)
    if cycle is None:
        return not_opened(turn)
    return Screen(
        title=T("{place}, năm {year}", place=place.full_name, year=cycle.year),
        text=lines(*progress_words(turn.tx, place, cycle)),
        choices=(
            Choice(T("Ai chưa khai"), ways.missing(place.id), Look.MAIN),
            Choice(T("Ảnh tiến độ"), ways.progress(place.id)),
            Choice(T("Khai hộ người không có điện thoại"), ways.helping_next()),
            Choice(T("Nhập phiếu giấy"), ways.sheets()),
            Choice(T("In phiếu giấy"), ways.papers(place.id)),
            *_headed(turn, place),
            Choice(T("Lớp học, sự kiện"), ways.events()),
            Choice(T("Mã của thôn"), ways.codes()),
            Choice(T("Người giữ việc, mời người giúp"), ways.keepers(place.id)),
            Choice(T("Cấp mã, cắt máy bị mất"), ways.residents()),
            Choice(T("Giờ nhận tin"), ways.digest_time()),
            HOME,
        ),
    )


def _headed(turn: Turn, place: Place) -> tuple[Choice, ...]:
    """What only its head declares."""
    if place.id not in turn.actor.places(Role.HEAD):
        return ()
    return (Choice(T("Danh hiệu của {place}", place=place.inline_name), ways.community(place.id)),)


def progress_words(tx: Transaction, place: Place, cycle: Cycle) -> tuple[Words | None, ...]:
    """Registered, declared, confirmed, reached, the target, the days left."""
    min_age = cycle.criteria().adult_age
    roster = people.roster_sizes(tx, place_ids=[place.id], year=cycle.year, min_age=min_age)[place.id]
    tally = counters.tallies(tx, cycle.id, CITIZEN).get(place.id, Tally(place.id, {}))
    reached = tally[Measure.REACHED_ON_ROSTER]
    share: Words = T("chưa có danh sách dân cư, nên chưa có tỉ lệ")
    if roster:
        share = T("{share} của {n} người trong danh sách", share=Percent(reached / roster), n=Number(roster))
    return (
        T("Đăng ký: {n}", n=Number(tally[Measure.REGISTERED])),
        T("Đã gửi: {n}", n=Number(tally[Measure.DECLARED])),
        T("Đã xác nhận: {n}", n=Number(tally[Measure.CONFIRMED])),
        T("Đạt: {n} ({share})", n=Number(reached), share=share),
        BLANK,
        _target(cycle, roster, reached),
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
        return T("Chỉ tiêu: xã chưa nhập kế hoạch, hoặc kế hoạch không nêu số.")
    wanted = -(-roster * round(share * 10_000) // 10_000)
    if roster and reached < wanted:
        return T("Chỉ tiêu của xã: {share}. Thôn còn thiếu {n} người đạt.", share=Percent(share),
                 n=Number(wanted - reached))  # fmt: skip
    if roster:
        return T("Chỉ tiêu của xã: {share}. Thôn đã vượt chỉ tiêu.", share=Percent(share))
    return T("Chỉ tiêu của xã: {share}.", share=Percent(share))


@routes.shows("villages", Action.SEE_STATISTICS)
def villages(turn: Turn) -> Screen:
    """Which village? For officers."""
    commune = places.get(turn.tx, turn.commune_id)
    return Screen(
        title=Verbatim(commune.full_name),
        text=T("{You} chọn một thôn, đơn vị."),
        choices=(
            *(Choice(Verbatim(each.full_name), ways.village(each.id))
              for each in places.villages(turn.tx, commune.id)),
            Choice(T("Cán bộ xã giữ việc"), ways.keepers(commune.id)),
            HOME,
        ),
    )  # fmt: skip


@routes.does("progress/{place}", Action.REMIND)
def progress(turn: Turn, place: Place) -> Goto:
    """Ask for the picture of the village's progress; it is made outside the turn and arrives as a picture."""
    cycle = cycles.of_this_year(turn.tx, place.commune_id)
    if cycle is None:
        return not_opened(turn)
    asked = ask_for(turn.tx, turn.account, ProgressErrand(place.id, cycle.id))
    note = T("Đang làm ảnh, xong sẽ gửi vào đây.") if asked else T("Ảnh đang làm, {you} đợi một chút.")
    return Goto(ways.village(place.id), note)
