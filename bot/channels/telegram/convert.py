"""Telegram's updates as events, and rendered screens as the Bot API's data."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from html import escape
from typing import Any

import structlog
from telegram import Bot, ChatMemberUpdated, Message, Update
from telegram.constants import ChatType, ParseMode

from bot.channels.telegram.request import without_keyboard
from bot.media import MOST_BYTES
from bot.render import Rendered
from handlers.kit.event import Changed, Chose, Event, Input, Opened, Said, Sent
from storage.document_reference import DocumentReference, TelegramDocument, tidy_name, tidy_type
from storage.picture_reference import TelegramPicture

log = structlog.get_logger(__name__)

NAME = "telegram"
MOST_OF_AN_ID = 500
VOICE_NAME = "ghi-am.ogg"
_KINDS = ("photo", "sticker", "voice", "audio", "video", "video_note", "document", "location", "contact")
_BARE = ("message_id", "date", "chat", "from", "text")


@dataclass(frozen=True, slots=True)
class Tap:
    """A pressed button: its id, to stop its clock, and the message that it is under, where that can still be told."""

    id: str
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Received:
    """What somebody did in a private chat: ``message_id`` of what was written or changed, ``tap`` of a button."""

    event: Event
    message_id: int | None = None
    tap: Tap | None = None


def received(data: object, bot: Bot) -> Received | ChatMemberUpdated | None:
    """One update as far as it is ours; what became of the bot in a group or chat; ``None`` for all else."""
    if (plain := _plain(data)) is not None:
        return plain
    update = update_of(data, bot)
    event = None if update is None else event_of(update)
    if update is None or event is None:
        return None if update is None else update.my_chat_member
    if (tapped := update.callback_query) is not None:
        at = None if tapped.message is None else tapped.message.message_id
        return Received(event, tap=Tap(tapped.id, at))
    said = update.message or update.edited_message
    return Received(event, None if said is None else said.message_id)


def _plain(data: object) -> Received | None:
    """A text or a tap in a private chat, as nearly all updates are, without PTB's objects: they are 0.1 E of a turn."""
    match data:
        case {
            "update_id": int(update),
            "message": {"message_id": int(at), "chat": {"id": int(chat), "type": "private"}, "text": str(text)},
            **other,
        } if not other:
            return Received(Event(NAME, str(chat), str(update), _said(text)), at)
        case {
            "update_id": int(update),
            "callback_query": {
                "id": str(tap),
                "data": str(route),
                "message": {"message_id": int(at), "chat": {"id": int(chat), "type": "private"}},
            },
            **other,
        } if not other:
            return Received(Event(NAME, str(chat), str(update), Chose(route)), tap=Tap(tap, at))
    return None


def update_of(data: object, bot: Bot) -> Update | None:
    """One update, read alone; ``None``, and a line in the log, where it cannot be read: it never could be.

    A message in which only something is odd that nobody here reads (a poll of another version of the Bot API) is read
    without it, so that its sender is answered.
    """
    try:
        return _checked(data, bot)
    except Exception as error:  # noqa: BLE001 (whatever it is: the updates beside it must not wait for it)
        reason = type(error).__name__
    with suppress(Exception):
        update = _checked(_bare(data), bot)
        log.warning("telegram: update read in part", error=reason)
        return update
    log.warning("telegram: update left alone, it cannot be read", error=reason)
    return None


def _checked(data: object, bot: Bot) -> Update:
    if not isinstance(data, dict):
        raise TypeError("no update")
    update = Update.de_json(without_keyboard(data), bot)
    event_of(update)
    return update


def _bare(data: object) -> dict[str, Any]:
    """An update with nothing in its message but who wrote it, where, and the text."""
    if not isinstance(data, dict) or not isinstance(data.get("message"), dict):
        raise TypeError("no message")
    return {**data, "message": {key: data["message"][key] for key in _BARE if key in data["message"]}}


def event_of(update: Update) -> Event | None:
    """What the person did, or ``None`` for updates that are none of ours (groups, joins)."""
    chat = update.effective_chat
    if chat is None or chat.type != ChatType.PRIVATE:
        return None
    ids: tuple[object, ...] = (chat.id, update.update_id)
    if not all(isinstance(each, int) for each in ids):
        return None  # whoever sent this is not Telegram
    given = _input(update)
    return None if given is None else Event(NAME, str(chat.id), str(update.update_id), given)


def _input(update: Update) -> Input | None:
    if update.edited_message is not None:  # other edits (a caption, a live location that moves) say nothing here
        return Changed(update.edited_message.text) if isinstance(update.edited_message.text, str) else None
    if update.callback_query is not None:
        data = update.callback_query.data
        return Chose(data if isinstance(data, str) else "")
    message = update.message
    if message is None:
        return None
    if isinstance(message.text, str):
        return _said(message.text)
    return next(
        (
            Sent(kind, _picture(message), message.caption or "", document=_document(message), voice=_voice(message))
            for kind in _KINDS
            if getattr(message, kind)
        ),
        Sent("other"),
    )


def _said(text: str) -> Said | Opened:
    word, _, argument = text.partition(" ")
    return Opened(argument.strip() or None) if word.partition("@")[0] == "/start" else Said(text)


def _picture(message: Message) -> TelegramPicture | None:
    """What to ask Telegram for: the largest size of a photo that is taken, or a file that says it is a picture."""
    if message.photo:
        fitting = [size for size in message.photo if (size.file_size or 0) <= MOST_BYTES]
        largest = max(fitting or message.photo, key=lambda size: size.width * size.height)
        return _reference(largest.file_id)
    document = message.document
    if document is not None and (document.mime_type or "").startswith("image/"):
        return _reference(document.file_id)
    return None


def _document(message: Message) -> DocumentReference | None:
    """What to ask Telegram for: a file, whatever it says it is."""
    given = message.document
    if given is None or not _is_file_id(given.file_id):
        return None
    size = given.file_size if isinstance(given.file_size, int) and given.file_size >= 0 else None
    return DocumentReference(
        TelegramDocument(given.file_id), tidy_name(given.file_name), tidy_type(given.mime_type), size
    )


def _voice(message: Message) -> DocumentReference | None:
    """What to ask Telegram for: a voice message, Opus in Ogg."""
    given = message.voice
    if given is None or not _is_file_id(given.file_id):
        return None
    size = given.file_size if isinstance(given.file_size, int) and given.file_size >= 0 else None
    return DocumentReference(TelegramDocument(given.file_id), VOICE_NAME, "audio/ogg", size)


def _is_file_id(given: object) -> bool:
    return isinstance(given, str) and 0 < len(given) <= MOST_OF_AN_ID and given.isprintable()


def _reference(file_id: object) -> TelegramPicture | None:
    is_id = isinstance(file_id, str) and 0 < len(file_id) <= MOST_OF_AN_ID
    return TelegramPicture(str(file_id)) if is_id else None


def shown(message: Rendered, piece: int) -> dict[str, Any]:
    """One piece of a message as the Bot API takes it: the title in bold above the first, buttons under the last."""
    text = escape(message.texts[piece], quote=False)
    if piece == 0 and message.title is not None:
        text = f"<b>{escape(message.title, quote=False)}</b>\n{text}"
    is_last = piece == len(message.texts) - 1
    return {
        "text": text,
        "parse_mode": ParseMode.HTML,
        "link_preview_options": {"is_disabled": True},
        **(buttons(message) if is_last and message.file is None else {}),
    }


def buttons(message: Rendered) -> dict[str, Any]:
    """The choices as buttons under the message, as the Bot API takes them."""
    if not message.rows:
        return {}
    rows = [[{"text": button.label, "callback_data": button.route} for button in row] for row in message.rows]
    return {"reply_markup": {"inline_keyboard": rows}}
