"""Who was declared for hears of whoever wants to speak for them next."""

from __future__ import annotations

from acts import speaking
from bot.commune_setup import act_as_operator
from criteria.policy import Actor, Grant, Role
from handlers.shared.consent import CONSENT_VERSION
from storage import accounts, outbox, to_tell_in_person
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind
from storage.people import Person
from tests.village import GOOD, Village, declared, found, resident, sit_down


def _speaks(tx: Transaction, who: Person, person: Person) -> None:
    account = accounts.lock(tx, "web", who.full_name)
    speaking.begin(tx, account, person, ConsentKind.BESIDE, version=CONSENT_VERSION)
    accounts.save(tx, account, owed=None)
    act_as_operator(tx)


def _told(tx: Transaction, person: Person) -> list[str]:
    return [str(payload["text"]) for _, payload in outbox.kept_notices(tx, person.id)]


def _visits(tx: Transaction, village: Village) -> int:
    head = Actor(village.head.id, village.head.household_id, (Grant(Role.HEAD, village.kim_son.id),))
    return to_tell_in_person.count_open_for(tx, head)


async def test_the_first_who_speaks_is_told_of_the_next_once(database: Database) -> None:
    village = await database.write(found)

    def work(tx: Transaction) -> None:
        act_as_operator(tx)
        old = resident(tx, village.kim_son, "Hồ Thị Cụ", 1940, household="7")
        for person in (village.lan, village.officer):
            sit_down(tx, "web", person.full_name, person)
        assert not speaking.was_declared_for(tx, old)
        _speaks(tx, village.lan, old)
        assert _told(tx, old) == []  # nobody spoke before
        assert speaking.was_declared_for(tx, old)
        _speaks(tx, village.officer, old)
        (told,) = _told(tx, old)
        assert "vừa nhận khai hộ cho" in told
        account = accounts.lock(tx, "web", village.officer.full_name)
        speaking.asked_in_vain(tx, account, old)
        assert len(_told(tx, old)) == 1

    await database.write(work)


async def test_who_was_declared_for_on_paper_is_told_at_their_door_but_not_by_the_head_who_stands_there(
    database: Database,
) -> None:
    village = await database.write(found)

    def work(tx: Transaction) -> None:
        act_as_operator(tx)
        for person in (village.lan, village.head):
            sit_down(tx, "web", person.full_name, person)
        for name, who, visits in (("Hồ Thị Cụ", village.head, 0), ("Hồ Thị Bà", village.lan, 1)):
            old = resident(tx, village.kim_son, name, 1940, household="7")
            declared(tx, village, old, GOOD)
            assert speaking.was_declared_for(tx, old)
            _speaks(tx, who, old)
            assert _visits(tx, village) == visits

    await database.write(work)
