"""Blotting out who was erased, where others were told of them or wrote of them: a job beside the turns.

What is a person's own goes in the turn that erases them, found by its indexes. Their name in others' texts is found by
reading these texts, and those grow with the country. So the turn leaves a row with the name as people write it, and
:func:`go_on` goes through the tables some hundred rows at a time. A row says how far it has come: whoever is killed in
between goes on there. The row goes with the last text, and with it the name.

Until then who shows such a text asks :func:`masked`.
"""

from __future__ import annotations

import json
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import add
from typing import Any

from sqlalchemy import (
    Column,
    Row,
    Select,
    String,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    cast,
    delete,
    func,
    insert,
    select,
    update,
)

from criteria.names import fold
from storage.kit.personal import Personal, said_of
from storage.kit.proof import FORMS
from storage.kit.tables import (
    Json,
    accounts,
    audit,
    blottings,
    clans,
    metadata,
    outbox,
    people,
    visits,
)
from storage.kit.transaction import OVERWRITES, Transaction, without_audit
from storage.people import Person

PAGE = 100  # rows that are read together
MOST = 500  # rows of a slice
SECONDS = 0.02  # of a slice: who waits for the database hardly notices it
TOGETHER = 20  # people whose names are looked for in one go

Forms = tuple[str, ...]  # a name as people write it, the plainest last


@dataclass(frozen=True, slots=True)
class _Sought:
    """Somebody whose name is blotted out. ``alone``: nobody else who is known has it."""

    person_id: int
    forms: Forms
    alone: bool

    @property
    def traces(self) -> Sequence[str]:
        """What stands in the text of a row that is worth a closer look: the name, or the number in a draft."""
        return (*self.forms, *map(_in_json, self.forms), f'"of":{self.person_id}', f'"of": {self.person_id}')


Blot = Callable[[Row[Any], Sequence[_Sought]], dict[str, Any]]  # what becomes of a row: the columns that change


@dataclass(frozen=True, slots=True)
class _Part:
    """A table that is gone through: the columns that are read, and what is made of a row."""

    table: Table
    columns: tuple[Column[Any], ...]
    blot: Blot

    @property
    def next_rows(self) -> Select[Any]:
        """The next rows by their ids, each with all that is read of it as one text."""
        key = self.table.c.id
        said = reduce(add, (func.coalesce(cast(each, String), "") + "\n" for each in self.columns))
        return select(key, said.label("said")).where(key > bindparam("after")).order_by(key).limit(bindparam("most"))


# --- what is asked for in the turn that erases


@without_audit("a step of an erasure, which redact_log records")
def leave(tx: Transaction, person: Person) -> None:
    """Ask that the person's name be blotted out of what others were told and wrote; :func:`go_on` does it."""
    forms = written_as(person.full_name)
    if forms:
        row = {"person_id": person.id, "forms": list(forms), "alone": is_the_only_one(tx, person), "at": tx.now}
        tx.connection.execute(insert(blottings), row)


def is_the_only_one(tx: Transaction, person: Person) -> bool:
    """Whether nobody else who is known has the person's name."""
    others = select(people.c.id).where(people.c.folded_name == fold(person.full_name), people.c.id != person.id)
    return tx.connection.execute(others.where(people.c.erased_at.is_(None)).limit(1)).first() is None


def written_as(name: str) -> Forms:
    """A name as people write it, the plainest last; nothing for a single word, which may mean anything, but itself."""
    if " " not in name.strip():
        return (name,) if name else ()
    spelled = (name, name.upper(), name.lower(), unicodedata.normalize("NFD", name), fold(name))
    return tuple(dict.fromkeys((*spelled, fold(name).title(), fold(name).upper())))


# --- what is shown meanwhile


_FORMS = select(blottings.c.forms).order_by(blottings.c.id)


def masked(tx: Transaction, values: Sequence[Any]) -> list[Any]:
    """These texts, or JSON, as they will be once everybody who waits for it is blotted out of them."""
    if not values:
        return []
    names = [form for forms in tx.connection.execute(_FORMS).scalars() for form in forms]
    return [without(value, names) for value in values] if names else list(values)


def without(value: Any, names: Sequence[str]) -> Any:
    """The same text or JSON with a dash in place of each of the names."""
    match value:
        case str():
            for name in names:
                value = value.replace(name, "–")
            return value
        case list():
            return [without(each, names) for each in value]
        case dict():
            return {key: without(each, names) for key, each in value.items()}
        case _:
            return value


# --- the job


_WAITING = select(blottings).order_by(blottings.c.id).limit(TOGETHER * 10).with_for_update(skip_locked=True)


def is_left(tx: Transaction) -> bool:
    """Whether anybody's name waits for being blotted out."""
    return tx.connection.execute(_FORMS.limit(1)).first() is not None


@without_audit("what it writes is proved by the record.kept of who acts; that somebody was erased is on record")
def go_on(tx: Transaction, seconds: float = SECONDS, most: int = MOST) -> bool:
    """Go through some more rows: at most so many, or so long. Returns whether there is more to do.

    Those who have come equally far go on together, the furthest first. Nothing is done where another worker is at it.
    """
    waiting = tx.connection.execute(_WAITING).all()
    if not waiting:
        return False
    until = time.monotonic() + seconds
    at, after = max(_stands(row) for row in waiting)
    group = [row for row in waiting if _stands(row) == (at, after)][:TOGETHER]
    sought = [_Sought(row.person_id, tuple(row.forms), row.alone) for row in group]
    left = most
    while at < len(parts()) and left > 0:
        size = min(PAGE, left)
        seen, last = _page(tx, parts()[at], sought, after, size)
        left -= max(seen, 1)
        at, after = (at, last) if seen == size else (at + 1, 0)
        if time.monotonic() > until:
            break
    keys = [row.id for row in group]
    if at < len(parts()):
        stands = {"part": parts()[at].table.name, "upto": after}
        tx.connection.execute(update(blottings).where(blottings.c.id.in_(keys)).values(**stands))
        return True
    tx.connection.execute(delete(blottings).where(blottings.c.id.in_(keys)))
    tx.wakes.add(OVERWRITES)
    return len(waiting) > len(group)


def finish(tx: Transaction) -> None:
    """All of it at once, in this transaction: for who serves nobody meanwhile."""
    while go_on(tx, seconds=float("inf"), most=1_000_000):
        pass


def _stands(row: Row[Any]) -> tuple[int, int]:
    """How far somebody's blotting out has come: the part, and the last of its rows. An unknown part is begun anew."""
    names = [part.table.name for part in parts()]
    return (names.index(row.part), row.upto) if row.part in names else (0, 0)


@without_audit("part of go_on")
def _page(tx: Transaction, part: _Part, sought: Sequence[_Sought], after: int, most: int) -> tuple[int, int]:
    """Go through the next rows of a table. Returns how many there were, and the last of them."""
    rows = tx.connection.execute(_next_rows(part.table.name), {"after": after, "most": most}).all()
    traces = {trace for each in sought for trace in each.traces}
    hits = [row.id for row in rows if any(trace in row.said for trace in traces)]
    if hits:
        theirs = select(part.table.c.id, *part.columns).where(part.table.c.id.in_(hits)).order_by(part.table.c.id)
        for row in tx.connection.execute(theirs.with_for_update()).all():  # as they are now, whoever wrote meanwhile
            _write(tx, part.table, row.id, part.blot(row, sought))
        tx.held.clear()
    return len(rows), rows[-1].id if rows else after


@without_audit("part of go_on")
def _write(tx: Transaction, table: Table, key: int, changed: dict[str, Any]) -> None:
    if not changed:
        return
    blot = update(table).where(table.c.id == key).values(changed)
    if table.name in FORMS:
        tx.write(blot)
    else:
        tx.connection.execute(blot)


@cache
def _next_rows(name: str) -> Select[Any]:
    """:attr:`_Part.next_rows` of a table, made once."""
    (part,) = (each for each in parts() if each.table.name == name)
    return part.next_rows


# --- what becomes of rows


def _told(column: Column[Any]) -> Blot:
    """What somebody was told of the person, or offered: the name is a dash, whoever else has it."""

    def blot(row: Row[Any], sought: Sequence[_Sought]) -> dict[str, Any]:
        return _changed(row, [column.name], [form for each in sought for form in each.forms])

    return blot


def _wrote(columns: Sequence[Column[Any]]) -> Blot:
    """What others wrote: the name is a dash, unless somebody else has it, whom they may have meant."""
    names = [column.name for column in columns]
    unique = {column.name for column in columns if _is_unique(column)}

    def blot(row: Row[Any], sought: Sequence[_Sought]) -> dict[str, Any]:
        changed = _changed(row, names, [form for each in sought if each.alone for form in each.forms])
        return changed | dict.fromkeys(unique & changed.keys(), f"– {row.id}")

    return blot


def _is_unique(column: Column[Any]) -> bool:
    """Whether no two rows may hold the same in it, say the household's code of a roster: a dash is no code."""
    together: list[Any] = [each.columns for each in column.table.constraints if isinstance(each, UniqueConstraint)]
    together += [index.columns for index in column.table.indexes if index.unique]
    return column.name in {each.name for columns in together for each in columns}


def _changed(row: Row[Any], columns: Sequence[str], forms: Sequence[str]) -> dict[str, Any]:
    now = {name: getattr(row, name) for name in columns}
    then = {name: without(value, forms) for name, value in now.items()}
    return {name: value for name, value in then.items() if value != now[name]}


def _of_chat(row: Row[Any], sought: Sequence[_Sought]) -> dict[str, Any]:
    """What a chat was last offered, and what it has begun and not saved: of the person that is dropped."""
    changed = _changed(row, ["offers"], [form for each in sought for form in each.forms])
    typed = json.dumps(row.draft, ensure_ascii=False) if row.draft else ""
    if typed and any(_is_about(row.draft, each.person_id) or _has(typed, each.forms) for each in sought):
        changed["draft"] = {}
    return changed


def _is_about(draft: dict[str, Any], person_id: int) -> bool:
    """Whether a paper form that was typed and not saved, or an entry of the diary that was begun, is about a person."""
    parts_ = (draft.get("sheet"), draft.get("entry"))
    return any(isinstance(each, dict) and each.get("of") == person_id for each in parts_)


def _has(text: str, forms: Forms) -> bool:
    return any(_in_json(form) in text for form in forms)


def _in_json(form: str) -> str:
    """A name as it stands in JSON."""
    return json.dumps(form, ensure_ascii=False)[1:-1]


def _of_clan(row: Row[Any], sought: Sequence[_Sought]) -> dict[str, Any]:
    """A clan that was named after its head."""
    if not _changed(row, ["name"], [form for each in sought if each.alone for form in each.forms]):
        return {}
    new = f"Dòng họ {row.id}"
    return {"name": new, "folded_name": fold(new)}


def written_by_others() -> Iterator[Column[Any]]:
    """Columns with people's own words, in which somebody else may stand: an entry of a diary, a head's reason."""
    elsewhere = (accounts, audit, blottings, clans, outbox, people, visits)
    for table in metadata.sorted_tables:
        if isinstance(said_of(table), Personal) and table not in elsewhere and "id" in table.c:
            yield from (
                column
                for column in table.columns
                if type(column.type) in {String, Text, type(Json)}
                and not (column.primary_key or column.foreign_keys or column.name == "salt")
            )


@cache
def parts() -> tuple[_Part, ...]:
    """What is gone through, in this order: first what somebody is about to be shown."""
    by_table: dict[str, list[Column[Any]]] = {}
    for column in written_by_others():
        by_table.setdefault(column.table.name, []).append(column)
    return (
        _Part(outbox, (outbox.c.payload,), _told(outbox.c.payload)),
        _Part(visits, (visits.c.payload,), _told(visits.c.payload)),
        _Part(accounts, (accounts.c.offers, accounts.c.draft), _of_chat),
        _Part(clans, (clans.c.name,), _of_clan),
        *(_Part(metadata.tables[name], tuple(columns), _wrote(columns)) for name, columns in by_table.items()),
    )
