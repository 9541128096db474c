"""Whatever is in a cell: nothing raises, no year comes out that is not in it, nothing that must be dropped leaks."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from intake import documents, workbooks
from intake.birth import FIRST_SERIAL_DAY, OLDEST, read_birth
from intake.grid import Sheet, Table, Value, shown, without_numbers
from intake.headings import understand_heading
from intake.legacy_fonts import Encoding, decided, decode
from intake.open_file import FileError, open_file
from intake.person_name import read_name
from intake.put_back import put_back
from intake.roster import understand
from intake.villages import said
from locales.text import to_data
from tests.intake import files
from tests.intake.commune import COMMUNES, PLACES, TODAY
from tests.intake.commune import said as rendered

DATES = "0123456789/-. :tháng năm"
VALUES: st.SearchStrategy[Value] = st.one_of(
    st.none(), st.text(max_size=30), st.text(DATES, max_size=14), st.integers(-(10**9), 10**9), st.floats(),
    st.booleans(),
    st.dates(), st.datetimes(), st.times(), st.timedeltas(),
    st.from_regex(r"[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2,4}", fullmatch=True),
)  # fmt: skip


def years_in(value: Value) -> set[int]:
    """Every year that a cell can be said to name."""
    if isinstance(value, date):
        return {value.year}
    text = shown(value)
    digits = re.sub(r"\D", "", text)
    found = {int(digits[at : at + 4]) for at in range(len(digits) - 3)}
    found |= {century + int(two) for two in re.findall(r"(?=(\d\d))", text) for century in (1900, 2000)}
    if isinstance(value, int | float) and 10_000 <= value < 70_000:
        found.add((FIRST_SERIAL_DAY + timedelta(days=int(value))).year)
    if re.fullmatch(r"\d{5}(\.0+)?", text):
        found.add((FIRST_SERIAL_DAY + timedelta(days=int(float(text)))).year)
    return found


@settings(max_examples=600)
@given(VALUES, st.booleans(), st.booleans(), st.booleans())
@example("١٩٥٧", False, False, False)
@example("²⁰⁰⁰", False, False, False)
@example("12/3/1957\x00", False, False, False)
def test_no_year_comes_out_that_is_not_in_the_cell(value: Value, serials: bool, dated: bool, two_digits: bool) -> None:
    found = read_birth(value, TODAY, serials=serials, dated=dated, two_digits=two_digits)
    if found.year is not None:
        assert found.year in years_in(value)
        assert TODAY.year - OLDEST <= found.year <= TODAY.year
    else:
        assert found.why is not None or not shown(value)


@settings(max_examples=300)
@given(st.text(max_size=80))
def test_no_text_raises_anywhere(text: str) -> None:
    name = read_name(shown(text))
    assert name.name or name.why is not None
    assert understand_heading(text, text) == understand_heading(text, text)
    assert isinstance(said(text).key, str)
    assert decided([text, text]).encoding in set(Encoding)
    assert all(isinstance(decode(text, each), str) for each in Encoding)
    assert shown(shown(text)) == shown(text)


@settings(max_examples=150)
@given(st.lists(st.lists(VALUES, max_size=6), max_size=8), st.booleans())
def test_no_table_raises(rows: list[list[Value]], with_headings: bool) -> None:
    heads: list[list[Value]] = (
        [["STT", "Họ và tên", "Năm sinh", "Thôn", "Kết quả", "Tổng điểm"]] if with_headings else []
    )
    table = Table(kind="csv", sheets=(Sheet(name="A", rows=[*heads, *rows]),))
    found = understand(table, today=TODAY, villages=PLACES, communes=COMMUNES)
    assert put_back(found.left_out, rendered)
    assert len(found.people) + len(found.left_out) <= len(rows)
    for each in found.people:
        assert each.full_name
        assert each.birth_year is None or any(
            each.birth_year in years_in(value) for value in rows[each.row - 1 - len(heads)]
        )


def opened(content: bytes) -> Table | None:
    """The file, or ``None`` where a kind word says why not; any other error is a fault."""
    try:
        return open_file("a", content)
    except FileError as error:
        told = rendered(error.words)
    return None if told else Table(kind="without a word", sheets=())


@settings(max_examples=150)
@given(
    st.binary(max_size=600),
    st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"<html>"]),
)
def test_no_bytes_raise_anything_but_a_kind_word(content: bytes, begins: bytes) -> None:
    table = opened(begins + content)
    assert table is None or table.sheets is not None


A_LIST = [["STT", "Họ và tên", "Năm sinh"], [1, "Nguyễn Văn An", 1957]]
WHOLE = (
    files.xlsx(A_LIST),
    files.xls("a", A_LIST),
    files.xlsb("a", A_LIST),
    files.ods("a", A_LIST),
    files.docx(A_LIST),
)


@settings(max_examples=40)
@given(st.data())
def test_a_file_of_which_bytes_were_changed_raises_nothing_else(data: st.DataObject) -> None:
    content = bytearray(data.draw(st.sampled_from(WHOLE)))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    table = opened(bytes(content))
    assert table is None or understand(table, today=TODAY, villages=PLACES).kind is not None


class PanicException(BaseException):
    """What a library in Rust raises when it panics: no Exception."""


@pytest.mark.parametrize("whole", WHOLE, ids=["xlsx", "xls", "xlsb", "ods", "docx"])
def test_a_library_that_panics_is_a_broken_file_and_who_ends_the_program_is_heard(
    whole: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def raises(error: BaseException) -> None:
        def read(*_: object) -> Table:
            raise error

        monkeypatch.setattr(documents, "docx", read)
        for reader in ("xlsx", "xls", "xlsb", "open_document"):
            monkeypatch.setattr(workbooks, reader, read)

    raises(PanicException("no entry found for key"))
    assert opened(whole) is None
    raises(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        open_file("a", whole)


SECRETS = {
    "Số CCCD": "040057001234", "Dân tộc": "Mnông-Gar", "Tôn giáo": "Caodai-xx", "Điện thoại": "0912 345 678",
    "Số tài khoản": "1903-5566-7788-01", "Tình trạng sức khoẻ": "bệnh-lao-phổi", "Ngày vào Đảng": "chi bộ-7",
    "Nghề nghiệp": "Đồng-nát-zz",
}  # fmt: skip


@settings(max_examples=80)
@given(
    st.permutations(list(SECRETS)),
    st.integers(0, 6),
    st.sampled_from(["Kim Sơn", "Thôn 1", "Thôn Lạ", ""]),
    st.sampled_from([1957, "30/02/1957", "69 tuổi", "", "040057001234", "1957 040057001234"]),
    st.sampled_from(["Nguyễn Văn An", "NGUYỄN VĂN 040057001234", "", "Nguyễn Văn An 0912 345 678", "040057001234"]),
    st.sampled_from(["", "CCCD 040057001234", "chết, sđt 0912 345 678", "040057001234"]),
)
def test_what_must_be_dropped_is_in_nothing_that_comes_out(
    order: list[str], at: int, village: str, birth: Value, name: str, elsewhere: str
) -> None:
    own = {"Họ và tên": name, "Năm sinh": birth, "Thôn": village, "Ghi chú": elsewhere, "Quan hệ": elsewhere,
    "Mã hộ": elsewhere,
           "Kết quả": elsewhere, "Tổng điểm": elsewhere, "Giới tính": elsewhere,
           "Trình độ học vấn": elsewhere}  # fmt: skip
    heads = [*order[:at], *own, *order[at:]]
    row = [{**SECRETS, **own}[head] for head in heads]
    table = open_file("a.csv", files.text([heads, row, row]))
    found = understand(table, today=TODAY, villages=PLACES, communes=COMMUNES)
    texts = [repr(found), repr(table), *(repr(to_data(each)) for each in found.notes)]
    texts += [rendered(question.words) for question in found.questions]
    back = open_file("a.xlsx", put_back(found.left_out, rendered))
    texts += [shown(value) for sheet in back.sheets for line in sheet.rows for value in line]
    for secret in SECRETS.values():
        assert not [text for text in texts if secret in text]


@given(st.integers(0, 10**14), st.sampled_from(["", " ", ".", "-"]))
def test_long_numbers_are_cut_out_of_any_text(number: int, between: str) -> None:
    text = between.join(str(number))
    left = without_numbers(f"số {text} đây")
    assert (text in left) == (len(str(number)) < 9)


def test_odd_kinds_of_cells_are_texts() -> None:
    assert shown(time(7, 30)) == "07:30:00"
    assert shown(datetime.combine(date(1957, 3, 12), time(7, 30))) == "12/03/1957"
    assert shown(timedelta(hours=1)) == "1:00:00"
