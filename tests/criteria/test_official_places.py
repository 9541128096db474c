"""The list of official codes: whole, well formed, and right where something else tells."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from importlib import resources

import pytest

from criteria.official_places import OfficialCommune, close_to, commune, find
from criteria.plan import load_all

TEXT = resources.files("criteria").joinpath("official_places.tsv").read_text("utf-8")
HEADER = [line for line in TEXT.splitlines() if line.startswith("#")]
ROWS = [tuple(line.split("\t")) for line in TEXT.splitlines() if not line.startswith("#")]
PROVINCES = [row for row in ROWS if len(row) == 3]
COMMUNES = [row for row in ROWS if len(row) == 4]


def test_the_file_holds_34_provinces_and_then_3321_communes() -> None:
    assert (len(PROVINCES), len(COMMUNES)) == (34, 3321)
    assert [*PROVINCES, *COMMUNES] == ROWS
    assert Counter(kind for _, kind, _ in PROVINCES) == {"tỉnh": 28, "thành phố": 6}
    assert Counter(kind for _, kind, _, _ in COMMUNES) == {"xã": 2621, "phường": 687, "đặc khu": 13}


def test_codes_are_unique_and_in_order() -> None:
    for rows, form in ((PROVINCES, r"\d{2}"), (COMMUNES, r"\d{5}")):
        codes = [row[0] for row in rows]
        assert codes == sorted(set(codes))
        assert all(re.fullmatch(form, code) for code in codes)


def test_every_commune_lies_in_a_province_and_every_province_has_communes() -> None:
    assert {province for *_, province in COMMUNES} == {code for code, *_ in PROVINCES}


def test_no_two_communes_of_a_province_share_kind_and_name() -> None:
    assert [row for row, times in Counter(row[1:] for row in COMMUNES).items() if times > 1] == []


def test_names_are_composed_vietnamese_without_stray_space() -> None:
    assert unicodedata.is_normalized("NFC", TEXT)
    for name in (row[2] for row in ROWS):
        assert name == " ".join(name.split())
        assert all(letter.isalpha() or letter in " -’12345" for letter in name), name
        assert all(word[0].isupper() or not word[0].isalpha() for word in name.split()), name


def test_the_file_names_its_source_its_day_and_that_nobody_has_verified_it() -> None:
    header = "\n".join(HEADER)
    for said in ("19/2025/QĐ-TTg of 30/06/2025", "as of 1 July 2025", "verified = false", "1665/NQ-UBTVQH15"):
        assert said in header


@pytest.mark.parametrize(
    "expected",
    [
        OfficialCommune("18160", "xã", "Sơn Hồng", "Tỉnh Hà Tĩnh"),  # seed 000
        OfficialCommune("09552", "phường", "Kiến Hưng", "Thành phố Hà Nội"),
        OfficialCommune("30037", "xã", "Tháp Mười", "Tỉnh Đồng Tháp"),
        OfficialCommune("16378", "phường", "Đông Sơn", "Tỉnh Thanh Hóa"),
        OfficialCommune("00004", "phường", "Ba Đình", "Thành phố Hà Nội"),  # leading zeros count
        OfficialCommune("00166", "phường", "Cầu Giấy", "Thành phố Hà Nội"),  # the draft of the decision had 00167
        OfficialCommune("31207", "phường", "Thốt Nốt", "Thành phố Cần Thơ"),  # the draft gave this code to Thuận Hưng
        OfficialCommune("24184", "xã", "Ea H’Leo", "Tỉnh Đắk Lắk"),
    ],
    ids=lambda each: each.code,
)
def test_a_code_tells_kind_name_and_province(expected: OfficialCommune) -> None:
    assert commune(expected.code) == expected


@pytest.mark.parametrize("code", ["99999", "4", "01", "", "#", "18160\t", " 18160", "Sơn Hồng"])
def test_what_is_no_code_of_a_commune_finds_nothing(code: str) -> None:
    assert commune(code) is None


def test_the_communes_that_plans_name_are_in_the_list() -> None:
    coded = [plan for plan in load_all() if plan.commune_code]
    assert coded
    for plan in coded:
        found = commune(plan.commune_code)
        assert found is not None
        assert found.name in plan.place.msgid


@pytest.mark.parametrize(
    "said",
    [
        "18160", " 18160 ", "son hong", "SON HONG", "Sơn Hồng", "xã Sơn Hồng", "xa son hong", "x. Sơn Hồng",
        "Sơn Hồng, Hà Tĩnh", "son hong, ha tinh", "Sơn Hồng, tỉnh Hà Tĩnh", unicodedata.normalize("NFD", "Sơn Hồng"),
    ],
)  # fmt: skip
def test_a_commune_is_found_by_its_code_and_by_its_name_with_and_without_marks(said: str) -> None:
    assert [each.code for each in find(said)] == ["18160"]


def test_of_names_that_are_the_same_but_for_marks_the_one_written_so_comes_alone() -> None:
    assert {each.name for each in find("ba dinh")} == {"Ba Đình", "Ba Dinh"}
    assert {each.name for each in find("Ba Đình")} == {"Ba Đình"}
    assert len(find("tan an")) > len(find("tân an")) > 5
    assert [each.full_name for each in find("Tân An, TP Cần Thơ")] == ["Phường Tân An, Thành phố Cần Thơ"]


@pytest.mark.parametrize("said", ["", ",", "99999", "1816", "xã", "Hà Tĩnh", "không có nơi này"])
def test_what_is_no_commune_is_not_found(said: str) -> None:
    assert find(said) == ()


def test_a_name_with_a_wrong_letter_has_some_that_are_close() -> None:
    assert "18160" in [each.code for each in close_to("sơn hồngg")]
    assert close_to("") == close_to("qwxz") == ()


def test_every_commune_is_found_by_its_full_name() -> None:
    found = {row[0] for row in COMMUNES[::40] for each in find(f"{row[1]} {row[2]}") if each.code == row[0]}
    assert found == {row[0] for row in COMMUNES[::40]}
