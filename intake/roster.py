"""What a file of an office says of people: a roster, a list of results, or only numbers. Nothing is guessed.

:func:`understand` is pure: the same table, day and choices give the same. It is cut to the understood columns at once;
what a column of identity numbers, ethnicity, religion and the like holds is in nothing that comes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from criteria.names import fold
from intake import cells
from intake.grid import Sheet, Table, column_letter, shown
from intake.headings import DROPPED_WORDS, Meaning
from intake.layout import Header, chosen_header, find_header, side_by_side, texts_of
from intake.legacy_fonts import Decoded, Encoding, decided, read_cell
from intake.listed import (
    Choices,
    Column,
    CommuneNames,
    Kind,
    ListedPlace,
    Option,
    Question,
    QuestionKind,
    Understood,
    column_key,
)
from intake.sheet_reader import Outcome, SheetReader, dropped_kinds
from intake.villages import Found, Said, Villages, has_label
from locales.text import Number, T, Tc, Verbatim, Words

MOST_OPTIONS = 40
MOST_TABLES = 1000  # in one sheet
_LABEL_IN_TITLE = re.compile(
    r"(?<!nông )\b(tổ dân phố|khu dân cư|khu phố|tiểu khu|thôn|xóm|làng|bản|buôn|ấp|khóm|khu|tdp|kp|phum|sóc|tổ)\b"
    r"[\s:]*(.{1,60})",
    re.IGNORECASE,
)
_NO_VILLAGES = ("nam ", "van hoa", "moi", "xom", "ban", "to dan pho", "thuoc", "tren", "trong", "va ", "khu pho", "ap ")
ENCODING_WORDS: dict[Encoding, Words] = {
    Encoding.UNICODE: T("Để nguyên (Unicode)"),
    Encoding.TCVN3: T("Phông TCVN3 (.VnTime …)"),
    Encoding.VNI: T("Phông VNI (VNI-Times …)"),
}
_NO_CHOICES = Choices()
_NO_NAMES = CommuneNames()


def understand(
    table: Table,
    *,
    today: date,
    villages: Sequence[ListedPlace],
    communes: CommuneNames = _NO_NAMES,
    choices: Choices = _NO_CHOICES,
) -> Understood:
    """Read a table row by row.

    Args:
        today: births after it are impossible.
        villages: the commune's villages, and its units where a list names them.
        communes: the commune's name and others', by which another commune's file is refused.
        choices: what the officer answered so far.
    """
    places = Villages(villages, communes, choices.own_communes, choices.villages)
    outcome = Outcome()
    notes: list[Words] = []
    questions: list[Question] = []
    has_numbers, titles = False, list[str]()
    for sheet in table.sheets:
        if (sheet.hidden and sheet.name not in choices.reads) or sheet.name in choices.skips:
            if any(map(texts_of, sheet.rows[:50])):
                notes.append(_passed_over(sheet))
            continue
        header = _header(sheet, choices)
        if header is None or not header.names_people:
            titles += _titles(sheet, min(len(sheet.rows), 15))
            has_numbers = has_numbers or (header is not None and header.last >= 0)
            questions += _which_column(sheet, header)
            if any(map(texts_of, sheet.rows[:50])) and not questions:
                notes.append(T("Trang {sheet}: không thấy cột họ tên, bỏ qua.", sheet=sheet.name))
            continue
        titles += _titles(sheet, header.first)
        _read_sheet(sheet, header, places, today, choices, outcome)
        notes += _about_sheet(sheet)
    refusal = _refusal([*titles, *outcome.commune_texts], places)
    if refusal is not None:
        return _refused(refusal, outcome)
    notes += _about_columns(outcome)
    notes += _about_asides(outcome)
    if not table.sees_hidden or not table.sees_fonts:
        notes.append(T("Loại tệp này không cho biết hết dòng ẩn và phông chữ; nếu cần, lưu thành .xlsx rồi gửi lại."))
    questions += _questions(outcome, villages, choices)
    kind = _kind(outcome, has_numbers=has_numbers)
    if kind is Kind.COUNTS:
        notes.insert(0, T("Tệp chỉ có số liệu, không có tên người: không đưa vào danh sách được."))
    return Understood(
        kind=kind,
        columns=tuple(dict.fromkeys(outcome.columns)),
        people=tuple(outcome.people),
        left_out=tuple(outcome.left_out),
        notes=tuple(notes),
        questions=() if kind is Kind.COUNTS else tuple(questions),
    )


def _kind(outcome: Outcome, *, has_numbers: bool) -> Kind:
    if (
        not outcome.people
        and not outcome.left_out
        and not any(each.meaning is Meaning.NAME for each in outcome.columns)
    ):
        return Kind.COUNTS if has_numbers else Kind.NOTHING
    of_results = {Meaning.RESULT, Meaning.REACHED, Meaning.NOT_REACHED, Meaning.POINTS, Meaning.INDICATOR}
    return Kind.RESULTS if any(each.meaning in of_results for each in outcome.columns) else Kind.ROSTER


def _header(sheet: Sheet, choices: Choices) -> Header | None:
    prefix = f"{sheet.name}!"
    named = {
        _column(key.removeprefix(prefix)): Meaning(value)
        for key, value in choices.columns.items()
        if key.startswith(prefix) and value
    }
    chosen = chosen_header(sheet, named)
    found = find_header(sheet, named=chosen.headings)
    return chosen if found is None and Meaning.NAME in named.values() else found


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _read_sheet(
    sheet: Sheet, header: Header, places: Villages, today: date, choices: Choices, outcome: Outcome
) -> None:
    """Read the sheet's tables one below the other."""
    for part in side_by_side(header):
        context = _village_of_sheet(sheet, header, places, choices)
        again: Header | None = part
        for _ in range(MOST_TABLES):
            if again is None:
                break
            reader = SheetReader(sheet, again, places, today, choices, outcome, context)
            again = reader.read()
            context = reader.context


def _titles(sheet: Sheet, before: int) -> list[str]:
    """The texts above the headings, and the sheet's name, in letters of our time."""
    found = [text for row in sheet.rows[: max(before, 0)] for text in texts_of(row).values()]
    marked = [text for text in found if not text.isascii()]
    encoding = decided(marked).encoding
    return [*(read_cell(text, encoding) for text in found), sheet.name]


def _village_of_sheet(
    sheet: Sheet, header: Header, places: Villages, choices: Choices
) -> tuple[str, Said, Found] | None:
    """The village that the sheet is about: as the officer said, else its titles, else its name."""
    chosen = choices.villages.get(_sheet_key(sheet))
    if chosen is not None:
        place = places.by_id(chosen)
        if place is not None:
            return place.full_name, Said("", "", place.name, place.full_name), Found(place)
    *titles, name = _titles(sheet, header.first)
    for title in reversed(titles):
        if (found := _in_title(title, places)) is not None:
            return found
    if has_label(name) or (not name.strip().isdigit() and len(name) > 1 and places.is_named(name)):
        return (name, *places.find(name))
    return None


def _in_title(title: str, places: Villages) -> tuple[str, Said, Found] | None:
    """The village that a title names: "DANH SÁCH CÔNG DÂN THÔN KIM SƠN NĂM 2026"."""
    for label, rest in _LABEL_IN_TITLE.findall(title):
        words = re.split(r"[\s,;:]+", rest.strip())
        whole = re.split(r"\s+(?:năm|quý|tháng|nam)\s+\d|[,;:]", rest.strip(), maxsplit=1, flags=re.IGNORECASE)[0]
        tries = [f"{label} {rest.strip()}", f"{label} {whole}"] + [
            f"{label} {' '.join(words[:n])}" for n in range(5, 0, -1)
        ]
        for each in tries:
            said, found = places.find(each)
            if found.place is not None or found.is_ambiguous:
                return each, said, found
        if _names_some_village(label, whole):
            return (f"{label} {whole}", *places.find(f"{label} {whole}"))
    return None


def _names_some_village(label: str, rest: str) -> bool:
    """Whether what stands behind a label in a title is a name: "thôn văn hoá", "tổ chức", "khu vực" are none."""
    if label.lower() in {"khu", "tổ", "bản", "làng", "đội"} or not (rest[:1].isupper() or rest[:1].isdigit()):
        return False
    return not fold(rest).startswith(_NO_VILLAGES)


def _sheet_key(sheet: Sheet) -> str:
    return f"sheet|{sheet.name}"


# Notes


def _passed_over(sheet: Sheet) -> Words:
    if sheet.hidden:
        return T("Trang {sheet} bị ẩn, không đọc.", sheet=sheet.name)
    return T("Trang {sheet}: bỏ qua theo lựa chọn.", sheet=sheet.name)


def _about_sheet(sheet: Sheet) -> Iterator[Words]:
    filled = [row for row in sheet.hidden_rows if row < len(sheet.rows) and texts_of(sheet.rows[row])]
    if filled:
        first = min(filled) + 1
        yield T(
            "Trang {sheet} có {n} dòng ẩn (dòng đầu là {line}); vẫn đọc cả.",
            sheet=sheet.name,
            n=Number(len(filled)),
            line=first,
        )
    columns = [
        column for column in sorted(sheet.hidden_columns)
        if any(column < len(row) and shown(row[column]) for row in sheet.rows[:200])
    ]  # fmt: skip
    if columns:
        letters = ", ".join(map(column_letter, columns[:10]))
        yield T("Trang {sheet} có cột ẩn: {columns}.", sheet=sheet.name, columns=letters)


def _about_columns(outcome: Outcome) -> Iterator[Words]:
    for kind, headings in dropped_kinds(outcome.columns).items():
        yield T(
            "Bỏ, không lưu: {kind} (cột {headings}).",
            kind=DROPPED_WORDS[kind],
            headings="; ".join(each or "…" for each in headings[:5]),
        )
    unknown = [
        each.heading for each in outcome.columns if each.meaning is None and each.dropped is None and each.heading
    ]
    if unknown:
        yield T("Cột chưa hiểu nên bỏ: {headings}.", headings="; ".join(dict.fromkeys(unknown[:20])))
    for key, found in outcome.decoded.items():
        if found.encoding is not Encoding.UNICODE:
            yield T(
                "Cột {column} gõ bằng phông cũ, đọc là: {samples}.", column=key, samples=_samples(found),
            )  # fmt: skip


def _samples(found: Decoded) -> str:
    return "; ".join(f"{cells.plain(before)} → {cells.plain(after)}" for before, after in found.samples)


def _about_asides(outcome: Outcome) -> Iterator[Words]:
    asides = outcome.asides
    if asides.totals:
        yield T("Bỏ {n} dòng cộng.", n=Number(asides.totals))
    if asides.signatures:
        yield T("Bỏ {n} dòng ký tên, ngày tháng.", n=Number(asides.signatures))
    if asides.texts:
        yield T("Bỏ {n} dòng chữ không phải người.", n=Number(asides.texts))


# Another commune's file


def _refusal(texts: Sequence[str], places: Villages) -> str | None:
    """The other commune that the file names, where it does not name this one."""
    named: list[str] = []
    for text in texts:
        own, others = places.communes_in(text)
        if own:
            return None
        named += others
    return named[0] if named else None


def _refused(name: str, outcome: Outcome) -> Understood:
    said = T("Tệp ghi của {name}, không phải {commune_label} này: không nhận.", name=name)
    question = Question(
        QuestionKind.COMMUNE,
        fold(name),
        T("{name} có phải tên cũ của một phần {commune_label} này không?", name=name),
        (Option("ours", T("Phải, nay thuộc về đây")), Option("theirs", T("Không phải"))),
    )
    return Understood(
        kind=Kind.NOTHING,
        columns=tuple(dict.fromkeys(outcome.columns)),
        notes=(said,),
        questions=(question,),
        refused=said,
    )


# Questions


def _which_column(sheet: Sheet, header: Header | None) -> Iterator[Question]:
    """Which column holds the names, of a sheet that has rows of words but no heading that says so."""
    if header is not None:
        return
    rows = [texts for row in sheet.rows[:200] if len(texts := texts_of(row)) >= 2]
    wordy: dict[int, int] = {}
    for texts in rows:
        for column, text in texts.items():
            wordy[column] = wordy.get(column, 0) + (" " in text and not any(map(str.isdigit, text)) and len(text) < 60)
    likely = [column for column in sorted(wordy) if wordy[column] * 2 > len(rows)]
    if len(rows) >= 3 and likely:
        yield Question(
            QuestionKind.NAME_COLUMN,
            sheet.name,
            T("Trang {sheet}: cột nào là họ và tên?", sheet=sheet.name),
            tuple(_column_option(column) for column in likely),
        )


def _column_option(column: int) -> Option:
    return Option(column_letter(column), T("Cột {letter}", letter=column_letter(column)))


def _questions(outcome: Outcome, villages: Sequence[ListedPlace], choices: Choices) -> Iterator[Question]:
    everywhere = tuple(Option(str(place.id), Verbatim(place.full_name)) for place in villages[:MOST_OPTIONS])
    for sheet in sorted(outcome.placeless):
        words = T("Trang {sheet} là của nơi nào?", sheet=sheet)
        yield Question(QuestionKind.VILLAGE, f"sheet|{sheet}", words, everywhere)
    for key, (said, found) in outcome.open_villages.items():
        options = tuple(Option(str(place.id), Verbatim(place.full_name)) for place in found.candidates)
        name = said.whole
        if found.is_ambiguous:
            words = T("Tệp ghi {name}, mà có {n} nơi tên ấy. Là nơi nào?", name=name, n=Number(len(found.candidates)))
        else:
            words = T("Không có nơi nào tên {name}. Là nơi nào?", name=name)
        yield Question(QuestionKind.VILLAGE, key, words, options or everywhere)
    for key, decoded in outcome.decoded.items():
        if not decoded.is_sure:
            yield Question(
                QuestionKind.ENCODING,
                key,
                T("Chữ ở cột {column} gõ bằng phông nào? Đọc thử: {samples}", column=key, samples=_samples(decoded)),
                tuple(Option(each.value, words) for each, words in ENCODING_WORDS.items()),
            )
    for key in sorted(outcome.two_digits - choices.two_digits.keys()):
        yield Question(
            QuestionKind.TWO_DIGITS,
            key,
            T("Cột {column} chỉ ghi hai chữ số: là năm sinh hay tuổi?", column=key),
            (Option("year", Tc("two digits", "Năm sinh")), Option("age", Tc("two digits", "Tuổi"))),
        )
    yield from _which_birth(outcome.columns, choices)


def _which_birth(columns: Sequence[Column], choices: Choices) -> Iterator[Question]:
    """Which column holds births, of a sheet whose names the officer pointed at."""
    for key, value in choices.columns.items():
        if value != Meaning.NAME.value:
            continue
        sheet, _, own = key.rpartition("!")
        births = {Meaning.BIRTH.value, Meaning.MALE.value}
        there = {each for where, each in choices.columns.items() if where.startswith(f"{sheet}!")}
        if not there & births and not any(each.sheet == sheet and each.meaning is Meaning.BIRTH for each in columns):
            letters = [column_letter(at) for at in range(8) if column_letter(at) != own]
            yield Question(
                QuestionKind.BIRTH_COLUMN,
                sheet,
                T("Trang {sheet}: cột nào là ngày hoặc năm sinh?", sheet=sheet),
                tuple(Option(letter, T("Cột {letter}", letter=letter)) for letter in letters),
            )


__all__ = ["column_key", "understand"]
