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
    "danh-sach-doi": T("Danh sách vừa được đưa sang bước khác. Chưa làm gì; {you} xem lại dưới đây rồi làm tiếp."),
    "khong-ai": T("Không có ai đã xác nhận và đạt mà chưa vào danh sách."),
    "con-y-kien": T("Còn ý kiến chưa trả lời. {You} trả lời xong rồi trình."),
    "chua-niem-yet": T("Năm này {commune_label} chọn niêm yết trước khi trình. {You} niêm yết danh sách đã."),
    "thieu-buoc": T("Chưa trình được: còn bước của năm chưa làm, ghi dưới đây."),
    "chua-trinh": T("Chưa trình được: danh sách không còn tên nào."),
    "ngay-niem-yet": T("Ngày đầu niêm yết phải từ hôm nay đến 60 ngày tới. Chưa ghi gì."),
    "tep-doi": T("Tệp vừa được xử lý ở chỗ khác, hoặc chưa đủ nguồn. Chưa làm gì; {you} xem lại dưới đây."),
    "dang-dua": T("Máy đang đưa vào danh sách. {You} làm việc khác cũng được; xong có báo trong chat."),
    "da-gach": T("Đã gạch tên."),
    "da-lai": T("Đã đưa tên vào lại."),
    "viet-ro": T("{You} viết nội dung bằng vài chữ, nhiều nhất 300 chữ cái. Chưa ghi gì."),
    "da-ghi": T("Đã ghi."),
    "da-ban-hanh": T("Đã ghi quyết định. Máy đang báo cho từng người."),
}
