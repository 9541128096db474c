"""Why a declaration is returned: the ready reasons, about an answer or about the whole."""

from __future__ import annotations

from collections.abc import Mapping

from locales.text import T, Words
from storage.declaration_record import Declaration

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
OF_A_LIST: Mapping[str, Words] = {
    "village": OF_THE_WHOLE["village"],
    "known": T("Kết quả không đúng như trong {village_label} biết"),
}
OF_WHAT = T("Câu nào cần xem lại? Người khai sẽ thấy lý do, và sửa đúng câu ấy.")
LISTED = T("Kết quả này do nơi khác lập. Vì sao trả lại? Cán bộ đưa danh sách vào sẽ thấy lý do.")


def of_the_whole(declaration: Declaration) -> Mapping[str, Words]:
    """The ready reasons about a declaration as a whole; of a result made elsewhere there are others."""
    return OF_A_LIST if declaration.made_elsewhere else OF_THE_WHOLE
