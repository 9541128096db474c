"""The demo's page: three phones side by side, the story they play, and what the page's script asks for."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.webchat.channel import chat_of
from bot.demo.stage import Stage
from bot.demo.story import ACTS, NAMES, RESTART
from bot.http import is_cross_site
from bot.pages.page import page_texts, templates
from locales.catalog import LANGUAGES, catalog
from locales.text import T, Words
from storage import accounts, places
from storage.kit.transaction import Transaction

TEXTS: Mapping[str, Words] = {
    "again_sure": T("Xoá hết, làm lại?"),
    "demo_note": T("Bản chạy thử: người và số liệu đều là giả."),
    "restart": RESTART,
    "restarting": T("Đang dựng lại xã, đợi vài giây…"),
    "story": T("Câu chuyện"),
    "tour": T("Xem tự chạy"),
    "tour_over": T("Hết. Giờ mời bấm thử."),
    "tour_stop": T("Dừng"),
    "tour_stuck": T("Đã dừng: máy này đang ở chỗ khác. Mời bấm tiếp theo dòng gợi ý."),
    "turn": T("Đến lượt"),
}
UNKEPT = {"cache-control": "no-store"}


def demo_routes(stage: Stage) -> tuple[BaseRoute, ...]:
    """The page and what it needs."""

    async def page(request: Request) -> Response:
        asked = request.query_params.get("lang", "")
        if asked in LANGUAGES:
            await stage.speak(asked)
        language = asked if asked in LANGUAGES else await stage.language()
        commune, subtitles = await stage.database.read(lambda tx: _names(tx, stage.tokens))
        words = catalog(language).render
        story = await stage.story(language)
        seats = [
            {
                "key": seat,
                "name": words(NAMES[seat]),
                "subtitle": subtitles[seat],
                "session": session,
                "hint": story["hints"][seat],
            }
            for seat, session in stage.tokens.items()
        ]
        texts = {**page_texts(language), **{name: words(text) for name, text in TEXTS.items()}}
        shown = {
            "seats": seats,
            "commune": commune,
            "texts": texts,
            "lang": language,
            "languages": {"vi": "Tiếng Việt", "en": "English"},
            "acts": [words(each) for each in ACTS],
            "story": story,
        }
        response: Response = templates().TemplateResponse(request, "demo.html", shown, headers=UNKEPT)
        return response

    async def story(request: Request) -> Response:
        return JSONResponse(await stage.story(await stage.language()), headers=UNKEPT)

    async def screen(request: Request) -> Response:
        shown = await stage.screen(str(request.path_params["seat"]))
        return JSONResponse(shown, 404 if shown is None else 200, headers=UNKEPT)

    async def restart(request: Request) -> Response:
        if is_cross_site(request):
            return Response(status_code=403)
        stage.restart()
        return Response(status_code=202)

    return (
        Route("/", page),
        Route("/demo/story", story),
        Route("/demo/screen/{seat}", screen),
        Route("/demo/restart", restart, methods=["POST"]),
    )


def _names(tx: Transaction, tokens: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The commune, and under each phone's name where its person is."""
    commune = places.communes(tx)[0]
    subtitles = {}
    for seat, session in tokens.items():
        account = accounts.find(tx, "web", chat_of(session))
        person = None if account is None else account.person
        village = places.villages(tx, commune.id)[0] if person is None else places.get(tx, person.place_id)
        subtitles[seat] = commune.full_name if seat == "officer" else village.full_name
    return f"{commune.full_name}, {commune.province}", subtitles
