"""What the numbers rest on, so that each can be traced: the set, the rule, both parts of the share, who and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from locales.text import Number, T, Words, lines
from reports.column import Cell, Column, Format


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a report of "Công dân học tập" rests on.

    Attributes:
        set_id: the id of the criteria set's data file, such as "cdht-324-2023".
        number: of the decision, such as "324/QĐ-KHVN"; ``None`` if it is not known.
        signed_on: the decision's day.
        issuer: who issued it.
        edition: the edition of the data file that the results were made with.
        verified: an officer has compared the set with the paper. Otherwise every sheet says that nobody has.
        adopted: how the set was adopted for the year (who, when, as what), in words; ``None``: not yet.
        pass_rule: when the title is reached; ``None``: no rule is known.
        registers: registering is an act of its own in the year; else it was to have begun a declaration.
        corrections: what the officer corrected in the set, a line each.
        min_age: from which age on, at 31/12 of the year, a person counts.
        target: the plan's target (0.6 for 60 %), if there is one.
        made_by: who asked for the export.
        elsewhere: who is elsewhere, by why, how many, and whether the denominator has them; a line each.
        made_elsewhere: people whose result a unit, a village or the association handed over: of the declared.
        lists: by which lists, from where and how many, a line each.
        counting: whether confirmed or recognised counts, in words.
        population: the official population beside the roster's total, in words; ``None``: not entered.
        recount_agrees: whether a recount from the declarations gave the same numbers; ``None``: not made.
    """

    set_id: str
    number: str | Words | None
    signed_on: date | None
    issuer: str | Words | None
    edition: str | Words
    verified: bool
    pass_rule: Words | None
    min_age: int
    plan: str | Words | None
    target: float | None
    target_source: str | Words | None
    made_by: str
    recount_agrees: bool | None
    corrections: tuple[Words, ...] = ()
    adopted: Words | None = None
    elsewhere: tuple[Words, ...] = ()
    made_elsewhere: int = 0
    lists: tuple[Words, ...] = ()
    counting: Words | None = None
    population: Words | None = None
    registers: bool = True


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the sheet."""

    label: Words
    value: Cell


COLUMNS: tuple[Column[Fact], ...] = (
    Column(T("Nội dung"), lambda fact: fact.label, Format.TEXT, 33),
    Column(T("Căn cứ"), lambda fact: fact.value, Format.FACT, 64),
)

UNKNOWN = T("chưa rõ")
USED_FOR_NOW = T("Bộ tiêu chí đang DÙNG TẠM, CHƯA đối chiếu văn bản gốc.")
NOT_ADOPTED = T("Bộ tiêu chí CHƯA được áp dụng, CHƯA đối chiếu văn bản gốc: kết quả là dự kiến.")
NOT_AGREEING = T("CẢNH BÁO: đếm lại từ các bản khai cho số khác với số tổng hợp. Chưa dùng số liệu này.")


def facts(basis: Basis, *, year: int, as_of: datetime, people: int) -> tuple[Fact, ...]:
    """The lines of the sheet, for the report of ``year`` with ``people`` in its list of names."""
    return (
        Fact(T("Bộ tiêu chí"), T("Công dân học tập (mã: {id})", id=basis.set_id)),
        Fact(T("Số quyết định"), basis.number or UNKNOWN),
        Fact(T("Ngày ban hành"), basis.signed_on or UNKNOWN),
        Fact(T("Cơ quan ban hành"), basis.issuer or UNKNOWN),
        Fact(T("Bản dùng để tính"), basis.edition),
        Fact(T("Đối chiếu văn bản gốc"), unverified(basis) or T("Đã đối chiếu")),
        Fact(T("Áp dụng bộ tiêu chí"), basis.adopted or T("chưa ai áp dụng, kết quả là dự kiến")),
        Fact(T("Điều kiện đạt"), basis.pass_rule or T("chưa xác định")),
        Fact(T("Cán bộ đã sửa"), lines(*basis.corrections) if basis.corrections else T("không sửa gì")),
        Fact(
            T("Tổng số người trong diện đánh giá"),
            T("Người có tên trong danh sách dân cư, đủ {age} tuổi trở lên tính đến 31/12/{year}", age=basis.min_age,
              year=year),
        ),
        Fact(
            T("Người vắng ngày 31/12/{year}", year=year),
            lines(*basis.elsewhere) if basis.elsewhere else T("không ghi ai"),
        ),
        *listed_facts(basis),
        Fact(
            T("Số đạt"),
            T("Người trong diện đánh giá, được {head_label} xác nhận trong năm {year}, có kết quả đạt", year=year),
        ),
        *(() if basis.counting is None else (Fact(T("Cách tính số đạt"), basis.counting),)),
        *(() if basis.population is None else (Fact(T("Dân số"), basis.population),)),
        Fact(T("Kế hoạch"), basis.plan or T("chưa có")),
        Fact(T("Chỉ tiêu"), T("chưa có") if basis.target is None else basis.target),
        Fact(T("Nguồn của chỉ tiêu"), basis.target_source or UNKNOWN),
        Fact(T("Số liệu tính đến"), as_of),
        Fact(T("Người xuất báo cáo"), basis.made_by),
        Fact(T("Số người trong danh sách kèm theo"), people),
        Fact(T("Đếm lại từ các bản khai"), _recount(basis.recount_agrees)),
        Fact(T("“Đăng ký”"), _registered(basis, year)),
        Fact(T("“Đã tự đánh giá”"), _declared(basis)),
        Fact(T("“Đã xác nhận”"), T("{Head_label} đã kiểm tra và xác nhận; chưa phải là công nhận của UBND")),
        Fact(T("“Được công nhận”"), T("Có tên trong quyết định công nhận đã ban hành")),
        Fact(T("“Đạt”"), T("Đã xác nhận và kết quả đủ điều kiện đạt")),
        Fact(T("“Ngoài danh sách”"), T(
            "Đã xác nhận nhưng không có tên trong danh sách dân cư, đã ra khỏi danh sách (chuyển đi, mất) hoặc vắng "
            "không tính; không tính vào tỉ lệ"
        )),
    )  # fmt: skip


def _registered(basis: Basis, year: int) -> Words:
    if basis.registers:
        return T("Đã ghi tên tham gia năm {year}, kể cả chưa tự đánh giá; ai tự đánh giá là đã đăng ký", year=year)
    return T("Đã bắt đầu bản khai của năm {year} (cách tính của các năm trước khi có đăng ký riêng)", year=year)


def _declared(basis: Basis) -> Words:
    if not basis.made_elsewhere:
        return T("Đã gửi phiếu tự đánh giá ít nhất một lần")
    return T("Đã gửi phiếu tự đánh giá ít nhất một lần, hoặc có kết quả lập ở nơi khác")


def listed_facts(basis: Basis) -> tuple[Fact, ...]:
    """How many results were made elsewhere, and by whom; nothing where none were."""
    if not basis.made_elsewhere:
        return ()
    said = T("{n} người trong số đã tự đánh giá; không có điểm của phần mềm này.", n=Number(basis.made_elsewhere))
    return (Fact(T("Kết quả lập ở nơi khác"), lines(said, *basis.lists)),)


def unverified(basis: Basis) -> Words | None:
    """The warning that nobody has compared the set with the paper, unless somebody has."""
    if basis.verified:
        return None
    return NOT_ADOPTED if basis.adopted is None else USED_FOR_NOW


def _recount(agrees: bool | None) -> Words:  # noqa: FBT001 (the field as it is)
    if agrees is None:
        return T("chưa đếm lại")
    return T("Khớp với số tổng hợp") if agrees else NOT_AGREEING
