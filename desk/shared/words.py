"""Words that stand on several pages."""

from __future__ import annotations

from collections.abc import Mapping

from criteria.declaration import Move, State
from locales.text import T, Words

STATES: Mapping[State, Words] = {
    State.DRAFT: T("đang soạn"),
    State.SUBMITTED: T("chờ xác nhận"),
    State.RETURNED: T("đã trả lại"),
    State.CONFIRMED: T("đã xác nhận"),
    State.RECOGNISED: T("được công nhận"),
    State.REVOKED: T("đã thu hồi công nhận"),
}
MOVES: Mapping[Move, Words] = {
    Move.SUBMIT: T("gửi phiếu"),
    Move.CONFIRM: T("xác nhận"),
    Move.RETURN: T("trả lại"),
    Move.UNDO: T("rút lại quyết định"),
    Move.RECOGNISE: T("công nhận"),
    Move.REVOKE: T("thu hồi công nhận"),
}
