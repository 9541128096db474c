"""The lines of a file with a list of people: what each means, and whom a doubtful one means."""

from __future__ import annotations

from acts import roster as deeds
from acts import ways
from acts.choice import Choice, Look
from acts.words.roster_words import BECAUSE, LEFT, SHOWN, who_words
from criteria.policy import Action
from criteria.roster_matching import Listing
from handlers.kit.context import Turn
from handlers.kit.router import Answer, Goto, Routes, Weight
from handlers.kit.screen import UNBROKEN, Screen
from handlers.shared.roster_words import to_file
from locales.text import BLANK, T, Tn, Verbatim, Words, joined, lines, words_from_data
from storage import people, places, roster_imports
from storage.people import Person
from storage.places import Place
from storage.roster_imports import Line, RosterImport

routes = Routes()

PAGE = 10


@routes.shows("roster-lines/{roster_file}/{meaning}/{first}", Action.KEEP_ROSTER)
def lines_(turn: Turn, roster_file: RosterImport, meaning: str, first: int) -> Answer:
    """Ten lines that mean the same, with what they change."""
    if meaning not in SHOWN:
        return Goto(ways.roster_file(roster_file.id))
    listing = None if meaning == LEFT else Listing(meaning)
    found = roster_imports.page(turn.tx, roster_file.id, listing, after=first - 1, most=PAGE + 1)
    shown = found[:PAGE]
    known = people.many(turn.tx, {each.person_id for each in shown if each.person_id is not None})
    by_id = {each.id: each for each in places.villages(turn.tx, roster_file.commune_id)}
    more = Choice(T("Xem tiếp"), ways.roster_lines(roster_file.id, meaning, shown[-1].n + 1 if shown else 0), Look.MAIN)
    return Screen(
        room=UNBROKEN,
        title=SHOWN[meaning],
        text=lines(*(_line(each, known, by_id) for each in shown)) if shown else T("Không có dòng nào."),
        choices=(
            *((more,) if found[PAGE:] else ()),
            to_file(roster_file),
        ),
        names=frozenset(known),
    )


def _line(line: Line, known: dict[int, Person], by_id: dict[int, Place]) -> Words:
    """ "Dòng 12: …", with what is kept beside what the file says where they differ."""
    remarks = [words_from_data(each["why"]) for each in line.remarks]
    if line.listing is None:
        seen = joined((Verbatim(each) for each in line.cells.values() if each), ", ")
        return T(
            "- {sheet}, dòng {row}: {seen}. {why}",
            sheet=line.sheet,
            row=line.row,
            seen=seen,
            why=joined(remarks, " "),
        )
    who = who_words(line.full_name, line.birth_year, by_id.get(line.place_id or 0), line.household)
    person = known.get(line.person_id or 0)
    at = Verbatim("") if line.listing is Listing.GONE else T(" (dòng {row})", row=line.row)
    if person is None or line.listing is Listing.GONE:
        return T("- {who}{at}", who=who, at=at)
    before = who_words(person.full_name, person.birth_year, by_id.get(person.place_id), "")
    return T("- {who}{at}; đang ghi: {before}", who=who, at=at, before=before)


@routes.shows("roster-doubt/{roster_file}/{settled}", Action.KEEP_ROSTER)
def doubt(turn: Turn, roster_file: RosterImport, settled: int) -> Answer:
    """The next line that may mean somebody we know, beside them."""
    line = roster_imports.first_open(turn.tx, roster_file.id, Listing.DOUBTFUL)
    before = roster_imports.line(turn.tx, settled) if settled else None
    undo = (
        (Choice(T("Sửa lại: {name}", name=before.full_name), ways.roster_unsettle(before.id), Look.WAY),)
        if before is not None and before.import_id == roster_file.id and _may_unsettle(before)
        else ()
    )
    back = to_file(roster_file)
    if line is None or line.like_id is None:
        return Screen(text=T("Không còn dòng nào phải xem."), choices=(*undo, back))
    by_id = {each.id: each for each in places.villages(turn.tx, roster_file.commune_id)}
    person = people.get(turn.tx, line.like_id)
    left = roster_imports.counts(turn.tx, roster_file.id).open(Listing.DOUBTFUL)
    return Screen(
        title=T("Cùng một người không?"),
        text=lines(
            T(
                "Trong tệp, dòng {row}: {who}",
                row=line.row,
                who=who_words(line.full_name, line.birth_year, by_id.get(line.place_id or 0), line.household),
            ),
            T(
                "Đang có: {who}",
                who=who_words(person.full_name, person.birth_year, by_id.get(person.place_id), ""),
            ),
            None if line.likeness is None else BECAUSE[line.likeness],
            BLANK,
            Tn("Còn {n} dòng phải xem.", left),
        ),
        choices=(
            Choice(T("Cùng một người"), ways.roster_settle(line.id, "same")),
            Choice(T("Hai người khác nhau"), ways.roster_settle(line.id, "other")),
            *undo,
            back,
        ),
        names=frozenset({person.id}),
    )


def _may_unsettle(line: Line) -> bool:
    return line.like_id is not None and line.done_at is None and line.listing in {Listing.CHANGED, Listing.NEW}


@routes.does("roster-settle/{roster_line}/{who}", Action.KEEP_ROSTER, Weight.DECIDING)
def settle(turn: Turn, roster_line: Line, who: str) -> Goto:
    """Write down whom the line means. Nothing changes on the list until the file is taken over."""
    held = deeds.settle(turn.tx, roster_line, same=who == "same") if who in {"same", "other"} else None
    if held is None:
        return Goto(ways.roster_doubt(roster_line.import_id, 0))
    said = T("{name}: cùng một người.") if who == "same" else T("{name}: hai người khác nhau.")
    return Goto(ways.roster_doubt(held.import_id, held.id), T(said.msgid, name=held.full_name))


@routes.does("roster-unsettle/{roster_line}", Action.KEEP_ROSTER, Weight.DECIDING)
def unsettle(turn: Turn, roster_line: Line) -> Goto:
    """Take that back, as long as the line is not taken over."""
    held = roster_imports.line(turn.tx, roster_line.id, lock=True)
    if held is not None and _may_unsettle(held):
        roster_imports.unsettle(turn.tx, held)
    return Goto(ways.roster_doubt(roster_line.import_id, 0))
