"""The page to which the QR of a Giấy công nhận leads: whether it holds, for whom by initials, and nothing more.

Anybody may open it. A code is not guessed (100 bits), and whoever tries many is asked to wait. What is looked up
leaves no trace, and no search engine keeps the page.
"""

from __future__ import annotations

import time
from collections import OrderedDict, deque

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from criteria.model import SubjectKind
from criteria.names import initials
from criteria.parse import title_name, titles
from locales.catalog import catalog
from locales.text import T, Verbatim, Words
from storage import places, recognition
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.recognition import Checked

CHECK_AT = "/cong-nhan/"
LOOKS, WITHIN = 30, 60.0  # so many codes in so many seconds from one address
ADDRESSES = 10_000  # that are remembered
NO_STORE = {"cache-control": "no-store", "x-robots-tag": "noindex, nofollow"}

HOLDS = T("Giấy công nhận này có giá trị.")
REVOKED = T("Giấy công nhận này không còn giá trị: việc công nhận đã được thu hồi.")
UNKNOWN = T(
    "Không tìm thấy mã này. {You} xem lại từng chữ của mã trên giấy. Giấy đã cũ thì hỏi Ủy ban nhân dân nơi cấp giấy."
)
TOO_MANY = T("{You} xem nhiều mã quá nhanh. {You} đợi một phút rồi mở lại.")


class CertificatePage:
    """Answers whoever scanned a paper."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._looked: OrderedDict[str, deque[float]] = OrderedDict()

    def routes(self) -> list[BaseRoute]:
        """The page."""
        return [Route(f"{CHECK_AT}{{code}}", self._page)]

    async def _page(self, request: Request) -> Response:
        from bot.pages.page import language_of

        language = language_of(request)
        if not self._may_look(request):
            return self._shown(request, language, 429, TOO_MANY, {**NO_STORE, "retry-after": str(round(WITHIN))})
        code = "".join(str(request.path_params["code"]).split()).upper()
        found = await self._database.read(lambda tx: _said(tx, code))
        if found is None:
            return self._shown(request, language, 404, UNKNOWN, NO_STORE)
        checked, commune = found
        return self._shown(
            request, language, 200, HOLDS if checked.is_valid else REVOKED, NO_STORE, facts=_facts(checked, commune)
        )

    def _may_look(self, request: Request) -> bool:
        """Whether this address has not asked too often lately."""
        address = request.client.host if request.client is not None else ""
        now = time.monotonic()
        looked = self._looked.setdefault(address, deque())
        self._looked.move_to_end(address)
        while len(self._looked) > ADDRESSES:
            self._looked.popitem(last=False)
        while looked and looked[0] < now - WITHIN:
            looked.popleft()
        if len(looked) >= LOOKS:
            return False
        looked.append(now)
        return True

    @staticmethod
    def _shown(
        request: Request,
        language: str,
        status: int,
        said: Words,
        headers: dict[str, str],
        facts: tuple[tuple[Words, Words], ...] = (),
    ) -> Response:
        render = catalog(language).render
        from bot.pages.page import page_texts, templates

        response: Response = templates().TemplateResponse(
            request,
            "certificate.html",
            {
                "lang": language,
                "texts": page_texts(language),
                "said": render(said),
                "facts": [(render(name), render(value)) for name, value in facts],
            },
            status_code=status,
            headers=headers,
        )
        return response


def _said(tx: Transaction, code: str) -> tuple[Checked, str] | None:
    found = recognition.of_code(tx, code)
    return None if found is None else (found, places.get(tx, found.commune_id).full_name)


def _facts(found: Checked, commune: str) -> tuple[tuple[Words, Words], ...]:
    """For whom, which title, which year, where. Of people no more than the letters that their names begin with."""
    is_place = found.title in {*titles(SubjectKind.VILLAGE), *titles(SubjectKind.UNIT)}
    called = found.group or found.full_name
    return (
        (T("Cấp cho"), Verbatim(called if is_place else initials(called))),
        (T("Danh hiệu"), title_name(found.title)),
        (T("Năm"), Verbatim(str(found.year))),
        (T("Nơi cấp"), Verbatim(commune)),
    )
