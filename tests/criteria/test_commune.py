"""The commune's own title: what entries and shares come to."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria import commune
from criteria.commune import CommuneResult, State, evaluate, parse_standard
from criteria.parse import CriteriaError
from criteria.plan import Measured
from criteria.score import Share, Verdict
from locales.text import Message, Words
from tests.frozen import text_of

TEXT = text_of("commune/tt25-2023.toml")
STANDARD = commune.load()
ENTERED = [each.id for each in STANDARD.indicators if not each.is_computed]
ALL_MET = dict.fromkeys(ENTERED, True)
ENOUGH = {"citizens": Share(60, 100), "qualified": Share(50, 100), "degree": Share(12, 100)}


def msg(words: Words) -> str:
    assert isinstance(words, Message)
    return words.msgid


def test_the_file_has_five_criteria_and_fifteen_indicators() -> None:
    assert [len(criterion.indicators) for criterion in STANDARD.criteria] == [3, 3, 3, 4, 2]
    assert [each.id for each in STANDARD.indicators] == [
        "1.1", "1.2", "1.3", "2.1", "2.2", "2.3", "3.1", "3.2", "3.3", "4.1", "4.2", "4.3", "4.4", "5.1", "5.2",
    ]  # fmt: skip
    assert [each.id for each in STANDARD.indicators][:13] == ENTERED


def test_thresholds() -> None:
    found = {t.measured: (i.id, t.level_1, t.level_2) for i in STANDARD.indicators for t in i.thresholds}
    assert found == {"citizens": ("5.1", 60, None), "qualified": ("5.2", 50, None), "degree": ("5.2", 12, None)}
    assert set(found) <= {measured.value for measured in Measured}
    assert STANDARD.level_2_open is not None


def test_nothing_known() -> None:
    result = evaluate(STANDARD, {}, {})
    assert result.verdicts == {1: Verdict.UNDECIDED, 2: Verdict.UNDECIDED}
    assert len(result.of_state(State.UNKNOWN)) == 15
    assert result.level == 0


def test_all_fifteen_met_is_level_one_and_level_two_stays_open() -> None:
    result = evaluate(STANDARD, ALL_MET, ENOUGH)
    assert len(result.of_state(State.MET)) == 15
    assert result.verdicts == {1: Verdict.REACHED, 2: Verdict.UNDECIDED}
    assert result.level == 1


def test_one_not_met_decides_even_while_others_are_unknown() -> None:
    assert evaluate(STANDARD, {"3.2": False}, {}).verdicts[1] is Verdict.NOT_REACHED
    assert evaluate(STANDARD, ALL_MET | {"3.2": False}, ENOUGH).verdicts[1] is Verdict.NOT_REACHED


def test_one_unknown_leaves_it_undecided() -> None:
    assert evaluate(STANDARD, {k: v for k, v in ALL_MET.items() if k != "2.1"}, ENOUGH).verdicts[1] is Verdict.UNDECIDED
    assert evaluate(STANDARD, ALL_MET, ENOUGH | {"degree": None}).verdicts[1] is Verdict.UNDECIDED


@pytest.mark.parametrize(
    ("part", "whole", "state"),
    [
        (60, 100, State.MET),
        (59, 100, State.NOT_MET),
        (3, 5, State.MET),
        (0, 0, State.UNKNOWN),
        (599, 1000, State.NOT_MET),
    ],
)
def test_sixty_percent(part: int, whole: int, state: State) -> None:
    assert evaluate(STANDARD, ALL_MET, ENOUGH | {"citizens": Share(part, whole)}).state("5.1") is state


def test_twelve_percent_are_of_all_citizens_not_of_those_with_a_qualification() -> None:
    """100 citizens, 50 qualified: 12 of 100 with a degree are enough, 6 of the 50 (12 % of them) are not."""
    assert evaluate(STANDARD, {}, ENOUGH | {"degree": Share(12, 100)}).state("5.2") is State.MET
    assert evaluate(STANDARD, {}, ENOUGH | {"degree": Share(6, 100)}).state("5.2") is State.NOT_MET


def test_who_was_not_asked_yet_may_still_count() -> None:
    """Of 100 citizens 30 told, 20 have one: 70 more could. Of 75 who told, 20 have one: 45 at most."""
    few = ENOUGH | {"qualified": Share(20, 100)}
    assert evaluate(STANDARD, {}, few, {"qualified": 30}).state("5.2") is State.UNKNOWN
    assert evaluate(STANDARD, {}, few, {"qualified": 75}).state("5.2") is State.NOT_MET
    assert evaluate(STANDARD, {}, few).state("5.2") is State.NOT_MET


def test_how_many_people_are_missing() -> None:
    """60 % of 1,001 people are 600.6, so 601."""
    (threshold,) = STANDARD.indicator("5.1").thresholds
    assert threshold.missing(Share(478, 1001)) == 123
    assert threshold.missing(Share(601, 1001)) == 0
    assert threshold.missing(Share(0, 0)) is None
    assert threshold.missing(Share(1, 2), level=2) is None


MET = st.sampled_from([None, True, False])
SHARE = st.one_of(st.none(), st.tuples(st.integers(0, 300), st.integers(0, 300)).map(lambda p: Share(min(p), max(p))))
RANK = {Verdict.NOT_REACHED: 0, Verdict.UNDECIDED: 1, Verdict.REACHED: 2}
STATE_RANK = {State.NOT_MET: 0, State.UNKNOWN: 1, State.MET: 2}
SHARES = st.fixed_dictionaries(dict.fromkeys(ENOUGH, SHARE))


@given(st.dictionaries(st.sampled_from(ENTERED), MET), SHARES, st.sampled_from(ENTERED))
def test_one_more_met_never_worsens(
    entered: dict[str, bool | None], shares: dict[str, Share | None], more: str
) -> None:
    before, after = evaluate(STANDARD, entered, shares), evaluate(STANDARD, entered | {more: True}, shares)
    assert RANK[after.verdicts[1]] >= RANK[before.verdicts[1]]


@given(st.integers(0, 300), st.integers(1, 300), st.integers(0, 300))
def test_one_more_person_never_worsens(part: int, whole: int, known: int) -> None:
    part = min(part, whole - 1)
    before = evaluate(STANDARD, ALL_MET, ENOUGH | {"qualified": Share(part, whole)}, {"qualified": max(known, part)})
    more = {"qualified": max(known, part) + 1}
    after = evaluate(STANDARD, ALL_MET, ENOUGH | {"qualified": Share(part + 1, whole)}, more)
    assert STATE_RANK[after.state("5.2")] >= STATE_RANK[before.state("5.2")]


@given(SHARE.filter(lambda share: share is not None and share.whole > 0), st.integers(0, 100))
def test_the_missing_people_are_exactly_enough(share: Share, percent: int) -> None:
    missing = commune.people_missing(share, percent)
    assert 0 <= share.part + missing <= share.whole
    assert Share(share.part + missing, share.whole).meets(percent)
    assert missing == 0 or not Share(share.part + missing - 1, share.whole).meets(percent)


@given(st.dictionaries(st.sampled_from(ENTERED), MET), SHARES)
def test_the_verdict_is_that_of_the_states(entered: dict[str, bool | None], shares: dict[str, Share | None]) -> None:
    result = evaluate(STANDARD, entered, shares)
    assert (result.verdicts[1] is Verdict.REACHED) == (len(result.of_state(State.MET)) == 15)
    assert (result.verdicts[1] is Verdict.NOT_REACHED) == bool(result.of_state(State.NOT_MET))
    assert result.verdicts[2] is Verdict.UNDECIDED
    assert sum(len(result.of_state(state)) for state in State) == 15


def test_level_two_once_the_paper_is_there() -> None:
    text = TEXT
    text = re.sub(r"\[level_2\]\n.*?\n\n", "", text, flags=re.DOTALL)
    text = re.sub(
        r"^level_1 = (\d+)$", lambda m: f"{m.group()}\nlevel_2 = {int(m.group(1)) + 10}", text, flags=re.MULTILINE
    )
    standard = parse_standard(text, "level2")
    assert evaluate(standard, ALL_MET, ENOUGH).verdicts == {1: Verdict.REACHED, 2: Verdict.NOT_REACHED}
    higher = {"citizens": Share(70, 100), "qualified": Share(60, 100), "degree": Share(22, 100)}
    assert evaluate(standard, ALL_MET, higher).verdicts[2] is Verdict.UNDECIDED  # level 2 was not entered
    both = ALL_MET | {f"{key}@2": True for key in ENTERED}
    result: CommuneResult = evaluate(standard, both, higher)
    assert (result.verdicts[2], result.level) == (Verdict.REACHED, 2)


@pytest.mark.parametrize(
    ("old", "new", "key", "text"),
    [
        ('id = "2.3"', 'id = "2.4"', "criteria.2.4", "phải là"),  # a gap
        ('id = "3.2"', 'id = "3.1"', "criteria", "lặp lại"),
        ("level_1 = 60", "level_1 = 160", "indicators.5.1.thresholds.level_1", "từ 0 đến 100"),
        ('origin = "computed"', 'origin = "guessed"', "indicators.5.1.origin", "nguồn số liệu"),
        ('label = "Kinh phí từ ngân sách"', 'lable = "Kinh phí"', "indicators.2.1.lable", "Không có mục"),
        ('evidence = "Quy chế phối hợp đã ký"\n', "", "indicators.2.3.evidence", "Thiếu mục"),
        ("[level_2]", "[level_3]", "level_3", "Không có mục"),
    ],
)
def test_problems_name_their_line(old: str, new: str, key: str, text: str) -> None:
    whole = TEXT
    assert old in whole
    broken = whole.replace(old, new, 1)
    with pytest.raises(CriteriaError) as caught:
        parse_standard(broken, "broken")
    found = [p for p in caught.value.problems if p.key == key and text in msg(p.text)]
    assert found, caught.value
    line = found[0].line
    assert line is not None
    at = whole[: whole.index(old)].count("\n") + 1
    assert abs(line - at) <= 5


@pytest.mark.parametrize("percent", [0, 100])
def test_no_percent_and_all_are_thresholds(percent: int) -> None:
    standard = parse_standard(TEXT.replace("level_1 = 60", f"level_1 = {percent}", 1), "edge")
    assert standard.indicator("5.1").thresholds[0].level_1 == percent


@pytest.mark.parametrize("percent", [-1, 101])
def test_less_than_nothing_and_more_than_all_are_none(percent: int) -> None:
    with pytest.raises(CriteriaError):
        parse_standard(TEXT.replace("level_1 = 60", f"level_1 = {percent}", 1), "edge")


def test_a_broken_file_is_a_typed_error() -> None:
    with pytest.raises(CriteriaError):
        parse_standard("id = ", "broken")
    with pytest.raises(CriteriaError):
        parse_standard('criteria = "none"', "broken")
    with pytest.raises(KeyError):
        commune.load("tt44-2014")
