"""Taking a list of results, and taking it back, some lines at a time: each time a transaction of its own.

A job that was killed goes on where the last of them ended. A result becomes a declaration's, so that it is confirmed,
recognised and counted as any other; what the list said stands beside it (:mod:`storage.listed_results`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from criteria.declaration import EDITABLE, Move, State
from criteria.results_matching import Finding, Result, Stands, comes_to
from storage import cycles, decisions, declarations, listed_results, people, result_lists
from storage.cycles import Cycle
from storage.declaration_record import Declaration, Speaker
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind, ResultsState
from storage.people import Person
from storage.result_lists import Line, ResultList

AT_ONCE = 5  # lines of one transaction: each is a declaration with counters, doubts and lines of the log, some 10 ms


def finding_of(tx: Transaction, found: ResultList, person: Person, result: Result) -> Finding:
    """What a line comes to that means this person, as things are now."""
    cycle = _cycle(tx, found)
    stands = listed_results.standing(tx, cycle.id, found.title, [person.id])
    return _comes_to(found, cycle, person, result, stands)


def _comes_to(found: ResultList, cycle: Cycle, person: Person, result: Result, stands: Mapping[int, Stands]) -> Finding:
    return comes_to(
        result,
        stands.get(person.id),
        has_left=person.left_on is not None,
        is_too_young=cycle.criteria(found.title).is_too_young(person.age_in(cycle.year)),
    )


def _cycle(tx: Transaction, found: ResultList) -> Cycle:
    cycle = cycles.load(tx, found.cycle_id)
    if cycle is None:
        raise RuntimeError(f"the year of list {found.id} is gone")
    return cycle


def take_some(tx: Transaction, list_id: int, *, after: int = -1, most: int = AT_ONCE) -> int | None:
    """Take the next lines behind the line ``after``. Returns the last of them; ``None``: there were none.

    What has happened since the file was read is looked at once more: who has declared meanwhile, or was confirmed, is
    left as they are.
    """
    found = result_lists.get(tx, list_id, lock=True)
    lines = result_lists.to_take(tx, list_id, after=after, most=most)
    if not lines:
        return None
    whom = [each.person_id for each in lines if each.person_id is not None]
    people.lock_many(tx, whom)
    cycle = _cycle(tx, found)
    stands = listed_results.standing(tx, cycle.id, found.title, whom)
    done = [each.id for each in lines if _take(tx, found, cycle, stands, each)]
    result_lists.done(tx, done)
    tx.audit("results.lines", f"results:{list_id}", {"lines": len(done)})
    return lines[-1].n


def _take(tx: Transaction, found: ResultList, cycle: Cycle, standing: Mapping[int, Stands], line: Line) -> bool:
    person = None if line.person_id is None else people.load(tx, line.person_id)
    if person is None or person.is_merged:
        result_lists.comes_to(tx, line.id, Finding.UNKNOWN)
        return False
    now = _comes_to(found, cycle, person, line.result, standing)
    if now is not Finding.NEW and not (now is Finding.DIFFERS and line.prefers):
        result_lists.comes_to(tx, line.id, now)
        return False
    stands = _of_person(tx, person, cycle, found.title)
    before = None if stands is None else _before(tx, stands)
    held = stands or declarations.begin(tx, person, cycle, speaker=Speaker(found.account_id), title=found.title)
    speaker = Speaker(found.account_id, found.brought_by)
    taken = declarations.hold_result(tx, held, list_id=found.id, reached=bool(line.result.reached), speaker=speaker)
    if taken is None:
        result_lists.comes_to(tx, line.id, Finding.DECIDED)
        return False
    listed_results.put(tx, held.id, found.id, line.result, before)
    return True


def _of_person(tx: Transaction, person: Person, cycle: Cycle, title: str) -> Declaration | None:
    theirs = declarations.of_person(tx, person.id, title)
    key = next((each.id for each in theirs if each.cycle.id == cycle.id), None)
    return None if key is None else declarations.load(tx, key)


def _before(tx: Transaction, stands: Declaration) -> Mapping[str, Any] | None:
    """How far it was what the person declared here, or which list said their result: to put it back."""
    listed = listed_results.of_declaration(tx, stands.id) if stands.made_elsewhere else None
    if listed is not None:
        said = [listed.result.reached, listed.result.points, [list(pair) for pair in listed.result.by_indicator]]
        return {"list": listed.list_id, "result": said, "before": listed.before}
    speaker = stands.speaker
    return {
        "state": stands.state.value,
        "submitted_at": None if stands.submitted_at is None else stands.submitted_at.isoformat(),
        "decided_at": None if stands.decided_at is None else stands.decided_at.isoformat(),
        "speaker": None if speaker is None else [speaker.account_id, speaker.person_id, speaker.consent.value],
    }


def undo_some(tx: Transaction, list_id: int, *, by: int, after: int = 0, most: int = AT_ONCE) -> int | None:
    """Take the next results of a list back. Returns the last declaration that was looked at; ``None``: there were none.

    Who declared here before stands as they did, and what another list had said counts again; of the others nothing is
    left. What is recognised stays. ``by``: the person who takes it back.
    """
    result_lists.get(tx, list_id, lock=True)
    keys = listed_results.of_list(tx, list_id, after=after, most=most)
    if not keys:
        return None
    for declaration in declarations.load_many(tx, list(keys)):
        listed = listed_results.of_declaration(tx, declaration.id)
        if listed is not None and declaration.result_list == list_id:
            _undo(tx, declaration, listed.before, by)
    tx.audit("results.lines", f"results:{list_id}", {"undone": len(keys)})
    return keys[-1]


def _undo(tx: Transaction, declaration: Declaration, before: Mapping[str, Any] | None, by: int) -> None:
    if declaration.state is State.CONFIRMED:
        declaration = decisions.decide(tx, declaration, Move.UNDO, person_id=by) or declaration
    if declaration.state not in EDITABLE:
        return
    earlier = None
    while before is not None and "list" in before:
        found = result_lists.load(tx, before["list"])
        if found is not None and found.state is ResultsState.TAKEN:
            earlier = earlier or (found, before)
        before = before["before"]
    if earlier is None and before is None and not declaration.answers:
        declarations.withdraw(tx, declaration)
        return
    stands = declarations.let_result_go(tx, declaration, _as_it_was(declaration, before))
    if earlier is None:
        listed_results.drop(tx, [declaration.id])
    else:
        _hold_again(tx, stands, *earlier)


def _hold_again(tx: Transaction, declaration: Declaration, found: ResultList, said: Mapping[str, Any]) -> None:
    """The result of the list before it counts again."""
    reached, points, by_indicator = said["result"]
    result = Result(reached, points, tuple((str(key), str(worth)) for key, worth in by_indicator))
    speaker = Speaker(found.account_id, found.brought_by)
    declarations.hold_result(tx, declaration, list_id=found.id, reached=reached, speaker=speaker)
    listed_results.put(tx, declaration.id, found.id, result, said["before"])


def _as_it_was(declaration: Declaration, before: Mapping[str, Any] | None) -> Declaration:
    """What the person declared here, as far as it was then; answers of theirs since are a draft."""
    if before is None:
        return replace(declaration, state=State.DRAFT, submitted_at=None, decided_at=None, speaker=None)
    speaker = before["speaker"]
    return replace(
        declaration,
        state=State(before["state"]),
        submitted_at=_moment(before["submitted_at"]),
        decided_at=_moment(before["decided_at"]),
        speaker=None if speaker is None else Speaker(speaker[0], speaker[1], ConsentKind(speaker[2])),
    )


def _moment(said: str | None) -> datetime | None:
    return None if said is None else datetime.fromisoformat(said)
