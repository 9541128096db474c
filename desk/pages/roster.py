"""The commune's list of people: a file is brought, looked at before anybody is on it, taken over beside the turns."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from acts import receiving, ways
from acts import roster as deeds
from acts.words.roster_words import (
    BECAUSE,
    FILE_STATES,
    LEFT,
    SHOWN,
    TITLES,
    asked_of,
    columns_of,
    notes_of,
    origin_words,
    readable,
    summary,
    who_words,
    why_of,
)
from criteria.policy import Action
from criteria.roster_matching import Listing
from desk.kit.blocks import (
    Block,
    Cell,
    Field,
    Form,
    Head,
    Heading,
    Hidden,
    Items,
    Link,
    Links,
    Note,
    Options,
    Page,
    Para,
    Row,
    Table,
    To,
    Tone,
)
from desk.kit.table import Answer, Pages
from desk.kit.visit import Visit
from desk.shared.leaf import A_PAGE
from desk.shared.places import ROSTER, roster_file_at
from desk.shared.reasons import MOST_ON_PAPER, day_typed, on_paper
from desk.shared.years import commune_of
from locales.text import Moment, Number, T, Verbatim, Words, joined, words_from_data
from storage import people, places, received_files, roster_imports
from storage.kit.words import FilePurpose, ImportState
from storage.people import Person
from storage.places import Place
from storage.roster_imports import Counts, Line, RosterImport, Source

pages = Pages()

AGAIN = 3  # seconds until the page asks again while a file is read or taken over
OLDEST = date(2000, 1, 1)
PARTS = (Listing.NEW, Listing.CHANGED, Listing.MOVED, Listing.GONE, Listing.SAME)
DASH = Verbatim("–")


@pages.shows(ROSTER, Action.KEEP_ROSTER)
def roster(visit: Visit) -> Page:
    """How many people the list has, the files that were brought, a way to bring one."""
    commune = commune_of(visit)
    villages = places.villages(visit.tx, commune)
    listed = people.roster_counts(visit.tx, place_ids=[each.id for each in villages])
    files = roster_imports.of_commune(visit.tx, commune)
    return Page(
        title=T("Danh sách dân cư: {n} người", n=Number(sum(listed.values()))),
        blocks=(
            Form(to=f"{ROSTER}/gui-tep", button=T("Đưa danh sách từ tệp vào")),
            Para(
                T("Tệp Excel, ODS, CSV, Word hay PDF có bảng, miễn có cột họ tên và năm sinh. Máy đọc rồi cho {you} "
                  "xem trước, chưa đưa ai vào danh sách. Số căn cước, dân tộc, tôn giáo trong tệp thì máy bỏ, không "
                  "giữ. Gửi tệp xong, {you} quay lại trang này."),
                Tone.SOFT,
            ),
            Table(
                T("Các tệp đã gửi, lần cuối trước"),
                (Head(T("Tệp")), Head(T("Gửi lúc")), Head(T("Tình trạng"))),
                tuple(
                    (
                        Cell(Verbatim(each.file_name), to=roster_file_at(each.id)),
                        Cell(T("{when}", when=Moment(each.begun_at))),
                        Cell(FILE_STATES[each.state]),
                    )
                    for each in files
                ),
                none=T("Chưa gửi tệp nào."),
            ),
            Table(
                T("Số người từng nơi"),
                (Head(T("Nơi")), Head(T("Số người"), number=True)),
                tuple(
                    (Cell(Verbatim(each.full_name)), Cell(T("{n}", n=Number(listed.get(each.id, 0))), number=True))
                    for each in villages
                ),
                none=T("Chưa có nơi nào."),
            ),
        ),
        refresh=AGAIN if any(each.state is ImportState.READING for each in files) else None,
    )  # fmt: skip


@pages.takes(f"{ROSTER}/gui-tep", Action.KEEP_ROSTER)
def bring(visit: Visit) -> To:
    """Make a link by which one file comes, the same as the chat's, and open it."""
    code = receiving.new_code()
    received_files.open_link(visit.tx, visit.account, code, purpose=FilePurpose.ROSTER, route=ways.roster_send())
    return To(visit.upload_at(code))


# One file


@pages.shows(f"{ROSTER}/{{roster_file}}", Action.KEEP_ROSTER)
def one(visit: Visit, roster_file: RosterImport) -> Page:
    """How far it is, what was understood, the lines by what they mean, beside what is on the list."""
    return _page(visit, roster_file)


def _page(visit: Visit, file: RosterImport, problem: Words | None = None) -> Page:
    is_busy = file.state in {ImportState.READING, ImportState.TAKING}
    found = roster_imports.counts(visit.tx, file.id)
    shown = _lines(visit, file)
    known = people.many(visit.tx, {key for each in shown for key in (each.person_id, each.like_id) if key is not None})
    is_read = file.state in {ImportState.READY, ImportState.TAKING, ImportState.TAKEN}
    return Page(
        title=Verbatim(file.file_name),
        blocks=(
            *_standing(file, found),
            *(_understood(file, found) if is_read else ()),
            *(_next(visit, file, found, problem) if is_read and not is_busy else ()),
            *(_part(visit, file, found, shown, known) if is_read else ()),
            Links((Link(T("Về danh sách dân cư"), ROSTER),), T("Quay lại")),
        ),
        names=frozenset(known),
        status=200 if problem is None else 422,
        refresh=AGAIN if is_busy else None,
    )


def _standing(file: RosterImport, found: Counts) -> Iterator[Block]:
    """How far it is."""
    match file.state:
        case ImportState.READING:
            yield Note(T("Máy đang đọc tệp và so với danh sách. Trang này tự cập nhật; {you} làm việc khác cũng được."))
        case ImportState.READY:
            yield Para(T("Đọc được {n} người. Chưa đưa ai vào danh sách.", n=Number(readable(found))), Tone.STRONG)
        case ImportState.TAKING:
            took = sum(found.done.values())
            yield Note(
                T("Đang đưa vào danh sách: {done}/{all} người. {You} làm việc khác cũng được.", done=Number(took),
                  all=Number(took + found.to_take))
            )  # fmt: skip
        case ImportState.TAKEN:
            took = sum(n for listing, n in found.done.items() if listing is not Listing.GONE)
            yield Para(T("Đã đưa {n} người vào danh sách.", n=Number(took)), Tone.STRONG)
        case ImportState.DROPPED:
            yield Para(T("Tệp này đã bỏ, không ai trong tệp được đưa vào danh sách."))
        case ImportState.UNREADABLE:
            yield Para(T("Chưa đọc được tệp này."), Tone.LATE)
            if (why := why_of(file)) is not None:
                yield Para(why)
    if file.is_locked:
        key = Field("mat-khau", T("Mật khẩu của tệp"), "", T("Máy chỉ dùng để mở, không giữ lại."), kind="password")
        yield Form(to=f"{roster_file_at(file.id)}/mat-khau", button=T("Mở tệp"), parts=(key,))


def _understood(file: RosterImport, found: Counts) -> Iterator[Block]:
    """Which columns were taken for what, remarks, how many of each meaning, where it comes from."""
    columns = columns_of(file)
    said = [*((columns,) if columns is not None else ()), *notes_of(file), *summary(found), origin_words(file.origin)]
    yield Items(tuple(said))


def _next(visit: Visit, file: RosterImport, found: Counts, problem: Words | None) -> Iterator[Block]:
    """What must be said before it can be taken over, and taking it over."""
    here = roster_file_at(file.id)
    if file.state is ImportState.READY:
        for n, each in enumerate(asked_of(file)):
            options = tuple((str(i), option.words) for i, option in enumerate(each.options))
            asked = Options("chon", each.words, options)
            yield Heading(TITLES[each.kind])
            key = Hidden("khoa", each.key)
            yield Form(to=f"{here}/tra-loi", button=T("Trả lời"), parts=(Hidden("cau", str(n)), key, asked))
    if file.origin.is_enough and found.to_take:
        take = Form(to=f"{here}/dua-vao", button=T("Đưa {n} người vào danh sách", n=Number(found.to_take)))
        yield Row((take,))
    if file.state is ImportState.READY:
        yield Heading(T("Nguồn danh sách"))
        yield _origin_form(visit, file, problem)
        yield Form(to=f"{here}/bo", button=T("Bỏ tệp này"), tone=Tone.LATE)


def _origin_form(visit: Visit, file: RosterImport, problem: Words | None) -> Form:
    origin = file.origin

    def typed(key: str, kept: str) -> str:
        return visit.form.get(key, kept)[:MOST_ON_PAPER]

    as_of = "" if origin.as_of is None else origin.as_of.isoformat()
    return Form(
        to=f"{roster_file_at(file.id)}/nguon",
        button=T("Ghi nguồn danh sách"),
        tone=Tone.PLAIN if origin.is_enough else Tone.STRONG,
        problem=problem,
        parts=(
            Field("nguon", T("Danh sách từ đâu"), typed("nguon", origin.source), most=MOST_ON_PAPER),
            Field("ngay", T("Số liệu ngày nào"), typed("ngay", as_of), kind="date"),
            Field("can-cu", T("Văn bản cho phép sử dụng"), typed("can-cu", origin.basis), most=MOST_ON_PAPER),
            Field("ai", T("Người cung cấp (có thể để trống)"), typed("ai", origin.provider), required=False,
                  most=MOST_ON_PAPER),
        ),
    )  # fmt: skip


# Its lines


def _meaning(visit: Visit) -> str:
    """Which lines are shown: those in doubt first, where nothing else was asked for."""
    said = visit.query.get("xem", "")
    return said if said in SHOWN else Listing.DOUBTFUL.value


def _lines(visit: Visit, file: RosterImport) -> tuple[Line, ...]:
    """Some lines that mean the same, in the file's order."""
    meaning, after = _meaning(visit), visit.number("sau")
    listing = None if meaning == LEFT else Listing(meaning)
    return roster_imports.page(visit.tx, file.id, listing, after=-1 if after is None else after, most=A_PAGE)


def _part(
    visit: Visit, file: RosterImport, found: Counts, shown: tuple[Line, ...], known: dict[int, Person]
) -> Iterator[Block]:
    meaning, here = _meaning(visit), roster_file_at(file.id)
    counted = {LEFT if each is None else each.value: n for each, n in found.all.items()}
    yield Heading(T("Từng dòng của tệp"))
    yield Links(
        tuple(
            Link(T("{what} ({n})", what=SHOWN[each], n=Number(counted.get(each, 0))), f"{here}?xem={each}")
            for each in (Listing.DOUBTFUL.value, *(part.value for part in PARTS), LEFT)
            if counted.get(each) or each == meaning
        ),
        T("Phần của tệp"),
        here=f"{here}?xem={meaning}",
    )
    by_id = {each.id: each for each in places.villages(visit.tx, file.commune_id)}
    yield Table(
        T("{what}: trong tệp và đang ghi, cạnh nhau", what=SHOWN[meaning]),
        (Head(T("Dòng")), Head(T("Trong tệp")), Head(T("Đang ghi")), Head(T("Vì sao"))),
        tuple(_line(each, known, by_id) for each in shown),
        none=T("Không có dòng nào."),
    )
    if meaning == Listing.DOUBTFUL.value and file.state is not ImportState.TAKING:
        for each in shown:
            yield from _asks(file, each)
    if len(shown) == A_PAGE:
        yield Links((Link(T("Trang sau"), f"{here}?xem={meaning}&sau={shown[-1].n}"),), T("Các trang của tệp"))


def _line(line: Line, known: dict[int, Person], by_id: dict[int, Place]) -> tuple[Cell, ...]:
    """What stands in the file beside what is kept."""
    at: Words = T("{sheet}, dòng {row}", sheet=line.sheet, row=line.row)
    why = joined([words_from_data(each["why"]) for each in line.remarks] or [DASH], " ")
    if line.listing is None:
        seen = joined([Verbatim(each) for each in line.cells.values() if each] or [DASH], ", ")
        return Cell(at), Cell(seen), Cell(DASH), Cell(why, tone=Tone.LATE)
    person = known.get(line.person_id or line.like_id or 0)
    before = DASH if person is None else who_words(person.full_name, person.birth_year, by_id.get(person.place_id), "")
    who = who_words(line.full_name, line.birth_year, by_id.get(line.place_id or 0), line.household)
    if line.listing is Listing.GONE:
        return Cell(DASH), Cell(T("không có")), Cell(who), Cell(DASH)
    if line.listing is Listing.DOUBTFUL and line.likeness is not None:
        return Cell(at), Cell(who), Cell(before), Cell(BECAUSE[line.likeness], tone=Tone.LATE)
    return Cell(at), Cell(who), Cell(before), Cell(why)


def _asks(file: RosterImport, line: Line) -> Iterator[Block]:
    """Whether a doubtful line means whom it may mean."""
    if line.like_id is None:
        return
    here = f"{roster_file_at(file.id)}/dong"
    yield Para(T("Dòng {row}, {name}: cùng một người không?", row=line.row, name=line.full_name))
    yield Row(
        tuple(
            Form(to=here, button=words, parts=(Hidden("dong", str(line.id)), Hidden("ai", which)), tone=Tone.PLAIN)
            for which, words in (("same", T("Cùng một người")), ("other", T("Hai người khác nhau")))
        )
    )


# What is done with it


def _back(file: RosterImport, note: str) -> To:
    return To(roster_file_at(file.id), note)


@pages.takes(f"{ROSTER}/{{roster_file}}/dong", Action.KEEP_ROSTER)
def settle(visit: Visit, roster_file: RosterImport) -> To:
    """Whom a doubtful line of this file means."""
    key, who = visit.number("dong"), visit.form.get("ai", "")
    line = None if key is None else roster_imports.line(visit.tx, key)
    if line is None or line.import_id != roster_file.id or who not in {"same", "other"}:
        return _back(roster_file, "tep-doi")
    done = deeds.settle(visit.tx, line, same=who == "same")
    return _back(roster_file, "tep-doi" if done is None else "da-ghi")


@pages.takes(f"{ROSTER}/{{roster_file}}/tra-loi", Action.KEEP_ROSTER)
def answer(visit: Visit, roster_file: RosterImport) -> To:
    """What was asked about the file is answered: it is read once more with that."""
    n, chosen = visit.number("cau"), visit.number("chon")
    asked = asked_of(roster_file)
    if n is None or chosen is None or n >= len(asked) or asked[n].key != visit.form.get("khoa"):
        return _back(roster_file, "tep-doi")
    is_taken = deeds.say(visit.tx, visit.account, roster_file, n, chosen)
    return _back(roster_file, "da-ghi" if is_taken else "tep-doi")


@pages.takes(f"{ROSTER}/{{roster_file}}/nguon", Action.KEEP_ROSTER)
def say_origin(visit: Visit, roster_file: RosterImport) -> Answer:
    """Where the list comes from, of which day, by what right."""
    held = roster_imports.get(visit.tx, roster_file.id, lock=True)
    if held.state is not ImportState.READY:
        return _back(held, "tep-doi")
    source, basis = on_paper(visit.form.get("nguon", "")), on_paper(visit.form.get("can-cu", ""))
    as_of, provider = day_typed(visit.form.get("ngay", ""), OLDEST, visit.today), visit.form.get("ai", "").strip()
    if source is None or basis is None or as_of is None or (provider and on_paper(provider) is None):
        return _page(visit, held, T("{You} ghi nguồn, ngày số liệu và văn bản cho phép. Ngày không sau hôm nay."))
    origin = Source(source=source, as_of=as_of, basis=basis, provider=on_paper(provider) or "")
    roster_imports.say_origin(visit.tx, held, origin)
    return _back(held, "da-ghi")


@pages.takes(f"{ROSTER}/{{roster_file}}/dua-vao", Action.KEEP_ROSTER)
def take(visit: Visit, roster_file: RosterImport) -> To:
    """Take it over, some lines at a time, beside the turns."""
    held = roster_imports.get(visit.tx, roster_file.id, lock=True)
    return _back(held, "dang-dua" if deeds.take(visit.tx, visit.account, held) else "tep-doi")


@pages.takes(f"{ROSTER}/{{roster_file}}/bo", Action.KEEP_ROSTER)
def set_aside(visit: Visit, roster_file: RosterImport) -> To:
    """Nothing of it is taken over."""
    return To(ROSTER, "da-ghi") if deeds.set_aside(visit.tx, roster_file) else _back(roster_file, "tep-doi")


@pages.takes(f"{ROSTER}/{{roster_file}}/mat-khau", Action.KEEP_ROSTER)
def unlock(visit: Visit, roster_file: RosterImport) -> To:
    """The password of a protected file: it is read with that, and kept nowhere."""
    held = roster_imports.get(visit.tx, roster_file.id, lock=True)
    said = visit.form.get("mat-khau", "").strip()
    if not held.is_locked or not said:
        return _back(held, "tep-doi")
    deeds.unlock(visit.tx, visit.account, held, said)
    return _back(held, "da-ghi")
