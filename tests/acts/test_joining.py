"""Who is asked when somebody wants to come in, and what a yes does."""

from __future__ import annotations

from acts import joining, ways
from acts.joining import Answerer, Outcome
from bot.commune_setup import act_as_operator
from criteria.policy import Actor, Grant, Joining, Role
from handlers.deciding.digest import evening
from locales.catalog import catalog
from storage import accounts, clans, households, joining_requests, outbox, people, places, roles
from storage.joining_requests import JoiningRequest
from storage.kit.engine import Database
from storage.kit.tables import people as people_table
from storage.kit.transaction import Transaction
from storage.kit.words import JoiningState, PlaceKind
from storage.people import Person
from storage.places import Place
from tests.village import Village, found, household_of, resident, sit_down, there


def _sits(tx: Transaction, person: Person) -> None:
    sit_down(tx, "web", person.full_name, person)


def _guest(tx: Transaction, village: Village) -> Person:
    act_as_operator(tx)
    person = resident(tx, village.kim_son, "Lê Văn Sơn", 1994, household="8", on_roster=False)
    _sits(tx, person)
    return person


def _asks(tx: Transaction, village: Village) -> JoiningRequest:
    home = household_of(tx, village.lan)
    return there(joining.ask_household(tx, _guest(tx, village), home, "child"))


def _school(tx: Transaction, village: Village) -> Place:
    return places.add_village(
        tx, commune=village.commune, label="trường", name="THCS", join_code="THCSSH22", since=tx.now.date(),
        kind=PlaceKind.UNIT,
    )  # fmt: skip


async def test_a_household_is_asked_by_its_head_else_by_members_else_through_the_village(database: Database) -> None:
    village = await database.write(found)

    def work(tx: Transaction) -> None:
        asked = _asks(tx, village)
        assert joining.waits_for(tx, asked) == joining.Asked(Answerer.OFFICER)  # nobody at all has a chat
        for person, answerer in (
            (village.officer, Answerer.OFFICER),
            (village.head, Answerer.HEAD_OF_VILLAGE),
            (village.lan, Answerer.MEMBER),
        ):
            _sits(tx, person)
            now = there(joining_requests.load(tx, asked.id))
            assert joining.waits_for(tx, now) == joining.Asked(answerer, (person.id,))
        households.set_head(tx, household_of(tx, village.lan), village.lan)
        assert joining.waits_for(tx, now).answerer is Answerer.HEAD_OF_HOUSEHOLD
        chat = there(accounts.find(tx, "web", village.lan.full_name))
        accounts.mark_blocked(tx, chat.id)
        now = there(joining_requests.load(tx, asked.id))
        assert joining.waits_for(tx, now).answerer is Answerer.HEAD_OF_VILLAGE

    await database.write(work)


async def test_a_unit_and_a_clan_are_asked_through_their_heads(database: Database) -> None:
    village = await database.write(found)

    def work(tx: Transaction) -> None:
        person, school = _guest(tx, village), _school(tx, village)
        _sits(tx, village.officer)
        unit = there(joining.ask_unit(tx, person, school))
        assert joining.waits_for(tx, unit) == joining.Asked(Answerer.OFFICER, (village.officer.id,))
        _sits(tx, village.lan)
        roles.give(tx, village.lan, Role.HEAD, school.id)
        unit = there(joining_requests.load(tx, unit.id))
        assert joining.waits_for(tx, unit) == joining.Asked(Answerer.HEAD_OF_UNIT, (village.lan.id,))
        clan = clans.found(tx, village.lan, name="Nguyễn", code="NGUYEN22")
        home = households.get(tx, there(person.household_id))
        asked = there(joining.ask_clan(tx, person, clan, home))
        assert joining.waits_for(tx, asked) == joining.Asked(Answerer.HEAD_OF_CLAN, (village.lan.id,))
        assert joining.agree(tx, asked, by=village.lan) is Outcome.DONE
        assert households.get(tx, home.id).clan_id == clan.id

    await database.write(work)


async def test_a_yes_counts_once_and_moves_the_person_then_and_not_before(database: Database) -> None:
    village = await database.write(found)

    def work(tx: Transaction) -> None:
        asked = _asks(tx, village)
        before = people.get(tx, asked.person.id).household_id
        assert before != village.lan.household_id
        assert joining.agree(tx, asked, by=village.lan) is Outcome.DONE
        now = people.get(tx, asked.person.id)
        assert (now.household_id, now.relation) == (village.lan.household_id, "child")
        assert joining.agree(tx, asked, by=village.lan) is Outcome.OVER
        assert joining.refuse(tx, asked, by=village.lan) is Outcome.OVER
        (told,) = outbox.kept_notices(tx, asked.person.id)
        assert "đã được nhận" in str(told)

    await database.write(work)


async def test_what_cannot_be_any_more_is_not_done(database: Database) -> None:
    village = await database.write(found)

    def work(tx: Transaction) -> None:
        asked = _asks(tx, village)
        home = household_of(tx, village.lan)
        tx.connection.execute(
            people_table.update().where(people_table.c.id == asked.person.id).values(place_id=village.hong_linh.id)
        )
        assert joining.agree(tx, asked, by=village.lan) is Outcome.GONE
        assert people.get(tx, asked.person.id).household_id != home.id
        assert there(joining_requests.load(tx, asked.id)).state is JoiningState.GONE

    await database.write(work)


async def test_who_is_to_leave_is_asked_and_the_head_of_a_household_stays(database: Database) -> None:
    village = await database.write(found)

    def work(tx: Transaction) -> None:
        act_as_operator(tx)
        _sits(tx, village.lan)
        home = household_of(tx, village.lan)
        (mai,) = people.namesakes(tx, place_id=village.kim_son.id, full_name="Trần Thị Mai", birth_year=1992)
        asked = there(joining.ask_to_leave(tx, village.lan, home, by=mai))
        assert asked.kind is Joining.LEAVING
        assert joining.waits_for(tx, asked) == joining.Asked(Answerer.THEMSELVES, (village.lan.id,))
        households.set_head(tx, home, village.lan)
        assert joining.agree(tx, asked, by=village.officer) is Outcome.GONE
        assert people.get(tx, village.lan.id).household_id == home.id

    await database.write(work)


async def test_the_evening_says_that_somebody_asks_to_come_in(database: Database) -> None:
    village = await database.write(found)

    def work(tx: Transaction) -> None:
        head = Actor(village.head.id, village.head.household_id, (Grant(Role.HEAD, village.kim_son.id),))
        digest = evening(tx, head)
        assert digest is None or ways.joinings() not in {each.route for each in digest.choices}
        _sits(tx, village.head)
        asked = _asks(tx, village)
        digest = there(evening(tx, head))
        assert "1 lời xin vào hoặc rời hộ, đơn vị, dòng họ chờ bác trả lời." in catalog("vi").render(digest.text)
        assert ways.joinings() in {each.route for each in digest.choices}
        joining.refuse(tx, asked, by=village.head)
        digest = evening(tx, head)
        assert digest is None or "lời xin" not in catalog("vi").render(digest.text)

    await database.write(work)
