"""Leafing through a list."""

from __future__ import annotations

from collections.abc import Iterator

from desk.kit.blocks import Link, Links, Para
from locales.text import Number, T

A_PAGE = 25  # lines of a list


def leaf(here: str, page: int, found: int, a_page: int = A_PAGE) -> Iterator[Para | Links]:
    """Which lines these are, and the pages before and after; nothing where one page holds all.

    Args:
        here: the list's address, without its page.
        page: the page that is shown, from 0.
        found: how many lines there are.
        a_page: lines of a page.
    """
    if found <= a_page:
        return
    first, last = page * a_page + 1, min(found, (page + 1) * a_page)
    if first <= found:
        yield Para(T("Dòng {first} đến {last}, trên {n}.", first=Number(first), last=Number(last), n=Number(found)))
    joint = "&" if "?" in here else "?"
    ways = []
    if page:
        ways.append(Link(T("Trang trước"), f"{here}{joint}trang={page}"))
    if last < found:
        ways.append(Link(T("Trang sau"), f"{here}{joint}trang={page + 2}"))
    if ways:
        yield Links(tuple(ways), T("Các trang của danh sách"))
