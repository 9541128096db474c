"""The rows that were not taken, as a file with the reason beside each: to mend and to load again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from intake.headings import Meaning
from intake.listed import NotTaken
from intake.sheet_writing import HEADINGS, WIDTHS, sheet
from locales.text import T, Words

FIRST = (
    Meaning.VILLAGE, Meaning.OLD_COMMUNE, Meaning.HOUSEHOLD, Meaning.HEAD, Meaning.FAMILY_NAME, Meaning.GIVEN_NAME,
    Meaning.NAME, Meaning.BIRTH, Meaning.MALE, Meaning.FEMALE, Meaning.AGE, Meaning.SEX, Meaning.RELATION,
    Meaning.SCHOOLING, Meaning.QUALIFICATION, Meaning.RESULT, Meaning.REACHED, Meaning.NOT_REACHED, Meaning.POINTS,
)  # fmt: skip


def put_back(left_out: Sequence[NotTaken], words: Callable[[Words], str]) -> bytes:
    """An XLSX of these rows: their understood columns, "Vì sao chưa nhận", and where each stood.

    Args:
        words: renders a text for who reads the file.
    """
    present = {meaning for row in left_out for meaning, _ in row.cells}
    meanings = [each for each in FIRST if each.value in present or each is Meaning.NAME]
    indicators = sorted((each for each in present if each.startswith("indicator ")), key=_order)
    columns = [(HEADINGS[each], WIDTHS.get(each, 14)) for each in meanings]
    columns += [(f"Chỉ số {each.removeprefix('indicator ')}", 10) for each in indicators]
    last = [
        each
        for each in (Meaning.NOTE, Meaning.WHY, Meaning.ORIGIN)
        if each is not Meaning.NOTE or each.value in present
    ]
    columns += [(HEADINGS[each], WIDTHS[each]) for each in last]
    keys = [each.value for each in meanings] + indicators + ([Meaning.NOTE.value] if Meaning.NOTE in last else [])
    rows = (
        [*(dict(row.cells).get(key, "") for key in keys), reasons(row, words), _origin(row, words)] for row in left_out
    )
    return sheet("Chưa nhận", columns, rows)


def reasons(row: NotTaken, words: Callable[[Words], str]) -> str:
    """Why a row is not taken, in one line; what stops it first."""
    told = sorted(row.reasons, key=lambda each: not each.stops)
    return "; ".join(words(each.why) + (f" ({each.seen})" if each.seen else "") for each in told)


def _origin(row: NotTaken, words: Callable[[Words], str]) -> str:
    return words(T("Trang {sheet}, dòng {line}", sheet=row.sheet, line=row.row))


def _order(indicator: str) -> tuple[int, ...]:
    return tuple(int(part) for part in indicator.removeprefix("indicator ").split(".") if part.isdigit())
