"""The commune's plan: each target, what is there, how far it is and from what; and every deadline."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from acts import ways
from acts.choice import Choice, Look
from criteria import plan as plans_
from criteria import yearly_dates
from criteria.plan import Deadline, Measured, Origin, Plan, Target
from criteria.policy import Action
from criteria.yearly_dates import YearlyDate
from handlers.commune import figure_words
from handlers.commune.assigned_words import assigned_lines
from handlers.commune.figure_words import HIGHEST, MET, Reading
from handlers.kit.context import Turn
from handlers.kit.draft import Part
from handlers.kit.event import Said, Sent
from handlers.kit.read import Misread
from handlers.kit.router import HOME, Answer, Goto, Routes
from handlers.kit.screen import UNBROKEN, Screen
from handlers.shared.this_year import not_opened, other_years, still_of
from locales.text import BLANK, Day, Number, Percent, T, Tn, Verbatim, Words, joined, lines
from storage import cycles, entered_figures, places
from storage.cycles import Cycle

routes = Routes()

FIGURE = Part[dict[str, Any]](
    "figure", dict
)  # in the draft: the number typed for a target, which waits for what it rests on
PAGE = 5  # targets on a screen: more would not fit in one message
CHANGED = T("Chỉ tiêu này vừa được nhập lại. {You} xem bản mới rồi hãy sửa.")


@routes.shows("plans", Action.SEE_STATISTICS)
def plans(turn: Turn) -> Answer:
    """Which plan the commune follows in the year in hand, and the others to look at."""
    cycle = cycles.in_hand(turn.tx, turn.commune_id)
    return not_opened(turn) if cycle is None else _plans(turn, cycle)


@routes.shows("plans-of/{cycle}", Action.SEE_STATISTICS)
def plans_of(turn: Turn, cycle: Cycle) -> Screen:
    """The same of a year that was chosen."""
    return _plans(turn, cycle)


def _unknown(cycle: Cycle) -> Goto:
    return Goto(ways.plans_of(cycle.id), T("Không có kế hoạch hay chỉ tiêu này."))


def _plans(turn: Turn, cycle: Cycle) -> Screen:
    mine = plans_.load(cycle.plan)
    following: Words = T("{Commune_label} chưa dùng kế hoạch nào.")
    if mine is not None:
        following = T("{Commune_label} đang dùng: {plan} ({place}).", plan=mine.name, place=mine.place)
    return Screen(
        title=T("Kế hoạch, năm {year}", year=cycle.year),
        text=lines(still_of(turn, cycle), following, T("{You} chọn một kế hoạch để xem chỉ tiêu và các hạn báo cáo.")),
        choices=(
            *(
                Choice(_label(each), ways.plan(cycle.id, each.id), Look.MAIN if each.id == cycle.plan else Look.ANSWER)
                for each in sorted(plans_.load_all(), key=lambda each: each.id != cycle.plan)
            ),
            Choice(T("Cán bộ, công chức, viên chức: ai chưa đạt"), ways.officials(cycle.id)),
            Choice(T("Cộng đồng học tập cấp xã"), ways.dossier_of(cycle.id), Look.WAY),
            *other_years(turn, cycle, lambda each: ways.plans_of(each.id)),
            HOME,
        ),
    )


def _label(plan: Plan) -> Words:
    years = Verbatim(f"{plan.first_year}-{plan.last_year}" if plan.first_year < plan.last_year else f"{plan.last_year}")
    return T("{place}, {years}", place=plan.place, years=years)


@routes.shows("plan/{cycle}/{plan}", Action.SEE_STATISTICS)
def plan_(turn: Turn, cycle: Cycle, plan: str) -> Answer:
    """The targets of the plan, from the first on."""
    return _page(turn, cycle, plan, 1)


@routes.shows("plan-page/{cycle}/{plan}/{page}", Action.SEE_STATISTICS)
def plan_page(turn: Turn, cycle: Cycle, plan: str, page: int) -> Answer:
    """More of them."""
    return _page(turn, cycle, plan, page)


GROUPS: tuple[tuple[Origin, Words], ...] = (
    (Origin.COMPUTED, T("Chỉ tiêu tự tính")),
    (Origin.ENTERED, T("Chỉ tiêu cán bộ nhập")),
    (Origin.OUTSIDE, T("Chỉ tiêu ngoài hệ thống")),
)


def _page(turn: Turn, cycle: Cycle, plan_id: str, page: int) -> Answer:
    plan = plans_.load(plan_id)
    if plan is None:
        return _unknown(cycle)
    order = [origin for origin, _ in GROUPS]
    found = sorted(plan.targets_for(cycle.year), key=lambda each: order.index(each.origin))
    last = max(1, -(-len(found) // PAGE))
    page = min(max(page, 1), last)
    shown = figure_words.readings(turn.tx, cycle, plan, found[(page - 1) * PAGE : page * PAGE])
    names = dict(GROUPS)
    return Screen(
        room=UNBROKEN,
        title=T("{plan} ({page}/{last})", plan=plan.name, page=page, last=last),
        text=lines(
            *(_remarks(plan, cycle) if page == 1 else ()),
            *(
                line
                for n, each in enumerate(shown, 1)
                for line in (
                    BLANK,
                    names[each.target.origin]
                    if n == 1 or each.target.origin is not shown[n - 2].target.origin
                    else None,
                    _line(n, each),
                )
            ),
        ),
        choices=(
            *(
                Choice(T("Mục {n}", n=n), ways.target(cycle.id, plan.id, each.target.id))
                for n, each in enumerate(shown, 1)
            ),
            *((Choice(T("Xem tiếp"), ways.plan_page(cycle.id, plan.id, page + 1), Look.MAIN),) if page < last else ()),
            Choice(T("Các hạn báo cáo"), ways.calendar(cycle.id, plan.id)),
            *(
                (Choice(T("Dùng kế hoạch này cho {commune_label}"), ways.follow(cycle.id, plan.id)),)
                if cycle.is_open and cycle.plan != plan.id
                else ()
            ),
            Choice(T("Kế hoạch khác"), ways.plans_of(cycle.id), Look.WAY),
            HOME,
        ),
    )


def _remarks(plan: Plan, cycle: Cycle) -> tuple[Words, ...]:
    """What must be known of the plan itself."""
    found: list[Words] = [] if plan.note is None else [plan.note]
    if plan.commune_code and not plan.commune_verified:
        found.append(T("Mã đơn vị hành chính {code}: chưa đối chiếu.", code=Verbatim(plan.commune_code)))
    if not plan.covers(cycle.year):
        found.append(
            T("Kế hoạch này cho các năm {first}-{last}, không phải năm {year}.", first=plan.first_year,
              last=plan.last_year, year=cycle.year)
        )  # fmt: skip
    return tuple(found)


def _line(n: int, reading: Reading) -> Words:
    """A target in a few lines: what, how much, how far, of how many it is known, from what."""
    counted = reading.counted
    parts: list[Words] = [
        T("Chỉ tiêu: {value}", value=reading.asked),
        T("thực tế: {value}", value=reading.actual),
    ]
    if reading.far is not None:
        parts.append(reading.far)
    if counted is not None and counted.registered is not None:
        parts.append(T("đăng ký {n} {noun}", n=Number(counted.registered), noun=counted.noun))
    if counted is not None and counted.whole and counted.known is not None:
        parts.append(T("độ phủ {share}", share=Percent(counted.known / counted.whole)))
    return lines(
        T("{n}. {name}", n=n, name=reading.target.name),
        joined([*parts, reading.origin], "; "),
    )


def _find(plan_id: str, cycle: Cycle, target_id: str) -> tuple[Plan, Target] | None:
    plan = plans_.load(plan_id)
    if plan is None:
        return None
    target = next((each for each in plan.targets_for(cycle.year) if each.id == target_id), None)
    return None if target is None else (plan, target)


@routes.shows("target/{cycle}/{plan}/{key}", Action.SEE_STATISTICS)
def target_(turn: Turn, cycle: Cycle, plan: str, key: str) -> Answer:
    """One target: the plan's own words, its source, what is there, how far it is."""
    found = _find(plan, cycle, key)
    if found is None:
        return _unknown(cycle)
    of, target = found
    (reading,) = figure_words.readings(turn.tx, cycle, of, [target])
    mine = cycle.plan == plan and target.origin is Origin.ENTERED
    return Screen(
        title=T("Chỉ tiêu: {value}", value=reading.asked),
        text=lines(
            target.name,
            None if target.year is None else T("Đến năm {year}.", year=target.year),
            T("Nguồn: {source}", source=target.source.text)
            if target.source.verified
            else T("Nguồn: {source} (chưa đối chiếu bản gốc)", source=target.source.text),
            BLANK,
            *reading_lines(reading),
            *(assigned_lines(turn.tx, cycle, entered_figures.plan_key(plan, key)) if mine else ()),
        ),
        choices=(
            *_entering(cycle, plan, reading),
            *(
                (Choice(T("Phân công đơn vị"), ways.assign(entered_figures.plan_key(plan, key), cycle.id)),)
                if mine
                else ()
            ),
            *(
                (Choice(T("Cộng đồng học tập cấp xã"), ways.dossier_of(cycle.id), Look.MAIN),)
                if target.measure is Measured.COMMUNE
                else ()
            ),
            Choice(T("Các chỉ tiêu"), ways.plan(cycle.id, plan), Look.WAY),
            HOME,
        ),
    )


def reading_lines(reading: Reading) -> tuple[Words, ...]:
    """What is there, with everything that it rests on."""
    counted, entry = reading.counted, reading.entry
    return tuple(
        each
        for each in (
            T("Thực tế: {value}", value=reading.actual),
            None if reading.far is None else T("So với chỉ tiêu: {far}", far=reading.far),
            None if counted is None else figure_words.coverage_words(counted),
            None if counted is None else figure_words.young_words(counted),
            None if counted is None else figure_words.registered_words(counted),
            figure_words.COURSES if reading.target.short_courses else None,
            None if entry is None else T("Đã nhập: {entry}", entry=figure_words.entry_words(entry, reading.actual)),
            T("Số lấy từ đâu: {origin}", origin=reading.origin),
        )
        if each is not None
    )


def _entering(cycle: Cycle, plan: str, reading: Reading) -> tuple[Choice, ...]:
    target = reading.target
    if target.origin is not Origin.ENTERED or not cycle.is_open or cycle.plan != plan:
        return ()
    at = (cycle.id, plan, target.id)
    if target.unit in {MET, ""}:
        return (Choice(T("Ghi: đạt"), ways.reach(*at, 1)), Choice(T("Ghi: chưa đạt"), ways.reach(*at, 0)))
    return (Choice(T("Nhập số"), ways.figure(*at), Look.MAIN if reading.entry is None else Look.ANSWER),)


def _enterable(plan: str, cycle: Cycle, target_id: str) -> Target | None:
    """The target, if officers enter it and the commune follows its plan; others are only looked at."""
    found = _find(plan, cycle, target_id) if cycle.plan == plan else None
    return None if found is None or found[1].origin is not Origin.ENTERED else found[1]


@routes.shows("figure/{cycle}/{plan}/{key}", Action.ENTER)
def figure(turn: Turn, cycle: Cycle, plan: str, key: str) -> Answer:
    """Ask for the number."""
    target = _enterable(plan, cycle, key)
    if target is None:
        return _unknown(cycle)
    return Screen(
        title=target.name,
        text=T("{You} gõ số ({unit}), từ 0 đến {most}.", unit=target.unit, most=_most(target)),
        choices=(Choice(T("Thôi"), ways.target(cycle.id, plan, key), Look.WAY),),
        typed=True,
    )


def _most(target: Target) -> int:
    return HIGHEST.get(target.unit, 9999)


@routes.hears("figure")
def figure_heard(turn: Turn, said: Said | Sent, cycle: Cycle, plan: str, key: str) -> Goto:
    """Take the number; it counts once it is said what it rests on."""
    target = _enterable(plan, cycle, key)
    if target is None:
        return _unknown(cycle)
    value = figure_words.read_figure(said, _most(target))
    if isinstance(value, Misread):
        return Goto(ways.figure(cycle.id, plan, key), value.hint)
    return _hold(turn, cycle, plan, target, value)


@routes.does("reach/{cycle}/{plan}/{key}/{met}", Action.ENTER)
def reach(turn: Turn, cycle: Cycle, plan: str, key: str, met: int) -> Goto:
    """Reached, or not."""
    target = _enterable(plan, cycle, key)
    return _unknown(cycle) if target is None or met > 1 else _hold(turn, cycle, plan, target, met)


def _hold(turn: Turn, cycle: Cycle, plan: str, target: Target, value: int) -> Goto:
    """Keep the number in the draft, with what held when it was typed."""
    draft = {"cycle": cycle.id, "target": target.id, "value": value, "seen": _last(turn, cycle, plan, target)}
    turn.draft.keep(FIGURE, draft)
    return Goto(ways.paper(cycle.id, plan, target.id))


def _last(turn: Turn, cycle: Cycle, plan: str, target: Target) -> int:
    last = entered_figures.latest_of(turn.tx, cycle.id, entered_figures.plan_key(plan, target.id))
    return 0 if last is None else last.id


def _held(turn: Turn, cycle: Cycle, target: Target) -> int | None:
    draft = turn.draft.get(FIGURE) or {}
    return draft["value"] if (draft.get("cycle"), draft.get("target")) == (cycle.id, target.id) else None


@routes.shows("paper/{cycle}/{plan}/{key}", Action.ENTER)
def paper(turn: Turn, cycle: Cycle, plan: str, key: str) -> Answer:
    """Ask what the number rests on."""
    target = _enterable(plan, cycle, key)
    value = None if target is None else _held(turn, cycle, target)
    if target is None or value is None:
        return Goto(ways.target(cycle.id, plan, key))
    return Screen(
        title=target.name,
        text=lines(
            T("Sẽ ghi: {value}.", value=figure_words.value_words(value, target.unit or MET)),
            T("Dựa vào đâu? {You} gõ đơn vị cung cấp, số, ngày văn bản. Ví dụ: Trường THCS, báo cáo số 7 ngày 5/3."),
        ),
        choices=(Choice(T("Thôi"), ways.target(cycle.id, plan, key), Look.WAY),),
        typed=True,
    )


@routes.hears("paper")
def paper_heard(turn: Turn, said: Said | Sent, cycle: Cycle, plan: str, key: str) -> Goto:
    """Take what it rests on: the target's figure is entered, unless somebody was faster."""
    target = _enterable(plan, cycle, key)
    value = None if target is None else _held(turn, cycle, target)
    at = ways.target(cycle.id, plan, key)
    if target is None or value is None:
        return Goto(at)
    note = figure_words.read_note(said)
    if isinstance(note, Misread):
        return Goto(ways.paper(cycle.id, plan, key), note.hint)
    seen = (turn.draft.get(FIGURE) or {})["seen"]
    turn.draft.drop(FIGURE)
    if seen != _last(turn, cycle, plan, target):
        return Goto(at, CHANGED)
    is_number = target.unit not in {MET, ""}
    entered_figures.enter(
        turn.tx,
        cycle,
        entered_figures.plan_key(plan, target.id),
        value=value if is_number else None,
        met=None if is_number else value > 0,
        note=note,
        person_id=turn.person.id,
    )
    return Goto(at, T("Đã ghi."))


@routes.shows("calendar/{cycle}/{plan}", Action.SEE_STATISTICS)
def calendar(turn: Turn, cycle: Cycle, plan: str) -> Answer:
    """Every deadline: when, how long from now, who sends what to whom."""
    found = plans_.load(plan)
    if found is None:
        return _unknown(cycle)
    commune = places.get(turn.tx, cycle.commune_id)
    return Screen(
        title=T("Các hạn báo cáo, năm {year}", year=cycle.year),
        text=lines(
            T("{plan}, {commune}", plan=found.name, commune=commune.inline_name),
            *(lines(BLANK, *_deadline_lines(turn, each, cycle.year)) for each in found.deadlines),
            BLANK,
            T("Các ngày trong năm:"),
            *(_yearly_line(each, cycle.year) for each in yearly_dates.load()),
        ),
        choices=(Choice(T("Các chỉ tiêu"), ways.plan(cycle.id, plan), Look.WAY), HOME),
    )


def _yearly_line(each: YearlyDate, year: int) -> Words:
    first, last = each.in_year(year)
    when = Day(first) if first == last else T("{first} đến {last}", first=Day(first), last=Day(last))
    said = T("- {when}: {name}", when=when, name=each.name)
    return said if each.source.verified else T("{what} (ngày chưa đối chiếu)", what=said)


def _deadline_lines(turn: Turn, deadline: Deadline, year: int) -> tuple[Words, ...]:
    day = deadline.last_day(year)
    found: list[Words] = [deadline.name, _when(deadline, year)]
    if day is not None:
        found.append(_days_left((day - turn.today).days))
    sends = T("{sender} gửi {receiver}", sender=deadline.sender, receiver=deadline.receiver)
    found.append(sends if deadline.source.verified else T("{what} (chưa đối chiếu bản gốc)", what=sends))
    if deadline.note is not None:
        found.append(T("Lưu ý: {note}", note=deadline.note))
    return (T("- {name}", name=found[0]), *found[1:])


def _when(deadline: Deadline, year: int) -> Words:
    """The date, or the plan's own words where it gives none, or where the year has none."""
    day = deadline.last_day(year)
    if day is not None and deadline.before:  # the plan says the day after
        return T("Chậm nhất {day} (kế hoạch ghi: trước ngày {next})", day=Day(day), next=Day(day + timedelta(days=1)))
    if day is not None:
        return T("Chậm nhất {day}", day=Day(day))
    if deadline.when is not None:
        return deadline.when
    return T("Các năm: {years}", years=Verbatim(", ".join(map(str, deadline.years))))


def _days_left(days: int) -> Words:
    if days < 0:
        return Tn("Đã qua {n} ngày", -days)
    return Tn("Còn {n} ngày", days) if days else T("Hôm nay là ngày cuối")


@routes.does("follow/{cycle}/{plan}", Action.ADOPT)
def follow(turn: Turn, cycle: Cycle, plan: str) -> Goto:
    """From now on the commune's year follows this plan."""
    found = plans_.load(plan)
    if found is None:
        return _unknown(cycle)
    if not cycle.is_open:
        return Goto(ways.plan(cycle.id, plan), T("Kỳ đánh giá này đã khoá sổ."))
    if cycle.plan != plan:
        cycles.follow(turn.tx, cycle, plan)
    return Goto(ways.plan(cycle.id, plan), T("Từ nay {commune_label} dùng kế hoạch này."))
