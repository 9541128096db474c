"""What is worked out from what is known is worked out in one place: written again, it may be written differently."""

from __future__ import annotations

import re

import pytest

from tests.project.sources import sources

AGE = r"\byear\b[\w.()]*\s*-\s*(?:[\w.]+\.)?(?:birth_year|born)\b|\b(?:birth_year|born)\b\s*[<>]=?\s*[\w.]*year\b"
ONCE = {  # what, as it is written: where it may stand
    "the zone of Viet Nam": (r"ZoneInfo\(|hours=7\)|Ho_Chi_Minh", {"locales/format.py"}),
    "a moment in Viet Nam": (r"astimezone\(VIETNAM", {"locales/format.py"}),
    "the day and the year that it is": (r"\bnow(?:\(\))?\.(?:date\(|year\b|month\b|day\b)|date\.today\(", set[str]()),
    "the day of a moment": (r"\.date\(\)", {"locales/format.py"}),
    "the cycle of this year": (r"\bcycles\.of_year\((?:turn\.)?tx, [\w.]+, (?:turn\.year|year_of\()", set[str]()),
    "that the commune has none": (
        r"\{Commune_label\} chưa mở kỳ đánh giá năm \{year\}\.\"",
        {"handlers/shared/this_year.py"},
    ),
    "the officer's communes": (r"places\(Role\.OFFICER\)", {"criteria/policy.py"}),
    "the officer's commune": (r"\.communes\[0\]|min\([\w.]*communes\)", {"criteria/policy.py"}),
    "an age": (AGE, {"criteria/age.py"}),
    "who is old enough": (
        r"[<>]=? *[\w.()]*\.?adult_age\b|\.adult_age *[<>-]|- *[\w.()]*\badult_age\b",
        {"criteria/model.py"},
    ),
}


@pytest.mark.parametrize("what", ONCE)
def test_what_is_known_is_worked_out_in_one_place(what: str) -> None:
    written, where = ONCE[what]
    found = {(name, line.strip()) for name, text in sources() for line in text.splitlines() if re.search(written, line)}
    assert {each for each in found if each[0] not in where} == set()
    assert {name for name, _ in found} == where, "the test looks for what nobody writes any more"
    assert len({name for name, _ in found}) <= 1


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("the zone of Viet Nam", "HERE = timezone(timedelta(hours=7))"),
        ("a moment in Viet Nam", "today = tx.now.astimezone(VIETNAM).date()"),
        ("the day and the year that it is", "cycle = cycles.of_year(tx, commune.id, tx.now.year)"),
        ("the day and the year that it is", "if day > turn.now.date():"),
        ("the day of a moment", 'T("Gửi ngày {day}.", day=Day(sent.date()))'),
        ("the cycle of this year", "cycle = cycles.of_year(turn.tx, place.commune_id, turn.year)"),
        ("the cycle of this year", "cycle = cycles.of_year(tx, commune.id, year_of(tx.now))"),
        (
            "that the commune has none",
            'return Goto(ways.home(), T("{Commune_label} chưa mở kỳ đánh giá năm {year}.", year=turn.year))',
        ),
        ("the officer's communes", "commune_id = min(turn.actor.places(Role.OFFICER))"),
        ("the officer's commune", "commune_id = turn.actor.communes[0]"),
        ("an age", "if cycle.year - person.birth_year < 18:"),
        ("an age", "if turn.year - each.birth_year >= ADULT:"),
        ("who is old enough", "if age < cycle.criteria().adult_age:"),
        ("who is old enough", "latest = cycle.year - cycle.criteria(CITIZEN).adult_age"),
    ],
)
def test_it_would_be_seen_elsewhere(what: str, line: str) -> None:
    assert re.search(ONCE[what][0], line)
