"""Villages, as people type their codes and names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.places import code_in, read_place
from handlers.kit.read import Misread
from locales.catalog import catalog
from tests.handlers.kit.replies import ASK, Reply, score

KNOWN = {"KIMSON": "Kim Sơn", "HONGLINH": "Hồng Lĩnh", "KHUPHO3": "Khu phố 3", "NAMEO": "Bản Nà Mèo"}


def read(reply: Reply) -> str:
    found = read_place(reply.said, KNOWN)
    return ASK if isinstance(found, Misread) else found


def test_the_projects_own_replies() -> None:
    found = score("own", "places", read)
    assert found.total("wrong") == 0
    assert found.taken >= 0.95


@pytest.mark.parametrize(
    ("of", "wrong", "taken"),
    [
        ("unseen", 0, 0.85),
        ("fresh", 0, 0.95),
        ("fifth", 0, 0.8),
        ("sixth", 0, 0.8),
        ("seventh", 0, 0.92),
        ("eighth", 0, 0.9),
        ("ninth", 0, 0.93),
        ("tenth", 0, 0.93),
        ("eleventh", 0, 0.87),
    ],
)
def test_the_replies_of_others(of: str, wrong: int, taken: float) -> None:
    found = score(of, "places", read)
    assert found.total("wrong") <= wrong
    assert found.taken >= taken


def test_the_hint_names_a_code() -> None:
    misread = read_place("ở xa lắm", KNOWN)
    assert isinstance(misread, Misread)
    assert catalog("vi").render(misread.hint) == "Bác gõ mã hoặc tên của thôn, tổ dân phố, ví dụ KIMSON."


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("KIMSON", "KIMSON"), ("KIM SƠN", "KIMSON"), ("mã KIMSON.", "KIMSON"), ("thôn Kim Sơn ạ", "KIMSON"),
        ("KIM-SON", "KIMSON"),
        ("tôi ở thôn kim sơn cháu ạ", "KIMSON"), ("K I M S O N", "KIMSON"), ("”KIMSON“", "KIMSON"), ("kp3", "KHUPHO3"),
        ("khu phố 3", "KHUPHO3"), ("khu phố ba nghen", "KHUPHO3"), ("bản Nà Mèo", "NAMEO"), ("ban na meo nhe", "NAMEO"),
        ("NAM234", "NAM234"), ("nam 234", "NAM234"), ("AAAA 2222", "AAAA2222"), ("mã là NAM234 nhé", "NAM234"),
        ("mã mời ABCD2345", "ABCD2345"), ("Hồng Lĩnh", "HONGLINH"), ("Kim Sơn, à nhầm, Hồng Lĩnh", "HONGLINH"),
        ("thôn Trần Phú", "TRANPHU"), ("mã 1234", "1234"), ("Mỹ Lý", "MYLY"), ("thôn mỹ lý", "MYLY"),
    ],
)  # fmt: skip
def test_the_likely_code(said: str, code: str) -> None:
    assert code_in(said) == code


@pytest.mark.parametrize(
    "said",
    [
        "", "🌾", "xin chào", "Nguyễn Thị Lan", "Trần Phú", "Lê Na", "KIMSON?", "không có mã", "mã gì cơ", "1956",
        "0912345678",
        "đồng ý", "tôi muốn khai", "hôm qua", "trời mưa to", "cảm ơn cháu", "khong biet", "Tôi ở xa lắm", "bản",
        "a" * 500,
    ],
)  # fmt: skip
def test_what_is_no_code(said: str) -> None:
    assert code_in(said) is None


@given(st.text(max_size=300))
def test_nothing_typed_breaks_it(said: str) -> None:
    assert isinstance(read_place(said, KNOWN), str | Misread)
    assert code_in(said) is None or 4 <= len(code_in(said) or "") <= 16
