"""A declaration as it is kept: the record, what it is about, who spoke, and the columns it is read from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from criteria.declaration import NO_FACTS, Measure, State, measures
from criteria.doubts import Doubt
from criteria.model import CriteriaSet, Standing, SubjectKind
from criteria.policy import Subject
from criteria.score import Assessment, Verdict
from storage.cycles import CYCLE, Cycle
from storage.kit.rows import Columns, through
from storage.kit.tables import activities, cycles, declarations, people
from storage.kit.words import ConsentKind
from storage.people import PERSON, Person


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the account, its person, and by what right."""

    account_id: int
    person_id: int | None = None
    consent: ConsentKind = ConsentKind.SELF

    @property
    def for_another(self) -> bool:
        """Whether somebody else's answers are passed on."""
        return self.consent is not ConsentKind.SELF


@dataclass(frozen=True, slots=True)
class About:
    """What a declaration is about, where that is not its person: a household, a clan, or a village or unit."""

    household_id: int | None = None
    clan_id: int | None = None
    place_id: int | None = None


HIMSELF = About()


@dataclass(frozen=True, slots=True, kw_only=True)
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
    doubts: tuple[Doubt, ...] = ()  # why its head should look twice
    endorsed_at: datetime | None = None  # when the person it was declared for said that it is right
    salt: str = ""  # what keeps its fingerprint in the log from being guessed
    result_list: int | None = None  # the list that says its result, where that was made elsewhere
    has_diary: bool = field(default=True, compare=False)  # false: its person's diary is empty; nothing speaks to it

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
            unvouched=self.person.unvouched if self.kind is SubjectKind.PERSON else None,
            deceased=self.kind is SubjectKind.PERSON and self.person.has_died,
            set_aside=self.kind is SubjectKind.PERSON and self.person.is_merged,
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
        return self.person.age_in(self.cycle.year) or 0

    @property
    def made_elsewhere(self) -> bool:
        """Whether its result came by a list: no answers of ours stand behind it, and no points."""
        return self.result_list is not None

    @property
    def is_reached(self) -> bool:
        """Whether the title is reached: by the rules, or because people decided so where no rule does."""
        return Verdict.REACHED in {self.verdict, self.judged}

    @property
    def counts_for(self) -> frozenset[Measure]:
        """What it counts for in the statistics."""
        if self.kind is not SubjectKind.PERSON:
            return measures(
                self.state,
                was_sent=self.submitted_at is not None,
                reached=self.is_reached,
                on_roster=True,
                of_age=True,
                registers=not self.cycle.registers,
            )
        if self.person.is_merged:
            return NO_FACTS  # set aside: its person counts by another record
        return measures(
            self.state,
            was_sent=self.submitted_at is not None,
            reached=self.is_reached,
            on_roster=self.person.is_counted_in(self.cycle),
            of_age=self.criteria.is_old_enough(self.age),
            registers=not self.cycle.registers,
            facts=self.facts,
            made_elsewhere=self.made_elsewhere,
        )


def _facts(data: Iterable[str]) -> frozenset[Measure]:
    return frozenset(map(Measure, data))


def doubts_from_data(data: Iterable[list[Any]]) -> tuple[Doubt, ...]:
    """The doubts that are kept beside a declaration."""
    return tuple(map(Doubt.from_data, data))


SPEAKER = Columns(
    Speaker,
    account_id=declarations.c.account_id,
    person_id=declarations.c.spoken_by,
    consent=declarations.c.consent,
)
ABOUT = Columns(
    About,
    household_id=declarations.c.household_id,
    clan_id=declarations.c.clan_id,
    place_id=declarations.c.about_place_id,
)
DECLARATION = Columns(
    Declaration,
    id=declarations.c.id,
    title=declarations.c.title,
    place_id=declarations.c.place_id,
    state=declarations.c.state,
    revision=declarations.c.revision,
    answers=declarations.c.answers,
    edition=declarations.c.edition,
    verdict=declarations.c.verdict,
    total=declarations.c.total,
    assessment=through(declarations.c.assessment, Assessment.from_data),
    submitted_at=declarations.c.submitted_at,
    decided_at=declarations.c.decided_at,
    speaker=SPEAKER.if_any("account_id"),
    about=ABOUT,
    judged=declarations.c.judged,
    facts=through(declarations.c.counts, _facts),
    doubts=through(declarations.c.doubts, doubts_from_data),
    endorsed_at=declarations.c.endorsed_at,
    salt=declarations.c.salt,
    result_list=declarations.c.result_list_id,
    has_diary=select(activities.c.id).where(activities.c.person_id == declarations.c.person_id).exists(),
    person=PERSON,
    cycle=CYCLE,
)
SELECT = (
    select(*DECLARATION.columns)
    .join(people, people.c.id == declarations.c.person_id)
    .join(cycles, cycles.c.id == declarations.c.cycle_id)
)
