"""Names, as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.names import listed_name, read_name
from handlers.kit.read import Misread
from handlers.kit.telex import untelexed
from tests.handlers.kit.replies import ASK, Reply, score

VILLAGES = ("Kim Sơn", "Hồng Lĩnh", "Khu phố 3", "Nà Mèo")
# Written down apart from the reader's own lists: rare names among them, and given names that are also other words.
FIRST = [
    "Nguyễn",
    "Trần",
    "Lê",
    "Phạm",
    "Hoàng",
    "Huỳnh",
    "Phan",
    "Vũ",
    "Võ",
    "Đặng",
    "Bùi",
    "Đỗ",
    "Hồ",
    "Ngô",
    "Dương",
    "Lý",
    "Mai",
    "Khổng",
    "Lại",
    "Từ",
    "Danh",
    "Chu",
    "Đồng",
    "An",
    "Tạ",
    "Công",
    "Thôi",
    "Giàng",
    "Lò",
    "Vàng",
    "Thào",
    "Kim",
    "Thạch",
    "Cầm",
    "Sùng",
    "Bế",
    "Nông",
    "Ma",
    "Đàng",
    "Nay",
    "Quách",
    "Tiêu",
    "Nghiêm",
    "Viên",
    "Ngụy",
    "Mạc",
    "Lục",
    "Ung",
    "Sầm",
    "Vi",
    "Hà",
]
GIVEN = [
    "Văn",
    "Thị",
    "Hữu",
    "Đức",
    "Quốc",
    "Ngọc",
    "Minh",
    "Thu",
    "Kim",
    "Hoàng",
    "Năm",
    "Tám",
    "Sáu",
    "Bảy",
    "Hay",
    "Lợi",
    "Vui",
    "Bé",
    "Em",
    "Út",
    "Chín",
    "Mười",
    "Được",
    "Rồi",
    "Biết",
    "Nữa",
    "Đủ",
    "Tư",
    "Ba",
    "Hai",
    "Anh",
    "Con",
    "Sinh",
    "Đào",
    "Xuân",
    "Quý",
    "Thuỳ",
    "Thủy",
    "Đoan",
    "Khuê",
    "Huyền",
    "Hết",
    "Chót",
    "Mơ",
    "Ơn",
    "Thương",
    "Nhớ",
    "Yêu",
    "Đẹp",
    "Tự",
    "Số",
    "Bản",
    "Tổ",
    "Làng",
    "Lượm",
    "Muộn",
    "Khai",
    "Đi",
    "Học",
    "Nết",
    "Nhàn",
    "Ngọt",
    "Bưởi",
    "Mít",
    "Xoan",
    "Ổn",
    "Nụ",
    "Ngát",
    "Thoa",
    "Nguyệt",
    "Quyên",
    "Hạnh",
    "Phúc",
    "Kiên",
    "Cường",
    "Bình",
    "Yên",
    "Lành",
    "Á",
    "Ý",
    "Ân",
    "Oanh",
    "Uyên",
    "Hằng",
]


def read(reply: Reply) -> str:
    found = read_name(reply.said, places=VILLAGES)
    return ASK if isinstance(found, Misread) else found


def test_the_projects_own_replies() -> None:
    found = score("own", "names", read)
    assert found.total("wrong") == 0
    assert found.taken >= 0.95


@pytest.mark.parametrize(
    ("of", "wrong", "taken"),
    [
        ("unseen", 0, 0.9),
        ("fresh", 0, 0.9),
        ("fifth", 0, 0.95),
        ("sixth", 0, 0.95),
        ("seventh", 0, 0.95),
        ("eighth", 0, 0.95),
        ("ninth", 0, 0.93),
        ("tenth", 2, 0.97),
        ("eleventh", 0, 0.95),
    ],
)
def test_the_replies_of_others(of: str, wrong: int, taken: float) -> None:
    found = score(of, "names", read)
    assert found.total("wrong") <= wrong
    assert found.taken >= taken


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("nguyễn thị lan", "Nguyễn Thị Lan"),
        ("NGUYỄN THỊ LAN", "Nguyễn Thị Lan"),
        ("  Nguyễn   Thị Lan ", "Nguyễn Thị Lan"),
        ("Nguyễn Thị Lan", "Nguyễn Thị Lan"),  # composed and decomposed letters are the same
        ("Nguyễn\u200b Thị\ufeff Lan", "Nguyễn Thị Lan"),
        ("H'Hen Niê", "H'Hen Niê"),
        ("H' Hen Niê", "H'Hen Niê"),
        ("bh'riu liếc", "Bh'riu Liếc"),
        ("Ka Să Ha Thương", "Ka Să Ha Thương"),
        ("Nguyễn Thị Bé Em nhé", "Nguyễn Thị Bé Em"),
        ("lê thị mơ nghen con", "Lê Thị Mơ"),
        ("Phan Minh Khai", "Phan Minh Khai"),
        ("nguyễn hữu được", "Nguyễn Hữu Được"),
        ("tên tôi là Nguyễn Văn An, năm nay 60 tuổi", "Nguyễn Văn An"),
        ("Phạm Văn Hai, sinh 1957, thôn Kim Sơn", "Phạm Văn Hai"),
        ("Trần Quốc Tuấn 0912 345 678", "Trần Quốc Tuấn"),
        ("ba nguyen thi lan", "Nguyen Thi Lan"),
        ("Nguyễn Văn Hùng con ông Nguyễn Văn Tám", "Nguyễn Văn Hùng"),
        ("MAI THỊ NỤ THÔN KIM SƠN", "Mai Thị Nụ"),
        ("ông nguyễn văn cừ", "Nguyễn Văn Cừ"),
        ("Ông Văn Huyên", "Ông Văn Huyên"),
        ("Lê Thị Ảnh", "Lê Thị Ảnh"),
        ("nguyễn thị nó", "Nguyễn Thị Nó"),
        ("đ/c Nguyễn Văn An", "Nguyễn Văn An"),
        ("Ô. Nguyễn Văn An", "Nguyễn Văn An"),
        ("tên Lan họ Hoàng", "Hoàng Lan"),
    ],
)
def test_a_name(said: str, name: str) -> None:
    assert read_name(said) == name


@pytest.mark.parametrize(
    "said",
    [
        "Lan", "", "     ", "12345", "Lan 1968", "🌾🌾 🌾", "a" * 500, "Nguyễn " * 100, "<b> Lan", "Xin Chào",
        "lê biết rồi",
        "Nguyễn Văn Tám không", "Nguyễn Văn Hùng (không phải tôi)", "Nguyễn Văn Nam, hay Trần Văn Năm", "đi chợ",
        "Nguyễn Công Hoan nhà văn",
        "Nguyễn Văn Hùng, vợ là Trần Thị Lan", "Ông Cao Thắng", "Tư Hường", "bác là nông dân",
        "mẹ tôi tên Trần Thị Lan",
        "lê hoàng anh nhé", "nguyen thi lan a", "Mai Thị Nụ Thôn Kim Sơn", "dong y", "k biết",
    ],
)  # fmt: skip
def test_what_is_no_name_or_not_clear(said: str) -> None:
    assert isinstance(read_name(said), Misread)


def test_a_villages_name_is_no_answer() -> None:
    assert isinstance(read_name("Hồng Lĩnh", places=VILLAGES), Misread)
    assert isinstance(read_name("hong linh", places=VILLAGES), Misread)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("mẹ tôi tên Trần Thị Lan", "Trần Thị Lan"), ("bà nội cháu là Trần Thị Lan", "Trần Thị Lan"),
        ("khai hộ bà Nguyễn Thị Tý", "Nguyễn Thị Tý"), ("vợ tôi: lò thị pâng", "Lò Thị Pâng"),
    ],
)  # fmt: skip
def test_somebody_elses_name_is_read_where_somebody_else_is_asked_about(said: str, name: str) -> None:
    assert isinstance(read_name(said), Misread)
    assert read_name(said, own=False) == name


@given(st.sampled_from(FIRST), st.lists(st.sampled_from(GIVEN), min_size=1, max_size=4))
def test_a_name_is_never_mangled(first: str, given_names: list[str]) -> None:
    """Asked back at worst, as "Mai Mai" is; with "Văn" or "Thị" it is always taken."""
    name = " ".join((first, *given_names))
    found = read_name(name)
    assert isinstance(found, Misread) or found == name


@given(
    st.sampled_from(FIRST), st.sampled_from(["Văn", "Thị"]), st.lists(st.sampled_from(GIVEN), min_size=1, max_size=2)
)
def test_a_usual_name_is_taken(first: str, middle: str, given_names: list[str]) -> None:
    name = " ".join((first, middle, *given_names))
    assert read_name(name) == name
    assert read_name(f"tên tôi là {name} ạ") == name
    assert read_name(f"{name}, sinh năm 1960") == name


@given(st.text(max_size=300))
def test_nothing_typed_breaks_it(said: str) -> None:
    assert isinstance(read_name(said), str | Misread)
    assert isinstance(listed_name(said), str | Misread)


def test_a_list_is_taken_as_it_stands() -> None:
    assert listed_name("NGUYỄN THỊ LAN") == "Nguyễn Thị Lan"
    assert listed_name("Thị Mai") == "Thị Mai"
    assert listed_name("Nguyễn Văn A") == "Nguyễn Văn A"
    assert isinstance(listed_name("Lan"), Misread)
    assert isinstance(listed_name("Lan 1968"), Misread)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Nguyeenx", "Nguyễn"), ("Thij", "Thị"), ("Tra62n", "Trần"), ("Hu2ng", "Hùng"), ("DDoongf", "Đồng"),
        ("Thuyr", "Thuỷ"),
        ("dduwowcj", "được"), ("giangf", "giàng"), ("Black", "Black"), ("Ksor", "Ksor"), ("Siu", "Siu"), ("lan", "lan"),
    ],
)  # fmt: skip
def test_telex_and_vni_left_overs(typed: str, meant: str) -> None:
    assert untelexed(typed) == meant
