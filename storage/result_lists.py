"""Lists of results made elsewhere: where one comes from, what its lines say, whom they mean, how far it is."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, insert, or_, select, update

from criteria.model import CITIZEN
from criteria.names import fold
from criteria.policy import Subject
from criteria.results_matching import OPEN, Finding, Result
from criteria.roster_matching import Known, Likeness
from storage import roster_imports
from storage.cycles import Cycle
from storage.kit.rows import Columns, through
from storage.kit.slices import Slice, some_of
from storage.kit.tables import cycles, people, places, result_lines, result_lists
from storage.kit.transaction import Transaction, without_audit
from storage.kit.words import CycleState, ResultsFrom, ResultsState

NOTHING_SAID = Result(None)
BEFORE_TAKEN = (ResultsState.READING, ResultsState.READY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a list comes from, as its paper says.

    Attributes:
        made_at: by a unit, a village, on an official form, by the association's site.
        made_by: nơi lập.
        made_on: ngày lập.
        signer: người ký.
        all_reached: of who passed alone; a line that says neither đạt nor chưa đạt is one of them.
    """

    made_at: ResultsFrom | None = None
    made_by: str = ""
    made_on: date | None = None
    signer: str = ""
    all_reached: bool = False

    @property
    def is_enough(self) -> bool:
        """Whether results may be taken of it: it is known who made it, when, and who signed."""
        return bool(self.made_at and self.made_by and self.made_on and self.signer)

    def is_signed_by(self, full_name: str) -> bool:
        """Whether the signatory is called so."""
        return f" {fold(full_name)} " in f" {fold(self.signer)} "


ORIGIN = Columns(
    Origin,
    made_at=result_lists.c.made_at,
    made_by=result_lists.c.made_by,
    made_on=result_lists.c.made_on,
    signer=result_lists.c.signer,
    all_reached=result_lists.c.all_reached,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultList:
    """One list. ``found``: what was understood of its file, as data; ``brought_by``: who decides on none of it."""

    id: int
    commune_id: int
    cycle_id: int
    year: int
    title: str
    account_id: int
    brought_by: int
    brought_by_name: str
    file_name: str
    digest: str | None
    state: ResultsState
    choices: Mapping[str, Any]
    found: Mapping[str, Any]
    begun_at: datetime
    taken_at: datetime | None
    origin: Origin
    cycle_open: bool

    @property
    def subject(self) -> Subject:
        """This list as the policy sees it: its commune's."""
        return Subject(commune_id=self.commune_id, cycle_open=self.cycle_open)

    @property
    def is_locked(self) -> bool:
        """Whether its file could not be read for want of a password."""
        return self.state is ResultsState.UNREADABLE and bool(self.found.get("locked"))

    @property
    def is_signed_by_typist(self) -> bool:
        """Whether who brought it is who signed it: two people are needed."""
        return self.origin.is_signed_by(self.brought_by_name)


LIST = Columns(
    ResultList,
    id=result_lists.c.id,
    commune_id=result_lists.c.commune_id,
    cycle_id=result_lists.c.cycle_id,
    year=cycles.c.year,
    title=result_lists.c.title,
    account_id=result_lists.c.account_id,
    brought_by=result_lists.c.brought_by,
    brought_by_name=people.c.full_name,
    file_name=result_lists.c.file_name,
    digest=result_lists.c.digest,
    state=result_lists.c.state,
    choices=result_lists.c.choices,
    found=result_lists.c.found,
    begun_at=result_lists.c.begun_at,
    taken_at=result_lists.c.taken_at,
    origin=ORIGIN,
    cycle_open=through(cycles.c.state, lambda state: state is CycleState.OPEN),
)
_LISTS = (
    select(*LIST.columns)
    .join(cycles, cycles.c.id == result_lists.c.cycle_id)
    .join(people, people.c.id == result_lists.c.brought_by)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """A line as it was read and compared.

    Attributes:
        finding: what it comes to; ``None``: it could not be read, and ``remarks`` say why.
        likeness: why it is, or was, doubtful.
        person_id: whom it means.
        like_id: whom it may mean, or might have meant before an officer said.
        cells: of a line that could not be read: what stood in it, by column.
        remarks: what is said about it, as data of words.
    """

    n: int
    sheet: str
    row: int
    place_id: int | None
    household: str = ""
    full_name: str = ""
    birth_year: int = 0
    result: Result = NOTHING_SAID
    finding: Finding | None = None
    likeness: Likeness | None = None
    person_id: int | None = None
    like_id: int | None = None
    cells: Mapping[str, str] = field(default_factory=dict)
    remarks: Sequence[Any] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line(NewLine):
    """A line as it is kept. ``prefers``: an officer chose it in place of what stands here; ``done_at``: it is taken."""

    id: int
    list_id: int
    commune_id: int
    prefers: bool
    done_at: datetime | None
    cycle_open: bool

    @property
    def subject(self) -> Subject:
        """This line as the policy sees it: its commune's."""
        return Subject(commune_id=self.commune_id, cycle_open=self.cycle_open)


def _pairs(by_indicator: Any) -> tuple[tuple[str, str], ...]:
    return tuple((str(key), str(points)) for key, points in by_indicator)


RESULT = Columns(
    Result,
    reached=result_lines.c.reached,
    points=result_lines.c.points,
    by_indicator=through(result_lines.c.by_indicator, _pairs),
)
LINE = Columns(
    Line,
    id=result_lines.c.id,
    list_id=result_lines.c.list_id,
    commune_id=result_lists.c.commune_id,
    n=result_lines.c.n,
    sheet=result_lines.c.sheet,
    row=result_lines.c.row,
    place_id=result_lines.c.place_id,
    household=result_lines.c.household,
    full_name=result_lines.c.full_name,
    birth_year=result_lines.c.birth_year,
    result=RESULT,
    finding=result_lines.c.finding,
    likeness=result_lines.c.likeness,
    person_id=result_lines.c.person_id,
    like_id=result_lines.c.like_id,
    prefers=result_lines.c.prefers,
    cells=result_lines.c.cells,
    remarks=result_lines.c.remarks,
    done_at=result_lines.c.done_at,
    cycle_open=through(cycles.c.state, lambda state: state is CycleState.OPEN),
)
_LINES = (
    select(*LINE.columns)
    .join(result_lists, result_lists.c.id == result_lines.c.list_id)
    .join(cycles, cycles.c.id == result_lists.c.cycle_id)
)


def begin(tx: Transaction, cycle: Cycle, *, account_id: int, by: int, file_name: str, digest: str | None) -> ResultList:
    """A list has come. What came before it and was not taken is set aside: one is looked at at a time."""
    waiting = _LISTS.where(result_lists.c.commune_id == cycle.commune_id, result_lists.c.state.in_(BEFORE_TAKEN))
    for row in tx.connection.execute(waiting.order_by(result_lists.c.id).with_for_update(of=result_lists)).all():
        drop(tx, LIST.read(row))
    key = tx.add(
        insert(result_lists),
        {
            "commune_id": cycle.commune_id,
            "cycle_id": cycle.id,
            "title": CITIZEN,
            "account_id": account_id,
            "brought_by": by,
            "file_name": file_name[:200],
            "digest": digest,
            "state": ResultsState.READING,
            "choices": {},
            "found": {},
            "begun_at": tx.now,
        },
    )
    tx.audit("results.brought", f"results:{key}", {"cycle": cycle.id, "digest": digest, "by": by})
    return get(tx, key)


def load(tx: Transaction, list_id: int, *, lock: bool = False) -> ResultList | None:
    """The list of an id, if there is one; ``lock``: until the commit."""
    query = _LISTS.where(result_lists.c.id == list_id)
    row = tx.connection.execute(query.with_for_update(of=result_lists) if lock else query).one_or_none()
    return None if row is None else LIST.read(row)


def get(tx: Transaction, list_id: int, *, lock: bool = False) -> ResultList:
    """The list of an id that is known to be there.

    Raises:
        LookupError: it is not.
    """
    found = load(tx, list_id, lock=lock)
    if found is None:
        raise LookupError(f"list of results {list_id}")
    return found


def of_commune(tx: Transaction, commune_id: int, *, most: int = 10) -> tuple[ResultList, ...]:
    """The commune's lists, the newest first."""
    query = _LISTS.where(result_lists.c.commune_id == commune_id).order_by(result_lists.c.id.desc()).limit(most)
    return tuple(LIST.read(row) for row in tx.connection.execute(query))


def of_cycle(tx: Transaction, cycle_id: int, commune_id: int) -> tuple[ResultList, ...]:
    """The lists of a year of which results are taken, the oldest first."""
    query = _LISTS.where(
        result_lists.c.commune_id == commune_id,
        result_lists.c.cycle_id == cycle_id,
        result_lists.c.state.in_([ResultsState.TAKING, ResultsState.TAKEN]),
    )
    return tuple(LIST.read(row) for row in tx.connection.execute(query.order_by(result_lists.c.id)))


def drop(tx: Transaction, found: ResultList) -> None:
    """Set a list aside: nothing of it is taken, and its lines are gone."""
    tx.connection.execute(delete(result_lines).where(result_lines.c.list_id == found.id))
    _move(tx, found.id, ResultsState.DROPPED, ended_at=tx.now)
    tx.audit("results.dropped", f"results:{found.id}")


@without_audit("who calls it audits what came of it")
def _move(tx: Transaction, list_id: int, state: ResultsState, **more: Any) -> None:
    tx.write(update(result_lists).where(result_lists.c.id == list_id).values(state=state, **more))


def read_again(tx: Transaction, found: ResultList, choices: Mapping[str, Any]) -> None:
    """The file is to be read once more, with what was answered about it."""
    tx.connection.execute(delete(result_lines).where(result_lines.c.list_id == found.id))
    _move(tx, found.id, ResultsState.READING, choices=dict(choices), found={})
    tx.audit("results.moved", f"results:{found.id}", {"state": ResultsState.READING.value})


def ready(tx: Transaction, list_id: int, found: Mapping[str, Any]) -> None:
    """The file is read and compared: it can be looked at."""
    _move(tx, list_id, ResultsState.READY, found=dict(found))
    tx.audit("results.moved", f"results:{list_id}", {"state": ResultsState.READY.value})


def unreadable(tx: Transaction, list_id: int, why: Any, *, locked: bool = False) -> None:
    """The file could not be read; ``why`` is told, as data of words. ``locked``: a password would open it."""
    _move(tx, list_id, ResultsState.UNREADABLE, found={"why": why, "locked": locked})
    tx.audit("results.moved", f"results:{list_id}", {"state": ResultsState.UNREADABLE.value})


def say_origin(tx: Transaction, found: ResultList, origin: Origin, *, cycle_id: int | None = None) -> None:
    """Where the list comes from, as the officer says; ``cycle_id``: of which year, where that is another."""
    year = found.cycle_id if cycle_id is None else cycle_id
    this = update(result_lists).where(result_lists.c.id == found.id)
    tx.write(this.values(**asdict(origin), cycle_id=year))
    said = {
        **asdict(origin),
        "cycle": year,
        "made_at": None if origin.made_at is None else origin.made_at.value,
        "made_on": None if origin.made_on is None else origin.made_on.isoformat(),
    }
    tx.audit("results.origin", f"results:{found.id}", said)


def start(tx: Transaction, found: ResultList) -> bool:
    """What can be taken is taken from now on; false where it is under way, undone, or may not be."""
    may = found.state in {ResultsState.READY, ResultsState.TAKEN} and found.cycle_open
    if not may or not found.origin.is_enough or found.is_signed_by_typist:
        return False
    _move(tx, found.id, ResultsState.TAKING)
    tx.audit("results.taking", f"results:{found.id}")
    return True


def finish(tx: Transaction, list_id: int) -> None:
    """All that was to be taken is."""
    n = tx.connection.execute(
        select(func.count()).where(result_lines.c.list_id == list_id, result_lines.c.done_at.is_not(None))
    ).scalar_one()
    _move(tx, list_id, ResultsState.TAKEN, taken_at=tx.now)
    tx.audit("results.taken", f"results:{list_id}", {"results": n})


def start_undoing(tx: Transaction, found: ResultList) -> bool:
    """All of it is taken back from now on; false where nothing of it is taken, or that is under way."""
    if found.state is not ResultsState.TAKEN or not found.cycle_open:
        return False
    _move(tx, found.id, ResultsState.UNDOING)
    tx.audit("results.undoing", f"results:{found.id}")
    return True


def undone(tx: Transaction, list_id: int) -> None:
    """All of it is taken back."""
    _move(tx, list_id, ResultsState.UNDONE, ended_at=tx.now)
    tx.audit("results.undone", f"results:{list_id}")


def stays(tx: Transaction, list_id: int) -> None:
    """It cannot be taken back after all: somebody of it was recognised meanwhile."""
    _move(tx, list_id, ResultsState.TAKEN)
    tx.audit("results.moved", f"results:{list_id}", {"state": ResultsState.TAKEN.value})


# Lines


@without_audit("what is understood of a file changes nothing; what is taken is audited")
def put_lines(tx: Transaction, list_id: int, lines: Sequence[NewLine]) -> None:
    """Keep lines of a file that was read. Those of the same numbers, kept before a crash, give way."""
    if not lines:
        return
    numbers = [each.n for each in lines]
    again = and_(result_lines.c.list_id == list_id, result_lines.c.n.between(min(numbers), max(numbers)))
    tx.connection.execute(delete(result_lines).where(again))
    tx.connection.execute(insert(result_lines), [{**_values(each), "list_id": list_id} for each in lines])


def _values(line: NewLine) -> dict[str, Any]:
    plain = {name: getattr(line, name) for name in NewLine.__slots__ if name != "result"}
    return plain | {
        "reached": line.result.reached,
        "points": line.result.points,
        "by_indicator": [list(pair) for pair in line.result.by_indicator],
        "cells": dict(line.cells),
        "remarks": list(line.remarks),
        "prefers": False,
    }


@dataclass(frozen=True, slots=True)
class Counts:
    """How many lines come to what, how many of these are taken, and how many an officer chose."""

    all: Mapping[Finding | None, int]
    done: int
    chosen: int

    @property
    def to_take(self) -> int:
        """How many would be taken now."""
        return self.all.get(Finding.NEW, 0) + self.chosen

    @property
    def read(self) -> int:
        """How many could be read."""
        return sum(n for finding, n in self.all.items() if finding is not None) + self.done

    @property
    def left(self) -> int:
        """How many stay outside as things are."""
        return sum(n for finding, n in self.all.items() if finding is not Finding.NEW) - self.chosen


def counts(tx: Transaction, list_id: int) -> Counts:
    """How many lines come to what; those that are taken are counted apart."""
    is_done = result_lines.c.done_at.is_not(None)
    rows = tx.connection.execute(
        select(result_lines.c.finding, result_lines.c.prefers, is_done.label("is_done"), func.count().label("n"))
        .where(result_lines.c.list_id == list_id)
        .group_by(result_lines.c.finding, result_lines.c.prefers, is_done)
    ).all()
    every: dict[Finding | None, int] = {}
    for row in rows:
        if not row.is_done:
            every[row.finding] = every.get(row.finding, 0) + row.n
    chosen = sum(row.n for row in rows if row.finding is Finding.DIFFERS and row.prefers and not row.is_done)
    return Counts(every, sum(row.n for row in rows if row.is_done), chosen)


def page(tx: Transaction, list_id: int, finding: Finding | None, *, after: int, most: int) -> tuple[Line, ...]:
    """Lines not taken that come to the same, behind the line ``after``, in the file's order."""
    which = result_lines.c.finding.is_(None) if finding is None else result_lines.c.finding == finding
    query = _LINES.where(
        result_lines.c.list_id == list_id, which, result_lines.c.n > after, result_lines.c.done_at.is_(None)
    )
    return tuple(LINE.read(row) for row in tx.connection.execute(query.order_by(result_lines.c.n).limit(most)))


def left(tx: Transaction, list_id: int, *, most: int) -> tuple[Line, ...]:
    """All lines that stay outside as things are, in the file's order."""
    query = _LINES.where(result_lines.c.list_id == list_id, result_lines.c.done_at.is_(None), ~result_lines.c.prefers)
    outside = or_(result_lines.c.finding.is_(None), result_lines.c.finding != Finding.NEW)
    rows = tx.connection.execute(query.where(outside).order_by(result_lines.c.n).limit(most))
    return tuple(LINE.read(row) for row in rows)


def line(tx: Transaction, line_id: int, *, lock: bool = False) -> Line | None:
    """The line of an id, if it is still there; ``lock``: until the commit."""
    query = _LINES.where(result_lines.c.id == line_id)
    row = tx.connection.execute(query.with_for_update(of=result_lines) if lock else query).one_or_none()
    return None if row is None else LINE.read(row)


def settle(tx: Transaction, doubtful: Line, *, person_id: int, finding: Finding) -> None:
    """An officer says that a doubtful line means this person; ``finding``: what it comes to by that."""
    _mean(tx, doubtful.id, finding=finding, person_id=person_id)
    tx.audit("results.settled", f"person:{person_id}", {"list": doubtful.list_id, "same": True})


def part(tx: Transaction, doubtful: Line, *, instead: int | None) -> None:
    """An officer says that it is somebody else; ``instead``: who else it may be, if anybody."""
    if instead is None:
        _mean(tx, doubtful.id, finding=Finding.UNKNOWN, person_id=None)
    else:
        _mean(tx, doubtful.id, finding=Finding.DOUBTFUL, like_id=instead)
    tx.audit("results.settled", f"person:{doubtful.like_id}", {"list": doubtful.list_id, "same": False})


def unsettle(tx: Transaction, settled: Line) -> None:
    """What was said of a doubtful line is taken back, as long as it is not taken."""
    _mean(tx, settled.id, finding=Finding.DOUBTFUL, person_id=None, prefers=False)
    tx.audit("results.unsettled", f"person:{settled.like_id}", {"list": settled.list_id})


def prefer(tx: Transaction, differing: Line, *, theirs: bool) -> None:
    """An officer chooses the list's result over what stands here, or leaves that as it is."""
    _mean(tx, differing.id, prefers=theirs)
    tx.audit("results.chosen", f"person:{differing.person_id}", {"list": differing.list_id, "theirs": theirs})


@without_audit("whoever calls it audits what it is for")
def _mean(tx: Transaction, line_id: int, **values: Any) -> None:
    tx.connection.execute(update(result_lines).where(result_lines.c.id == line_id).values(values))


@without_audit("what is taken is audited where it is")
def comes_to(tx: Transaction, line_id: int, finding: Finding) -> None:
    """A line comes to something else than when the file was read."""
    _mean(tx, line_id, finding=finding, prefers=False)


_DONE = update(result_lines).where(result_lines.c.id.in_(bindparam("those", expanding=True)))


@without_audit("what is taken is audited where it is")
def done(tx: Transaction, line_ids: Collection[int]) -> None:
    """These lines are taken."""
    tx.connection.execute(_DONE.values(done_at=tx.now), {"those": sorted(line_ids)})


@without_audit("what is taken back is audited where it is")
def open_again(tx: Transaction, list_id: int) -> None:
    """No line of the list is taken any more."""
    tx.connection.execute(update(result_lines).where(result_lines.c.list_id == list_id).values(done_at=None))


def to_take(tx: Transaction, list_id: int, *, after: int, most: int) -> tuple[Line, ...]:
    """The next lines to be taken behind the line ``after``, in the file's order, locked."""
    query = _LINES.where(
        result_lines.c.list_id == list_id,
        result_lines.c.n > after,
        result_lines.c.done_at.is_(None),
        or_(
            result_lines.c.finding == Finding.NEW,
            and_(result_lines.c.finding == Finding.DIFFERS, result_lines.c.prefers),
        ),
    )
    locked = query.order_by(result_lines.c.n).limit(most).with_for_update(of=result_lines)
    return tuple(LINE.read(row) for row in tx.connection.execute(locked))


def means_too(tx: Transaction, list_id: int, person_id: int) -> Line | None:
    """Another line of the list that means this person and may still be taken, or is."""
    query = _LINES.where(
        result_lines.c.list_id == list_id,
        result_lines.c.person_id == person_id,
        or_(result_lines.c.finding.in_(OPEN), result_lines.c.done_at.is_not(None)),
    )
    row = tx.connection.execute(query.order_by(result_lines.c.n).limit(1)).one_or_none()
    return None if row is None else LINE.read(row)


def settled_before(tx: Transaction, commune_id: int) -> Mapping[tuple[int, str, int, int], bool]:
    """What officers said of doubtful lines of earlier lists, while those are kept: remembered, not asked again.

    By place, name without marks, birth year and the person it could have been: whether it was them.
    """
    rows = tx.connection.execute(
        select(
            result_lines.c.place_id,
            result_lines.c.full_name,
            result_lines.c.birth_year,
            result_lines.c.like_id,
            result_lines.c.finding,
        )
        .join(result_lists, result_lists.c.id == result_lines.c.list_id)
        .where(
            result_lists.c.commune_id == commune_id,
            result_lines.c.like_id.is_not(None),
            result_lines.c.finding != Finding.DOUBTFUL,
        )
        .order_by(result_lines.c.id)
    )
    return {
        (row.place_id, fold(row.full_name), row.birth_year, row.like_id): row.finding is not Finding.UNKNOWN
        for row in rows
    }


def namesakes(tx: Transaction, commune_id: int, name: str) -> list[Known]:
    """Everybody of the commune who has a name, as they are compared with a list."""
    folded = fold(name)
    here = select(places.c.id).where(places.c.parent_id == commune_id)
    villages = tx.connection.execute(
        select(people.c.place_id).distinct().where(people.c.folded_name == folded, people.c.place_id.in_(here))
    ).scalars()
    return [
        each
        for place_id in sorted(villages)
        for each in roster_imports.known(tx, place_id)
        if each.folded_name == folded
    ]


def unit_of(tx: Transaction, commune_id: int) -> Mapping[int, int]:
    """The unit of the commune in which people are assessed, by person; who counts in their village is missing."""
    units = select(places.c.id).where(places.c.parent_id == commune_id)
    rows = tx.connection.execute(select(people.c.id, people.c.unit_id).where(people.c.unit_id.in_(units)))
    return {row.id: row.unit_id for row in rows}


@without_audit("its time is over; the lists themselves stay on record")
def forget(tx: Transaction, before: datetime) -> Slice:
    """Delete the lines of lists that came before that moment, a slice of them."""
    old = select(result_lists.c.id).where(result_lists.c.begun_at < before)
    which = some_of(result_lines, result_lines.c.list_id.in_(old))
    return Slice(tx.connection.execute(delete(result_lines).where(which)).rowcount)
