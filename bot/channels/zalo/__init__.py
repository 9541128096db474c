"""The Zalo Bot channel: no buttons, no edits, no files, and a small budget of messages."""

from bot.channels.zalo.channel import ZaloBot

__all__ = ["ZaloBot"]
