"""A person's chats in words: the messenger's name, and when it was last used. Never the messenger's own ids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from locales.format import day_of
from locales.text import Day, Moment, T, Verbatim, Words
from storage.accounts import Seat

CHANNEL_NAMES: Mapping[str, Words] = {
    "telegram": Verbatim("Telegram"),
    "zalo": Verbatim("Zalo Bot"),
    "zalo-oa": Verbatim("Zalo OA"),
    "web": T("trang web"),
}


def channel_name(channel: str) -> Words:
    """What people call a messenger."""
    return CHANNEL_NAMES.get(channel, Verbatim(channel))


def seat_names(seats: Sequence[Seat], own: int | None = None) -> Mapping[int, Words]:
    """What to call each of a person's chats, by its id: no two alike. ``own`` is the one that is spoken on now.

    Two phones on one messenger are told apart by that, else by the day of last use, the hour, a number.
    """
    return {seat.id: _seat_name(seat, seats, own) for seat in seats}


def _seat_name(seat: Seat, seats: Sequence[Seat], own: int | None) -> Words:
    channel = channel_name(seat.channel)
    others = [each for each in seats if each.channel == seat.channel and each.id != seat.id]
    if not others:
        return channel
    if seat.id == own:
        return T("{channel} (máy đang dùng)", channel=channel)
    others = [each for each in others if each.id != own and day_of(each.seen_at) == day_of(seat.seen_at)]
    if not others:
        return T("{channel}, dùng {when}", channel=channel, when=Day(day_of(seat.seen_at)))
    if all(_minute(each) != _minute(seat) for each in others):
        return T("{channel}, dùng {when}", channel=channel, when=Moment(seat.seen_at))
    n = 1 + sum(each.id < seat.id for each in others)
    return T("{channel} thứ {n}, dùng {when}", channel=channel, n=n, when=Moment(seat.seen_at))


def _minute(seat: Seat) -> datetime:
    return seat.seen_at.replace(second=0, microsecond=0)


def seat_words(seat: Seat) -> Words:
    """One chat of a person, in a line."""
    return T("{channel}, dùng lần cuối {when}", channel=channel_name(seat.channel), when=Moment(seat.seen_at))
