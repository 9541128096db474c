"""Who heads and helps in a place: a deputy for a time, a trusted neighbour, leaving office, handing over."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from acts import ways
from acts.choice import Choice, Look
from acts.codes import spaced
from acts.errands import InvitationQrErrand, ask_for
from acts.inviting import invite
from acts.notices import Notice, tell
from acts.way import Way
from criteria.policy import Action, Role, Tie, may
from handlers.kit.choices import CHOOSE
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from handlers.shared.role_names import role_name
from handlers.shared.shown_once import GONE_BY, code_on, show_code, where_to
from locales.format import day_of
from locales.place_words import named
from locales.text import BLANK, Day, Moment, T, Tn, Verbatim, Words, joined, lines
from storage import places, roles, ties
from storage.places import Place
from storage.roles import Held, Invite

routes = Routes()

TIMES = (7, 30, 90)  # days that a deputy can be asked for
FILES_FOR = 365  # days that somebody is in charge of a place's figures


@routes.shows("keepers/{place}", Action.KEEP_ROLES)
def keepers(turn: Turn, place: Place) -> Screen:
    """Who holds which role here, until when, and what can be done about it."""
    held = roles.of_place(turn.tx, place.id)
    invited = roles.open_invites(turn.tx, place.id)
    may_end = [each for each in held if may(turn.actor, Action.END_ROLE, each.subject) is None]
    screen = Screen(
        title=T("Người phụ trách ở {place}", place=place.inline_name),
        text=lines(
            *(line for each in held for line in (_line(each), *_parties(turn, place, each))),
            None if held else T("Chưa có ai phụ trách ở đây: cán bộ {commune_label} xác nhận thay."),
            Tn("{n} lời mời chưa dùng.", len(invited)) if invited else None,
        ),
        choices=(
            *_invitations(turn, place),
            *(Choice(_ending(turn, each), ways.role_end(each.id), Look.DANGER) for each in may_end),
            *((Choice(T("Huỷ các lời mời chưa dùng"), ways.uninvite(place.id), Look.WAY),) if invited else ()),
            HOME,
        ),
        names=frozenset(each.person.id for each in held),
    )
    return screen.named(places.words_of(turn.tx, place.id))


def _line(held: Held) -> Words:
    name = role_name(held.role, for_a_time=held.until is not None)
    if held.until is not None:
        return T("{name}: {role}, đến {when}", name=held.person.full_name, role=name, when=Moment(held.until))
    return T("{name}: {role}, từ {day}", name=held.person.full_name, role=name, day=Day(day_of(held.granted_at)))


def _parties(turn: Turn, place: Place, held: Held) -> tuple[Words, ...]:
    """For officers: how many people this one let in or acted for, on whom somebody else decides therefore."""
    if place.commune_id not in turn.actor.communes:
        return ()
    counted = ties.counts(turn.tx, held.person.id)
    acted = {kind: counted[kind] for kind in (Tie.LET_IN, Tie.AGREED, Tie.SPOKE, Tie.PICTURED) if counted.get(kind)}
    if not acted:
        return ()
    said = joined((_ACTED[kind](n) for kind, n in acted.items()), ", ")
    decided = ties.decided_on(turn.tx, held.person.id)
    return (
        joined((Verbatim("–"), said), " "),
        *((Tn("! Đã quyết định {n} bản của những người ấy.", decided),) if decided else ()),
    )


_ACTED: Mapping[Tie, Callable[[int], Words]] = {
    Tie.LET_IN: lambda n: Tn("cấp mã đăng nhập cho {n} người", n),
    Tie.AGREED: lambda n: Tn("đồng ý lời xin vào hộ của {n} người", n),
    Tie.SPOKE: lambda n: Tn("khai hộ, nhập phiếu cho {n} người", n),
    Tie.PICTURED: lambda n: Tn("gửi ảnh thay {n} người", n),
}


def _ending(turn: Turn, held: Held) -> Words:
    if held.person.id == turn.person.id:
        return T("Tôi thôi phụ trách")
    return T("Thôi giao việc cho {name}", name=held.person.full_name)


def _invitations(turn: Turn, place: Place) -> tuple[Choice, ...]:
    """An officer invites heads and officers; heads invite who stands in for them, and helpers.

    A deputy invites nobody: a role for a time must not be handed on beyond that time.
    """
    is_officer = place.commune_id in turn.actor.communes
    held = roles.of_place(turn.tx, place.id)
    is_head = any((each.person.id, each.role, each.until) == (turn.person.id, Role.HEAD, None) for each in held)
    if not is_officer and not is_head:
        return ()
    if place.id == place.commune_id:
        return (Choice(T("Mời cán bộ {commune_label}"), ways.ask_in(place.id, Role.OFFICER.value, 0)),)
    return (
        *((Choice(T("Mời {head_label}"), ways.ask_in(place.id, Role.HEAD.value, 0)),) if is_officer else ()),
        *(
            Choice(Tn("Mời người thay trong {n} ngày", days), ways.ask_in(place.id, Role.HEAD.value, days))
            for days in TIMES
        ),
        Choice(T("Mời hàng xóm tin cậy khai hộ"), ways.ask_in(place.id, Role.HELPER.value, 0)),
        *(
            (Choice(T("Mời người phụ trách số liệu (một năm)"), ways.ask_in(place.id, "reporter", FILES_FOR)),)
            if is_officer
            else ()
        ),
    )


@routes.does("ask-in/{place}/{role}/{days}", Action.KEEP_ROLES, Weight.DECIDING)
def ask_in(turn: Turn, place: Place, role: str, days: int) -> Goto:
    """Make a one-time invitation. Its code is shown once; the invitation on the screen is not followed by a second."""
    here = ways.invited(place.id, role, days)
    if _invite_on(turn, here) is not None:
        return Goto(here)
    wanted = {choice.route for choice in _invitations(turn, place)}
    if ways.ask_in(place.id, role, days) not in wanted:
        return Goto(ways.keepers(place.id), CHOOSE)
    made = invite(turn.tx, Role(role), place.id, by=turn.person.id, lasts_days=days or None)
    ask_for(turn.tx, turn.account, InvitationQrErrand(place.id, where_to(turn, made.code)))
    return show_code(turn, here, made.code)


def _invite_on(turn: Turn, route: Way) -> Invite | None:
    """The invitation that the screen of this route shows, while it can still be used."""
    code = code_on(turn, route)
    made = None if code is None else roles.invite_of_code(turn.tx, code)
    return made if made is not None and made.is_open(turn.tx.now) else None


@routes.shows("invited/{place}/{role}/{days}", Action.KEEP_ROLES, once=True)
def invited(turn: Turn, place: Place, role: str, days: int) -> Answer:
    """The invitation's code, while its screen is open."""
    made = _invite_on(turn, ways.invited(place.id, role, days))
    if made is None:
        return Goto(ways.keepers(place.id), GONE_BY)
    screen = Screen(
        title=T("Mã mời: {code}", code=spaced(made.code)),
        text=lines(
            T("Việc: {role}", role=role_name(made.role, for_a_time=made.lasts_days is not None)),
            T("Nơi: {place}", place=place.full_name),
            BLANK,
            T("{You} đưa tận tay người ấy. Người ấy mở chat Học Tập rồi gõ mã này:"),
            *(Verbatim(link) for link in turn.links.to(made.code)),
            T("Dùng được một lần, đến {when}.", when=Moment(made.expires_at)),
        ),
        choices=(Choice(T("Xong"), ways.keepers(place.id), Look.MAIN), HOME),
    )
    return screen.named(places.words_of(turn.tx, place.id))


@routes.does("uninvite/{place}", Action.KEEP_ROLES, Weight.DECIDING)
def uninvite(turn: Turn, place: Place) -> Goto:
    """Call back what was not used: an invitation that got into other hands works no more."""
    n = roles.call_back(turn.tx, place.id)
    return Goto(ways.keepers(place.id), Tn("Đã huỷ {n} lời mời.", n) if n else None)


@routes.shows("role-end/{grant}", Action.END_ROLE)
def role_end(turn: Turn, grant: Held) -> Answer:
    """Say what ending a role means before it is done."""
    if (only := _only_officer(turn, grant)) is not None:
        return only
    own = grant.person.id == turn.person.id
    place = places.get(turn.tx, grant.place_id)
    left = [each for each in roles.of_place(turn.tx, grant.place_id) if each.role is Role.HEAD and each.id != grant.id]
    nobody = grant.role is Role.HEAD and not left
    screen = Screen(
        title=T("Tôi thôi phụ trách") if own else T("Thôi giao việc cho {name}", name=grant.person.full_name),
        text=lines(
            T("Việc: {role}", role=role_name(grant.role, for_a_time=grant.until is not None)),
            T("Nơi: {place}", place=place.full_name),
            BLANK,
            T("Từ lúc ấy các nút cũ không làm gì nữa. Những gì đã xác nhận vẫn còn."),
            T("Sau đó ở đây không còn {head_label} nào: cán bộ {commune_label} xác nhận thay cho đến khi có người mới.")
            if nobody
            else None,
        ),
        choices=(
            Choice(T("Đúng, thôi việc này"), ways.role_end_now(grant.id), Look.DANGER),
            Choice(T("Không, giữ nguyên"), ways.home() if own else ways.keepers(grant.place_id), Look.WAY),
        ),
    )
    return screen.named(places.words_of(turn.tx, place.id))


def _only_officer(turn: Turn, grant: Held) -> Goto | None:
    """The last officer of a commune stays: nobody could let in another."""
    if grant.role is not Role.OFFICER:
        return None
    others = [each for each in roles.of_place(turn.tx, grant.place_id) if each.person.id != grant.person.id]
    if others:
        return None
    note = T("Đây là cán bộ {commune_label} duy nhất, nên chưa thôi được. {You} mời người khác trước.")
    return Goto(ways.keepers(grant.place_id), note)


@routes.does("role-end-now/{grant}", Action.END_ROLE, Weight.DECIDING)
def role_end_now(turn: Turn, grant: Held) -> Goto:
    """End it, and tell whom it concerns."""
    if (only := _only_officer(turn, grant)) is not None:
        return only
    if not roles.revoke(turn.tx, grant, person_id=turn.person.id):
        return Goto(ways.home())
    place = places.get(turn.tx, grant.place_id)
    name = named(role_name(grant.role, for_a_time=grant.until is not None), places.words_of(turn.tx, place.id))
    if grant.person.id == turn.person.id:
        turn.account.grants = roles.of_person(turn.tx, turn.person.id)
        for each in _to_tell(turn, grant):
            text = T("{name} vừa thôi việc: {role}, {place}.", name=grant.person.full_name, role=name,
                     place=place.full_name)  # fmt: skip
            tell(turn.tx, each, Notice(text, (Choice(T("Xem"), ways.keepers(place.id)),)))
        return Goto(ways.home(), T("{You} đã thôi việc: {role}. Cảm ơn {you} đã giúp bà con.", role=name))
    thanks = T("{You} thôi việc: {role}, {place}. Cảm ơn {you} đã giúp bà con.", role=name, place=place.full_name)
    tell(turn.tx, grant.person.id, Notice(thanks, (HOME,)))
    return Goto(ways.keepers(grant.place_id), T("Đã thôi giao việc cho {name}.", name=grant.person.full_name))


def _to_tell(turn: Turn, grant: Held) -> list[int]:
    """Who must know that somebody left: the commune's officers, and who else heads the place."""
    found = roles.deciders(turn.tx, village_id=grant.place_id, commune_id=grant.commune_id)
    return list(dict.fromkeys(person.id for person, _ in found if person.id != turn.person.id))
