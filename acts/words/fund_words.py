"""What a fund is called, and what of it falls to one resident: the same in the chat and on paper."""

from __future__ import annotations

from locales.text import Number, T, Verbatim, Words


def fund_name(place: str, clan: str | None) -> Words:
    """Whose fund it is."""
    if clan is None:
        return Verbatim(place)
    return T("Họ {clan}, {place}", clan=Verbatim(clan), place=Verbatim(place))


def a_resident(amount: int, whole: int) -> Words:
    """Đồng a resident, rounded down, and of how many: without a roster nothing can be said."""
    if not whole:
        return T("chưa có danh sách dân cư nên chưa tính được đồng/người")
    return T("{n} đồng/người (tính trên {whole} người trong danh sách, mọi độ tuổi)", n=Number(amount // whole),
             whole=Number(whole))  # fmt: skip
