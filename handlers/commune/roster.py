"""The commune's list of people: a file brings it, is looked at line by line, and taken over or set aside."""

from __future__ import annotations

from datetime import date
from typing import Any

from acts import roster as deeds
from acts import ways
from acts.choice import Choice, Look
from acts.errands import RosterLeftErrand, RosterTemplateErrand, ask_for
from acts.way import Way
from criteria.policy import Action
from criteria.roster_matching import Likeness, Listing
from handlers.kit.context import Turn
from handlers.kit.days import read_day
from handlers.kit.dialogue import Dialogue
from handlers.kit.draft import Part
from handlers.kit.event import Said, Sent
from handlers.kit.form import Form, Option, Question
from handlers.kit.read import Misread, read_title
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import UNBROKEN, Screen
from handlers.shared.roster_words import TITLES, asked_of, columns_of, notes_of, why_of
from handlers.shared.wanted_file import asking, heard, with_link
from intake.listed import Choices
from locales.catalog import catalog
from locales.place_words import named
from locales.text import BLANK, Day, Moment, Number, T, Tn, Verbatim, Words, joined, lines, words_from_data
from storage import people, places, roster_imports
from storage.kit.words import FilePurpose, ImportState
from storage.people import Person
from storage.places import Place
from storage.roster_imports import Counts, Line, RosterImport, Source

routes = Routes()

ORIGIN = Part[dict[str, Any]]("origin", dict)  # where a list comes from, as far as it is said; and of which file
PAGE = 10
OLDEST = date(2000, 1, 1)
BACK = Choice(T("Về danh sách dân cư"), ways.roster(), Look.WAY)
LEFT = "left"  # the lines that could not be taken, in a route's place of a listing
SHOWN: dict[str, Words] = {
    Listing.NEW: T("Người mới"),
    Listing.CHANGED: T("Có thay đổi"),
    Listing.MOVED: T("Chuyển đến nơi khác trong {commune_label}"),
    Listing.DOUBTFUL: T("Có thể đã có trong danh sách"),
    Listing.GONE: T("Không còn trong tệp"),
    Listing.SAME: T("Đã có đúng như vậy"),
    LEFT: T("Dòng chưa nhận"),
}
BECAUSE: dict[Likeness, Words] = {
    Likeness.SPELLING: T("Tên viết gần giống, năm sinh bằng hoặc sát nhau."),
    Likeness.YEAR: T("Cùng họ tên, khác năm sinh."),
    Likeness.PLACE: T("Cùng họ tên và năm sinh, ghi ở nơi khác."),
    Likeness.NAMESAKES: T("Có nhiều người cùng họ tên, thiếu chỗ để phân biệt."),
}


@routes.shows("roster", Action.KEEP_ROSTER)
def roster(turn: Turn) -> Screen:
    """How many people the list has, and the file that is being looked at."""
    commune = places.get(turn.tx, turn.commune_id)
    villages = places.villages(turn.tx, commune.id)
    listed = people.roster_counts(turn.tx, place_ids=[each.id for each in villages])
    files = roster_imports.of_commune(turn.tx, commune.id)
    last = next((each for each in files if each.state is ImportState.TAKEN), None)
    open_ = next((each for each in files if each.state in roster_imports.OPEN), None)
    return Screen(
        title=T("Danh sách dân cư, {commune}", commune=commune.inline_name),
        text=lines(
            T("Tổng số: {n} người.", n=Number(sum(listed.values()))),
            *(T("- {place}: {n}", place=each.full_name, n=Number(listed.get(each.id, 0))) for each in villages),
            None if last is None else _taken_last(last),
        ),
        choices=(
            *((Choice(T("Tệp đang xem: {file}", file=open_.file_name), _at(open_), Look.MAIN),) if open_ else ()),
            Choice(T("Đưa danh sách từ tệp vào"), ways.roster_bring(), Look.ANSWER if open_ else Look.MAIN),
            Choice(T("Lấy tệp mẫu để điền"), ways.roster_template()),
            *((Choice(T("Các tệp đã gửi"), ways.roster_files()),) if files else ()),
            HOME,
        ),
    )


@routes.does("roster-bring", Action.KEEP_ROSTER)
def bring(turn: Turn) -> Goto:
    """Bring a file: by the chat where it carries files, and everywhere by a link for any computer."""
    return with_link(turn, FilePurpose.ROSTER, ways.roster_send())


@routes.shows("roster-send", Action.KEEP_ROSTER, once=True)
def send(turn: Turn) -> Screen:
    """Which file, and how it comes."""
    return asking(
        turn,
        T(
            "Danh sách dân cư: tệp Excel, ODS, CSV, Word hay PDF có bảng, miễn có cột họ tên và năm sinh. "
            "Máy đọc rồi cho {you} xem trước, chưa đưa ai vào danh sách. Số căn cước, dân tộc, tôn giáo trong tệp thì "
            "máy bỏ, không giữ."
        ),
        here=ways.roster_send(),
        again=ways.roster_bring(),
        choices=(Choice(T("Lấy tệp mẫu để điền"), ways.roster_template()), BACK),
    )


@routes.hears("roster-send")
def send_heard(turn: Turn, said: Said | Sent) -> Goto:
    """A file that was sent."""
    return heard(turn, said, FilePurpose.ROSTER, ways.roster_send())


def _taken_last(file: RosterImport) -> Words:
    as_of = file.origin.as_of
    return T(
        "Lần đưa vào gần nhất: {file}, số liệu ngày {day}, nguồn {source}.",
        file=file.file_name,
        day=Verbatim("–") if as_of is None else Day(as_of),
        source=file.origin.source,
    )


def _at(file: RosterImport) -> Way:
    return ways.roster_file(file.id)


@routes.does("roster-template", Action.KEEP_ROSTER)
def template(turn: Turn) -> Goto:
    """Ask for an empty file with the commune's villages, to fill in."""
    ask_for(turn.tx, turn.account, RosterTemplateErrand(turn.commune_id))
    return Goto(ways.roster(), T("Đang làm tệp mẫu, xong sẽ gửi vào đây."))


@routes.shows("roster-files", Action.KEEP_ROSTER)
def files(turn: Turn) -> Screen:
    """The files that were brought, the newest first."""
    found = roster_imports.of_commune(turn.tx, turn.commune_id)
    return Screen(
        title=T("Các tệp danh sách đã gửi"),
        text=lines(
            *(
                T("- {file}, gửi {when}: {state}", file=each.file_name, when=Moment(each.begun_at), state=_state(each))
                for each in found
            )
        )
        if found
        else T("Chưa gửi tệp nào."),
        choices=(*(Choice(T("Xem: {file}", file=each.file_name), _at(each)) for each in found), BACK),
    )


def _state(file: RosterImport) -> Words:
    match file.state:
        case ImportState.READING:
            return T("đang đọc")
        case ImportState.READY:
            return T("đã đọc, chưa đưa vào danh sách")
        case ImportState.TAKING:
            return T("đang đưa vào danh sách")
        case ImportState.TAKEN:
            return T("đã đưa vào danh sách")
        case ImportState.DROPPED:
            return T("đã bỏ")
        case ImportState.UNREADABLE:
            return T("không đọc được")


@routes.shows("roster-file/{roster_file}", Action.KEEP_ROSTER)
def file_(turn: Turn, roster_file: RosterImport) -> Screen:
    """One file: how far it is, what was understood, what can be done."""
    match roster_file.state:
        case ImportState.READY:
            return _preview(turn, roster_file)
        case ImportState.TAKING | ImportState.TAKEN:
            return _taken(turn, roster_file)
        case ImportState.READING:
            said: Words = T("Máy đang đọc tệp và so với danh sách. Xong sẽ báo vào đây.")
        case ImportState.DROPPED:
            said = T("Tệp này đã bỏ, không ai trong tệp được đưa vào danh sách.")
        case ImportState.UNREADABLE:
            said = lines(T("Chưa đọc được tệp này."), why_of(roster_file))
    again = Choice(T("Gửi tệp khác"), ways.roster_bring(), Look.MAIN)
    look = Choice(T("Xem lại"), _at(roster_file), Look.MAIN)
    return Screen(
        title=Verbatim(roster_file.file_name),
        text=lines(said, T("{You} gõ mật khẩu của tệp vào đây. Máy chỉ dùng để mở, không giữ lại."))
        if roster_file.is_locked
        else said,
        typed=roster_file.is_locked,
        choices=(look if roster_file.state is ImportState.READING else again, BACK),
    )


@routes.hears("roster-file")
def file_heard(turn: Turn, said: Said | Sent, roster_file: RosterImport) -> Goto:
    """The password of a protected file."""
    held = roster_imports.get(turn.tx, roster_file.id, lock=True)
    if held.is_locked and isinstance(said, Said) and said.text.strip():
        deeds.unlock(turn.tx, turn.account, held, said.text.strip())
    return Goto(_at(held))


def _preview(turn: Turn, file: RosterImport) -> Screen:
    found = roster_imports.counts(turn.tx, file.id)
    questions = asked_of(file)
    ready = file.origin.is_enough
    return Screen(
        room=UNBROKEN,
        title=Verbatim(file.file_name),
        text=lines(
            Tn("Đọc được {n} người. Chưa đưa ai vào danh sách.", _readable(found)),
            columns_of(file),
            *notes_of(file),
            BLANK,
            *_summary(found),
            BLANK,
            _origin_words(file.origin),
        ),
        choices=(
            *(
                Choice(T("Trả lời: {question}", question=TITLES[each.kind]), ways.roster_ask(file.id, n), Look.MAIN)
                for n, each in enumerate(questions)
            ),
            *(() if ready else (Choice(T("Ghi nguồn danh sách"), ways.roster_origin(file.id), Look.MAIN),)),
            *((_take(file, found),) if ready and found.to_take else ()),
            *_looks(file, found),
            *((Choice(T("Sửa nguồn danh sách"), ways.roster_origin(file.id)),) if ready else ()),
            Choice(T("Bỏ tệp này"), ways.roster_drop(file.id), Look.DANGER),
            BACK,
        ),
    )


def _take(file: RosterImport, found: Counts) -> Choice:
    return Choice(Tn("Đưa {n} người vào danh sách", found.to_take), ways.roster_take(file.id), Look.MAIN)


def _readable(found: Counts) -> int:
    return sum(n for listing, n in found.all.items() if listing not in {None, Listing.GONE})


def _summary(found: Counts) -> tuple[Words, ...]:
    return tuple(
        T("{what}: {n}", what=SHOWN[LEFT if listing is None else listing], n=Number(found.all[listing]))
        for listing in (*Listing, None)
        if found.all.get(listing)
    )


def _looks(file: RosterImport, found: Counts) -> tuple[Choice, ...]:
    """The lines by what they mean; the doubtful ones are asked about one by one."""
    doubts = found.open(Listing.DOUBTFUL)
    ask = Choice(Tn("Xem {n} người có thể đã có", doubts), ways.roster_doubt(file.id, 0), Look.MAIN)
    listed = (each for each in (Listing.NEW, Listing.CHANGED, Listing.MOVED, Listing.GONE) if found.all.get(each))
    left = found.all.get(None, 0)
    return (
        *((ask,) if doubts else ()),
        *(
            Choice(T("Xem: {what}", what=SHOWN[each]), ways.roster_lines(file.id, each.value, -1), Look.ANSWER)
            for each in listed
        ),
        *(
            (
                Choice(T("Xem: {what}", what=SHOWN[LEFT]), ways.roster_lines(file.id, LEFT, -1)),
                Choice(T("Lấy tệp các dòng chưa nhận để sửa"), ways.roster_left(file.id)),
            )
            if left
            else ()
        ),
    )


def _origin_words(origin: Source) -> Words:
    if not origin.is_enough:
        return T(
            "Chưa ghi đủ nguồn, ngày số liệu và văn bản cho phép sử dụng, nên mới xem được, chưa đưa vào danh sách "
            "được."
        )
    return lines(
        T(
            "Nguồn: {source}. Số liệu ngày {day}. Căn cứ: {basis}.",
            source=origin.source,
            day=Verbatim("–") if origin.as_of is None else Day(origin.as_of),
            basis=origin.basis,
        ),
        T("Người cung cấp: {provider}.", provider=origin.provider) if origin.provider else None,
    )


def _taken(turn: Turn, file: RosterImport) -> Screen:
    found = roster_imports.counts(turn.tx, file.id)
    under_way = file.state is ImportState.TAKING
    took = sum(found.done.values())
    stuck = () if under_way else tuple(each for each in (Listing.MOVED, Listing.CHANGED) if found.open(each))
    return Screen(
        title=Verbatim(file.file_name),
        text=lines(
            T("Đang đưa vào danh sách: {done}/{all} người.", done=Number(took), all=Number(took + found.to_take))
            if under_way
            else Tn("Đã đưa {n} người vào danh sách.", took),
            T(
                "{n} người đã được xác nhận ở nơi cũ trong năm nay nên chưa chuyển; sang năm đưa tệp vào lại.",
                n=Number(sum(map(found.open, stuck))),
            )
            if stuck
            else None,
            BLANK,
            *_summary(found),
            BLANK,
            _origin_words(file.origin),
        ),
        choices=(
            *((Choice(T("Xem lại"), _at(file), Look.MAIN),) if under_way else ()),
            *((_take(file, found),) if not under_way and found.open(Listing.NEW) + found.open(Listing.CHANGED) else ()),
            *(() if under_way else _looks(file, found)),
            BACK,
        ),
    )


@routes.shows("roster-lines/{roster_file}/{meaning}/{after}", Action.KEEP_ROSTER)
def lines_(turn: Turn, roster_file: RosterImport, meaning: str, after: int) -> Answer:
    """Ten lines that mean the same, with what they change."""
    if meaning not in SHOWN:
        return Goto(_at(roster_file))
    listing = None if meaning == LEFT else Listing(meaning)
    found = roster_imports.page(turn.tx, roster_file.id, listing, after=after, most=PAGE + 1)
    shown = found[:PAGE]
    known = people.many(turn.tx, {each.person_id for each in shown if each.person_id is not None})
    by_id = {each.id: each for each in places.villages(turn.tx, roster_file.commune_id)}
    more = Choice(T("Xem tiếp"), ways.roster_lines(roster_file.id, meaning, shown[-1].n if shown else 0), Look.MAIN)
    return Screen(
        room=UNBROKEN,
        title=SHOWN[meaning],
        text=lines(*(_line(each, known, by_id) for each in shown)) if shown else T("Không có dòng nào."),
        choices=(
            *((more,) if found[PAGE:] else ()),
            Choice(T("Về tệp {file}", file=roster_file.file_name), _at(roster_file), Look.WAY),
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
    who = _who(line.full_name, line.birth_year, by_id.get(line.place_id or 0), line.household)
    person = known.get(line.person_id or 0)
    at = Verbatim("") if line.listing is Listing.GONE else T(" (dòng {row})", row=line.row)
    if person is None or line.listing is Listing.GONE:
        return T("- {who}{at}", who=who, at=at)
    before = _who(person.full_name, person.birth_year, by_id.get(person.place_id), "")
    return T("- {who}{at}; đang ghi: {before}", who=who, at=at, before=before)


def _who(name: str, year: int, place: Place | None, household: str) -> Words:
    parts: list[Words] = [Verbatim(name), T("sinh {year}", year=year) if year else T("chưa rõ năm sinh")]
    if place is not None:
        parts.append(Verbatim(place.full_name))
    if household:
        parts.append(T("hộ {code}", code=household))
    return joined(parts, ", ")


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
    back = Choice(T("Về tệp {file}", file=roster_file.file_name), _at(roster_file), Look.WAY)
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
                who=_who(line.full_name, line.birth_year, by_id.get(line.place_id or 0), line.household),
            ),
            T(
                "Đang có: {who}",
                who=_who(person.full_name, person.birth_year, by_id.get(person.place_id), ""),
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
    held = roster_imports.line(turn.tx, roster_line.id, lock=True)
    if held is None or held.listing is not Listing.DOUBTFUL or who not in {"same", "other"}:
        return Goto(ways.roster_doubt(roster_line.import_id, 0))
    roster_imports.settle(turn.tx, held, same=who == "same")
    said = T("{name}: cùng một người.") if who == "same" else T("{name}: hai người khác nhau.")
    return Goto(ways.roster_doubt(held.import_id, held.id), T(said.msgid, name=held.full_name))


@routes.does("roster-unsettle/{roster_line}", Action.KEEP_ROSTER, Weight.DECIDING)
def unsettle(turn: Turn, roster_line: Line) -> Goto:
    """Take that back, as long as the line is not taken over."""
    held = roster_imports.line(turn.tx, roster_line.id, lock=True)
    if held is not None and _may_unsettle(held):
        roster_imports.unsettle(turn.tx, held)
    return Goto(ways.roster_doubt(roster_line.import_id, 0))


@routes.does("roster-left/{roster_file}", Action.KEEP_ROSTER)
def left(turn: Turn, roster_file: RosterImport) -> Goto:
    """Ask for the lines that could not be taken, as a file to put right and send again."""
    ask_for(turn.tx, turn.account, RosterLeftErrand(roster_file.id))
    return Goto(_at(roster_file), T("Đang làm tệp các dòng chưa nhận, xong sẽ gửi vào đây."))


@routes.shows("roster-ask/{roster_file}/{question}", Action.KEEP_ROSTER)
def ask(turn: Turn, roster_file: RosterImport, question: int) -> Answer:
    """What must be known to read the file."""
    asked = asked_of(roster_file)
    if roster_file.state is not ImportState.READY or question >= len(asked):
        return Goto(_at(roster_file))
    found = asked[question]
    return Screen(
        title=TITLES[found.kind],
        text=found.words,
        choices=(
            *(Choice(each.words, ways.roster_say(roster_file.id, question, i)) for i, each in enumerate(found.options)),
            Choice(T("Về tệp {file}", file=roster_file.file_name), _at(roster_file), Look.WAY),
        ),
    )


@routes.does("roster-say/{roster_file}/{question}/{option}", Action.KEEP_ROSTER)
def say(turn: Turn, roster_file: RosterImport, question: int, option: int) -> Goto:
    """Answer it: the file is read once more with that."""
    held = roster_imports.get(turn.tx, roster_file.id, lock=True)
    asked = asked_of(held)
    if held.state is not ImportState.READY or question >= len(asked) or option >= len(asked[question].options):
        return Goto(_at(roster_file))
    choices = Choices.from_data(held.choices).answered(asked[question], asked[question].options[option].value)
    deeds.answer(turn.tx, turn.account, held, choices.to_data())
    return Goto(_at(roster_file))


FIELDS = ("source", "as_of", "basis", "provider")


def _form(turn: Turn, _file: RosterImport) -> Form:
    today = turn.today

    def read_iso(said: str) -> str | Misread:
        found = read_day(said, today, first=OLDEST, last=today)
        return found if isinstance(found, Misread) else found.isoformat()

    return Form(
        (
            Question(
                key="source",
                text=T("Danh sách này từ đâu ra? {You} chọn, hoặc gõ."),
                options=tuple(Option(str(i), words) for i, words in enumerate(SOURCES)),
                reader=read_title,
            ),
            Question(
                key="as_of",
                text=T("Số liệu tính đến ngày nào? Ví dụ 01/11/2026."),
                options=(Option(today.isoformat(), T("Hôm nay")),),
                reader=read_iso,
            ),
            Question(
                key="basis",
                text=T(
                    "Văn bản nào cho phép dùng danh sách này? Gõ số, ngày, cơ quan. Ví dụ: Công văn 15/UBND ngày "
                    "02/11/2026."
                ),
                reader=read_title,
            ),
            Question(
                key="provider",
                text=T("Ai đưa danh sách? Gõ họ tên, chức vụ."),
                reader=read_title,
                options=(Option("0", T("Không ghi")),),
            ),
        )
    )


SOURCES: tuple[Words, ...] = (
    T("Công an {commune_label}"),
    T("{Village_label} lập"),
    T("Phòng Văn hoá – Xã hội"),
    T("Hội Khuyến học {commune_label}"),
)


def _answers(turn: Turn, file: RosterImport) -> dict[str, Any] | None:
    draft = turn.draft.get(ORIGIN)
    return draft["answers"] if draft is not None and draft["of"] == file.id else None


def _keep(turn: Turn, file: RosterImport, key: str, value: Any) -> None:
    turn.draft.keep(ORIGIN, {"of": file.id, "answers": {**(_answers(turn, file) or {}), key: value}})


def _done(turn: Turn, file: RosterImport) -> Way:
    return _at(file) if _answers(turn, file) is None else ways.roster_origin_save(file.id)


def _ways(_turn: Turn, file: RosterImport, _question: Question, before: tuple[Choice, ...]) -> tuple[Choice, ...]:
    return (*before, Choice(T("Về tệp {file}", file=file.file_name), _at(file), Look.WAY))


DIALOGUE = Dialogue(
    routes,
    "roster-from",
    Action.KEEP_ROSTER,
    about="roster_file",
    form=_form,
    answers=_answers,
    record=_keep,
    done=_done,
    title=lambda *_: T("Nguồn danh sách"),
    ways=_ways,
)


@routes.does("roster-origin/{roster_file}", Action.KEEP_ROSTER)
def origin(turn: Turn, roster_file: RosterImport) -> Goto:
    """Say where the list comes from, afresh."""
    turn.draft.keep(ORIGIN, {"of": roster_file.id, "answers": {}})
    return Goto(DIALOGUE.onward(turn, roster_file))


@routes.does("roster-origin-save/{roster_file}", Action.KEEP_ROSTER)
def origin_save(turn: Turn, roster_file: RosterImport) -> Goto:
    """Write down where the list comes from."""
    answers = _answers(turn, roster_file)
    form = _form(turn, roster_file)
    if answers is None or form.next(answers) is not None:
        return Goto(_at(roster_file))
    turn.draft.drop(ORIGIN)
    held = roster_imports.get(turn.tx, roster_file.id, lock=True)
    if held.state is not ImportState.READY:
        return Goto(_at(held))
    said = {key: _said(turn, form, key, answers) for key in ("source", "basis")}
    provider = "" if answers["provider"] == "0" else str(answers["provider"])
    roster_imports.say_origin(
        turn.tx, held, Source(**said, as_of=date.fromisoformat(answers["as_of"]), provider=provider)
    )
    return Goto(_at(held), T("Đã ghi nguồn danh sách."))


def _said(turn: Turn, form: Form, key: str, answers: dict[str, Any]) -> str:
    """An answer in the words that stay on record: Vietnamese, with what the places are called."""
    question = form.question(key)
    return (
        str(answers[key])
        if question is None
        else catalog("vi").render(named(question.label(answers[key]), turn.place_words))
    )


@routes.does("roster-take/{roster_file}", Action.KEEP_ROSTER, Weight.DECIDING)
def take(turn: Turn, roster_file: RosterImport) -> Goto:
    """Take the file over: some hundreds of lines at a time, beside the turns."""
    held = roster_imports.get(turn.tx, roster_file.id, lock=True)
    deeds.take(turn.tx, turn.account, held)
    return Goto(_at(held))


@routes.does("roster-drop/{roster_file}", Action.KEEP_ROSTER, Weight.DECIDING)
def drop(turn: Turn, roster_file: RosterImport) -> Goto:
    """Set the file aside."""
    if deeds.set_aside(turn.tx, roster_file):
        return Goto(ways.roster(), T("Đã bỏ tệp {file}.", file=roster_file.file_name))
    return Goto(_at(roster_file))
