"""Before a date of the plan: the person in charge of a unit's figures hears once what is still to be handed in."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from acts.words.deadline_words import coming
from criteria.policy import Actor, Role
from locales.format import day_of
from locales.text import T, Tn, Words, lines
from storage import assignments, cycles, entered_figures, places
from storage.kit.transaction import Transaction
from storage.kit.words import EntryState

BEFORE = 7  # days ahead of the date
HANDED_IN = (EntryState.SIGNED, EntryState.ACCEPTED, EntryState.TAKEN_OVER)


def figures_due(tx: Transaction, actor: Actor) -> tuple[Words | None, tuple[Choice, ...]]:
    """What to say tonight of the places whose figures this person is in charge of, and the ways there; once a date."""
    said: list[Words] = []
    choices: list[Choice] = []
    for place_id in sorted(actor.places(Role.REPORTER)):
        place = places.get(tx, place_id)
        cycle = cycles.latest(tx, place.commune_id)
        if cycle is None or not cycle.is_open:
            continue
        due = next((each for each in coming(cycle, day_of(tx.now), within=BEFORE) if each.days >= 0), None)
        if due is None:
            continue
        filed = entered_figures.filed(tx, cycle.id)
        open_ = [
            key
            for key, each in assignments.of_cycle(tx, cycle.id).items()
            if each.lead_id == place_id and (key not in filed or filed[key].state not in HANDED_IN)
        ]
        if open_ and assignments.claim_reminder(tx, cycle.id, place_id, due.on):
            left = Tn("{place} còn {n} chỉ tiêu chưa nộp.", len(open_), place=place.full_name)
            said.append(lines(left, due.words))
            choices.append(
                Choice(T("Số liệu của {place}", place=place.inline_name), ways.unit_figures(place_id), Look.MAIN)
            )
    return (lines(*said) if said else None), tuple(choices)
