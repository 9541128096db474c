"""Facts: what people told about themselves, as what the plans' indicators count. Apart from all points."""

from __future__ import annotations

from collections.abc import Mapping

from criteria.declaration import NO_FACTS, Measure
from criteria.model import CriteriaSet, Facts

DIGITAL_TASKS = "B1"  # the indicator whose options are tasks that a person can do on a telephone
SCHOOLING, QUALIFICATION, LIFE_SKILLS = "schooling", "qualification", "life_skills"
LITERACY_1_AGES, LITERACY_2_AGES = range(15, 36), range(15, 61)  # Thông tư 17/2020 as read in [F26]
FROM_15 = 15


def fact_measures(criteria: CriteriaSet, answers: Mapping[str, object], age: int) -> frozenset[Measure]:
    """What a person's answers count for in the plans' indicators, once they are confirmed.

    Args:
        criteria: the citizens' set, with the facts and their settings as corrected.
        answers: of the declaration; a fact that was not told counts for nothing, not even as known.
        age: in the year of the cycle; 0 where it is not known.
    """
    facts = criteria.facts
    if facts is None or age < FROM_15:
        return NO_FACTS
    found: set[Measure] = set()
    counts = _counts(facts, answers)
    if QUALIFICATION in answers:
        found.add(Measure.KNOWN_15)
        if "trained" in counts or ("skilled" in counts and facts.value("skilled_counts")):
            found.add(Measure.TRAINED)
        if "degree" in counts:
            found.add(Measure.DEGREE)
    if SCHOOLING in answers:
        for ages, known, literate, count in (
            (LITERACY_1_AGES, Measure.KNOWN_15_35, Measure.LITERATE_1, "literacy_1"),
            (LITERACY_2_AGES, Measure.KNOWN_15_60, Measure.LITERATE_2, "literacy_2"),
        ):
            if age in ages:
                found |= {known, literate} if count in counts else {known}
    return frozenset(found | _skills(facts, answers, age, _is_informed(criteria, facts, answers)))


def _counts(facts: Facts, answers: Mapping[str, object]) -> frozenset[str]:
    """What the chosen levels count as."""
    found: set[str] = set()
    for question in facts.questions:
        level = question.level(str(answers.get(question.id)))
        found |= level.counts if level is not None else set()
    return frozenset(found)


def _is_informed(criteria: CriteriaSet, facts: Facts, answers: Mapping[str, object]) -> bool:
    tasks = answers.get(DIGITAL_TASKS)
    if not isinstance(tasks, list):
        return False
    alone = criteria.indicator(DIGITAL_TASKS).alone
    return sum(1 for task in tasks if task != alone) >= facts.value("information_least")


def _skills(facts: Facts, answers: Mapping[str, object], age: int, is_informed: bool) -> set[Measure]:  # noqa: FBT001
    """Of people of working age, who has information competence, life skills, both; and who holds a title with them."""
    found = {Measure.DIGITAL} if is_informed else set()
    topics = answers.get(LIFE_SKILLS)
    if not isinstance(topics, list) or not facts.value("working_from") <= age <= facts.value("working_to"):
        return found
    alone = next(question.alone for question in facts.questions if question.id == LIFE_SKILLS)
    is_skilled = sum(1 for topic in topics if topic != alone) >= facts.value("life_skills_least")
    found.add(Measure.KNOWN_WORKING)
    if is_informed:
        found.add(Measure.INFORMED)
    if is_skilled:
        found.add(Measure.LIFE_SKILLED)
    if is_informed and is_skilled:
        found.add(Measure.INFORMED_AND_SKILLED)
    return found
