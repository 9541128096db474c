"""The sheet on which somebody withdraws their consent and asks for their data to be erased, to be signed by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from locales.text import Day, T, Words
from reports.typesetting import pdf


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawalSheet:
    """Who asks, of which commune, and whom to ask; ``on`` is the day on which it was made."""

    name: str
    birth_year: int
    village: Words
    commune: Words
    contact: str
    number: str
    on: date
    on_roster: bool


def withdrawal_sheet(found: WithdrawalSheet, words: Callable[[Words], str]) -> bytes:
    """The PDF, one page of A4."""
    roster = T("Tên trong danh sách dân cư là của {commune}, không xoá ở đây.", commune=found.commune)
    return pdf(
        "withdrawal_sheet",
        {
            "title": words(T("Đề nghị rút đồng ý và xoá dữ liệu")),
            "to": words(T("Kính gửi: Ủy ban nhân dân {commune}", commune=found.commune)),
            "rows": [
                words(T("Họ và tên: {name}", name=found.name)),
                words(T("Năm sinh: {year}", year=str(found.birth_year))),
                words(T("Nơi ở: {village}", village=found.village)),
                words(T("Số phiếu: {number}", number=found.number)),
            ],
            "wish": [
                words(T("Tôi rút lại sự đồng ý đã cho, và đề nghị xoá dữ liệu của tôi trong phần mềm Học Tập:")),
                words(T("câu trả lời, bản khai chưa xác nhận, sổ học tập, ảnh, và việc ai được khai hộ tôi.")),
                words(T("Tôi đã được nghe: xoá rồi không lấy lại được; con số chung của {commune} vẫn còn.",
                        commune=found.commune)),
                *([words(roster)] if found.on_roster else []),
            ],
            "made": words(T("Lập ngày {day}.", day=Day(found.on))),
            "signed": words(T("Người đề nghị (ký hoặc điểm chỉ)")),
            "heard": words(T("Người nhận (ký, ghi rõ họ tên)")),
            "day": words(T("Ngày ký: ……/……/…………")),
            "contact": words(T("Hỏi thêm: {contact}", contact=found.contact)),
        },
    )  # fmt: skip
