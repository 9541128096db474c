"""The states of a declaration, its lawful moves, and what each state counts for."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """Where a declaration stands. Confirming is the village head's check, recognising the commune's act."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    RECOGNISED = "recognised"
    REVOKED = "revoked"


class Move(StrEnum):
    """What can be done to a declaration; ``UNDO`` takes back a confirmation or a return."""

    SUBMIT = "submit"
    CONFIRM = "confirm"
    RETURN = "return"
    UNDO = "undo"
    RECOGNISE = "recognise"
    REVOKE = "revoke"


DECISIONS = tuple(move for move in Move if move is not Move.SUBMIT)  # what those do who decide

MOVES: Mapping[tuple[State, Move], State] = {
    (State.DRAFT, Move.SUBMIT): State.SUBMITTED,
    (State.RETURNED, Move.SUBMIT): State.SUBMITTED,
    (State.SUBMITTED, Move.CONFIRM): State.CONFIRMED,
    (State.SUBMITTED, Move.RETURN): State.RETURNED,
    (State.CONFIRMED, Move.UNDO): State.SUBMITTED,
    (State.RETURNED, Move.UNDO): State.SUBMITTED,
    (State.CONFIRMED, Move.RECOGNISE): State.RECOGNISED,
    (State.RECOGNISED, Move.REVOKE): State.REVOKED,
}

EDITABLE = frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED})


def after(state: State, move: Move) -> State | None:
    """The state that ``move`` leads to, or ``None`` where it is not lawful."""
    return MOVES.get((state, move))


class Measure(StrEnum):
    """What the statistics count; one declaration counts for several."""

    # takes part in this cycle: a registration; in years before there were any, a declaration that was begun
    REGISTERED = "registered"
    DECLARED = "declared"  # has sent it at least once, or has a result that was made elsewhere
    MADE_ELSEWHERE = "made_elsewhere"  # of these, whose result a unit, a village or the association handed over
    WAITING = "waiting"  # waits for the village head
    RETURNED = "returned"
    CONFIRMED = "confirmed"  # confirmed by the village head
    REACHED = "reached"  # confirmed and reached the mark
    REACHED_ON_ROSTER = "reached_on_roster"  # of these, people of the roster: the share's numerator
    RECOGNISED = "recognised"  # by a signed decision
    RECOGNISED_ON_ROSTER = "recognised_on_roster"  # of these, people of the roster who are old enough
    OUTSIDE_ROSTER = "outside_roster"  # confirmed people whom the roster does not know

    # Of confirmed people on the roster, by what they told (criteria/facts.py); "known" is the coverage.
    DIGITAL = "digital"  # reached the mark, and have information competence (QĐ 677)
    KNOWN_15 = "known_15"  # 15 and older
    TRAINED = "trained"
    DEGREE = "degree"
    KNOWN_WORKING = "known_working"  # of working age
    INFORMED = "informed"  # information competence
    LIFE_SKILLED = "life_skilled"
    INFORMED_AND_SKILLED = "informed_and_skilled"
    KNOWN_15_35 = "known_15_35"
    LITERATE_1 = "literate_1"  # 15 to 35, literacy level 1
    KNOWN_15_60 = "known_15_60"
    LITERATE_2 = "literate_2"  # 15 to 60, literacy level 2


NO_FACTS: frozenset[Measure] = frozenset()


def measures(
    state: State,
    *,
    was_sent: bool,
    reached: bool,
    on_roster: bool,
    of_age: bool,
    registers: bool,
    facts: frozenset[Measure] = NO_FACTS,
    made_elsewhere: bool = False,
) -> frozenset[Measure]:
    """What one declaration counts for.

    Args:
        state: where it stands.
        was_sent: it has been sent at least once.
        reached: its result meets the rules, or people decided so.
        on_roster: its person, or its family, stands in the officer's roster.
        of_age: its person belongs to the denominator by age.
        registers: its year is one of those in which beginning it is what registers; else a registration is counted.
        facts: what its facts count for once it is confirmed.
        made_elsewhere: its result came by a list.
    """
    found = {Measure.REGISTERED} if registers else set()
    if was_sent:
        found.add(Measure.DECLARED)
    if made_elsewhere:
        found.add(Measure.MADE_ELSEWHERE)
    match state:
        case State.SUBMITTED:
            found.add(Measure.WAITING)
        case State.RETURNED:
            found.add(Measure.RETURNED)
        case State.CONFIRMED | State.RECOGNISED:
            found.add(Measure.CONFIRMED)
            if state is State.RECOGNISED:
                found.add(Measure.RECOGNISED)
            if reached:
                found.add(Measure.REACHED)
            if not on_roster:
                found.add(Measure.OUTSIDE_ROSTER)
            else:
                found |= facts - {Measure.DIGITAL}
                if reached and of_age:
                    found |= {Measure.REACHED_ON_ROSTER} | (facts & {Measure.DIGITAL})
                    if state is State.RECOGNISED:
                        found.add(Measure.RECOGNISED_ON_ROSTER)
        case State.DRAFT | State.REVOKED:
            pass
    return frozenset(found)
