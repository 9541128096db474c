"""Numbers in words where several are possible: "sáu mốt" is 61, "một chín năm bảy" the year 1957."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from handlers.kit.spelling import Lexicon, is_in, lexicon
from handlers.kit.tokens import Token

_UNITS = tuple(enumerate(map(lexicon, ("không", "một", "hai", "ba", "bốn tư", "năm", "sáu", "bảy bẩy", "tám", "chín"))))
_LAST = (*_UNITS, (1, lexicon("mốt")), (5, lexicon("lăm nhăm")), (4, lexicon("tư")))
_AFTER_TEN = tuple((n, words) for n, words in _LAST if "nam" not in words)  # "mười năm" are ten years
_TEN, _TENS, _TWENTY, _THIRTY = lexicon("mười"), lexicon("mươi chục"), lexicon("hăm"), lexicon("băm")
_DOZEN = lexicon("chục")
_HUNDRED, _THOUSAND, _ODD = lexicon("trăm"), lexicon("nghìn ngàn"), lexicon("lẻ linh")


def _is(said: Sequence[Token], at: int, what: Lexicon) -> bool:
    return at < len(said) and is_in(said[at].word, what)


def _unit(said: Sequence[Token], at: int, units: Sequence[tuple[int, Lexicon]] = _UNITS) -> int | None:
    if at < len(said) and said[at].is_number and len(said[at].raw) == 1:
        return int(said[at].raw)
    return next((n for n, words in units if _is(said, at, words)), None)


def tens(said: Sequence[Token], at: int) -> Iterator[tuple[int, int]]:
    """Numbers of two digits that begin here, in words, and where each ends: "bảy mươi hai", "bảy hai", "hăm ba"."""
    if _is(said, at, _DOZEN):
        yield 10, at + 1  # "chục lần"
    for first, count in ((_TEN, 1), (_TWENTY, 2), (_THIRTY, 3)):
        if _is(said, at, first):
            if count == 1:
                yield 10, at + 1
            if (last := _unit(said, at + 1, _AFTER_TEN)) and not said[at + 1].is_number:
                yield count * 10 + last, at + 2
    if at < len(said) and said[at].is_number:
        return
    count = _unit(said, at) or 0
    if count == 1 and _is(said, at + 1, _DOZEN):
        yield 10, at + 2
    if count > 1 and _is(said, at + 1, _TENS):
        yield count * 10, at + 2
        if (last := _unit(said, at + 2, _AFTER_TEN)) and not said[at + 2].is_number:
            yield count * 10 + last, at + 3
    elif count > 1 and (last := _unit(said, at + 1, _LAST)) and not said[at + 1].is_number:
        yield count * 10 + last, at + 2


def ones(said: Sequence[Token], at: int) -> Iterator[tuple[int, int]]:
    """A number of one digit in words that begins here, and where it ends."""
    if at < len(said) and not said[at].is_number and (one := _unit(said, at)):
        yield one, at + 1


def years(said: Sequence[Token], at: int) -> Iterator[tuple[int, int]]:
    """Years in words that begin here: "một chín năm bảy", "một nghìn chín trăm sáu mươi mốt", "hai ngàn linh hai"."""
    digits = [_unit(said, at + i, _LAST if i == 3 else _UNITS) for i in range(4)]
    if None not in digits and not all(each.is_number for each in said[at : at + 4]):
        yield int("".join(map(str, digits))), at + 4
    century: list[tuple[int, int]] = []
    if (count := _unit(said, at)) in {1, 2} and _is(said, at + 1, _THOUSAND):
        hundreds = _unit(said, at + 2)
        if hundreds is not None and _is(said, at + 3, _HUNDRED):
            century.append((count * 1000 + hundreds * 100, at + 4))
        elif count == 2:
            century.append((2000, at + 2))
    elif count == 1 and _unit(said, at + 1) == 9:
        century.append((1900, at + 2))
    elif (_is(said, at, _TEN) and _unit(said, at + 1) == 9) or (at < len(said) and said[at].raw == "19"):
        century.append((1900, at + (1 if said[at].is_number else 2)))
    for base, end in century:
        for two, last in tens(said, end):
            yield base + two, last
        if _is(said, end, _ODD) and (one := _unit(said, end + 1)):
            yield base + one, end + 2
