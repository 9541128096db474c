"""Letting people in and keeping others out: sign-in codes for residents, and cutting off a lost phone."""

from __future__ import annotations

from datetime import timedelta

from acts import ways
from acts.choice import Choice, Look
from acts.codes import spaced
from acts.notices import Notice, tell
from criteria.names import fold
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.draft import Part
from handlers.kit.event import Said, Sent
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from handlers.shared.account_words import seat_names, seat_words
from handlers.shared.shown_once import GONE_BY, code_on, sign_in_code
from locales.text import BLANK, Moment, T, Verbatim, Words, lines
from storage import accounts, places, residents, sign_in_codes
from storage.residents import Resident

routes = Routes()

CODE_LIVES = timedelta(hours=24)
MOST_FOUND = 8
NAMED = Part("residents", str)  # the name looked for
SHORTEST = 2


@routes.shows("residents", Action.SEE_QUEUE)
def residents_(_turn: Turn) -> Screen:
    """Whom? By name, with or without diacritics."""
    return Screen(
        title=T("Tìm người"),
        text=T("{You} gõ tên người cần cấp mã hoặc khoá máy, ví dụ Lan hay nguyen thi lan."),
        choices=(HOME,),
        typed=True,
    )


@routes.hears("residents")
def residents_heard(turn: Turn, said: Said | Sent) -> Goto:
    """The people of that name in the places this head or officer serves."""
    name = fold(said.text) if isinstance(said, Said) else ""
    if len(name) < SHORTEST:
        return Goto(ways.residents(), T("Chỗ này nhận tên người, ít nhất 2 chữ cái."))
    found = residents.search(turn.tx, turn.actor, name, limit=MOST_FOUND + 1)
    if not found:
        return Goto(
            ways.residents(), T("Không có ai tên ấy trong {village_label}. {You} gõ lại, chỉ cần tên, ví dụ Lan.")
        )
    turn.draft.keep(NAMED, name)
    return Goto(ways.residents_found())


@routes.shows("residents-found", Action.SEE_QUEUE)
def residents_found(turn: Turn) -> Answer:
    """The people of the name that was typed."""
    name = turn.draft.get(NAMED)
    found = () if name is None else residents.search(turn.tx, turn.actor, name, limit=MOST_FOUND + 1)
    if not found:
        return Goto(ways.residents())
    more = T("Còn nhiều người nữa: {you} gõ đủ họ tên.") if len(found) > MOST_FOUND else None
    return Screen(
        title=T("Người nào?"),
        text=lines(T("{You} chọn một người."), more),
        choices=(
            *(
                Choice(
                    T("{name}, sinh {year}", name=each.person.full_name, year=each.person.birth_year),
                    ways.resident(each.person.id),
                )
                for each in found[:MOST_FOUND]
            ),
            Choice(T("Tìm người khác"), ways.residents(), Look.WAY),
            HOME,
        ),
        names=frozenset(each.person.id for each in found[:MOST_FOUND]),
    )


@routes.shows("resident/{resident}", Action.ADMIT)
def resident_(turn: Turn, resident: Resident) -> Screen:
    """A person's chats, and what can be done about them."""
    seats = accounts.of_person(turn.tx, resident.person.id)
    names = seat_names(seats)
    rows: list[Words] = [seat_words(seat) for seat in seats] or [T("Chưa nối điện thoại hay ứng dụng nào.")]
    return Screen(
        title=_name(turn, resident),
        text=lines(*rows),
        choices=(
            Choice(T("Cấp mã đăng nhập"), ways.admit(resident.person.id), Look.MAIN),
            *(
                Choice(
                    T("Khoá {channel} (mất máy)", channel=names[seat.id]),
                    ways.cut(resident.person.id, seat.id),
                    Look.DANGER,
                )
                for seat in seats
            ),
            Choice(T("Ghi yêu cầu về dữ liệu"), ways.request_for(resident.person.id)),
            *(
                ()
                if seats or resident.holds_role
                else (Choice(T("Rút đồng ý, xoá dữ liệu"), ways.withdraw(resident.person.id), Look.DANGER),)
            ),
            Choice(T("Tìm người khác"), ways.residents(), Look.WAY),
            HOME,
        ),
    )


def _name(turn: Turn, resident: Resident) -> Words:
    village = places.get(turn.tx, resident.person.place_id)
    return T(
        "{name}, sinh {year}, {village}",
        name=resident.person.full_name,
        year=resident.person.birth_year,
        village=village.full_name,
    )


@routes.does("admit/{resident}", Action.ADMIT, Weight.DECIDING)
def admit(turn: Turn, resident: Resident) -> Goto:
    """Make a one-time code with which this person signs in on another phone, another app or the web."""
    onward, is_new = sign_in_code(turn, resident.id, ways.admitted(resident.id), CODE_LIVES)
    if is_new:
        _warn(
            turn,
            resident,
            T("{Head_label} hoặc cán bộ {commune_label} vừa cấp mã để mở tài khoản của {you} trên máy khác."),
        )
    return onward


@routes.shows("admitted/{resident}", Action.ADMIT, once=True)
def admitted(turn: Turn, resident: Resident) -> Answer:
    """The code, while its screen is open."""
    code = code_on(turn, ways.admitted(resident.id))
    found = None if code is None else sign_in_codes.find(turn.tx, code)
    if code is None or found is None:
        return Goto(ways.resident(resident.id), GONE_BY)
    return Screen(
        title=T("Mã đăng nhập: {code}", code=spaced(code)),
        text=lines(
            T("Cho: {name}. {You} đưa tận tay đúng người ấy.", name=resident.person.full_name),
            T("Người ấy mở chat Học Tập rồi gõ mã này:"),
            *(Verbatim(link) for link in turn.links.to(code)),
            T("Dùng được một lần, đến {when}.", when=Moment(found.expires_at)),
        ),
        choices=(Choice(T("Xong"), ways.resident(resident.person.id), Look.MAIN), HOME),
    )


@routes.shows("cut/{resident}/{seat}", Action.ADMIT)
def cut(turn: Turn, resident: Resident, seat: int) -> Answer:
    """Say what cutting off means before it is done."""
    found = next((each for each in accounts.of_person(turn.tx, resident.person.id) if each.id == seat), None)
    if found is None:
        return Goto(ways.resident(resident.person.id))
    return Screen(
        title=_name(turn, resident),
        text=lines(
            T("Khoá {seat}?", seat=seat_words(found)),
            T("Ai cầm máy ấy sẽ không xem và không khai được gì nữa. Bản khai đã có vẫn còn."),
            BLANK,
            T("Muốn vào lại, người ấy cần mã đăng nhập mới."),
        ),
        choices=(
            Choice(T("Khoá máy này"), ways.cut_now(resident.person.id, seat), Look.DANGER),
            Choice(T("Thôi"), ways.resident(resident.person.id), Look.WAY),
        ),
    )


@routes.does("cut-now/{resident}/{seat}", Action.ADMIT, Weight.DECIDING)
def cut_now(turn: Turn, resident: Resident, seat: int) -> Goto:
    """Cut a lost phone off."""
    if not accounts.cut_off(turn.tx, seat, resident.person.id):
        return Goto(ways.resident(resident.person.id))
    if seat == turn.account.id:
        turn.account.forget()
        return Goto(ways.home())
    _warn(turn, resident, T("{Head_label} hoặc cán bộ {commune_label} vừa khoá một máy của {you}, vì máy ấy báo mất."))
    return Goto(ways.resident(resident.person.id), T("Đã khoá."))


def _warn(turn: Turn, resident: Resident, text: Words) -> None:
    """Tell the person, on a chat that is still theirs or at their door: it must not happen behind their back."""
    if resident.person.id == turn.person.id:
        return
    tell(turn.tx, resident.id, Notice(text, (Choice(T("Điện thoại, ứng dụng của tôi"), ways.devices()),)))
