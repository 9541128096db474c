"""What somebody holds in hand: pages that fit, names that stand there as they were written, no claim without ground."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
import typst

from criteria.parse import titles
from locales.text import T, Verbatim, Words
from reports import door_list as doors
from reports import paper_form as forms
from reports import progress_picture as pictures
from reports import registration_list as registering
from reports.door_list import DoorHousehold, DoorList, DoorPerson
from reports.progress_picture import progress_picture
from reports.registration_list import A_PAGE, RegistrationList, Signer, SigningHousehold, registration_list
from tests.reports.papers import AS_OF, HOSTILE, WORDS, progress, sheet

LONG_NAME = "Nguyễn Hoàng Thị Phương Thảo Nguyên Linh Chi Đặng"
NOTES = (
    Verbatim("Gõ ở mục Nhập phiếu giấy: mẫu, số phiếu, rồi các số."),
    Verbatim("Bộ tiêu chí này chưa đủ quy định."),
)


def given(monkeypatch: pytest.MonkeyPatch, module: Any, make: Callable[[], bytes], kind: str = "pdf") -> dict[str, Any]:
    """The data that a report gives its template."""
    asked: list[dict[str, Any]] = []

    def keep(_template: str, data: dict[str, Any], **_: float) -> bytes:
        asked.append(data)
        return b""

    monkeypatch.setattr(module, kind, keep)
    make()
    return asked[0]


def source(template: str) -> bytes:
    return files("reports").joinpath("templates", f"{template}.typ").read_bytes()


def pages(template: str, data: dict[str, Any]) -> int:
    said = {"data": json.dumps(data)}
    drawn: object = typst.compile(source(template), format="svg", ignore_system_fonts=True, sys_inputs=said)
    return len(drawn) if isinstance(drawn, list) else 1


def bold(template: str, data: dict[str, Any]) -> set[str]:
    """The texts that Typst sets in bold, as it has understood them: markup in them would be other elements."""
    said = {"data": json.dumps(data)}
    found = typst.query(source(template), "strong", ignore_system_fonts=True, sys_inputs=said)
    return set(_texts(json.loads(found)))


def _texts(element: Any) -> Iterator[str]:
    if isinstance(element, dict) and element.get("func") == "text":
        yield element["text"]
    for part in element.values() if isinstance(element, dict) else element if isinstance(element, list) else ():
        yield from _texts(part)


@pytest.mark.parametrize("title", titles())
def test_the_longest_name_and_every_note_still_fit_one_paper(title: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one = sheet(title, name=LONG_NAME, number="1234567", birth_year=1949, notes=NOTES)
    data = given(monkeypatch, forms, lambda: forms.paper_forms([one], WORDS))
    assert pages("paper_form", data) == 1


def test_no_two_people_share_a_paper_printed_on_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    three = [sheet("family")] * 3
    data = given(monkeypatch, forms, lambda: forms.paper_forms(three, WORDS))
    assert pages("paper_form", data) == 5  # a page, a blank one, a page, a blank one, a page


def test_a_name_stands_on_the_form_as_it_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    one = sheet("citizen", name=HOSTILE, number="13", birth_year=1949)
    data = given(monkeypatch, forms, lambda: forms.paper_forms([one], WORDS))
    said = bold("paper_form", data)
    assert {HOSTILE, "13", "1949", "CAB"} <= said
    assert all(WORDS(each.text) in said for each in one.asked)


def village(homes: int, name: str = "Trần Văn Ặng") -> DoorList:
    people = tuple(DoorPerson(f"{n}7", name, 1960, T("Chưa khai"), by_phone=n == 1) for n in range(3))
    households = tuple(DoorHousehold(f"{name} {n}", people) for n in range(homes))
    return DoorList(Verbatim("Thôn Kim Sơn"), AS_OF, households, Verbatim("Chưa khai xong."))


def test_a_household_stands_on_the_list_as_it_was_written(monkeypatch: pytest.MonkeyPatch) -> None:
    data = given(monkeypatch, doors, lambda: doors.door_list(village(2, HOSTILE), WORDS))
    assert {f"Hộ {HOSTILE} 0", f"Hộ {HOSTILE} 1"} <= bold("door_list", data)


def test_a_common_name_takes_one_line_of_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that breaks names is twice as much paper to carry from door to door."""
    data = given(monkeypatch, doors, lambda: doors.door_list(village(300, "Nguyễn Thị Hồng Nhung"), WORDS))
    assert pages("door_list", data) <= 45  # 900 people and 300 doors


def test_a_village_where_all_have_declared_has_an_empty_list() -> None:
    assert doors.door_list(village(0), WORDS).startswith(b"%PDF-")


def to_sign(
    homes: int, name: str = "Nguyễn Thị Hồng Nhung", people: int = 4, day: date | None = None
) -> RegistrationList:
    signers = tuple(Signer(name, 1950 + n, day) for n in range(people))
    households = tuple(SigningHousehold(str(n), name, day, signers) for n in range(1, homes + 1))
    citizen, family = Verbatim("Công dân học tập"), Verbatim("Gia đình học tập")
    return RegistrationList(
        place=Verbatim("Thôn Kim Sơn"), year=2027, as_of=AS_OF, citizen=citizen, family=family, households=households
    )


def signing(monkeypatch: pytest.MonkeyPatch, found: RegistrationList) -> dict[str, Any]:
    return given(monkeypatch, registering, lambda: registration_list(found, WORDS))


def test_twenty_households_to_sign_stand_on_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    full = signing(monkeypatch, to_sign(2 * A_PAGE)) | {"blanks": 0}
    assert pages("registration_list", full) <= 3  # two, and where the signatures below find no room one more
    assert pages("registration_list", signing(monkeypatch, to_sign(A_PAGE - 5)) | {"blanks": 0}) == 1
    assert pages("registration_list", full | {"homes": [*full["homes"], *full["homes"]]}) <= 5


def test_a_household_too_big_for_a_row_grows_and_none_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    data = signing(monkeypatch, to_sign(A_PAGE, LONG_NAME, people=9))
    assert pages("registration_list", data) >= 2
    assert all(len(home["people"]) == 9 for home in data["homes"])


def test_who_is_registered_already_is_marked_on_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    (home,) = signing(monkeypatch, to_sign(1, people=1, day=date(2027, 1, 5)))["homes"]
    assert home["people"] == ["✓ Nguyễn Thị Hồng Nhung, 1950 (5/1)"]
    assert home["titles"] == ["✓ Gia đình học tập (5/1)", "Công dân học tập"]


def test_names_to_sign_stand_there_as_they_were_written(monkeypatch: pytest.MonkeyPatch) -> None:
    assert registration_list(to_sign(2, HOSTILE), WORDS).startswith(b"%PDF-")
    assert registration_list(to_sign(0), WORDS).startswith(b"%PDF-")
    (home,) = signing(monkeypatch, to_sign(1, HOSTILE, people=1))["homes"]
    assert home["head"] == HOSTILE


def test_the_same_data_make_the_same_file_small_enough_for_a_chat() -> None:
    sheets = [sheet("citizen", name="Trần Văn Ặng", number=str(n), birth_year=1960) for n in range(60)]
    first = forms.paper_forms(sheets, WORDS)
    assert len(first) < 1_000_000
    assert b"/CreationDate" not in first
    assert forms.paper_forms(sheets, WORDS) == first
    assert doors.door_list(village(3), WORDS) == doors.door_list(village(3), WORDS)


def heard(**changes: object) -> list[str]:
    """What a picture with these numbers says."""
    said: list[str] = []

    def words(text: Words) -> str:
        said.append(WORDS(text))
        return said[-1]

    assert progress_picture(progress(**changes), words).startswith(b"\x89PNG")
    return said


def test_only_who_is_on_the_roster_is_a_share_of_it() -> None:
    said = heard(roster=100, registered=120, declared=95, on_roster=(100, 90, 40))
    assert "120 (100%)" in said
    assert "95 (90%)" in said
    assert "Danh sách: 100 người. Tỉ lệ chỉ tính người trong danh sách." in said


def test_a_line_is_named_only_where_it_is_drawn() -> None:
    assert "Vạch đen: chỉ tiêu của xã 40%." in heard()
    assert not any("Vạch đen" in each for each in heard(roster=0))
    assert not any("Vạch đen" in each for each in heard(target=None))


def test_the_line_stands_at_the_targets_share_of_the_roster(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of a hundred is fifty, however many more have registered: the bars and the line share one scale."""

    def line(**changes: object) -> tuple[object, object]:
        data = given(monkeypatch, pictures, lambda: progress_picture(progress(**changes), WORDS), "png")
        assert [each["target"] for each in data["bars"][:3]] == [None] * 3
        return data["bars"][3]["target"], data["whole"]

    assert line(roster=100, registered=80, target=0.5) == (50, 100)
    assert line(roster=100, registered=200, target=0.5) == (50, 200)
    assert line(roster=100, registered=80, target=1.3) == (100, 100)
    assert line(roster=0, registered=80, declared=80, target=0.5) == (None, 80)
    assert line(roster=0, registered=0, declared=0, confirmed=0, reached=0) == (None, 1)
