"""The consent text: what is asked of whom, and its version. Shown before anything is asked."""

from __future__ import annotations

from locales.text import T, Words, lines
from storage.places import Place

CONSENT_VERSION = "2026-12"


def consent_text(commune: Place) -> Words:
    """The consent text (Luật 91/2025/QH15, NĐ 356/2025/NĐ-CP). A changed text gets a new CONSENT_VERSION."""
    return lines(
        T("Ai hỏi: Ủy ban nhân dân {commune}, cùng Hội Khuyến học {commune}.", commune=commune.inline_name),
        T("Hỏi gì: họ tên, năm sinh, nơi ở, việc làm, và các câu về việc học của {you}."),
        T("Để làm gì: xét danh hiệu Công dân học tập và làm số liệu của {commune_label}."),
        T("Ai xem: {head_label} và cán bộ {commune_label}. Không đưa cho ai khác."),
        T("Giữ bao lâu: 2 năm báo cáo, sau đó chỉ còn con số chung."),
        T("Quyền của {you}: xem, sửa, tải về, xoá, rút lại đồng ý lúc nào cũng được, gõ /quyen."),
        T("Nhắn qua Zalo hay Telegram thì tin đi qua máy chủ của họ, có thể ở nước ngoài."),
        T("Không đồng ý cũng không sao: {you} vẫn khai được bằng giấy với {head_label}."),
        T("Hỏi thêm: {contact}", contact=commune.contact or commune.full_name),
    )
