"""The lines of a list of results: what each comes to, whom a doubtful one means, which of two results counts."""

from __future__ import annotations

from collections.abc import Mapping

from acts import results as deeds
from acts import ways
from acts.choice import Choice, Look
from acts.words.results_words import SHOWN, UNREAD, WHY, made_words, origin_words, result_words, to_list
from acts.words.roster_words import who_words
from criteria.explain import verdict_words
from criteria.policy import Action, may
from criteria.results_matching import Finding, Result
from criteria.roster_matching import Likeness
from handlers.kit.context import Turn
from handlers.kit.router import Answer, Goto, Routes, Weight
from handlers.kit.screen import UNBROKEN, Screen
from locales.format import day_of
from locales.text import BLANK, Day, T, Tn, Verbatim, Words, joined, lines, words_from_data
from storage import declarations, listed_results, people, places, result_lists
from storage.declaration_record import Declaration
from storage.kit.words import ResultsState
from storage.people import Person
from storage.places import Place
from storage.result_lists import Line, ResultList

routes = Routes()

PAGE = 10
CHANGEABLE = (ResultsState.READY, ResultsState.TAKEN)
BECAUSE: Mapping[Likeness, Words] = {
    Likeness.SPELLING: T("Tên viết gần giống, năm sinh bằng hoặc sát nhau."),
    Likeness.YEAR: T("Cùng họ tên, khác năm sinh."),
    Likeness.PLACE: T("Cùng họ tên và năm sinh, ghi ở nơi khác."),
    Likeness.DEAD: T("Đang ghi là đã mất."),
    Likeness.NAMESAKES: T("Có nhiều người cùng họ tên, thiếu chỗ để phân biệt."),
}


@routes.shows("results-lines/{results_file}/{meaning}/{first}", Action.KEEP_ROSTER)
def lines_(turn: Turn, results_file: ResultList, meaning: str, first: int) -> Answer:
    """Ten lines that come to the same."""
    if meaning not in SHOWN:
        return Goto(ways.results_file(results_file.id))
    finding = None if meaning == UNREAD else Finding(meaning)
    found = result_lists.page(turn.tx, results_file.id, finding, after=first - 1, most=PAGE + 1)
    shown = found[:PAGE]
    known = people.many(turn.tx, {each.person_id for each in shown if each.person_id is not None})
    by_id = {each.id: each for each in places.villages(turn.tx, results_file.commune_id)}
    next_ = shown[-1].n + 1 if shown else 0
    more = Choice(T("Xem tiếp"), ways.results_lines(results_file.id, meaning, next_), Look.MAIN)
    return Screen(
        room=UNBROKEN,
        title=SHOWN[meaning],
        text=lines(
            *((WHY[finding], BLANK) if finding is not None and finding is not Finding.NEW and shown else ()),
            *(_line(each, known, by_id) for each in shown),
        )
        if shown
        else T("Không có dòng nào."),
        choices=(*((more,) if found[PAGE:] else ()), to_list(results_file)),
        names=frozenset(known),
    )


def _line(line: Line, known: Mapping[int, Person], by_id: Mapping[int, Place]) -> Words:
    """ "Dòng 12: …: đạt, 85 điểm", with what is kept of whom it means where that reads otherwise."""
    if line.finding is None:
        seen = joined((Verbatim(each) for each in line.cells.values() if each), ", ")
        why = joined([words_from_data(each["why"]) for each in line.remarks], " ")
        return T("- {sheet}, dòng {row}: {seen}. {why}", sheet=line.sheet, row=line.row, seen=seen, why=why)
    who = who_words(line.full_name, line.birth_year, by_id.get(line.place_id or 0), line.household)
    said = T("- {who} (dòng {row}): {result}", who=who, row=line.row, result=result_words(line.result))
    person = known.get(line.person_id or 0)
    if person is None or (person.full_name, person.birth_year) == (line.full_name, line.birth_year):
        return said
    kept = who_words(person.full_name, person.birth_year, by_id.get(person.place_id), "")
    return T("{said}; đang ghi: {kept}", said=said, kept=kept)


@routes.shows("results-doubt/{results_file}/{settled}", Action.TAKE_RESULTS)
def doubt(turn: Turn, results_file: ResultList, settled: int) -> Answer:
    """The next line that may mean somebody we know, beside them."""
    line = next(iter(result_lists.page(turn.tx, results_file.id, Finding.DOUBTFUL, after=-1, most=1)), None)
    before = result_lists.line(turn.tx, settled) if settled else None
    undo = (
        (Choice(T("Sửa lại: {name}", name=before.full_name), ways.results_unsettle(before.id), Look.WAY),)
        if before is not None and before.list_id == results_file.id and _may_unsettle(before)
        else ()
    )
    back = to_list(results_file)
    if line is None or line.like_id is None or results_file.state not in CHANGEABLE:
        return Screen(text=T("Không còn dòng nào phải xem."), choices=(*undo, back))
    by_id = {each.id: each for each in places.villages(turn.tx, results_file.commune_id)}
    person = people.get(turn.tx, line.like_id)
    left = result_lists.counts(turn.tx, results_file.id).all[Finding.DOUBTFUL]
    return Screen(
        title=T("Cùng một người không?"),
        text=lines(
            T(
                "Trong tệp, dòng {row}: {who}: {result}",
                row=line.row,
                who=who_words(line.full_name, line.birth_year, by_id.get(line.place_id or 0), line.household),
                result=result_words(line.result),
            ),
            T("Đang có: {who}", who=who_words(person.full_name, person.birth_year, by_id.get(person.place_id), "")),
            None if line.likeness is None else BECAUSE[line.likeness],
            BLANK,
            Tn("Còn {n} dòng phải xem.", left),
        ),
        choices=(
            Choice(T("Cùng một người"), ways.results_settle(line.id, "same")),
            Choice(T("Hai người khác nhau"), ways.results_settle(line.id, "other")),
            *undo,
            back,
        ),
        names=frozenset({person.id}),
    )


def _may_unsettle(line: Line) -> bool:
    return line.like_id is not None and line.done_at is None and line.finding is not Finding.DOUBTFUL


@routes.does("results-settle/{results_line}/{who}", Action.TAKE_RESULTS, Weight.DECIDING)
def settle(turn: Turn, results_line: Line, who: str) -> Goto:
    """Write down whom the line means. No result is taken by that."""
    found = result_lists.get(turn.tx, results_line.list_id, lock=True)
    held = result_lists.line(turn.tx, results_line.id, lock=True)
    may_be = found.state in CHANGEABLE and who in {"same", "other"}
    if held is None or held.finding is not Finding.DOUBTFUL or not may_be:
        return Goto(ways.results_doubt(results_line.list_id, 0))
    deeds.settle(turn.tx, found, held, same=who == "same")
    said = T("{name}: cùng một người.") if who == "same" else T("{name}: hai người khác nhau.")
    return Goto(ways.results_doubt(found.id, held.id), T(said.msgid, name=held.full_name))


@routes.does("results-unsettle/{results_line}", Action.TAKE_RESULTS, Weight.DECIDING)
def unsettle(turn: Turn, results_line: Line) -> Goto:
    """Take that back, as long as the line is not taken."""
    held = result_lists.line(turn.tx, results_line.id, lock=True)
    if held is not None and _may_unsettle(held):
        result_lists.unsettle(turn.tx, held)
    return Goto(ways.results_doubt(results_line.list_id, 0))


@routes.shows("results-differ/{results_file}/{first}", Action.TAKE_RESULTS)
def differ(turn: Turn, results_file: ResultList, first: int) -> Answer:
    """The next line whose person has a result here: the list's beside ours. Ours stays unless somebody chooses."""
    line = next(iter(result_lists.page(turn.tx, results_file.id, Finding.DIFFERS, after=first - 1, most=1)), None)
    back = to_list(results_file)
    if line is None or line.person_id is None or results_file.state not in CHANGEABLE:
        return Screen(text=T("Đã xem hết những người có kết quả ở đây."), choices=(back,))
    person = people.get(turn.tx, line.person_id)
    here = places.get(turn.tx, person.place_id)
    return Screen(
        title=who_words(person.full_name, person.birth_year, here, ""),
        text=lines(
            T(
                "Trong tệp, dòng {row}: {result}. {origin}",
                row=line.row,
                result=result_words(line.result),
                origin=origin_words(results_file.origin) if results_file.origin.is_enough else Verbatim(""),
            ),
            _ours(turn, person, results_file, line.result),
            BLANK,
            T("Đang chọn: kết quả trong tệp.") if line.prefers else T("Đang chọn: giữ kết quả ở đây."),
        ),
        choices=(
            Choice(T("Giữ kết quả ở đây"), ways.results_choose(line.id, "ours")),
            Choice(T("Lấy kết quả trong tệp"), ways.results_choose(line.id, "theirs")),
            Choice(T("Xem tiếp"), ways.results_differ(results_file.id, line.n + 1), Look.WAY),
            back,
        ),
        names=frozenset({person.id}),
    )


def _ours(turn: Turn, person: Person, found: ResultList, theirs: Result) -> Words | None:
    """What stands here, and whether it is the same verdict; what the reader may not see is not told."""
    stands = next((each for each in declarations.of_person(turn.tx, person.id, found.title)
                   if each.cycle.id == found.cycle_id), None)  # fmt: skip
    if stands is None or may(turn.actor, Action.SEE, stands.subject) is not None:
        return None
    said = _stands(turn, stands)
    if stands.is_reached != theirs.reached:
        return T("{said} Hai kết quả khác nhau.", said=said)
    return said


def _stands(turn: Turn, stands: Declaration) -> Words:
    listed = listed_results.of_declaration(turn.tx, stands.id) if stands.made_elsewhere else None
    if listed is not None:
        return T("Ở đây: {result}, {made}.", result=result_words(listed.result), made=made_words(listed.origin))
    if stands.assessment is None or stands.submitted_at is None:
        return T("Ở đây: đã tự đánh giá.")
    return T(
        "Ở đây, tự đánh giá ngày {day}: {result}",
        day=Day(day_of(stands.submitted_at)),
        result=verdict_words(stands.assessment, stands.standing, stands.judged),
    )


@routes.does("results-choose/{results_line}/{which}", Action.TAKE_RESULTS, Weight.DECIDING)
def choose(turn: Turn, results_line: Line, which: str) -> Goto:
    """Say which of the two counts once the list is taken; go on to the next."""
    found = result_lists.get(turn.tx, results_line.list_id, lock=True)
    held = result_lists.line(turn.tx, results_line.id, lock=True)
    may_be = found.state in CHANGEABLE and which in {"ours", "theirs"}
    if held is None or held.finding is not Finding.DIFFERS or held.done_at is not None or not may_be:
        return Goto(ways.results_file(found.id))
    if held.prefers != (which == "theirs"):
        result_lists.prefer(turn.tx, held, theirs=which == "theirs")
    return Goto(ways.results_differ(found.id, held.n + 1))
