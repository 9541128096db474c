"""The demo's page: three phones side by side."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.pages.page import page_texts, templates
from locales.catalog import catalog
from locales.text import T, Words
from storage import accounts, places
from storage.kit.engine import Database
from storage.kit.transaction import Transaction

NAMES: dict[str, Words] = {
    "resident": T("Người dân"),
    "head": T("Trưởng thôn"),
    "officer": T("Cán bộ xã"),
}
HINTS: dict[str, Words] = {
    "resident": T("Thử ghi tên Nguyễn Thị Lan, sinh năm 1968, rồi khai và gửi."),
    "head": T("Gõ /duyet để xem bản khai vừa gửi, rồi xác nhận hoặc trả lại."),
    "officer": T("Số liệu đổi theo từng lần xác nhận: bấm Xuất Excel."),
}


def demo_routes(database: Database, tokens: Mapping[str, str]) -> tuple[BaseRoute, ...]:
    """The page and what it needs."""

    async def page(request: Request) -> Response:
        lang = "en" if request.query_params.get("lang") == "en" else "vi"

        def read(tx: Transaction) -> tuple[str, dict[str, str]]:
            commune = places.communes(tx)[0]
            subtitles = {}
            for seat, session in tokens.items():
                account = accounts.find(tx, "web", session)
                person = None if account is None else account.person
                village = places.villages(tx, commune.id)[0] if person is None else places.get(tx, person.place_id)
                subtitles[seat] = commune.full_name if seat == "officer" else village.full_name
            return f"{commune.full_name}, {commune.province}", subtitles

        commune, subtitles = await database.read(read)
        words = catalog(lang).render
        seats = [
            {
                "key": seat,
                "name": words(NAMES[seat]),
                "subtitle": subtitles[seat],
                "session": session,
                "hint": words(HINTS[seat]),
            }
            for seat, session in tokens.items()
        ]
        shown = {"seats": seats, "commune": commune, "texts": page_texts(lang), "lang": lang}
        response: Response = templates().TemplateResponse(request, "demo.html", shown)
        return response

    return (Route("/", page),)
