"""The page with the recovery key: to be printed once, and kept where no thief of the machine looks."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import datetime

import segno

from locales.text import Moment, T, Words
from reports.typesetting import pdf

IN_A_ROW = 5  # groups: what one reads aloud in one breath

KEEPING = (
    T("In hai tờ. Một tờ cất trong két hoặc tủ khoá của ủy ban, một tờ ở nhà khác, xa máy chủ và xa ổ sao lưu."),
    T("In xong thì xoá tệp này. Không chụp ảnh, không gửi qua tin nhắn, không để trong máy."),
    T("Thử ngay: chạy hoctap recovery-key --check rồi gõ khoá theo tờ đã in."),
    T("Ai có tờ này và một bản sao lưu thì đọc được hết dữ liệu. Mất tờ: chạy hoctap recovery-key --new, in tờ mới."),
)
STEPS = (
    T("Cài Học Tập trên máy khác, như lần đầu."),
    T("Cắm ổ sao lưu. Chọn tệp hoctap-….age mới nhất; để tệp hoctap-erased.txt nằm cạnh nó."),
    T("Chạy: hoctap restore TỆP rồi gõ khoá trên tờ này."),
    T("Đặt lại các thiết lập mà máy nhắc, rồi chạy: hoctap run"),
)


def recovery_page(groups: Sequence[str], whole: str, public: str, at: datetime, words: Callable[[Words], str]) -> bytes:
    """The PDF.

    Args:
        groups: the key as it is typed.
        whole: the key as a reader of picture codes finds it.
        public: its public part, by which one tells two pages apart.
        at: when the key was made.
        words: renders a text.
    """
    picture = io.BytesIO()
    segno.make(whole, error="q", micro=False).save(picture, kind="svg", border=2)
    rows = [groups[start : start + IN_A_ROW] for start in range(0, len(groups), IN_A_ROW)]
    return pdf(
        "recovery_page",
        {
            "title": words(T("Khoá khôi phục dữ liệu Học Tập")),
            "made": words(T("làm lúc {when}", when=Moment(at))),
            "warning": words(
                T(
                    "Giữ tờ giấy này như giữ con dấu. Không có nó thì không ai mở được bản sao lưu, kể cả người làm "
                    "phần mềm."
                )
            ),
            "typed": words(T("Khoá, gõ theo từng nhóm, từ trái sang phải")),
            "rows": [
                {"number": str(number), "groups": [*row, *[""] * (IN_A_ROW - len(row))]}
                for number, row in enumerate(rows, 1)
            ],
            "letters": words(
                T("Chữ hoa hay thường, có dấu cách hay không đều được. Khoá không có chữ B, I, O và số 1.")
            ),
            "picture": picture.getvalue().decode(),
            "scan": words(T("Hoặc quét mã này, lưu dòng chữ hiện ra thành một tệp, và thêm --key TỆP.")),
            "keep": words(T("Cất tờ này")),
            "keeping": [words(each) for each in KEEPING],
            "lost": words(T("Khi máy chủ hỏng hoặc mất")),
            "steps": [words(each) for each in STEPS],
            "number": words(T("Số hiệu của khoá: {public}", public=public)),
        },
    )
