"""Declarations: what a person says of their learning in one cycle, for one title, with its result."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, bindparam, delete, func, insert, not_, or_, select, update

from criteria.declaration import NO_FACTS, Measure, Move, State, after, measures
from criteria.facts import fact_measures
from criteria.model import CITIZEN, CriteriaSet, Standing, SubjectKind
from criteria.policy import Actor, Role, Subject
from criteria.score import Assessment, Verdict, score
from storage import shares, statistics
from storage.cycles import COLUMNS as CYCLE_COLUMNS
from storage.cycles import Cycle, cycle_of_row
from storage.models import cycles, decisions, declarations, people
from storage.people import COLUMNS as PERSON
from storage.people import Person
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the account, its person, and by what right.

    ``consent`` is "self" for oneself; for somebody else how they agreed: "beside" (sat there and answered) or
    "asked" (asked for it before).
    """

    account_id: int
    person_id: int | None = None
    consent: str = "self"

    @property
    def for_another(self) -> bool:
        """Whether somebody else's answers are passed on."""
        return self.consent != "self"


@dataclass(frozen=True, slots=True)
class About:
    """What a declaration is about, where that is not its person: a household, a clan, or a village or unit."""

    household_id: int | None = None
    clan_id: int | None = None
    place_id: int | None = None


HIMSELF = About()


@dataclass(frozen=True, slots=True)
class Declaration:
    """A declaration with its person and its cycle. ``revision`` moves on with every sent change.

    ``person`` is whose it is; of a title that is no person's, who answers for it. ``judged`` is what people decided
    where no rule does.
    """

    id: int
    title: str
    place_id: int
    state: State
    revision: int
    answers: Mapping[str, Any]
    edition: str
    verdict: Verdict
    total: int | None
    assessment: Assessment | None
    submitted_at: datetime | None
    decided_at: datetime | None
    speaker: Speaker | None
    person: Person
    cycle: Cycle
    about: About = HIMSELF
    judged: Verdict | None = None
    facts: frozenset[Measure] = NO_FACTS  # what its facts count for, once it is confirmed

    @property
    def subject(self) -> Subject:
        """This declaration as the policy sees it."""
        return Subject(
            commune_id=self.cycle.commune_id,
            village_id=self.place_id,
            person_id=self.person.id,
            household_id=self.about.household_id or self.person.household_id,
            kind=self.kind,
            state=self.state,
            cycle_open=self.cycle.is_open,
            spoken_by=None if self.speaker is None else self.speaker.person_id,
        )

    @property
    def criteria(self) -> CriteriaSet:
        """The criteria set of its title in its cycle."""
        return self.cycle.criteria(self.title)

    @property
    def kind(self) -> SubjectKind:
        """What holds its title: a person, a family, a clan, a village or a unit."""
        return self.criteria.subject

    @property
    def standing(self) -> Standing:
        """How sure the commune is of that set."""
        return self.cycle.standing(self.title)

    @property
    def age(self) -> int:
        """The person's age in the year of the cycle; 0 where it is not known."""
        return self.cycle.year - self.person.birth_year if self.person.birth_year else 0

    @property
    def is_reached(self) -> bool:
        """Whether the title is reached: by the rules, or because people decided so where no rule does."""
        return Verdict.REACHED in {self.verdict, self.judged}

    @property
    def counts_for(self) -> frozenset[Measure]:
        """What it counts for in the statistics."""
        if self.kind is not SubjectKind.PERSON:
            return measures(
                self.state, was_sent=self.submitted_at is not None, reached=self.is_reached, on_roster=True, of_age=True
            )
        return measures(
            self.state,
            was_sent=self.submitted_at is not None,
            reached=self.is_reached,
            on_roster=self.person.on_roster,
            of_age=self.age >= self.criteria.adult_age,
            facts=self.facts,
        )


_COLUMNS = (
    declarations.c.id,
    declarations.c.title,
    declarations.c.place_id,
    declarations.c.state,
    declarations.c.revision,
    declarations.c.answers,
    declarations.c.edition,
    declarations.c.verdict,
    declarations.c.total,
    declarations.c.assessment,
    declarations.c.submitted_at,
    declarations.c.decided_at,
    declarations.c.account_id,
    declarations.c.spoken_by,
    declarations.c.consent,
    declarations.c.household_id,
    declarations.c.clan_id,
    declarations.c.about_place_id,
    declarations.c.judged,
    declarations.c.counts,
    *PERSON,
    *CYCLE_COLUMNS,
)
_PERSON_AT = 20
_CYCLE_AT = _PERSON_AT + len(PERSON)
_SELECT = (
    select(*_COLUMNS)
    .join(people, people.c.id == declarations.c.person_id)
    .join(cycles, cycles.c.id == declarations.c.cycle_id)
)
_BY_ID = _SELECT.where(declarations.c.id == bindparam("id")).with_for_update(of=declarations)
_OF_PERSON = _SELECT.where(
    declarations.c.person_id == bindparam("person"), declarations.c.title == bindparam("of_title")
).order_by(cycles.c.year.desc())
_INSERT = insert(declarations).returning(declarations.c.id)
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
    )
)


def _declaration(tx: Transaction, row: Sequence[Any]) -> Declaration:
    return Declaration(
        id=row[0],
        title=row[1],
        place_id=row[2],
        state=State(row[3]),
        revision=row[4],
        answers=row[5],
        edition=row[6],
        verdict=Verdict(row[7]),
        total=row[8],
        assessment=None if row[9] is None else Assessment.from_data(row[9]),
        submitted_at=row[10],
        decided_at=row[11],
        speaker=None if row[12] is None else Speaker(*row[12:15]),
        about=HIMSELF if row[1] == CITIZEN else About(*row[15:18]),
        judged=None if row[18] is None else Verdict(row[18]),
        facts=frozenset(map(Measure, row[19])),
        person=Person(*row[_PERSON_AT:_CYCLE_AT]),
        cycle=cycle_of_row(tx, row[_CYCLE_AT:]),
    )


def load(tx: Transaction, declaration_id: int) -> Declaration | None:
    """The declaration of an id, locked until the commit, if there is one."""
    held: Declaration | None = tx.held.get(declaration_id)
    if held is not None:
        return held
    row = tx.connection.execute(_BY_ID, {"id": declaration_id}).one_or_none()
    if row is None:
        return None
    tx.held[declaration_id] = loaded = _declaration(tx, row)
    return loaded


def of_person(tx: Transaction, person_id: int, title: str = CITIZEN) -> tuple[Declaration, ...]:
    """A person's declarations for a title, the latest year first."""
    rows = tx.connection.execute(_OF_PERSON, {"person": person_id, "of_title": title})
    return tuple(_declaration(tx, row) for row in rows)


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
    query = _SELECT.where(*conditions).order_by(cycles.c.year.desc(), declarations.c.id)
    return tuple(_declaration(tx, row) for row in tx.connection.execute(query))


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
    """Register a person, a family, a clan or a place for a title in a cycle, with an empty draft; once for each.

    ``place_id``: whose head confirms it; without it, the unit that assesses the person, else the village.
    """
    place = place_id or person.assessed_at
    key = tx.connection.execute(
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
            "state": State.DRAFT.value,
            "revision": 0,
            "answers": {},
            "edition": cycle.criteria(title).edition,
            "verdict": Verdict.INCOMPLETE.value,
            "counts": [],
            "created_at": tx.now,
        },
    ).scalar_one()
    begun = Declaration(
        key, title, place, State.DRAFT, 0, {}, cycle.criteria(title).edition, Verdict.INCOMPLETE, None, None, None,
        None, speaker, person, cycle, subject,
    )  # fmt: skip
    statistics.shift(
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
        {"person": person.id, "cycle": cycle.id, "title": title, "consent": speaker.consent},
    )
    return begun


def answer(tx: Transaction, declaration: Declaration, key: str, value: Any, *, speaker: Speaker) -> Declaration:
    """Record one answer. Once the declaration has been sent, this makes a new revision and a new result."""
    before = declaration.answers.get(key)
    if before == value:
        return declaration
    sent = declaration.state is not State.DRAFT
    changed = replace(declaration, answers={**declaration.answers, key: value})
    if sent:
        changed = assessed(tx, replace(changed, revision=declaration.revision + 1))
    changed = replace(changed, speaker=speaker)
    _store(tx, declaration, changed)
    tx.audit("declaration.answered", f"declaration:{changed.id}", {"key": key, "before": before, "after": value})
    return changed


def submit(tx: Transaction, declaration: Declaration, *, speaker: Speaker) -> Declaration | None:
    """Send it to the village head, with its result. ``None`` if its state does not allow it."""
    state = after(declaration.state, Move.SUBMIT)
    if state is None:
        return None
    sent = assessed(
        tx,
        replace(
            declaration,
            state=state,
            revision=declaration.revision + 1,
            submitted_at=tx.now,
            decided_at=None,
            speaker=speaker,
        ),
    )
    _store(tx, declaration, sent)
    tx.audit(
        "declaration.submitted",
        f"declaration:{sent.id}",
        {
            "revision": sent.revision,
            "edition": sent.edition,
            "total": sent.total,
            "verdict": sent.verdict.value,
            "consent": speaker.consent,
        },
    )
    return sent


def withdraw(tx: Transaction, declaration: Declaration) -> None:
    """Delete a declaration that is not confirmed, at its person's wish. The audit log keeps that it was there."""
    tx.held.pop(declaration.id, None)
    tx.connection.execute(delete(decisions).where(decisions.c.declaration_id == declaration.id))
    tx.connection.execute(delete(declarations).where(declarations.c.id == declaration.id))
    statistics.shift(
        tx,
        cycle_id=declaration.cycle.id,
        place_id=declaration.place_id,
        title=declaration.title,
        before=declaration.counts_for,
        after=frozenset(),
    )
    tx.audit("declaration.withdrawn", f"declaration:{declaration.id}", {"state": declaration.state.value})


def moved(tx: Transaction, declaration: Declaration, state: State, *, judged: Verdict | None = None) -> Declaration:
    """Put a declaration in the state a decision gave it (:mod:`storage.decisions` records the decision)."""
    decided_at = None if state is State.SUBMITTED else tx.now
    changed = replace(declaration, state=state, revision=declaration.revision + 1, decided_at=decided_at, judged=judged)
    if declaration.title != CITIZEN:
        changed = assessed(tx, changed)  # what is computed from below may have moved on
    _store(tx, declaration, changed)
    return changed


def reassess(tx: Transaction, declaration: Declaration) -> Declaration:
    """Make a sent declaration's result anew, after what it is computed from has changed.

    A button that shows the old result decides nothing any more. Nothing happens in a cycle that is not open.
    """
    if declaration.submitted_at is None or not declaration.answers or not declaration.cycle.is_open:
        return declaration
    new = assessed(tx, declaration)
    if new.assessment == declaration.assessment:
        return declaration
    if new.state is State.SUBMITTED:
        new = replace(new, revision=declaration.revision + 1)
    _store(tx, declaration, new)
    tx.audit(
        "declaration.reassessed", f"declaration:{new.id}", {"verdict": new.verdict.value, "before": declaration.verdict}
    )
    return new


def answer_for(tx: Transaction, declaration: Declaration, person: Person) -> Declaration:
    """Somebody else answers for a family, a clan or a place from now on, where the one who did has left."""
    tx.connection.execute(update(declarations).where(declarations.c.id == declaration.id).values(person_id=person.id))
    tx.audit("declaration.answered_for", f"declaration:{declaration.id}", {"person": person.id})
    tx.held[declaration.id] = changed = replace(declaration, person=person)
    return changed


def _store(tx: Transaction, before: Declaration, changed: Declaration) -> None:
    """Write the new version."""
    speaker = changed.speaker
    values = {
        "declaration": changed.id,
        "to_state": changed.state.value,
        "to_revision": changed.revision,
        "said": dict(changed.answers),
        "by_edition": changed.edition,
        "found": changed.verdict.value,
        "points": changed.total,
        "assessed": None if changed.assessment is None else changed.assessment.to_data(),
        "counted": sorted(measure.value for measure in changed.facts),
        "decided_as": None if changed.judged is None else changed.judged.value,
        "sent": changed.submitted_at,
        "decided": changed.decided_at,
        "by_account": None if speaker is None else speaker.account_id,
        "by_person": None if speaker is None else speaker.person_id,
        "by_consent": "self" if speaker is None else speaker.consent,
    }
    tx.connection.execute(_UPDATE, values)
    tx.held[changed.id] = changed
    old, new = before.counts_for, changed.counts_for
    if old != new:
        statistics.shift(
            tx,
            cycle_id=changed.cycle.id,
            place_id=changed.place_id,
            title=changed.title,
            before=old,
            after=new,
        )


def _waiting_for(actor: Actor) -> Select[Any]:
    """The policy's rule for deciding, as an SQL filter (a property test holds the two together)."""
    own = or_(
        declarations.c.person_id.in_([actor.person_id, *sorted(actor.speaks_for)]),
        and_(declarations.c.spoken_by.is_not(None), declarations.c.spoken_by == actor.person_id),
        and_(declarations.c.about_place_id.is_not(None), declarations.c.about_place_id.in_(actor.places(Role.HEAD))),
    )
    if actor.household_id is not None:
        own = or_(own, and_(people.c.household_id.is_not(None), people.c.household_id == actor.household_id))
    served = or_(  # the titles of places are for officers
        and_(declarations.c.place_id.in_(actor.places(Role.HEAD)), declarations.c.about_place_id.is_(None)),
        cycles.c.commune_id.in_(actor.places(Role.OFFICER)),
    )
    return _SELECT.where(declarations.c.state == State.SUBMITTED.value, cycles.c.state == "open", served, not_(own))


def waiting_for(tx: Transaction, actor: Actor, *, after_id: tuple[datetime, int] | None = None) -> Declaration | None:
    """The next declaration that waits for this actor's decision, the one waiting longest first.

    ``after_id`` (sent at, id) skips what the actor has passed over.
    """
    query = _waiting_for(actor).order_by(declarations.c.submitted_at, declarations.c.id).limit(1)
    if after_id is not None:
        at, key = after_id
        query = query.where(
            or_(
                declarations.c.submitted_at > at,
                and_(declarations.c.submitted_at == at, declarations.c.id > key),
            )
        )
    row = tx.connection.execute(query).one_or_none()
    return None if row is None else _declaration(tx, row)


def newest_waiting_for(tx: Transaction, actor: Actor, *, limit: int) -> tuple[Declaration, ...]:
    """What was sent to this actor last, the newest first."""
    query = _waiting_for(actor).order_by(declarations.c.submitted_at.desc(), declarations.c.id.desc()).limit(limit)
    return tuple(_declaration(tx, row) for row in tx.connection.execute(query))


def count_waiting_for(tx: Transaction, actor: Actor) -> int:
    """How many declarations wait for this actor's decision."""
    query = _waiting_for(actor).with_only_columns(func.count(declarations.c.id), maintain_column_froms=True)
    return int(tx.connection.execute(query).scalar_one())


def recently_decided(tx: Transaction, actor: Actor, *, limit: int) -> tuple[Declaration, ...]:
    """What was confirmed or returned last in the places this actor serves; the newest first."""
    served = or_(
        declarations.c.place_id.in_(actor.places(Role.HEAD)),
        cycles.c.commune_id.in_(actor.places(Role.OFFICER)),
    )
    query = (
        _SELECT.where(declarations.c.state.in_([State.CONFIRMED.value, State.RETURNED.value]), served)
        .where(cycles.c.state == "open", declarations.c.decided_at.is_not(None))
        .order_by(declarations.c.decided_at.desc(), declarations.c.id.desc())
        .limit(limit)
    )
    return tuple(_declaration(tx, row) for row in tx.connection.execute(query))


_CONFIRMED = _SELECT.where(
    declarations.c.cycle_id == bindparam("cycle"),
    declarations.c.title == bindparam("of_title"),
    declarations.c.state.in_([State.CONFIRMED.value, State.RECOGNISED.value]),
)


def confirmed(tx: Transaction, cycle_id: int, title: str = CITIZEN) -> tuple[Declaration, ...]:
    """All confirmed declarations of a cycle, for the list that is exported."""
    rows = tx.connection.execute(_CONFIRMED, {"cycle": cycle_id, "of_title": title})
    return tuple(_declaration(tx, row) for row in rows)


_OF_CYCLE = _SELECT.where(
    declarations.c.cycle_id == bindparam("cycle"), declarations.c.title == bindparam("of_title")
).order_by(declarations.c.id)


def of_cycle(tx: Transaction, cycle: Cycle, title: str) -> tuple[Declaration, ...]:
    """All declarations of a cycle for a title, judged by its sets as ``cycle`` has them."""
    rows = tx.connection.execute(_OF_CYCLE, {"cycle": cycle.id, "of_title": title})
    return tuple(replace(_declaration(tx, row), cycle=cycle) for row in rows)


def assessed(tx: Transaction, declaration: Declaration) -> Declaration:
    """The declaration with its result made anew, not stored."""
    assessment = score(declaration.criteria, declaration.answers, shares.of_declaration(tx, declaration))
    return replace(
        declaration,
        edition=declaration.criteria.edition,
        assessment=assessment,
        total=assessment.total,
        verdict=assessment.verdict,
        facts=fact_measures(declaration.criteria, declaration.answers, declaration.age),
    )
