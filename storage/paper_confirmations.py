"""What a signed paper confirmed, and the sample of it that an officer checks against the paper.

Who signed decided (:mod:`storage.decisions`); who typed stands on the meeting. A sample is drawn when all is done, so
that nobody knows beforehand who is in it.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, func, insert, select, update

from criteria.meeting import sample_size
from storage.declaration_record import Declaration
from storage.kit.rows import Columns
from storage.kit.tables import cycles, declarations, meetings, people, places
from storage.kit.tables import paper_confirmations as rows_
from storage.kit.transaction import Transaction, without_audit
from storage.meetings import Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """One of the sample: whom the paper confirmed, who signed it, who typed it."""

    id: int
    meeting_id: int
    cycle_id: int
    declaration_id: int
    person_id: int
    full_name: str
    place: str
    signer_id: int
    signer: str
    typist_id: int
    typist: str
    signed_on: date
    agrees: bool | None


_signer, _typist = people.alias("signer"), people.alias("typist")
DRAWN = Columns(
    Drawn,
    id=rows_.c.id,
    meeting_id=rows_.c.meeting_id,
    cycle_id=meetings.c.cycle_id,
    declaration_id=rows_.c.declaration_id,
    person_id=people.c.id,
    full_name=people.c.full_name,
    place=places.c.label + " " + places.c.name,
    signer_id=meetings.c.signed_by,
    signer=func.coalesce(_signer.c.full_name, ""),
    typist_id=meetings.c.written_by,
    typist=func.coalesce(_typist.c.full_name, ""),
    signed_on=meetings.c.held_on,
    agrees=rows_.c.agrees,
)
_DRAWN = (
    select(*DRAWN.columns)
    .select_from(rows_)
    .join(meetings, meetings.c.id == rows_.c.meeting_id)
    .join(declarations, declarations.c.id == rows_.c.declaration_id)
    .join(people, people.c.id == declarations.c.person_id)
    .join(places, places.c.id == meetings.c.place_id)
    .join(_signer, _signer.c.id == meetings.c.signed_by)
    .join(_typist, _typist.c.id == meetings.c.written_by)
    .where(rows_.c.drawn)
)
_UNCHECKED = and_(rows_.c.drawn, rows_.c.agrees.is_(None))


@without_audit("the decision on each declaration is on record, with the paper")
def add(tx: Transaction, found: Meeting, done: Sequence[Declaration], *, revisions: Sequence[int]) -> None:
    """These were confirmed by the paper, each in that revision."""
    rows = [
        {"meeting_id": found.id, "declaration_id": each.id, "revision": revision, "at": tx.now, "drawn": False}
        for each, revision in zip(done, revisions, strict=True)
    ]
    if rows:
        tx.connection.execute(insert(rows_), rows)


def draw(tx: Transaction, found: Meeting, *, share: int) -> int:
    """Draw the sample of what a paper confirmed, at a share in per cent; returns of how many it is one.

    What was drawn before counts: writing a meeting on draws no second sample of the same people.
    """
    mine = rows_.c.meeting_id == found.id
    known = list(tx.connection.execute(select(rows_.c.id, rows_.c.drawn).where(mine).order_by(rows_.c.id)))
    free = [row.id for row in known if not row.drawn]
    n = max(0, sample_size(len(known), share) - (len(known) - len(free)))
    if n:
        chosen = secrets.SystemRandom().sample(free, min(n, len(free)))
        tx.connection.execute(update(rows_).where(rows_.c.id.in_(chosen)).values(drawn=True))
    tx.audit("paper.confirmed", f"meeting:{found.id}", {"confirmed": len(known), "drawn": n})
    return len(known)


def open_of_cycle(tx: Transaction, cycle_id: int, *, most: int) -> tuple[Drawn, ...]:
    """The next of a year's samples that nobody has checked."""
    query = _DRAWN.where(meetings.c.cycle_id == cycle_id, rows_.c.agrees.is_(None), meetings.c.written_by.is_not(None))
    return tuple(DRAWN.read(row) for row in tx.connection.execute(query.order_by(rows_.c.id).limit(most)))


def count_open(tx: Transaction, cycle_id: int) -> int:
    """How many of a year's samples nobody has checked."""
    query = select(func.count()).select_from(rows_).join(meetings, meetings.c.id == rows_.c.meeting_id)
    return int(tx.connection.execute(query.where(meetings.c.cycle_id == cycle_id, _UNCHECKED)).scalar_one())


def count_open_for(tx: Transaction, commune_ids: Collection[int]) -> int:
    """How many of these communes' samples nobody has checked, of whatever year."""
    query = select(func.count()).select_from(rows_).join(meetings, meetings.c.id == rows_.c.meeting_id)
    query = query.join(cycles, cycles.c.id == meetings.c.cycle_id)
    return int(tx.connection.execute(query.where(cycles.c.commune_id.in_(set(commune_ids)), _UNCHECKED)).scalar_one())


def load(tx: Transaction, key: int) -> Drawn | None:
    """One of a sample."""
    row = tx.connection.execute(_DRAWN.where(rows_.c.id == key)).one_or_none()
    return None if row is None else DRAWN.read(row)


def checked(tx: Transaction, found: Drawn, *, agrees: bool, by: int) -> None:
    """An officer has held one against the paper."""
    values = {"agrees": agrees, "checked_by": by, "checked_at": tx.now}
    tx.connection.execute(update(rows_).where(rows_.c.id == found.id).values(values))
    data = {"meeting": found.meeting_id, "agrees": agrees}
    tx.audit("paper.checked", f"declaration:{found.declaration_id}", data)


@dataclass(frozen=True, slots=True)
class ByPaper:
    """That a declaration was confirmed by a signed paper: when, of which day the paper is, who signed, who typed."""

    at: datetime
    signed_on: date
    signer: str
    typist: str


def of_declaration(tx: Transaction, declaration_id: int) -> tuple[ByPaper, ...]:
    """The papers that confirmed a declaration, the oldest first."""
    found = tx.connection.execute(
        select(
            rows_.c.at,
            meetings.c.held_on,
            func.coalesce(_signer.c.full_name, "").label("signer"),
            func.coalesce(_typist.c.full_name, "").label("typist"),
        )
        .select_from(rows_)
        .join(meetings, meetings.c.id == rows_.c.meeting_id)
        .outerjoin(_signer, _signer.c.id == meetings.c.signed_by)
        .outerjoin(_typist, _typist.c.id == meetings.c.written_by)
        .where(rows_.c.declaration_id == declaration_id)
        .order_by(rows_.c.id)
    )
    return tuple(ByPaper(row.at, row.held_on, row.signer, row.typist) for row in found)
