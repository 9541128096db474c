"""Data files: the shipped one is whole, a broken one is explained by line."""

from __future__ import annotations

from importlib import resources

import pytest

from criteria.model import CriteriaSet, RuleKind
from criteria.parse import CriteriaError, load, load_all, parse
from criteria.plan import load as load_plan
from criteria.plan import parse_plan
from criteria.texts import messages
from locales.text import Message

TEXT = resources.files("criteria").joinpath("titles", "cdht-324-2023.toml").read_text("utf-8")
PLAN = resources.files("criteria").joinpath("plans", "son-hong-2026-2030.toml").read_text("utf-8")
CDHT = load("cdht-324-2023")

# The sentences of the plan of xã Sơn Hồng that its numbers come from (seed 000).
SEED = """
Xã Sơn Hồng đạt chuẩn phổ cập giáo dục mầm non cho trẻ em 3 đến 5 tuổi, đạt chuẩn phổ cập giáo dục tiểu học mức độ 3,
đạt chuẩn phổ cập giáo dục trung học cơ sở mức độ 3, đạt chuẩn xóa mù chữ mức độ 2
70% số người trong độ tuổi lao động được trang bị năng lực thông tin;
70% số người trong độ tuổi lao động được trang bị kỹ năng sống;
55% dân số từ 15 tuổi trở lên được đào tạo, bồi dưỡng trình độ chuyên môn kỹ thuật, nghiệp vụ. Trong đó có
12% dân số trình độ đại học trở lên.
100% các cơ sở giáo dục phổ thông và các cơ sở giáo dục khác triển khai hoạt động quản lý, giảng dạy và học tập trên
môi trường số;
Phấn đấu 60% công dân đạt danh hiệu công dân học tập theo tiêu chí do cơ quan có thẩm quyền ban hành;
đảm bảo 100% cán bộ, công chức, viên chức được công nhận danh hiệu “Công dân học tập”.
trước ngày 01/12;
"""


def test_the_set_is_what_the_sources_say() -> None:
    assert [each.id for each in CDHT.indicators] == ["A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4", "C1", "C2"]
    assert [group.id for group in CDHT.groups] == ["G1", "G2", "G3", "G4"]
    assert CDHT.total_max.value == 100
    assert [(rule.kind, rule.value) for rule in CDHT.rules] == [(RuleKind.TOTAL, 80), (RuleKind.EACH, 5)]
    assert CDHT.number == "324/QĐ-KHVN"
    assert CDHT.group_of("nghi") == "G1"


def test_nothing_of_it_claims_to_be_verified_and_everything_names_its_source() -> None:
    sources = [CDHT.source, CDHT.total_max.source, CDHT.min_age.source]
    sources += [rule.source for rule in CDHT.rules]
    sources += [group.source for group in CDHT.groups]
    for indicator in CDHT.all_indicators:
        sources += [indicator.max.source, indicator.points_source]
    assert all(source.text for source in sources)
    assert not any(source.verified for source in sources)


def test_labels_fit_on_buttons_and_every_indicator_says_what_to_do() -> None:
    for indicator in CDHT.all_indicators:
        assert all(len(choice.label.msgid) <= 40 for choice in indicator.choices)
        assert indicator.advice.msgid
        assert indicator.evidence.msgid
        for group in CDHT.groups:
            assert "ou}" in CDHT.question_for(indicator, group.id).msgid  # speaks to the person


def test_every_text_of_a_set_reaches_the_catalogues() -> None:
    facts = resources.files("criteria").joinpath("facts.toml").read_text("utf-8")
    collected = {text for each in (TEXT, facts) for _, text in messages(each)}
    assert _texts(CDHT) - {""} <= collected


def _texts(thing: object) -> set[str]:
    if isinstance(thing, Message):
        return {thing.msgid}
    if isinstance(thing, tuple | list):
        return set().union(*map(_texts, thing)) if thing else set()
    if isinstance(thing, dict):
        return _texts(list(thing.values()))
    slots = getattr(type(thing), "__slots__", ())
    return set().union(*(_texts(getattr(thing, name)) for name in slots)) if slots else set()


def line_of(text: str, needle: str, nth: int = 1) -> int:
    return [n for n, line in enumerate(text.splitlines(), start=1) if needle in line][nth - 1]


BROKEN = {
    "points over the maximum": ("points = 10", "points = 11", 'id = "A1"'),
    "points that fall": ("points = 5", "points = 9", 'id = "A1"'),
    "a gap in the levels": ('id = "2"\nlabel = "3-5 ngày"', 'id = "5"\nlabel = "3-5 ngày"', 'id = "A1"'),
    "an unknown group": ('group = "G4"', 'group = "G9"', 'group = "G9"'),
    "an unknown competence": ('competence = "A"', 'competence = "X"', 'competence = "X"'),
    "a sum that is not the total": ("value = 100", "value = 110", "[total_max]"),
    "a missing text": ('name = "Đọc, cập nhật kiến thức"\n', "", 'id = "A1"'),
    "a wrong type": ("version = 1", 'version = "one"', "version = "),
    "a source that is gone": ('source = "baohaiduong.vn [F5]"\n', "", 'id = "G3"'),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_file_is_explained_by_line(what: str) -> None:
    old, new, needle = BROKEN[what]
    assert old in TEXT
    broken = TEXT.replace(old, new, 1)
    with pytest.raises(CriteriaError) as caught:
        parse(broken, "broken.toml")
    assert line_of(broken, needle) in {problem.line for problem in caught.value.problems}


def test_a_date_that_does_not_exist_and_a_duplicate_id_are_found() -> None:
    with pytest.raises(CriteriaError) as caught:
        parse(TEXT.replace("date = 2023-10-25", "date = 2023-02-30"), "broken.toml")
    assert caught.value.problems[0].line == line_of(TEXT, "date = 2023-10-25")
    doubled = TEXT.replace('id = "A2"', 'id = "A1"')
    with pytest.raises(CriteriaError) as caught:
        parse(doubled, "broken.toml")
    assert line_of(doubled, 'id = "A1"', 2) in {problem.line for problem in caught.value.problems}


def test_all_problems_are_named_at_once() -> None:
    broken = TEXT.replace('group = "G4"', 'group = "G9"').replace('competence = "C"', 'competence = "Y"', 1)
    with pytest.raises(CriteriaError) as caught:
        parse(broken, "broken.toml")
    assert len(caught.value.problems) == 2


def test_what_ships_loads() -> None:
    assert all(isinstance(each, CriteriaSet) for each in load_all())
    assert load_plan("") is None


def test_the_plan_says_what_the_seed_says() -> None:
    plan = load_plan("son-hong-2026-2030")
    assert plan is not None
    numbers = {target.id: (target.value, target.unit) for target in plan.targets}
    assert numbers["cdht"] == (60, "%")
    for target_id, sentence in {
        "pcgd_th": "tiểu học mức độ 3",
        "pcgd_thcs": "trung học cơ sở mức độ 3",
        "xmc": "xóa mù chữ mức độ 2",
        "nltt": "70% số người trong độ tuổi lao động được trang bị năng lực thông tin",
        "kns": "70% số người trong độ tuổi lao động được trang bị kỹ năng sống",
        "cmkt": "55% dân số từ 15 tuổi trở lên",
        "dai_hoc": "12% dân số trình độ",
        "moi_truong_so": "100% các cơ sở giáo dục",
        "cdht": "60% công dân đạt danh hiệu công dân học tập",
        "cbccvc": "100% cán bộ, công chức, viên chức",
    }.items():
        assert sentence in SEED
        assert str(numbers[target_id][0]) in sentence


def test_before_the_first_of_december_means_the_day_before() -> None:
    plan = load_plan("son-hong-2026-2030")
    assert plan is not None
    assert str(plan.deadlines[0].last_day(2026)) == "2026-11-30"
    assert plan.covers(2026)
    assert not plan.covers(2031)


def test_a_plan_with_a_day_that_does_not_exist_is_refused() -> None:
    broken = PLAN.replace("month = 12\nday = 1\n", "month = 2\nday = 30\n")
    with pytest.raises(CriteriaError) as caught:
        parse_plan(broken, "plan.toml")
    assert caught.value.problems[0].line == line_of(broken, "day = 30")
