"""The demo's November: a meeting that was held, a list that hangs, a decision that is signed; one village each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from acts import recognising
from criteria.meeting import Mark, MeetingKind
from criteria.model import CITIZEN
from criteria.recognition import Step
from locales.format import day_of
from storage import meetings, recognition
from storage.cycles import Cycle
from storage.kit.transaction import Transaction
from storage.people import Person
from storage.places import Place

MET, POSTED, DECIDED = 1, 1, 2  # which of the villages; the first is left to the visitor
OBJECTION = "Ông Lục năm nay đi làm ăn xa, đề nghị xem lại (mẫu)"


def seed_year(
    tx: Transaction, cycle: Cycle, villages: Sequence[Place], heads: Sequence[Person], officer: Person
) -> None:
    """What happens after the heads' check, as far as a commune is in November; through the same functions as ever."""
    now = tx.now
    tx.now = now - timedelta(days=1)
    _met(tx, cycle, villages[MET], heads[MET])
    _posted(tx, cycle, villages[POSTED], officer)
    _decided(tx, cycle, villages[DECIDED], officer)
    tx.now = now


def _met(tx: Transaction, cycle: Cycle, village: Place, head: Person) -> None:
    """Two were discussed; of one the meeting was not of one mind, and he is not proposed."""
    found = meetings.begin(tx, cycle_id=cycle.id, kind=MeetingKind.VILLAGE, place_id=village.id, by=head.id)
    listed = meetings.everybody(tx, found)
    for each, agreed, votes in zip(listed[:2], (True, False), ((38, 3), (12, 29)), strict=True):
        meetings.set_apart(
            tx, found, each.declaration_id, mark=Mark.DISCUSS, agreed=agreed, votes_for=votes[0], votes_against=votes[1]
        )
    meetings.change(tx, meetings.get(tx, found.id), signed_by=head.id)
    meetings.conclude(tx, meetings.get(tx, found.id), by=head.id)


def _posted(tx: Transaction, cycle: Cycle, village: Place, officer: Person) -> None:
    """The village's list hangs for some days, and somebody has said something."""
    made = recognition.draw_up(tx, cycle_id=cycle.id, title=CITIZEN, place_ids=[village.id], by=officer.id)
    if made is None:
        raise RuntimeError("nobody of the demo's second village can be proposed")
    recognising.post(tx, recognition.get(tx, made.id, lock=True), day_of(tx.now))
    recognition.object_to(tx, made, said=OBJECTION, declaration_id=None, by=officer.id)


def _decided(tx: Transaction, cycle: Cycle, village: Place, officer: Person) -> None:
    """Another village's people are recognised, by a decision of the day before."""
    made = recognition.draw_up(tx, cycle_id=cycle.id, title=CITIZEN, place_ids=[village.id], by=officer.id)
    if made is None or recognising.submit(tx, recognition.get(tx, made.id, lock=True)) is None:
        raise RuntimeError("nobody of the demo's third village can be proposed")
    recognition.step(
        tx,
        recognition.get(tx, made.id, lock=True),
        Step.ISSUE,
        number="15/QĐ-UBND",
        decided_on=day_of(tx.now),
        signer="Phan Xuân Hải",
        signer_office="Chủ tịch",
        issued_at=tx.now,
    )
    while recognising.carry_out_some(tx, made.id, by=officer.id):
        pass
