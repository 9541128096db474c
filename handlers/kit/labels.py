"""Whether a label was typed, and nothing else: what counts where a reply decides about somebody, gives or erases."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.kit.asides import asks
from handlers.kit.spelling import NOT, Spelled, Word, count_of, is_digits, is_in, lexicon, spell
from locales.catalog import LANGUAGES, catalog
from locales.text import Words

# The courtesies that may stand around a label. Closed: whoever says more is asked back.
_BEFORE = lexicon("dạ vâng ạ thưa tôi tui please")
_AFTER = lexicon("ạ nhé nha nhá please")
_CALLED = lexicon("cháu con em bác")  # "cháu ơi"
_OH = lexicon("ơi")


def _core(words: Spelled) -> Spelled:
    """The words without courtesies at both ends; all of them where nothing else is left."""
    rest = words
    while rest:
        if is_in(rest[0], _BEFORE):
            rest = rest[1:]
        elif len(rest) > 1 and is_in(rest[0], _CALLED) and is_in(rest[1], _OH):
            rest = rest[2:]
        elif is_in(rest[-1], _AFTER):
            rest = rest[:-1]
        elif len(rest) > 1 and is_in(rest[-1], _OH) and is_in(rest[-2], _CALLED):
            rest = rest[:-2]
        elif len(rest) > 2 and is_in(rest[-1], _CALLED) and is_in(rest[-2], _AFTER):
            rest = rest[:-1]  # "nhé cháu"
        else:
            return rest
    return words


def is_label(said: str, label: Words, *, alone: bool = False) -> bool:
    """Whether a reply is the label, in any language: marks and case aside, with courtesies around it.

    Args:
        said: the reply.
        label: of the choice.
        alone: take no courtesies off, for what cannot be undone.
    """
    if asks(said):
        return False
    return any(_is_text(said, catalog(language).render(label), alone=alone) for language in LANGUAGES)


def _is_text(said: str, label: str, *, alone: bool) -> bool:
    typed, meant = spell(said, alike=False), spell(label, alike=False)
    if not typed or not meant:
        return False
    if is_in(meant[0], NOT) and re.match(r"\s*\w+,", label) and not re.search(r"\w,", said):
        return False  # "không giữ lại" is the contrary of "Không, giữ lại"
    if not alone:
        typed, meant = _core(typed), _core(meant)
    return len(typed) == len(meant) and all(map(_is_word, typed, meant))


def _is_word(typed: Word, meant: Word) -> bool:
    """Whether a word was typed with all its marks or with none: with some of them it is another, "nhân" for "nhận"."""
    return typed.plain == meant.plain and typed.marks in {frozenset(), meant.marks}


_SLIPPED = re.compile(r"\d[^\W\d_]|\d[^\w\s.,!)…\u20e3\ufe0f]|[^\W\d_]\d|\b0\d")  # "1a", "1/": a slip of the thumb


def named(said: str, labels: Sequence[Words], *, alone: bool = False) -> int | None:
    """The index of the one label that was typed, or of the number of one; ``None``: ask back.

    Where only the label ``alone`` counts, a number does not: whoever hits a key must not erase.
    """
    found = [i for i, label in enumerate(labels) if is_label(said, label, alone=alone)]
    if len(found) == 1:
        return found[0]
    words = _core(spell(said))
    if alone or found or asks(said) or len(words) != 1 or not is_digits(words[0]) or _SLIPPED.search(said):
        return None
    number = count_of(words[0])
    return number - 1 if 1 <= number <= len(labels) else None
