"""An announcement to the people of a village, a unit or the commune: written, looked at with whom it reaches, sent.

What was announced is kept: with the classes it speaks to indicator 1.1 of Thông tư 25.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from acts import ways
from acts.choice import Choice, Look
from acts.classes import announce, announced_words
from criteria.policy import Action
from criteria.quiet import is_quiet
from handlers.kit.context import Turn
from handlers.kit.draft import Part
from handlers.kit.event import Said, Sent
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from handlers.shared.account_words import channel_name
from locales.format import day_of
from locales.text import BLANK, Day, Number, T, Tn, Verbatim, Words, lines
from storage import announcements, message_budget
from storage.places import Place
from storage.residents import Resident

routes = Routes()

TEXT = Part[dict[str, Any]]("announcing", dict)  # what is about to be announced, and where
LEAST, MOST = 10, 500  # characters: one screen of a small phone
MOST_SHOWN = 5


@routes.shows("announce/{place}", Action.ANNOUNCE)
def announce_(turn: Turn, place: Place) -> Screen:
    """What was announced here, and the way to announce something: by typing it."""
    next_at = announcements.may_be_made_at(turn.tx, place.id)
    made = announcements.of_place(turn.tx, place.id, most=MOST_SHOWN)
    rule = T(
        "Mỗi nơi nhiều nhất {n} thông báo trong {days} ngày, để bà con khỏi phiền.",
        n=announcements.MOST,
        days=announcements.SPAN.days,
    )
    asks = (
        T("{You} gõ nội dung, nhiều nhất {n} chữ cái. Gõ xong xem lại rồi mới gửi.", n=MOST)
        if next_at is None
        else T("Đã đủ số thông báo. Từ ngày {day} lại gửi được.", day=Day(day_of(next_at)))
    )
    return Screen(
        title=T("Thông báo cho {place}", place=place.inline_name),
        text=lines(
            asks,
            rule,
            BLANK if made else None,
            *(
                T("- {day}, {n} người nhận: {said}", day=Day(day_of(each.made_at)), n=Number(each.told), said=each.said)
                for each in made
            ),
        ),
        choices=(Choice(T("Danh sách buổi học"), ways.events(), Look.WAY), HOME),
        typed=next_at is None,
    )


@routes.hears("announce")
def heard(turn: Turn, said: Said | Sent, place: Place) -> Goto:
    """Take the text, and show it before it goes out."""
    here = ways.announce(place.id)
    if isinstance(said, Sent):
        return Goto(here, T("Chỗ này chỉ nhận chữ."))
    text = "\n".join(" ".join(line.split()) for line in unicodedata.normalize("NFC", said.text).splitlines()).strip()
    if not LEAST <= len(text) <= MOST or not text.replace("\n", "").isprintable():
        return Goto(here, T("{You} gõ từ {least} đến {most} chữ cái.", least=LEAST, most=MOST))
    turn.draft.keep(TEXT, {"at": place.id, "said": text})
    return Goto(ways.announce_see(place.id))


def _text(turn: Turn, place: Place) -> str | None:
    draft = turn.draft.get(TEXT)
    return str(draft["said"]) if draft is not None and draft["at"] == place.id else None


@routes.shows("announce-see/{place}", Action.ANNOUNCE)
def announce_see(turn: Turn, place: Place) -> Answer:
    """The announcement as it will be read, how many it reaches on which channel, and what of the month that costs."""
    said = _text(turn, place)
    if said is None:
        return Goto(ways.announce(place.id))
    found = announcements.readers(turn.tx, place.id)
    return Screen(
        title=T("Xem lại trước khi gửi"),
        text=lines(
            announced_words(place, said),
            BLANK,
            Tn("Gửi tới {n} người.", len(found)) if found else T("Chưa ai ở đây nhận được tin qua chat."),
            *(_cost(turn, channel, n) for channel, n in announcements.by_channel(found).items()),
            T("Đang giờ nghỉ: 6 giờ rưỡi sáng tin mới gửi.") if is_quiet(turn.tx.now) else None,
            T("Người không có điện thoại thì {you} báo miệng hoặc loa."),
        ),
        choices=(
            *((Choice(T("Gửi thông báo"), ways.announce_send(place.id), Look.MAIN),) if found else ()),
            Choice(T("Viết lại"), ways.announce(place.id)),
            HOME,
        ),
    )


def _cost(turn: Turn, channel: str, n: int) -> Words:
    """What it costs on a channel: of one whose messages are counted, how many of the month's are left."""
    name, all_ = channel_name(channel), turn.budgets.get(channel)
    if all_ is None:
        return T("- {channel}: {n} tin, không giới hạn số tin", channel=name, n=Number(n))
    left = max(0, all_ - message_budget.spent(turn.tx, channel))
    if n > left:
        return T("- {channel}: {n} tin, tháng này chỉ còn {left}/{all} tin nên có người không nhận được", channel=name,
                 n=Number(n), left=Number(left), all=Number(all_))  # fmt: skip
    return T("- {channel}: {n} tin, tháng này còn {left}/{all} tin", channel=name, n=Number(n), left=Number(left),
             all=Number(all_))  # fmt: skip


@routes.does("announce-send/{place}", Action.ANNOUNCE, Weight.DECIDING)
def announce_send(turn: Turn, place: Place) -> Goto:
    """Send it, once: what was sent lies in the draft no more."""
    said = _text(turn, place)
    if said is None:
        return Goto(ways.announce(place.id))
    told = announce(turn.tx, place, said, by=turn.person.id)
    if told is None:
        return Goto(ways.announce(place.id))
    turn.draft.drop(TEXT)
    return Goto(ways.announce(place.id), Tn("Đã gửi thông báo tới {n} người.", told))


@routes.does("announcements-off/{resident}", Action.SPEAK_FOR)
def announcements_off(turn: Turn, resident: Resident) -> Goto:
    """The person wants no announcements."""
    announcements.want(turn.tx, resident.id, wanted=False)
    return Goto(ways.announcements_are_off(resident.id))


@routes.shows("announcements-are-off/{resident}", Action.SPEAK_FOR)
def announcements_are_off(turn: Turn, resident: Resident) -> Screen:
    """That is settled, and can be changed back."""
    off = not announcements.are_wanted(turn.tx, resident.id)
    return Screen(
        title=Verbatim(resident.person.full_name),
        text=T("Từ nay không gửi thông báo nữa. Kết quả của bản khai thì vẫn báo.")
        if off
        else T("Thông báo đang bật."),
        choices=(
            Choice(T("Gửi thông báo lại như cũ"), ways.announcements_on(resident.id))
            if off
            else Choice(T("Đừng gửi thông báo nữa"), ways.announcements_off(resident.id)),
            HOME,
        ),
    )


@routes.does("announcements-on/{resident}", Action.SPEAK_FOR)
def announcements_on(turn: Turn, resident: Resident) -> Goto:
    """And now does again."""
    announcements.want(turn.tx, resident.id, wanted=True)
    return Goto(ways.home(), T("Từ nay có thông báo thì máy lại gửi."))
