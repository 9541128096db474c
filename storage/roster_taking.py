"""Taking a file with a roster over, some hundreds of lines at a time: each time a transaction of its own.

A job that was killed goes on where the last of them ended. Who has an open declaration costs their counters, everybody
else a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Table, insert, select, tuple_, update

from criteria.declaration import EDITABLE
from criteria.family import Relation
from criteria.names import fold, match_key
from criteria.roster_matching import Listed, Listing, match
from storage import declarations, households, people, recount, registrations, roster_imports
from storage.declaration_record import Declaration
from storage.kit import proof
from storage.kit.tables import declarations as declarations_table
from storage.kit.tables import households as households_table
from storage.kit.tables import people as people_table
from storage.kit.transaction import Transaction, without_audit
from storage.roster_imports import Line, RosterImport

AT_ONCE = 500  # lines of one transaction: some twenty milliseconds in which nobody else writes


def take_some(tx: Transaction, import_id: int, *, after: int = -1, most: int = AT_ONCE) -> int | None:
    """Take the next lines behind the line ``after`` over. Returns the last of them; ``None``: there were none.

    What somebody else changed since the file was read is looked at once more: who has joined by themselves meanwhile
    is found, not entered a second time; whose declaration is confirmed by now stays where that counts.
    """
    file = roster_imports.get(tx, import_id, lock=True)
    lines = roster_imports.to_take(tx, import_id, after=after, most=most)
    if not lines:
        return None
    taken = _looked_at_again(tx, file, lines)
    homes = _households(tx, taken)
    person_of = {
        **_entered(tx, [each for each in taken if each.listing is Listing.NEW], homes),
        **_put_right(tx, [each for each in taken if each.listing in {Listing.CHANGED, Listing.MOVED}], homes),
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
    """Several rows in one statement; the log's next line carries their fingerprints."""
    form, columns = proof.NEWEST[table.name]
    told = (table.c[name] for name in columns)
    statement = insert(table).returning(table.c.id, *told, sort_by_parameter_order=True)
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
    tx.audit("person.listed", f"person:{written[0].id}", {"people": len(written)})
    return {each.id: row.id for each, row in zip(lines, written, strict=True)}


def _put_right(tx: Transaction, lines: Sequence[Line], homes: Mapping[Home, int]) -> dict[int, int]:
    """Write down of who is known what the file says; who moved and is confirmed already stays where that counts."""
    ids = [each.person_id for each in lines if each.person_id is not None]
    if not ids:
        return {}
    with recount.shifting(tx, ids):
        settled = {each.person.id for each in declarations.of_people(tx, ids) if _is_settled(each)}
        rows = tx.connection.execute(
            select(people_table).where(people_table.c.id.in_(ids), people_table.c.erased_at.is_(None)).with_for_update()
        )
        kept = {row.id: row for row in rows}
        written: dict[int, int] = {}
        for each in lines:
            person = kept.get(each.person_id)
            if person is None or (each.listing is Listing.MOVED and person.id in settled):
                continue
            _reads_now(tx, each, person, homes)
            written[each.id] = person.id
        return written


def _is_settled(declaration: Declaration) -> bool:
    return declaration.cycle.is_open and declaration.state not in EDITABLE


def _reads_now(tx: Transaction, line: Line, kept: Any, homes: Mapping[Home, int]) -> None:
    """One person as the file says. What it leaves empty stays as it is."""
    folded = fold(line.full_name)
    keeps_marks = line.full_name.isascii() and folded == kept.folded_name
    values = {
        "place_id": line.place_id,
        "full_name": kept.full_name if keeps_marks else line.full_name,
        "folded_name": folded,
        "match_key": match_key(folded),
        "birth_year": line.birth_year or kept.birth_year,
        "on_roster": True,
    }
    changed = sorted(name for name, value in values.items() if kept._mapping[name] != value)
    moves = "place_id" in changed
    person = people.get(tx, kept.id)
    if moves and person.household_id is not None:
        person = households.leave(tx, person)
    tx.write(update(people_table).where(people_table.c.id == kept.id).values(values))
    if moves and kept.unit_id is None and line.place_id is not None:
        registrations.move(tx, kept.id, line.place_id)
        _move_declarations(tx, kept.id, line.place_id)
    home = homes.get((line.place_id or 0, line.household))
    if home not in {None, person.household_id}:
        households.enter(tx, households.get(tx, home), person, relation=line.relation or Relation.OTHER.value)
    tx.audit("person.put_right", f"person:{kept.id}", {"import": line.import_id, "changed": changed})


@without_audit("whoever calls it audits what it is for")
def _move_declarations(tx: Transaction, person_id: int, place_id: int | None) -> None:
    """What is not decided on yet goes along."""
    for each in declarations.of_people(tx, [person_id]):
        if each.cycle.is_open:
            tx.write(update(declarations_table).where(declarations_table.c.id == each.id).values(place_id=place_id))
