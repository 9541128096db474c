"""What an officer puts right about people: a name, a place, who left, who is elsewhere. Each can be taken back.

The person's row is written, what they declared in open years follows (:func:`storage.declarations.follow`), and
what stood there before is kept (:mod:`storage.person_changes`). Nothing is counted anew: the counters are shifted.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select, update

from criteria.declaration import EDITABLE, State
from criteria.model import SubjectKind
from criteria.policy import Joining
from criteria.presence import Away, Left
from storage import accounts, declarations, doubts, households, joining_requests, people, person_changes, registrations
from storage.declaration_record import Declaration
from storage.households import Household
from storage.kit.tables import people as people_table
from storage.kit.tables import proxies
from storage.kit.transaction import Transaction, without_audit
from storage.kit.words import Changed
from storage.people import Person
from storage.person_changes import Change
from storage.places import Place

WHERE = ("place_id", "household_id", "relation", "unit_id", "stays_at_id", "stays_in")  # what a move may change
LEFT = ("left_on", "left_why")
AWAY = ("away", "away_from", "away_to")
_NAMES = ("full_name", "birth_year")


@dataclass(slots=True)
class _Following:
    """What a person declared in open years, as it was: for who writes to say where it goes from now on."""

    before: tuple[Declaration, ...]
    anew: bool = False
    place_id: int | None = None  # of what is not confirmed yet

    def place_of(self, each: Declaration) -> int | None:
        return self.place_id if each.state in EDITABLE and each.kind is SubjectKind.PERSON else None


@contextmanager
def following(tx: Transaction, person_id: int) -> Iterator[_Following]:
    """While the body runs the person's row may be written; after it what they declared follows, and its doubts."""
    found = _Following(declarations.own_open(tx, [person_id]))
    yield found
    for each in found.before:
        now = declarations.follow(tx, each, place_id=found.place_of(each), anew=found.anew)
        if now.state is State.SUBMITTED:
            now = doubts.renew(tx, now)
        if now.submitted_at is not None:
            doubts.renew_around(tx, each, now)
    if found.place_id is not None:
        registrations.move(tx, person_id, found.place_id)


def _columns(tx: Transaction, person_id: int, names: Sequence[str]) -> dict[str, Any]:
    wanted = select(*(people_table.c[name] for name in names)).where(people_table.c.id == person_id)
    row = tx.connection.execute(wanted).one()
    return {name: getattr(row, name) for name in names}


def _hash(tx: Transaction, person_id: int, values: Mapping[str, Any]) -> str:
    """The fingerprint of what stood there: the row's salt, which an erasure deletes, keeps it from being guessed."""
    salt = _columns(tx, person_id, ["salt"])["salt"]
    said = repr(sorted(person_changes.plain(values).items()))
    return hashlib.blake2b(said.encode(), key=str(salt).encode(), digest_size=16).hexdigest()


# A name and a birth year


def correct(tx: Transaction, person: Person, *, full_name: str, birth_year: int, by: int | None) -> Person:
    """Put right a name and a birth year, on the roster, too; results that hang on the age are made anew."""
    person = people.lock(tx, person.id)
    before = {"full_name": person.full_name, "birth_year": person.birth_year}
    after = {"full_name": full_name, "birth_year": birth_year}
    if before == after:
        return person
    change = person_changes.record(tx, person.id, Changed.NAME, before=before, after=after, by=by)
    return _name(tx, person, after, {"change": change})


def _name(tx: Transaction, person: Person, after: Mapping[str, Any], said: Mapping[str, Any]) -> Person:
    before = {"full_name": person.full_name, "birth_year": person.birth_year}
    hashes = {"before": _hash(tx, person.id, before), "after": _hash(tx, person.id, after)}
    with following(tx, person.id) as follows:
        follows.anew = person.birth_year != after["birth_year"]
        corrected = people.correct(
            tx,
            person,
            full_name=str(after["full_name"]),
            birth_year=int(after["birth_year"]),
            said={**said, **hashes},
        )
    if person.household_id is not None and follows.anew:
        households.reassess(tx, person.household_id)
    return corrected


# A place


def move_to(tx: Transaction, person: Person, place: Place, *, by: int | None) -> Person:
    """The person lives in another village of the commune from now on, and in no household of the old one.

    What was confirmed stays where it was confirmed, and so does the person in that year's denominators; what is not
    confirmed goes along. Who is assessed in a unit stays there.
    """
    person = people.lock(tx, person.id)
    if person.place_id == place.id:
        return person
    before = _columns(tx, person.id, WHERE)
    with following(tx, person.id) as follows:
        if person.household_id is not None:
            person = households.leave(tx, person)
        joining_requests.cannot_be(tx, Joining.HOUSEHOLD, person_id=person.id)
        stays = _stays(tx, person, follows.before) if person.unit_id is None else {}
        follows.place_id = place.id if person.unit_id is None else None
        _write(tx, person.id, {"place_id": place.id, **stays})
        _moved(tx, person.id, before, by)
    return people.get(tx, person.id)


def assess_at(tx: Transaction, person: Person, unit: Place | None, *, by: int | None) -> Person:
    """The person is assessed in that unit from now on, or in the village again; what was confirmed stays."""
    person = people.lock(tx, person.id)
    key = None if unit is None else unit.id
    if person.unit_id == key:
        return person
    before = _columns(tx, person.id, WHERE)
    with following(tx, person.id) as follows:
        if unit is not None:
            joining_requests.cannot_be(tx, Joining.UNIT, person_id=person.id)
        follows.place_id = key or person.place_id
        _write(tx, person.id, {"unit_id": key, **_stays(tx, person, follows.before)})
        _moved(tx, person.id, before, by)
    return people.get(tx, person.id)


def enter_household(tx: Transaction, person: Person, household: Household, *, by: int | None) -> Person:
    """The person lives in that household of their village from now on."""
    person = people.lock(tx, person.id)
    if person.household_id == household.id or person.place_id != household.place_id:
        return person
    before = _columns(tx, person.id, WHERE)
    with following(tx, person.id):
        entered = households.enter(tx, household, person, relation="other")
        _moved(tx, person.id, before, by)
    return entered


def _stays(tx: Transaction, person: Person, mine: Sequence[Declaration]) -> dict[str, Any]:
    """Where the person is counted in the years that are confirmed already: there, until the next one."""
    confirmed = [each for each in mine if each.state not in EDITABLE and each.kind is SubjectKind.PERSON]
    if not confirmed:
        return {}
    last = max(confirmed, key=lambda each: each.cycle.year)
    return {"stays_at_id": last.place_id, "stays_in": last.cycle.year}


@without_audit("whoever calls it audits what it is for")
def _write(tx: Transaction, person_id: int, values: Mapping[str, Any]) -> None:
    tx.write(update(people_table).where(people_table.c.id == person_id).values(**values))


def _moved(tx: Transaction, person_id: int, before: Mapping[str, Any], by: int | None) -> None:
    after = _columns(tx, person_id, WHERE)
    change = person_changes.record(tx, person_id, Changed.PLACE, before=before, after=after, by=by)
    tx.audit("person.moved", f"person:{person_id}", {"change": change, "before": dict(before), "after": after})


# Off the roster


def take_off(tx: Transaction, person: Person, *, why: Left, on: date, by: int | None) -> Person:
    """The person is on the roster no more from that day on: in no denominator of that year or a later one.

    What was confirmed stays confirmed and counts as outside the roster. For who has died nobody speaks any more.
    """
    person = people.lock(tx, person.id)
    if person.left_on is not None:
        return person
    before: dict[str, Any] = _columns(tx, person.id, LEFT)
    with following(tx, person.id):
        _write(tx, person.id, {"left_on": on, "left_why": why})
        if why is Left.DIED:
            before["chats"], before["proxies"] = _silence(tx, person)
        after = {"left_on": on, "left_why": why}
        change = person_changes.record(tx, person.id, Changed.LEFT, before=before, after=after, by=by)
        tx.audit("person.left", f"person:{person.id}", {"change": change, **person_changes.plain(after)})
    if person.household_id is not None:
        households.without(tx, person, person.household_id)
    return people.get(tx, person.id)


def _silence(tx: Transaction, person: Person) -> tuple[list[int], list[int]]:
    """Nobody speaks for the dead: their chats are nobody's, who spoke for them does not any more. Returns the ids."""
    seats = [seat.id for seat in accounts.of_person(tx, person.id)]
    for seat in seats:
        accounts.cut_off(tx, seat, person.id)
    spoke = tx.write(
        update(proxies).where(proxies.c.person_id == person.id, proxies.c.ended_at.is_(None)).values(ended_at=tx.now)
    )
    ended = sorted(row.id for row in spoke)
    if ended:
        tx.audit("proxy.ended", f"person:{person.id}", {"proxies": ended})
    return seats, ended


def put_back(tx: Transaction, person: Person, *, by: int | None) -> Person:
    """The person is on the roster again, as if they had never left; who spoke for them must ask anew."""
    person = people.lock(tx, person.id)
    if person.left_on is None:
        return person
    with following(tx, person.id):
        _write(tx, person.id, {"left_on": None, "left_why": None})
        tx.audit("person.back", f"person:{person.id}", {"before": person_changes.plain({"left_on": person.left_on})})
    for each in person_changes.of_person(tx, person.id):
        if each.kind is Changed.LEFT and each.person_id == person.id and not each.is_undone:
            person_changes.undo(tx, each, by=by)
    if person.household_id is not None:
        households.reassess(tx, person.household_id)
    return people.get(tx, person.id)


def list_(tx: Transaction, person: Person) -> Person:
    """The roster knows this person from now on, who joined by themselves: they count in the denominators."""
    if people.lock(tx, person.id).on_roster:
        return person
    with following(tx, person.id):
        _write(tx, person.id, {"on_roster": True})
        tx.audit("person.on_roster", f"person:{person.id}", {"household": person.household_id})
    return people.get(tx, person.id)


# Elsewhere


def set_away(
    tx: Transaction, person: Person, away: Away | None, *, since: date | None, until: date | None, by: int | None
) -> Person:
    """The person lives elsewhere, or cannot take part, in these days; ``None``: they are here."""
    person = people.lock(tx, person.id)
    after = {"away": away, "away_from": since, "away_to": until}
    before = _columns(tx, person.id, AWAY)
    if after == before:
        return person
    with following(tx, person.id):
        _write(tx, person.id, after)
        change = person_changes.record(tx, person.id, Changed.AWAY, before=before, after=after, by=by)
        tx.audit("person.away", f"person:{person.id}", {"change": change, **person_changes.plain(after)})
    return people.get(tx, person.id)


# Taken back


def undo(tx: Transaction, change: Change, *, by: int | None) -> bool:
    """Take the last change of a kind back: what stood there before stands there again.

    False where it was taken back before, or something newer stands in its place. A merger is taken apart elsewhere.
    """
    person = people.lock(tx, change.person_id)
    if change.is_undone or not person_changes.is_latest(tx, change):
        return False
    match change.kind:
        case Changed.NAME:
            if not person_changes.undo(tx, change, by=by):
                return False
            _name(tx, person, change.before, {"undoes": change.id})
        case Changed.PLACE:
            return _move_back(tx, person, change, by)
        case Changed.LEFT:
            put_back(tx, person, by=by)
        case Changed.AWAY:
            if not person_changes.undo(tx, change, by=by):
                return False
            _away_again(tx, person, change)
        case Changed.MERGED:
            return False
    return True


def _away_again(tx: Transaction, person: Person, change: Change) -> None:
    said = change.before
    days = {name: None if said[name] is None else date.fromisoformat(said[name]) for name in ("away_from", "away_to")}
    away = None if said["away"] is None else Away(said["away"])
    with following(tx, person.id):
        _write(tx, person.id, {"away": away, **days})
        tx.audit("person.away", f"person:{person.id}", {"undoes": change.id, **said})


def _move_back(tx: Transaction, person: Person, change: Change, by: int | None) -> bool:
    """Back to the place, the household and the unit of before; a household that moved takes nobody back."""
    said = dict(change.before)
    if not person_changes.undo(tx, change, by=by):
        return False
    home = None if said["household_id"] is None else households.load(tx, said["household_id"])
    if home is not None and home.place_id != said["place_id"]:
        home = None
    with following(tx, person.id) as follows:
        if person.household_id is not None and (home is None or person.household_id != home.id):
            person = households.leave(tx, person)
        follows.place_id = said["unit_id"] or said["place_id"]
        values = {name: said[name] for name in ("place_id", "unit_id", "stays_at_id", "stays_in")}
        _write(tx, person.id, values)
        person = people.get(tx, person.id)
        if home is not None and person.household_id != home.id:
            households.enter(tx, home, person, relation=said["relation"] or "other")
            if said["relation"] is None:
                _write(tx, person.id, {"relation": None})
        tx.audit("person.moved", f"person:{person.id}", {"undoes": change.id, "after": said})
    return True
