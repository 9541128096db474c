"""What people are told of backups: when the last was made, and that there has been none for days."""

from __future__ import annotations

from datetime import datetime

from acts.notices import Notice, tell
from locales.format import day_of, in_vietnam
from locales.text import Arg, Moment, T, Words
from storage import backups, roles
from storage.kit.transaction import Transaction


def when(moment: datetime, now: datetime) -> Arg:
    """A moment of the last days as people say it: "hôm qua 02:00"."""
    days = (day_of(now) - day_of(moment)).days
    clock = f"{in_vietnam(moment):%H:%M}"
    if days == 0:
        return T("hôm nay {clock}", clock=clock)
    if days == 1:
        return T("hôm qua {clock}", clock=clock)
    return Moment(moment)


def newest(tx: Transaction) -> Words:
    """When the newest backup is of, as officers read it."""
    found = backups.latest(tx)
    if found is None:
        return T("Bản sao lưu mới nhất: chưa có.")
    return T("Bản sao lưu mới nhất: {when}", when=when(found.begun_at, tx.now))


def warn(tx: Transaction) -> int:
    """Tell the officers that there has been no backup for three days: once, until there is one. Returns how many."""
    if not backups.claim_warning(tx, day_of(tx.now)):
        return 0
    found = backups.latest(tx)
    text = (
        T(
            "Dữ liệu của {commune_label} chưa có bản sao lưu nào. Máy hỏng là mất hết. {You} nhờ người giữ máy chủ "
            "chạy hoctap doctor, máy chỉ cách làm."
        )
        if found is None
        else T(
            "Đã ba ngày máy chủ không có bản sao lưu mới. Bản mới nhất: {when}. {You} nhờ người giữ máy chủ xem ổ sao "
            "lưu đã cắm chưa, rồi chạy hoctap doctor, máy chỉ cách làm.",
            when=when(found.begun_at, tx.now),
        )
    )
    officers = roles.officers(tx)
    for person_id in officers:
        tell(tx, person_id, Notice(text))
    return len(officers)
