"""What the papers of a year's meetings, its council and its postings need to be read for."""

from __future__ import annotations

from bot.readers.recognition_papers import warning_of
from criteria.meeting import MeetingKind, MeetingState
from criteria.model import CITIZEN
from criteria.parse import title_name
from handlers.shared.meeting_words import ROLES, called, outcome, votes
from locales.catalog import catalog
from locales.text import Words
from reports.meeting_list import MeetingList, MeetingName
from reports.meeting_papers import Council, Excepted, MeetingPaper, Objected, Office, Posting, Seat
from reports.name_list import ListedName
from storage import councils, cycles, enrolment_lists, letterheads, meetings, places, recognition
from storage.cycles import Cycle
from storage.kit.transaction import Transaction
from storage.meetings import Listed


def _cycle(tx: Transaction, cycle_id: int) -> Cycle:
    cycle = cycles.load(tx, cycle_id)
    if cycle is None:
        raise LookupError(f"cycle {cycle_id}")
    return cycle


def _office(tx: Transaction, cycle: Cycle, *, title: str | None = CITIZEN, village: str | None = None) -> Office:
    commune = places.get(tx, cycle.commune_id)
    return Office(
        letterhead=letterheads.of_commune(tx, commune.id).letterhead,
        commune=commune.full_name,
        inline=commune.inline_name,
        bare=commune.name,
        made_at=tx.now,
        village=village,
        warning=warning_of(cycle, title or CITIZEN) if title is not None or cycle.is_training else None,
    )


def meeting_paper(tx: Transaction, meeting_id: int) -> tuple[MeetingPaper, frozenset[int]]:
    """A meeting as its papers have it, and the ids of the people whom its minutes name.

    Raises:
        LookupError: it is gone, or was given up.
    """
    found = meetings.get(tx, meeting_id)
    if found.state is MeetingState.DROPPED:
        raise LookupError(f"meeting {meeting_id} was given up")
    cycle, place = _cycle(tx, found.cycle_id), places.get(tx, found.place_id)
    of_council = found.kind is MeetingKind.COUNCIL
    everybody = meetings.everybody(tx, found)
    office = _office(tx, cycle, village=None if of_council else place.full_name)
    made = MeetingPaper(
        office=office,
        of_council=of_council,
        place=place.inline_name,
        year=found.year,
        held_on=found.held_on,
        held_at=found.held_at,
        chair=found.chair,
        secretary=found.secretary,
        invited=found.invited,
        present=found.present,
        said=found.said,
        listed=len(everybody),
        proposed=_proposed(tx, [each for each in everybody if each.proposed]),
        exceptions=[
            Excepted(_plain(called(each)), what, votes(each), each.said)
            for each in everybody
            if (what := outcome(each.mark, agreed=each.agreed)) is not None
        ],
        members=_seats(tx, cycle.id) if of_council else (),
    )
    return made, frozenset(each.person_id for each in everybody)


def _plain(words: Words) -> str:
    return catalog("vi").render(words)


def _proposed(tx: Transaction, found: list[Listed]) -> list[ListedName]:
    known = recognition.place_names(tx, {each.place_id for each in found})
    heads = meetings.household_heads(tx, [each.person_id for each in found])
    return [
        ListedName(
            each.full_name if each.title == CITIZEN else f"{each.full_name} ({_plain(title_name(each.title))})",
            known[each.place_id],
            heads.get(each.person_id, ""),
            "" if each.household.startswith("chat-") else each.household,
        )
        for each in found
    ]


def _seats(tx: Transaction, cycle_id: int) -> list[Seat]:
    return [Seat(each.full_name, each.post, ROLES[each.role]) for each in councils.of_cycle(tx, cycle_id).members]


def council(tx: Transaction, cycle_id: int) -> Council:
    """The council as the draft of its decision has it."""
    found, cycle = councils.of_cycle(tx, cycle_id), _cycle(tx, cycle_id)
    return Council(_office(tx, cycle, title=None), cycle.year, found.number, found.decided_on, _seats(tx, cycle_id))


def posting(tx: Transaction, list_id: int) -> tuple[Posting, frozenset[int]]:
    """A list that hangs or hung, and the ids of the people whom the minutes of it name.

    Raises:
        LookupError: it is gone, or was never posted.
    """
    found = recognition.get(tx, list_id)
    if found.posted_from is None or found.posted_to is None:
        raise LookupError(f"recognition list {list_id} was not posted")
    said = recognition.objections(tx, list_id)
    struck = recognition.page(tx, list_id, after_id=0, most=1_000_000, struck=True)
    made = Posting(
        office=_office(tx, _cycle(tx, found.cycle_id), title=found.title),
        title=title_name(found.title),
        year=found.year,
        first=found.posted_from,
        last=found.posted_to,
        names=sum(recognition.counts(tx, list_id).values()),
        objections=[Objected(each.about or "", each.said, each.answer) for each in said],
        struck=[(each.full_name, each.struck_why or "") for each in struck],
    )
    named = {each.person_id for each in struck} | {each.person_id for each in said if each.person_id is not None}
    return made, frozenset(named)


def list_to_print(tx: Transaction, place_id: int, cycle_id: int) -> tuple[MeetingList, frozenset[int]]:
    """Everybody of a place who is old enough, for its meeting, and their ids."""
    cycle, place = _cycle(tx, cycle_id), places.get(tx, place_id)
    reached = meetings.reached(tx, cycle_id, place_id)
    names, ids = [], set[int]()
    for home in enrolment_lists.homes(tx, place_id, cycle):
        for each in home.lines:
            ids.add(each.person_id)
            proposed = each.person_id in reached
            head = home.head_name if home.household_id is not None else ""
            names.append(MeetingName(each.full_name, head, home.code, each.day is not None, proposed))
    return MeetingList(place.full_name, cycle.year, tx.now, names, warning_of(cycle, CITIZEN)), frozenset(ids)
