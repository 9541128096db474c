"""The pages in a browser: templates, and the texts their script shows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path

from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from bot.media import TOO_BIG
from locales.catalog import catalog
from locales.text import T, Words

FOLDER = Path(str(resources.files("bot.pages")))


def static_files() -> BaseRoute:
    """Style, script and icons of all pages."""
    return Mount("/static", StaticFiles(directory=FOLDER / "static"))


@lru_cache
def templates() -> Jinja2Templates:
    """The Jinja2 templates; what they are given is escaped."""
    return Jinja2Templates(directory=FOLDER / "templates")


def page_texts(language: str) -> Mapping[str, str]:
    """Every text of the pages and their script, by the name they know it under."""
    return {name: catalog(language).render(text) for name, text in TEXTS.items()}


TEXTS: Mapping[str, Words] = {
    "again": T("Thử lại"),
    "app_name": T("Học Tập"),
    "attach": T("Gửi ảnh"),
    "begin": T("Bắt đầu"),
    "choose_photo": T("Chọn ảnh"),
    "code_label": T("Có mã thì gõ vào đây (mã thôn, mã đăng nhập)"),
    "code_unknown": T("Không có thôn nào mang mã này. {You} xem lại mã trên tờ dán, hoặc cứ bấm Bắt đầu."),
    "enter": T("Vào"),
    "first_private": T("Chưa hỏi gì khi {you} chưa đồng ý. Không cần ứng dụng, không cần tài khoản."),
    "first_what": T("Ở đây {you} tự khai việc học của mình để được xét danh hiệu Công dân học tập. Khoảng 5 phút."),
    "demo_note": T("Bản chạy thử: người và số liệu đều là giả. Ba điện thoại nói chuyện với nhau ngay trên máy này."),
    "download": T("Tải tệp"),
    "file_question": T("Tệp này làm riêng cho người đã xin. Gõ năm sinh của người ấy, 4 chữ số:"),
    "file_title": T("Tệp từ Học Tập"),
    "failed": T("Tin này không gửi được. {You} tải lại trang rồi thử lại."),
    "messages": T("Các tin nhắn"),
    "no_script": T("Trang này cần bật JavaScript."),
    "notice": T("Tin mới"),
    "offline": T("Mất kết nối. Đang nối lại, tin của {you} không mất."),
    "phones": T("Các điện thoại"),
    "photo": T("(một tấm ảnh)"),
    "photo_too_big": TOO_BIG,
    "retrying": T("Chưa gửi được, đang thử lại"),
    "send": T("Gửi"),
    "send_again": T("Gửi lại"),
    "title": T("Học Tập: từ bản tự khai đến số liệu của xã"),
    "type_here": T("Gõ tin nhắn"),
    "unread": T("có tin mới"),
    "you_said": T("{You} viết:"),
}
