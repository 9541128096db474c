"""What was understood of a file with a roster, in words: its columns, remarks, and what must be asked about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from intake.listed import Option, Question, QuestionKind
from locales.text import T, Words, joined, words_from_data
from storage.roster_imports import RosterImport

TITLES: Mapping[QuestionKind, Words] = {
    QuestionKind.ENCODING: T("Phông chữ của cột"),
    QuestionKind.NAME_COLUMN: T("Cột họ tên"),
    QuestionKind.BIRTH_COLUMN: T("Cột năm sinh"),
    QuestionKind.TWO_DIGITS: T("Năm sinh hai chữ số"),
    QuestionKind.VILLAGE: T("Nơi ghi trong tệp"),
    QuestionKind.COMMUNE: T("Xã, phường ghi trong tệp"),
}


def asked_of(file: RosterImport) -> tuple[Question, ...]:
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


def columns_of(file: RosterImport) -> Words | None:
    """Which column was taken for what: "họ tên (Họ và tên), năm sinh (Ngày sinh)"."""
    columns = [
        T("{meaning} (“{heading}”)", meaning=words_from_data(meaning), heading=heading)
        for meaning, heading in file.found.get("columns", ())
    ]
    return T("Hiểu các cột là: {columns}.", columns=joined(columns, ", ")) if columns else None


def notes_of(file: RosterImport) -> Iterator[Words]:
    """Remarks on the file as a whole: hidden lines, fonts, what was left out."""
    return (words_from_data(each) for each in file.found.get("notes", ()))


def why_of(file: RosterImport) -> Words | None:
    """Why it could not be read."""
    why = file.found.get("why")
    return None if why is None else words_from_data(why)
