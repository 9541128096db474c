"""How far somebody is with the year's declaration, in words."""

from __future__ import annotations

from collections.abc import Mapping

from criteria.reminding import Standing
from locales.text import T, Words

STANDING_NAMES: Mapping[Standing, Words] = {
    Standing.NOT_BEGUN: T("Chưa khai"),
    Standing.DRAFT: T("Đang khai dở"),
    Standing.RETURNED: T("Được trả lại, chưa gửi lại"),
    Standing.WAITING: T("Đã gửi, chờ xác nhận"),
    Standing.CONFIRMED: T("Đã xác nhận"),
}
