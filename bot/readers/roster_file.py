"""What a file with a roster says, compared with who is known: the lines that are kept, and what a preview shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from criteria.family import Relation
from criteria.names import fold
from criteria.roster_matching import Known, Listed, Listing, Match, match
from intake.headings import Meaning
from intake.listed import Kind, ListedPerson, NotTaken, Remark, Understood
from locales.text import T, Words, to_data, words_from_data
from storage.roster_imports import NewLine

MOST_OF_A_CELL = 120
NO_LIST = T(
    "Tệp này không phải danh sách họ tên. Danh sách dân cư cần cột họ tên và năm sinh; {you} lấy tệp mẫu để xem."
)
Settled = Mapping[tuple[int, str, int, int], bool]


def preview(found: Understood) -> dict[str, Any]:
    """What a preview shows of a file as a whole, as JSON data."""
    return {
        "kind": found.kind.value,
        "columns": [
            [to_data(COLUMNS[each.meaning]), each.heading]
            for each in found.columns
            if each.meaning is not None and each.meaning in COLUMNS
        ],
        "notes": [to_data(each) for each in found.notes],
        "questions": [
            {
                "kind": each.kind.value,
                "key": each.key,
                "words": to_data(each.words),
                "options": [[option.value, to_data(option.words)] for option in each.options],
            }
            for each in found.questions
        ],
    }


COLUMNS: Mapping[Meaning, Words] = {
    Meaning.VILLAGE: T("{village_label}"),
    Meaning.ADDRESS: T("địa chỉ"),
    Meaning.OLD_COMMUNE: T("{commune_label} cũ"),
    Meaning.HOUSEHOLD: T("số hộ"),
    Meaning.HEAD: T("chủ hộ"),
    Meaning.NAME: T("họ tên"),
    Meaning.FAMILY_NAME: T("họ và tên đệm"),
    Meaning.GIVEN_NAME: T("tên"),
    Meaning.BIRTH: T("ngày hoặc năm sinh"),
    Meaning.BIRTH_DAY: T("ngày sinh"),
    Meaning.BIRTH_MONTH: T("tháng sinh"),
    Meaning.AGE: T("tuổi"),
    Meaning.SEX: T("giới tính"),
    Meaning.MALE: T("nam"),
    Meaning.FEMALE: T("nữ"),
    Meaning.RELATION: T("quan hệ với chủ hộ"),
    Meaning.RESULT: T("kết quả"),
    Meaning.REACHED: T("đạt"),
    Meaning.NOT_REACHED: T("chưa đạt"),
    Meaning.POINTS: T("tổng điểm"),
    Meaning.INDICATOR: T("điểm chỉ số"),
}


def compared(found: Understood, known: Iterable[Known], settled: Settled) -> list[NewLine]:
    """The lines as they are kept: what each means, those that could not be taken, and who is in no line.

    Args:
        found: what was understood of the file.
        known: everybody of the commune.
        settled: what officers said of doubtful lines before: it is not asked again.
    """
    people = list(known)
    told = [
        Listed(n, each.place_id, each.full_name, fold(each.full_name), each.birth_year or 0, each.household[:32])
        for n, each in enumerate(found.people)
    ]
    meaning, gone = match(told, people)
    lines = [
        _line(listed, person, _as_settled(listed, meaning[listed.n], settled))
        for listed, person in zip(told, found.people, strict=True)
    ]
    lines += _left(found.left_out, len(lines))
    return [*lines, *_gone(gone, people, len(lines))]


def _as_settled(listed: Listed, meant: Match, settled: Settled) -> tuple[Match, int | None]:
    """What a line means, and whom it may mean or might have; what an officer said of it before counts."""
    if meant.listing is not Listing.DOUBTFUL or meant.person_id is None:
        return meant, None
    before = settled.get((listed.place_id, listed.folded_name, listed.birth_year, meant.person_id))
    if before is None:
        return Match(Listing.DOUBTFUL, None, meant.likeness), meant.person_id
    if before:
        return Match(Listing.CHANGED, meant.person_id, meant.likeness), meant.person_id
    return Match(Listing.NEW, None, meant.likeness), meant.person_id


def _line(listed: Listed, person: ListedPerson, meant: tuple[Match, int | None]) -> NewLine:
    found, like_id = meant
    return NewLine(
        n=listed.n,
        sheet=person.sheet[:80],
        row=person.row,
        place_id=listed.place_id,
        household=listed.household,
        relation=_relation(person),
        full_name=person.full_name[:120],
        birth_year=listed.birth_year,
        listing=found.listing,
        likeness=found.likeness,
        person_id=found.person_id,
        like_id=like_id,
        remarks=[{"why": to_data(each.why)} for each in person.remarks],
    )


_RELATIONS: Mapping[str, Relation] = {
    **dict.fromkeys(("chu ho",), Relation.HEAD),
    **dict.fromkeys(("vo", "chong"), Relation.SPOUSE),
    **dict.fromkeys(("con", "con de", "con trai", "con gai", "con dau", "con re", "con nuoi"), Relation.CHILD),
    **dict.fromkeys(("bo", "me", "cha", "ba", "ma", "bo de", "me de", "cha de", "bo vo", "me vo"), Relation.PARENT),
    **dict.fromkeys(("ong", "ba noi", "ba ngoai", "ong noi", "ong ngoai"), Relation.GRANDPARENT),
    **dict.fromkeys(("chau", "chau noi", "chau ngoai", "chau ruot"), Relation.GRANDCHILD),
    **dict.fromkeys(("anh", "chi", "em", "anh ruot", "chi ruot", "em ruot", "em trai", "em gai"), Relation.SIBLING),
}


def _relation(person: ListedPerson) -> str | None:
    """What the person is to the head of the household, as it is kept; "bà" may be a mother: then nothing is said."""
    if person.is_head:
        return Relation.HEAD.value
    if not person.household:
        return None
    relation = _RELATIONS.get(fold(person.relation))
    return (
        Relation.OTHER.value if relation is None and person.relation else None if relation is None else relation.value
    )


def _left(left_out: Sequence[NotTaken], first: int) -> Iterator[NewLine]:
    for n, each in enumerate(left_out, start=first):
        yield NewLine(
            n=n,
            sheet=each.sheet[:80],
            row=each.row,
            place_id=None,
            cells={meaning: text[:MOST_OF_A_CELL] for meaning, text in each.cells},
            remarks=[
                {"column": why.column.value, "seen": why.seen, "why": to_data(why.why), "stops": why.stops}
                for why in each.reasons
            ],
        )


def left_out(lines: Iterable[NewLine]) -> tuple[NotTaken, ...]:
    """Kept lines that could not be taken, as they were read: the inverse of how they are kept."""
    return tuple(
        NotTaken(
            each.sheet,
            each.row,
            tuple(each.cells.items()),
            tuple(
                Remark(Meaning(why["column"]), why["seen"], words_from_data(why["why"]), stops=why["stops"])
                for why in each.remarks
            ),
        )
        for each in lines
    )


def _gone(gone: Iterable[int], people: Sequence[Known], first: int) -> Iterator[NewLine]:
    by_id = {each.person_id: each for each in people}
    for n, key in enumerate(gone, start=first):
        person = by_id[key]
        yield NewLine(
            n=n,
            sheet="",
            row=0,
            place_id=person.place_id,
            household=person.household[:32],
            full_name=person.full_name,
            birth_year=person.birth_year,
            listing=Listing.GONE,
            person_id=key,
        )


def is_roster(found: Understood) -> bool:
    """Whether the file is a list of people that can be taken over."""
    return found.kind is Kind.ROSTER and found.refused is None
