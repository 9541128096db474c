"""Telegram, by python-telegram-bot: typed updates, the bot, its errors; delivery is ours."""

from bot.channels.telegram.channel import TelegramChannel

__all__ = ["TelegramChannel"]
