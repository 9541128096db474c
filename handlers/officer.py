"""The officer's desk: the numbers, the export, the year's criteria set."""

from __future__ import annotations

import re
from collections.abc import Mapping

from criteria.correct import CorrectionError, correct
from criteria.declaration import Measure
from criteria.explain import source_lines, standing_words
from criteria.model import CriteriaSet, Standing
from criteria.plan import CITIZEN_TARGET
from criteria.plan import load as load_plan
from criteria.policy import Action, Role
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.router import HOME, Answer, Goto, Routes
from handlers.kit.screen import Choice, Look, Screen
from locales.text import BLANK, Moment, Number, Percent, T, Tn, Verbatim, Words, lines
from storage import cycles, declarations, outbox, people, places, statistics
from storage.cycles import Cycle
from storage.places import Place
from storage.statistics import Tally

routes = Routes()

CITIZEN_REPORT = "citizen"  # the errand that makes the workbook
CORRECTIONS = "corrections"


def _commune(turn: Turn) -> Place:
    return places.get(turn.tx, min(turn.actor.places(Role.OFFICER)))


def _no_cycle(turn: Turn) -> Goto:
    return Goto("home", T("Xã chưa mở kỳ đánh giá năm {year}.", year=turn.now.year))


@routes.on("stats", Action.SEE_STATISTICS)
def stats(turn: Turn) -> Answer:
    """The commune's numbers: the total first, then one short block a village."""
    commune = _commune(turn)
    cycle = cycles.of_year(turn.tx, commune.id, turn.now.year)
    if cycle is None:
        return _no_cycle(turn)
    villages = places.villages(turn.tx, commune.id)
    min_age = cycle.criteria.min_age.value
    roster = people.roster_sizes(turn.tx, place_ids=[v.id for v in villages], year=cycle.year, min_age=min_age)
    tallies = statistics.tallies(turn.tx, cycle.id, declarations.CITIZEN)
    found = [(v.full_name, roster[v.id], tallies.get(v.id, Tally(v.id, {}))) for v in villages]
    total = Tally(0, {m: sum(tally[m] for _, _, tally in found) for m in Measure})
    plan = load_plan(cycle.plan)
    target: Words = T("Chỉ tiêu: xã chưa nhập kế hoạch.")
    if plan is not None:
        target = T("Chỉ tiêu: {target}", target=Percent(plan.target(CITIZEN_TARGET).share))
    return Screen(
        title=T("{commune}, năm {year}", commune=commune.full_name, year=cycle.year),
        text=lines(
            _line(commune.full_name, sum(roster.values()), total),
            target,
            BLANK,
            *(_line(name, size, tally) for name, size, tally in found),
            BLANK,
            T("Mẫu số: người từ {age} tuổi trong danh sách dân cư. Tỉ lệ: người trong danh sách, đã xác nhận và đạt.",
              age=min_age),
            standing_words(cycle.standing),
            T("Tính đến {when}.", when=Moment(turn.tx.now)),
        ),
        choices=(
            Choice(T("Xuất Excel"), "export", Look.MAIN),
            Choice(T("Bộ tiêu chí và kỳ đánh giá"), f"basis/{cycle.id}"),
            HOME,
        ),
    )  # fmt: skip


def _line(name: str, roster: int, tally: Tally) -> Words:
    share: Words = T("chưa có danh sách dân cư")
    if roster:
        share = T("{share}", share=Percent(tally[Measure.REACHED_ON_ROSTER] / roster))
    return T(
        "{name}: đạt {reached}/{roster} ({share}); đăng ký {registered}, khai {declared}, xác nhận {confirmed}",
        name=name,
        reached=Number(tally[Measure.REACHED_ON_ROSTER]),
        roster=Number(roster),
        share=share,
        registered=Number(tally[Measure.REGISTERED]),
        declared=Number(tally[Measure.DECLARED]),
        confirmed=Number(tally[Measure.CONFIRMED]),
    )


@routes.on("open-year/{year}", Action.ADOPT)
def open_year(turn: Turn, year: int) -> Goto:
    """Open this year's cycle, with the set and the plan of the last one; it must be adopted anew."""
    commune = _commune(turn)
    last = cycles.latest(turn.tx, commune.id)
    if last is None or year != turn.now.year or cycles.of_year(turn.tx, commune.id, year) is not None:
        return Goto("home")
    plan = load_plan(last.plan)
    opened = cycles.open_year(
        turn.tx,
        commune_id=commune.id,
        year=year,
        criteria_set=last.criteria_set,
        plan=last.plan if plan is not None and plan.covers(year) else "",
    )
    return Goto(f"basis/{opened.id}", T("Đã mở kỳ đánh giá năm {year}. {You} chọn cách dùng bộ tiêu chí.", year=year))


@routes.on("export", Action.EXPORT)
def export(turn: Turn) -> Answer:
    """Ask for the workbook; it is made outside the turn and arrives as a file."""
    commune = _commune(turn)
    cycle = cycles.of_year(turn.tx, commune.id, turn.now.year)
    if cycle is None:
        return _no_cycle(turn)
    asked = outbox.put(
        turn.tx,
        outbox.EXPORT,
        turn.account.id,
        {"report": CITIZEN_REPORT, "cycle": cycle.id},
        key=f"export:{turn.account.id}",
    )
    if asked:
        return Goto("stats", T("Đang lập báo cáo, xong sẽ gửi tệp Excel vào đây."))
    return Goto("stats", T("Báo cáo trước đang lập, {you} đợi một chút."))


@routes.on("basis/{cycle}", Action.ADOPT)
def basis(turn: Turn, cycle: Cycle) -> Screen:
    """What the year's results rest on, and how sure the commune is of it; adopt it here."""
    pending = _pending(turn, cycle)
    criteria = correct(cycle.criteria, pending)
    correcting = lines(T("Đang sửa (chưa ghi):"), *correction_words(criteria, pending)) if pending else None
    return Screen(
        title=T("Kỳ đánh giá năm {year}", year=cycle.year),
        text=lines(source_lines(criteria, cycle.standing), correcting),
        choices=(
            Choice(T("Dùng tạm, chưa đối chiếu"), f"adopt/{cycle.id}/{Standing.PROVISIONAL.value}"),
            Choice(T("Đã đối chiếu văn bản gốc"), f"adopt/{cycle.id}/{Standing.VERIFIED.value}"),
            Choice(T("Sửa một con số"), f"numbers/{cycle.id}"),
            HOME,
        ),
    )


def _pending(turn: Turn, cycle: Cycle) -> dict[str, object]:
    """The corrections typed but not adopted yet, on top of those in force."""
    typed = turn.account.draft.get(CORRECTIONS)
    return dict(typed["values"]) if typed is not None and typed["cycle"] == cycle.id else {}


def correction_words(criteria: CriteriaSet, corrections: Mapping[str, object]) -> list[Words]:
    """Corrections of a set's numbers, a line each, by the names people know them under."""
    names = {key: name for key, (name, _) in _numbers(criteria).items()}
    return [
        T(
            "{name}: {value}",
            name=names.get(key, Verbatim(key)),
            value=" ".join(map(str, value)) if isinstance(value, list) else str(value),
        )
        for key, value in corrections.items()
    ]


def _numbers(criteria: CriteriaSet) -> dict[str, tuple[Words, str]]:
    """Every number of a set that an officer can correct: its name and its value now."""
    found: dict[str, tuple[Words, str]] = {"min_age": (T("Tuổi tối thiểu"), str(criteria.min_age.value))}
    if criteria.pass_rule is not None:
        found["pass.total"] = (T("Tổng điểm để đạt"), str(criteria.pass_rule.total.value))
        found["pass.each_at_least"] = (T("Mỗi chỉ số ít nhất"), str(criteria.pass_rule.each_at_least.value))
    for indicator in criteria.indicators:
        points = " ".join(str(level.points) for level in indicator.levels)
        found[f"points.{indicator.id}"] = (T("Điểm câu {name}", name=indicator.name), points)
    return found


@routes.on("numbers/{cycle}", Action.ADOPT)
def numbers(turn: Turn, cycle: Cycle) -> Screen:
    """Which number differs from the paper?"""
    found = _numbers(correct(cycle.criteria, _pending(turn, cycle)))
    return Screen(
        text=T("Con số nào khác văn bản gốc?"),
        choices=(
            *(
                Choice(T("{name}: {value}", name=name, value=value), f"number/{cycle.id}/{key}")
                for key, (name, value) in found.items()
            ),
            Choice(T("Quay lại"), f"basis/{cycle.id}", Look.WAY),
        ),
    )


@routes.on("number/{cycle}/{key}", Action.ADOPT)
def number(turn: Turn, cycle: Cycle, key: str) -> Answer:
    """Ask for the number on the paper."""
    found = _numbers(correct(cycle.criteria, _pending(turn, cycle))).get(key)
    if found is None:
        return Goto(f"numbers/{cycle.id}")
    name, value = found
    return Screen(
        title=name,
        text=T("Hiện là: {value}. {You} gõ số theo văn bản gốc; nhiều mức thì cách nhau bằng dấu cách.", value=value),
        choices=(Choice(T("Quay lại"), f"numbers/{cycle.id}", Look.WAY),),
        typed=True,
    )


@routes.heard("number")
def number_heard(turn: Turn, said: Said | Sent, cycle: Cycle, key: str) -> Answer:
    """Take the number; it counts only when the set is adopted."""
    typed = re.findall(r"\d+", said.text) if isinstance(said, Said) else []
    values = [int(each) for each in typed if len(each) <= 4]
    if not values:
        return Goto(f"number/{cycle.id}/{key}", T("Chỗ này chỉ nhận số."))
    value: object = values if key.startswith("points.") else values[0]
    pending = {**_pending(turn, cycle), key: value}
    try:
        correct(cycle.criteria, pending)
    except CorrectionError as error:
        return Goto(f"number/{cycle.id}/{key}", error.reason)
    turn.account.draft = {**turn.account.draft, CORRECTIONS: {"cycle": cycle.id, "values": pending}}
    return Goto(f"basis/{cycle.id}", T("Đã ghi nháp. {You} chọn cách dùng bộ tiêu chí để áp dụng."))


@routes.on("adopt/{cycle}/{standing}", Action.ADOPT)
def adopt(turn: Turn, cycle: Cycle, standing: str) -> Answer:
    """Adopt the set for the cycle; results that corrections change are made anew, on record."""
    if standing not in {Standing.PROVISIONAL.value, Standing.VERIFIED.value} or not cycle.is_open:
        return Goto(f"basis/{cycle.id}")
    corrections = {**cycle.corrections, **_pending(turn, cycle)}
    adopted = cycles.adopt(
        turn.tx, cycle, standing=Standing(standing), corrections=corrections, person_id=turn.person.id
    )
    turn.account.draft = {key: value for key, value in turn.account.draft.items() if key != CORRECTIONS}
    if corrections == cycle.corrections:
        return Goto(f"basis/{cycle.id}", T("Đã ghi."))
    changed = declarations.rescore(turn.tx, adopted)
    return Goto(f"basis/{cycle.id}", Tn("Đã ghi. Tính lại {n} bản khai theo số mới.", changed))
