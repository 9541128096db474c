"""Declarations: what a person says of their learning in one cycle, for one title, with its result."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from criteria.declaration import EDITABLE, NO_FACTS, Move, State, after
from criteria.facts import fact_measures
from criteria.model import CITIZEN
from criteria.policy import Tie
from criteria.score import Verdict, score
from storage import counters, doubts, listed_results, registrations, roster, ties, title_shares
from storage.cycles import Cycle
from storage.declaration_record import DECLARATION, HIMSELF, SELECT, About, Declaration, Speaker
from storage.kit.locking import Locking
from storage.kit.proof import new_salt
from storage.kit.tables import (
    cycles,
    decisions,
    declarations,
    meeting_names,
    objections,
    paper_confirmations,
    people,
    recognition_names,
)
from storage.kit.transaction import Transaction, telling, without_audit
from storage.kit.words import ConsentKind, CycleState
from storage.people import COUNTS_HERE, Person

_BY_ID = SELECT.where(declarations.c.id == bindparam("id"))
_LOCK_BY_ID = Locking(_BY_ID, declarations)
_OF_PERSON = SELECT.where(
    declarations.c.person_id == bindparam("person"), declarations.c.title == bindparam("of_title")
).order_by(cycles.c.year.desc())
_OF_FAMILIES = select(declarations.c.id, declarations.c.cycle_id, declarations.c.household_id).where(
    declarations.c.household_id.is_not(None),  # as the index is made that finds them
    declarations.c.household_id.in_(bindparam("homes", expanding=True)),
)
_INSERT = telling(insert(declarations))
_UPDATE = (
    update(declarations)
    .where(declarations.c.id == bindparam("declaration"))
    .values(
        state=bindparam("to_state"),
        revision=bindparam("to_revision"),
        answers=bindparam("said"),
        edition=bindparam("by_edition"),
        verdict=bindparam("found"),
        total=bindparam("points"),
        assessment=bindparam("assessed"),
        judged=bindparam("decided_as"),
        counts=bindparam("counted"),
        account_id=bindparam("by_account"),
        spoken_by=bindparam("by_person"),
        consent=bindparam("by_consent"),
        submitted_at=bindparam("sent"),
        decided_at=bindparam("decided"),
        salt=bindparam("salted"),
        result_list_id=bindparam("by_list"),
    )
)


def load(tx: Transaction, declaration_id: int) -> Declaration | None:
    """The declaration of an id, locked until the commit, if there is one."""
    held: Declaration | None = tx.held.get(declaration_id)
    if held is not None:
        return held
    for row in _LOCK_BY_ID.rows(tx, {"id": declaration_id}):
        tx.held[declaration_id] = DECLARATION.read(row, tx)
    return tx.held.get(declaration_id)


def glance(tx: Transaction, declaration_id: int) -> Declaration | None:
    """The declaration of an id as it is, not locked: to be named, not to be changed."""
    held: Declaration | None = tx.held.get(declaration_id)
    if held is not None:
        return held
    row = tx.connection.execute(_BY_ID, {"id": declaration_id}).one_or_none()
    return None if row is None else DECLARATION.read(row, tx)


def load_many(tx: Transaction, declaration_ids: Collection[int]) -> tuple[Declaration, ...]:
    """These declarations, locked until the commit in the order of their ids, so that two who do it never deadlock."""
    if missing := set(declaration_ids) - set(tx.held):
        wanted = SELECT.where(declarations.c.id.in_(missing)).order_by(declarations.c.id)
        for row in Locking(wanted, declarations).rows(tx, expected=len(missing)):
            tx.held[row.id] = DECLARATION.read(row, tx)
    return tuple(tx.held[key] for key in declaration_ids if key in tx.held)


def of_person(tx: Transaction, person_id: int, title: str = CITIZEN) -> tuple[Declaration, ...]:
    """A person's declarations for a title, the latest year first."""
    rows = tx.connection.execute(_OF_PERSON, {"person": person_id, "of_title": title})
    return tuple(DECLARATION.read(row, tx) for row in rows)


def of_families(tx: Transaction, among: Collection[Declaration]) -> tuple[Declaration, ...]:
    """The families' declarations whose results are computed from these citizens', locked."""
    homes = {
        (each.cycle.id, each.person.household_id)
        for each in among
        if each.title == CITIZEN and each.person.household_id is not None
    }
    if not homes:
        return ()
    found = tx.connection.execute(_OF_FAMILIES, {"homes": sorted({home for _, home in homes})})
    return load_many(tx, sorted(row.id for row in found if (row.cycle_id, row.household_id) in homes))


def about(tx: Transaction, subject: About, title: str | None = None) -> tuple[Declaration, ...]:
    """The declarations about a household, a clan, a village or unit, for all titles or one; the latest year first."""
    conditions = [
        column == value
        for column, value in (
            (declarations.c.household_id, subject.household_id),
            (declarations.c.clan_id, subject.clan_id),
            (declarations.c.about_place_id, subject.place_id),
            (declarations.c.title, title),
        )
        if value is not None
    ]
    query = SELECT.where(*conditions).order_by(cycles.c.year.desc(), declarations.c.id)
    return tuple(DECLARATION.read(row, tx) for row in tx.connection.execute(query))


def begin(
    tx: Transaction,
    person: Person,
    cycle: Cycle,
    *,
    speaker: Speaker,
    title: str = CITIZEN,
    subject: About = HIMSELF,
    place_id: int | None = None,
) -> Declaration:
    """Begin to declare for a person, a family, a clan or a place, with an empty draft; once for each title and cycle.

    Who was not registered for it is so from now on.

    ``place_id``: whose head confirms it; without it, the unit that assesses the person, else the village.
    """
    place = place_id or person.assessed_at
    made = tx.write(
        _INSERT,
        {
            "cycle_id": cycle.id,
            "title": title,
            "person_id": person.id,
            "household_id": subject.household_id,
            "clan_id": subject.clan_id,
            "about_place_id": subject.place_id,
            "place_id": place,
            "account_id": speaker.account_id,
            "spoken_by": speaker.person_id,
            "consent": speaker.consent,
            "state": State.DRAFT,
            "revision": 0,
            "answers": {},
            "edition": cycle.criteria(title).edition,
            "verdict": Verdict.INCOMPLETE,
            "counts": [],
            "created_at": tx.now,
        },
    )
    key = made[0].id
    begun = Declaration(
        id=key,
        title=title,
        place_id=place,
        state=State.DRAFT,
        revision=0,
        answers={},
        edition=cycle.criteria(title).edition,
        verdict=Verdict.INCOMPLETE,
        total=None,
        assessment=None,
        submitted_at=None,
        decided_at=None,
        speaker=speaker,
        person=person,
        cycle=cycle,
        about=subject,
        salt=made[0].salt,
    )
    _speaks(tx, begun, None)
    counters.shift(
        tx,
        cycle_id=cycle.id,
        place_id=place,
        title=title,
        before=frozenset(),
        after=begun.counts_for,
    )
    tx.audit(
        "declaration.begun",
        f"declaration:{key}",
        {
            "person": person.id,
            "cycle": cycle.id,
            "title": title,
            "place": place,
            "consent": speaker.consent,
            "counts": _counts(begun),
        },
    )
    registrations.by_declaring(tx, begun)
    return begun


def answer(tx: Transaction, declaration: Declaration, key: str, value: Any, *, speaker: Speaker) -> Declaration:
    """Record one answer. Once the declaration has been sent, this makes a new revision and a new result."""
    return answer_all(tx, declaration, {key: value}, speaker=speaker)


def answer_all(
    tx: Transaction, declaration: Declaration, answers: Mapping[str, Any], *, speaker: Speaker
) -> Declaration:
    """Record several answers that were given at once, as one row written, one line of the log and one revision."""
    new = {key: value for key, value in answers.items() if declaration.answers.get(key) != value}
    if not new:
        return declaration
    sent = declaration.state is not State.DRAFT and not declaration.made_elsewhere
    changed = replace(declaration, answers={**declaration.answers, **new})
    if not declaration.made_elsewhere:  # there it stays with who brought the list until the answers are sent
        changed = replace(changed, speaker=speaker)
    if sent:
        changed = assessed(tx, replace(changed, revision=declaration.revision + 1))
    changed = _store(tx, declaration, changed)
    _speaks(tx, replace(changed, speaker=speaker), declaration.speaker)
    said: dict[str, Any] = {"answers": {key: [declaration.answers.get(key), value] for key, value in new.items()}}
    if sent:
        said |= {"revision": changed.revision, "counts": _counts(changed)}
    tx.audit("declaration.answered", f"declaration:{changed.id}", said)
    return changed


def submit(tx: Transaction, declaration: Declaration, *, speaker: Speaker) -> Declaration | None:
    """Send it to the village head, with its result. ``None`` if its state does not allow it.

    Where its result was made elsewhere, this one takes its place.
    """
    instead = declaration.made_elsewhere and declaration.state is State.SUBMITTED
    state = State.SUBMITTED if instead else after(declaration.state, Move.SUBMIT)
    if state is None:
        return None
    if declaration.made_elsewhere:
        listed_results.end(tx, declaration.id)
    sent = assessed(
        tx,
        replace(
            declaration,
            state=state,
            revision=declaration.revision + 1,
            submitted_at=tx.now,
            decided_at=None,
            speaker=speaker,
            result_list=None,
        ),
    )
    sent = _store(tx, declaration, sent)
    _speaks(tx, sent, declaration.speaker)
    if sent.title == CITIZEN:  # what reminders ask for
        roster.drop_reminder(tx, sent.person.id)
    said = {
        "revision": sent.revision,
        "edition": sent.edition,
        "total": sent.total,
        "verdict": sent.verdict.value,
        "consent": speaker.consent,
        "counts": _counts(sent),
    }
    if instead:
        tx.audit("declaration.own", f"declaration:{sent.id}", said)
    else:
        tx.audit("declaration.submitted", f"declaration:{sent.id}", said)
    return sent


def hold_result(
    tx: Transaction, declaration: Declaration, *, list_id: int, reached: bool, speaker: Speaker
) -> Declaration | None:
    """It has a result from now on that was made elsewhere; what was answered here stays. ``None``: it is decided.

    No points of ours: nobody scored it here. ``speaker``: who brought the list, who decides on none of it.
    """
    if declaration.state not in EDITABLE:
        return None
    held = replace(
        declaration,
        state=State.SUBMITTED,
        revision=declaration.revision + 1,
        submitted_at=tx.now,
        decided_at=None,
        speaker=speaker,
        result_list=list_id,
        edition="",
        verdict=Verdict.REACHED if reached else Verdict.NOT_REACHED,
        judged=None,
        total=None,
        assessment=None,
        facts=NO_FACTS,
    )
    held = _store(tx, declaration, held)
    roster.drop_reminder(tx, held.person.id)
    said = {"revision": held.revision, "list": list_id, "verdict": held.verdict.value, "counts": _counts(held)}
    tx.audit("declaration.listed", f"declaration:{held.id}", said)
    return held


def let_result_go(tx: Transaction, declaration: Declaration, before: Declaration) -> Declaration:
    """The result that was made elsewhere is none any more; what was declared here stands as ``before`` says."""
    changed = replace(
        declaration,
        state=before.state,
        revision=declaration.revision + 1,
        submitted_at=before.submitted_at,
        decided_at=before.decided_at,
        speaker=before.speaker,
        result_list=None,
        edition=declaration.criteria.edition,
        verdict=Verdict.INCOMPLETE,
        judged=None,
    )
    if changed.submitted_at is not None:
        changed = assessed(tx, changed)
    changed = _store(tx, declaration, changed)
    said = {"revision": changed.revision, "state": changed.state.value, "counts": _counts(changed)}
    tx.audit("declaration.unlisted", f"declaration:{changed.id}", said)
    return changed


def _speaks(tx: Transaction, declaration: Declaration, before: Speaker | None) -> None:
    """Somebody else speaks for the person: from now on they do not decide on them."""
    speaker = declaration.speaker
    if speaker is not None and (before is None or before.person_id != speaker.person_id):
        ties.tie(tx, declaration.person.id, speaker.person_id, Tie.SPOKE)


def _counts(declaration: Declaration) -> list[str]:
    """What a declaration counts for from here on, as the log says it: :mod:`storage.replay` adds it up."""
    return sorted(measure.value for measure in declaration.counts_for)


def said_for(tx: Transaction, person_id: int, year: int) -> Declaration | None:
    """What somebody else declared for this person in a year, as long as they have not said whether it is right."""
    for each in of_person(tx, person_id):
        spoken = each.speaker is not None and each.speaker.for_another
        if each.cycle.year == year and spoken and each.endorsed_at is None and each.submitted_at is not None:
            return each
    return None


def endorse(tx: Transaction, declaration: Declaration) -> None:
    """The person whose it is says that what somebody else declared for them is right."""
    tx.write(update(declarations).where(declarations.c.id == declaration.id).values(endorsed_at=tx.now))
    tx.held.pop(declaration.id, None)
    tx.audit("declaration.endorsed", f"declaration:{declaration.id}")


def dispute(tx: Transaction, declaration: Declaration) -> None:
    """They say that it is not right, after it was confirmed: on record, for who decides to look at again."""
    tx.audit("declaration.disputed", f"declaration:{declaration.id}", {"revision": declaration.revision})


def withdraw(tx: Transaction, declaration: Declaration) -> None:
    """Delete a declaration that is not confirmed, at its person's wish. The audit log keeps that it was there."""
    tx.held.pop(declaration.id, None)
    for table in (
        objections,
        recognition_names,
        meeting_names,
        paper_confirmations,
    ):  # on a list to be recognised it was, before it was taken back
        tx.connection.execute(delete(table).where(table.c.declaration_id == declaration.id))
    listed_results.drop(tx, [declaration.id])
    tx.write(delete(decisions).where(decisions.c.declaration_id == declaration.id))
    tx.write(delete(declarations).where(declarations.c.id == declaration.id))
    counters.shift(
        tx,
        cycle_id=declaration.cycle.id,
        place_id=declaration.place_id,
        title=declaration.title,
        before=declaration.counts_for,
        after=frozenset(),
    )
    doubts.renew_around(tx, declaration, declaration)
    tx.audit("declaration.withdrawn", f"declaration:{declaration.id}", {"state": declaration.state.value})
    registrations.end_with(tx, declaration)


@without_audit("whoever calls it audits what it is for")
def moved(
    tx: Transaction, found: Sequence[tuple[Declaration, State]], *, judged: Verdict | None = None
) -> tuple[Declaration, ...]:
    """Put declarations in the states that decisions gave them (:mod:`storage.decisions` records the decisions)."""
    return _store_all(tx, [(each, _moved(tx, each, state, judged)) for each, state in found])


def _moved(tx: Transaction, declaration: Declaration, state: State, judged: Verdict | None) -> Declaration:
    decided_at = None if state is State.SUBMITTED else tx.now
    changed = replace(declaration, state=state, revision=declaration.revision + 1, decided_at=decided_at, judged=judged)
    if declaration.title != CITIZEN and not declaration.made_elsewhere:
        changed = assessed(tx, changed)  # what is computed from below may have moved on
    return changed


def reassess(tx: Transaction, declaration: Declaration) -> Declaration:
    """Make a sent declaration's result anew, after what it is computed from has changed.

    A button that shows the old result decides nothing any more. Nothing happens in a cycle that is not open.
    """
    is_scored = declaration.submitted_at is not None and declaration.answers and not declaration.made_elsewhere
    if not is_scored or not declaration.cycle.is_open:
        return declaration
    new = assessed(tx, declaration)
    if new.assessment == declaration.assessment:
        return declaration
    if new.state is State.SUBMITTED:
        new = replace(new, revision=declaration.revision + 1)
    new = _store(tx, declaration, new)
    tx.audit(
        "declaration.reassessed",
        f"declaration:{new.id}",
        {
            "verdict": new.verdict.value,
            "before": declaration.verdict,
            "revision": new.revision,
            "counts": _counts(new),
        },
    )
    return new


_OPEN_OF = (
    select(declarations.c.id)
    .join(cycles, cycles.c.id == declarations.c.cycle_id)
    .where(
        declarations.c.household_id.is_(None),
        declarations.c.clan_id.is_(None),
        declarations.c.about_place_id.is_(None),
        cycles.c.state == CycleState.OPEN,
    )
)


def own_open(tx: Transaction, person_ids: Collection[int]) -> tuple[Declaration, ...]:
    """What these people declared about themselves in years that are open, locked, as it is before they change."""
    found = _OPEN_OF.where(declarations.c.person_id.in_(set(person_ids))).order_by(declarations.c.id)
    return load_many(tx, tx.connection.execute(found).scalars().all())


def follow(
    tx: Transaction,
    before: Declaration,
    *,
    place_id: int | None = None,
    person_id: int | None = None,
    anew: bool = False,
    always: bool = False,
) -> Declaration:
    """A declaration follows its person, whose row was just written: counters are shifted, nothing is counted anew.

    Args:
        tx: the transaction.
        before: as it was, locked (:func:`own_open`).
        place_id: who confirms it from now on is the head there.
        person_id: it is that record's from now on.
        anew: the result hangs on what has changed, such as the age, and is made anew.
        always: it is on record even where nothing of this has changed: its person did.
    """
    tx.held.pop(before.id, None)
    moved: dict[str, Any] = {}
    if place_id is not None and place_id != before.place_id:
        moved["place_id"] = place_id
    if person_id is not None and person_id != before.person.id:
        moved["person_id"] = person_id
    if moved:
        tx.write(update(declarations).where(declarations.c.id == before.id).values(**moved))
    now = load(tx, before.id)
    if now is None:
        raise RuntimeError(f"declaration {before.id} was locked and is gone")
    if anew and now.submitted_at is not None and now.answers and not now.made_elsewhere:
        now = _made_anew(tx, now)
    _shift_between(tx, before, now)
    if moved or always or before.counts_for != now.counts_for:
        data = {"place": now.place_id, "person": now.person.id, "revision": now.revision, "counts": _counts(now)}
        tx.audit("declaration.followed", f"declaration:{now.id}", data)
    return now


def _made_anew(tx: Transaction, now: Declaration) -> Declaration:
    """The declaration with its result as its person is now; written if it is another."""
    new = assessed(tx, now)
    if (new.assessment, new.facts, new.verdict) == (now.assessment, now.facts, now.verdict):
        return now
    if new.state is State.SUBMITTED:  # a button that shows the old result decides nothing any more
        new = replace(new, revision=now.revision + 1)
    tx.write(
        update(declarations)
        .where(declarations.c.id == new.id)
        .values(
            revision=new.revision,
            edition=new.edition,
            verdict=new.verdict,
            total=new.total,
            counts=sorted(measure.value for measure in new.facts),
            assessment=None if new.assessment is None else new.assessment.to_data(),
        )
    )
    tx.held[new.id] = new
    data = {"verdict": new.verdict.value, "before": now.verdict, "revision": new.revision, "counts": _counts(new)}
    tx.audit("declaration.reassessed", f"declaration:{new.id}", data)
    return new


def _shift_between(tx: Transaction, before: Declaration, now: Declaration) -> None:
    """The counters of the place it was confirmed in and of that where it is now, in the order of their keys."""
    steps = {before.place_id: (before.counts_for, now.counts_for)}
    if before.place_id != now.place_id:
        steps = {before.place_id: (before.counts_for, NO_FACTS), now.place_id: (NO_FACTS, now.counts_for)}
    for place_id, (old, new) in sorted(steps.items()):
        counters.shift(tx, cycle_id=now.cycle.id, place_id=place_id, title=now.title, before=old, after=new)


def answer_for(tx: Transaction, declaration: Declaration, person: Person) -> Declaration:
    """Somebody else answers for a family, a clan or a place from now on, where the one who did has left."""
    tx.write(update(declarations).where(declarations.c.id == declaration.id).values(person_id=person.id))
    tx.audit("declaration.answered_for", f"declaration:{declaration.id}", {"person": person.id})
    tx.held[declaration.id] = changed = replace(declaration, person=person)
    return changed


@without_audit("whoever calls it audits what it is for")
def _store(tx: Transaction, before: Declaration, changed: Declaration) -> Declaration:
    """Write the new version, with its doubts as they are now."""
    return _store_all(tx, [(before, changed)])[0]


@without_audit("whoever calls it audits what it is for")
def _store_all(tx: Transaction, found: Sequence[tuple[Declaration, Declaration]]) -> tuple[Declaration, ...]:
    """Write the new versions of several, each beside the one before; one statement, and one for the counters."""
    salted = [each if each.salt else replace(each, salt=new_salt()) for _, each in found]  # it went with what it hid
    written = [_written(each) for each in salted]
    tx.connection.execute(_UPDATE, written[0] if len(written) == 1 else written)
    for each, values in zip(salted, written, strict=True):
        tx.tell(declarations, each.id, _proved(each, values))
        tx.held[each.id] = each
    waiting = [each for each in salted if each.state is State.SUBMITTED]
    renewed = {each.id: each for each in (doubts.renew_all(tx, waiting) if waiting else ())}
    changed = tuple(renewed.get(each.id, each) for each in salted)
    for (before, _), after_ in zip(found, changed, strict=True):
        if (before.submitted_at, before.answers) != (after_.submitted_at, after_.answers) and after_.submitted_at:
            doubts.renew_around(tx, before, after_)
    counters.add(
        tx,
        *(
            counters.steps(after_.cycle.id, after_.place_id, after_.title, before.counts_for, after_.counts_for)
            for (before, _), after_ in zip(found, changed, strict=True)
        ),
    )
    return changed


def _written(changed: Declaration) -> dict[str, Any]:
    """The values of the new version's columns."""
    speaker = changed.speaker
    return {
        "declaration": changed.id,
        "to_state": changed.state,
        "to_revision": changed.revision,
        "said": dict(changed.answers),
        "by_edition": changed.edition,
        "found": changed.verdict,
        "points": changed.total,
        "assessed": None if changed.assessment is None else changed.assessment.to_data(),
        "counted": sorted(measure.value for measure in changed.facts),
        "decided_as": changed.judged,
        "sent": changed.submitted_at,
        "decided": changed.decided_at,
        "by_account": None if speaker is None else speaker.account_id,
        "by_person": None if speaker is None else speaker.person_id,
        "by_consent": ConsentKind.SELF if speaker is None else speaker.consent,
        "salted": changed.salt,
        "by_list": changed.result_list,
    }


def _proved(declaration: Declaration, values: Mapping[str, Any]) -> tuple[Any, ...]:
    """What the log proves of a declaration, in the order of :data:`storage.kit.proof.FORMS`: all of it is known here.

    Asking the database for it, as :meth:`Transaction.write` does, would cost the turn that is taken most.
    """
    about = declaration.about
    return (
        declaration.cycle.id,
        declaration.title,
        declaration.person.id,
        about.household_id,
        about.clan_id,
        about.place_id,
        declaration.place_id,
        values["by_account"],
        values["by_person"],
        values["by_consent"],
        values["to_state"],
        values["to_revision"],
        values["said"],
        values["by_edition"],
        values["points"],
        values["found"],
        values["assessed"],
        values["counted"],
        values["decided_as"],
        declaration.endorsed_at,
        values["sent"],
        values["decided"],
        values["salted"],
        values["by_list"],
    )


_CONFIRMED = SELECT.where(
    COUNTS_HERE,  # of two records of one person the one that counts
    declarations.c.cycle_id == bindparam("cycle"),
    declarations.c.title == bindparam("of_title"),
    declarations.c.state.in_([State.CONFIRMED, State.RECOGNISED]),
)


def confirmed(tx: Transaction, cycle_id: int, title: str = CITIZEN) -> tuple[Declaration, ...]:
    """All confirmed declarations of a cycle, for the list that is exported."""
    rows = tx.connection.execute(_CONFIRMED, {"cycle": cycle_id, "of_title": title})
    return tuple(DECLARATION.read(row, tx) for row in rows)


def named_among_confirmed(tx: Transaction, cycle_id: int) -> frozenset[int]:
    """The people whom the list of :func:`confirmed` citizens names: whose it is, and who declared for them."""
    rows = tx.connection.execute(
        select(declarations.c.person_id, declarations.c.spoken_by)
        .join(people, people.c.id == declarations.c.person_id)
        .where(
            COUNTS_HERE,
            declarations.c.cycle_id == cycle_id,
            declarations.c.title == CITIZEN,
            declarations.c.state.in_([State.CONFIRMED, State.RECOGNISED]),
        )
    )
    return frozenset(key for row in rows for key in (row.person_id, row.spoken_by) if key is not None)


_OF_CYCLE = SELECT.where(
    declarations.c.cycle_id == bindparam("cycle"), declarations.c.title == bindparam("of_title")
).order_by(declarations.c.id)


def of_cycle(tx: Transaction, cycle: Cycle, title: str) -> tuple[Declaration, ...]:
    """All declarations of a cycle for a title, judged by its sets as ``cycle`` has them."""
    rows = tx.connection.execute(_OF_CYCLE, {"cycle": cycle.id, "of_title": title})
    return tuple(replace(DECLARATION.read(row, tx), cycle=cycle) for row in rows)


def assessed(tx: Transaction, declaration: Declaration) -> Declaration:
    """The declaration with its result made anew, not stored."""
    assessment = score(declaration.criteria, declaration.answers, title_shares.of_declaration(tx, declaration))
    return replace(
        declaration,
        edition=declaration.criteria.edition,
        assessment=assessment,
        total=assessment.total,
        verdict=assessment.verdict,
        facts=fact_measures(declaration.criteria, declaration.answers, declaration.age),
    )
