"""One person on several channels: a code shown on one is typed on the other; where notices go; letting a chat go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from acts import ways
from acts.choice import Choice, Look
from acts.codes import spaced
from acts.notices import Notice, tell
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from handlers.shared.account_words import channel_name, seat_names, seat_words
from handlers.shared.consent import CONSENT_VERSION, consent_text
from handlers.shared.desk_words import CLOSE, open_lines
from handlers.shared.shown_once import GONE_BY, code_on, sign_in_code
from locales.place_words import named
from locales.text import BLANK, Moment, T, Verbatim, Words, lines
from storage import accounts, desk_sessions, people, places, sign_in_codes
from storage.accounts import Seat
from storage.people import Person

routes = Routes()

LINK_LIVES = timedelta(minutes=15)
BACK = Choice(T("Quay lại"), ways.devices(), Look.WAY)
SPENT = T("Mã này đã được dùng hoặc đã hết hạn. {You} lấy mã mới trên máy kia, hoặc xin {head_label}.")


@routes.shows("devices", Action.TAKE_PART)
def devices(turn: Turn) -> Screen:
    """All chats that are this person's, and what can be done with each."""
    seats = accounts.of_person(turn.tx, turn.person.id)
    names = seat_names(seats, turn.account.id)
    opened = desk_sessions.open_of(turn.tx, turn.person.id)
    chosen = next((seat for seat in seats if seat.preferred), None)
    where = (
        T("Tin báo gửi vào: nơi dùng lần cuối.")
        if chosen is None
        else T("Tin báo gửi vào: {channel}.", channel=names[chosen.id])
    )
    return Screen(
        title=T("Điện thoại, ứng dụng của tôi"),
        text=lines(*(_line(turn, seat) for seat in seats), *open_lines(opened), BLANK, where),
        choices=(
            Choice(T("Nối thêm máy, ứng dụng"), ways.link(), Look.MAIN),
            *((CLOSE,) if opened else ()),
            *(_prefer(seats, names) if len(seats) > 1 else ()),
            *(Choice(T("Bỏ {channel}", channel=names[s.id]), ways.unlink(s.id), Look.DANGER) for s in seats),
            HOME,
        ),
    )


def _line(turn: Turn, seat: Seat) -> Words:
    return T("{seat} (máy đang dùng)", seat=seat_words(seat)) if seat.id == turn.account.id else seat_words(seat)


def _prefer(seats: tuple[Seat, ...], names: Mapping[int, Words]) -> tuple[Choice, ...]:
    """Where notices can go instead of where they go now."""
    last = () if not any(s.preferred for s in seats) else (Choice(T("Tin báo vào nơi dùng lần cuối"), ways.prefer(0)),)
    return (
        *(Choice(T("Tin báo vào {channel}", channel=names[s.id]), ways.prefer(s.id))
          for s in seats if not s.preferred),
        *last,
    )  # fmt: skip


@routes.does("prefer/{seat}", Action.TAKE_PART)
def prefer(turn: Turn, seat: int) -> Goto:
    """Choose where notices go; 0 is wherever one was last."""
    if seat and seat not in {each.id for each in accounts.of_person(turn.tx, turn.person.id)}:
        return Goto(ways.devices())
    accounts.prefer(turn.tx, turn.account, seat or None)
    return Goto(ways.devices(), T("Đã ghi."))


@routes.does("link", Action.TAKE_PART)
def link(turn: Turn) -> Goto:
    """Make a code that makes another chat this person's, too. It is shown once."""
    onward, _ = sign_in_code(turn, turn.person.id, ways.linking(), LINK_LIVES)
    return onward


@routes.shows("linking", Action.TAKE_PART, once=True)
def linking(turn: Turn) -> Answer:
    """The code, while its screen is open."""
    code = code_on(turn, ways.linking())
    found = None if code is None else sign_in_codes.find(turn.tx, code)
    if code is None or found is None:
        return Goto(ways.devices(), GONE_BY)
    return Screen(
        title=T("Mã nối: {code}", code=spaced(code)),
        text=lines(
            T("Trên máy kia hoặc ứng dụng kia, {you} mở chat Học Tập rồi gõ mã này."),
            *(Verbatim(each) for each in turn.links.to(code)),
            T("Dùng được một lần, đến {when}. Không đưa mã cho ai khác.", when=Moment(found.expires_at)),
        ),
        choices=(Choice(T("Xong"), ways.devices(), Look.MAIN), HOME),
    )


@routes.shows("sign-in/{code}", Action.LOOK)
def sign_in_(turn: Turn, code: str) -> Answer:
    """Show whose chat this would become, with the consent text, before the code is used up."""
    person = _owner(turn, code)
    if isinstance(person, Goto):
        return person
    village = places.get(turn.tx, person.place_id)
    return Screen(
        title=T("Đây là {name}?", name=person.full_name),
        text=lines(
            T("Chat này sẽ là của {name}, {village}.", name=person.full_name, village=village.inline_name),
            BLANK,
            named(consent_text(places.get(turn.tx, village.commune_id)), places.words_of(turn.tx, village.id)),
        ),
        choices=(Choice(T("Đúng là tôi, tôi đồng ý"), ways.sign_in_now(code)), HOME),
    )


@routes.does("sign-in-now/{code}", Action.LOOK, Weight.DECIDING)
def sign_in_now(turn: Turn, code: str) -> Goto:
    """Use the code: this chat is the person's from now on."""
    person = _owner(turn, code)
    if isinstance(person, Goto):
        return person
    if not sign_in_codes.use(turn.tx, code, turn.account):
        return Goto(ways.home(), SPENT)
    elsewhere = bool(accounts.of_person(turn.tx, person.id))
    account = turn.account
    turn.draft.clear()
    accounts.give_consent(turn.tx, account, version=CONSENT_VERSION, given=True)
    accounts.bind_person(turn.tx, account, person)
    if elsewhere:
        opened = T(
            "Tài khoản của {you} vừa mở trên {channel}. Nếu không phải {you}, {you} bỏ máy ấy ngay.",
            channel=channel_name(account.channel),
        )
        tell(turn.tx, person.id, Notice(opened, (Choice(T("Điện thoại, ứng dụng của tôi"), ways.devices()),)))
    return Goto(ways.home(), T("Đã nối. Từ nay {you} dùng chat này như máy kia."))


def _owner(turn: Turn, code: str) -> Person | Goto:
    """Whom a code signs in, or where to go instead."""
    found = sign_in_codes.find(turn.tx, code)
    if found is None or not found.is_open(turn.tx.now):
        return Goto(ways.home(), SPENT)
    mine = turn.account.person
    if mine is not None and mine.id == found.person_id:
        return Goto(ways.home(), T("Chat này đã là của {you} rồi. {You} gõ mã trên máy kia, không phải máy này."))
    if mine is not None:
        return Goto(
            ways.home(),
            T(
                "Chat này đang là của {name}. Muốn khai cho người khác, vào Khai hộ người nhà; "
                "muốn đổi hẳn, bỏ máy này trong Điện thoại, ứng dụng của tôi.",
                name=mine.full_name,
            ),
        )
    return people.get(turn.tx, found.person_id)


@routes.shows("unlink/{seat}", Action.TAKE_PART)
def unlink(turn: Turn, seat: int) -> Answer:
    """Say what letting a chat go means before it is done."""
    seats = {each.id: each for each in accounts.of_person(turn.tx, turn.person.id)}
    if seat not in seats:
        return Goto(ways.devices())
    only = (
        T("Đây là máy duy nhất của {you}: bỏ rồi, muốn vào lại phải xin {head_label} mã.") if len(seats) == 1 else None
    )
    return Screen(
        text=lines(
            T("Bỏ {seat}?", seat=_line(turn, seats[seat])),
            T("Ai cầm máy ấy sẽ không xem và không khai được gì của {you} nữa. Bản khai vẫn còn."),
            only,
        ),
        choices=(Choice(T("Bỏ máy này"), ways.unlink_now(seat), Look.DANGER), BACK),
    )


@routes.does("unlink-now/{seat}", Action.TAKE_PART, Weight.DECIDING)
def unlink_now(turn: Turn, seat: int) -> Goto:
    """Let a chat go; it may be this one."""
    if not accounts.cut_off(turn.tx, seat, turn.person.id):
        return Goto(ways.devices())
    if seat != turn.account.id:
        return Goto(ways.devices(), T("Đã bỏ."))
    turn.account.forget()
    return Goto(ways.home(), T("Đã bỏ. Chat này không còn là của ai."))
