"""Telegram, by python-telegram-bot: typed updates, the bot, its errors; delivery is ours."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "1")  # spans of time as such; plain seconds are on their way out of the library

from bot.channels.telegram.channel import TelegramChannel

__all__ = ["TelegramChannel"]
