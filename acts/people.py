"""What an officer puts right about people, and what they hear of it where they have a chat."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from acts import ways
from acts.choice import Choice
from acts.notices import Notice, tell
from criteria.presence import AWAY_NAMES, LEFT_NAMES, Away, Left
from locales.text import Day, T, Words, lines
from storage import accounts, person_deeds, places, record_merging
from storage.households import Household
from storage.kit.transaction import Transaction
from storage.kit.words import Changed
from storage.people import Person
from storage.person_changes import Change
from storage.places import Place

IF_WRONG = T("Nếu chưa đúng, {you} báo cán bộ {commune_label}.")


def correct(tx: Transaction, person: Person, *, full_name: str, birth_year: int, by: int) -> Person:
    """Put right a name and a birth year. May they? The caller has asked."""
    corrected = person_deeds.correct(tx, person, full_name=full_name, birth_year=birth_year, by=by)
    _hears(
        tx,
        person.id,
        T("Cán bộ {commune_label} vừa sửa thông tin của {you}: {name}, sinh {year}.", name=full_name, year=birth_year),
    )
    return corrected


def move_to(tx: Transaction, person: Person, place: Place, *, by: int) -> Person:
    """They live in another village of the commune."""
    moved = person_deeds.move_to(tx, person, place, by=by)
    _hears(tx, person.id, T("Cán bộ {commune_label} vừa ghi: từ nay {you} ở {place}.", place=place.inline_name))
    return moved


def assess_at(tx: Transaction, person: Person, unit: Place | None, *, by: int) -> Person:
    """They are assessed in a unit, or in their village again."""
    moved = person_deeds.assess_at(tx, person, unit, by=by)
    at = places.get(tx, moved.assessed_at).inline_name
    _hears(tx, person.id, T("Cán bộ {commune_label} vừa ghi: từ nay {you} tính ở {place}.", place=at))
    return moved


def enter_household(tx: Transaction, person: Person, household: Household, *, by: int) -> Person:
    """They live in another household of their village."""
    moved = person_deeds.enter_household(tx, person, household, by=by)
    _hears(tx, person.id, T("Cán bộ {commune_label} vừa ghi {you} vào một hộ khác của {village_label}."))
    return moved


def take_off(tx: Transaction, person: Person, *, why: Left, on: date, by: int) -> Person:
    """They are on the roster no more. Who has died hears nothing, and nobody speaks for them."""
    gone = person_deeds.take_off(tx, person, why=why, on=on, by=by)
    if why is not Left.DIED:
        _hears(
            tx,
            person.id,
            T(
                "Cán bộ {commune_label} vừa ghi {you} {why} từ ngày {day}, nên {you} không còn trong danh sách dân cư. "
                "Bản khai đã xác nhận vẫn giữ nguyên.",
                why=LEFT_NAMES[why],
                day=Day(on),
            ),
        )
    return gone


def put_back(tx: Transaction, person: Person, *, by: int) -> Person:
    """They are on the roster again."""
    back = person_deeds.put_back(tx, person, by=by)
    _hears(tx, person.id, T("Cán bộ {commune_label} vừa ghi lại {you} vào danh sách dân cư."))
    return back


def set_away(
    tx: Transaction, person: Person, away: Away | None, *, since: date | None, until: date | None, by: int
) -> Person:
    """They live elsewhere in these days, or cannot take part; ``None``: they are here."""
    changed = person_deeds.set_away(tx, person, away, since=since, until=until, by=by)
    said: Words = T("Vừa ghi: {you} đang ở nhà, không vắng nữa.")
    if away is not None:
        said = T("Vừa ghi về {you}: {away}.", away=AWAY_NAMES[away])
    _hears(tx, person.id, said)
    return changed


def undo(tx: Transaction, person: Person, change: Change, *, by: int) -> bool:
    """Take a change back; false where that cannot be."""
    if change.person_id != person.id or change.kind is Changed.MERGED or not person_deeds.undo(tx, change, by=by):
        return False
    _hears(tx, person.id, T("Cán bộ {commune_label} vừa lấy lại thông tin của {you} như trước lần sửa gần đây."))
    return True


def merge(tx: Transaction, gone: Person, kept: Person, *, keep: Collection[int], by: int) -> bool:
    """Two records are one person, who counts in ``kept``; false where that cannot be, or nobody has chosen."""
    if record_merging.merge(tx, gone, kept, keep=keep, by=by) is None:
        return False
    _hears(tx, kept.id, T("Cán bộ {commune_label} vừa gộp hai bản ghi trùng của {you} thành một."))
    return True


def part(tx: Transaction, change: Change, *, by: int) -> bool:
    """Take a merger apart; false where it was before."""
    if not record_merging.part(tx, change, by=by):
        return False
    for person_id in (change.person_id, change.other_id):
        if person_id is not None:
            _hears(tx, person_id, T("Cán bộ {commune_label} vừa tách lại hai bản ghi đã gộp của {you}."))
    return True


def _hears(tx: Transaction, person_id: int, text: Words) -> None:
    """On a chat that is theirs, or of who speaks for them; nobody is sent to their door for this."""
    if accounts.reachable(tx, person_id) is not None:
        see = Choice(T("Dữ liệu và quyền của tôi"), ways.data())
        tell(tx, person_id, Notice(lines(text, IF_WRONG), (see,)))
