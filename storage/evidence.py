"""Evidence: pictures that people send for an entry of their diary, beside an officer's figure, of a meeting's minutes.

The row is written in the turn that took the picture; the bytes come later, from the channel
(:class:`bot.file_jobs.FileJobs`), unless they came with the turn. Bytes are kept by their hash in the
:class:`storage.files.FileStore`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, insert, select, update

from criteria.policy import Subject, Tie
from storage import files, outbox, ties
from storage.diary_keeping import first_day
from storage.kit import slices
from storage.kit.rows import Columns, with_tx
from storage.kit.slices import Slice
from storage.kit.tables import (
    accounts,
    activities,
    cycles,
    entries,
    evidence,
    learning_events,
    meetings,
    people,
    places,
)
from storage.kit.tables import files as file_rows
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind, PictureState
from storage.picture_reference import PictureReference, StoredPicture, format_reference

MOST = 10  # pictures beside one entry or figure: a phone that sends its whole album fills no disk

MOST_UNDER = 200  # characters of what is written under a picture


@dataclass(frozen=True, slots=True)
class PictureErrand:
    """The job in the outbox that fetches the picture of an evidence."""

    evidence_id: int

    def encode(self) -> dict[str, Any]:
        """This job as JSON data, for the outbox."""
        return {"picture": self.evidence_id}

    @classmethod
    def decode(cls, payload: object) -> PictureErrand | None:
        """The inverse of :meth:`encode`; ``None`` if the row holds another job.

        Version 0.2.0 left ``{"report": "picture", "evidence": 7}``: a picture that waits while the program is put in
        place is fetched all the same.
        """
        match payload:
            case {"picture": int(key)}:
                return cls(key)
            case {"report": "picture", "evidence": int(key)}:
                return cls(key)
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One picture. ``source`` is what its channel fetches it by, as text, empty once that is done.

    Attributes:
        person_id: whose it is.
        account_id: who sent it.
        state: waiting to be fetched, kept, or refused.
        digest: the hash of its bytes, once they are kept; its ``media_type`` and ``size`` with it.
        caption: what was written under it.
        alone: the years of its entry are over: nobody but its person is shown it.
    """

    id: int
    person_id: int
    full_name: str
    village_id: int
    commune_id: int
    account_id: int
    activity_id: int | None
    entry_id: int | None
    meeting_id: int | None
    event_id: int | None
    source: str
    state: PictureState
    digest: str | None
    media_type: str | None
    size: int | None
    caption: str
    created_at: datetime
    alone: bool

    @property
    def subject(self) -> Subject:
        """This evidence as the policy sees it: the affair of its person, and of who serves their village.

        What stands beside a commune's figure is its officers' affair; a signed paper of a place and a picture of what
        took place there, of who serves it.
        """
        if self.meeting_id is not None or self.event_id is not None:
            return Subject(commune_id=self.commune_id, village_id=self.village_id)
        if self.entry_id is not None:
            return Subject(commune_id=self.commune_id)
        return Subject(
            commune_id=self.commune_id, village_id=self.village_id, person_id=self.person_id, alone=self.alone
        )


def attach(
    tx: Transaction,
    picture: PictureReference,
    *,
    person_id: int,
    account_id: int,
    activity_id: int | None = None,
    entry_id: int | None = None,
    meeting_id: int | None = None,
    event_id: int | None = None,
    caption: str = "",
) -> int:
    """Take a picture that somebody has just sent; returns its id. What is not here yet is fetched after the turn.

    Args:
        tx: the transaction.
        picture: :attr:`handlers.kit.event.Sent.picture`.
        person_id: whose it is.
        account_id: the account that sent it, and hears if it cannot be had.
        activity_id: the entry of the diary it belongs to.
        entry_id: the officer's figure it belongs to.
        meeting_id: the meeting whose paper it shows.
        event_id: the event at which it was taken.
        caption: what was written under it; what is longer than :data:`MOST_UNDER` characters is cut.
    """
    row: dict[str, Any]
    if isinstance(picture, StoredPicture):
        row = {"source": "", "state": PictureState.KEPT, **asdict(picture)}
    else:
        source = format_reference(picture)
        row = {"source": source, "state": PictureState.WAITING, "digest": None, "media_type": None, "size": None}
    key = tx.add(
        insert(evidence).values(
            person_id=person_id,
            account_id=account_id,
            activity_id=activity_id,
            entry_id=entry_id,
            meeting_id=meeting_id,
            event_id=event_id,
            caption=" ".join(caption.replace("\0", " ").split())[:MOST_UNDER],
            created_at=tx.now,
            **row,
        )
    )
    if entry_id is None and meeting_id is None and event_id is None:
        sender = tx.connection.execute(_SENDER, {"account": account_id}).scalar_one()
        ties.tie(tx, person_id, sender, Tie.PICTURED)
    about = {"person": person_id, "activity": activity_id, "entry": entry_id, "meeting": meeting_id, "event": event_id}
    tx.audit("evidence.sent", f"evidence:{key}", {name: value for name, value in about.items() if value is not None})
    if row["state"] == PictureState.KEPT:
        tx.audit("evidence.kept", f"evidence:{key}", {"digest": row["digest"], "size": row["size"]})
    else:
        outbox.put(tx, ErrandKind.JOB, account_id, PictureErrand(key).encode(), key=f"picture:{key}")
    return int(key)


_HELD_IN = places.alias("held_in")  # where the event of a picture took place
EVIDENCE = Columns(
    Evidence,
    id=evidence.c.id,
    person_id=evidence.c.person_id,
    full_name=people.c.full_name,
    village_id=func.coalesce(meetings.c.place_id, learning_events.c.place_id, people.c.place_id),
    commune_id=func.coalesce(
        cycles.c.commune_id, _HELD_IN.c.parent_id, learning_events.c.place_id, places.c.parent_id, people.c.place_id
    ),
    account_id=evidence.c.account_id,
    activity_id=evidence.c.activity_id,
    entry_id=evidence.c.entry_id,
    meeting_id=evidence.c.meeting_id,
    event_id=evidence.c.event_id,
    source=evidence.c.source,
    state=evidence.c.state,
    digest=evidence.c.digest,
    media_type=evidence.c.media_type,
    size=evidence.c.size,
    caption=evidence.c.caption,
    created_at=evidence.c.created_at,
    alone=with_tx(activities.c.held_on, lambda tx, day: day is not None and day < first_day(tx.now)),
)
_OF_DIARY = and_(evidence.c.entry_id.is_(None), evidence.c.meeting_id.is_(None), evidence.c.event_id.is_(None))
_SENDER = select(accounts.c.person_id).where(accounts.c.id == bindparam("account"))
_SELECT = (
    select(*EVIDENCE.columns)
    .join(people, people.c.id == evidence.c.person_id)
    .join(places, places.c.id == people.c.place_id)
    .outerjoin(entries, entries.c.id == evidence.c.entry_id)
    .outerjoin(meetings, meetings.c.id == evidence.c.meeting_id)
    .outerjoin(cycles, cycles.c.id == func.coalesce(entries.c.cycle_id, meetings.c.cycle_id))
    .outerjoin(activities, activities.c.id == evidence.c.activity_id)
    .outerjoin(learning_events, learning_events.c.id == evidence.c.event_id)
    .outerjoin(_HELD_IN, _HELD_IN.c.id == learning_events.c.place_id)
    .order_by(evidence.c.id)
)


def _those(tx: Transaction, which: ColumnElement[bool]) -> tuple[Evidence, ...]:
    rows = tx.connection.execute(_SELECT.where(which))
    return tuple(EVIDENCE.read(row, tx) for row in rows)


def load(tx: Transaction, evidence_id: int) -> Evidence | None:
    """The evidence of an id."""
    return next(iter(_those(tx, evidence.c.id == evidence_id)), None)


def of_activity(tx: Transaction, activity_id: int) -> tuple[Evidence, ...]:
    """The pictures of an entry of a diary, in the order in which they were sent."""
    return _those(tx, evidence.c.activity_id == activity_id)


def _beside(person_id: int, year: int) -> ColumnElement[bool]:
    """Pictures beside what a person's diary says of a year."""
    entries = select(activities.c.id).where(
        activities.c.person_id == person_id,
        activities.c.held_on.between(date(year, 1, 1), date(year, 12, 31)),
    )
    return and_(evidence.c.state != PictureState.REFUSED, evidence.c.activity_id.in_(entries))


def for_review(tx: Transaction, person_id: int, year: int) -> tuple[Evidence, ...]:
    """The pictures that who decides on a person's declaration of a year may look at."""
    return _those(tx, _beside(person_id, year))


def of_entry(tx: Transaction, entry_id: int) -> tuple[Evidence, ...]:
    """The pictures beside an officer's figure, in the order in which they were sent."""
    return _those(tx, evidence.c.entry_id == entry_id)


def entries_with_pictures(tx: Transaction, entry_ids: Collection[int]) -> frozenset[int]:
    """Of these figures, those beside which a picture lies or is on its way."""
    if not entry_ids:
        return frozenset()
    shown = select(evidence.c.entry_id).where(
        evidence.c.entry_id.in_(entry_ids), evidence.c.state != PictureState.REFUSED
    )
    return frozenset(tx.connection.execute(shown).scalars())


def of_meeting(tx: Transaction, meeting_id: int) -> tuple[Evidence, ...]:
    """The pictures of a meeting's paper, in the order in which they were sent."""
    return _those(tx, evidence.c.meeting_id == meeting_id)


def of_event(tx: Transaction, event_id: int) -> tuple[Evidence, ...]:
    """The pictures of what took place, in the order in which they were sent."""
    return _those(tx, evidence.c.event_id == event_id)


def kept(tx: Transaction, evidence_id: int, *, digest: str, media_type: str, size: int) -> bool:
    """The picture was fetched and lies in the FileStore. False if nobody waits for it any more."""
    found = tx.write(
        update(evidence)
        .where(evidence.c.id == evidence_id, evidence.c.state == PictureState.WAITING)
        .values(state=PictureState.KEPT, source="", digest=digest, media_type=media_type, size=size)
    )
    if not found:
        return False
    tx.audit("evidence.kept", f"evidence:{evidence_id}", {"digest": digest, "size": size})
    return True


def refused(tx: Transaction, evidence_id: int) -> bool:
    """What was sent cannot be had, or is no picture that is taken. False if nobody waits for it any more."""
    found = tx.write(
        update(evidence)
        .where(evidence.c.id == evidence_id, evidence.c.state == PictureState.WAITING)
        .values(state=PictureState.REFUSED, source="")
    )
    if not found:
        return False
    tx.audit("evidence.refused", f"evidence:{evidence_id}")
    return True


def drop(tx: Transaction, evidence_id: int) -> tuple[str, ...]:
    """Delete one picture. Returns the hashes whose bytes nobody needs now."""
    return _drop(tx, evidence.c.id == evidence_id, f"evidence:{evidence_id}")


def forget(tx: Transaction, person_id: int) -> tuple[str, ...]:
    """Delete all pictures of a person's own. Returns the hashes whose bytes nobody needs now.

    What they put beside a commune's figure, of a meeting's paper or of an event, is the commune's.
    """
    own = and_(evidence.c.person_id == person_id, _OF_DIARY)
    return _drop(tx, own, f"person:{person_id}")


def of_person(tx: Transaction, person_id: int) -> tuple[Evidence, ...]:
    """The pictures that are kept of a person's own."""
    own = and_(evidence.c.person_id == person_id, _OF_DIARY, evidence.c.state != PictureState.REFUSED)
    return _those(tx, own)


def forget_before(tx: Transaction, before: datetime) -> Slice:
    """Delete the pictures of diaries that were sent before that moment.

    What stands beside a commune's figure, or shows a meeting's paper or an event, is the commune's and stays with that;
    what stands in a diary that its person keeps stays with it.
    """
    keeps = select(people.c.id).where(people.c.id == evidence.c.person_id, people.c.keeps_diary).exists()
    kept = and_(evidence.c.activity_id.is_not(None), keeps)
    old = and_(evidence.c.created_at < before, _OF_DIARY, ~kept)
    some = select(evidence.c.id).where(old).order_by(evidence.c.created_at).limit(slices.AT_ONCE)
    keys = tx.connection.execute(some).scalars().all()
    return Slice(len(keys), _drop(tx, evidence.c.id.in_(keys), f"before:{before.year}"))


def forget_beside(tx: Transaction, which: ColumnElement[bool], before: datetime) -> tuple[str, ...]:
    """Delete the pictures beside old entries of diaries, whenever they were sent."""
    return _drop(tx, which, f"before:{before.year}")


def _drop(tx: Transaction, which: ColumnElement[bool], why: str) -> tuple[str, ...]:
    """Delete the rows, and with them everybody's leave to fetch the bytes that were only theirs."""
    rows = tx.write(delete(evidence).where(which).returning(evidence.c.id, evidence.c.digest))
    if not rows:
        return ()
    digests = {row.digest for row in rows if row.digest is not None}
    still = set(tx.connection.execute(select(evidence.c.digest).where(evidence.c.digest.in_(digests))).scalars())
    tx.connection.execute(delete(file_rows).where(file_rows.c.digest.in_(digests - still)))
    tx.audit("evidence.dropped", why, {"evidence": sorted(row.id for row in rows)})
    return files.unneeded(tx, digests)
