"""What was understood of a file with a roster, in words: its columns, remarks, and what must be asked about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from criteria.roster_matching import Likeness, Listing
from intake.listed import Option, Question, QuestionKind
from locales.text import Day, Number, T, Verbatim, Words, joined, lines, words_from_data
from storage.kit.words import ImportState
from storage.places import Place
from storage.roster_imports import Counts, Source

FILE_STATES: Mapping[ImportState, Words] = {
    ImportState.READING: T("đang đọc"),
    ImportState.READY: T("đã đọc, chưa đưa vào danh sách"),
    ImportState.TAKING: T("đang đưa vào danh sách"),
    ImportState.TAKEN: T("đã đưa vào danh sách"),
    ImportState.DROPPED: T("đã bỏ"),
    ImportState.UNREADABLE: T("không đọc được"),
}


class Read(Protocol):
    """A file that was read: what was understood of it, as data."""

    @property
    def found(self) -> Mapping[str, Any]:
        """As :func:`bot.readers.roster_file.preview` has it."""


TITLES: Mapping[QuestionKind, Words] = {
    QuestionKind.ENCODING: T("Phông chữ của cột"),
    QuestionKind.NAME_COLUMN: T("Cột họ tên"),
    QuestionKind.BIRTH_COLUMN: T("Cột năm sinh"),
    QuestionKind.TWO_DIGITS: T("Năm sinh hai chữ số"),
    QuestionKind.VILLAGE: T("Nơi ghi trong tệp"),
    QuestionKind.COMMUNE: T("Xã, phường ghi trong tệp"),
}


def asked_of(file: Read) -> tuple[Question, ...]:
    """What must be asked about the file to read it whole."""
    return tuple(
        Question(
            QuestionKind(each["kind"]),
            each["key"],
            words_from_data(each["words"]),
            tuple(Option(value, words_from_data(words)) for value, words in each["options"]),
        )
        for each in file.found.get("questions", ())
    )


def columns_of(file: Read) -> Words | None:
    """Which column was taken for what: "họ tên (Họ và tên), năm sinh (Ngày sinh)"."""
    columns = [
        T("{meaning} (“{heading}”)", meaning=words_from_data(meaning), heading=heading)
        for meaning, heading in file.found.get("columns", ())
    ]
    return T("Hiểu các cột là: {columns}.", columns=joined(columns, ", ")) if columns else None


def notes_of(file: Read) -> Iterator[Words]:
    """Remarks on the file as a whole: hidden lines, fonts, what was left out."""
    return (words_from_data(each) for each in file.found.get("notes", ()))


def why_of(file: Read) -> Words | None:
    """Why it could not be read."""
    why = file.found.get("why")
    return None if why is None else words_from_data(why)


LEFT = "left"  # the lines that could not be taken, in a route's place of a listing
SHOWN: dict[str, Words] = {
    Listing.NEW: T("Người mới"),
    Listing.CHANGED: T("Có thay đổi"),
    Listing.MOVED: T("Chuyển đến nơi khác trong {commune_label}"),
    Listing.DOUBTFUL: T("Có thể đã có trong danh sách"),
    Listing.GONE: T("Không còn trong tệp"),
    Listing.SAME: T("Đã có đúng như vậy"),
    LEFT: T("Dòng chưa nhận"),
}

BECAUSE: Mapping[Likeness, Words] = {
    Likeness.SPELLING: T("Tên viết gần giống, năm sinh bằng hoặc sát nhau."),
    Likeness.YEAR: T("Cùng họ tên, khác năm sinh."),
    Likeness.PLACE: T("Cùng họ tên và năm sinh, ghi ở nơi khác."),
    Likeness.DEAD: T("Đang ghi là đã mất."),
    Likeness.NAMESAKES: T("Có nhiều người cùng họ tên, thiếu chỗ để phân biệt."),
}


def who_words(name: str, year: int, place: Place | None, household: str) -> Words:
    """Somebody of a list, with what tells them apart."""
    parts: list[Words] = [Verbatim(name), T("sinh {year}", year=year) if year else T("chưa rõ năm sinh")]
    if place is not None:
        parts.append(Verbatim(place.full_name))
    if household:
        parts.append(T("hộ {code}", code=household))
    return joined(parts, ", ")


def readable(found: Counts) -> int:
    """How many lines of a file are people."""
    return sum(n for listing, n in found.all.items() if listing not in {None, Listing.GONE})


def summary(found: Counts) -> tuple[Words, ...]:
    """A line for each meaning, with how many."""
    return tuple(
        T("{what}: {n}", what=SHOWN[LEFT if listing is None else listing], n=Number(found.all[listing]))
        for listing in (*Listing, None)
        if found.all.get(listing)
    )


def origin_words(origin: Source) -> Words:
    """Where a file comes from and by what right; or that this is not said yet."""
    if not origin.is_enough:
        return T(
            "Chưa ghi đủ nguồn, ngày số liệu và văn bản cho phép sử dụng, nên mới xem được, chưa đưa vào danh sách "
            "được."
        )
    return lines(
        T(
            "Nguồn: {source}. Số liệu ngày {day}. Căn cứ: {basis}.",
            source=origin.source,
            day=Verbatim("–") if origin.as_of is None else Day(origin.as_of),
            basis=origin.basis,
        ),
        T("Người cung cấp: {provider}.", provider=origin.provider) if origin.provider else None,
    )
