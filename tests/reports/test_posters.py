from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import segno

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
