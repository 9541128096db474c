"""Two communes with everybody who can be there, and every record that a route can carry: who may do what to which.

:func:`populate` makes them through the functions of the program. What each may do stands in ``tests/authority.toml``,
written by hand; :mod:`tests.handlers.test_authority` holds the policy, and the program as it is played, to that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select

from acts import joining
from acts.codes import new_code
from bot.commune_setup import act_as_operator, add_commune
from criteria.activity import ActivityKind, EventKind
from criteria.data_rights import RequestKind
from criteria.declaration import Move
from criteria.meeting import Mark, MeetingKind
from criteria.model import CITIZEN, CLAN, FAMILY, UNIT, VILLAGE
from criteria.policy import Joining, Role, Unvouched
from criteria.recognition import Paper
from criteria.results_matching import Finding, Result
from criteria.roster_matching import Likeness, Listing
from handlers.commune.snapshot_figures import papers_of
from handlers.kit.screen import Screen, screen_to_data
from handlers.shared.consent import CONSENT_VERSION
from locales.text import T, Verbatim
from storage import (
    accounts,
    activities,
    clans,
    cycles,
    data_keys,
    data_requests,
    decisions,
    declarations,
    entered_figures,
    evidence,
    households,
    learning_events,
    meetings,
    mergers,
    people,
    places,
    recognition,
    result_lists,
    roles,
    roster_imports,
    sign_in_codes,
    snapshots,
    to_tell_in_person,
)
from storage.cycles import Cycle
from storage.declaration_record import HIMSELF, About, Declaration, Speaker
from storage.kit.tables import cycles as cycles_table
from storage.kit.tables import people as people_table
from storage.kit.tables import recognition_lists, recognition_names
from storage.kit.tables import visits as visits_table
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind, CycleState, PlaceKind, SnapshotKind
from storage.people import Person
from storage.picture_reference import StoredPicture
from storage.places import Place
from storage.roster_imports import NewLine
from tests.superior_forms import a_form
from tests.village import CONTACT, FAMILY_ANSWERS, GOOD, there

# Everybody: who they are, the village, the household. "roster": no chat of their own.
PEOPLE: Mapping[str, tuple[str, str, str]] = {
    "lan": ("Nguyễn Thị Bạch Yến", "kim", "1"),
    "kin": ("Trần Văn Đăng Khôi", "kim", "1"),  # of Lan's household
    "neighbour": ("Lê Thị Cẩm Vân", "kim", "2"),
    "proxy": ("Đinh Thị Diệu Linh", "kim", "3"),  # speaks for the old man of her household
    "old": ("Đinh Văn Gia Bảo", "kim", "3"),  # has no chat
    "roster": ("Võ Thị Hải Đường", "kim", "4"),  # has no chat, nobody speaks for her
    "head": ("Phan Văn Khánh Duy", "kim", "5"),
    "heads_son": ("Phan Văn Minh Triết", "kim", "5"),
    "deputy": ("Bùi Văn Quốc Anh", "kim", "6"),  # head for a time
    "split": ("Hồ Thị Thục Quyên", "kim", "7"),  # lived with the deputy until lately
    "coded": ("Dương Văn Thiên Ân", "kim", "8"),  # came in by a code that the head made
    "returned": ("Lý Thị Tường Vi", "kim", "9"),
    "confirmed": ("Ngô Văn Vĩnh Phúc", "kim", "10"),
    "helper": ("Cao Thị Xuân Mai", "kim", "11"),
    "was_head": ("Mai Văn Bá Lộc", "kim", "12"),
    "was_helper": ("Tạ Thị Châu Giang", "kim", "13"),
    "clan_head": ("Trịnh Văn Đình Trung", "kim", "14"),
    "clan_member": ("Trịnh Thị Hà My", "kim", "15"),
    "newcomer": ("Từ Thị Đan Thanh", "kim", "18"),  # joined by name and year alone
    "drawn": ("Nhâm Văn Phú Cường", "kim", "19"),  # so, too, and was drawn for officers
    "unit_head": ("Đỗ Thị Khả Ngân", "kim", "16"),
    "unit_member": ("Đoàn Văn Lâm Tuyền", "kim", "17"),
    "far": ("Hà Văn Mạnh Hùng", "hong", "1"),  # of another village
    "head2": ("Lương Văn Nhật Quang", "hong", "2"),
    "helper2": ("Tô Thị Phương Uyên", "hong", "3"),
    "officer": ("Trần Thị Quế Chi", "hong", "4"),
    "officers_kin": ("Vũ Văn Sỹ Nguyên", "hong", "4"),
    "officer2": ("Đặng Thị Tâm Đoan", "hong", "5"),
    "was_officer": ("Kiều Văn Uy Vũ", "hong", "6"),
    "foreigner": ("Thái Thị Vàng Anh", "xa", "1"),  # of another commune
    "foreign_kin": ("Thái Văn Yên Bình", "xa", "1"),
    "foreign_roster": ("Quách Thị Ái Nhi", "xa", "2"),
    "foreign_head": ("Lưu Văn Bửu Sơn", "xa", "3"),
    "foreign_helper": ("Phùng Thị Cát Tường", "xa", "4"),
    "foreign_officer": ("Châu Văn Đại Nghĩa", "xa", "5"),
    "foreign_clan_head": ("Ông Văn Ích Thiện", "xa", "6"),
    "reporter": ("Bế Thị Oanh Kiều", "kim", "20"),  # in charge of the school's figures
}
WITHOUT_A_CHAT = frozenset({"old", "roster", "foreign_roster"})
NOBODY = ("stranger", "guest", "let_go")  # chats without a person: never came, is joining, was cut off


@dataclass(frozen=True, kw_only=True)
class Populated:
    """What :func:`populate` made: chats by actor, people by name, ids of records by kind and name, codes, revisions."""

    chats: Mapping[str, str]
    people: Mapping[str, Person]
    records: Mapping[str, Mapping[str, int]]
    codes: Mapping[str, str]
    revisions: Mapping[int, int]  # of declarations, by id


@dataclass(kw_only=True)
class _Making:
    tx: Transaction
    chat_of: Callable[[str], str]
    places: dict[str, Place] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    cycles: dict[str, Cycle] = field(default_factory=dict)
    declared: dict[str, Declaration] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    records: dict[str, dict[str, int]] = field(default_factory=dict)

    @property
    def operator(self) -> int:
        return there(self.tx.chain).account_id


def populate(tx: Transaction, chat_of: Callable[[str], str] = str) -> Populated:
    """Two communes, two villages and a unit in the first, everybody of :data:`PEOPLE`, and all kinds of records.

    ``chat_of``: the id of each actor's chat; else it is called as they are.
    """
    making = _Making(tx=tx, chat_of=chat_of)
    _communes(making)
    _residents(making)
    _chats(making)
    _newcomers(making)
    _offices(making)
    _groups(making)
    _declarations(making)
    _diaries_and_events(making)
    _papers(making)
    _brought(making)
    _lists(making)
    _wishes(making)
    return Populated(
        chats={name: chat_of(name) for name in (*PEOPLE, *NOBODY) if name not in WITHOUT_A_CHAT},
        people=making.people,
        records=making.records,
        codes=making.codes,
        revisions={
            each.id: each.revision
            for each in declarations.load_many(tx, [each.id for each in making.declared.values()])
        },
    )


def _communes(making: _Making) -> None:
    tx = making.tx
    here = add_commune(tx, "18160", year=2026, contact=CONTACT, villages=["Kim Sơn", "Hồng Lĩnh"])
    there_ = add_commune(tx, "18163", year=2026, contact=CONTACT, villages=["Xa Lạ"])
    kim, hong = places.villages(tx, here.id)
    (xa,) = places.villages(tx, there_.id)
    unit = _unit(tx, here, "THCS Kim Sơn", "THCSKIMS")
    foreign_unit = _unit(tx, there_, "THCS Xa Lạ", "THCSXALA")
    making.places = {
        "commune": here, "kim": kim, "hong": hong, "unit": unit,
        "foreign_commune": there_, "xa": xa, "foreign_unit": foreign_unit,
    }  # fmt: skip
    for name, place in making.places.items():
        if place.join_code is not None:
            making.codes[name] = place.join_code
    last = cycles.open_year(tx, commune_id=here.id, year=2025, plan="")
    making.cycles = {
        "now": there(cycles.of_year(tx, here.id, 2026)),
        "last": last,
        "foreign": there(cycles.of_year(tx, there_.id, 2026)),
    }


def _unit(tx: Transaction, commune: Place, name: str, code: str) -> Place:
    since = tx.now.date() - timedelta(days=400)
    return places.add_village(
        tx, commune=commune, label="trường", name=name, join_code=code, since=since, kind=PlaceKind.UNIT
    )


def _residents(making: _Making) -> None:
    tx = making.tx
    for number, (name, (full_name, village, household)) in enumerate(PEOPLE.items()):
        place = making.places[village]
        making.people[name] = people.add(
            tx,
            place_id=place.id,
            full_name=full_name,
            birth_year=1950 + number,
            on_roster=True,
            household_id=people.household(tx, place_id=place.id, code=household),
        )


def _chats(making: _Making) -> None:
    tx = making.tx
    for name, person in making.people.items():
        if name in WITHOUT_A_CHAT:
            continue
        if name == "coded":
            _comes_by_code(making, person)
        else:
            _sits(tx, making.chat_of(name), person)
    _sits(tx, making.chat_of("stranger"), None)
    guest = accounts.lock(tx, "web", making.chat_of("guest"))
    accounts.give_consent(tx, guest, version=CONSENT_VERSION, given=True)
    accounts.save(tx, guest, owed=None)
    act_as_operator(tx)
    _sits(tx, making.chat_of("let_go"), making.people["neighbour"])
    gone = accounts.lock(tx, "web", making.chat_of("let_go"))
    accounts.cut_off(tx, gone.id, making.people["neighbour"].id)
    gone.forget()
    accounts.save(tx, gone, owed=None)
    proxy = accounts.lock(tx, "web", making.chat_of("proxy"))
    accounts.speak_for(tx, proxy, making.people["old"], ConsentKind.BESIDE)
    accounts.save(tx, proxy, owed=None)
    act_as_operator(tx)


def _sits(tx: Transaction, chat: str, person: Person | None) -> None:
    account = accounts.lock(tx, "web", chat)
    if person is not None:
        accounts.give_consent(tx, account, version=CONSENT_VERSION, given=True)
        accounts.bind_person(tx, account, person)
    accounts.save(tx, account, owed=None)
    act_as_operator(tx)


def _comes_by_code(making: _Making, person: Person) -> None:
    tx, code = making.tx, new_code()
    head = there(accounts.find(tx, "web", making.chat_of("head")))
    sign_in_codes.make(
        tx, code, person_id=person.id, made_by=head.id, by_person=making.people["head"].id,
        expires_at=tx.now + timedelta(days=1),
    )  # fmt: skip
    account = accounts.lock(tx, "web", making.chat_of("coded"))
    accounts.give_consent(tx, account, version=CONSENT_VERSION, given=True)
    assert sign_in_codes.use(tx, code, account)
    accounts.bind_person(tx, account, person)
    accounts.save(tx, account, owed=None)
    act_as_operator(tx)


def _newcomers(making: _Making) -> None:
    tx = making.tx
    for name, state in (("newcomer", Unvouched.WAITS), ("drawn", Unvouched.DRAWN)):
        person = making.people[name]
        tx.connection.execute(people_table.update().where(people_table.c.id == person.id).values(unvouched=state))
        making.people[name] = people.get(tx, person.id)


OFFICES: Mapping[str, tuple[Role, str]] = {
    "head": (Role.HEAD, "kim"), "deputy": (Role.HEAD, "kim"), "head2": (Role.HEAD, "hong"),
    "was_head": (Role.HEAD, "kim"), "unit_head": (Role.HEAD, "unit"), "foreign_head": (Role.HEAD, "xa"),
    "helper": (Role.HELPER, "kim"), "helper2": (Role.HELPER, "hong"), "was_helper": (Role.HELPER, "kim"),
    "foreign_helper": (Role.HELPER, "xa"), "officer": (Role.OFFICER, "commune"),
    "officer2": (Role.OFFICER, "commune"), "was_officer": (Role.OFFICER, "commune"),
    "foreign_officer": (Role.OFFICER, "foreign_commune"), "reporter": (Role.REPORTER, "unit"),
}  # fmt: skip


def _offices(making: _Making) -> None:
    tx, held = making.tx, making.records.setdefault("grant", {})
    for name, (role, at) in OFFICES.items():
        until = tx.now + timedelta(days=30) if name in {"deputy", "reporter"} else None
        person, place = making.people[name], making.places[at]
        roles.give(tx, person, role, place.id, until=until)
        grant = next(each for each in roles.of_place(tx, place.id) if each.person.id == person.id)
        if name.startswith("was_"):
            roles.revoke(tx, grant, person_id=making.people["officer"].id)
        else:
            held[name] = grant.id
    for name in ("unit_head", "unit_member"):
        making.people[name] = there(mergers.assess_at(tx, making.people[name], making.places["unit"]))


def _groups(making: _Making) -> None:
    tx, member = making.tx, making.people
    member["split"] = households.enter(tx, _household(making, "deputy"), member["split"], relation="other")
    member["split"] = households.leave(tx, member["split"])
    ours, theirs = _household(making, "lan"), _household(making, "foreigner")
    households.set_head(tx, ours, member["kin"])
    households.set_head(tx, theirs, member["foreigner"])
    making.codes["household"] = there(households.give_code(tx, ours, new_code()).join_code)
    making.codes["foreign_household"] = there(households.give_code(tx, theirs, new_code()).join_code)
    clan = clans.found(tx, member["clan_head"], name="Trịnh", code=new_code())
    clans.enter(tx, clan, _household(making, "clan_member"))
    foreign_clan = clans.found(tx, member["foreign_clan_head"], name="Ông", code=new_code())
    making.codes["clan"], making.codes["foreign_clan"] = clan.join_code, foreign_clan.join_code
    making.records["household"] = {
        "ours": ours.id, "neighbours": _household(making, "neighbour").id, "heads": _household(making, "head").id,
        "foreign": theirs.id,
    }  # fmt: skip
    making.records["clan"] = {"ours": clan.id, "foreign": foreign_clan.id}


def _household(making: _Making, name: str) -> households.Household:
    return households.get(making.tx, there(making.people[name].household_id))


# What lies where: in whose name, by whom it was spoken, and how far it came.
SENT = (
    "lan", "kin", "far", "foreigner", "coded", "split", "heads_son", "returned", "confirmed", "unit_member",
    "officer", "officers_kin", "helper", "head", "newcomer", "drawn", "roster",
)  # fmt: skip


def _declarations(making: _Making) -> None:
    tx, member = making.tx, making.people
    speaker = Speaker(making.operator)
    making.declared["draft"] = _answered(making, "neighbour", speaker)
    for name in SENT:
        own = Speaker(making.operator, None if name in WITHOUT_A_CHAT else member[name].id)
        making.declared[name] = _sent(tx, _answered(making, name, own), own)
    proxy = there(accounts.find(tx, "web", making.chat_of("proxy")))
    spoken = Speaker(proxy.id, member["proxy"].id, ConsentKind.BESIDE)
    making.declared["old"] = _sent(tx, _answered(making, "old", spoken), spoken)
    decided = making.declared
    officer = member["officer"].id
    decided["returned"] = there(
        decisions.decide(tx, decided["returned"], Move.RETURN, person_id=officer, reason=Verbatim("Xem lại."))
    )
    decided["confirmed"] = there(decisions.decide(tx, decided["confirmed"], Move.CONFIRM, person_id=officer))
    last_year = _answered(making, "lan", Speaker(making.operator, member["lan"].id), cycle="last")
    decided["locked"] = _sent(tx, last_year, Speaker(making.operator, member["lan"].id))
    tx.connection.execute(
        cycles_table.update().where(cycles_table.c.id == making.cycles["last"].id).values(state=CycleState.LOCKED)
    )
    _groups_declare(making)
    making.records["declaration"] = {name: each.id for name, each in decided.items()}
    making.records["cycle"] = {name: each.id for name, each in making.cycles.items()}


def _groups_declare(making: _Making) -> None:
    clan, foreign_clan = (making.records["clan"][name] for name in ("ours", "foreign"))
    for name, who, title, about in (
        ("family", "kin", FAMILY, _household(making, "kin").about),
        ("heads_family", "heads_son", FAMILY, _household(making, "heads_son").about),
        ("foreign_family", "foreigner", FAMILY, _household(making, "foreigner").about),
        ("clan", "clan_head", CLAN, About(clan_id=clan)),
        ("foreign_clan", "foreign_clan_head", CLAN, About(clan_id=foreign_clan)),
        ("village", "head", VILLAGE, About(place_id=making.places["kim"].id)),
        ("village2", "head2", VILLAGE, About(place_id=making.places["hong"].id)),
        ("foreign_village", "foreign_head", VILLAGE, About(place_id=making.places["xa"].id)),
        ("unit", "unit_head", UNIT, About(place_id=making.places["unit"].id)),
    ):
        speaker = Speaker(making.operator, making.people[who].id)
        making.declared[name] = _sent(making.tx, _answered(making, who, speaker, title=title, about=about), speaker)


def _answered(
    making: _Making, name: str, speaker: Speaker, *, title: str = CITIZEN, about: About = HIMSELF, cycle: str = ""
) -> Declaration:
    tx, person = making.tx, making.people[name]
    of = cycle or ("foreign" if PEOPLE[name][1] == "xa" else "now")
    place = about.place_id or person.place_id
    given = declarations.begin(
        tx, person, making.cycles[of], speaker=speaker, title=title, subject=about,
        place_id=None if title == CITIZEN else place,
    )  # fmt: skip
    for key, value in _answers(given, title).items():
        given = declarations.answer(tx, given, key, value, speaker=speaker)
    return given


def _answers(given: Declaration, title: str) -> Mapping[str, object]:
    if title == CITIZEN:
        return GOOD
    if title == FAMILY:
        return FAMILY_ANSWERS
    asked = (each for each in given.criteria.indicators if each.is_asked)
    return {each.id: each.levels[-1].id for each in asked if each.levels}


def _sent(tx: Transaction, given: Declaration, speaker: Speaker) -> Declaration:
    return there(declarations.submit(tx, given, speaker=speaker))


def _diaries_and_events(making: _Making) -> None:
    tx = making.tx
    day = tx.now.date()
    learnt: dict[str, Any] = {"held_on": day, "hours": 2, "organiser": "Thôn"}
    diaries: dict[str, int] = making.records.setdefault("activity", {})
    pictures: dict[str, int] = making.records.setdefault("evidence", {})
    visits: dict[str, int] = making.records.setdefault("visit", {})
    events: dict[str, int] = making.records.setdefault("event", {})
    for name in ("lan", "old", "far", "foreigner", "head"):
        person = making.people[name]
        entry = activities.add(tx, person, kind=ActivityKind.COURSE, name=diary_of(name), **learnt)
        diaries[name] = entry.id
        chat = there(accounts.find(tx, "web", making.chat_of("proxy" if name == "old" else name)))
        picture = StoredPicture(f"{len(pictures):064d}", "image/jpeg", 9)
        pictures[name] = evidence.attach(tx, picture, person_id=person.id, account_id=chat.id, activity_id=entry.id)
        to_tell_in_person.add(tx, person.id, screen_to_data(Screen(text=T("Xong"))))
        visits[name] = tx.connection.execute(
            select(visits_table.c.id).where(visits_table.c.person_id == person.id)
        ).scalar_one()
    for name, where, who in (
        ("kim", "kim", "head"), ("hong", "hong", "head2"), ("unit", "unit", "unit_head"),
        ("commune", "commune", "officer"), ("foreign", "xa", "foreign_head"),
    ):  # fmt: skip
        code = making.codes[f"event_{name}"] = new_code()
        events[name] = learning_events.announce(
            tx, place_id=making.places[where].id, kind=EventKind.CLASS, name="Lớp", **learnt, code=code,
            person_id=making.people[who].id,
        ).id  # fmt: skip


def diary_of(name: str) -> str:
    """What somebody learnt, told apart from what everybody else did."""
    return f"Nghề {PEOPLE[name][0]}"


def _papers(making: _Making) -> None:
    """A picture beside a figure of the commune: the officer's."""
    tx = making.tx
    filed = entered_figures.draft(
        tx, making.cycles["now"], entered_figures.circular_key("1.2"), place_id=making.places["unit"].id, note="Sổ",
        met=True, person_id=making.people["reporter"].id,
    )  # fmt: skip
    making.records["entry"] = {"unit": filed.id}
    for name, cycle, who in (("entry", "now", "officer"), ("foreign_entry", "foreign", "foreign_officer")):
        person = making.people[who]
        entry = entered_figures.enter(
            tx, making.cycles[cycle], entered_figures.circular_key("1.1"), note="Sổ", met=True, person_id=person.id
        )
        making.records["entry"][cycle] = entry.id
        chat = there(accounts.find(tx, "web", making.chat_of(who)))
        picture = StoredPicture(f"{90 + entry.id:064d}", "image/jpeg", 9)
        making.records["evidence"][name] = evidence.attach(
            tx, picture, person_id=person.id, account_id=chat.id, entry_id=entry.id
        )


def _brought(making: _Making) -> None:
    """A file with a roster and a list to be recognised, of each commune; whom they name lives there."""
    tx = making.tx
    kinds = "roster_file roster_line proposal proposed objection snapshot data_key meeting form"
    for kind in (*kinds.split(), *RESULTS):
        making.records[kind] = {}
    for name, place, who, named in (
        ("ours", "kim", "officer", "roster"), ("foreign", "xa", "foreign_officer", "foreign_roster"),
    ):  # fmt: skip
        village, person = making.places[place], making.people[named]
        chat = there(accounts.find(tx, "web", making.chat_of(who)))
        file = roster_imports.begin(
            tx, commune_id=village.commune_id, account_id=chat.id, file_name=f"{name}.xlsx", digest=None
        )
        line = NewLine(
            n=0, sheet="Sheet1", row=2, place_id=village.id, full_name=person.full_name, birth_year=1900,
            listing=Listing.DOUBTFUL, likeness=Likeness.YEAR, like_id=person.id,
        )  # fmt: skip
        roster_imports.put_lines(tx, file.id, [line])
        roster_imports.ready(tx, file.id, {})
        making.records["roster_file"][name] = file.id
        making.records["roster_line"][name] = there(roster_imports.first_open(tx, file.id, Listing.DOUBTFUL)).id
        _results(making, name, who, village, person)
        _proposed(making, name, who)
        cycle = making.cycles["now" if name == "ours" else "foreign"]
        by = making.people[who].id
        made = snapshots.take(tx, cycle, SnapshotKind.PROVISIONAL, papers_of(tx, cycle, chat.id), upto=0, by=by)
        making.records["snapshot"][name] = made.id
        making.records["data_key"][name] = data_keys.make(tx, village.commune_id, "Sở", data_keys.new_key(), by=by)
        making.records["form"][name] = a_form(tx, village.commune_id, by=by).id
        _meets(making, name, place, who)


RESULTS = ("results_file", "results_line")


def _results(making: _Making, name: str, who: str, village: Place, person: Person) -> None:
    """A list of results made elsewhere that an officer brought, with a doubtful line."""
    tx, by = making.tx, making.people[who]
    cycle = making.cycles["now" if name == "ours" else "foreign"]
    chat = there(accounts.find(tx, "web", making.chat_of(who)))
    found = result_lists.begin(tx, cycle, account_id=chat.id, by=by.id, file_name=f"{name}.xlsx", digest=None)
    line = result_lists.NewLine(
        n=0, sheet="Sheet1", row=2, place_id=village.id, full_name=person.full_name, birth_year=1900,
        result=Result(True), finding=Finding.DOUBTFUL, likeness=Likeness.YEAR, like_id=person.id,
    )  # fmt: skip
    result_lists.put_lines(tx, found.id, [line])
    result_lists.ready(tx, found.id, {})
    making.records["results_file"][name] = found.id
    (kept,) = result_lists.page(tx, found.id, Finding.DOUBTFUL, after=-1, most=1)
    making.records["results_line"][name] = kept.id


def _proposed(making: _Making, name: str, by: str) -> None:
    tx, declared = making.tx, making.declared["confirmed" if name == "ours" else "foreigner"]
    new = {"cycle_id": declared.cycle.id, "title": CITIZEN, "state": Paper.DRAFT, "made_at": tx.now}
    key = tx.connection.execute(
        insert(recognition_lists).values(**new, made_by=making.people[by].id).returning(recognition_lists.c.id)
    ).scalar_one()
    row = {"list_id": key, "declaration_id": declared.id, "place_id": declared.place_id, "live": True}
    making.records["proposal"][name] = key
    making.records["proposed"][name] = tx.connection.execute(
        insert(recognition_names).values(row).returning(recognition_names.c.id)
    ).scalar_one()
    making.records["objection"][name] = recognition.object_to(
        tx, recognition.get(tx, key), said="Chưa đúng", declaration_id=declared.id, by=making.people[by].id
    )


def _meets(making: _Making, name: str, place: str, who: str) -> None:
    """A meeting of the village, and of the council about the list, each discussing somebody."""
    tx, by = making.tx, making.people[who].id
    declared = making.declared["confirmed" if name == "ours" else "foreigner"]
    commune = making.places[place].commune_id
    for key, kind, where, listed in (
        (place, MeetingKind.VILLAGE, making.places[place].id, None),
        (f"{name}_council", MeetingKind.COUNCIL, commune, making.records["proposal"][name]),
    ):
        found = meetings.begin(tx, cycle_id=declared.cycle.id, kind=kind, place_id=where, list_id=listed, by=by)
        meetings.set_apart(tx, found, declared.id, mark=Mark.DISCUSS, agreed=False, said="Cần xem lại")
        making.records["meeting"][key] = found.id


# Who asks what, by the name of the wish: who, of which household's, unit's or clan's; and whose word it waits for.
WISHES: Mapping[str, tuple[str, Joining, str]] = {
    "home": ("neighbour", Joining.HOUSEHOLD, "lan"),
    "silent": ("newcomer", Joining.HOUSEHOLD, "roster"),  # nobody of that household has a chat
    "let_in": ("coded", Joining.HOUSEHOLD, "roster"),  # whom the head let in by a code
    "unit": ("far", Joining.UNIT, "unit"),
    "headless_unit": ("foreigner", Joining.UNIT, "foreign_unit"),
    "clan": ("lan", Joining.CLAN, "ours"),
    "leaving": ("heads_son", Joining.LEAVING, "head"),  # the head says that he does not live there any more
    "officers_leaving": ("officers_kin", Joining.LEAVING, "officer"),
}


def _wishes(making: _Making) -> None:
    tx, member = making.tx, making.people
    wishes = making.records.setdefault("joining", {})
    clan = there(clans.load(tx, making.records["clan"]["ours"]))
    for name, (who, kind, at) in WISHES.items():
        person = people.get(tx, member[who].id)
        match kind:
            case Joining.HOUSEHOLD:
                made = joining.ask_household(tx, person, _household(making, at), "other")
            case Joining.UNIT:
                made = joining.ask_unit(tx, person, making.places[at])
            case Joining.CLAN:
                made = joining.ask_clan(tx, person, clan, _household(making, who))
            case Joining.LEAVING:
                made = joining.ask_to_leave(tx, person, _household(making, at), by=member[at])
        wishes[name] = there(made).id


def _lists(making: _Making) -> None:
    making.records["request"] = {
        name: data_requests.note(making.tx, making.people[name].id, RequestKind.ACCESS, noted_by=None)
        for name in ("lan", "far", "foreigner")
    }
    making.records["place"] = {name: each.id for name, each in making.places.items()}
    making.records["resident"] = {name: each.id for name, each in making.people.items()}
