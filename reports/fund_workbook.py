"""The book of scholarship funds (sổ theo dõi quỹ): one line for each fund of a year."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from locales.text import Moment, Number, T, Verbatim, Words
from reports.column import Column, Format
from reports.xlsx import Orientation, Properties, Sheet, workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class FundLine:
    """A fund. Sums in đồng; ``whole``: the people it is shared among, ``None`` where that is not known."""

    whose: str | Words
    opening: int
    received: int
    spent: int
    closing: int
    grants: int
    whole: int | None
    source: str = ""
    stated_on: date | None = None

    @property
    def a_resident(self) -> int | None:
        """Đồng a resident, rounded down."""
        return self.closing // self.whole if self.whole else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FundBook:
    """All of a commune's funds in a year; ``whole``: people of its roster."""

    commune: str
    year: int
    as_of: datetime
    whole: int
    funds: Sequence[FundLine]


COLUMNS: tuple[Column[FundLine], ...] = (
    Column(T("STT"), lambda _: None, Format.ORDINAL, 6),
    Column(T("Quỹ của"), lambda line: line.whose, Format.TEXT, 24),
    Column(T("Đầu kỳ"), lambda line: line.opening, Format.COUNT, 14),
    Column(T("Thu"), lambda line: line.received, Format.COUNT, 14),
    Column(T("Chi"), lambda line: line.spent, Format.COUNT, 14),
    Column(T("Cuối kỳ"), lambda line: line.closing, Format.COUNT, 14),
    Column(T("Số suất"), lambda line: line.grants, Format.COUNT, 9),
    Column(T("Đồng/người"), lambda line: line.a_resident, Format.COUNT, 13),
    Column(T("Căn cứ"), lambda line: line.source, Format.TEXT, 28),
    Column(T("Số liệu ngày"), lambda line: line.stated_on, Format.DAY, 13),
)


def fund_workbook(book: FundBook, words: Callable[[Words], str]) -> bytes:
    """The Excel file."""
    as_of = T("(Số liệu tính đến {when})", when=Moment(book.as_of))
    total = FundLine(
        whose=T("Tổng cộng"),
        opening=sum(each.opening for each in book.funds),
        received=sum(each.received for each in book.funds),
        spent=sum(each.spent for each in book.funds),
        closing=sum(each.closing for each in book.funds),
        grants=sum(each.grants for each in book.funds),
        whole=book.whole,
    )
    sheet = Sheet(
        name=T("Quỹ khuyến học"),
        columns=COLUMNS,
        rows=book.funds,
        organisation=Verbatim(book.commune),
        title=T("SỔ THEO DÕI QUỸ KHUYẾN HỌC NĂM {year}", year=book.year),
        subtitles=(as_of,),
        unit=T("Đơn vị tính: đồng"),
        total=total if book.funds else None,
        notes=(
            T("Đồng/người: số cuối kỳ chia cho số người trong danh sách dân cư, mọi độ tuổi, của nơi ấy; quỹ dòng họ "
              "không tính. Toàn xã, phường: {whole} người.", whole=Number(book.whole)),
            T("Sổ quỹ chi tiết do thủ quỹ của từng quỹ giữ."),
        ),
        footer=as_of,
        orientation=Orientation.LANDSCAPE,
    )  # fmt: skip
    made = T("Sổ theo dõi quỹ khuyến học năm {year}", year=book.year)
    return workbook([sheet], words, Properties(made, Verbatim(book.commune), book.as_of))
