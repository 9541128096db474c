"""Which village a file means: one of a name is found however it is written, two are asked about, none is guessed."""

from __future__ import annotations

import pytest

from intake.listed import CommuneNames, ListedPlace
from intake.villages import Villages, has_label, said
from tests.intake.commune import COMMUNES, DONG_VAN, FIVE, KIM_SON, ONE_HONG, ONE_LINH, PLACES, SCHOOL

HERE = Villages(PLACES, COMMUNES, (), {})


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Kim Sơn", KIM_SON),
        ("KIM SƠN", KIM_SON),
        ("kim son", KIM_SON),
        ("Thôn Kim Sơn", KIM_SON),
        ("T. Kim Sơn", KIM_SON),
        ("Xóm Kim Sơn", KIM_SON),
        ("I. Thôn Kim Sơn (45 hộ)", KIM_SON),
        ("Thôn Kim Sơn: 45 hộ, 160 khẩu", KIM_SON),
        ("Thôn Kim Sơn có 45 hộ", KIM_SON),
        ("Thôn: Kim Sơn", KIM_SON),
        ("Thôn Kim Sơn, xã Sơn Hồng", KIM_SON),
        ("Thôn Kim Sơn - Sơn Hồng", KIM_SON),
        ("Thôn 5", FIVE),
        ("thôn 05", FIVE),
        ("Thôn số 5", FIVE),
        ("Thôn V", FIVE),
        ("THÔN5", FIVE),
        ("5", FIVE),
        ("Thôn 1 (xã Sơn Lĩnh cũ)", ONE_LINH),
        ("Thôn 1 - xã Sơn Lĩnh", ONE_LINH),
        ("Thôn 1 Sơn Lĩnh", ONE_LINH),
        ("Thôn 1 (Sơn Hồng cũ)", None),
        ("Thôn 1 (xã Sơn Hồng cũ)", ONE_HONG),
        ("Đồng Vạn", DONG_VAN),
        ("Trường THCS Sơn Hồng", SCHOOL),
        ("Tổ 5", None),
        ("Đồng Vang", None),
        ("Thôn 9", None),
        ("", None),
    ],
)
def test_a_village_however_it_is_written(text: str, place: int | None) -> None:
    _, found = HERE.find(text)
    assert (found.place.id if found.place else None) == place


def test_a_name_that_two_villages_share_is_asked_about() -> None:
    for text in ("Thôn 1", "1", "Thôn 1, xã Sơn Hồng"):
        _, found = HERE.find(text)
        assert found.place is None
        assert found.is_ambiguous
        assert {each.id for each in found.candidates} == {ONE_LINH, ONE_HONG}
    assert HERE.find("Thôn 1", "Sơn Lĩnh")[1].place == PLACES[1]
    assert HERE.find("Thôn 1", "Xã Sơn Hồng")[1].place == PLACES[2]


def test_a_close_spelling_is_offered_and_not_taken() -> None:
    _, found = HERE.find("Thôn Đồng Vang")
    assert (found.place, [each.id for each in found.candidates]) == (None, [DONG_VAN])
    _, other_label = HERE.find("Tổ 5")
    assert (other_label.place, [each.id for each in other_label.candidates]) == (None, [FIVE])


def test_an_answer_of_the_officer_holds() -> None:
    name, _ = HERE.find("Thôn 1")
    assert Villages(PLACES, COMMUNES, (), {name.question: ONE_LINH}).find("THÔN 01")[1].place == PLACES[1]


def test_two_villages_whose_names_differ_in_marks_alone() -> None:
    here = Villages((ListedPlace(1, "bản", "Hồng Lĩnh"), ListedPlace(2, "bản", "Hồng Linh")), CommuneNames(), (), {})
    assert here.find("Bản Hồng Linh")[1].place == ListedPlace(2, "bản", "Hồng Linh")
    assert here.find("Ban Hong Linh")[1].is_ambiguous


def test_another_commune_is_known_by_name() -> None:
    assert HERE.find("Thôn 5, xã Quang Diệm")[1].other_commune == "Quang Diệm"
    assert HERE.communes_in("DANH SÁCH CÔNG DÂN XÃ SƠN TÂY NĂM 2026") == (False, ["Sơn Tây"])
    assert HERE.communes_in("ỦY BAN NHÂN DÂN XÃ SƠN HỒNG")[0]
    assert HERE.communes_in("xã Sơn Lĩnh cũ")[0], "it is a part of this one"
    assert HERE.communes_in("xã hội học tập") == (False, [])


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("Thôn Kim Sơn", True), ("TỔ 5", True), ("Bản Nà Mèo", True), ("Tô Văn An", False), ("Bàn Thị Xuân", False), ("To Van An", False),
     ("Ban Van Xuan", False), ("To 5", True), ("Nguyễn Văn Thôn", False), ("", False)],
)  # fmt: skip
def test_a_label_is_no_familys_name(text: str, is_one: bool) -> None:
    assert has_label(text) is is_one


def test_a_name_is_taken_apart() -> None:
    found = said("II. Thôn Kim Sơn - xã Sơn Lĩnh cũ (45 hộ)")
    assert (found.label, found.key, found.old, found.is_surely_old) == ("thon", "kim son", "son linh", True)
