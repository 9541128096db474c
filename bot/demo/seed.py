"""The demo's commune: xã Sơn Hồng with invented people, some of whom have declared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.channels.webchat import chat_of
from bot.commune_setup import act_as_operator, add_commune
from bot.demo.population import OFFICER_NAME, DemoPerson, population
from bot.demo.titles import TEACHERS, seed_school, seed_titles
from bot.demo.year import seed_year
from bot.settings import Settings
from criteria.declaration import Move, State
from criteria.model import Standing
from criteria.parse import titles
from criteria.policy import Role
from handlers.shared.consent import CONSENT_VERSION
from handlers.shared.title_form import OCCUPATION
from handlers.start.join import JOINING, PLACE
from locales.format import year_of
from locales.text import T
from storage import accounts, cycles, decisions, declarations, people, places, roles
from storage.cycles import Cycle
from storage.declaration_record import Speaker
from storage.kit.transaction import Transaction
from storage.people import Person

SON_HONG = "18160"
SEATS = ("resident", "head", "officer")
CONTACT = "Phòng Văn hoá - Xã hội xã Sơn Hồng (số máy của bản chạy thử: không có)"
DAYS = 40  # over which the sample declarations were made


def seats(settings: Settings, play: str = "") -> dict[str, str]:
    """The session of each phone on the page: secret, and the same as long as the data is, the ``play``."""
    return {seat: settings.derived_secret(f"demo seat {seat} {play}".strip())[:40] for seat in SEATS}


def speak(tx: Transaction, tokens: Mapping[str, str], language: str) -> None:
    """Let all phones speak this language from now on; each stays where it is."""
    for token in tokens.values():
        account = accounts.lock(tx, "web", chat_of(token))
        if account.language != language:
            account.language = language
            accounts.save(tx, account, owed=None)


def seed(tx: Transaction, tokens: Mapping[str, str]) -> bool:
    """Make the sample commune, once. False if it is there already."""
    if places.by_official_code(tx, SON_HONG) is not None:
        return False
    year = year_of(tx.now)
    sample = population(year)
    commune = add_commune(
        tx, SON_HONG, year=year, contact=CONTACT, villages=[village.name for village in sample.villages]
    )
    act_as_operator(tx)
    cycle = cycles.of_this_year(tx, commune.id)
    if cycle is None:
        raise RuntimeError("the cycle was just opened")
    for title in titles():
        provisional = replace(cycle.adoption(title), standing=Standing.PROVISIONAL)
        cycle = cycles.adopt(tx, cycle, title, provisional, person_id=None)
    villages = places.villages(tx, commune.id)
    residents: list[Person] = []
    for each in sample.people:
        village = villages[each.village]
        residents.append(
            people.add(
                tx,
                place_id=village.id,
                full_name=each.full_name,
                birth_year=each.birth_year,
                on_roster=True,
                household_id=people.household(tx, place_id=village.id, code=str(each.household)),
            )
        )
    heads = [residents[village.head] for village in sample.villages]
    for village, head in zip(villages, heads, strict=True):
        roles.give(tx, head, Role.HEAD, village.id)
    officer = people.add(
        tx,
        place_id=villages[0].id,
        full_name=OFFICER_NAME,
        birth_year=1988,
        on_roster=False,
    )
    roles.give(tx, officer, Role.OFFICER, commune.id)
    deciders = {village.id: head for village, head in zip(villages, heads, strict=True)}
    staff = [i for i, each in enumerate(sample.people) if each.declaration and each.occupation == "can_bo"]
    at_work = [i for i in staff if residents[i] not in heads][:TEACHERS]
    school, teachers = seed_school(tx, commune, [residents[i] for i in at_work])
    deciders[school.id] = teachers[0]
    for i, teacher in zip(at_work, teachers, strict=True):
        residents[i] = teacher
    _declare(tx, cycle, sample.people, residents, deciders)
    seed_titles(tx, cycle, villages, heads, school, teachers[0], officer)
    seed_year(tx, cycle, villages, heads, officer)
    for seat, person in (("head", heads[0]), ("officer", officer)):
        account = accounts.lock(tx, "web", chat_of(tokens[seat]))
        accounts.give_consent(tx, account, version=CONSENT_VERSION, given=True)
        accounts.bind_person(tx, account, person)
        accounts.save(tx, account, owed=None)
    account = accounts.lock(tx, "web", chat_of(tokens["resident"]))
    account.draft = {JOINING.name: {PLACE: str(villages[0].id)}}
    accounts.save(tx, account, owed=None)
    return True


def _declare(
    tx: Transaction,
    cycle: Cycle,
    sample: tuple[DemoPerson, ...],
    residents: list[Person],
    deciders: Mapping[int, Person],
) -> None:
    """Let the sample declare and the heads decide, over the last weeks, through the same functions as everybody."""
    end = tx.now
    declaring = [(each, person) for each, person in zip(sample, residents, strict=True) if each.declaration]
    account_id = tx.chain.account_id if tx.chain is not None else 0
    for i, (each, person) in enumerate(declaring):
        tx.now = end - timedelta(days=DAYS) + timedelta(days=DAYS - 2) * i / len(declaring)
        given = each.declaration
        if given is None:
            continue
        speaker = Speaker(account_id, person.id)
        declaration = declarations.begin(tx, person, cycle, speaker=speaker)
        said = {OCCUPATION: each.occupation, **given.answers}
        declaration = declarations.answer_all(tx, declaration, said, speaker=speaker)
        if given.state is State.DRAFT:
            continue
        sent = declarations.submit(tx, declaration, speaker=speaker)
        head = deciders[person.assessed_at]
        if sent is None or person.id == head.id:
            continue
        tx.now += timedelta(hours=20)
        if person.household_id == head.household_id:
            continue
        match given.state:
            case State.CONFIRMED:
                decisions.decide(tx, sent, Move.CONFIRM, person_id=head.id)
            case State.RETURNED:
                reason = T("Xem lại câu: {name}", name=cycle.criteria().indicator("A2").name)
                decisions.decide(tx, sent, Move.RETURN, person_id=head.id, reason=reason, question="A2")
            case _:
                pass
    tx.now = end
