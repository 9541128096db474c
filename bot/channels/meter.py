"""A channel whose messages are counted: how many are left this month, and who is told when few are."""

from __future__ import annotations

import structlog

from acts.notices import Notice, tell
from bot.channel import ClosedError
from bot.dispatch import Dispatcher
from handlers.shared.account_words import channel_name
from locales.text import Number, T
from storage import message_budget, roles
from storage.kit.transaction import Transaction

log = structlog.get_logger(__name__)

WARN_AT = (80, 95)  # percent of the month's messages at which officers are told
TERSE_AT = 80  # percent from which whole forms are asked in one message


class Meter:
    """Follows the sum that :class:`bot.channels.base.Receipts` counts. A budget of 0 is no limit."""

    def __init__(self, dispatcher: Dispatcher, channel: str, monthly: int) -> None:
        self._dispatcher = dispatcher
        self._channel = channel
        self.monthly = monthly
        self.spent = 0
        self._is_dry = False

    @property
    def percent(self) -> int:
        """How much of the month's budget is used."""
        return 100 * self.spent // self.monthly if self.monthly else 0

    @property
    def is_spent(self) -> bool:
        """Whether nothing is left for notices: the last hundredth is kept for replies."""
        return self.percent >= 99

    def closed(self) -> ClosedError:
        """Why a notice cannot be sent here this month."""
        return ClosedError("the month's messages are used up")

    async def begin(self) -> None:
        """Read what was sent this month before this start."""
        self.spent = await self._dispatcher.database.read(lambda tx: message_budget.spent(tx, self._channel))
        self._set_terse()

    def spend(self, tx: Transaction, messages: int) -> int:
        """Count messages that went out; where a mark is passed, officers get a notice in the same transaction."""
        total = message_budget.spend(tx, self._channel, messages)
        if self.monthly:
            for mark in WARN_AT:
                if 100 * (total - messages) < mark * self.monthly <= 100 * total:
                    self._warn(tx, total, mark)
        return total

    def counted(self, total: int) -> None:
        """So many went out this month by now."""
        self.spent = total
        self._set_terse()

    def set_dry(self, *, dry: bool) -> None:
        """The messenger itself says that nothing is left, or no longer does."""
        self._is_dry = dry
        self._set_terse()

    def _set_terse(self) -> None:
        if self._is_dry or self.percent >= TERSE_AT:
            self._dispatcher.terse.add(self._channel)
        else:
            self._dispatcher.terse.discard(self._channel)

    def _warn(self, tx: Transaction, total: int, mark: int) -> None:
        log.warning("few messages left this month", channel=self._channel, spent=total, of=self.monthly)
        notice = Notice(
            T(
                "Kênh {channel} đã gửi {spent} trong {all} tin của tháng này. "
                "Sắp hết thì cả bản khai hỏi trong một tin; "
                "hết thì tin báo đi đường khác hoặc vào danh sách Cần báo tận nơi.",
                channel=channel_name(self._channel),
                spent=Number(total),
                all=Number(self.monthly),
            )
        )
        for person_id in roles.officers(tx):
            key = f"budget:{self._channel}:{message_budget.month_of(tx.now)}:{mark}:{person_id}"
            tell(tx, person_id, notice, key=key)
