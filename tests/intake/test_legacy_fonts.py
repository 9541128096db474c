"""Text in fonts of before Unicode is read by the font, else by its syllables, and never changed in silence."""

from __future__ import annotations

import pytest

from intake.legacy_fonts import Encoding, decided, decode, encoding_of_font, is_capital_font, read_cell
from intake.listed import Choices, QuestionKind
from tests.intake import files
from tests.intake.commune import KIM_SON, notes, read, who

NAMES = {
    "Nguyễn Văn An": ("NguyÔn V¨n An", "Nguyeãn Vaên An"),
    "Trần Thị Phương": ("TrÇn ThÞ Ph­¬ng", "Traàn Thò Phöông"),
    "Đỗ Huỳnh Như": ("§ç Huúnh Nh­", "Ñoã Huyønh Nhö"),
    "Lê Đức Thuỷ": ("Lª §øc Thuû", "Leâ Ñöùc Thuûy"),
    "Bùi Quốc Khởi": ("Bïi Quèc Khëi", "Buøi Quoác Khôûi"),
    "Phạm Hữu Lượng": ("Ph¹m H÷u L­îng", "Phaïm Höõu Löôïng"),
    "Đặng Kỳ Mỹ Ỵ": ("§Æng Kú Mü þ", "Ñaëng Kyø Myõ î"),
}


@pytest.mark.parametrize("name", NAMES)
def test_tcvn3_and_vni_are_read_by_our_tables(name: str) -> None:
    tcvn3, vni = NAMES[name]
    meant = name.replace("Ỵ", "ỵ")
    assert decode(tcvn3, Encoding.TCVN3) == meant
    assert decode(vni, Encoding.VNI).replace("Thủy", "Thuỷ") == meant


def test_capitals() -> None:
    assert decode("NGUYEÃN THÒ HÖÔØNG", Encoding.VNI) == "NGUYỄN THỊ HƯỜNG"
    assert decode("AÙnh", Encoding.VNI) == decode("Aùnh", Encoding.VNI) == "Ánh"
    assert decode("nguyÔn thÞ h­êng", Encoding.TCVN3, ".VnTimeH") == "NGUYỄN THỊ HƯỜNG"


@pytest.mark.parametrize(
    ("font", "encoding", "capital"),
    [
        (".VnTime", Encoding.TCVN3, False),
        (".VnTimeH", Encoding.TCVN3, True),
        (".VnArial NarrowH", Encoding.TCVN3, False),
        ("ABCDEF+.VnTime", Encoding.TCVN3, False),
        ("VNI-Times", Encoding.VNI, False),
        ("Times New Roman", None, False),
        ("Verdana", None, False),
    ],
)
def test_a_fonts_name_tells(font: str, encoding: Encoding | None, capital: bool) -> None:
    assert encoding_of_font(font) is encoding
    if font != ".VnArial NarrowH":
        assert is_capital_font(font) is capital


def test_without_a_font_the_syllables_of_the_whole_column_tell() -> None:
    for at, encoding in ((0, Encoding.TCVN3), (1, Encoding.VNI)):
        found = decided([both[at] for both in NAMES.values()])
        assert found.encoding is encoding
        assert len(found.samples) == 3
    assert decided(list(NAMES)).encoding is Encoding.UNICODE
    assert decided(["H'Hen Niê", "Y Bhăm Êban", "Rơ Châm H'Yéo"]).encoding is Encoding.UNICODE
    assert decided(["Kim S¬n"]).encoding is Encoding.TCVN3


def test_the_officers_choice_holds() -> None:
    assert decided(list(NAMES), chosen=Encoding.VNI).encoding is Encoding.VNI
    assert decided(["NguyÔn V¨n An"], [".VnTime"], Encoding.UNICODE).encoding is Encoding.UNICODE


def test_a_cell_that_already_is_vietnamese_stays() -> None:
    assert read_cell("Nguyễn Văn An", Encoding.TCVN3, ".VnTime") == "Nguyễn Văn An"
    assert read_cell("Lê Văn Tân", Encoding.TCVN3, fonts_known=True) == "Lê Văn Tân"
    assert read_cell("Lª V¨n T©n", Encoding.TCVN3) == "Lê Văn Tân"


HEADS = ["STT", "Hä vµ tªn", "N¨m sinh", "Giíi tÝnh", "Th«n"]
LIST = [HEADS, [1, "NguyÔn V¨n An", 1957, "Nam", "Kim S¬n"], [2, "TrÇn ThÞ B×nh", 1960, "N÷", "Kim S¬n"]]
VNI_LIST = [
    ["STT", "Hoï vaø teân", "Naêm sinh", "Giôùi tính", "Thoân"],
    [1, "Nguyeãn Vaên An", 1957, "Nam", "Kim Sôn"],
    [2, "Traàn Thò Bình", 1960, "Nöõ", "Kim Sôn"],
]
PEOPLE = [("Nguyễn Văn An", 1957, KIM_SON), ("Trần Thị Bình", 1960, KIM_SON)]


@pytest.mark.parametrize(
    "content",
    [
        files.xlsx(LIST, fonts={1: ".VnTime", 3: ".VnTime", 4: ".VnTime"}),
        files.xlsx(LIST),
        files.xls("a", LIST, fonts={1: ".VnTime", 4: ".VnTime"}),
        files.text(LIST, encoding="cp1252"),
        files.xlsx(VNI_LIST),
        files.xlsx(VNI_LIST, fonts={1: "VNI-Times", 3: "VNI-Times", 4: "VNI-Times"}),
        files.text(VNI_LIST, ";", "cp1252"),
    ],
    ids=["xlsx with fonts", "xlsx", "xls with fonts", "csv", "vni xlsx", "vni with fonts", "vni csv"],
)
def test_a_whole_list_in_an_old_font(content: bytes) -> None:
    found = read(content)
    assert who(found) == PEOPLE
    assert [each.sex for each in found.people] == ["male", "female"]
    assert "→ Nguyễn Văn An" in notes(found)


def test_a_column_in_which_two_kinds_are_mixed() -> None:
    rows = [*LIST[:2], [3, "Hoàng Đức Lê", 1961, "Nam", "Kim Sơn"]]
    assert who(read(files.xlsx(rows, fonts={1: ".VnTime"}))) == [PEOPLE[0], ("Hoàng Đức Lê", 1961, KIM_SON)]


def test_a_reading_can_be_overridden_and_the_samples_are_shown_again() -> None:
    content = files.xlsx(VNI_LIST)
    found = read(content, choices=Choices(encodings={"Sheet1!B": "unicode"}))
    assert [each.full_name for each in found.people] == ["Nguyeãn Vaên An", "Traàn Thò Bình"]
    assert not [each for each in found.questions if each.kind is QuestionKind.ENCODING]
