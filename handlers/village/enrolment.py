"""Who of a village registers for the year's titles: all but those named, household by household, a list to sign."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from acts import ways
from acts.choice import Choice, Look
from acts.errands import RegistrationListErrand, ask_for
from acts.way import Way
from acts.words.enrolment_words import registered_means
from criteria.model import CITIZEN, FAMILY
from criteria.parse import title_name
from criteria.policy import Action, Role
from handlers.kit.context import Turn
from handlers.kit.draft import Part
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import UNBROKEN, Screen
from handlers.shared.this_year import not_running
from locales.text import T, Tn, Verbatim, Words, lines
from storage import cycles, enrolment_lists, registrations
from storage.cycles import Cycle
from storage.enrolment_lists import Home, Line
from storage.kit.words import PlaceKind, Registered
from storage.places import Place
from storage.registrations import Whose

routes = Routes()

A_PAGE = 25  # names that one message can list and one glance can take in
OUT = Part[dict[str, Any]]("not_enrolled", dict)  # who does not register: of which list, and their ids
DONE = Part[dict[str, Any]]("enrolled", dict)  # what was written down last: the list's mark, and the batch
FAMILY_ITSELF = 0  # the key of the household's own title among its people


@dataclass(frozen=True, slots=True)
class _Item:
    """What can be ticked: who it is, and how they are called."""

    key: int
    name: Words
    whose: Whose
    title: str
    names: frozenset[int]


def _cycle(turn: Turn, place: Place) -> Cycle | Goto:
    """This year's, where registering is an act of its own in it; else where to go."""
    cycle = cycles.running(turn.tx, place.commune_id)
    if cycle is None:
        return not_running(turn, place.commune_id)
    return cycle if cycle.registers else Goto(ways.village(place.id), registered_means(cycle))


@routes.shows("enrolments/{place}", Action.REGISTER)
def enrolments(turn: Turn, place: Place) -> Answer:
    """How many have registered this year, and the ways to write down more."""
    cycle = _cycle(turn, place)
    if isinstance(cycle, Goto):
        return cycle
    found = enrolment_lists.homes(turn.tx, place.id, cycle)
    people = [line for home in found for line in home.lines]
    families = [home for home in found if home.household_id is not None and home.on_roster]
    is_village = place.kind is not PlaceKind.UNIT
    return Screen(
        title=T("Đăng ký năm {year}, {place}", year=cycle.year, place=place.full_name),
        text=lines(
            _count(CITIZEN, sum(each.day is not None for each in people), len(people)),
            _count(FAMILY, sum(each.day is not None for each in families), len(families)) if is_village else None,
        ),
        choices=(
            Choice(T("Ghi mọi người, trừ …"), ways.enrol_all(place.id, CITIZEN, 0), Look.MAIN),
            *(
                (
                    Choice(T("Ghi mọi hộ, trừ …"), ways.enrol_all(place.id, FAMILY, 0)),
                    Choice(T("Ghi từng hộ đã ký"), ways.enrol_homes(place.id, 0)),
                )
                if is_village
                else ()
            ),
            Choice(T("In danh sách để ký"), ways.enrol_paper(place.id)),
            Choice(T("Về {place}", place=place.inline_name), ways.village(place.id), Look.WAY),
            HOME,
        ),
    )


def _count(title: str, n: int, whole: int) -> Words:
    return T("{title}: đăng ký {n}/{whole}", title=title_name(title), n=n, whole=whole)


def _person(line: Line) -> _Item:
    return _Item(
        line.person_id,
        T("{name} {year}", name=line.full_name or "–", year=Verbatim(str(line.birth_year))),
        Whose(person_id=line.person_id),
        CITIZEN,
        frozenset({line.person_id}),
    )


def _home_name(home: Home) -> Words:
    if home.code and home.head_name:
        return T("Hộ {code}: {name}", code=home.code, name=home.head_name)
    return T("Hộ {code}", code=home.code or home.head_name or "–")


def _family(home: Home) -> _Item:
    named = frozenset(() if home.head_id is None else (home.head_id,))
    whose = Whose(household_id=home.household_id)
    return _Item(home.household_id or 0, _home_name(home), whose, FAMILY, named)


def _open_items(turn: Turn, place: Place, cycle: Cycle, title: str) -> list[_Item]:
    """Who of the place is not registered for the title yet, household by household."""
    found = enrolment_lists.homes(turn.tx, place.id, cycle)
    if title == FAMILY:
        return [_family(each) for each in found if each.on_roster and each.household_id and each.day is None]
    return [_person(line) for home in found for line in home.lines if line.day is None]


def _out(turn: Turn, which: str) -> list[int]:
    """Who was taken out of that list."""
    kept = turn.draft.get(OUT) or {}
    return [int(key) for key in kept.get("out", ())] if kept.get("of") == which else []


def _mark(items: Sequence[_Item]) -> str:
    """A short name of exactly these: a button writes down only what was listed."""
    return hashlib.sha256(repr([(each.title, each.key) for each in items]).encode()).hexdigest()[:12]


def _ticks(items: Sequence[_Item], out: Sequence[int], way: partial[Way]) -> tuple[Choice, ...]:
    return tuple(
        Choice(
            each.name if each.key in out else T("✓ {label}", label=each.name),
            way(each.key),
            ticked=each.key not in out,
        )
        for each in items
    )


def _toggle(turn: Turn, which: str, key: int) -> None:
    out = _out(turn, which)
    now = [each for each in out if each != key] if key in out else [*out, key]
    turn.draft.keep(OUT, {"of": which, "out": now})


def _of_all(place: Place, title: str) -> str:
    return f"{place.id}/{title}"


@routes.shows("enrol-all/{place}/{title}/{skipped}", Action.REGISTER)
def enrol_all(turn: Turn, place: Place, title: str, skipped: int) -> Answer:
    """Some of those who are not registered yet, all ticked: a tap takes one out, one button writes the others down."""
    cycle = _cycle(turn, place)
    if isinstance(cycle, Goto):
        return cycle
    if title not in {CITIZEN, FAMILY}:
        return Goto(ways.enrolments(place.id))
    items = _open_items(turn, place, cycle, title)
    if not items:
        return Goto(ways.enrolments(place.id), T("Ai cũng đã đăng ký rồi."))
    if skipped >= len(items):
        return Goto(ways.enrol_all(place.id, title, 0))
    out = _out(turn, _of_all(place, title))
    shown = items[skipped : skipped + A_PAGE]
    wanted = [each for each in items if each.key not in out]
    last = skipped + A_PAGE >= len(items)
    return Screen(
        title=T("{title}: {n} chưa đăng ký", title=title_name(title), n=len(items)),
        text=lines(
            T("Bấm tên ai KHÔNG đăng ký để bỏ dấu ✓. Cả {village_label} ghi một lần."),
            None if last else T("Còn trang sau: {you} xem hết rồi hãy ghi."),
        ),
        choices=(
            *_ticks(shown, out, partial(ways.enrol_tick, place.id, title, skipped)),
            *(() if last else (Choice(T("Trang sau"), ways.enrol_all(place.id, title, skipped + A_PAGE), Look.MAIN),)),
            *(
                (
                    Choice(
                        Tn("Ghi {n} người đăng ký", len(wanted))
                        if title == CITIZEN
                        else Tn("Ghi {n} hộ đăng ký", len(wanted)),
                        ways.enrol_rest(place.id, title, _mark(wanted)),
                        Look.MAIN if last else Look.ANSWER,
                    ),
                )
                if wanted
                else ()
            ),
            *(
                (Choice(T("Trang trước"), ways.enrol_all(place.id, title, max(0, skipped - A_PAGE)), Look.WAY),)
                if skipped
                else ()
            ),
            Choice(T("Quay lại"), ways.enrolments(place.id), Look.WAY),
            HOME,
        ),
        room=UNBROKEN,
        names=frozenset(key for each in shown for key in each.names),
    )


@routes.does("enrol-tick/{place}/{title}/{skipped}/{key}", Action.REGISTER)
def enrol_tick(turn: Turn, place: Place, title: str, skipped: int, key: int) -> Goto:
    """Take one out of the list, or put them back."""
    _toggle(turn, _of_all(place, title), key)
    return Goto(ways.enrol_all(place.id, title, skipped))


@routes.does("enrol-rest/{place}/{title}/{mark}", Action.REGISTER, Weight.DECIDING)
def enrol_rest(turn: Turn, place: Place, title: str, mark: str) -> Goto:
    """Register exactly those who were ticked, at once."""
    cycle = _cycle(turn, place)
    if isinstance(cycle, Goto):
        return cycle
    if title not in {CITIZEN, FAMILY}:
        return Goto(ways.enrolments(place.id))
    out = _out(turn, _of_all(place, title))
    wanted = [each for each in _open_items(turn, place, cycle, title) if each.key not in out]
    again = Goto(ways.enrol_all(place.id, title, 0), CHANGED)
    return _write_down(turn, place, cycle, wanted, mark, again=again, how=_how(turn, place))


def _how(turn: Turn, place: Place) -> Registered:
    heads = place.id in turn.actor.places(Role.HEAD)
    return Registered.EXCEPTION if heads else Registered.OFFICE


CHANGED = T("Danh sách vừa thay đổi. Chưa ghi gì; {you} xem lại rồi ghi.")


def _write_down(
    turn: Turn, place: Place, cycle: Cycle, wanted: Sequence[_Item], mark: str, *, again: Goto, how: Registered
) -> Goto:
    """Register these, if they are who was seen; the second of two taps shows what the first did."""
    done: Mapping[str, Any] = turn.draft.get(DONE) or {}
    if done.get("mark") == mark:
        return Goto(ways.enrol_done(place.id, int(done["batch"])))
    if not wanted or mark != _mark(wanted):
        return again
    batch_id = registrations.begin_batch(turn.tx, made_by=turn.person.id)
    for title in sorted({each.title for each in wanted}):
        registrations.register(
            turn.tx,
            cycle,
            title,
            [each.whose for each in wanted if each.title == title],
            place_id=place.id,
            how=how,
            written_by=turn.person.id,
            batch_id=batch_id,
        )
    turn.draft.drop(OUT)
    turn.draft.keep(DONE, {"mark": mark, "batch": batch_id})
    return Goto(ways.enrol_done(place.id, batch_id))


@routes.shows("enrol-done/{place}/{number}", Action.REGISTER)
def enrol_done(turn: Turn, place: Place, number: int) -> Answer:
    """What was written down, with the way to take it back."""
    act = registrations.batch(turn.tx, number)
    if act is None or place.id not in act.places or act.undone_at is not None or not act.ids:
        return Goto(ways.enrolments(place.id))
    mine = act.made_by == turn.person.id
    return Screen(
        text=Tn("Đã ghi {n} đăng ký.", len(act.ids)),
        choices=(
            *(
                (Choice(T("Ghi hộ khác"), ways.enrol_homes(place.id, 0), Look.MAIN),)
                if place.kind is not PlaceKind.UNIT
                else ()
            ),
            Choice(T("Xem đăng ký của {place}", place=place.inline_name), ways.enrolments(place.id)),
            *((Choice(T("Rút lại lượt này"), ways.enrol_undo(place.id, number), Look.DANGER),) if mine else ()),
            HOME,
        ),
    )


@routes.does("enrol-undo/{place}/{number}", Action.REGISTER, Weight.DECIDING)
def enrol_undo(turn: Turn, place: Place, number: int) -> Goto:
    """Take back what one act wrote down; who has begun to declare since stays registered."""
    act = registrations.batch(turn.tx, number, lock=True)
    back = ways.enrolments(place.id)
    if act is None or act.made_by != turn.person.id or act.places != {place.id}:
        return Goto(back, T("Lượt này không phải do {you} ghi."))
    cycle = cycles.running(turn.tx, place.commune_id)
    if act.undone_at is not None or cycle is None or act.cycles != {cycle.id}:
        return Goto(back, T("Lượt này không rút lại được nữa."))
    n = registrations.undo(turn.tx, act)
    turn.draft.drop(DONE)
    left = len(act.ids) - n
    return Goto(
        back,
        lines(
            Tn("Đã rút lại {n} đăng ký.", n),
            Tn("{n} người đã bắt đầu khai nên giữ nguyên.", left) if left else None,
        ),
    )


# Household by household


@routes.shows("enrol-homes/{place}/{skipped}", Action.REGISTER)
def enrol_homes(turn: Turn, place: Place, skipped: int) -> Answer:
    """The households in which somebody has not registered."""
    cycle = _cycle(turn, place)
    if isinstance(cycle, Goto):
        return cycle
    homes = [each for each in enrolment_lists.homes(turn.tx, place.id, cycle) if _of_home(each)]
    if not homes:
        return Goto(ways.enrolments(place.id), T("Ai cũng đã đăng ký rồi."))
    if skipped >= len(homes):
        return Goto(ways.enrol_homes(place.id, 0))
    shown = homes[skipped : skipped + A_PAGE]
    return Screen(
        title=T("Hộ chưa đăng ký đủ: {n}", n=len(homes)),
        text=T("{You} chọn hộ đã ký danh sách."),
        choices=(
            *(Choice(_home_name(each), ways.enrol_home(place.id, each.household_id or 0)) for each in shown),
            *(
                (Choice(T("Trang trước"), ways.enrol_homes(place.id, max(0, skipped - A_PAGE)), Look.WAY),)
                if skipped
                else ()
            ),
            *(
                (Choice(T("Trang sau"), ways.enrol_homes(place.id, skipped + A_PAGE), Look.WAY),)
                if skipped + A_PAGE < len(homes)
                else ()
            ),
            Choice(T("Quay lại"), ways.enrolments(place.id), Look.WAY),
            HOME,
        ),
        room=UNBROKEN,
        names=frozenset(each.head_id for each in shown if each.head_id is not None),
    )


def _of_home(home: Home) -> list[_Item]:
    """What a household's signature can register: those of it who are not yet, and the family."""
    if home.household_id is None:
        return []
    people = [_person(line) for line in home.lines if line.day is None][:A_PAGE]
    if home.day is not None:
        return people
    whose = Whose(household_id=home.household_id)
    return [*people, _Item(FAMILY_ITSELF, T("Cả nhà: {title}", title=title_name(FAMILY)), whose, FAMILY, frozenset())]


def _home(turn: Turn, place: Place, cycle: Cycle, key: int) -> Home | None:
    found = enrolment_lists.homes(turn.tx, place.id, cycle)
    return next((each for each in found if each.household_id == key), None)


def _of_one(place: Place, home: int) -> str:
    return f"{place.id}/home/{home}"


@routes.shows("enrol-home/{place}/{home}", Action.REGISTER)
def enrol_home(turn: Turn, place: Place, home: int) -> Answer:
    """Who of a household signed: all are ticked, a tap takes one out."""
    cycle = _cycle(turn, place)
    if isinstance(cycle, Goto):
        return cycle
    found = _home(turn, place, cycle, home)
    items = [] if found is None else _of_home(found)
    if found is None or not items:
        return Goto(ways.enrol_homes(place.id, 0))
    out = _out(turn, _of_one(place, home))
    wanted = [each for each in items if each.key not in out]
    return Screen(
        title=_home_name(found),
        text=T("Bấm tên ai không ký để bỏ dấu ✓."),
        choices=(
            *_ticks(items, out, partial(ways.enrol_member, place.id, home)),
            *(
                (Choice(T("Ghi: hộ này đã ký"), ways.enrol_home_now(place.id, home, _mark(wanted)), Look.MAIN),)
                if wanted
                else ()
            ),
            Choice(T("Quay lại"), ways.enrol_homes(place.id, 0), Look.WAY),
            HOME,
        ),
        names=frozenset(
            {
                *(key for each in items for key in each.names),
                *(() if found.head_id is None else (found.head_id,)),
            }
        ),
    )


@routes.does("enrol-member/{place}/{home}/{key}", Action.REGISTER)
def enrol_member(turn: Turn, place: Place, home: int, key: int) -> Goto:
    """One of the household did not sign, or did."""
    _toggle(turn, _of_one(place, home), key)
    return Goto(ways.enrol_home(place.id, home))


@routes.does("enrol-home-now/{place}/{home}/{mark}", Action.REGISTER, Weight.DECIDING)
def enrol_home_now(turn: Turn, place: Place, home: int, mark: str) -> Goto:
    """The household's signature registers those who are ticked."""
    cycle = _cycle(turn, place)
    if isinstance(cycle, Goto):
        return cycle
    found = _home(turn, place, cycle, home)
    out = _out(turn, _of_one(place, home))
    wanted = [] if found is None else [each for each in _of_home(found) if each.key not in out]
    again = Goto(ways.enrol_home(place.id, home), CHANGED)
    return _write_down(turn, place, cycle, wanted, mark, again=again, how=Registered.HOUSEHOLD)


@routes.does("enrol-paper/{place}", Action.REGISTER)
def enrol_paper(turn: Turn, place: Place) -> Goto:
    """Ask for the list to be signed; it is made outside the turn and arrives as a file."""
    cycle = _cycle(turn, place)
    if isinstance(cycle, Goto):
        return cycle
    asked = ask_for(turn.tx, turn.account, RegistrationListErrand(place.id, cycle.id))
    note = (
        T("Đang lập danh sách, xong sẽ gửi tệp PDF vào đây.") if asked else T("Danh sách đang lập, {you} đợi một chút.")
    )
    return Goto(ways.enrolments(place.id), note)
