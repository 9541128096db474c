"""Snapshots: the figures of a year taken down at a moment, with what changed since the one before. They never change.

What was counted then can be made again from the log (:func:`agrees`): each holds the last line that went in.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import insert, select

from criteria.declaration import Measure, State
from criteria.model import CITIZEN
from criteria.parse import titles
from criteria.policy import Subject
from criteria.year import REACHED_ON_ROSTER, settings_from_data
from storage import anchors, counters, people, places, recognition, replay, target_actuals
from storage.cycles import Cycle
from storage.kit.rows import Columns, through
from storage.kit.tables import cycles
from storage.kit.tables import people as people_rows
from storage.kit.tables import snapshot_sendings as sendings
from storage.kit.tables import snapshots as table
from storage.kit.transaction import Transaction
from storage.kit.words import SnapshotKind
from storage.replay import Replayed


class Cause(StrEnum):
    """Why a number is another than it was."""

    CONFIRMED = "confirmed"  # counts now, and did not
    RECOGNISED = "recognised"  # so, by a signed decision
    UNDONE = "undone"  # a confirmation or recognition was taken back, or its declaration withdrawn
    MOVED = "moved"  # to another village or unit, or from it
    ROSTER = "roster"  # somebody came onto the roster, or left it
    RULES = "rules"  # the set was corrected: the result is another
    OTHER = "other"  # of what the log does not tell one by one: erased stories, another way of counting
    WHOLE = "whole"  # the total itself, not those who reached


@dataclass(frozen=True, slots=True)
class Change:
    """How much a place's number of those who reached it, or its total, differs for one cause."""

    place: str
    cause: Cause
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Figures of a year as they were.

    Attributes:
        upto: the last line of the log that went in.
        numbers: what was counted (:func:`numbers_of`).
        papers: the same as papers print them.
        root: the fingerprint of the numbers.
        why: why it replaces the one before, where it does.
    """

    id: int
    cycle_id: int
    commune_id: int
    year: int
    kind: SnapshotKind
    as_of: datetime
    upto: int
    numbers: Mapping[str, Any]
    papers: Mapping[str, Any]
    changes: tuple[Change, ...]
    root: str
    why: str
    taken_by: str

    @property
    def subject(self) -> Subject:
        """This snapshot as the policy sees it: its commune's. To look at it and send it needs no open year."""
        return Subject(commune_id=self.commune_id)


def _changes(data: list[list[Any]]) -> tuple[Change, ...]:
    return tuple(Change(place, Cause(cause), n) for place, cause, n in data)


SNAPSHOT = Columns(
    Snapshot,
    id=table.c.id,
    cycle_id=table.c.cycle_id,
    commune_id=cycles.c.commune_id,
    year=cycles.c.year,
    kind=table.c.kind,
    as_of=table.c.as_of,
    upto=table.c.upto,
    numbers=table.c.numbers,
    papers=table.c.papers,
    changes=through(table.c.changes, _changes),
    root=table.c.root,
    why=table.c.why,
    taken_by=people_rows.c.full_name,
)
_SELECT = (
    select(*SNAPSHOT.columns)
    .join(cycles, cycles.c.id == table.c.cycle_id)
    .join(people_rows, people_rows.c.id == table.c.taken_by)
)


@dataclass(frozen=True, slots=True)
class Sending:
    """That figures were sent: to whom, as which paper, on which day."""

    sent_to: str
    number: str
    sent_on: date


SENDING = Columns(Sending, sent_to=sendings.c.sent_to, number=sendings.c.number, sent_on=sendings.c.sent_on)


def load(tx: Transaction, snapshot_id: int) -> Snapshot | None:
    """The snapshot of an id, if there is one."""
    row = tx.connection.execute(_SELECT.where(table.c.id == snapshot_id)).one_or_none()
    return None if row is None else SNAPSHOT.read(row)


def get(tx: Transaction, snapshot_id: int) -> Snapshot:
    """The snapshot of an id that is known to be there.

    Raises:
        LookupError: it is not.
    """
    found = load(tx, snapshot_id)
    if found is None:
        raise LookupError(f"snapshot {snapshot_id}")
    return found


def of_cycle(tx: Transaction, cycle_id: int) -> tuple[Snapshot, ...]:
    """The snapshots of a year, the newest first."""
    rows = tx.connection.execute(_SELECT.where(table.c.cycle_id == cycle_id).order_by(table.c.id.desc()))
    return tuple(map(SNAPSHOT.read, rows))


def newest(tx: Transaction, cycle_id: int) -> Snapshot | None:
    """The last one of a year."""
    query = _SELECT.where(table.c.cycle_id == cycle_id).order_by(table.c.id.desc()).limit(1)
    row = tx.connection.execute(query).one_or_none()
    return None if row is None else SNAPSHOT.read(row)


def numbers_of(tx: Transaction, cycle: Cycle) -> dict[str, Any]:
    """What is counted of a year now, as JSON data: the counters, the totals, the lists and what was chosen.

    Places are named by their id and, as papers call them that day, by name.
    """
    here = places.villages(tx, cycle.commune_id)
    sizes = people.roster_sizes(
        tx, cycle, place_ids=[each.id for each in here], min_age=cycle.criteria(CITIZEN).adult_age
    )
    return {
        "places": {str(each.id): each.full_name for each in here},
        "counted": {title: _counted(counters.tallies(tx, cycle.id, title)) for title in titles()},
        "people": {str(key): n for key, n in sizes.items()},
        "wholes": [[each.place.id, each.title, each.whole, each.reached_of_whole]
                   for each in target_actuals.titles_by_place(tx, cycle)],
        "lists": [[each.id, each.title, each.state.value, each.number, sum(recognition.counts(tx, each.id).values())]
                  for each in reversed(recognition.of_cycle(tx, cycle.id))],
        "sets": {title: each.to_data() for title, each in cycle.adoptions.items()},
        "plan": cycle.plan,
        "leaves_out": sorted(each.value for each in cycle.leaves_out),
        "settings": cycle.settings.to_data(),
    }  # fmt: skip


def _counted(found: Mapping[int, counters.Tally]) -> dict[str, dict[str, int]]:
    return {
        str(place): {measure.value: n for measure, n in sorted(tally.counts.items())}
        for place, tally in sorted(found.items())
    }


def root_of(numbers: Mapping[str, Any]) -> str:
    """The fingerprint of what was counted."""
    return hashlib.sha256(orjson.dumps(numbers, option=orjson.OPT_SORT_KEYS)).hexdigest()


def settle_log(tx: Transaction) -> int:
    """The last line of the log; until the commit no turn writes another, so all that is read now belongs together."""
    return anchors.settled(tx)


def take(
    tx: Transaction,
    cycle: Cycle,
    kind: SnapshotKind,
    papers: Mapping[str, Any],
    *,
    upto: int,
    by: int,
    why: str = "",
) -> Snapshot:
    """Take the figures down. ``upto``: of :func:`settle_log`, before any of them was read."""
    numbers = numbers_of(tx, cycle)
    before = newest(tx, cycle.id)
    changed = [] if before is None else sorted(difference(tx, cycle, before, numbers), key=_in_order)
    row = {
        "cycle_id": cycle.id,
        "kind": kind,
        "as_of": tx.now,
        "upto": upto,
        "numbers": numbers,
        "papers": papers,
        "changes": [[each.place, each.cause.value, each.n] for each in changed],
        "root": root_of(numbers),
        "why": why,
        "taken_by": by,
    }
    key = tx.add(insert(table), row)
    told = {"cycle": cycle.id, "kind": kind.value, "upto": upto, "root": row["root"], "by": by}
    tx.audit("snapshot.taken", f"snapshot:{key}", told)
    return get(tx, key)


def _in_order(change: Change) -> tuple[str, str]:
    return change.place, change.cause.value


def difference(tx: Transaction, cycle: Cycle, before: Snapshot, numbers: Mapping[str, Any]) -> Iterator[Change]:
    """What is another in people who reached the title and in the totals, by place and cause; the sums are exact."""
    was, now = (REACHED_ON_ROSTER[settings_from_data(each["settings"]).counting] for each in (before.numbers, numbers))
    told: Counter[tuple[int, Cause]] = Counter()
    if was is now:
        earlier = replay.told(tx, since=before.upto, upto=before.upto)
        for key, after in replay.told(tx, since=before.upto).items():
            for at, cause, n in _steps(_of(cycle, earlier.get(key)), _of(cycle, after), now):
                told[at, cause] += n
    names = {**before.numbers["places"], **numbers["places"]}
    for place, name in names.items():
        step = _at(numbers, place, now) - _at(before.numbers, place, was)
        causes = {cause: n for (where, cause), n in told.items() if where == int(place)}
        causes[Cause.OTHER] = step - sum(causes.values())
        causes[Cause.WHOLE] = numbers["people"].get(place, 0) - before.numbers["people"].get(place, 0)
        yield from (Change(name, cause, n) for cause, n in causes.items() if n)


def _of(cycle: Cycle, story: Replayed | str | None) -> Replayed | None:
    """A declaration of the people's title in the cycle, that its person has not taken back."""
    is_ours = isinstance(story, Replayed) and (story.cycle_id, story.title) == (cycle.id, CITIZEN)
    return story if is_ours and isinstance(story, Replayed) and story.state is not None else None


_HELD = frozenset({State.CONFIRMED, State.RECOGNISED})


def _steps(before: Replayed | None, after: Replayed | None, counts: Measure) -> Iterator[tuple[int, Cause, int]]:
    """What one declaration adds to places and takes from them, and why."""
    had, has = (each is not None and counts in each.counts for each in (before, after))
    if before is not None and after is not None and had and has:
        if before.place_id != after.place_id:
            yield before.place_id, Cause.MOVED, -1
            yield after.place_id, Cause.MOVED, 1
        return
    if after is not None and has:
        yield after.place_id, _why_now(before, counts), 1
    elif before is not None and had:
        yield before.place_id, _why_no_more(after), -1


def _why_now(before: Replayed | None, counts: Measure) -> Cause:
    if counts is Measure.RECOGNISED_ON_ROSTER and (before is None or before.state is not State.RECOGNISED):
        return Cause.RECOGNISED
    if before is None or before.state not in _HELD:
        return Cause.CONFIRMED
    return Cause.ROSTER if Measure.OUTSIDE_ROSTER in before.counts else Cause.RULES


def _why_no_more(after: Replayed | None) -> Cause:
    if after is None or after.state not in _HELD:
        return Cause.UNDONE
    return Cause.ROSTER if Measure.OUTSIDE_ROSTER in after.counts or not after.counts else Cause.RULES


def _at(numbers: Mapping[str, Any], place: str, measure: Measure) -> int:
    return int(numbers["counted"][CITIZEN].get(place, {}).get(measure.value, 0))


def agrees(tx: Transaction, snapshot: Snapshot) -> bool:
    """Whether the figures are those of their fingerprint, and the log, read up to its last line, gives the counters.

    Only where the log still tells every story: after erasures and once the year is settled it does not.
    """
    found = {key: each for key, each in replay.told(tx, upto=snapshot.upto).items() if isinstance(each, Replayed)}
    joined = replay.registered(tx, upto=snapshot.upto)
    remade = {title: _counted(replay.tallies(found, joined, snapshot.cycle_id, title)) for title in titles()}
    kept = {title: snapshot.numbers["counted"].get(title, {}) for title in titles()}
    return remade == kept and root_of(snapshot.numbers) == snapshot.root


def is_disproved(tx: Transaction, snapshot: Snapshot) -> bool:
    """Whether the record says otherwise than these figures: they are not those of their fingerprint, or of the log.

    Where the log no longer tells every story up to their last line, only the fingerprint can be looked at.
    """
    if root_of(snapshot.numbers) != snapshot.root:
        return True
    return replay.is_whole(tx, upto=snapshot.upto) and not agrees(tx, snapshot)


def send(tx: Transaction, snapshot: Snapshot, sent: Sending, *, by: int) -> None:
    """Note that these figures were sent. What was noted stays; a second sending is a second line."""
    row = {
        "snapshot_id": snapshot.id,
        "sent_to": sent.sent_to,
        "number": sent.number,
        "sent_on": sent.sent_on,
        "noted_by": by,
        "noted_at": tx.now,
    }
    tx.add(insert(sendings), row)
    tx.audit("snapshot.sent", f"snapshot:{snapshot.id}", {"on": sent.sent_on.isoformat(), "by": by})


def sent(tx: Transaction, snapshot_id: int) -> tuple[Sending, ...]:
    """Where a snapshot was sent, the first time first."""
    rows = tx.connection.execute(
        select(*SENDING.columns).where(sendings.c.snapshot_id == snapshot_id).order_by(sendings.c.id)
    )
    return tuple(map(SENDING.read, rows))


def last_sent(tx: Transaction, cycle_id: int, *, before: int | None = None) -> tuple[Snapshot, Sending] | None:
    """The newest snapshot of a year that was sent, with its last sending; ``before``: of those older than that one."""
    for each in of_cycle(tx, cycle_id):
        if (before is None or each.id < before) and (found := sent(tx, each.id)):
            return each, found[-1]
    return None


def is_corrected(tx: Transaction, snapshot: Snapshot) -> bool:
    """Whether it was sent, and a later one has other figures: "đã sửa sau khi gửi"."""
    later = newest(tx, snapshot.cycle_id)
    return later is not None and _figures(later) != _figures(snapshot) and bool(sent(tx, snapshot.id))


def _figures(snapshot: Snapshot) -> tuple[Any, ...]:
    return tuple(snapshot.numbers[key] for key in ("counted", "people", "wholes", "settings"))
