"""Data files: a sound one is a set, a broken one is explained by line."""

from __future__ import annotations

import pytest

from criteria.parse import CriteriaError, load, parse, parse_facts
from criteria.plan import load as load_plan
from criteria.texts import messages
from locales.catalog import catalog
from locales.text import Message
from tests.frozen import text_of

TEXT = text_of("titles/cdht-324-2023.toml")
CDHT = load("cdht-324-2023")


def test_every_text_of_a_set_reaches_the_catalogues() -> None:
    facts = text_of("facts.toml")
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


ODD = [
    ("cdht-324-2023", 'subject = "person"', 'subject = "nguoi"', 'subject = "nguoi"', "subject"),
    (
        "cdht-324-2023",
        "steps = [1, 2, 4]",
        "steps = [4, 2, 1]",
        "steps = [4, 2, 1]",
        "số tăng dần",
    ),
    (
        "cdht-324-2023",
        'kinds = ["course"',
        'kinds = ["tap_huan"',
        'kinds = ["tap_huan"',
        "loại việc học tap_huan",
    ),
    ("cdht-thon-2022", 'indicators = ["TH1"]', 'indicators = ["TH9"]', 'id = "families_share"', "Không có chỉ số TH9"),
    ("cdht-thon-2022", 'indicators = ["TH1"]', 'indicators = ["TH3"]', 'id = "families_share"', "chỉ số tự tính"),
    ("gdht-448-2022", 'only_with = ["tre_3_5"', 'only_with = ["tre_em"', 'id = "nghi_hoc"', "Không có câu đếm tre_em"),
    ("gdht-448-2022", 'title = "family"', 'title = "Gia đình"', 'title = "Gia đình"', "Mã danh hiệu"),
    ("dvht-2022", "[[rules]]", "[[rules]]\nmau = 1", "mau = 1", "mau"),
]


@pytest.mark.parametrize(("file", "old", "new", "at", "said"), ODD)
def test_what_does_not_fit_together_is_named_with_its_line(file: str, old: str, new: str, at: str, said: str) -> None:
    sound = text_of(f"titles/{file}.toml")
    broken = sound.replace(old, new, 1)
    assert broken != sound
    with pytest.raises(CriteriaError) as caught:
        parse(broken, "broken.toml")
    told = [catalog("vi").render(each.text) for each in caught.value.problems if each.line == line_of(broken, at)]
    assert any(said in each for each in told), caught.value


def test_a_fact_that_nothing_counts_is_named_with_its_line() -> None:
    sound = text_of("facts.toml")
    broken = sound.replace('counts = ["literacy_1"]', 'counts = ["chieu_cao"]', 1)
    with pytest.raises(CriteriaError) as caught:
        parse_facts(broken, "facts.toml")
    (problem,) = caught.value.problems
    assert problem.line == line_of(broken, "chieu_cao")
    assert catalog("vi").render(problem.text) == "Không có dữ kiện tên chieu_cao."


@pytest.mark.parametrize(
    ("label", "wrong", "at"),
    [
        ('label = "Đang đi học"', 'also = ["còn đi học", 3]', "còn đi học"),
        ('label = "Tin ngay"', 'also = "tin liền"', "also = "),
        ('label = "Gọi có hình, nhắn Zalo"', 'also = [""]', "also = "),
        ('label = "Tin ngay"', 'alos = ["tin liền"]', "alos = "),
        ('label = "Gọi có hình, nhắn Zalo"', 'alos = ["zalo"]', "alos = "),
    ],
)
def test_other_words_that_are_none_are_named_with_their_line(label: str, wrong: str, at: str) -> None:
    broken = TEXT.replace(label, f"{label}\n{wrong}", 1)
    assert broken != TEXT
    with pytest.raises(CriteriaError) as caught:
        parse(broken, "broken.toml")
    assert [each.line for each in caught.value.problems] == [line_of(broken, at)]


def test_other_words_change_nothing_but_what_is_read() -> None:
    """Reading words are no law: the edition that a set names, its points and its texts stay as they are."""
    plain, read = (
        parse(TEXT, "x"),
        parse(TEXT.replace('label = "Tin ngay"', 'label = "Tin ngay"\nalso = ["tin liền"]', 1), "x"),
    )
    assert read.indicator("B4").choices[0].also == ("tin liền",)
    assert (read.edition, read.rules, read.groups) == (plain.edition, plain.rules, plain.groups)
    assert [(each.id, [level.points for level in each.levels]) for each in read.indicators] == [
        (each.id, [level.points for level in each.levels]) for each in plain.indicators
    ]


def test_all_problems_are_named_at_once() -> None:
    broken = TEXT.replace('group = "G4"', 'group = "G9"').replace('competence = "C"', 'competence = "Y"', 1)
    with pytest.raises(CriteriaError) as caught:
        parse(broken, "broken.toml")
    assert len(caught.value.problems) == 2


def test_a_commune_without_a_plan_has_none() -> None:
    assert load_plan("") is None
