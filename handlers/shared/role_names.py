"""The roles by their names on the screen."""

from __future__ import annotations

from collections.abc import Mapping

from criteria.policy import Role
from locales.text import T, Words

ROLE_NAMES: Mapping[Role, Words] = {
    Role.HEAD: T("{Head_label}: xác nhận bản khai"),
    Role.OFFICER: T("Cán bộ {commune_label}: số liệu và báo cáo"),
    Role.REPORTER: T("Người phụ trách số liệu: nộp số liệu được phân công"),
    Role.HELPER: T("Người được nhờ khai hộ cho người không dùng điện thoại"),
}
DEPUTY = T("Người thay {head_label} một thời gian: xác nhận bản khai")


def role_name(role: Role, *, for_a_time: bool) -> Words:
    """What somebody does: a head for a time is a deputy."""
    return DEPUTY if role is Role.HEAD and for_a_time else ROLE_NAMES[role]
