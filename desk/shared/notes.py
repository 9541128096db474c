"""What a page says of what was just done: by a key in its address, so that a reload or another tab does nothing."""

from __future__ import annotations

from collections.abc import Mapping

from locales.text import T, Words

NOTE = "tb"  # the name of the key in an address
NOTES: Mapping[str, Words] = {
    "da-rut": T("Đã rút lại. Phiếu lại chờ xác nhận."),
    "da-doi": T("Phiếu vừa thay đổi sau khi {you} mở. Chưa có gì được quyết; {you} xem lại rồi quyết."),
    "chon-ket-qua": T("Phiếu này chưa có kết quả theo bộ tiêu chí. {You} chọn đạt hoặc chưa đạt."),
    "het": T("Không còn phiếu nào chờ {you}."),
    "da-sua": T("Đã sửa. Người ấy được báo nếu có chat."),
    "nhu-cu": T("Không có gì thay đổi."),
    "dang-lap": T("Máy đang làm tệp. Tệp gửi vào chat của {you}; trang này tự cập nhật."),
    "da-xin": T("Tệp ấy đang làm từ lần trước, {you} đợi một chút."),
    "dau-doi": T("Phần đầu và chữ ký vừa được sửa. {You} xem lại rồi hãy lập."),
    "tap-huan": T("Năm này dùng bộ mẫu tập huấn, số điểm là số giả, nên không làm tệp báo cáo."),
}
