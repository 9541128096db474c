"""Telegram's updates as events, and rendered screens as Telegram's messages."""

from __future__ import annotations

from html import escape
from typing import Any

from telegram import InlineKeyboardMarkup, Update
from telegram.constants import ChatType

from bot.render import Rendered
from handlers.kit.event import Chose, Event, Input, Opened, Said, Sent

NAME = "telegram"
_KINDS = ("photo", "sticker", "voice", "audio", "video", "video_note", "document", "location", "contact")


def event_of(update: Update) -> Event | None:
    """What the person did, or ``None`` for updates that are none of ours (groups, edits, joins)."""
    chat = update.effective_chat
    if chat is None or chat.type != ChatType.PRIVATE:
        return None
    given = _input(update)
    return None if given is None else Event(NAME, str(chat.id), str(update.update_id), given)


def _input(update: Update) -> Input | None:
    if update.callback_query is not None:
        return Chose(update.callback_query.data or "")
    message = update.message
    if message is None:
        return None
    if message.text is not None:
        word, _, argument = message.text.partition(" ")
        if word.partition("@")[0] == "/start":
            return Opened(argument.strip() or None)
        return Said(message.text)
    return next((Sent(kind) for kind in _KINDS if getattr(message, kind)), Sent("other"))


def html(message: Rendered, piece: int) -> str:
    """One piece of the text, with the title in bold above the first."""
    text = escape(message.texts[piece], quote=False)
    if piece == 0 and message.title is not None:
        return f"<b>{escape(message.title, quote=False)}</b>\n{text}"
    return text


def keyboard(message: Rendered) -> InlineKeyboardMarkup | None:
    """The choices as buttons under the message."""
    if not message.rows:
        return None
    return Keyboard([[{"text": button.label, "callback_data": button.route} for button in row] for row in message.rows])


class Keyboard(InlineKeyboardMarkup):
    """An inline keyboard that is the Bot API's own shape already: no object for each button."""

    __slots__ = ("_rows",)

    def __init__(self, rows: list[list[dict[str, str]]]) -> None:
        super().__init__([])
        with self._unfrozen():
            self._rows = rows

    def to_dict(self, recursive: bool = True) -> dict[str, Any]:  # noqa: FBT001, FBT002 (PTB's signature)
        """As it goes over the wire."""
        return {"inline_keyboard": self._rows}
