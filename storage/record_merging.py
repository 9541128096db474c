"""Two records of one person become one, and can be taken apart again.

The record that is given up stays, with ``same_as_id``: it counts nowhere, and what was decided under it can be traced.
Chats, diary, pictures, open roles, who speaks for the person and what waits go to the record that is kept; so does what
was declared in open years. Where both have declared in a year, somebody has chosen which counts; the other stays with
the record that is given up, set aside. Which rows went where is kept (:mod:`storage.person_changes`), row by row.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, insert, or_, select, update

from criteria.declaration import EDITABLE
from criteria.policy import Tie, Unvouched
from storage import declarations, doubts, households, people, person_changes, registrations
from storage.declaration_record import About, Declaration
from storage.kit.proof import FORMS
from storage.kit.role_is_held import IS_OPEN
from storage.kit.tables import (
    accounts,
    activities,
    clans,
    data_requests,
    evidence,
    grants,
    joining_requests,
    learning_needs,
    proxies,
    sign_ups,
    ties,
    visits,
)
from storage.kit.tables import declarations as declaration_rows
from storage.kit.tables import households as household_rows
from storage.kit.tables import people as people_rows
from storage.kit.transaction import Transaction, without_audit
from storage.kit.words import Changed, JoiningState
from storage.people import Person
from storage.person_changes import Change

_MOVED = (
    *(accounts, proxies, activities, evidence, grants, visits, data_requests, joining_requests),
    *(sign_ups, learning_needs),
)
_TABLES: Mapping[str, Table] = {str(table.name): table for table in _MOVED}
# Columns of the kept record that a merger may change.
_KEPT = ("claimed_at", "on_roster", "unvouched", "stays_at_id", "stays_in")


def conflicts(tx: Transaction, one: Person, other: Person) -> tuple[tuple[Declaration, Declaration], ...]:
    """What both have declared for one title in one open year: a pair each, of ``one`` and of ``other``."""
    found = declarations.own_open(tx, [one.id, other.id])
    theirs = {(each.cycle.id, each.title): each for each in found if each.person.id == other.id}
    mine = (each for each in found if each.person.id == one.id)
    return tuple((each, theirs[each.cycle.id, each.title]) for each in mine if (each.cycle.id, each.title) in theirs)


def glance_conflicts(tx: Transaction, one: Person, other: Person) -> tuple[tuple[Declaration, Declaration], ...]:
    """The same without a lock, to be shown."""
    ours, theirs = (
        {each.cycle.id: each for each in declarations.of_person(tx, key) if each.cycle.is_open}
        for key in (one.id, other.id)
    )
    return tuple((ours[key], theirs[key]) for key in sorted(ours.keys() & theirs.keys(), reverse=True))


def merge(tx: Transaction, gone: Person, kept: Person, *, keep: Collection[int], by: int | None) -> int | None:
    """The record ``gone`` is found to be ``kept``, who counts from now on; returns the change's id.

    ``keep``: of each pair of :func:`conflicts` the id of the declaration that counts. ``None``, and nothing is done,
    where one of the two is given up already, or of a pair not exactly one was chosen.
    """
    first, second = sorted((gone.id, kept.id))
    locked = {key: people.lock(tx, key) for key in (first, second)}
    gone, kept = locked[gone.id], locked[kept.id]
    if gone.id == kept.id or gone.is_merged or kept.is_merged:
        return None
    pairs = conflicts(tx, gone, kept)
    if any(len({mine.id, theirs.id} & set(keep)) != 1 for mine, theirs in pairs):
        return None
    before: dict[str, Any] = {"same_as_id": gone.same_as_id, "kept": _columns(tx, kept.id), **_homes(tx, gone)}
    held = declarations.own_open(tx, [gone.id, kept.id])
    _write_people(tx, gone, kept, held, keep)
    before["declared"] = _redeclare(tx, gone, kept, held, keep)
    before["registered"] = registrations.hand_over(tx, gone.id, kept)
    for each in declarations.own_open(tx, [kept.id]):
        registrations.by_declaring(tx, each)
    before["rows"] = {str(table.name): _move(tx, table, gone.id, kept.id) for table in _MOVED}
    before["ties"] = _copy_ties(tx, gone.id, kept.id)
    _hand_over(tx, gone, kept)
    key = person_changes.record(
        tx, gone.id, Changed.MERGED, before=before, after={"into": kept.id}, by=by, other_id=kept.id
    )
    tx.audit("person.merged", f"person:{gone.id}", {"into": kept.id, "change": key, "keep": sorted(keep)})
    for person_id in (gone.id, kept.id):
        doubts.renew_of(tx, person_id)
    return key


def _columns(tx: Transaction, person_id: int) -> dict[str, Any]:
    row = tx.connection.execute(
        select(*(people_rows.c[name] for name in _KEPT)).where(people_rows.c.id == person_id)
    ).one()
    found = {name: getattr(row, name) for name in _KEPT}
    found["claimed_at"] = found["claimed_at"] is not None
    found["unvouched"] = None if found["unvouched"] is None else found["unvouched"].value
    return found


def _homes(tx: Transaction, gone: Person) -> dict[str, Any]:
    """Who heads and answers for what the record that is given up may head: as it was."""
    led = tx.connection.execute(select(clans.c.id).where(clans.c.head_id == gone.id).order_by(clans.c.id)).scalars()
    found: dict[str, Any] = {"clans": led.all(), "household": None}
    if gone.household_id is None:
        return found
    head = households.get(tx, gone.household_id).head_id
    members = tx.connection.execute(
        select(people_rows.c.id, people_rows.c.relation)
        .where(people_rows.c.household_id == gone.household_id)
        .order_by(people_rows.c.id)
    )
    answered = declarations.about(tx, About(household_id=gone.household_id))
    found["household"] = {
        "id": gone.household_id,
        "head": head,
        "relations": [[row.id, row.relation] for row in members],
        "answered": [[each.id, each.person.id] for each in answered if each.person.id == gone.id],
    }
    return found


@without_audit("part of a merger, which is on record")
def _write_people(
    tx: Transaction, gone: Person, kept: Person, held: Sequence[Declaration], keep: Collection[int]
) -> None:
    """The one counts nowhere; the other where both are known. A confirmed year stays where it was confirmed."""
    tx.write(update(people_rows).where(people_rows.c.id == gone.id).values(same_as_id=kept.id))
    values: dict[str, Any] = {
        "on_roster": kept.on_roster or gone.on_roster,
        "unvouched": kept.unvouched or gone.unvouched,  # a chat that came by name alone is no surer for being merged
    }
    claimed = select(people_rows.c.claimed_at).where(people_rows.c.id == gone.id).scalar_subquery()
    if not _columns(tx, kept.id)["claimed_at"]:
        values["claimed_at"] = claimed
    paired = {each.id for pair in conflicts(tx, gone, kept) for each in pair}
    moved = [each for each in held if each.person.id == gone.id and (each.id in keep or each.id not in paired)]
    confirmed = [each for each in moved if each.state not in EDITABLE and each.place_id != kept.assessed_at]
    if confirmed:
        last = max(confirmed, key=lambda each: each.cycle.year)
        values |= {"stays_at_id": last.place_id, "stays_in": last.cycle.year}
    tx.write(update(people_rows).where(people_rows.c.id == kept.id).values(**values))


@without_audit("part of a merger, each declaration is on record as followed")
def _redeclare(
    tx: Transaction, gone: Person, kept: Person, held: Sequence[Declaration], keep: Collection[int]
) -> list[list[int]]:
    """Whose each declaration is from now on; returns whose it was, and where: [id, person, place]."""
    pairs = {(each.cycle.id, each.title) for each in held if each.person.id == gone.id} & {
        (each.cycle.id, each.title) for each in held if each.person.id == kept.id
    }
    wanted = {
        each.id: kept.id if each.id in keep or (each.cycle.id, each.title) not in pairs else gone.id for each in held
    }
    before = [[each.id, each.person.id, each.place_id] for each in held]
    _reassign(tx, {each.id: each for each in held}, wanted)
    for each in held:
        comes = wanted[each.id] == kept.id != each.person.id
        place_id = kept.assessed_at if comes and each.state in EDITABLE else None
        declarations.follow(tx, each, place_id=place_id, always=wanted[each.id] != each.person.id)
    return before


@without_audit("part of a merger, each declaration is on record as followed")
def _reassign(tx: Transaction, held: Mapping[int, Declaration], wanted: Mapping[int, int]) -> None:
    """Give declarations to other records. Two that change places pass each other under a title that nobody has."""
    moving = [key for key in sorted(wanted) if wanted[key] != held[key].person.id]
    for key in moving:
        tx.write(update(declaration_rows).where(declaration_rows.c.id == key).values(title=f"~{key}"))
    for key in moving:
        values = {"title": held[key].title, "person_id": wanted[key]}
        tx.write(update(declaration_rows).where(declaration_rows.c.id == key).values(**values))


def _waits(table: Table) -> ColumnElement[bool]:
    """Which rows go along: what is over stays with the record under which it was."""
    match table.name:
        case "grants":
            return IS_OPEN
        case "evidence":
            return and_(table.c.entry_id.is_(None), table.c.meeting_id.is_(None), table.c.event_id.is_(None))
        case "visits" | "data_requests":
            return table.c.done_at.is_(None)
        case "joining_requests":
            return and_(table.c.state == JoiningState.WAITS)
        case _:
            return table.c.id.is_not(None)


def _is_there(table: Table, kept_id: int) -> ColumnElement[bool]:
    """Whether the kept record has such a row already, so that this one stays where it is."""
    twin = table.alias("twin")
    match table.name:
        case "proxies":
            own = select(accounts.c.id).where(accounts.c.id == table.c.account_id, accounts.c.person_id == kept_id)
            same = select(twin.c.id).where(
                twin.c.account_id == table.c.account_id, twin.c.person_id == kept_id, twin.c.ended_at.is_(None)
            )
            return or_(own.exists(), and_(table.c.ended_at.is_(None), same.exists()))
        case "activities" | "sign_ups":
            same = select(twin.c.id).where(twin.c.event_id == table.c.event_id, twin.c.person_id == kept_id)
        case "grants":
            same = select(twin.c.id).where(
                twin.c.role == table.c.role,
                twin.c.place_id == table.c.place_id,
                twin.c.person_id == kept_id,
                twin.c.revoked_at.is_(None),
            )
        case "joining_requests":
            same = select(twin.c.id).where(
                twin.c.kind == table.c.kind, twin.c.person_id == kept_id, twin.c.state == JoiningState.WAITS
            )
        case _:
            return table.c.id.is_(None)
    return same.exists()


@without_audit("part of a merger, which is on record")
def _move(tx: Transaction, table: Table, gone_id: int, kept_id: int) -> list[int]:
    """Rows of the record that is given up go to the kept one; returns which."""
    theirs = select(table.c.id).where(table.c.person_id == gone_id, _waits(table), ~_is_there(table, kept_id))
    ids = tx.connection.execute(theirs.order_by(table.c.id), {"now": tx.now}).scalars().all()
    _give(tx, table, ids, kept_id, of=gone_id)
    return list(ids)


@without_audit("part of a merger, which is on record")
def _give(tx: Transaction, table: Table, ids: Sequence[int], person_id: int, *, of: int) -> None:
    if not ids:
        return
    statement = update(table).where(table.c.id.in_(ids), table.c.person_id == of).values(person_id=person_id)
    if table.name in FORMS:
        tx.write(statement)
    else:
        tx.connection.execute(statement)


@without_audit("part of a merger, which is on record")
def _copy_ties(tx: Transaction, gone_id: int, kept_id: int) -> list[list[Any]]:
    """Who may not decide on the one may not decide on the other either; returns those that are new."""
    rows = tx.connection.execute(
        select(ties.c.person_id, ties.c.by_id, ties.c.kind, ties.c.at)
        .where(or_(ties.c.person_id == gone_id, ties.c.by_id == gone_id))
        .order_by(ties.c.person_id, ties.c.by_id, ties.c.kind)
    ).all()
    made: list[list[Any]] = []
    for row in rows:
        person_id = kept_id if row.person_id == gone_id else row.person_id
        by_id = kept_id if row.by_id == gone_id else row.by_id
        if person_id == by_id or _is_tied(tx, person_id, by_id, row.kind):
            continue
        tx.connection.execute(insert(ties), {"person_id": person_id, "by_id": by_id, "kind": row.kind, "at": row.at})
        made.append([person_id, by_id, row.kind.value])
    return made


def _is_tied(tx: Transaction, person_id: int, by_id: int, kind: Tie) -> bool:
    this = select(ties.c.person_id).where(ties.c.person_id == person_id, ties.c.by_id == by_id, ties.c.kind == kind)
    return tx.connection.execute(this).first() is not None


def _hand_over(tx: Transaction, gone: Person, kept: Person) -> None:
    """What the record headed the kept one heads, if they live there; else the eldest of the household."""
    led = tx.write(update(clans).where(clans.c.head_id == gone.id).values(head_id=kept.id))
    for row in led:
        tx.audit("clan.head", f"clan:{row.id}", {"person": kept.id, "before": gone.id})
    if gone.household_id is None:
        return
    household = households.get(tx, gone.household_id)
    if household.head_id == gone.id and kept.household_id == household.id:
        households.set_head(tx, household, kept)
    households.without(tx, gone, household.id)


def part(tx: Transaction, change: Change, *, by: int | None) -> bool:
    """Take a merger apart: each row that went along goes back, where it is still with the record that was kept.

    What has come since (a new entry, an answer) stays with that record. False where it was taken apart before.
    """
    if change.kind is not Changed.MERGED or change.other_id is None or change.is_undone:
        return False
    first, second = sorted((change.person_id, change.other_id))
    locked = {key: people.lock(tx, key) for key in (first, second)}
    gone, kept = locked[change.person_id], locked[change.other_id]
    if gone.same_as_id != kept.id or not person_changes.undo(tx, change, by=by):
        return False
    said = change.before
    held = {each.id: each for each in declarations.own_open(tx, [gone.id, kept.id])}
    _write_back(tx, gone, kept, said)
    was = {key: (person_id, place_id) for key, person_id, place_id in said["declared"] if key in held}
    _reassign(tx, held, {key: person_id for key, (person_id, _) in was.items()})
    for key, each in sorted(held.items()):
        if key in was:
            person_id, place_id = was[key]
            declarations.follow(tx, each, place_id=place_id, always=person_id != each.person.id)
        else:
            declarations.follow(tx, each)
    registrations.hand_back(tx, said.get("registered", ()))
    for each in declarations.own_open(tx, [gone.id, kept.id]):
        registrations.by_declaring(tx, each)
    for name, ids in said["rows"].items():
        _give(tx, _TABLES[name], ids, gone.id, of=kept.id)
    for person_id, by_id, kind in said["ties"]:
        this = and_(ties.c.person_id == person_id, ties.c.by_id == by_id, ties.c.kind == Tie(kind))
        tx.connection.execute(delete(ties).where(this))
    _take_back_heads(tx, gone, kept, said)
    tx.audit("person.parted", f"person:{gone.id}", {"from": kept.id, "change": change.id})
    for person_id in (gone.id, kept.id):
        doubts.renew_of(tx, person_id)
    return True


@without_audit("part of taking a merger apart, which is on record")
def _write_back(tx: Transaction, gone: Person, kept: Person, said: Mapping[str, Any]) -> None:
    tx.write(update(people_rows).where(people_rows.c.id == gone.id).values(same_as_id=said["same_as_id"]))
    values = dict(said["kept"])
    values["unvouched"] = None if values["unvouched"] is None else Unvouched(values["unvouched"])
    if values.pop("claimed_at"):  # it had a chat of its own then; else it has none now
        tx.write(update(people_rows).where(people_rows.c.id == kept.id).values(**values))
    else:
        tx.write(update(people_rows).where(people_rows.c.id == kept.id).values(**values, claimed_at=None))


def _take_back_heads(tx: Transaction, gone: Person, kept: Person, said: Mapping[str, Any]) -> None:
    """Clans and the household have the heads that they had."""
    back = tx.write(
        update(clans).where(clans.c.id.in_(said["clans"]), clans.c.head_id == kept.id).values(head_id=gone.id)
    )
    for row in back:
        tx.audit("clan.head", f"clan:{row.id}", {"person": gone.id, "before": kept.id})
    home = said["household"]
    if home is None or gone.household_id != home["id"]:
        return
    tx.write(update(household_rows).where(household_rows.c.id == home["id"]).values(head_id=home["head"]))
    for person_id, relation in home["relations"]:
        lives_there = and_(people_rows.c.id == person_id, people_rows.c.household_id == home["id"])
        tx.write(update(people_rows).where(lives_there).values(relation=relation))
    tx.audit("household.head", f"household:{home['id']}", {"person": home["head"]})
    for key, _ in home["answered"]:
        family = declarations.load(tx, key)
        if family is not None and family.cycle.is_open:
            declarations.answer_for(tx, family, people.get(tx, gone.id))
    households.reassess(tx, home["id"])
