"""Meetings in both databases: who stands, who is set apart, what a signed paper confirms, the sample, the picture."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from acts import meeting as acts
from criteria.declaration import Move, State
from criteria.meeting import Mark, MeetingKind, sample_size
from criteria.model import CITIZEN
from criteria.policy import Action, Actor, Grant, Role, may
from storage import accounts, decisions, declarations, evidence, meetings, paper_confirmations, recognition
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.meetings import Meeting
from storage.people import Person
from storage.picture_reference import StoredPicture
from tests.village import PLAIN, Village, declared, found, resident, sit_down, there


@dataclass
class Met:
    """Kim Sơn's open meeting, with one confirmed (Lan) and one waiting; the officer has a chat."""

    village: Village
    meeting: Meeting
    waiting: Person
    account: int


def begun(tx: Transaction) -> Met:
    village = found(tx)
    sit_down(tx, "web", "officer", village.officer)
    account = accounts.lock(tx, "web", "officer")
    sent = declared(tx, village, village.lan, PLAIN)
    held = there(declarations.load(tx, sent.id))
    decisions.decide(tx, held, Move.CONFIRM, person_id=village.head.id)
    waiting = resident(tx, village.kim_son, "Lò Thị Bưởi", 1970, household="31")
    declared(tx, village, waiting, {**PLAIN, "B2": "3"})
    first, made = (
        meetings.begin(
            tx,
            cycle_id=village.cycle.id,
            kind=MeetingKind.VILLAGE,
            place_id=village.kim_son.id,
            by=village.officer.id,
        )
        for _ in range(2)
    )
    assert first.id == made.id
    return Met(village, made, waiting, account.id)


@pytest.fixture
async def met(database: Database) -> Met:
    return await database.write(begun)


def refuse(tx: Transaction, met: Met, person: Person) -> None:
    """Somebody is discussed in vain."""
    (one,) = [each for each in meetings.everybody(tx, met.meeting) if each.person_id == person.id]
    meetings.set_apart(tx, met.meeting, one.declaration_id, mark=Mark.DISCUSS, agreed=False, said="Ít dự lớp")


def conclude(tx: Transaction, met: Met) -> Meeting:
    """It is concluded by the officer, from the officer's chat."""
    account = accounts.lock(tx, "web", "officer")
    done = acts.conclude(tx, account, meetings.get(tx, met.meeting.id, lock=True), by=met.village.officer.id)
    assert isinstance(done, Meeting)
    return done


async def test_numbers_tell_who_stands_who_waits_and_who_is_not_proposed(database: Database, met: Met) -> None:
    def work(tx: Transaction) -> None:
        accounts.lock(tx, "web", "officer")
        refuse(tx, met, met.village.lan)
        stands = meetings.standing(tx, met.meeting)
        assert (stands.listed, stands.waiting, stands.discussed, stands.not_proposed, stands.proposed) == (
            2,
            1,
            1,
            1,
            1,
        )
        assert [each.person_id for each in meetings.search(tx, met.meeting, "buoi", most=5)] == [met.waiting.id]
        assert meetings.reached(tx, met.village.cycle.id, met.village.kim_son.id) == {
            met.waiting.id,
            met.village.lan.id,
        }

    await database.write(work)


async def test_who_was_not_agreed_to_is_no_candidate_while_the_meeting_holds(database: Database, met: Met) -> None:
    places = [met.village.kim_son.id]

    def work(tx: Transaction) -> None:
        accounts.lock(tx, "web", "officer")
        cycle = met.village.cycle.id
        refuse(tx, met, met.village.lan)
        assert recognition.candidates(tx, cycle, CITIZEN, places) == {places[0]: 1}
        conclude(tx, met)
        assert recognition.candidates(tx, cycle, CITIZEN, places) == {}
        assert acts.reopen(tx, meetings.get(tx, met.meeting.id, lock=True)) is not None
        assert recognition.candidates(tx, cycle, CITIZEN, places) == {places[0]: 1}

    await database.write(work)


async def test_a_signed_paper_confirms_some_at_a_time_and_draws_its_sample(database: Database, met: Met) -> None:
    def work(tx: Transaction) -> None:
        accounts.lock(tx, "web", "officer")
        picture = StoredPicture("b" * 64, "image/jpeg", 9)
        evidence.attach(
            tx, picture, person_id=met.village.officer.id, account_id=met.account, meeting_id=met.meeting.id
        )
        meetings.change(tx, met.meeting, signed_by=met.village.head.id)
        conclude(tx, met)
        after: int | None = 0
        while after is not None:
            after = acts.confirm_some(tx, met.meeting.id, after=after, most=1)
        acts.finish(tx, met.meeting.id)
        (one,) = [each for each in meetings.everybody(tx, met.meeting) if each.person_id == met.waiting.id]
        assert one.state is State.CONFIRMED
        (drawn,) = paper_confirmations.open_of_cycle(tx, met.village.cycle.id, most=5)
        assert (drawn.signer_id, drawn.typist_id) == (met.village.head.id, met.village.officer.id)
        assert paper_confirmations.count_open_for(tx, [met.village.commune.id]) == 1
        paper_confirmations.checked(tx, drawn, agrees=True, by=met.village.officer.id)
        assert paper_confirmations.count_open(tx, met.village.cycle.id) == 0
        assert acts.confirm_some(tx, met.meeting.id, after=0) is None

    await database.write(work)


async def test_the_picture_of_a_paper_is_the_places_and_stays_without_its_sender(database: Database, met: Met) -> None:
    def work(tx: Transaction) -> None:
        accounts.lock(tx, "web", "officer")
        officer = met.village.officer
        picture = StoredPicture("b" * 64, "image/jpeg", 9)
        evidence.attach(tx, picture, person_id=officer.id, account_id=met.account, meeting_id=met.meeting.id)
        (kept,) = evidence.of_meeting(tx, met.meeting.id)
        head = Actor(met.village.head.id, None, (Grant(Role.HEAD, met.village.kim_son.id),))
        elsewhere = Actor(met.waiting.id, None, (Grant(Role.HEAD, met.village.hong_linh.id),))
        assert may(head, Action.SEE, kept.subject) is None
        assert may(elsewhere, Action.SEE, kept.subject) is not None
        assert evidence.forget(tx, officer.id) == ()
        assert evidence.of_person(tx, officer.id) == ()
        assert len(evidence.of_meeting(tx, met.meeting.id)) == 1

    await database.write(work)


@pytest.mark.parametrize(("confirmed", "share", "size"), [(0, 5, 0), (1, 5, 1), (20, 5, 1), (21, 5, 2), (300, 5, 15)])
def test_a_sample_is_never_none_where_somebody_was_confirmed(confirmed: int, share: int, size: int) -> None:
    assert sample_size(confirmed, share) == size
