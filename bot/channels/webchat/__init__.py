"""The web chat: a page, a stream of notices, plain POST for what the person does."""

from bot.channels.webchat.channel import WebChat, chat_of

__all__ = ["WebChat", "chat_of"]
