"""Which unit of the commune leads each indicator and target, which support it: its own table, never a model's."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from criteria.policy import Action
from handlers.commune.assigned_words import assigned_lines, lead_of, unit_name, unit_names
from handlers.commune.figures_asked import Asked, asked_in, find
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from locales.text import BLANK, T, Tn, Verbatim, lines
from storage import assignments, places
from storage.cycles import Cycle
from storage.places import Place

routes = Routes()

NOBODY = 0  # in a route: no unit leads it
PAGE = 8


@routes.shows("assignments/{page}/{cycle}", Action.SEE_STATISTICS)
def assignments_(turn: Turn, page: int, cycle: Cycle) -> Screen:
    """Each figure that is asked for, with who leads it."""
    asked, made = asked_in(cycle), assignments.of_cycle(turn.tx, cycle.id)
    names = unit_names(turn.tx, cycle)
    last = max(0, (len(asked) - 1) // PAGE)
    page = min(page, last)
    open_ = sum(1 for each in asked if lead_of(made.get(each.key)) is None)
    return Screen(
        title=T("Phân công số liệu, năm {year}", year=cycle.year),
        text=lines(
            T("Bảng phân công của {commune}.", commune=places.get(turn.tx, cycle.commune_id).inline_name),
            Tn("{n} chỉ tiêu chưa có đơn vị chủ trì.", open_) if open_ else None,
        ),
        choices=(
            *(
                Choice(
                    T("{what}: {unit}", what=each.label, unit=unit_name(names, lead_of(made.get(each.key)))),
                    ways.assign(each.key, cycle.id),
                )
                for each in asked[page * PAGE : (page + 1) * PAGE]
            ),
            *((Choice(T("Xem tiếp"), ways.assignments(page + 1, cycle.id), Look.MAIN),) if page < last else ()),
            Choice(T("Đơn vị nào chưa nộp"), ways.who_filed(cycle.id)),
            Choice(T("Cộng đồng học tập cấp xã"), ways.dossier_of(cycle.id), Look.WAY),
            HOME,
        ),
    )


@routes.shows("assign/{key}/{cycle}", Action.SEE_STATISTICS)
def assign(turn: Turn, key: str, cycle: Cycle) -> Answer:
    """One figure: who leads, who supports, and changing that."""
    asked = find(cycle, key)
    if asked is None:
        return Goto(ways.assignments(0, cycle.id))
    return Screen(
        title=asked.label,
        text=lines(asked.name, BLANK, *assigned_lines(turn.tx, cycle, key)),
        choices=(
            *(
                (
                    Choice(T("Đổi đơn vị chủ trì"), ways.assign_lead(key, cycle.id)),
                    Choice(T("Đổi đơn vị phối hợp"), ways.assign_support(key, cycle.id)),
                )
                if cycle.is_open
                else ()
            ),
            Choice(T("Bảng phân công"), ways.assignments(0, cycle.id), Look.WAY),
            HOME,
        ),
    )


@routes.shows("assign-lead/{key}/{cycle}", Action.ENTER)
def assign_lead(turn: Turn, key: str, cycle: Cycle) -> Answer:
    """Which unit leads?"""
    asked = find(cycle, key)
    return Goto(ways.assignments(0, cycle.id)) if asked is None else _units(turn, cycle, asked)


def _units(turn: Turn, cycle: Cycle, asked: Asked) -> Screen:
    lead = lead_of(assignments.of_cycle(turn.tx, cycle.id).get(asked.key))
    names = unit_names(turn.tx, cycle)
    return Screen(
        title=asked.label,
        text=T("Đơn vị nào chủ trì? Chưa có trong danh sách thì {you} thêm đơn vị trước."),
        choices=(
            *(
                Choice(Verbatim(name), ways.assign_to(asked.key, key, cycle.id), ticked=key == lead)
                for key, name in names.items()
            ),
            Choice(T("Không đơn vị nào"), ways.assign_to(asked.key, NOBODY, cycle.id)),
            Choice(T("Thêm đơn vị (trường, cơ quan…)"), ways.unit_new(), Look.WAY),
            Choice(T("Thôi"), ways.assign(asked.key, cycle.id), Look.WAY),
        ),
    )


def _unit_of(turn: Turn, cycle: Cycle, unit: int) -> Place | None:
    """The village or unit of that id, if it is the commune's and exists today."""
    return next((each for each in places.villages(turn.tx, cycle.commune_id) if each.id == unit), None)


@routes.does("assign-to/{key}/{unit}/{cycle}", Action.ENTER, Weight.DECIDING)
def assign_to(turn: Turn, key: str, unit: int, cycle: Cycle) -> Goto:
    """This unit leads from now on; its people hear of it by their own screen."""
    if find(cycle, key) is None:
        return Goto(ways.assignments(0, cycle.id))
    if unit != NOBODY and _unit_of(turn, cycle, unit) is None:
        return Goto(ways.assign(key, cycle.id))
    made = assignments.of_cycle(turn.tx, cycle.id).get(key)
    support = () if made is None else made.support_ids
    lead = None if unit == NOBODY else unit
    assignments.assign(turn.tx, cycle, key, lead_id=lead, support_ids=support, by=turn.person.id)
    return Goto(ways.assign(key, cycle.id), T("Đã ghi."))


@routes.shows("assign-support/{key}/{cycle}", Action.ENTER)
def assign_support(turn: Turn, key: str, cycle: Cycle) -> Answer:
    """Which units support it?"""
    asked = find(cycle, key)
    if asked is None:
        return Goto(ways.assignments(0, cycle.id))
    made = assignments.of_cycle(turn.tx, cycle.id).get(key)
    lead, support = lead_of(made), () if made is None else made.support_ids
    return Screen(
        title=asked.label,
        text=T("Những đơn vị nào phối hợp? {You} chọn từng đơn vị; chọn lần nữa thì bỏ."),
        choices=(
            *(
                Choice(Verbatim(name), ways.assign_tick(key, unit, cycle.id), ticked=unit in support)
                for unit, name in unit_names(turn.tx, cycle).items()
                if unit != lead
            ),
            Choice(T("Xong"), ways.assign(key, cycle.id), Look.MAIN),
        ),
    )


@routes.does("assign-tick/{key}/{unit}/{cycle}", Action.ENTER, Weight.DECIDING)
def assign_tick(turn: Turn, key: str, unit: int, cycle: Cycle) -> Goto:
    """This unit supports it from now on, or does so no more."""
    if find(cycle, key) is None or _unit_of(turn, cycle, unit) is None:
        return Goto(ways.assignments(0, cycle.id))
    made = assignments.of_cycle(turn.tx, cycle.id).get(key)
    support = () if made is None else made.support_ids
    after = tuple(each for each in support if each != unit) if unit in support else (*support, unit)
    assignments.assign(turn.tx, cycle, key, lead_id=lead_of(made), support_ids=after, by=turn.person.id)
    return Goto(ways.assign_support(key, cycle.id))
