"""The yardstick E: python-telegram-bot out of the box, one handler, long polling, one update after the other.

``python -m bench.echo BASE_URL`` answers every text with itself; nothing is stored.
"""

from __future__ import annotations

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

TOKEN = "123456:" + "A" * 35


async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say it back."""
    if update.message is not None and update.message.text is not None:
        await context.bot.send_message(update.message.chat_id, update.message.text)


def main() -> None:
    """Poll until a signal comes."""
    application = Application.builder().token(TOKEN).base_url(f"{sys.argv[1]}/bot").concurrent_updates(False).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main()
