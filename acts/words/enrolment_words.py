"""What registering means, in one sentence, and how somebody came to be registered."""

from __future__ import annotations

from collections.abc import Mapping

from locales.text import T, Words
from storage.cycles import Cycle
from storage.kit.words import Registered

MEANING = T("Đăng ký là báo tham gia năm nay; khai sau lúc nào cũng được.")
HOW: Mapping[Registered, Words] = {
    Registered.CHAT: T("tự đăng ký"),
    Registered.HOUSEHOLD: T("hộ ký danh sách"),
    Registered.LIST: T("ký danh sách của {village_label}"),
    Registered.OFFICE: T("cán bộ {commune_label} ghi"),
    Registered.EXCEPTION: T("{head_label} ghi cho cả {village_label}"),
    Registered.DECLARED: T("bắt đầu khai"),
}


def registered_means(cycle: Cycle) -> Words:
    """What the number of registered counts in the year, as it stands beside the number."""
    if cycle.registers:
        return T("Đăng ký năm {year}: đã ghi tên tham gia, kể cả chưa tự đánh giá.", year=cycle.year)
    return T("Đăng ký năm {year}: đã bắt đầu tự đánh giá.", year=cycle.year)
