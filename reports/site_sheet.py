"""For who types results into the association's site: a sheet in its order, and the site's list against ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from criteria import association_site as site
from criteria.association_site import AssociationSite, SiteColumn
from criteria.names import fold
from locales.text import T, Verbatim, Words
from reports.column import Cell, Column, Format
from reports.xlsx import Orientation, Sheet, workbook


@dataclass(frozen=True, slots=True, kw_only=True)
class SitePerson:
    """Somebody confirmed here.

    Attributes:
        birth_year: 0 where it is not known.
        answers: by question, as the site asks for them.
        total: points; ``None`` where there are none.
        entered: the village was ticked after this was confirmed.
    """

    name: str
    birth_year: int
    village_id: int
    village: str
    answers: Mapping[str, Words]
    total: int | None
    result: Words
    entered: bool


@dataclass(frozen=True, slots=True)
class Theirs:
    """A line of the site's list; ``birth_year``: ``None`` where it does not say one."""

    name: str
    birth_year: int | None
    village_id: int


@dataclass(frozen=True, slots=True)
class Compared:
    """One line of a comparison; ``remark``: the other side has that name in that village with another year."""

    name: str
    birth_year: int | None
    village: str
    remark: Words | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """What only we have, what only the site has, what both have."""

    ours: Sequence[Compared]
    theirs: Sequence[Compared]
    both: Sequence[Compared]


def compare(ours: Sequence[SitePerson], theirs: Sequence[Theirs], villages: Mapping[int, str]) -> Comparison:
    """Compare by name, year of birth and village. As many lines of the same three as there are on both sides match."""
    left: dict[tuple[str, int | None, int], list[Theirs]] = {}
    for line in theirs:
        left.setdefault((fold(line.name), line.birth_year, line.village_id), []).append(line)
    both, only_ours = [], []
    for person in ours:
        found = left.get((fold(person.name), person.birth_year or None, person.village_id))
        if found:
            found.pop()
            both.append(person)
        else:
            only_ours.append(person)
    only_theirs = [line for lines_ in left.values() for line in lines_]
    years_here = {(fold(p.name), p.village_id): p.birth_year or None for p in only_ours}
    years_there = {(fold(line.name), line.village_id): line.birth_year for line in only_theirs}
    return Comparison(
        [
            Compared(p.name, p.birth_year or None, p.village, _other(years_there, p.name, p.village_id))
            for p in only_ours
        ],
        [
            Compared(t.name, t.birth_year, villages.get(t.village_id, ""), _other(years_here, t.name, t.village_id))
            for t in only_theirs
        ],
        [Compared(p.name, p.birth_year or None, p.village) for p in both],
    )


def _other(years: Mapping[tuple[str, int], int | None], name: str, village: int) -> Words | None:
    """That the other side has the name with another year."""
    if (fold(name), village) not in years:
        return None
    year = years[fold(name), village]
    return T("bên kia không ghi năm sinh") if year is None else T("bên kia ghi năm sinh {year}", year=year)


def site_sheet(
    about: AssociationSite,
    people: Sequence[SitePerson],
    *,
    commune: str,
    year: int,
    words: Callable[[Words], str],
) -> bytes:
    """The sheet to type from, a line a person, in the site's order; who is in the site already says so."""
    columns = [_column(each) for each in about.columns]
    columns.append(Column(T("Đã nhập"), lambda row: "x" if row.entered else "", Format.TEXT, 9))
    sheet = Sheet(
        name=T("Bảng để nhập"),
        columns=columns,
        rows=people,
        organisation=Verbatim(commune),
        title=T("Bảng để nhập vào {site}, năm {year}", site=about.name, year=year),
        notes=() if about.source.verified else (UNCHECKED,),
        orientation=Orientation.LANDSCAPE,
        filtered=True,
    )
    return workbook([sheet], words)


UNCHECKED = T("Thứ tự cột chưa đối chiếu với trang của Hội. Tích “Đã nhập” trong chat, từng nơi một.")


def _column(each: SiteColumn) -> Column[SitePerson]:
    def answer(row: SitePerson) -> Cell:
        return row.answers.get(each.key, "")

    match each.key:
        case site.NUMBER:
            return Column(each.name, lambda _: None, Format.ORDINAL, 6)
        case site.PERSON:
            return Column(each.name, lambda row: row.name, Format.TEXT, 26)
        case site.BIRTH_YEAR:
            return Column(each.name, lambda row: row.birth_year or "", Format.YEAR, 9)
        case site.VILLAGE:
            return Column(each.name, lambda row: row.village, Format.TEXT, 20)
        case site.TOTAL:
            return Column(each.name, lambda row: row.total, Format.COUNT, 9)
        case site.RESULT:
            return Column(each.name, lambda row: row.result, Format.TEXT, 12)
        case _:
            return Column(each.name, answer, Format.TEXT, 12)


COMPARED: tuple[Column[Compared], ...] = (
    Column(T("STT"), lambda _: None, Format.ORDINAL, 6),
    Column(T("Họ và tên"), lambda row: row.name, Format.TEXT, 28),
    Column(T("Năm sinh"), lambda row: row.birth_year or "", Format.YEAR, 9),
    Column(T("{Village_label}, đơn vị"), lambda row: row.village, Format.TEXT, 24),
    Column(T("Ghi chú"), lambda row: row.remark or "", Format.TEXT, 26),
)


def comparison_file(found: Comparison | Words, *, commune: str, year: int, words: Callable[[Words], str]) -> bytes:
    """The comparison, a sheet for each part; or why the list could not be compared."""
    parts: tuple[tuple[Words, Sequence[Compared]], ...]
    if isinstance(found, Comparison):
        parts = (
            (T("Ta có, trang chưa có"), found.ours),
            (T("Trang có, ta chưa có"), found.theirs),
            (T("Hai bên đều có"), found.both),
        )
    else:
        parts = ((T("Chưa đối chiếu được"), ()),)
    sheets = [
        Sheet(
            name=name,
            columns=COMPARED,
            rows=rows,
            organisation=Verbatim(commune),
            title=T("{name}, năm {year}", name=name, year=year),
            subtitles=() if isinstance(found, Comparison) else (found,),
            filtered=True,
        )
        for name, rows in parts
    ]
    return workbook(sheets, words)
