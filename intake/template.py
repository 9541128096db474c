"""Our own empty lists, for an office that has none: they load without a remark."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from intake.headings import Meaning
from intake.listed import ListedPlace
from intake.sheet_writing import HEADINGS, WIDTHS, sheet
from locales.text import T, Words

ROOM = 200  # empty rows with borders
ROSTER = (
    Meaning.STT, Meaning.VILLAGE, Meaning.HOUSEHOLD, Meaning.NAME, Meaning.BIRTH, Meaning.SEX, Meaning.RELATION,
    Meaning.SCHOOLING, Meaning.QUALIFICATION, Meaning.NOTE,
)  # fmt: skip
RESULTS = (Meaning.STT, Meaning.VILLAGE, Meaning.NAME, Meaning.BIRTH, Meaning.RESULT, Meaning.POINTS)


def roster_template(villages: Sequence[ListedPlace], words: Callable[[Words], str]) -> bytes:
    """An empty roster as XLSX, the commune's villages to pick from where they fit into Excel's list."""
    above = (
        T("Mỗi người một dòng. Chỉ cần nơi ở, họ tên, năm sinh; cột khác có thì ghi."),
        T("Không ghi số giấy tờ, điện thoại, dân tộc, tôn giáo: có ghi cũng bị bỏ."),
    )
    return _template(ROSTER, villages, (), [words(each) for each in above], {Meaning.SEX: ("Nam", "Nữ")})


def results_template(
    villages: Sequence[ListedPlace], indicators: Sequence[str], words: Callable[[Words], str]
) -> bytes:
    """An empty list of results as XLSX.

    Args:
        indicators: numbers of the indicators whose points are wanted, "1" or "1.2"; may be none.
    """
    above = (T("Mỗi người một dòng. Kết quả ghi Đạt hoặc Chưa đạt; điểm có thì ghi."),)
    return _template(
        RESULTS, villages, indicators, [words(each) for each in above], {Meaning.RESULT: ("Đạt", "Chưa đạt")}
    )


def _template(
    meanings: Sequence[Meaning],
    villages: Sequence[ListedPlace],
    indicators: Sequence[str],
    above: Sequence[str],
    choices: dict[Meaning, Sequence[str]],
) -> bytes:
    columns = [(HEADINGS[each], WIDTHS.get(each, 14)) for each in meanings]
    columns += [(f"Chỉ số {each}", 10) for each in indicators]
    if Meaning.NOTE not in meanings:
        columns.append((HEADINGS[Meaning.NOTE], WIDTHS[Meaning.NOTE]))
    choices = {**choices, Meaning.VILLAGE: [place.full_name.replace(",", " ") for place in villages]}
    return sheet(
        "Danh sách",
        columns,
        (),
        above=above,
        room=ROOM,
        choices={meanings.index(each): given for each, given in choices.items()},
    )
