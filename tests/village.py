"""A small commune for tests: two villages, a resident on the roster, a head, an officer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from bot.commune_setup import act_as_operator, add_commune
from criteria.model import CITIZEN, FAMILY, Standing
from criteria.policy import Role
from handlers.shared.consent import CONSENT_VERSION
from storage import (
    accounts,
    cycles,
    declarations,
    households,
    people,
    places,
    recount,
    roles,
)
from storage.cycles import Adoption, Cycle
from storage.declaration_record import HIMSELF, About, Declaration, Speaker
from storage.households import Household
from storage.kit.transaction import Transaction
from storage.people import Person
from storage.places import Place

Value = TypeVar("Value")
CONTACT = "Phòng Văn hoá - Xã hội, 0239 3 123 456"


def there(value: Value | None) -> Value:
    """What must be there."""
    assert value is not None
    return value


@dataclass(frozen=True, kw_only=True)
class Village:
    """What :func:`found` made."""

    commune: Place
    kim_son: Place
    hong_linh: Place
    cycle: Cycle
    lan: Person
    head: Person
    officer: Person


def found(tx: Transaction) -> Village:
    """Xã Sơn Hồng with Kim Sơn and Hồng Lĩnh; Lan (1968) and her daughter in one household, Đức heads Kim Sơn."""
    commune = add_commune(tx, "18160", year=2026, contact=CONTACT, villages=["Kim Sơn", "Hồng Lĩnh"])
    kim_son, hong_linh = places.villages(tx, commune.id)
    lan = resident(tx, kim_son, "Nguyễn Thị Lan", 1968, household="1")
    resident(tx, kim_son, "Trần Thị Mai", 1992, household="1")
    head = resident(tx, kim_son, "Phan Văn Đức", 1970, household="2")
    resident(tx, kim_son, "Phan Văn Hải", 1996, household="2")
    resident(tx, hong_linh, "Lê Bá Khánh", 1955, household="1")
    officer = resident(tx, hong_linh, "Trần Thị Hoài Thương", 1988, household="2")
    roles.give(tx, head, Role.HEAD, kim_son.id)
    roles.give(tx, officer, Role.OFFICER, commune.id)
    cycle = there(cycles.of_year(tx, commune.id, 2026))
    return Village(
        commune=commune, kim_son=kim_son, hong_linh=hong_linh, cycle=cycle, lan=lan, head=head, officer=officer
    )


def resident(
    tx: Transaction, village: Place, name: str, year: int, *, household: str, on_roster: bool = True
) -> Person:
    """Somebody of a village."""
    return people.add(
        tx,
        place_id=village.id,
        full_name=name,
        birth_year=year,
        on_roster=on_roster,
        household_id=people.household(tx, place_id=village.id, code=household),
    )


def sit_down(tx: Transaction, channel: str, chat: str, person: Person | None) -> None:
    """Let somebody who has consented before use a chat; without a person the chat is a stranger's."""
    account = accounts.lock(tx, channel, chat)
    if person is not None:
        accounts.give_consent(tx, account, version=CONSENT_VERSION, given=True)
        accounts.bind_person(tx, account, person)
    accounts.save(tx, account, owed=None)
    act_as_operator(tx)


GOOD = {
    "occupation": "ruong",
    "A1": "3",
    "A2": "2",
    "A3": "2",
    "A4": "2",
    "B1": ["goi", "tim", "cong"],
    "B2": "2",
    "B3": "2",
    "B4": "2",
    "C1": "2",
    "C2": "2",
    "schooling": "4",
    "qualification": "1",
    "life_skills": ["chay", "khoe"],
}
PLAIN = {**GOOD, "A1": "3", "A4": "3"}  # 86 points: clear of the mark
TOP = {
    **GOOD,
    "A1": "3", "A2": "3", "A3": "3", "A4": "3", "B1": ["goi", "tim", "cong"], "B2": "3", "B3": "3", "B4": "3",
    "C1": "3", "C2": "3",
}  # fmt: skip
FAIR = {
    **dict.fromkeys(["A1", "A2", "A3", "A4", "B2", "B3", "B4", "C1", "C2"], "2"),
    "B1": ["goi", "tim"],
}  # 80 points: just enough
FAMILY_ANSWERS = {
    "tre_3_5": "0", "tre_6_14": "0", "tre_15_17": "0", "nguoi_lon": "2", "GD3": ["sach"], "GD4": ["quy"],
}  # fmt: skip


def speaking(tx: Transaction) -> Speaker:
    """Who acts in this transaction, as the one who says an answer."""
    return Speaker(there(tx.chain).account_id)


def declared(
    tx: Transaction,
    village: Village,
    person: Person,
    answers: Mapping[str, object],
    title: str = CITIZEN,
    about: About = HIMSELF,
    place_id: int | None = None,
) -> Declaration:
    """Declared and sent."""
    speaker = Speaker(there(tx.chain).account_id, person.id)
    cycle = there(cycles.of_year(tx, village.commune.id, 2026))
    begun = declarations.begin(tx, person, cycle, speaker=speaker, title=title, subject=about, place_id=place_id)
    for key, value in answers.items():
        begun = declarations.answer(tx, begun, key, value, speaker=speaker)
    return there(declarations.submit(tx, begun, speaker=speaker))


def neighbour(tx: Transaction, village: Village, i: int, name: str = "") -> Person:
    """One of many residents of Kim Sơn, each in a household of their own."""
    return resident(
        tx, village.kim_son, name or f"Lê Văn {chr(65 + i % 26)}{'abcdefghij'[i // 26]}", 1980, household=f"x{i}"
    )


def household_of(tx: Transaction, person: Person) -> Household:
    """Somebody's household."""
    return households.get(tx, there(person.household_id))


def family_of(tx: Transaction, village: Village, person: Person) -> Declaration:
    """The declaration of somebody's family, sent."""
    household = household_of(tx, person)
    return declared(tx, village, person, FAMILY_ANSWERS, FAMILY, household.about, household.place_id)


def adopt(tx: Transaction, village: Village, title: str, corrections: dict[str, object]) -> None:
    """The title is assessed with these corrections from now on."""
    cycle = there(cycles.of_year(tx, village.commune.id, 2026))
    adoption = Adoption.shipped(cycle.adoption(title).set_id, Standing.PROVISIONAL, corrections)
    recount.rescore(tx, cycles.adopt(tx, cycle, title, adoption, person_id=None), title)
