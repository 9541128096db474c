"""Concluding a meeting about who is proposed, and what follows: names on lists, what its signed paper confirms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from acts import deciding, ways
from acts.choice import Choice
from acts.notices import Notice, tell
from criteria.declaration import Move, State
from criteria.meeting import MeetingKind, MeetingState
from criteria.model import CITIZEN
from criteria.policy import Action, Actor, Role, may
from criteria.recognition import Paper
from criteria.score import Verdict
from criteria.year import YearStep
from locales.text import Day, T, Tn, lines
from storage import (
    accounts,
    cycles,
    decisions,
    declarations,
    doubts,
    evidence,
    meetings,
    outbox,
    paper_confirmations,
    people,
    recognition,
    roles,
    ties,
)
from storage.accounts import Account
from storage.declaration_record import Declaration
from storage.kit.transaction import Transaction
from storage.kit.words import CycleState, ErrandKind, PictureState
from storage.meetings import Meeting
from storage.people import Person
from storage.recognition import RecognitionList

AT_ONCE = 100  # declarations of one transaction: as many as recognising does
NOT_AGREED = "cuộc họp xét chưa nhất trí"  # why a name is struck: on record, in the office's language
COUNCIL_DISAGREED = "Hội đồng đánh giá chưa nhất trí"


class Lacking(StrEnum):
    """What a meeting lacks to be concluded, or its paper to confirm anybody."""

    SIGNER = "signer"  # a list without a meeting says nothing until somebody signed it
    PICTURE = "picture"
    OTHER_TYPIST = "other_typist"  # who signed types it: that is one person, not two
    OPEN_YEAR = "open_year"


@dataclass(frozen=True, slots=True)
class PaperErrand:
    """The job in the outbox that confirms, some at a time, what a signed paper confirms."""

    meeting_id: int

    def encode(self) -> dict[str, Any]:
        """This job as JSON data, for the outbox."""
        return {"signed_paper": self.meeting_id}

    @classmethod
    def decode(cls, payload: object) -> PaperErrand | None:
        """The inverse of :meth:`encode`; ``None`` if the row holds another job."""
        match payload:
            case {"signed_paper": int(key)}:
                return cls(key)
        return None


def signers(tx: Transaction, found: Meeting) -> tuple[Person, ...]:
    """Who can have signed a place's paper: its heads."""
    serving = roles.deciders(tx, village_id=found.place_id, commune_id=found.commune_id)
    return tuple(person for person, role in serving if role is Role.HEAD)


def has_picture(tx: Transaction, found: Meeting) -> bool:
    """Whether somebody sent a picture of its paper; one that is on its way counts until it is refused."""
    return any(each.state is not PictureState.REFUSED for each in evidence.of_meeting(tx, found.id))


def picture_waits(tx: Transaction, meeting_id: int) -> bool:
    """Whether no picture of its paper is here yet, but one is still on its way: nobody is confirmed before."""
    states = {each.state for each in evidence.of_meeting(tx, meeting_id)}
    return PictureState.WAITING in states and PictureState.KEPT not in states


def lacks(tx: Transaction, found: Meeting) -> Lacking | None:
    """What stands against concluding it."""
    if found.kind is not MeetingKind.SIGNED:
        return None
    if found.signed_by is None:
        return Lacking.SIGNER
    return None if has_picture(tx, found) else Lacking.PICTURE


def confirms(tx: Transaction, found: Meeting, *, typist: int) -> Lacking | None:
    """Why its paper confirms nobody; ``None``: whoever waits and is proposed is confirmed by who signed it."""
    if found.signed_by is None:
        return Lacking.SIGNER
    if not has_picture(tx, found):
        return Lacking.PICTURE
    if found.signed_by == typist:
        return Lacking.OTHER_TYPIST
    return None if found.cycle_state is CycleState.OPEN else Lacking.OPEN_YEAR


def conclude(tx: Transaction, account: Account, found: Meeting, *, by: int) -> Meeting | Lacking:
    """What it says holds: who was discussed and not agreed to comes off the lists that nobody has submitted.

    Where its signed paper confirms somebody, that is done beside the turns. ``found`` was loaded with a lock; ``by``
    is the person who wrote it down.
    """
    if not found.is_open:
        return found
    lacking = lacks(tx, found)
    if lacking is not None:
        return lacking
    held = meetings.conclude(tx, found, by=by)
    for name in recognition.of_declarations(tx, _not_agreed(tx, held)):
        listed = recognition.get(tx, name.list_id, lock=True)
        if name.live and name.struck_why is None and _takes(listed, held):
            recognition.strike(tx, name, why=_why(held), by=by)
    if confirms(tx, held, typist=by) is None and meetings.to_confirm(tx, held, after=0, most=1):
        outbox.put(tx, ErrandKind.JOB, account.id, PaperErrand(held.id).encode(), key=f"signed_paper:{held.id}")
    return held


def is_settled(tx: Transaction, found: Meeting) -> bool:
    """Whether a list with its names is submitted or signed: it stays as it is until that is opened again."""
    if found.list_id is not None:
        return recognition.get(tx, found.list_id).state not in {Paper.DRAFT, Paper.POSTED}
    listed = recognition.lists_with(tx, found.cycle_id, found.place_id)
    return any(each.state in {Paper.SUBMITTED, Paper.ISSUED} for each in listed)


def reopen(tx: Transaction, found: Meeting) -> Meeting | None:
    """It is written on; whom it took off a list is put back. ``None``: it cannot be any more, or is open."""
    if found.state is not MeetingState.HELD or is_settled(tx, found):
        return None
    for name in recognition.of_declarations(tx, _not_agreed(tx, found)):
        listed = recognition.get(tx, name.list_id, lock=True)
        if name.struck_why == _why(found) and _takes(listed, found):
            recognition.put_back(tx, name)
    return meetings.reopen(tx, found)


def _takes(listed: RecognitionList, found: Meeting) -> bool:
    """Whether a meeting takes names off this list."""
    return listed.state in {Paper.DRAFT, Paper.POSTED} and found.list_id in {None, listed.id}


def _not_agreed(tx: Transaction, found: Meeting) -> tuple[int, ...]:
    return tuple(each.declaration_id for each in meetings.marked(tx, found) if not each.proposed)


def _why(found: Meeting) -> str:
    return COUNCIL_DISAGREED if found.kind is MeetingKind.COUNCIL else NOT_AGREED


@dataclass(frozen=True, slots=True)
class Missing:
    """Which steps of the year a list still lacks before it is submitted."""

    places: tuple[int, ...] = ()  # whose meeting was not concluded
    council: bool = False

    def __bool__(self) -> bool:
        """Whether any is missing."""
        return bool(self.places) or self.council


def missing(tx: Transaction, found: RecognitionList) -> Missing:
    """The meetings that the commune chose for this year and that were not held for a list."""
    cycle = cycles.load(tx, found.cycle_id)
    steps = () if cycle is None else cycle.settings.steps
    places: Sequence[int] = ()
    if YearStep.MEETING in steps:
        places = meetings.not_held(tx, found.cycle_id, recognition.counts(tx, found.id))
    council = meetings.of_list(tx, found.id) if YearStep.COUNCIL in steps else None
    is_missing = YearStep.COUNCIL in steps and (council is None or council.state is not MeetingState.HELD)
    return Missing(tuple(places), is_missing)


# What the signed paper confirms


def confirm_some(tx: Transaction, meeting_id: int, *, after: int, most: int = AT_ONCE) -> int | None:
    """Confirm the next of those who wait, in the name of who signed. Returns behind whom to go on; ``None``: done.

    Each is asked about of the policy as if the signer decided: their own, their household's, whoever is tied to them
    stay waiting, as do doubtful ones, and the typist's own household.
    """
    found = meetings.get(tx, meeting_id, lock=True)
    if found.state is not MeetingState.HELD or found.signed_by is None or found.written_by is None:
        return None
    if confirms(tx, found, typist=found.written_by) is not None:  # the picture could not be had, the year was closed
        return None
    some = meetings.to_confirm(tx, found, after=after, most=most)
    if not some:
        return None
    signer, typist = _actor(tx, found.signed_by), people.get(tx, found.written_by)
    held = declarations.load_many(tx, sorted(some))
    sound = [each for each in held if _is_sound(tx, each, signer, typist)]
    done, revisions = [], []
    for each in sound:
        decided = decisions.decide(tx, each, Move.CONFIRM, person_id=found.signed_by, meeting_id=found.id)
        if decided is not None:
            deciding.tell_confirmed(tx, decided)
            done.append(decided)
            revisions.append(each.revision)
    paper_confirmations.add(tx, found, done, revisions=revisions)
    return max(some)


def _actor(tx: Transaction, person_id: int) -> Actor:
    """Somebody as the policy sees them, with all for whom they speak on any of their chats."""
    person = people.get(tx, person_id)
    spoken: set[int] = set()
    for seat in accounts.of_person(tx, person_id):
        account = accounts.load_unlocked(tx, seat.id)
        spoken |= set() if account is None else set(account.speaks_for)
    tied = ties.of_decider(tx, person_id)
    return Actor(person.id, person.household_id, roles.of_person(tx, person_id), frozenset(spoken), tied=tied)


def _is_sound(tx: Transaction, found: Declaration, signer: Actor, typist: Person) -> bool:
    at_home = typist.household_id is not None and found.person.household_id == typist.household_id
    return (
        found.state is State.SUBMITTED
        and found.title == CITIZEN
        and found.verdict is Verdict.REACHED
        and found.person.id != typist.id
        and not at_home
        and may(signer, Action.DECIDE, found.subject) is None
        and not doubts.renew(tx, found).doubts
    )


def finish(tx: Transaction, meeting_id: int) -> None:
    """All is confirmed that the paper confirms: the sample is drawn, who signed and who typed hear of it."""
    found = meetings.get(tx, meeting_id)
    cycle = cycles.load(tx, found.cycle_id)
    if cycle is None or found.signed_by is None or found.written_by is None:
        return
    n = paper_confirmations.draw(tx, found, share=cycle.settings.paper_sample)
    left = meetings.standing(tx, found).waiting
    named = people.names(tx, [found.signed_by, found.written_by])
    text = lines(
        Tn("Đã xác nhận {n} người theo danh sách ký ngày {day}.", n, day=Day(found.held_on)),
        T("Người ký: {signer}. Người nhập: {typist}.", signer=named[found.signed_by], typist=named[found.written_by]),
        Tn("{n} người còn chờ, xem từng người.", left) if left else None,
        T("Nếu không đúng, {you} báo cán bộ {commune_label}."),
    )
    for person_id in (found.signed_by, found.written_by):
        tell(tx, person_id, Notice(text, (Choice(T("Xem cuộc họp"), ways.meeting(found.id)),)))
