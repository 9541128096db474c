"""Sums of money that people type: "1.500.000", "15 triệu", "2,5 tr", "300 nghìn đồng"."""

from __future__ import annotations

import re

from criteria.names import fold
from handlers.kit.read import Misread
from locales.text import T

MOST = 10**12  # đồng; more is a slip of the finger
_SUM = re.compile(r"(\d{1,3}(?:[.,]\d{3})+|\d{1,13})(?:[.,](\d{1,2}))?")
_TYPED = re.compile(r"([0-9.,]+) ?([^0-9.,]*)")
_TIMES = {"": 1, "k": 10**3, "nghin": 10**3, "ngan": 10**3, "tr": 10**6, "trieu": 10**6, "ty": 10**9, "ti": 10**9}
_CURRENCY = ("vnd", "dong", "d")
_NONE = frozenset({"khong", "khong co", "chua co", "khong dong"})


def read_money(said: str) -> int | Misread:
    """A sum in đồng. Two sums, minus, parts of a đồng, and a million written so that it may mean two things, are

    asked back, never guessed.
    """
    hint = Misread(T("{You} gõ một số tiền, ví dụ 1.500.000 hoặc 1,5 triệu; không có thì gõ 0."))
    if fold(said) in _NONE:
        return 0
    typed = _TYPED.fullmatch(" ".join(said.split()).rstrip(" .,"))
    found = None if typed is None else _SUM.fullmatch(typed[1])
    if typed is None or found is None:
        return hint
    unit = " ".join(word for word in fold(typed[2]).split() if word not in _CURRENCY)
    whole, part = found.groups()
    if unit not in _TIMES or (not unit and part is not None):
        return hint
    if unit and not whole.isdecimal():  # "1.500 triệu": one and a half, or fifteen hundred?
        return hint
    value = int(re.sub(r"[.,]", "", whole)) * _TIMES[unit] + int((part or "0").ljust(2, "0")) * _TIMES[unit] // 100
    return value if value <= MOST else hint
