"""The ways in: the villages' join codes, their posters, and invitations for heads."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from acts.errands import PostersErrand, PosterSheet, VillageQrErrand, ask_for
from criteria.policy import Action, Role
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Goto, Routes
from handlers.kit.screen import Screen
from handlers.shared.shown_once import where_to
from locales.text import BLANK, T, Verbatim, Words, lines
from storage import places
from storage.places import Place

routes = Routes()

FEW = 3  # villages whose links and pictures fit on one screen


@routes.shows("codes", Action.SEE_QUEUE)
def codes(turn: Turn) -> Screen:
    """The villages' codes for residents; for officers, invitations for heads."""
    rows: list[Words] = []
    villages = _villages(turn)
    few = len(villages) <= FEW
    for village in villages:
        rows.append(T("{village}: mã {code}", village=village.full_name, code=village.join_code or "–"))
        rows += [Verbatim(link) for link in turn.links.to(village.join_code or "")] if few else []
    if turn.links.doors:
        rows += [BLANK, T("Trên Zalo thì mở đường dẫn này rồi gõ mã:"), *map(Verbatim, turn.links.doors)]
    if not few and turn.links.join:
        rows += [BLANK, T("Đường dẫn và mã QR của từng {village_label} có trong tờ dán.")]
    pictures = tuple(
        Choice(T("Ảnh mã QR của {village}", village=village.inline_name), ways.qr(village.id)) for village in villages
    )
    invites = tuple(
        Choice(
            T("Mời người đứng đầu {village}", village=village.inline_name), ways.ask_in(village.id, Role.HEAD.value, 0)
        )
        for village in villages
        if turn.actor.communes
    )
    return Screen(
        title=T("Mã {village_label}"),
        text=lines(T("Người dân gõ mã này, hoặc mở đường dẫn, để ghi tên vào đúng {village_label}."), BLANK, *rows),
        choices=(
            Choice(T("Tờ dán mã {village_label}, để in"), ways.posters(), Look.MAIN),
            *(pictures if few else ()),
            *invites,
            HOME,
        ),
    )


def _villages(turn: Turn) -> tuple[Place, ...]:
    """All villages of an officer's commune; a head's own."""
    if turn.actor.communes:
        return places.villages(turn.tx, turn.commune_id)
    return tuple(places.get(turn.tx, key) for key in sorted(turn.actor.places(Role.HEAD)))


@routes.does("qr/{place}", Action.VISIT)
def qr(turn: Turn, place: Place) -> Goto:
    """Ask for the picture of one village's code, to be passed on in a group chat; it arrives as a picture."""
    ask_for(turn.tx, turn.account, VillageQrErrand(place.id, where_to(turn, place.join_code or "")))
    return Goto(ways.codes(), T("Đang làm ảnh, xong sẽ gửi vào đây."))


@routes.does("posters", Action.SEE_QUEUE)
def posters(turn: Turn) -> Goto:
    """Ask for the printed sheets with the villages' codes; they are made outside the turn and arrive as a file."""
    sheets = tuple(
        PosterSheet(each.id, each.join_code, (*turn.links.to(each.join_code), *turn.links.doors))
        for each in _villages(turn)
        if each.join_code
    )
    if ask_for(turn.tx, turn.account, PostersErrand(sheets)):
        return Goto(ways.codes(), T("Đang làm tờ dán, xong sẽ gửi tệp Excel vào đây."))
    return Goto(ways.codes(), T("Tờ dán đang làm, {you} đợi một chút."))
