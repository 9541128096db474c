"""Reads all that is kept of a person: as data, as the lifelong learning record, and which pictures belong to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from acts.errands import FILE
from acts.words.results_words import REACHED, made_of
from criteria.activity import ACTIVITY_NAMES
from criteria.declaration import State
from criteria.explain import verdict_words
from criteria.model import SubjectKind
from criteria.parse import title_name, titles
from handlers.kit.screen import screen_from_data
from handlers.shared.evidence_file import ENDINGS
from handlers.start.my_data import data_words
from locales.format import in_vietnam
from locales.text import T, Verbatim, Words, words_from_data
from reports.lifelong_record import LearningYear, Learnt, LifelongRecord, Recognised
from reports.my_data import PictureToPack
from storage import activities, clans, decisions, declarations, evidence, households, my_data, people, places
from storage.declaration_record import About, Declaration
from storage.kit.transaction import Transaction
from storage.kit.words import PictureState
from storage.people import Person

FORMAT = "hoctap-my-data/1"  # another number where a key changes its meaning or goes


def data_of(tx: Transaction, person: Person, say: Callable[[Words], str]) -> dict[str, Any]:
    """The JSON: a list of rows for each table that says "my data", and what belongs to the person with others."""
    village = places.get(tx, person.place_id)
    commune = places.get(tx, village.commune_id)
    rows = my_data.of_person(tx, person.id)
    for row in rows["decisions"]:
        row["reason"] = None if row["reason"] is None else say(words_from_data(row["reason"]))
    for name in ("outbox", "visits"):
        for row in rows[name]:
            row["payload"] = _told(row["payload"], say)
    return {
        "format": FORMAT,
        "made_at": in_vietnam(tx.now).isoformat(timespec="seconds"),
        "controller": {"name": commune.full_name, "contact": commune.contact},
        **rows,
        "family": _family(tx, person),
        "clan": _clan(tx, person),
        "group_declarations": [_with_others(each) for each in _of_groups(tx, person)],
    }


def _told(payload: dict[str, Any], say: Callable[[Words], str]) -> dict[str, Any]:
    """A notice in its words; of a job what was asked for, while it waits, without the codes that it may carry."""
    if "text" not in payload:
        return {"asked": payload.get(FILE, "picture") if payload else None}
    screen = screen_from_data({"choices": [], "title": None, "file": None, **payload})
    title = None if screen.title is None else say(screen.title)
    return {"title": title, "text": say(screen.text), "file": None if screen.file is None else screen.file.name}


def _family(tx: Transaction, person: Person) -> dict[str, Any] | None:
    """The household, whose members know each other."""
    found = None if person.household_id is None else households.load(tx, person.household_id)
    if found is None:
        return None
    head = None if found.head_id is None else people.get(tx, found.head_id).full_name or None
    members = [each.full_name for each in households.members(tx, found.id) if each.id != person.id and each.full_name]
    return {"head": head, "relation": person.relation, "members": members}


def _clan(tx: Transaction, person: Person) -> dict[str, Any] | None:
    found = clans.of_person(tx, person)
    if found is None:
        return None
    head = None if found.head_id is None else people.get(tx, found.head_id).full_name or None
    return {"name": found.name, "head": head}


def _of_groups(tx: Transaction, person: Person) -> Iterator[Declaration]:
    """What was declared of the person's household, and of the clan they head."""
    if person.household_id is not None:
        yield from declarations.about(tx, About(household_id=person.household_id))
    clan = clans.of_person(tx, person)
    if clan is not None and clan.head_id == person.id:
        yield from declarations.about(tx, clan.about)


def _with_others(each: Declaration) -> dict[str, Any]:
    return {
        "title": each.title,
        "year": each.cycle.year,
        "state": each.state.value,
        "answered_by": each.person.full_name or None,
        "answers": dict(each.answers),
        "total": each.total,
        "verdict": each.verdict.value,
    }


def pictures_of(tx: Transaction, person: Person) -> tuple[PictureToPack, ...]:
    """The pictures that are here, the latest first."""
    found = sorted(evidence.of_person(tx, person.id), key=lambda each: each.id, reverse=True)
    return tuple(
        PictureToPack(each.id, each.digest, ENDINGS.get(each.media_type or "", "jpg"))
        for each in found
        if each.state is PictureState.KEPT and each.digest is not None
    )


def record_of(tx: Transaction, person: Person, *, whole: bool) -> LifelongRecord:
    """The lifelong learning record. ``whole``: with all else that is kept, in words, on its last pages."""
    village = places.get(tx, person.place_id)
    commune = places.get(tx, village.commune_id)
    theirs = [each for title in titles(SubjectKind.PERSON) for each in declarations.of_person(tx, person.id, title)]
    years = sorted({*activities.years(tx, person.id), *(each.cycle.year for each in theirs)}, reverse=True)
    return LifelongRecord(
        name=person.full_name,
        birth_year=person.birth_year,
        place=Verbatim(village.full_name),
        office=T("{commune}, {province}", commune=commune.full_name, province=commune.province)
        if commune.province
        else Verbatim(commune.full_name),
        as_of=tx.now,
        years=tuple(
            LearningYear(
                year=year,
                learnt=tuple(_learnt(tx, person, year)),
                titles=tuple(_recognised(tx, each) for each in theirs if each.cycle.year == year and each.submitted_at),
            )
            for year in years
        ),
        kept=data_words(tx, person) if whole else None,
    )


def _learnt(tx: Transaction, person: Person, year: int) -> Iterator[Learnt]:
    for each in sorted(activities.of_person(tx, person.id, year), key=lambda each: (each.held_on, each.id)):
        yield Learnt(
            day=each.held_on,
            kind=ACTIVITY_NAMES[each.kind],
            name=each.name,
            hours=each.hours,
            organiser=each.organiser,
            proofs=sum(p.state is PictureState.KEPT for p in evidence.of_activity(tx, each.id)),
            attended=each.attended,
        )


def _result(tx: Transaction, each: Declaration) -> Words:
    if (made := made_of(tx, each)) is not None:
        return T("{result}, kết quả {made}", result=REACHED[each.is_reached], made=made)
    if each.assessment is None:
        return T("chưa có kết quả")
    return verdict_words(each.assessment, each.standing, each.judged)


def _recognised(tx: Transaction, each: Declaration) -> Recognised:
    """A title with its result; who confirmed it, as long as that holds."""
    holds = each.state in {State.CONFIRMED, State.RECOGNISED}
    decision = decisions.latest(tx, each.id) if holds else None
    return Recognised(
        title=title_name(each.title),
        result=_result(tx, each),
        confirmed_by=None if decision is None else decision.decided_by,
        confirmed_at=None if decision is None else decision.at,
    )
