"""Paper and pictures: every title makes a form, names stay names, letters are drawn, numbers the Vietnamese way."""

from __future__ import annotations

import struct

import pytest

from bot.readers.village_papers import asked_of
from criteria.parse import default, load, titles
from handlers.shared.title_form import title_form
from handlers.shared.whole_form import form_code, read_row
from locales.text import T, Verbatim, Words
from reports.door_list import DoorHousehold, DoorList, DoorPerson, door_list
from reports.paper_form import Asked, paper_forms
from reports.progress_picture import progress_picture
from reports.typesetting import png
from tests.reports.papers import AS_OF, HOSTILE, WORDS, pages_of, progress, sheet


@pytest.mark.parametrize("title", titles())
def test_every_title_makes_a_form_of_one_sheet_of_paper(title: str) -> None:
    asked = asked_of(load(default(title)))
    assert [each.number for each in asked] == list(range(1, len(asked) + 1))
    assert all(each.answers for each in asked)
    assert paper_forms([sheet(title)], WORDS).startswith(b"%PDF-")
    assert pages_of(sheet(title)) == 1


@pytest.mark.parametrize("title", titles())
def test_what_stands_before_an_answer_is_what_is_typed_for_it(title: str) -> None:
    questions = title_form(load(default(title)), {}).questions
    asked = asked_of(load(default(title)))
    for option in range(max(len(each.answers) for each in asked)):
        chosen = [min(option, len(each.answers) - 1) for each in asked]
        row = read_row(questions, " ".join(each.typed[i] for each, i in zip(asked, chosen, strict=True)))
        assert isinstance(row, dict)
        for each, question, i in zip(asked, questions, chosen, strict=True):
            value = question.options[i].value
            assert row[question.key] in (value, [value])
            assert question.label(value) == each.answers[i]


def test_a_forms_code_names_its_questions_and_not_its_points() -> None:
    codes = {}
    for title in titles():
        criteria = load(default(title))
        codes[title] = form_code(criteria, title_form(criteria, {}).questions)
        assert codes[title].isalpha()
        assert len(codes[title]) == 3
    assert len(set(codes.values())) == len(codes)
    criteria = load(default("citizen"))
    questions = title_form(criteria, {}).questions
    assert form_code(criteria, questions[::-1]) != codes["citizen"]
    assert form_code(criteria, questions[:-1]) != codes["citizen"]


def test_what_people_wrote_is_never_markup() -> None:
    asked = (Asked(1, Verbatim(HOSTILE), (Verbatim(HOSTILE), Verbatim(HOSTILE)), ("1", "2"), several=True),)
    hostile = sheet("citizen", name=HOSTILE, number="13", birth_year=1968, asked=asked, consent=Verbatim(HOSTILE))
    assert paper_forms([hostile], WORDS).startswith(b"%PDF-")
    person = DoorPerson("13", HOSTILE, 1968, Verbatim(HOSTILE), by_phone=True)
    found = DoorList(Verbatim(HOSTILE), AS_OF, (DoorHousehold(HOSTILE, (person,)),), Verbatim(HOSTILE))
    assert door_list(found, WORDS).startswith(b"%PDF-")
    assert size_of(progress_picture(progress(place=Verbatim(HOSTILE)), WORDS))[0] > 1000


def test_a_village_of_three_hundred_households_is_printed() -> None:
    people = tuple(DoorPerson(f"{i}7", f"Nguyễn Văn {i}", 1960, T("Chưa khai"), by_phone=False) for i in range(3))
    found = DoorList(
        Verbatim("Thôn Kim Sơn"), AS_OF, tuple(DoorHousehold(str(i), people) for i in range(300)), Verbatim("900")
    )
    assert len(door_list(found, WORDS)) > 50_000


def size_of(picture: bytes) -> tuple[int, int]:
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", picture[16:24])
    return width, height


def test_the_picture_is_as_wide_as_a_telephone_shows_and_says_what_it_was_given() -> None:
    heard: list[str] = []

    def words(text: Words) -> str:
        said = WORDS(text)
        heard.append(said)
        return said

    first = progress_picture(progress(), words)
    assert 1000 <= size_of(first)[0] <= 1200
    assert {
        "120 (37,8%)",
        "71 (22,8%)",
        "Vạch đen: chỉ tiêu của xã 40%.",
        "Danh sách: 312 người. Tỉ lệ chỉ tính người trong danh sách.",
    } <= set(heard)
    assert progress_picture(progress(), WORDS) == first  # the same numbers, the same picture
    assert progress_picture(progress(reached=72), WORDS) != first


def test_without_a_roster_there_is_no_share() -> None:
    heard: list[str] = []

    def words(text: Words) -> str:
        said = WORDS(text)
        heard.append(said)
        return said

    progress_picture(progress(roster=0), words)
    assert "Chưa có danh sách dân cư, nên chưa có tỉ lệ." in heard
    assert not any("%" in each for each in heard if "chỉ tiêu" not in each)


def test_every_vietnamese_letter_is_drawn() -> None:
    """A letter that the font lacks is drawn as the same box as every other that it lacks."""
    small = "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
    letters = small + small.upper()
    pictures = {progress_picture(progress(place=Verbatim(letter)), WORDS) for letter in letters}
    assert len(pictures) == len(letters)
    missing = {progress_picture(progress(place=Verbatim(letter)), WORDS) for letter in "\ue000\ue001"}
    assert not missing & pictures


def test_a_template_that_is_not_there_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        png("nothing", {}, ppi=72)
