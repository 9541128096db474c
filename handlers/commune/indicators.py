"""The commune's own "Cộng đồng học tập" (Thông tư 25): its indicators, what is known of each, entering what is not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from acts import ways
from acts.choice import Choice, Look
from criteria import commune
from criteria.commune import CommuneResult, Indicator, State, Threshold, threshold_state
from criteria.plan import Measured
from criteria.policy import Action
from criteria.score import Verdict
from handlers.commune import figure_words
from handlers.commune.assigned_words import assigned_lines, unit_names
from handlers.commune.fund_words import fund_words
from handlers.kit.context import Turn
from handlers.kit.draft import Part
from handlers.kit.event import Said, Sent
from handlers.kit.read import Misread
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from handlers.shared.evidence_file import on_its_way
from handlers.shared.this_year import not_opened, other_years, still_of
from locales.catalog import catalog
from locales.format import VIETNAM
from locales.text import BLANK, Number, Percent, T, Tn, Verbatim, Words, joined, lines
from storage import (
    announcements,
    assignments,
    cycles,
    entered_figures,
    evidence,
    funds,
    learning_events,
    target_actuals,
)
from storage.cycles import Cycle
from storage.entered_figures import Entry
from storage.target_actuals import Actual

routes = Routes()

ANNOUNCED = "1.1"  # what announcements speak to: people are told what learning there is
SUPPLIER = Part[dict[str, Any]](
    "supplier", dict
)  # in the draft: which unit supplies the indicator that is being entered, if not its lead
OF_FUNDS = "2.2"  # what was raised from society: the funds support it, and never answer it
MET, NOT_MET = "dat", "chua"  # in routes
SHOWN_OF_HISTORY = 6

VERDICTS: Mapping[Verdict, Words] = {
    Verdict.REACHED: T("đạt"),
    Verdict.NOT_REACHED: T("chưa đạt"),
    Verdict.UNDECIDED: T("chưa xác định"),
    Verdict.INCOMPLETE: T("chưa xác định"),
}
STATES: Mapping[State, Words] = {
    State.MET: T("đạt"),
    State.NOT_MET: T("chưa đạt"),
    State.UNKNOWN: T("chưa xác định"),
}
CHANGED = T("Chỉ tiêu này vừa được nhập lại. {You} xem bản mới rồi hãy sửa.")


@routes.shows("dossier", Action.SEE_STATISTICS)
def dossier(turn: Turn) -> Answer:
    """Where the commune stands in the year in hand: the result, what is missing, the criteria to choose from."""
    cycle = cycles.in_hand(turn.tx, turn.commune_id)
    return not_opened(turn) if cycle is None else _dossier(turn, cycle)


@routes.shows("dossier-of/{cycle}", Action.SEE_STATISTICS)
def dossier_of(turn: Turn, cycle: Cycle) -> Screen:
    """The same of a year that was chosen."""
    return _dossier(turn, cycle)


def _dossier(turn: Turn, cycle: Cycle) -> Screen:
    standard, result = commune.load(), target_actuals.commune_result(turn.tx, cycle)
    missing = [each for each in standard.indicators if result.state(each.id) is not State.MET]
    return Screen(
        title=T("{name}, năm {year}", name=standard.name, year=cycle.year),
        text=lines(
            still_of(turn, cycle),
            *result_lines(result),
            BLANK,
            T("Còn thiếu:") if missing else None,
            *(T("- {id} {label}: {state}", id=each.id, label=each.label, state=STATES[result.state(each.id)])
              for each in missing),
            BLANK,
            basis_words(standard),
        ),
        choices=(
            *(
                Choice(
                    T("{id}. {label} ({met}/{all})", id=each.id, label=each.label, all=len(each.indicators),
                      met=sum(result.state(i.id) is State.MET for i in each.indicators)),
                    ways.criterion(cycle.id, n),
                )
                for n, each in enumerate(standard.criteria, 1)
            ),
            Choice(T("Lập hồ sơ, nộp hồ sơ"), ways.dossier_folder(cycle.id)),
            Choice(T("Phân công, đơn vị nộp số liệu"), ways.assignments(0, cycle.id)),
            Choice(T("Chỉ tiêu kế hoạch"), ways.plans_of(cycle.id), Look.WAY),
            *other_years(turn, cycle, lambda each: ways.dossier_of(each.id)),
            HOME,
        ),
    )  # fmt: skip


def result_lines(result: CommuneResult) -> tuple[Words, ...]:
    """The result by level, each with its reason."""
    standard = commune.load()
    met, failed = result.of_state(State.MET), result.of_state(State.NOT_MET)
    level_2: Words = VERDICTS[result.verdicts[2]]
    if standard.level_2_open is not None:
        level_2 = T("{verdict}: {why}", verdict=level_2, why=standard.level_2_open)
    return (
        T(
            "Mức độ 1: {verdict}. Đạt {met}/{all} chỉ tiêu, chưa đạt {failed}, chưa xác định {unknown}.",
            verdict=VERDICTS[result.verdicts[1]],
            met=len(met),
            all=len(standard.indicators),
            failed=len(failed),
            unknown=len(standard.indicators) - len(met) - len(failed),
        ),
        T("Mức độ 2: {verdict}.", verdict=level_2),
    )


def basis_words(standard: commune.Standard) -> Words:
    """What the indicators rest on."""
    if standard.source.verified:
        return T("Căn cứ: {number}.", number=standard.number)
    return T("Căn cứ: {number}, chưa đối chiếu bản gốc của Thông tư.", number=standard.number)


@routes.shows("criterion/{cycle}/{n}", Action.SEE_STATISTICS)
def criterion(turn: Turn, cycle: Cycle, n: int) -> Answer:
    """The indicators of a criterion and what is known of each."""
    standard = commune.load()
    if not 1 <= n <= len(standard.criteria):
        return Goto(ways.dossier_of(cycle.id))
    found = standard.criteria[n - 1]
    result = target_actuals.commune_result(turn.tx, cycle)
    return Screen(
        title=T("Tiêu chí {id}", id=found.id),
        text=found.name,
        choices=(
            *(
                Choice(
                    T("{id} {label}: {state}", id=each.id, label=each.label, state=STATES[result.state(each.id)]),
                    ways.indicator(cycle.id, each.id),
                )
                for each in found.indicators
            ),
            Choice(T("Các tiêu chí"), ways.dossier_of(cycle.id), Look.WAY),
            HOME,
        ),
    )


def _indicator(key: str) -> Indicator | None:
    try:
        return commune.load().indicator(key)
    except KeyError:
        return None


@routes.shows("indicator/{cycle}/{key}", Action.SEE_STATISTICS)
def indicator(turn: Turn, cycle: Cycle, key: str) -> Answer:
    """One indicator: what the law asks, who supplies it, what is known of it."""
    found = _indicator(key)
    if found is None:
        return Goto(ways.dossier_of(cycle.id))
    entry = entered_figures.latest_of(turn.tx, cycle.id, entered_figures.circular_key(key))
    known = _counted_lines(turn, cycle, found) if found.is_computed else (_entered_words(entry),)
    pictures = () if entry is None else evidence.of_entry(turn.tx, entry.id)
    return Screen(
        title=T("{id} {label}", id=found.id, label=found.label),
        text=lines(
            found.name,
            BLANK,
            *assigned_lines(turn.tx, cycle, entered_figures.circular_key(key)),
            _model_words(found),
            T("Minh chứng cần có: {evidence}", evidence=found.evidence),
            BLANK,
            *known,
            _turnout_words(turn, cycle, key),
            fund_words(turn.tx, cycle) if key == OF_FUNDS else None,
        ),
        choices=(
            *_entering(cycle, found, entry),
            *((Choice(T("Sổ theo dõi quỹ khuyến học"), ways.funds(cycle.id)),) if key == OF_FUNDS else ()),
            *(
                (Choice(T("Phân công đơn vị"), ways.assign(entered_figures.circular_key(key), cycle.id)),)
                if not found.is_computed
                else ()
            ),
            *(Choice(T("Xem ảnh {n}", n=n), ways.picture(each.id)) for n, each in enumerate(pictures, 1)),
            *((Choice(T("Các lần đã nhập"), ways.entered(cycle.id, key)),) if entry is not None else ()),
            Choice(
                T("Tiêu chí {id}", id=key.partition(".")[0]),
                ways.criterion(cycle.id, int(key.partition(".")[0])),
                Look.WAY,
            ),
            HOME,
        ),
    )


def _model_words(found: Indicator) -> Words:
    """What another commune's table says of it: a model to start from, named as that commune's."""
    said = T("Mẫu tham khảo, bảng của xã Kiến Hưng: {unit}; phối hợp: {units}", unit=found.lead.name,
             units=found.support.name)  # fmt: skip
    return said if found.lead.source.verified else T("{what} (suy ra từ ô gộp, cần xem lại)", what=said)


def _turnout_words(turn: Turn, cycle: Cycle, key: str) -> Words | None:
    """What events say of an indicator: a support for who enters it, never its result."""
    found = learning_events.turnout(turn.tx, cycle.commune_id, cycle.year).get(key)
    if found is None:
        return None
    return lines(
        T(
            "Từ hệ thống: {events} sự kiện, {people} lượt người dự",
            events=Number(found.events),
            people=Number(found.attendances),
        ),
        T("Đếm tay, ở buổi không điểm danh: {n} lượt người", n=Number(found.counted)) if found.counted else None,
        _announced(turn, cycle) if key == ANNOUNCED else None,
    )


def _announced(turn: Turn, cycle: Cycle) -> Words | None:
    """What was announced in the year."""
    first, after = (datetime(year, 1, 1, tzinfo=VIETNAM) for year in (cycle.year, cycle.year + 1))
    made = announcements.of_year(turn.tx, cycle.commune_id, first, after)
    if not made.announcements:
        return None
    return T("Thông báo: {n} lần, {people} lượt người nhận", n=Number(made.announcements), people=Number(made.told))


def _entered_words(entry: Entry | None) -> Words:
    if entry is None:
        return T("Kết quả: chưa nhập.")
    return T("Kết quả: {entry}", entry=figure_words.entry_words(entry, figure_words.met_words(entry.met)))


def _entering(cycle: Cycle, found: Indicator, entry: Entry | None) -> tuple[Choice, ...]:
    if found.is_computed or not cycle.is_open:
        return ()
    seen = 0 if entry is None else entry.id
    picture = (
        () if entry is None else (Choice(T("Thêm ảnh minh chứng"), ways.entry_picture(cycle.id, found.id, entry.id)),)
    )
    return (
        Choice(T("Ghi: đạt"), ways.enter(cycle.id, found.id, MET, seen), Look.MAIN if entry is None else Look.ANSWER),
        Choice(T("Ghi: chưa đạt"), ways.enter(cycle.id, found.id, NOT_MET, seen)),
        *picture,
    )


def _counted_lines(turn: Turn, cycle: Cycle, found: Indicator) -> tuple[Words, ...]:
    """A computed indicator: part, whole, coverage, how far, for each share it asks for."""
    counted = target_actuals.all_of(turn.tx, cycle)
    return tuple(
        line
        for threshold in found.thresholds
        for line in _threshold_lines(threshold, Measured(threshold.measured), counted)
    )


def _threshold_lines(threshold: Threshold, of: Measured, counted: Mapping[Measured, Actual]) -> tuple[Words, ...]:
    actual = counted[of]
    state = threshold_state(threshold, 1, *target_actuals.weighed(counted))
    missing = figure_words.missing_words(actual, threshold.level_1)
    found = (
        T(
            "{name}, cần ít nhất {percent}: {state}",
            name=threshold.name,
            percent=Percent(threshold.level_1 / 100),
            state=STATES[state],
        ),
        T("- {n}", n=figure_words.part_words(actual)),
        None if missing is None else T("- {n}", n=missing),
        *(
            None if each is None else T("- {n}", n=each)
            for each in (
                figure_words.coverage_words(actual),
                figure_words.young_words(actual),
                figure_words.registered_words(actual),
            )
        ),
    )
    return tuple(each for each in found if each is not None)


@routes.shows("entered/{cycle}/{key}", Action.SEE_STATISTICS)
def entered(turn: Turn, cycle: Cycle, key: str) -> Answer:
    """All that was ever entered of an indicator, the last first."""
    found = _indicator(key)
    if found is None:
        return Goto(ways.dossier_of(cycle.id))
    all_of_it = entered_figures.history(turn.tx, cycle.id, entered_figures.circular_key(key))
    more = len(all_of_it) - SHOWN_OF_HISTORY
    return Screen(
        title=T("{id} {label}: các lần đã nhập", id=found.id, label=found.label),
        text=lines(
            *(
                T("- {entry}", entry=figure_words.entry_words(each, figure_words.met_words(each.met)))
                for each in all_of_it[:SHOWN_OF_HISTORY]
            ),
            Tn("và {n} lần trước đó.", more) if more > 0 else None,
        )
        if all_of_it
        else T("Chưa nhập lần nào."),
        choices=(Choice(T("Quay lại"), ways.indicator(cycle.id, key), Look.WAY), HOME),
    )


def _refused(turn: Turn, cycle: Cycle, key: str, met: str, seen: int) -> Goto | None:
    """Why this cannot be entered now: no such indicator, a computed one, or somebody was faster."""
    found = _indicator(key)
    if found is None:
        return Goto(ways.dossier_of(cycle.id))
    at = ways.indicator(cycle.id, key)
    if found.is_computed:
        return Goto(at, T("Chỉ tiêu này máy tự tính, không nhập tay."))
    if met not in {MET, NOT_MET}:
        return Goto(at)
    last = entered_figures.latest_of(turn.tx, cycle.id, entered_figures.circular_key(key))
    return Goto(at, CHANGED) if (0 if last is None else last.id) != seen else None


@routes.shows("enter/{cycle}/{key}/{met}/{seen}", Action.ENTER)
def enter(turn: Turn, cycle: Cycle, key: str, met: str, seen: int) -> Answer:
    """Ask what the answer rests on."""
    found = _indicator(key)
    refused = _refused(turn, cycle, key, met, seen)
    if refused is not None or found is None:
        return refused or Goto(ways.dossier_of(cycle.id))
    return Screen(
        title=T("{id} {label}: {met}", id=found.id, label=found.label, met=figure_words.met_words(met == MET)),
        text=lines(
            joined(_parts(found), "\n") if found.id == "3.1" else None,
            T("Dựa vào đâu? {You} gõ số, ngày văn bản, minh chứng. Ví dụ: Kế hoạch số 12 ngày 5/3/2026."),
            T("Minh chứng cần có: {evidence}", evidence=found.evidence),
            T("Đơn vị cung cấp: {unit}", unit=_supplier(turn, cycle, found) or T("chưa phân công")),
        ),
        choices=(
            *_from_funds(turn, cycle, key, met, seen),
            Choice(T("Đơn vị khác cung cấp"), ways.supplier(cycle.id, key, met, seen)),
            Choice(T("Thôi"), ways.indicator(cycle.id, key), Look.WAY),
        ),
        typed=True,
    )


def _parts(found: Indicator) -> tuple[Words, ...]:
    """What 3.1 asks for, apart: it is one answer, and all of it must be there."""
    return (
        T("Đạt khi có đủ cả sáu thứ: phòng làm việc; bàn, ghế; tủ, giá; tủ sách dùng chung; thiết bị công nghệ "
          "thông tin; thiết bị ấy phù hợp cho người dân học."),
    )  # fmt: skip


def _supplier(turn: Turn, cycle: Cycle, found: Indicator) -> Verbatim | None:
    """Who supplies it: the unit typed for this very indicator, else the unit that the commune has assigned it to."""
    typed = turn.draft.get(SUPPLIER) or {}
    if (typed.get("cycle"), typed.get("key")) == (cycle.id, found.id):
        return Verbatim(str(typed["name"]))
    made = assignments.of_cycle(turn.tx, cycle.id).get(entered_figures.circular_key(found.id))
    name = None if made is None or made.lead_id is None else unit_names(turn.tx, cycle).get(made.lead_id)
    return None if name is None else Verbatim(name)


def _from_funds(turn: Turn, cycle: Cycle, key: str, met: str, seen: int) -> tuple[Choice, ...]:
    """The book of funds as what 2.2 rests on, where anything stands in it: only as the officer chooses."""
    if key != OF_FUNDS or not funds.of_cycle(turn.tx, cycle.id):
        return ()
    return (Choice(T("Dựa vào sổ theo dõi quỹ"), ways.enter_funds(cycle.id, met, seen)),)


@routes.does("enter-funds/{cycle}/{met}/{seen}", Action.ENTER, Weight.DECIDING)
def enter_funds(turn: Turn, cycle: Cycle, met: str, seen: int) -> Goto:
    """2.2 is entered with what the book of funds says now as its basis; the officer has said whether it is met."""
    refused = _refused(turn, cycle, OF_FUNDS, met, seen)
    said = fund_words(turn.tx, cycle)
    if refused is not None or said is None:
        return refused or Goto(ways.enter(cycle.id, OF_FUNDS, met, seen))
    entered_figures.enter(
        turn.tx,
        cycle,
        entered_figures.circular_key(OF_FUNDS),
        met=met == MET,
        note=catalog("vi").render(said),
        person_id=turn.person.id,
    )
    return Goto(ways.indicator(cycle.id, OF_FUNDS), T("Đã ghi."))


@routes.hears("enter")
def enter_heard(turn: Turn, said: Said | Sent, cycle: Cycle, key: str, met: str, seen: int) -> Goto:
    """Take what it rests on: the indicator is entered."""
    found = _indicator(key)
    refused = _refused(turn, cycle, key, met, seen)
    if refused is not None or found is None:
        return refused or Goto(ways.dossier_of(cycle.id))
    note = figure_words.read_note(said)
    if isinstance(note, Misread):
        return Goto(ways.enter(cycle.id, key, met, seen), note.hint)
    supplier_ = _supplier(turn, cycle, found)
    entered_figures.enter(
        turn.tx,
        cycle,
        entered_figures.circular_key(key),
        met=met == MET,
        note=note if supplier_ is None else f"{figure_words.plain(supplier_)}: {note}",
        person_id=turn.person.id,
    )
    turn.draft.drop(SUPPLIER)
    return Goto(ways.indicator(cycle.id, key), T("Đã ghi."))


@routes.shows("supplier/{cycle}/{key}/{met}/{seen}", Action.ENTER)
def supplier(turn: Turn, cycle: Cycle, key: str, met: str, seen: int) -> Answer:
    """Ask for the unit that supplies it."""
    return _refused(turn, cycle, key, met, seen) or Screen(
        text=T("Đơn vị nào cung cấp? {You} gõ tên đơn vị."),
        choices=(Choice(T("Quay lại"), ways.enter(cycle.id, key, met, seen), Look.WAY),),
        typed=True,
    )


@routes.hears("supplier")
def supplier_heard(turn: Turn, said: Said | Sent, cycle: Cycle, key: str, met: str, seen: int) -> Goto:
    """Take the unit's name."""
    name = figure_words.read_unit(said)
    if isinstance(name, Misread):
        return Goto(ways.supplier(cycle.id, key, met, seen), name.hint)
    turn.draft.keep(SUPPLIER, {"cycle": cycle.id, "key": key, "name": name})
    return Goto(ways.enter(cycle.id, key, met, seen))


@routes.shows("entry-picture/{cycle}/{key}/{seen}", Action.ENTER)
def picture(turn: Turn, cycle: Cycle, key: str, seen: int) -> Answer:
    """Ask for a picture of the paper."""
    return _picture_refused(turn, cycle, key, seen) or Screen(
        text=T("{You} chụp văn bản hoặc hoạt động rồi gửi ảnh vào đây."),
        choices=(Choice(T("Xong"), ways.indicator(cycle.id, key), Look.WAY),),
        picture=True,
    )


def _picture_refused(turn: Turn, cycle: Cycle, key: str, seen: int) -> Goto | None:
    last = entered_figures.latest_of(turn.tx, cycle.id, entered_figures.circular_key(key))
    if last is None:
        return Goto(ways.indicator(cycle.id, key))
    return Goto(ways.indicator(cycle.id, key), CHANGED) if last.id != seen else None


@routes.hears("entry-picture")
def picture_heard(turn: Turn, said: Said | Sent, cycle: Cycle, key: str, seen: int) -> Goto:
    """Keep the picture beside what was entered."""
    refused = _picture_refused(turn, cycle, key, seen)
    if refused is not None:
        return refused
    here, there = ways.entry_picture(cycle.id, key, seen), ways.indicator(cycle.id, key)
    if isinstance(said, Said):
        way = turn.numbered(said.text)
        return Goto(here, T("Chỗ này nhận ảnh.")) if way is None else Goto(way)
    if said.picture is None:
        return Goto(here, T("Chỗ này nhận ảnh, chưa nhận được thứ vừa gửi."))
    if len(evidence.of_entry(turn.tx, seen)) >= evidence.MOST:
        return Goto(there, T("Mỗi chỗ giữ nhiều nhất {n} ảnh, nên ảnh này không nhận.", n=evidence.MOST))
    evidence.attach(
        turn.tx,
        said.picture,
        person_id=turn.person.id,
        account_id=turn.account.id,
        entry_id=seen,
        caption=said.caption,
    )
    return Goto(here, on_its_way(said.caption))  # the others of an album follow
