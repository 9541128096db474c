"""A person's chats in words: the messenger's name, and when it was last used. Never the messenger's own ids."""

from __future__ import annotations

from collections.abc import Mapping

from locales.text import Moment, T, Verbatim, Words
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


def seat_words(seat: Seat) -> Words:
    """One chat of a person, in a line."""
    return T("{channel}, dùng lần cuối {when}", channel=channel_name(seat.channel), when=Moment(seat.seen_at))
