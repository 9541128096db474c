"""Posters: a sheet of A4 for each village, with the picture code and the words that bring people in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile

import segno

from locales.text import T, Words
from reports.xlsx import A4, FONT, tab_name

if TYPE_CHECKING:
    from xlsxwriter.format import Format as Style
    from xlsxwriter.worksheet import Worksheet

MARGIN, MIDDLE = 20, 57  # widths of the columns in digits; the picture stands over the middle one
WHOLE = 404  # pixels of the middle column's width, and of the picture code's side where it stands alone
LEAST = 134  # of one among several: 3.5 cm, which a telephone still reads from an arm's length
AROUND = 74  # points of the two lines that go with a picture code
POINTS = 0.75  # of a pixel
EDGE = 0.45  # inches of white around the sheet
BRAND, DEEP, DANGER = "#0b57b7", "#08458f", "#a3211b"  # as on the pages: bot/pages/static/chat.css

OR_TYPE = T("Hoặc vào trò chuyện của {commune_label}, gõ mã của {village_label}:")
TYPE = T("Vào trò chuyện của {commune_label}, gõ mã của {village_label}:")
NO_ADDRESS = T(
    "Chưa in được hình vuông: máy chủ của {commune_label} chưa có địa chỉ công khai. "
    "Người vận hành đặt HOCTAP_PUBLIC_URL, rồi in lại tờ này."
)


@dataclass(frozen=True, slots=True)
class Poster:
    """One village: its full name, its join code, and the links that carry the code, if any channel has one.

    ``commune`` is its full name; ``contact`` is whom people ask.
    """

    village: str
    code: str
    links: tuple[str, ...]
    commune: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the sheet: its height in points, what it says, how it looks; without a look it is a picture code."""

    height: float
    text: str
    look: Style | None


def posters(sheets: Sequence[Poster], words: Callable[[Words], str]) -> bytes:
    """The Excel file, ready to print and to write on; texts are rendered by ``words``."""
    from xlsxwriter import Workbook

    out = BytesIO()
    with Workbook(out, {"strings_to_urls": False, "strings_to_formulas": False}) as book:

        def style(size: int, color: str = "#000000", **more: object) -> Style:
            look = {"font_name": FONT, "font_size": size, "font_color": color, "text_wrap": True}
            return book.add_format({**look, "align": "center", "valign": "vcenter", **more})

        looks = {
            "band": style(22, "#ffffff", bold=True, bg_color=BRAND),
            "plain": style(20),
            "village": style(40, DEEP, bold=True),
            "address": style(18, bold=True),
            "code": style(60, DEEP, bold=True, border=2),
            "warning": style(18, DANGER, bold=True, border=2),
            "foot": style(15),
        }
        for number, poster in enumerate(sheets, 1):
            sheet = book.add_worksheet(tab_name(f"{number}. {poster.village}"))
            for column, width in enumerate((MARGIN, MIDDLE, MARGIN)):
                sheet.set_column(column, column, width)
            lines = _lines(poster, words, looks)
            for row, line in enumerate(lines):
                sheet.set_row(row, line.height)
                if line.look is None:
                    _picture(sheet, row, line)
                else:
                    sheet.merge_range(row, 0, row, 2, line.text, line.look)
            sheet.set_paper(A4)
            sheet.set_margins(EDGE, EDGE, EDGE, EDGE)
            sheet.fit_to_pages(1, 1)
            sheet.center_horizontally()
            sheet.center_vertically()
            sheet.hide_gridlines(2)
            sheet.print_area(0, 0, len(lines) - 1, 2)
    return _with_own_size(out.getvalue())


def _lines(poster: Poster, words: Callable[[Words], str], looks: dict[str, Style]) -> list[Line]:
    """What stands on a sheet, from its top to its foot."""
    links = [link for link in poster.links if not is_at_home(link)]
    side = max(LEAST, WHOLE if len(links) < 2 else int((WHOLE * POINTS + AROUND) / len(links) - AROUND) / POINTS)
    lines = [
        *([Line(54, poster.commune, looks["band"])] if poster.commune else []),
        Line(50, words(T("Khai Công dân học tập trên điện thoại")), looks["plain"]),
        Line(64, poster.village, looks["village"]),
    ]
    for link in links:
        lines += [
            Line(36, words(T("Mở máy ảnh của điện thoại, đưa vào hình này:")), looks["plain"]),
            Line(side * POINTS, link, None),
            Line(38, link, looks["address"]),
        ]
    if len(links) < len(poster.links):
        lines.append(Line(76, words(NO_ADDRESS), looks["warning"]))
    lines += [
        Line(48, words(OR_TYPE if links else TYPE), looks["plain"]),
        Line(88, poster.code, looks["code"]),
        Line(54, words(T("Không dùng điện thoại: {head_label} đưa phiếu giấy.")), looks["plain"]),
    ]
    if poster.contact:
        lines.append(Line(44, words(T("Hỏi thêm: {contact}", contact=poster.contact)), looks["foot"]))
    return lines


def is_at_home(link: str) -> bool:
    """Whether a link leads to the machine it is opened on: on paper it leads nowhere."""
    host = urlsplit(link).hostname or ""
    return host in {"localhost", "::1"} or host.startswith("127.")


def _picture(sheet: Worksheet, row: int, line: Line) -> None:
    """The picture code of a link, in the middle of a row."""
    picture = BytesIO()
    made = segno.make(line.text, error="m", micro=False)
    made.save(picture, kind="png", scale=10, border=4)
    side, _ = made.symbol_size(scale=10, border=4)
    wanted = line.height / POINTS
    place = {
        "image_data": picture,
        "x_offset": (WHOLE - wanted) / 2,
        "x_scale": wanted / side,
        "y_scale": wanted / side,
        "object_position": 2,  # moves with its cell, keeps its shape
        "description": line.text,
    }
    sheet.insert_image(row, 1, "qr.png", place)


ANCHOR = re.compile(
    r'<xdr:twoCellAnchor editAs="oneCell">(.*?)<xdr:to>.*?</xdr:to>(.*?)</xdr:twoCellAnchor>', re.DOTALL
)
SIZE = re.compile(r'<a:ext cx="(\d+)" cy="(\d+)"/>')


def _with_own_size(book: bytes) -> bytes:
    """The file with pictures that say how big they are, not in which cell they end.

    Where the columns are of another width, as in LibreOffice without the font that they are counted in, they would be
    stretched.
    """
    out = BytesIO()
    with ZipFile(BytesIO(book)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for item in old.infolist():
            content = old.read(item)
            if item.filename.startswith("xl/drawings/drawing"):
                content = ANCHOR.sub(_one_cell, content.decode()).encode()
            new.writestr(item, content)
    return out.getvalue()


def _one_cell(anchor: re.Match[str]) -> str:
    size = SIZE.search(anchor[2])
    if size is None:
        return anchor[0]
    ext = f'<xdr:ext cx="{size[1]}" cy="{size[2]}"/>'
    return f"<xdr:oneCellAnchor>{anchor[1]}{ext}{anchor[2]}</xdr:oneCellAnchor>"
