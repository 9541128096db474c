"""Who joined by name and birth year alone: an officer reads the names and says that it is really them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from acts import ways
from acts.choice import Choice, Look
from acts.words.person_words import doubled_words
from criteria.policy import Action, Unvouched
from handlers.kit.context import Turn
from handlers.kit.draft import Part
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import UNBROKEN, Screen
from locales.format import day_of
from locales.text import Day, T, Tn, Verbatim, Words, lines
from storage import duplicates, places, vouching
from storage.people import Person
from storage.residents import Resident

routes = Routes()

MOST = 18  # names with year and village: a thousand characters, which one message can list
DRAWN_AT_ONCE = 3  # they are asked about one by one
ASIDE = Part[list[Any]]("newcomers", list)  # whom the officer does not know, until the list is begun anew


def _listed(turn: Turn) -> tuple[Person, ...]:
    """Those who were not drawn, without those taken out."""
    aside = _aside(turn)
    found = vouching.open_for(turn.tx, turn.actor, Unvouched.WAITS, limit=MOST + len(aside))
    return tuple(person for person in found if person.id not in aside)[:MOST]


def _aside(turn: Turn) -> list[int]:
    return [int(key) for key in turn.draft.get(ASIDE) or []]


def _mark(listed: Sequence[Person]) -> str:
    """A short name of exactly these people: the button vouches only for those whose names were read."""
    return hashlib.sha256(repr([person.id for person in listed]).encode()).hexdigest()[:12]


@routes.shows("newcomers", Action.VOUCH)
def newcomers(turn: Turn) -> Screen:
    """The names, each a button; one button says that all are right. Those who were drawn are asked about one by one."""
    listed, aside = _listed(turn), _aside(turn)
    drawn = vouching.open_for(turn.tx, turn.actor, Unvouched.DRAWN, limit=DRAWN_AT_ONCE)
    n_drawn = vouching.count_open_for(turn.tx, turn.actor, Unvouched.DRAWN)
    if not listed and not drawn:
        return Screen(text=T("Không còn ai mới ghi tên mà chưa xem."), choices=(*_anew(aside), HOME))
    return Screen(
        title=T("Người mới ghi tên"),
        text=lines(
            T("Họ vào bằng họ tên và năm sinh. Có đúng người ấy không, hay ai vào thay?"),
            T("Đọc từng tên. Ai chưa rõ thì gõ số hay bấm tên ấy để xem, rồi bỏ ra.") if listed else None,
            Tn("{n} người được rút thăm: gọi hỏi từng người.", n_drawn) if drawn else None,
        ),
        choices=(
            *(Choice(_name(turn, each), ways.newcomer(each.id)) for each in listed),
            *((Choice(Tn("Đúng cả {n} người này", len(listed)), ways.newcomers_all(_mark(listed)), Look.MAIN),)
              if listed else ()),
            *(Choice(T("Rút thăm: {who}", who=_name(turn, each)), ways.newcomer(each.id)) for each in drawn),
            *_anew(aside),
            HOME,
        ),
        room=UNBROKEN,
        names=frozenset(each.id for each in (*listed, *drawn)),
    )  # fmt: skip


def _anew(aside: Sequence[int]) -> tuple[Choice, ...]:
    return (Choice(Tn("Xem lại {n} người đã bỏ ra", len(aside)), ways.newcomers_anew()),) if aside else ()


def _name(turn: Turn, person: Person) -> Words:
    village = places.get(turn.tx, person.place_id)
    return T("{name}, {year}, {village}", name=person.full_name, year=person.birth_year, village=village.name)


@routes.does("newcomers-all/{mark}", Action.VOUCH, Weight.DECIDING)
def newcomers_all(turn: Turn, mark: str) -> Goto:
    """It is really them: all whose names were read."""
    listed = _listed(turn)
    if not listed or _mark(listed) != mark:
        return Goto(ways.newcomers(), T("Danh sách vừa thay đổi. {You} đọc lại rồi bấm."))
    n = sum(vouching.vouch(turn.tx, person.id, by=turn.person.id) for person in listed)
    return Goto(ways.newcomers(), Tn("Đã ghi: đúng cả {n} người.", n))


@routes.does("newcomers-anew", Action.VOUCH)
def newcomers_anew(turn: Turn) -> Goto:
    """Those taken out are on the list again."""
    turn.draft.drop(ASIDE)
    return Goto(ways.newcomers())


@routes.shows("newcomer/{resident}", Action.VOUCH)
def newcomer(turn: Turn, resident: Resident) -> Answer:
    """Who it is, and what to do about them."""
    person = resident.person
    if person.unvouched is None:
        return Goto(ways.newcomers(), T("{name}: đã có người nhận rồi.", name=person.full_name or "–"))
    village, came = places.get(turn.tx, person.place_id), vouching.came_at(turn.tx, person.id)
    drawn = person.unvouched is Unvouched.DRAWN
    pairs = duplicates.of_person(turn.tx, person, resident.commune_id)
    return Screen(
        title=T("{name}, sinh {year}", name=person.full_name or "–", year=person.birth_year),
        text=lines(
            Verbatim(village.full_name),
            None if came is None else T("Ghi tên ngày {day}.", day=Day(day_of(came))),
            T("Có trong danh sách dân cư.") if person.on_roster else T("Không có trong danh sách dân cư."),
            T("Người này được rút thăm. {You} hỏi chính người ấy, hoặc hỏi ai khác biết họ, không phải {head_label}.")
            if drawn
            else None,
            *(doubled_words(turn.tx, pair) for pair in pairs),
        ),
        choices=(
            Choice(T("Đúng người này"), ways.newcomer_right(person.id), Look.MAIN),
            *(() if drawn else (Choice(T("Chưa rõ, bỏ ra"), ways.newcomer_aside(person.id)),)),
            Choice(T("Không phải người này: khoá máy ấy"), ways.resident(person.id)),
            *((Choice(T("Gộp với bản ghi trùng"), ways.merging(person.id)),) if pairs else ()),
            Choice(T("Quay lại"), ways.newcomers(), Look.WAY),
            HOME,
        ),
        names=frozenset(pair.other.id for pair in pairs),
    )


@routes.does("newcomer-right/{resident}", Action.VOUCH, Weight.DECIDING)
def newcomer_right(turn: Turn, resident: Resident) -> Goto:
    """It is really them."""
    vouching.vouch(turn.tx, resident.id, by=turn.person.id)
    return Goto(ways.newcomers(), T("Đã ghi: đúng {name}.", name=resident.person.full_name or "–"))


@routes.does("newcomer-aside/{resident}", Action.VOUCH)
def newcomer_aside(turn: Turn, resident: Resident) -> Goto:
    """Not known: the others first."""
    turn.draft.keep(ASIDE, [*(key for key in _aside(turn) if key != resident.id), resident.id])
    return Goto(ways.newcomers())
