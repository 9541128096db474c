"""Which target of a plan holds in a year; a broken plan is explained by line."""

from __future__ import annotations

import pytest

from criteria.parse import CriteriaError
from criteria.plan import Measured, Plan, load, parse_plan
from tests.frozen import text_of


def plan_of(plan_id: str) -> Plan:
    found = load(plan_id)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("plan_id", "year", "value"),
    [
        ("thai-binh-2021-2030", 2021, 70),
        ("thai-binh-2021-2030", 2025, 70),
        ("thai-binh-2021-2030", 2026, 80),
        ("thai-binh-2021-2030", 2030, 80),
        ("thai-binh-2021-2030", 2031, 80),
        ("son-hong-2026-2030", 2028, 60),
        ("thap-muoi-2024", 2024, 40),
    ],
)
def test_the_target_of_a_year(plan_id: str, year: int, value: int) -> None:
    target = plan_of(plan_id).of_measure(Measured.CITIZENS, year)
    assert target is not None
    assert target.value == value
    assert target.share == value / 100


def test_a_measure_that_a_plan_does_not_name() -> None:
    assert plan_of("kien-hung-2026").of_measure(Measured.CLANS, 2026) is None
    without = plan_of("dong-son-2023-2030").of_measure(Measured.CITIZENS, 2026)
    assert without is not None
    with pytest.raises(ValueError, match="names no number"):
        _ = without.share


def test_a_plan_covers_its_first_and_its_last_year() -> None:
    plan = plan_of("thai-binh-2021-2030")
    assert [year for year in range(2019, 2033) if plan.covers(year)] == list(range(2021, 2031))


TEXT = text_of("plans/thai-binh-2021-2030.toml")
BROKEN = {
    "a percentage over 100": ("value = 80\n", "value = 180\n", 'id = "nltt_kns_2025"'),
    "an unknown measure": ('measure = "citizens"', 'measure = "citizen"', 'measure = "citizen"'),
    "computed without a measure": ('measure = "degree"\n', "", 'id = "dai_hoc_2025"'),
    "outside without a reason": (
        'reason = "Việc của các trường đại học, cấp xã không có số liệu."\n', "", 'id = "dai_hoc_so_2025"'
    ),
    "a year outside the plan": ("year = 2025\n", "year = 2035\n", 'id = "xmc_2025"'),
    "a date that does not exist": ("month = 12\nday = 20", "month = 2\nday = 30", "day = 30"),
    "a duplicate target": ('id = "xmc_2030"', 'id = "xmc_2025"', 'id = "xmc_2025"'),
    "a duplicate deadline": ('id = "bao_cao_tinh"', 'id = "bao_cao_huyen"', 'id = "bao_cao_huyen"'),
    "years the wrong way round": ("last_year = 2030", "last_year = 2020", "last_year = "),
    "a misspelt key": ('origin = "computed"\n', 'orign = "computed"\n', 'orign = "computed"'),
    "no date and no words": ('when = "Vào năm 2025; kế hoạch không ghi ngày"\n', "", 'id = "so_ket_2025"'),
    "an unknown level of plan": ('level = "province"', 'level = "country"', 'level = "country"'),
}  # fmt: skip


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_plan_is_explained_by_line(what: str) -> None:
    old, new, needle = BROKEN[what]
    assert old in TEXT
    broken = TEXT.replace(old, new, 1)
    with pytest.raises(CriteriaError) as caught:
        parse_plan(broken, "broken.toml")
    lines = [n for n, line in enumerate(broken.splitlines(), start=1) if needle in line]
    assert lines[1 if "duplicate" in what else 0] in {problem.line for problem in caught.value.problems}


# What is replaced, and the numbers that are just right and just wrong.
EDGES = {
    "a percentage": ('value = 70\nunit = "%"', 'value = {}\nunit = "%"', (0, 100), (-1, 101)),
    "a level": ('value = 1\nunit = "đạt"', 'value = {}\nunit = "mức độ"', (1, 3), (0, 4)),
    "the year of a target": ("year = 2025\n", "year = {}\n", (2021, 2030), (2020, 2031)),
    "the last year": ("last_year = 2030", "last_year = {}", (2030,), (2020,)),
}


@pytest.mark.parametrize("what", EDGES)
def test_the_outermost_numbers_are_taken_and_the_next_are_not(what: str) -> None:
    old, new, right, wrong = EDGES[what]
    assert old in TEXT
    for number in right:
        assert parse_plan(TEXT.replace(old, new.format(number), 1), "edge.toml")
    for number in wrong:
        with pytest.raises(CriteriaError):
            parse_plan(TEXT.replace(old, new.format(number), 1), "edge.toml")


def test_a_plan_may_be_of_one_year() -> None:
    plan = plan_of("kien-hung-2026")
    assert (plan.first_year, plan.last_year) == (2026, 2026)
