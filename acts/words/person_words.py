"""What officers and heads read of a person: who it is, where, whether they are on the roster, left or elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from criteria.duplicates import ALIKE_NAMES
from criteria.family import RELATION_NAMES, Relation
from criteria.presence import AWAY_NAMES, LEFT_NAMES
from criteria.reminding import Standing
from locales.text import Day, T, Words
from storage import households, people, places
from storage.duplicates import Pair
from storage.kit.transaction import Transaction
from storage.kit.words import Changed
from storage.people import Person

STANDINGS: Mapping[Standing, Words] = {
    Standing.NOT_BEGUN: T("chưa khai"),
    Standing.DRAFT: T("đang khai dở"),
    Standing.RETURNED: T("được trả lại để sửa"),
    Standing.WAITING: T("đã gửi, chờ xác nhận"),
    Standing.CONFIRMED: T("đã xác nhận"),
}


CHANGED_NAMES: Mapping[Changed, Words] = {
    Changed.NAME: T("sửa họ tên, năm sinh"),
    Changed.PLACE: T("chuyển nơi ở, hộ, đơn vị"),
    Changed.LEFT: T("đưa ra khỏi danh sách"),
    Changed.AWAY: T("ghi tạm vắng"),
    Changed.MERGED: T("gộp bản ghi trùng"),
}


def title_of(person: Person) -> Words:
    """The name with the birth year."""
    return T("{name}, sinh {year}", name=person.full_name or "–", year=person.birth_year)


def state_of(person: Person) -> Words | None:
    """What sets somebody apart in a list: left, a double record, elsewhere."""
    if person.is_merged:
        return T("ghi trùng, đã gộp")
    if person.left_why is not None:
        return LEFT_NAMES[person.left_why]
    return None if person.away is None else AWAY_NAMES[person.away]


def where_lines(tx: Transaction, person: Person) -> Iterator[Words]:
    """Village, unit, household, roster; left or elsewhere; the record in which they count."""
    yield T("Nơi ở: {place}", place=places.get(tx, person.place_id).full_name)
    if person.unit_id is not None:
        yield T("Tính ở đơn vị: {place}", place=places.get(tx, person.unit_id).full_name)
    yield from _household(tx, person)
    if person.is_merged:
        yield T("Đây là bản ghi trùng, đã gộp. Người này tính ở bản ghi kia.")
    elif person.left_on is not None and person.left_why is not None:
        yield T("Ngoài danh sách: {why} từ ngày {day}.", why=LEFT_NAMES[person.left_why], day=Day(person.left_on))
    else:
        yield (
            T("Có trong danh sách dân cư.") if person.on_roster else T("Tự ghi tên, không có trong danh sách dân cư.")
        )
    if person.away is not None:
        yield away_words(person)


def away_words(person: Person) -> Words:
    """Why somebody is elsewhere, and in which days."""
    if person.away is None:
        return T("Không vắng.")
    name = AWAY_NAMES[person.away]
    since, until = person.away_from, person.away_to
    if since is not None and until is not None:
        return T("Tạm vắng: {why}, từ {since} đến {until}.", why=name, since=Day(since), until=Day(until))
    if since is not None:
        return T("Tạm vắng: {why}, từ {since}.", why=name, since=Day(since))
    if until is not None:
        return T("Tạm vắng: {why}, đến {until}.", why=name, until=Day(until))
    return T("Tạm vắng: {why}.", why=name)


def _household(tx: Transaction, person: Person) -> Iterator[Words]:
    home = None if person.household_id is None else households.load(tx, person.household_id)
    if home is None:
        yield T("Chưa ở hộ nào.")
        return
    relation = RELATION_NAMES[Relation(person.relation)] if person.relation in set(Relation) else T("thành viên")
    if home.head_id is None or home.head_id == person.id:
        yield T("Trong hộ: {relation}", relation=relation)
    else:
        yield T("Trong hộ: {relation}, chủ hộ là {head}", relation=relation, head=_name(tx, home.head_id))


def _name(tx: Transaction, person_id: int) -> str:
    return people.get(tx, person_id).full_name or "–"


def heads_named(tx: Transaction, person: Person) -> frozenset[int]:
    """Whom these lines name beside the person."""
    home = None if person.household_id is None else households.load(tx, person.household_id)
    return frozenset() if home is None or home.head_id is None else frozenset({home.head_id})


def doubled_words(tx: Transaction, pair: Pair) -> Words:
    """Who may be the same person, and why."""
    village = places.get(tx, pair.other.place_id)
    return T(
        "Có thể ghi trùng với {name}, {year}, {village}: {why}.",
        name=pair.other.full_name or "–", year=pair.other.birth_year, village=village.full_name,
        why=ALIKE_NAMES[pair.why],
    )  # fmt: skip
