"""Every title on examples worked by hand, and what must hold for any answers, shares and rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.correct import OFF, correct
from criteria.explain import explain, source_lines, training_words, verdict_words
from criteria.model import CriteriaSet, IndicatorKind, RuleKind, Standing
from criteria.parse import default, load, load_all, parse, titles
from criteria.score import AnswerError, Share, Verdict, score
from locales.catalog import catalog
from tests.frozen import text_of

VI = catalog("vi")
FAMILY, CLAN, VILLAGE, UNIT = (load(default(title)) for title in ("family", "clan", "village", "unit"))

# A family with two children at school, three adults, a learning corner, books, and no poverty.
WITH_CHILDREN = {
    "tre_3_5": "0", "tre_6_14": "2", "tre_15_17": "0", "nghi_hoc": "0", "GD1_1": "1", "GD1_2": "1", "GD1_3": "2",
    "nguoi_lon": "3", "GD3": ["goc", "sach"], "GD4": ["ngheo"],
}  # fmt: skip
WITHOUT_CHILDREN = {
    "tre_3_5": "0", "tre_6_14": "0", "tre_15_17": "0", "nguoi_lon": "2", "GD3": ["khong"], "GD4": ["quy"],
}  # fmt: skip


@pytest.mark.parametrize("criteria", [FAMILY, CLAN, VILLAGE, UNIT], ids=lambda each: each.title)
def test_a_rule_nobody_has_found_is_empty_and_says_so(criteria: CriteriaSet) -> None:
    assert criteria.rules
    assert all(rule.is_open and not rule.source.verified and rule.source.text for rule in criteria.rules)
    shown = VI.render(source_lines(criteria, Standing.PROPOSED))
    assert shown.count("CHƯA CÓ, để trống") == len(criteria.rules)


def test_a_family_is_undecided_while_the_rules_are_open() -> None:
    result = score(FAMILY, WITH_CHILDREN, {"GD2": Share(3, 3)})
    assert result.verdict is Verdict.UNDECIDED
    assert result.open == ("adults_share", "total")  # no_children asks nothing of a family with children
    assert result.total is None  # no points are known, so none are added up
    words = VI.render(explain(FAMILY, result, Standing.PROVISIONAL))
    assert "Chưa xác định" in words
    assert "và cán bộ xã, phường xét" in words
    assert "3/3" in words


@pytest.mark.parametrize(
    ("needed", "part", "whole", "verdict"),
    [
        (50, 1, 2, Verdict.REACHED),  # 50 % of 2 is 1
        (50, 1, 3, Verdict.NOT_REACHED),  # 33 %
        (67, 2, 3, Verdict.NOT_REACHED),  # 66.67 % is less than 67 %
        (100, 3, 3, Verdict.REACHED),
        (100, 2, 3, Verdict.NOT_REACHED),
        (0, 0, 1, Verdict.REACHED),
        (50, 0, 0, Verdict.UNDECIDED),  # nobody to count: no share, no verdict
    ],
)
def test_a_family_by_the_share_of_its_adults_alone(needed: int, part: int, whole: int, verdict: Verdict) -> None:
    adopted = correct(FAMILY, {"rules.adults_share": needed, "rules.total": OFF})
    assert score(adopted, WITHOUT_CHILDREN, {"GD2": Share(part, whole)}).verdict is verdict


def test_with_all_rules_off_nothing_decides() -> None:
    adopted = correct(FAMILY, {"rules.adults_share": OFF, "rules.total": OFF, "rules.no_children": OFF})
    assert score(adopted, WITHOUT_CHILDREN, {"GD2": Share(2, 2)}).verdict is Verdict.UNDECIDED


def test_children_are_asked_about_only_where_there_are_some() -> None:
    assert score(FAMILY, {}).unanswered == ("tre_3_5", "tre_6_14", "tre_15_17", "nguoi_lon", "GD3", "GD4")
    assert score(FAMILY, {"tre_3_5": "1"}).unanswered == (
        "tre_6_14", "tre_15_17", "nghi_hoc", "GD1_1", "GD1_2", "GD1_3", "nguoi_lon", "GD3", "GD4"
    )  # fmt: skip
    assert score(FAMILY, WITHOUT_CHILDREN, {"GD2": Share(1, 1)}).unanswered == ()


@pytest.mark.parametrize("value", ["10", "-1", "x", 1, None, ["1"], "²"])
def test_a_count_that_is_none_is_named(value: object) -> None:
    with pytest.raises(AnswerError):
        score(FAMILY, {**WITHOUT_CHILDREN, "tre_3_5": value})


def _with_points() -> CriteriaSet:
    """The family set as an officer with a paper would complete it: points everywhere, adults in three steps."""
    text = text_of("titles/gdht-448-2022.toml")
    steps = "".join(
        f'[[indicators.levels]]\nid = "{i}"\nlabel = "Từ {at} %"\nat_least = {at}\npoints = {points}\n'
        for i, (at, points) in enumerate(((0, 0), (50, 15), (100, 30)))
    )
    text = text.replace(
        'advice = "Mời những người lớn trong nhà chưa khai cùng khai Công dân học tập."\n',
        'advice = "Mời những người lớn trong nhà chưa khai cùng khai Công dân học tập."\n'
        '[indicators.max]\nvalue = 30\nsource = "mẫu"\nverified = true\n',
    )
    at = text.index('[[indicators]]\nid = "GD3"')
    head, tail = text[:at], text[at:]
    source = 'source = "Mô hình 2021-2030: người lớn phải là Công dân học tập [F20]; bản 2015: 30 điểm cho người lớn'
    start = head.index(source)
    end = head.index("verified = false\n", start) + len("verified = false\n")
    moved = head[start:end]
    head = head[:start] + head[end:]
    head = head.replace('counted_by = "nguoi_lon"\n', f'counted_by = "nguoi_lon"\n{moved}') + steps + "\n"
    completed = parse(head + tail, "completed.toml")
    return correct(
        completed,
        {
            "points.GD1_1": [0, 10, 10], "points.GD1_2": [0, 10, 5], "points.GD1_3": [0, 5, 10],
            "points.GD3": [0, 5, 10, 20], "points.GD4": [0, 10, 15, 20],
            "rules.total": 70, "rules.adults_share": OFF, "rules.no_children": 100,
        },
    )  # fmt: skip


def test_a_completed_set_adds_up() -> None:
    completed = _with_points()
    # Children 10 + 10 + 10, two of three adults (67 %: the step from 50 %) 15, two conditions 10, one effect 10: 65.
    result = score(completed, WITH_CHILDREN, {"GD2": Share(2, 3)})
    assert (result.total, result.verdict, result.failed) == (65, Verdict.NOT_REACHED, ("total",))
    # All three adults: 15 more, 80.
    assert score(completed, WITH_CHILDREN, {"GD2": Share(3, 3)}).total == 80
    assert score(completed, WITH_CHILDREN, {"GD2": Share(3, 3)}).verdict is Verdict.REACHED
    # Without children, 100 % of their 30 points, adults 30, no condition 0, one effect 10: 70, just enough.
    result = score(completed, WITHOUT_CHILDREN, {"GD2": Share(2, 2)})
    assert (result.total, result.verdict) == (70, Verdict.REACHED)
    # The commune gives such a family half of the 30 points: 55.
    half = correct(completed, {"rules.no_children": 50})
    assert score(half, WITHOUT_CHILDREN, {"GD2": Share(2, 2)}).total == 55
    # And as long as it has not said what it gives, there is no verdict.
    undecided = correct(_with_points(), {})
    open_rules = score(
        correct(FAMILY, {"rules.adults_share": OFF, "rules.total": 70}), WITHOUT_CHILDREN, {"GD2": Share(2, 2)}
    ).open
    assert "no_children" in open_rules
    assert undecided.rule(RuleKind.NONE) is not None


CLAN_YES = {"DH2": "1", "DH3": "1"}


@pytest.mark.parametrize(
    ("answers", "part", "verdict"),
    [
        (CLAN_YES, 3, Verdict.REACHED),  # 3 of 5 families is 60 %, both conditions
        (CLAN_YES, 2, Verdict.NOT_REACHED),  # 40 %
        ({"DH2": "1", "DH3": "0"}, 5, Verdict.NOT_REACHED),  # no fund
    ],
)
def test_a_clan(answers: dict[str, str], part: int, verdict: Verdict) -> None:
    adopted = correct(CLAN, {"rules.families_share": 60, "rules.conditions": 2})
    assert score(adopted, answers, {"DH1": Share(part, 5)}).verdict is verdict


def test_a_village_needs_its_families_its_people_and_its_conditions() -> None:
    adopted = correct(VILLAGE, {"rules.families_share": 65, "rules.people_share": 60, "rules.conditions": 3})
    answers = {"TH3": "1", "TH4": "0", "TH5": "1", "TH6": "1"}
    # 65 of 100 families, 150 of 250 people (60 %), three of four conditions.
    assert score(adopted, answers, {"TH1": Share(65, 100), "TH2": Share(150, 250)}).verdict is Verdict.REACHED
    result = score(adopted, answers, {"TH1": Share(64, 100), "TH2": Share(149, 250)})
    assert result.failed == ("families_share", "people_share")
    words = VI.render(explain(adopted, result, Standing.PROVISIONAL))
    assert "64/100" in words
    assert "cần ít nhất 65" in words


def test_a_unit() -> None:
    adopted = correct(UNIT, {"rules.people_share": 90, "rules.conditions": 2})
    answers = {"DV2": "1", "DV3": "1", "DV4": "0"}
    assert score(adopted, answers, {"DV1": Share(18, 20)}).verdict is Verdict.REACHED  # 90 %
    assert score(adopted, answers, {"DV1": Share(17, 20)}).verdict is Verdict.NOT_REACHED  # 85 %


def test_a_set_to_train_with_carries_its_banner_and_is_nobodys_default() -> None:
    training = [each for each in load_all() if each.training]
    assert [each.id for each in training] == ["demo-cdht"]
    assert training[0].id not in {default(title) for title in titles()}
    banner = "BỘ MẪU TẬP HUẤN, KHÔNG PHẢI BỘ CHÍNH THỨC"
    good = {"A2": "3", "A3": "3", "B1": ["goi"], "C1": "3", "C2": "0"}  # 20 + 20 + 10 + 20 + 0 = 70, the mark is 60
    result = score(training[0], good)
    assert (result.total, result.verdict) == (70, Verdict.REACHED)
    assert VI.render(explain(training[0], result, Standing.VERIFIED)).startswith(banner)
    assert VI.render(source_lines(training[0], Standing.VERIFIED)).startswith(banner)
    assert training_words(FAMILY) is None


def test_what_people_decided_is_told_as_theirs() -> None:
    result = score(FAMILY, WITHOUT_CHILDREN, {"GD2": Share(1, 1)})
    assert VI.render(verdict_words(result, Standing.PROVISIONAL, Verdict.REACHED)) == "Đạt, do người xét quyết định"


SETS = [load(default(title)) for title in titles()]
sets = st.sampled_from(SETS)


@st.composite
def adopted_sets(draw: st.DrawFn) -> CriteriaSet:
    """A set with rules that an officer filled in, switched off or left open."""
    criteria = draw(sets)
    corrections: dict[str, object] = {}
    for rule in criteria.rules:
        least = 1 if rule.kind is RuleKind.TOTAL else 0
        value = draw(st.none() | st.just(OFF) | st.integers(least, min(rule.most, 10)))
        if value is not None:
            corrections[f"rules.{rule.id}"] = value
    return correct(criteria, corrections)


@st.composite
def answered(draw: st.DrawFn, criteria: CriteriaSet) -> dict[str, object]:
    answers: dict[str, object] = {}
    for indicator in criteria.indicators:
        if not indicator.is_asked:
            continue
        ids = [choice.id for choice in indicator.choices if choice.id != indicator.alone]
        if indicator.kind is IndicatorKind.CHOICES:
            answers[indicator.id] = draw(st.lists(st.sampled_from(ids), min_size=1, unique=True))
        else:
            answers[indicator.id] = draw(st.sampled_from(ids))
    return answers


shares_of = st.integers(0, 50).flatmap(lambda whole: st.integers(0, whole).map(lambda part: Share(part, whole)))


@given(st.data())
def test_any_rules_and_shares_give_a_verdict_that_fits_them(data: st.DataObject) -> None:
    criteria = data.draw(adopted_sets())
    computed = [each.id for each in criteria.indicators if not each.is_asked]
    shares = {key: data.draw(shares_of) for key in computed}
    result = score(criteria, data.draw(answered(criteria)), shares)
    assert result.verdict is not Verdict.INCOMPLETE
    assert (result.verdict is Verdict.REACHED) <= (not result.failed and not result.open)
    assert bool(result.open) <= (result.verdict is Verdict.UNDECIDED)
    assert all(0 <= part <= whole for _, part, whole in result.shares)
    assert VI.render(explain(criteria, result, Standing.PROVISIONAL))


@given(st.data())
def test_one_more_who_holds_the_title_never_takes_one_away(data: st.DataObject) -> None:
    criteria = data.draw(adopted_sets())
    computed = [each.id for each in criteria.indicators if not each.is_asked]
    answers = data.draw(answered(criteria))
    fewer = {key: data.draw(shares_of) for key in computed}
    more = {key: Share(min(share.part + 1, share.whole), share.whole) for key, share in fewer.items()}
    if score(criteria, answers, fewer).verdict is Verdict.REACHED:
        assert score(criteria, answers, more).verdict is Verdict.REACHED


def test_a_share_of_nothing_meets_nothing() -> None:
    assert Share(0, 1).meets(0)
    assert not Share(0, 0).meets(0)


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 100))
def test_a_share_is_exact(part: int, whole: int, percent: int) -> None:
    if part > whole:
        with pytest.raises(ValueError, match="no share"):
            Share(part, whole)
    elif whole:
        assert Share(part, whole).meets(percent) == (part / whole * 100 >= percent or part * 100 == percent * whole)
