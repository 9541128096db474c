"""Taking a file with a roster over, a hundred lines at a time: each time a transaction of its own.

A job that was killed goes on where the last of them ended. Who is new costs a row, many in one statement; of who is
known each change is the deed that an officer does (:mod:`storage.person_deeds`), and is kept so that it can be undone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Table, insert, select, tuple_

from criteria.names import fold, match_key
from criteria.presence import Left
from criteria.roster_matching import Listed, Listing, match
from storage import households, people, places, roster_imports
from storage import person_deeds as deeds
from storage.kit import proof
from storage.kit.tables import households as households_table
from storage.kit.tables import people as people_table
from storage.kit.transaction import Transaction, without_audit
from storage.people import Person
from storage.roster_imports import Line, RosterImport

TOLD_APART = ("place_id", "household_id", "relation", "full_name", "birth_year")  # what a list says of a person
AT_ONCE = 100  # lines of one transaction: some twenty milliseconds in which nobody else writes (bench/roster.py)


def take_some(tx: Transaction, import_id: int, *, by: int | None, after: int = -1, most: int = AT_ONCE) -> int | None:
    """Take the next lines behind the line ``after`` over. Returns the last of them; ``None``: there were none.

    What somebody else changed since the file was read is looked at once more: who has joined by themselves meanwhile
    is found, not entered a second time. ``by``: the person who takes it over; none at the command line.
    """
    file = roster_imports.get(tx, import_id, lock=True)
    lines = roster_imports.to_take(tx, import_id, after=after, most=most)
    if not lines:
        return None
    taken = _looked_at_again(tx, file, lines)
    homes = _households(tx, taken)
    person_of = {
        **_entered(tx, [each for each in taken if each.listing is Listing.NEW], homes),
        **_put_right(tx, [each for each in taken if each.listing in {Listing.CHANGED, Listing.MOVED}], homes, by),
    }
    roster_imports.done(tx, person_of)
    tx.audit("roster.lines", f"roster_import:{import_id}", {"lines": len(person_of)})
    return lines[-1].n


def _looked_at_again(tx: Transaction, file: RosterImport, lines: Sequence[Line]) -> list[Line]:
    """Whom the file tells as new, and who has come in by themselves since it was read, is compared once more."""
    new = [each for each in lines if each.listing is Listing.NEW and each.likeness is None]
    since = roster_imports.known_since(tx, file, new) if new else []
    if not since:
        return list(lines)
    found, _ = match([listed(each) for each in new], since)
    for each in new:
        if found[each.n].listing is not Listing.NEW:
            roster_imports.means(tx, each.id, found[each.n])
    again = {each.id: roster_imports.line(tx, each.id) for each in new if found[each.n].listing is not Listing.NEW}
    now = (again.get(each.id, each) for each in lines)
    return [each for each in now if each is not None and each.listing in roster_imports.TAKEN_OVER]


def listed(line: Line) -> Listed:
    """A kept line as it is compared."""
    return Listed(line.n, line.place_id or 0, line.full_name, fold(line.full_name), line.birth_year, line.household)


Home = tuple[int, str]  # the village, and the household's code in it


def _households(tx: Transaction, lines: Iterable[Line]) -> Mapping[Home, int]:
    """The households of these lines by village and code, entered where they are new."""
    wanted = sorted({(each.place_id, each.household) for each in lines if each.place_id and each.household})
    if not wanted:
        return {}
    key = tuple_(households_table.c.place_id, households_table.c.code)
    rows = tx.connection.execute(
        select(households_table.c.id, households_table.c.place_id, households_table.c.code).where(key.in_(wanted))
    )
    found: dict[Home, int] = {(row.place_id, row.code): row.id for row in rows}
    missing = [each for each in wanted if each not in found]
    if missing:
        new = [{"place_id": place_id, "code": code, "on_roster": True} for place_id, code in missing]
        found |= {(row.place_id, row.code): row.id for row in _written(tx, households_table, new)}
        tx.audit("household.listed", f"household:{found[missing[0]]}", {"households": len(missing)})
    return found


@without_audit("who calls it audits what was written")
def _written(tx: Transaction, table: Table, rows: list[dict[str, Any]]) -> Sequence[Any]:
    """Several rows in one statement, back in any order; the log's next line carries their fingerprints.

    SQLAlchemy would send one statement a row to have them back in theirs.
    """
    form, columns = proof.NEWEST[table.name]
    told = (table.c[name] for name in columns)
    statement = insert(table).returning(table.c.id, *told)
    read = proof.reader(table.name, form)
    written = tx.connection.execute(statement, rows).all()
    for row in written:
        tx.rows[f"{table.name}:{row.id}"] = proof.fingerprint(form, read(row))
    return written


def _entered(tx: Transaction, lines: Sequence[Line], homes: Mapping[Home, int]) -> dict[int, int]:
    """Enter who is new. Returns the person of each line."""
    if not lines:
        return {}
    rows = []
    for each in lines:
        folded, home = fold(each.full_name), homes.get((each.place_id or 0, each.household))
        rows.append(
            {
                "place_id": each.place_id,
                "household_id": home,
                "relation": each.relation if home else None,
                "full_name": each.full_name,
                "folded_name": folded,
                "match_key": match_key(folded),
                "birth_year": each.birth_year,
                "on_roster": True,
                "created_at": tx.now,
            }
        )
    written = _written(tx, people_table, rows)
    tx.audit("person.listed", f"person:{min(row.id for row in written)}", {"people": len(written)})
    keys: dict[tuple[Any, ...], list[int]] = {}  # whose rows are equal are each other's: either line is either person
    for row in written:
        keys.setdefault(tuple(getattr(row, name) for name in TOLD_APART), []).append(row.id)
    return {
        each.id: keys[tuple(values[name] for name in TOLD_APART)].pop()
        for each, values in zip(lines, rows, strict=True)
    }


def _put_right(tx: Transaction, lines: Sequence[Line], homes: Mapping[Home, int], by: int | None) -> dict[int, int]:
    """Write down of who is known what the file says. Returns the person of each line."""
    people.lock_many(tx, [each.person_id for each in lines if each.person_id is not None])
    written: dict[int, int] = {}
    for each in lines:
        person = None if each.person_id is None else people.load(tx, each.person_id)
        if person is not None and not person.is_merged:
            written[each.id] = _reads_now(tx, each, person, homes, by).id
    return written


def _reads_now(tx: Transaction, line: Line, person: Person, homes: Mapping[Home, int], by: int | None) -> Person:
    """One person as the file says: each deed as an officer does it. What the file leaves empty stays as it is."""
    person = deeds.put_back(tx, person, by=by)
    keeps_marks = line.full_name.isascii() and fold(line.full_name) == fold(person.full_name)
    name = person.full_name if keeps_marks else line.full_name
    person = deeds.correct(tx, person, full_name=name, birth_year=line.birth_year or person.birth_year, by=by)
    if line.place_id is not None and line.place_id != person.place_id:
        person = deeds.move_to(tx, person, places.get(tx, line.place_id), by=by)
    home = homes.get((line.place_id or 0, line.household))
    if home is not None:
        person = deeds.enter_household(tx, person, households.get(tx, home), by=by)
    return deeds.list_(tx, person)


def take_off_some(tx: Transaction, import_id: int, *, by: int | None, on: date, after: int = -1) -> int | None:
    """Take the next people off the roster who are in no line of the file. Returns the last of them; ``None``: none."""
    roster_imports.get(tx, import_id, lock=True)
    lines = roster_imports.gone(tx, import_id, after=after, most=AT_ONCE // 2)
    if not lines:
        return None
    people.lock_many(tx, [each.person_id for each in lines if each.person_id is not None])
    for each in lines:
        person = None if each.person_id is None else people.load(tx, each.person_id)
        if person is not None:
            deeds.take_off(tx, person, why=Left.MOVED, on=on, by=by)
            roster_imports.done(tx, {each.id: person.id})
    tx.audit("roster.lines", f"roster_import:{import_id}", {"gone": len(lines)})
    return lines[-1].n
