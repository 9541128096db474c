"""How offices write on paper: the chat's plain words and marks of tone, as superiors are used to reading them.

The chat says "bản khai", "tỉ lệ", "xoá"; a paper says "phiếu tự đánh giá", "tỷ lệ", "xóa". Only the program's own
sentences are changed, before anything is filled into them: a name is written as its owner writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from locales.catalog import SOURCE, Catalog, catalog

# What the chat says: what a paper says instead. The longer of two that begin alike stands first.
INSTEAD: Mapping[str, str] = {
    "phiếu tự khai": "phiếu tự đánh giá",
    "bản khai": "phiếu tự đánh giá",
    "bản tự khai": "phiếu tự đánh giá",
    "kỳ đánh giá": "năm đánh giá",
    "độ phủ": "tỷ lệ đã tự đánh giá",
    "hàng xóm tin cậy": "người hỗ trợ",
    "tờ dán": "áp phích mã QR",
    "bản chụp": "số liệu tạm tính",
    "tỉ lệ": "tỷ lệ",
}
_INSTEAD = re.compile("|".join(map(re.escape, INSTEAD)), re.IGNORECASE)
_TONES = {  # the mark stands on the last vowel in the chat, on the first of an open syllable on paper: hoá, hóa
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
_OPEN = re.compile(rf"(?<![qQ])(?:{'|'.join(_TONES)})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=4096)
def on_paper(template: str) -> str:
    """A sentence of the program, its braces unfilled, as an office would write it."""
    return _OPEN.sub(_mark, _INSTEAD.sub(_word, template))


def _word(found: re.Match[str]) -> str:
    said = found[0]
    instead = INSTEAD[said.lower()]
    if said.isupper():
        return instead.upper()
    return instead[:1].upper() + instead[1:] if said[:1].isupper() else instead


def _mark(found: re.Match[str]) -> str:
    said = _TONES[found[0].lower()]
    first, last = said[0], said[1]
    return (first.upper() if found[0][0].isupper() else first) + (last.upper() if found[0][1].isupper() else last)


class _Papers(Mapping[tuple[str, str | None], tuple[str, ...]]):
    """Translations from the chat's Vietnamese to that of papers: there is one of every text."""

    def __getitem__(self, key: tuple[str, str | None]) -> tuple[str, ...]:
        return (on_paper(key[0]),)

    def __iter__(self) -> Iterator[tuple[str, str | None]]:
        return iter(())

    def __len__(self) -> int:
        return 0


_PAPERS = Catalog(SOURCE, _Papers(), lambda _count: 0)


def paper_catalog(language: str) -> Catalog:
    """The catalogue that files are written with; only Vietnamese differs from the chat's."""
    return _PAPERS if language == SOURCE else catalog(language)
