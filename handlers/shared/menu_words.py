"""Other words that people have for what the menus offer: read where they are typed, and shown nowhere."""

from __future__ import annotations

from collections.abc import Mapping

from acts.choice import Choice, Look
from acts.way import Way
from locales.text import Message

# By the label's own text, a number in it as {n}.
MENU_WORDS: Mapping[str, tuple[str, ...]] = {
    "Khai Công dân học tập": ("khai cho tôi", "khai của tôi", "bắt đầu khai", "làm bản khai"),
    "Sổ học tập": ("sổ học", "nhật ký", "tôi học hồi", "cái tôi học", "những gì tôi học", "ghi việc học"),
    "Lớp sắp mở": ("lớp học", "có lớp nào", "lớp nào sắp mở", "đi học lớp nào", "tôi muốn học", "muốn đi học"),
    "Gia đình": ("nhà tôi", "hộ tôi", "khai gia đình", "gia đình học tập"),
    "Khai hộ người nhà": (
        "khai hộ", "khai giùm", "khai giúp", "khai thay", "khai cho bà", "khai cho ông", "khai cho mẹ", "khai cho bố",
        "khai cho vợ", "khai cho chồng", "khai cho con", "khai cho người nhà",
    ),
    "Dữ liệu và quyền của tôi": (
        "dữ liệu của tôi", "thông tin của tôi", "quyền của tôi", "giữ những gì của tôi", "giữ gì của tôi",
        "xoá tên tôi",
    ),
    "Chờ xác nhận ({n})": ("chờ duyệt", "chờ tôi duyệt", "chờ ký", "ai đang chờ", "đang chờ", "duyệt bài"),
    "Giờ nhận tin": ("đổi giờ", "giờ nhắn tin", "giờ báo tin", "nhận tin lúc"),
    "Sửa họ tên": ("sai tên", "tên sai", "sửa tên", "chữa tên", "đổi tên", "sai họ", "nhầm tên"),
    "Sửa năm sinh": ("sai năm", "năm đẻ", "sai tuổi", "sửa tuổi", "đổi năm", "nhầm năm", "sai ngày sinh"),
    "Sửa nơi ở": (
        "thôn", "sửa thôn", "đổi thôn", "sai thôn", "nhầm thôn", "thôn sai", "sai xóm", "sai ấp", "sai bản",
        "sai khu phố", "sai tổ", "sai nơi ở",
    ),
    "Khai ngay": ("khai luôn", "khai liền", "bắt đầu khai", "làm luôn", "khai bây giờ"),
    "Để sau": ("để hôm sau", "để bữa sau", "hôm khác", "bữa khác", "lúc khác", "để mai", "để lúc nào rảnh"),
    "Đừng nhắc nữa": ("đừng nhắn nữa", "đừng nhắn", "đừng nhắc", "thôi nhắc", "không nhắc nữa", "đừng gửi nữa"),
}  # fmt: skip


def menu_choice(label: Message, route: Way, look: Look = Look.ANSWER) -> Choice:
    """A choice of a menu, with the other words that people have for it."""
    return Choice(label, route, look, MENU_WORDS.get(label.msgid, ()))
