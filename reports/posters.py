"""Posters: a sheet of A4 for each village, with the picture code and the words that bring people in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

import segno

from locales.text import T, Words
from reports.xlsx import A4, FONT, tab_name

MARGIN, MIDDLE = 16, 57  # widths of the columns in digits; the picture stands over the middle one
PICTURE = 7 * MIDDLE + 5  # pixels of the picture code's side: as wide as its column
POINTS = 0.75  # of a pixel

OR_TYPE = T("Hoặc vào trò chuyện của xã, gõ mã của thôn:")
TYPE = T("Vào trò chuyện của xã, gõ mã của thôn:")


@dataclass(frozen=True, slots=True)
class Poster:
    """One village: its full name, its join code, and the links that carry the code, if any channel has one."""

    village: str
    code: str
    links: tuple[str, ...]


def posters(sheets: Sequence[Poster], words: Callable[[Words], str]) -> bytes:
    """The Excel file, ready to print and to write on; texts are rendered by ``words``."""
    from xlsxwriter import Workbook

    out = BytesIO()
    with Workbook(out, {"strings_to_urls": False, "strings_to_formulas": False}) as book:

        def style(size: int, *, bold: bool = False, color: str = "#000000", border: int = 0) -> object:
            return book.add_format(
                {
                    "font_name": FONT,
                    "font_size": size,
                    "bold": bold,
                    "font_color": color,
                    "border": border,
                    "align": "center",
                    "valign": "vcenter",
                    "text_wrap": True,
                }
            )

        small, plain, big, huge = style(12), style(20), style(34, bold=True), style(60, bold=True, border=2)
        for number, poster in enumerate(sheets, 1):
            sheet = book.add_worksheet(tab_name(f"{number}. {poster.village}"))
            for column, width in enumerate((MARGIN, MIDDLE, MARGIN)):
                sheet.set_column(column, column, width)
            lines: list[tuple[float, str, object]] = [
                (60, words(T("Khai Công dân học tập trên điện thoại")), plain),
                (70, poster.village, big),
            ]
            for link in poster.links:
                lines += [
                    (40, words(T("Mở máy ảnh của điện thoại, đưa vào hình này:")), plain),
                    (PICTURE * POINTS, link, None),
                    (24, link, small),
                ]
            lines += [
                (60, words(OR_TYPE if poster.links else TYPE), plain),
                (90, poster.code, huge),
                (80, words(T("Không dùng điện thoại: trưởng thôn đưa phiếu giấy.")), plain),
            ]
            for row, (height, text, look) in enumerate(lines):
                sheet.set_row(row, height)
                if look is None:
                    _picture(sheet, row, text)
                else:
                    sheet.merge_range(row, 0, row, 2, text, look)
            sheet.set_paper(A4)
            sheet.fit_to_pages(1, 1)
            sheet.center_horizontally()
            sheet.hide_gridlines(2)
            sheet.print_area(0, 0, len(lines) - 1, 2)
    return out.getvalue()


def _picture(sheet: object, row: int, link: str) -> None:
    """The picture code of a link, in the middle of a row."""
    picture = BytesIO()
    made = segno.make(link, error="m", micro=False)
    made.save(picture, kind="png", scale=10, border=4)
    side, _ = made.symbol_size(scale=10, border=4)
    place = {
        "image_data": picture,
        "x_scale": PICTURE / side,
        "y_scale": PICTURE / side,
        "object_position": 2,  # moves with its cell, keeps its shape
        "description": link,
    }
    sheet.insert_image(row, 1, "qr.png", place)  # type: ignore[attr-defined]
