"""Why a declaration is returned: the ready reasons, about an answer or about the whole."""

from __future__ import annotations

from collections.abc import Mapping

from locales.text import T, Words

WHOLE = "-"  # in a route, where a question's id would stand: the declaration as a whole

OF_AN_ANSWER: Mapping[str, Words] = {
    "known": T("Không đúng như trong {village_label} biết"),
    "show": T("Cần kể rõ, hoặc ghi sổ học tập kèm ảnh"),
    "slip": T("Có lẽ bấm nhầm"),
}
OF_THE_WHOLE: Mapping[str, Words] = {
    "village": T("Không phải người của {village_label}"),
    "twice": T("Người này đã khai ở nơi khác"),
}
