"""Which figures of a year units are asked for: the entered indicators of Thông tư 25 and of the commune's plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from criteria import commune
from criteria import plan as plans
from criteria.plan import Origin
from handlers.commune import figure_words
from handlers.commune.figure_words import MET
from locales.text import T, Words
from storage import entered_figures
from storage.cycles import Cycle
from storage.entered_figures import Entry
from storage.kit.words import EntryState

STATES: Mapping[EntryState | None, Words] = {
    None: T("chưa nộp"),
    EntryState.DRAFT: T("đang soạn"),
    EntryState.SIGNED: T("đã ký nộp"),
    EntryState.RETURNED: T("trả lại"),
    EntryState.ACCEPTED: T("đã duyệt"),
    EntryState.TAKEN_OVER: T("cán bộ đã nhập thay"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A figure that is asked for.

    Attributes:
        key: as in ``entries``: "tt25:1.1", "plan:kien-hung-2026:xmc".
        label: short, as on a button.
        name: as the circular or the plan words it.
        unit: of the value; ``MET``: reached or not.
        evidence: what it should rest on, where that is said.
    """

    key: str
    label: Words
    name: Words
    unit: str
    evidence: Words | None = None

    @property
    def is_number(self) -> bool:
        """Whether a number is asked for, not whether it is reached."""
        return self.unit != MET

    def value_of(self, entry: Entry) -> Words:
        """What was entered, in words."""
        if not self.is_number:
            return figure_words.met_words(entry.met)
        return figure_words.value_words(entry.value, self.unit)


def asked_in(cycle: Cycle) -> tuple[Asked, ...]:
    """All of them, those of the circular first."""
    circular = tuple(
        Asked(
            key=entered_figures.circular_key(each.id),
            label=T("{id} {label}", id=each.id, label=each.label),
            name=each.name,
            unit=MET,
            evidence=each.evidence,
        )
        for each in commune.load().indicators
        if not each.is_computed
    )
    plan = plans.load(cycle.plan)
    if plan is None:
        return circular
    return circular + tuple(
        Asked(key=entered_figures.plan_key(plan.id, each.id), label=each.name, name=each.name, unit=each.unit or MET)
        for each in plan.targets_for(cycle.year)
        if each.origin is Origin.ENTERED
    )


def find(cycle: Cycle, key: str) -> Asked | None:
    """The figure of a key, if it is asked for in this year."""
    return next((each for each in asked_in(cycle) if each.key == key), None)
