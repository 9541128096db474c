"""Files with a roster: what a file says, compared with who is known, what an officer said to it, how far it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, exists, func, insert, or_, select, update

from criteria.names import fold
from criteria.policy import Subject
from criteria.presence import Left
from criteria.roster_matching import Known, Likeness, Listing, Match
from storage.kit.rows import Columns
from storage.kit.slices import Slice, some_of
from storage.kit.tables import households, people, roster_imports, roster_lines
from storage.kit.transaction import Transaction, without_audit
from storage.kit.words import ImportState

TAKEN_OVER = (Listing.NEW, Listing.CHANGED, Listing.MOVED)  # what a file changes once it is taken over
OPEN = (ImportState.READING, ImportState.READY, ImportState.TAKING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a list comes from. Without ``basis``, the document that allows its use, it is looked at only.

    Attributes:
        source: nguồn, in the office's words.
        as_of: ngày số liệu.
        basis: văn bản cho phép sử dụng.
        provider: người cung cấp.
    """

    source: str = ""
    as_of: date | None = None
    basis: str = ""
    provider: str = ""

    @property
    def is_enough(self) -> bool:
        """Whether the list may be taken over: it is known from where it comes, of which day, by what right."""
        return bool(self.source and self.as_of and self.basis)


SOURCE = Columns(
    Source,
    source=roster_imports.c.source,
    as_of=roster_imports.c.as_of,
    basis=roster_imports.c.basis,
    provider=roster_imports.c.provider,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterImport:
    """One file. ``found``: what was understood of it, as data; ``digest``: of its bytes, as long as they are kept."""

    id: int
    commune_id: int
    account_id: int
    file_name: str
    digest: str | None
    state: ImportState
    choices: Mapping[str, Any]
    found: Mapping[str, Any]
    begun_at: datetime
    ended_at: datetime | None
    origin: Source

    @property
    def subject(self) -> Subject:
        """This file as the policy sees it: its commune's."""
        return Subject(commune_id=self.commune_id)

    @property
    def is_locked(self) -> bool:
        """Whether it could not be read for want of a password."""
        return self.state is ImportState.UNREADABLE and bool(self.found.get("locked"))


IMPORT = Columns(
    RosterImport,
    id=roster_imports.c.id,
    commune_id=roster_imports.c.commune_id,
    account_id=roster_imports.c.account_id,
    file_name=roster_imports.c.file_name,
    digest=roster_imports.c.digest,
    state=roster_imports.c.state,
    choices=roster_imports.c.choices,
    found=roster_imports.c.found,
    begun_at=roster_imports.c.begun_at,
    ended_at=roster_imports.c.ended_at,
    origin=SOURCE,
)
_SELECT = select(*IMPORT.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """A line as it was read and compared.

    Attributes:
        listing: what it means; ``None``: it could not be taken, and ``remarks`` say why.
        likeness: why it is, or was, doubtful.
        person_id: whom it means.
        like_id: whom it may mean, or might have meant before an officer said.
        cells: of such a line: what stood in it, by column.
        remarks: what is said about it, as data of words (:func:`locales.text.to_data`).
    """

    n: int
    sheet: str
    row: int
    place_id: int | None
    household: str = ""
    relation: str | None = None
    full_name: str = ""
    birth_year: int = 0
    listing: Listing | None = None
    likeness: Likeness | None = None
    person_id: int | None = None
    like_id: int | None = None
    cells: Mapping[str, str] = field(default_factory=dict)
    remarks: Sequence[Any] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(NewLine):
    """A line as it is kept. ``done_at``: since when the roster says so, too."""

    id: int
    import_id: int
    commune_id: int
    done_at: datetime | None

    @property
    def subject(self) -> Subject:
        """This line as the policy sees it: its commune's."""
        return Subject(commune_id=self.commune_id)


LINE = Columns(
    Line,
    id=roster_lines.c.id,
    import_id=roster_lines.c.import_id,
    commune_id=roster_imports.c.commune_id,
    n=roster_lines.c.n,
    sheet=roster_lines.c.sheet,
    row=roster_lines.c.row,
    place_id=roster_lines.c.place_id,
    household=roster_lines.c.household,
    relation=roster_lines.c.relation,
    full_name=roster_lines.c.full_name,
    birth_year=roster_lines.c.birth_year,
    listing=roster_lines.c.listing,
    likeness=roster_lines.c.likeness,
    person_id=roster_lines.c.person_id,
    like_id=roster_lines.c.like_id,
    cells=roster_lines.c.cells,
    remarks=roster_lines.c.remarks,
    done_at=roster_lines.c.done_at,
)
_LINES = select(*LINE.columns).join(roster_imports, roster_imports.c.id == roster_lines.c.import_id)


def begin(
    tx: Transaction, *, commune_id: int, account_id: int, file_name: str, digest: str | None, origin: Source = Source()
) -> RosterImport:
    """A file has come. What came before it and was not taken over is set aside: one is looked at at a time."""
    for each in _open(tx, commune_id):
        drop(tx, each)
    key: int = tx.connection.execute(
        insert(roster_imports).returning(roster_imports.c.id),
        {
            "commune_id": commune_id,
            "account_id": account_id,
            "file_name": file_name[:200],
            "digest": digest,
            "state": ImportState.READING,
            "choices": {},
            "found": {},
            "begun_at": tx.now,
            **asdict(origin),
        },
    ).scalar_one()
    tx.audit("roster.brought", f"roster_import:{key}", {"commune": commune_id, "digest": digest})
    return get(tx, key)


def _open(tx: Transaction, commune_id: int) -> Sequence[RosterImport]:
    waiting = _SELECT.where(
        roster_imports.c.commune_id == commune_id,
        roster_imports.c.state.in_([ImportState.READING, ImportState.READY]),
    )
    return [IMPORT.read(row) for row in tx.connection.execute(waiting.order_by(roster_imports.c.id).with_for_update())]


def load(tx: Transaction, import_id: int, *, lock: bool = False) -> RosterImport | None:
    """The file of an id, if there is one; ``lock``: until the commit."""
    query = _SELECT.where(roster_imports.c.id == import_id)
    row = tx.connection.execute(query.with_for_update() if lock else query).one_or_none()
    return None if row is None else IMPORT.read(row)


def get(tx: Transaction, import_id: int, *, lock: bool = False) -> RosterImport:
    """The file of an id that is known to be there.

    Raises:
        LookupError: it is not.
    """
    found = load(tx, import_id, lock=lock)
    if found is None:
        raise LookupError(f"roster import {import_id}")
    return found


def of_commune(tx: Transaction, commune_id: int, *, most: int = 10) -> tuple[RosterImport, ...]:
    """The commune's files, the newest first."""
    query = _SELECT.where(roster_imports.c.commune_id == commune_id).order_by(roster_imports.c.id.desc()).limit(most)
    return tuple(IMPORT.read(row) for row in tx.connection.execute(query))


def drop(tx: Transaction, file: RosterImport) -> None:
    """Set a file aside: nothing of it is taken over, and its lines are gone."""
    tx.connection.execute(delete(roster_lines).where(roster_lines.c.import_id == file.id))
    _end(tx, file.id, ImportState.DROPPED)
    tx.audit("roster.dropped", f"roster_import:{file.id}")


@without_audit("who calls it audits what came of it")
def _end(tx: Transaction, import_id: int, state: ImportState) -> None:
    values = {"state": state, "ended_at": tx.now}
    tx.connection.execute(update(roster_imports).where(roster_imports.c.id == import_id).values(values))


@without_audit("what is understood of a file changes nothing; what is taken over is audited")
def read_again(tx: Transaction, file: RosterImport, choices: Mapping[str, Any]) -> None:
    """The file is to be read once more, with what was answered about it."""
    tx.connection.execute(delete(roster_lines).where(roster_lines.c.import_id == file.id))
    values = {"state": ImportState.READING, "choices": dict(choices), "found": {}}
    tx.connection.execute(update(roster_imports).where(roster_imports.c.id == file.id).values(values))


@without_audit("what is understood of a file changes nothing; what is taken over is audited")
def put_lines(tx: Transaction, import_id: int, lines: Sequence[NewLine]) -> None:
    """Keep lines of a file that was read. Those of the same numbers, kept before a crash, give way."""
    if not lines:
        return
    numbers = [each.n for each in lines]
    again = and_(roster_lines.c.import_id == import_id, roster_lines.c.n.between(min(numbers), max(numbers)))
    tx.connection.execute(delete(roster_lines).where(again))
    rows = [{**_values(each), "import_id": import_id} for each in lines]
    tx.connection.execute(insert(roster_lines), rows)


def _values(line: NewLine) -> dict[str, Any]:
    return {name: getattr(line, name) for name in NewLine.__slots__} | {
        "cells": dict(line.cells),
        "remarks": list(line.remarks),
    }


@without_audit("what is understood of a file changes nothing; what is taken over is audited")
def ready(tx: Transaction, import_id: int, found: Mapping[str, Any]) -> None:
    """The file is read and compared: it can be looked at."""
    values = {"state": ImportState.READY, "found": dict(found)}
    still = and_(roster_imports.c.id == import_id, roster_imports.c.state == ImportState.READING)
    tx.connection.execute(update(roster_imports).where(still).values(values))


@without_audit("nothing is taken of it")
def unreadable(tx: Transaction, import_id: int, why: Any, *, locked: bool = False) -> None:
    """The file could not be read; ``why`` is told, as data of words. ``locked``: a password would open it."""
    _end(tx, import_id, ImportState.UNREADABLE)
    found = {"why": why, "locked": locked}
    tx.connection.execute(update(roster_imports).where(roster_imports.c.id == import_id).values(found=found))


def say_origin(tx: Transaction, file: RosterImport, origin: Source) -> None:
    """Where the list comes from, as the officer says."""
    tx.connection.execute(update(roster_imports).where(roster_imports.c.id == file.id).values(asdict(origin)))
    said = {**asdict(origin), "as_of": None if origin.as_of is None else origin.as_of.isoformat()}
    tx.audit("roster.origin", f"roster_import:{file.id}", said)


def start(tx: Transaction, file: RosterImport) -> bool:
    """What can be taken over is taken over from now on; false where it is under way, done, or may not be."""
    if file.state not in {ImportState.READY, ImportState.TAKEN} or not file.origin.is_enough:
        return False
    tx.connection.execute(update(roster_imports).where(roster_imports.c.id == file.id).values(state=ImportState.TAKING))
    tx.audit("roster.taking", f"roster_import:{file.id}")
    return True


def finish(tx: Transaction, import_id: int) -> None:
    """All that was to be taken over is on the roster."""
    _end(tx, import_id, ImportState.TAKEN)
    counted = {str(listing): n for (listing, is_done), n in _count(tx, import_id).items() if is_done and listing}
    tx.audit("roster.taken", f"roster_import:{import_id}", counted)


_KNOWN = (
    select(
        people.c.id,
        people.c.place_id,
        people.c.full_name,
        people.c.folded_name,
        people.c.birth_year,
        and_(people.c.on_roster, people.c.left_on.is_(None)).label("on_roster"),
        people.c.left_why,
        func.coalesce(households.c.code, "").label("household"),
    )
    .outerjoin(households, households.c.id == people.c.household_id)
    .where(
        people.c.erased_at.is_(None),
        or_(people.c.same_as_id.is_(None), people.c.same_as_id == people.c.id),
    )
)


def known(tx: Transaction, place_id: int) -> list[Known]:
    """Everybody of a village, as they are compared with a file."""
    rows = tx.connection.execute(_KNOWN.where(people.c.place_id == place_id).order_by(people.c.id))
    return [_known(row) for row in rows]


def _known(row: Any) -> Known:
    """A household that was founded in the chat has no code that a list could have."""
    household = "" if row.household.startswith("chat-") else row.household
    return Known(
        person_id=row.id,
        place_id=row.place_id,
        full_name=row.full_name,
        folded_name=row.folded_name,
        birth_year=row.birth_year,
        household=household,
        on_roster=bool(row.on_roster),
        has_died=row.left_why is Left.DIED,
    )


def known_since(tx: Transaction, file: RosterImport, lines: Collection[Line]) -> list[Known]:
    """Who has come in under one of these names since the file was read, and is meant by no line of it."""
    names = {fold(each.full_name) for each in lines}
    villages = {each.place_id for each in lines}
    meant = exists().where(roster_lines.c.person_id == people.c.id, roster_lines.c.import_id == file.id)
    since = _KNOWN.where(
        people.c.place_id.in_(villages),
        people.c.folded_name.in_(names),
        people.c.created_at >= file.begun_at,
        ~meant,
    )
    return [_known(row) for row in tx.connection.execute(since.order_by(people.c.id))]


def _count(tx: Transaction, import_id: int) -> dict[tuple[Listing | None, bool], int]:
    is_done = roster_lines.c.done_at.is_not(None)
    rows = tx.connection.execute(
        select(roster_lines.c.listing, is_done.label("is_done"), func.count().label("n"))
        .where(roster_lines.c.import_id == import_id)
        .group_by(roster_lines.c.listing, is_done)
    )
    return {(row.listing, bool(row.is_done)): row.n for row in rows}


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lines of each meaning a file has, and how many of them the roster says, too."""

    all: Mapping[Listing | None, int]
    done: Mapping[Listing | None, int]

    def open(self, listing: Listing | None) -> int:
        """How many of these are not done."""
        return self.all.get(listing, 0) - self.done.get(listing, 0)

    @property
    def to_take(self) -> int:
        """How many lines would be taken over now."""
        return sum(self.open(each) for each in TAKEN_OVER)


def counts(tx: Transaction, import_id: int) -> Counts:
    """How many lines a file has, by what they mean."""
    found = _count(tx, import_id)
    every: dict[Listing | None, int] = {}
    for (listing, _), n in found.items():
        every[listing] = every.get(listing, 0) + n
    return Counts(every, {listing: n for (listing, is_done), n in found.items() if is_done})


def page(tx: Transaction, import_id: int, listing: Listing | None, *, after: int, most: int) -> tuple[Line, ...]:
    """Lines of one meaning behind the line ``after``, in the file's order."""
    meant = roster_lines.c.listing.is_(None) if listing is None else roster_lines.c.listing == listing
    query = _LINES.where(roster_lines.c.import_id == import_id, meant, roster_lines.c.n > after)
    return tuple(LINE.read(row) for row in tx.connection.execute(query.order_by(roster_lines.c.n).limit(most)))


def first_open(tx: Transaction, import_id: int, listing: Listing) -> Line | None:
    """The first line of a meaning that is not done."""
    query = _LINES.where(
        roster_lines.c.import_id == import_id, roster_lines.c.listing == listing, roster_lines.c.done_at.is_(None)
    )
    row = tx.connection.execute(query.order_by(roster_lines.c.n).limit(1)).one_or_none()
    return None if row is None else LINE.read(row)


def line(tx: Transaction, line_id: int, *, lock: bool = False) -> Line | None:
    """The line of an id, if it is still there; ``lock``: until the commit."""
    query = _LINES.where(roster_lines.c.id == line_id)
    locked = query.with_for_update(of=roster_lines)
    row = tx.connection.execute(locked if lock else query).one_or_none()
    return None if row is None else LINE.read(row)


def settle(tx: Transaction, doubtful: Line, *, same: bool) -> None:
    """An officer says whom a doubtful line means: the person it may mean, or somebody new."""
    values = {"listing": Listing.CHANGED, "person_id": doubtful.like_id} if same else {"listing": Listing.NEW}
    tx.connection.execute(update(roster_lines).where(roster_lines.c.id == doubtful.id).values(values))
    tx.audit("roster.settled", f"person:{doubtful.like_id}", {"import": doubtful.import_id, "same": same})


def unsettle(tx: Transaction, settled: Line) -> None:
    """What was said of a doubtful line is taken back, as long as it is not taken over."""
    values = {"listing": Listing.DOUBTFUL, "person_id": None}
    tx.connection.execute(update(roster_lines).where(roster_lines.c.id == settled.id).values(values))
    tx.audit("roster.unsettled", f"person:{settled.like_id}", {"import": settled.import_id})


def settled_before(tx: Transaction, commune_id: int) -> Mapping[tuple[int, str, int, int], bool]:
    """What officers said of doubtful lines of earlier files, while those are kept: remembered, not asked again.

    By village, name without marks, birth year and the person it could have been: whether it was them.
    """
    rows = tx.connection.execute(
        select(
            roster_lines.c.place_id,
            roster_lines.c.full_name,
            roster_lines.c.birth_year,
            roster_lines.c.like_id,
            roster_lines.c.listing,
        )
        .join(roster_imports, roster_imports.c.id == roster_lines.c.import_id)
        .where(
            roster_imports.c.commune_id == commune_id,
            roster_lines.c.like_id.is_not(None),
            roster_lines.c.listing != Listing.DOUBTFUL,
        )
        .order_by(roster_lines.c.id)
    )
    return {
        (row.place_id, fold(row.full_name), row.birth_year, row.like_id): row.listing is Listing.CHANGED for row in rows
    }


def to_take(tx: Transaction, import_id: int, *, after: int, most: int) -> tuple[Line, ...]:
    """The next lines to be taken over behind the line ``after``, in the file's order, locked."""
    found: list[Line] = []
    for listing in TAKEN_OVER:  # each in the order of the index: of all three at once it would sort the whole file
        query = _LINES.where(
            roster_lines.c.import_id == import_id,
            roster_lines.c.listing == listing,
            roster_lines.c.n > after,
            roster_lines.c.done_at.is_(None),
        )
        locked = query.order_by(roster_lines.c.n).limit(most).with_for_update(of=roster_lines)
        found += [LINE.read(row) for row in tx.connection.execute(locked)]
    return tuple(sorted(found, key=lambda each: each.n)[:most])


_DONE = (
    update(roster_lines)
    .where(roster_lines.c.id == bindparam("the_line"))
    .values(person_id=bindparam("the_person"), done_at=bindparam("the_time"))
)


@without_audit("what is taken over is audited where it is")
def done(tx: Transaction, person_of: Mapping[int, int]) -> None:
    """These lines are on the roster now, each as this person."""
    if person_of:
        tx.connection.execute(
            _DONE,
            [{"the_line": key, "the_person": person, "the_time": tx.now} for key, person in person_of.items()],
        )


def gone(tx: Transaction, import_id: int, *, after: int, most: int) -> tuple[Line, ...]:
    """The next people who are in no line of the file and still on the roster, behind the line ``after``."""
    query = _LINES.where(
        roster_lines.c.import_id == import_id,
        roster_lines.c.n > after,
        roster_lines.c.listing == Listing.GONE,
        roster_lines.c.done_at.is_(None),
    )
    return tuple(LINE.read(row) for row in tx.connection.execute(query.order_by(roster_lines.c.n).limit(most)))


@without_audit("what is taken over is audited where it is")
def means(tx: Transaction, line_id: int, found: Match) -> None:
    """A line means something else than when the file was read."""
    who = "like_id" if found.listing is Listing.DOUBTFUL else "person_id"
    values = {"listing": found.listing, "likeness": found.likeness, who: found.person_id}
    tx.connection.execute(update(roster_lines).where(roster_lines.c.id == line_id).values(values))


@without_audit("its time is over; the files themselves stay on record")
def forget(tx: Transaction, before: datetime) -> Slice:
    """Delete the lines of files that came before that moment, a slice of them."""
    old = select(roster_imports.c.id).where(roster_imports.c.begun_at < before)
    which = some_of(roster_lines, roster_lines.c.import_id.in_(old))
    return Slice(tx.connection.execute(delete(roster_lines).where(which)).rowcount)
