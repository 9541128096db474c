"""The audit log played again from nothing: what each declaration's state must be, and what it counts for.

An independent proof beside the recount: the recount reads the declarations, this reads only the log. What happened to a
declaration stands in it in the order of its revisions. Declarations whose beginning is older than the words this needs,
and changes that come from elsewhere (a roster, a merged village), are not told here: those declarations are left out of
the counts, never guessed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select

from criteria.declaration import EDITABLE, Measure, Move, State, after
from storage.audit import ANSWERED
from storage.counters import Tally, tallies_of
from storage.kit.tables import audit, declarations, registrations
from storage.kit.transaction import Transaction


class ReplayError(Exception):
    """The log tells of something that cannot have happened: a row was changed, or is missing."""

    def __init__(self, declaration_id: int, what: str) -> None:
        super().__init__(f"declaration {declaration_id}: {what}")
        self.declaration_id = declaration_id


@dataclass(frozen=True, slots=True)
class Replayed:
    """What the log says of one declaration. ``state`` is ``None`` once it was withdrawn."""

    cycle_id: int
    title: str
    place_id: int
    state: State | None
    counts: frozenset[Measure]


def replay(tx: Transaction) -> Mapping[int, Replayed]:
    """Every declaration whose whole story the log tells, by its id.

    Raises:
        ReplayError: a move that is not lawful from where the story stands.
    """
    found = {}
    for key, story in told(tx).items():
        if isinstance(story, str):
            raise ReplayError(key, story)
        found[key] = story
    return found


def told(tx: Transaction, *, upto: int | None = None, since: int | None = None) -> Mapping[int, Replayed | str]:
    """Every declaration whose whole story the log tells, by its id; of one that cannot have happened, what is wrong.

    ``upto``: the last line that is read, for the record as it was then. ``since``: only of declarations of which a
    later line tells, whole.
    """
    entries: dict[int, list[tuple[tuple[int, int], Any]]] = {}
    beginnings: Counter[int] = Counter()  # before 0004, SQLite gave the id of a withdrawn declaration to the next
    silent: set[int] = set()  # whose story was erased, not only the answers in it
    query = select(audit.c.subject, audit.c.code, audit.c.data, audit.c.redacted).where(
        audit.c.subject.startswith("declaration:", autoescape=True)
    )
    if upto is not None:
        query = query.where(audit.c.n <= upto)
    if since is not None:
        later = audit.alias()
        changed = select(later.c.subject).where(
            later.c.n > since, later.c.subject.startswith("declaration:", autoescape=True)
        )
        query = query.where(audit.c.subject.in_(changed))
    for row in tx.connection.execute(query.order_by(audit.c.n)):
        key = int(row.subject.partition(":")[2])
        if row.redacted and row.code != ANSWERED:
            silent.add(key)
            continue
        beginnings[key] += row.code == "declaration.begun"
        entry = (row.code, row.data)
        entries.setdefault(key, []).append(((beginnings[key], _revision(*entry)), entry))
    found: dict[int, Replayed | str] = {}
    for key, theirs in entries.items():
        if key in silent:
            continue
        theirs.sort(key=lambda each: each[0])  # stable: what has the same revision stays in the order of the database
        try:
            story = _tell(key, (entry for _, entry in theirs))
        except ReplayError as error:
            found[key] = str(error)
        else:
            if story is not None:
                found[key] = story
    return found


def is_whole(tx: Transaction, *, upto: int) -> bool:
    """Whether the log, read up to that line, still tells the story of everything that was declared and registered.

    After an erasure it does not, nor of what is older than the words of these stories.
    """
    about = audit.c.subject.startswith("declaration:", autoescape=True)
    declared = tx.connection.execute(
        select(func.count(audit.c.subject.distinct())).where(about, audit.c.n <= upto)
    ).scalar_one()
    if declared != len(told(tx, upto=upto)):
        return False
    of_registrations = audit.c.subject.startswith("registration:", autoescape=True)
    emptied = select(audit.c.n).where(of_registrations, audit.c.redacted, audit.c.n <= upto).limit(1)
    return tx.connection.execute(emptied).first() is None


def differing(tx: Transaction) -> list[int]:
    """Declarations that stand otherwise than the log says, or whose story in the log cannot have happened."""
    rows = tx.connection.execute(select(declarations.c.id, declarations.c.state))
    now = {row.id: row.state for row in rows}
    return sorted(key for key, each in told(tx).items() if isinstance(each, str) or now.get(key) != each.state)


def _revision(code: str, data: Mapping[str, Any]) -> int:
    """The revision that a row made."""
    match code:
        case "declaration.withdrawn":
            return 1_000_000_000
        case "declaration.decided":
            return int(data["revision"]) + 1
        case _:
            return int(data.get("revision", 0))


def _tell(key: int, entries: Iterable[tuple[str, Mapping[str, Any]]]) -> Replayed | None:
    about: dict[str, Any] = {}
    state: State | None = None
    counts: frozenset[Measure] = frozenset()
    for code, data in entries:
        match code:
            case "declaration.begun":
                about, state = dict(data), State.DRAFT
            case "declaration.submitted":
                state = _moved(key, state, Move.SUBMIT)
            case "declaration.decided":
                state = _moved(key, state, Move(data["move"]))
            case "declaration.listed" | "declaration.own":  # a result made elsewhere, or the person's own in its place
                if state not in EDITABLE:
                    raise ReplayError(key, f"{code} from {state}")
                state = State.SUBMITTED
            case "declaration.unlisted":
                state = State(data["state"])
            case "declaration.withdrawn":
                state, counts = None, frozenset()
            case "declaration.followed":  # its person moved, or was found to be another record
                about["place"] = data["place"]
            case _:
                pass
        if "counts" in data:
            counts = frozenset(map(Measure, data["counts"]))
    if "place" not in about:
        return None
    return Replayed(about["cycle"], about["title"], about["place"], state, counts)


def _moved(key: int, state: State | None, move: Move) -> State:
    reached = None if state is None else after(state, move)
    if reached is None:
        raise ReplayError(key, f"{move.value} from {state}")
    return reached


@dataclass(frozen=True, slots=True)
class Enrolled:
    """What the log says of one registration that is open."""

    cycle_id: int
    title: str
    place_id: int


def registered(tx: Transaction, *, upto: int | None = None) -> Mapping[int, Enrolled]:
    """Every open registration that the log tells of, by its id. Lines whose details were erased tell nothing.

    ``upto``: the last line that is read, for the record as it was then.
    """
    query = select(audit.c.code, audit.c.data).where(
        audit.c.subject.startswith("registration:", autoescape=True), ~audit.c.redacted
    )
    if upto is not None:
        query = query.where(audit.c.n <= upto)
    found: dict[int, Enrolled] = {}
    for row in tx.connection.execute(query.order_by(audit.c.n)):
        for key in row.data["ids"]:
            match row.code:
                case "registration.made":
                    found[key] = Enrolled(row.data["cycle"], row.data["title"], row.data["place"])
                case "registration.moved" if key in found:
                    found[key] = replace(found[key], place_id=row.data["place"])
                case "registration.withdrawn":
                    found.pop(key, None)
                case _:
                    pass
    return found


def unregistered(tx: Transaction) -> list[int]:
    """Registrations that stand otherwise than the log says: open here and not there, there and not here, elsewhere."""
    rows = tx.connection.execute(
        select(registrations.c.id, registrations.c.cycle_id, registrations.c.title, registrations.c.place_id).where(
            registrations.c.withdrawn_at.is_(None)
        )
    )
    now = {row.id: Enrolled(row.cycle_id, row.title, row.place_id) for row in rows}
    then = registered(tx)
    return sorted(key for key in now.keys() | then.keys() if now.get(key) != then.get(key))


def tallies(
    found: Mapping[int, Replayed], joined: Mapping[int, Enrolled], cycle_id: int, title: str
) -> dict[int, Tally]:
    """The counters of a cycle and title, by place, added up from what the log says."""
    counted: Counter[tuple[int, Measure]] = Counter()
    for who in joined.values():
        if (who.cycle_id, who.title) == (cycle_id, title):
            counted[who.place_id, Measure.REGISTERED] += 1
    for each in found.values():
        if (each.cycle_id, each.title) == (cycle_id, title):
            for measure in each.counts:
                counted[each.place_id, measure] += 1
    return tallies_of((place, measure, n) for (place, measure), n in counted.items())
