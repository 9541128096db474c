"""How villages are written, and what is read of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.place_names import LABELS, VillageName, alike, village_name, villages_in


@pytest.mark.parametrize(
    ("written", "label", "name", "old_commune"),
    [
        ("Kim Sơn", "", "Kim Sơn", ""),
        ("Thôn Kim Sơn", "thôn", "Kim Sơn", ""),
        ("  thôn   kim Sơn. ", "thôn", "kim Sơn", ""),
        ("Xóm 5", "xóm", "5", ""),
        ("xom 5", "xóm", "5", ""),
        ("thon Kim Son", "thôn", "Kim Son", ""),
        ("ap 3", "ấp", "3", ""),
        ("Khu phố 3", "khu phố", "3", ""),
        ("KP 3", "khu phố", "3", ""),
        ("TDP số 7", "tổ dân phố", "7", ""),
        ("Tổ dân phố số 12", "tổ dân phố", "12", ""),
        ("Tổ 12", "tổ", "12", ""),
        ("Bản Nà Mèo", "bản", "Nà Mèo", ""),
        ("Ban Mai", "", "Ban Mai", ""),  # a name; bản has a mark
        ("Lang Chánh", "", "Lang Chánh", ""),
        ("Thôn Bản Mới", "thôn", "Bản Mới", ""),
        ("Làng Sen", "làng", "Sen", ""),
        ("Khu A2", "khu", "A2", ""),
        ("Thôn", "", "Thôn", ""),
        ("1. Thôn Hồng Lĩnh", "thôn", "Hồng Lĩnh", ""),
        ("- Xóm Đông", "xóm", "Đông", ""),
        ("3\tThôn Cao Sơn", "thôn", "Cao Sơn", ""),
        ("3) Thôn Cao Sơn", "thôn", "Cao Sơn", ""),
        ("5", "", "5", ""),
        ("THÔN KIM SƠN", "thôn", "Kim Sơn", ""),
        ("THÔN III", "thôn", "III", ""),
        ("Thôn 1 (xã Sơn Lĩnh cũ)", "thôn", "1", "xã Sơn Lĩnh"),
        ("Thôn 1 (Sơn Lĩnh cũ)", "thôn", "1", "Sơn Lĩnh"),
        ("Thôn 1 (thuộc Xã Sơn Lĩnh)", "thôn", "1", "xã Sơn Lĩnh"),
        ("Thôn 1, xã Sơn Lĩnh (cũ)", "thôn", "1", "xã Sơn Lĩnh"),
        ("Thôn 1 - thị trấn Phố Châu cũ", "thôn", "1", "thị trấn Phố Châu"),
        ("THÔN 1 (XÃ SƠN LĨNH CŨ)", "thôn", "1", "xã Sơn Lĩnh"),
        ("Kim Sơn (Trung)", "", "Kim Sơn (Trung)", ""),
        ("", "", "", ""),
    ],
)
def test_a_village_as_it_is_written(written: str, label: str, name: str, old_commune: str) -> None:
    assert village_name(written) == VillageName(label, name, old_commune)


def test_what_is_not_said_is_taken_from_who_asks() -> None:
    assert village_name("Kim Sơn", "xóm").full_name == "Xóm Kim Sơn"
    assert village_name("Bản Nà Mèo", "xóm").full_name == "Bản Nà Mèo"


def test_villages_of_one_name_are_told_apart_by_the_old_commune() -> None:
    one, other = villages_in("Thôn 1 (xã Sơn Lĩnh cũ)\n\nThôn 1 (xã Sơn Hồng cũ)")
    assert (one.full_name, other.full_name) == ("Thôn 1 (xã Sơn Lĩnh cũ)", "Thôn 1 (xã Sơn Hồng cũ)")
    assert alike((one, other)) == ()
    assert alike(villages_in("Thôn 1; Xóm 1; THON 1")) == (VillageName("thôn", "1"),)


@given(st.sampled_from(sorted(LABELS)), st.integers(1, 99), st.sampled_from(["", "xã Sơn Lĩnh", "phường Kiến Hưng"]))
def test_what_is_shown_is_read_as_the_same(label: str, number: int, old_commune: str) -> None:
    shown = VillageName(label, str(number), old_commune)
    assert village_name(shown.full_name) == shown


@given(st.text(max_size=300))
def test_whatever_is_pasted_is_read_without_an_error(text: str) -> None:
    for each in villages_in(text, "thôn"):
        assert each.name
        assert len(each.name) <= 120
