from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
import segno
from python_calamine import CalamineWorkbook

from locales.catalog import catalog
from reports.posters import Poster, posters

LINK = "https://t.me/hoctap_bot?start=KIMSON"


def made(*sheets: Poster) -> ZipFile:
    return ZipFile(BytesIO(posters(sheets, catalog("vi").render)))


def test_each_link_is_a_picture_code_of_its_own() -> None:
    file = made(Poster("Thôn Kim Sơn", "KIMSON", (LINK, "https://xa.vn/?c=KIMSON")), Poster("Thôn B", "B234", ()))
    pictures = sorted(name for name in file.namelist() if name.startswith("xl/media/"))
    assert len(pictures) == 2
    expected = BytesIO()
    segno.make(LINK, error="m", micro=False).save(expected, kind="png", scale=10, border=4)
    assert file.read(pictures[0]) == expected.getvalue()
    assert "drawing" not in file.read("xl/worksheets/sheet2.xml").decode()


def test_words_of_a_village_are_never_a_formula_and_long_names_make_a_sheet() -> None:
    file = made(Poster("=1+1", "AAAA", ()), Poster("Tổ dân phố số 12 [phường] Kiến Hưng: khu A/B", "BBBB", ()))
    assert "=1+1" in file.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in file.read("xl/worksheets/sheet1.xml").decode()
    assert "Tổ dân phố số 12  phường  Kiến Hưng: khu A/B"[:20] in file.read("xl/workbook.xml").decode()


def cells(*sheets: Poster) -> list[str]:
    book = CalamineWorkbook.from_filelike(BytesIO(posters(sheets, catalog("vi").render)))
    return [str(cell) for row in book.get_sheet_by_index(0).to_python() for cell in row if cell]


def test_the_sheet_names_the_commune_and_whom_to_ask() -> None:
    said = cells(Poster("Thôn Kim Sơn", "KIMSON", (LINK,), "Xã Sơn Hồng", "Phòng Văn hoá - Xã hội"))
    assert said[0] == "Xã Sơn Hồng"
    assert {"Thôn Kim Sơn", "KIMSON", LINK, "Hỏi thêm: Phòng Văn hoá - Xã hội"} <= set(said)


@pytest.mark.parametrize("address", ["http://127.0.0.1:8080", "http://localhost", "http://[::1]:8080"])
def test_an_address_of_this_machine_alone_is_a_warning_and_no_picture(address: str) -> None:
    poster = Poster("Thôn Kim Sơn", "KIMSON", (f"{address}/thon/KIMSON",))
    said = cells(poster)
    assert any("HOCTAP_PUBLIC_URL" in each for each in said)
    assert not any(address in each for each in said)
    assert not [name for name in made(poster).namelist() if name.startswith("xl/media/")]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_picture_codes_are_square_whatever_the_columns_width(count: int) -> None:
    links = tuple(f"https://xa.vn/{i}?c=KIMSON" for i in range(count))
    drawing = made(Poster("Thôn Kim Sơn", "KIMSON", links)).read("xl/drawings/drawing1.xml").decode()
    assert "twoCellAnchor" not in drawing  # which ends in a cell, so that its size is that of cells
    sizes = re.findall(r'<xdr:ext cx="(\d+)" cy="(\d+)"/>', drawing)
    assert len(sizes) == count
    assert all(abs(int(wide) - int(high)) <= 9525 for wide, high in sizes)  # a pixel
