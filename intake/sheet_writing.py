"""How the lists look that go back to an office: headings that are read again without a question, cells as text."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from intake.headings import Meaning

FONT, SIZE = "Times New Roman", 12
LONGEST_LIST = 250  # characters of a list of choices that Excel takes in a cell
# Always in Vietnamese: they are what the next reading knows the columns by.
HEADINGS: Mapping[Meaning, str] = {
    Meaning.STT: "STT",
    Meaning.VILLAGE: "Thôn, tổ dân phố",
    Meaning.OLD_COMMUNE: "Xã cũ",
    Meaning.HOUSEHOLD: "Mã hộ",
    Meaning.HEAD: "Chủ hộ",
    Meaning.FAMILY_NAME: "Họ và chữ đệm",
    Meaning.GIVEN_NAME: "Tên",
    Meaning.NAME: "Họ và tên",
    Meaning.BIRTH: "Ngày, tháng, năm sinh",
    Meaning.MALE: "Nam",
    Meaning.FEMALE: "Nữ",
    Meaning.AGE: "Tuổi",
    Meaning.SEX: "Giới tính",
    Meaning.RELATION: "Quan hệ với chủ hộ",
    Meaning.SCHOOLING: "Trình độ học vấn",
    Meaning.QUALIFICATION: "Trình độ chuyên môn",
    Meaning.RESULT: "Kết quả",
    Meaning.REACHED: "Đạt",
    Meaning.NOT_REACHED: "Chưa đạt",
    Meaning.POINTS: "Tổng điểm",
    Meaning.NOTE: "Ghi chú",
    Meaning.WHY: "Vì sao chưa nhận",
    Meaning.ORIGIN: "Dòng trong tệp cũ",
}
WIDTHS: Mapping[Meaning, int] = {
    Meaning.STT: 6, Meaning.VILLAGE: 22, Meaning.NAME: 28, Meaning.BIRTH: 16, Meaning.RELATION: 16, Meaning.NOTE: 20,
    Meaning.WHY: 60, Meaning.ORIGIN: 20, Meaning.FAMILY_NAME: 22,
}  # fmt: skip


def sheet(
    name: str,
    columns: Sequence[tuple[str, int]],
    rows: Iterable[Sequence[str]],
    *,
    above: Sequence[str] = (),
    choices: Mapping[int, Sequence[str]] | None = None,
    room: int = 0,
) -> bytes:
    """An XLSX of one sheet.

    Args:
        columns: heading and width.
        above: lines over the headings.
        choices: column to what can be picked there.
        room: empty rows with borders below the filled ones.
    """
    from xlsxwriter import Workbook

    out = io.BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "constant_memory": True,
    }
    with Workbook(out, options) as book:
        base = {"font_name": FONT, "font_size": SIZE, "valign": "vcenter"}
        cell = book.add_format({**base, "border": 1, "text_wrap": True, "num_format": "@"})
        head = book.add_format(
            {**base, "border": 1, "bold": True, "text_wrap": True, "align": "center", "bg_color": "#D9E2F3"}
        )
        line = book.add_format({**base, "italic": True})
        to = book.add_worksheet(name)
        for at, (_, width) in enumerate(columns):
            to.set_column(at, at, width)
        for at, text in enumerate(above):
            to.write_string(at, 0, text, line)
        begin = len(above)
        to.set_row(begin, 36)
        for at, (heading, _) in enumerate(columns):
            to.write_string(begin, at, heading, head)
        end = begin
        for row in rows:
            end += 1
            for at, text in enumerate(row):
                to.write_string(end, at, text, cell)
        for blank in range(end + 1, end + room + 1):
            for at in range(len(columns)):
                to.write_blank(blank, at, None, cell)
        _page(to, begin, choices or {}, end + max(room, 1))
    return out.getvalue()


def _page(to: Any, begin: int, choices: Mapping[int, Sequence[str]], end: int) -> None:
    for column, given in choices.items():
        if given and len(",".join(given)) <= LONGEST_LIST:
            to.data_validation(
                begin + 1, column, end, column, {"validate": "list", "source": list(given), "error_type": "warning"}
            )
    to.set_landscape()
    to.set_paper(9)  # A4
    to.fit_to_pages(1, 0)
    to.repeat_rows(begin)
    to.freeze_panes(begin + 1, 0)
