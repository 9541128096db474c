"""What the officer's dossier and plan have in common: a figure in words, and reading what is entered."""

from __future__ import annotations

import re
import unicodedata

from criteria.commune import people_missing
from criteria.score import Share
from handlers.kit.event import Said, Sent
from handlers.kit.read import Misread
from locales.text import Moment, Number, Percent, T, Verbatim, Words
from storage.actuals import Actual
from storage.entries import Entry

SHORTEST_NOTE, LONGEST_NOTE = 3, 380
SHORTEST_UNIT, LONGEST_UNIT = 2, 100
NO_WHOLE = T("chưa có (xã chưa nhập danh sách dân cư hoặc chưa có nơi nào để tính)")


def part_words(actual: Actual) -> Words:
    """A figure: "3/6 người từ 18 tuổi trong danh sách dân cư (50%)"; without a whole there is none."""
    if not actual.whole:
        return NO_WHOLE
    return T(
        "{part}/{whole} {of} ({share})",
        part=Number(actual.part),
        whole=Number(actual.whole),
        of=actual.of,
        share=Percent(actual.part / actual.whole),
    )


def coverage_words(actual: Actual) -> Words | None:
    """Of how many the answer is known; a share of few who were asked means little."""
    if actual.known is None or not actual.whole:
        return None
    return T(
        "Độ phủ: đã khai {known}/{whole} ({share})",
        known=Number(actual.known),
        whole=Number(actual.whole),
        share=Percent(actual.known / actual.whole),
    )


def registered_words(actual: Actual) -> Words | None:
    """Who registered: another number than who achieved."""
    if actual.registered is None:
        return None
    return T("Đăng ký: {n} {noun}", n=Number(actual.registered), noun=actual.noun)


def missing_words(actual: Actual, percent: int) -> Words | None:
    """How far it is: people, not points of percent."""
    if not actual.whole:
        return None
    missing = people_missing(Share(actual.part, actual.whole), percent)
    if not missing:
        return T("đã đủ")
    return T("còn thiếu {n} {noun}", n=Number(missing), noun=actual.noun)


def met_words(met: bool | None) -> Words:  # noqa: FBT001 (the field as it is)
    """An entry's answer."""
    if met is None:
        return T("chưa nhập")
    return T("đạt") if met else T("chưa đạt")


def entry_words(entry: Entry, value: Words) -> Words:
    """What was entered, by whom, when: one line, then what it rests on."""
    return T(
        "{value}. {note} (nhập: {name}, {when})",
        value=value,
        note=Verbatim(entry.note),
        name=entry.full_name or "–",
        when=Moment(entry.at),
    )


def read_note(said: Said | Sent) -> str | Misread:
    """What an entry rests on, in own words."""
    return _read(said, SHORTEST_NOTE, LONGEST_NOTE)


def read_unit(said: Said | Sent) -> str | Misread:
    """The name of the unit that supplied a figure."""
    return _read(said, SHORTEST_UNIT, LONGEST_UNIT)


def _read(said: Said | Sent, least: int, most: int) -> str | Misread:
    if isinstance(said, Sent):
        return Misread(T("Chỗ này chỉ nhận chữ."))
    text = " ".join(unicodedata.normalize("NFC", said.text).split())
    if not least <= len(text) <= most or not text.isprintable():
        return Misread(T("{You} gõ từ {least} đến {most} chữ.", least=least, most=most))
    return text


def read_figure(said: Said | Sent, most: int) -> int | Misread:
    """A number from 0 to ``most``: "85", "85%"; nothing else beside it, so that no date becomes a percentage."""
    hint = T("{You} gõ một số từ 0 đến {most}, không có chữ.", most=most)
    if isinstance(said, Sent):
        return Misread(T("Chỗ này chỉ nhận số."))
    found = re.fullmatch(r"\s*([0-9]{1,4})\s*%?\s*", said.text)
    if found is None or int(found.group(1)) > most:
        return Misread(hint)
    return int(found.group(1))
