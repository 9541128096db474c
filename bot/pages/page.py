"""The pages in a browser: templates, and the texts their script shows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib import resources
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Mount
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from bot.media import DOCUMENTS, TOO_BIG
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


def language_of(request: Request) -> str:
    """Of a stranger: Vietnamese, unless they ask for English."""
    return "en" if request.query_params.get("lang") == "en" else "vi"


def no_page(request: Request, status: int) -> Response:
    """There is nothing at this address: said in words, with a way on; to a script as data."""
    return _in_words(request, status, NO_PAGE)


def busy_page(request: Request) -> Response:
    """The database is out of reach: nothing was done, and it is worth asking again."""
    return _in_words(request, 503, BUSY)


def _in_words(request: Request, status: int, problem: Words) -> Response:
    """Who comes by a wrong address may be anybody: whose browser reads English and no Vietnamese is told in English."""
    wanted = request.headers.get("accept-language", "").lower()
    language = "en" if wanted.startswith("en") and "vi" not in wanted else language_of(request)
    words = catalog(language).render(problem)
    if "text/html" not in request.headers.get("accept", ""):
        return JSONResponse({"message": words}, status_code=status)
    shown = {"lang": language, "texts": page_texts(language), "problem": words, "onward": "/"}
    response: Response = templates().TemplateResponse(
        request, "problem.html", shown, status_code=status, headers={"cache-control": "no-store"}
    )
    return response


def page_texts(language: str) -> Mapping[str, str]:
    """Every text of the pages and their script, by the name they know it under."""
    return {name: catalog(language).render(text) for name, text in TEXTS.items()}


BUSY = T("Máy đang bận. {You} mở lại đường dẫn này sau ít phút.")
NO_PAGE = T("Không có trang này. Đường dẫn gõ sai hoặc đã cũ. {You} bấm Về trang đầu.")
TEXTS: Mapping[str, Words] = {
    "again": T("Thử lại"),
    "app_name": T("Học Tập"),
    "at_desk": T("Cán bộ, {head_label}: vào bằng mật khẩu"),
    "attach": T("Gửi ảnh"),
    "attach_file": T("Gửi tệp"),
    "begin": T("Bắt đầu"),
    "certificate_title": T("Kiểm tra Giấy công nhận"),
    "certificate_why": T("Trang này chỉ cho biết giấy có giá trị hay không. Muốn biết thêm, {you} hỏi nơi cấp giấy."),
    "choose_file": T("Chọn tệp"),
    "choose_photo": T("Chọn ảnh"),
    "code_label": T("Có mã thì gõ vào đây (mã trên tờ dán, mã đăng nhập)"),
    "code_unknown": T("Không có nơi nào mang mã này. {You} xem lại mã trên tờ dán, hoặc cứ bấm Bắt đầu."),
    "enter": T("Vào"),
    "first_private": T("Chưa hỏi gì khi {you} chưa đồng ý. Không cần ứng dụng, không cần tài khoản."),
    "first_what": T("Ở đây {you} tự khai việc học của mình để được xét danh hiệu Công dân học tập. Khoảng 5 phút."),
    "download": T("Tải tệp"),
    "file_question": T("Tệp này làm riêng cho người đã xin. Gõ năm sinh của người ấy, 4 chữ số:"),
    "file_too_big": DOCUMENTS.too_big,
    "file_title": T("Tệp từ Học Tập"),
    "failed": T("Tin này không gửi được. {You} tải lại trang rồi thử lại."),
    "leave": T("Thoát khỏi máy này"),
    "leave_back": T(
        "Muốn vào lại, {you} gõ mã đăng nhập: lấy mã trên máy khác của {you}, "
        "mục Điện thoại, ứng dụng của tôi; hoặc xin {head_label}."
    ),
    "leave_short": T("Thoát"),
    "leave_stranger": T("Chưa có gì được ghi tên. {You} thoát thì bắt đầu lại từ đầu."),
    "leave_what": T(
        "Máy này sẽ quên {you}: không ai cầm máy mà xem hay khai được gì của {you} nữa. Bản khai vẫn còn nguyên."
    ),
    "leave_when": T("Máy dùng chung, máy mượn của người khác thì {you} nên thoát khi xong việc."),
    "listen": T("Nghe"),
    "messages": T("Các tin nhắn"),
    "no_results": T("Chưa nơi nào công khai kết quả."),
    "no_script": T("Trang này cần bật JavaScript."),
    "notice": T("Tin mới"),
    "offline": T("Mất kết nối. Đang nối lại, tin của {you} không mất."),
    "phones": T("Các điện thoại"),
    "photo": T("(một tấm ảnh)"),
    "photo_too_big": TOO_BIG,
    "retrying": T("Chưa gửi được, đang thử lại"),
    "send": T("Gửi"),
    "shown_choices": T("Chọn"),
    "stay": T("Ở lại"),
    "stop_listening": T("Dừng"),
    "to_first": T("Về trang đầu"),
    "send_again": T("Gửi lại"),
    "title": T("Học Tập: từ bản tự khai đến số liệu của xã, phường"),
    "type_here": T("Gõ tin nhắn"),
    "upload_limits": T("Tệp dưới 20 MB. Đường dẫn này dùng được một lần, trong nửa giờ."),
    "upload_title": T("Gửi tệp lên Học Tập"),
    "unread": T("có tin mới"),
    "you_said": T("{You} viết:"),
}
