"""What is asked about the head and the signature of a paper, one thing after the other, and how it is read."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from criteria.letterhead import Capacity
from handlers.kit.context import Turn
from handlers.kit.days import read_day
from handlers.kit.read import Misread
from locales.text import T, Verbatim, Words

CHANGED = T("Phần đầu và chữ ký vừa được sửa. {You} xem lại rồi hãy lập.")
OPEN = T("(để trống)")
NOT_PRINTED = T("(không ghi)")
CAPACITIES: Mapping[Capacity, Words] = {
    Capacity.CHAIR: T("Chủ tịch ký"),
    Capacity.VICE: T("Phó chủ tịch ký thay"),
    Capacity.OPEN: T("Để trống chức vụ"),
}
MOST_LINES, LONGEST = 12, 150
TITLED = re.compile(r"((PGS|GS|TSKH|TS|ThS|CN|KS|BS)\b\.?|(thạc sĩ|tiến sĩ)\s)", re.IGNORECASE)
SOON = timedelta(days=60)  # a paper is dated ahead by no more


@dataclass(frozen=True, slots=True)
class Field:
    """One thing of a heading that is typed.

    Attributes:
        label: on the button.
        asks: what is asked for, with an example.
        read: what was typed for a paper of this year, as it is kept; or why it is not taken.
    """

    label: Words
    asks: Words
    read: Callable[[Turn, int, str], object]


def _line(_turn: Turn, _year: int, said: str) -> str | Misread:
    text = " ".join(unicodedata.normalize("NFC", said).split())
    if not 2 <= len(text) <= LONGEST or not text.isprintable():
        return Misread(T("{You} gõ từ {least} đến {most} chữ.", least=2, most=LONGEST))
    return text


def _signer(turn: Turn, year: int, said: str) -> str | Misread:
    """A name without a title in front: none is printed there (Nghị định 30/2020/NĐ-CP, phụ lục I, mục II.7)."""
    text = _line(turn, year, said)
    if isinstance(text, str) and TITLED.match(text):
        return Misread(T("{You} gõ họ và tên thôi: trước tên người ký không ghi học hàm, học vị."))
    return text


def _lines(turn: Turn, year: int, said: str) -> tuple[str, ...] | Misread:
    """Several, each in a line of its own or parted by ";"; a dash in front and a stop behind are the paper's."""
    found = [each.strip(" -–.;") for each in said.replace(";", "\n").split("\n")]
    read = [_line(turn, year, each) for each in found if each]
    wrong = next((each for each in read if isinstance(each, Misread)), None)
    if wrong is not None:
        return wrong
    if not 1 <= len(read) <= MOST_LINES:
        return Misread(T("{You} gõ từ 1 đến {most} nơi, mỗi nơi một dòng.", most=MOST_LINES))
    return tuple(each for each in read if isinstance(each, str))


def _number(_turn: Turn, _year: int, said: str) -> str | Misread:
    text = said.strip()
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 99999):
        return Misread(T("{You} gõ một số, không có chữ. Ví dụ: 25."))
    return str(int(text))


def _day(turn: Turn, year: int, said: str) -> str | Misread:
    found = read_day(said, turn.today, first=date(year, 1, 1), last=turn.today + SOON)
    return found if isinstance(found, Misread) else found.isoformat()


SIGNER = Field(
    T("Tên người ký"),
    T("{You} gõ họ và tên người ký. Ví dụ: {example}.", example="Nguyễn Văn An"),
    _signer,
)
PLACE = Field(
    T("Nơi ký"),
    T("{You} gõ tên nơi ký, như trên văn bản. Ví dụ: {example}.", example="Sơn Hồng"),
    _line,
)
NUMBER = Field(T("Số văn bản"), T("{You} gõ số của văn bản. Ví dụ: 25."), _number)
DAY = Field(T("Ngày ký"), T("{You} gõ ngày ký. Ví dụ: 28/11."), _day)
ADDRESSEES = Field(
    T("Kính gửi"),
    T("Văn bản gửi ai? {You} gõ mỗi nơi một dòng, hoặc cách nhau bằng dấu chấm phẩy."),
    _lines,
)
COPIES = Field(
    T("Nơi nhận"),
    T("Ngoài “Như trên” và “Lưu”, còn gửi ai? {You} gõ mỗi nơi một dòng, hoặc cách nhau bằng dấu chấm phẩy."),
    _lines,
)
SUPERIOR = Field(
    T("Cơ quan cấp trên"),
    T(
        "{You} gõ tên cơ quan chủ quản in trên cơ quan ban hành. Ví dụ: {example}.",
        example="Hội Khuyến học tỉnh Hà Tĩnh",
    ),
    _line,
)


def said_or(said: str, otherwise: Words) -> Words:
    """What was chosen, or what stands there instead."""
    return Verbatim(said) if said else otherwise
