"""The Zalo Official Account channel: buttons, windows in which a person may be written to, tokens that rotate."""

from bot.channels.zalo_oa.channel import OaSettings, ZaloOa

__all__ = ["OaSettings", "ZaloOa"]
