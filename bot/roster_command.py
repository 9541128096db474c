"""``hoctap import-roster``: a list of people from a file, previewed on the terminal, taken over with ``--write``.

It is read, compared and taken by the same functions as in the chat. What is doubtful waits there for the officer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

from acts.words.roster_words import BECAUSE, LEFT, SHOWN, who_words
from bot.commune_setup import SetupError, act_as_operator
from bot.readers.roster_compared import Compared, asked, read_and_compare
from bot.readers.roster_file import COLUMNS, NO_LIST, is_roster, preview
from bot.readers.roster_understood import Asked
from criteria.roster_matching import Listing
from intake.headings import MEANING_WORDS
from intake.limits import FileError
from intake.listed import Choices, Question, Remark, Understood
from intake.put_back import put_back
from locales.catalog import catalog
from locales.format import day_of
from locales.place_words import PlaceWords, named
from locales.text import BLANK, Day, T, Tn, Words, joined
from reports.file_names import file_name
from storage import people, places, roster_imports, roster_taking
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import ImportState
from storage.people import Person
from storage.places import Place
from storage.roster_imports import NewLine, Source

OLDEST = date(2000, 1, 1)  # of a list's figures
AT_ONCE = 500  # lines that are kept in one transaction
MOST_SHOWN = 10  # lines of each kind on the terminal
MOST_LEFT_SHOWN = 40
OPTIONS = {"source": "--source", "as_of": "--as-of", "basis": "--basis"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What the command was told.

    Attributes:
        code: the commune's official code.
        file: the list.
        answers: what the file left open, as the preview offers it: "two_digits:Trang 1!C=year".
        origin: where the list comes from; needed to write.
        password: of a protected file.
        ask_password: asks for it on the terminal, where somebody sits there; an empty answer is none.
        left: where the lines that cannot be taken are written; ``None``: beside the file, once something is taken.
        writes: take it over.
        language: of what is said.
    """

    code: str
    file: Path
    answers: Sequence[str] = ()
    origin: Source = field(default_factory=Source)
    password: str = field(default="", repr=False)
    ask_password: Callable[[], str] = field(default=lambda: "", repr=False)
    left: Path | None = None
    writes: bool = False
    language: str = "vi"


@dataclass(frozen=True, slots=True)
class Here:
    """The commune, its villages by id, and what its places are called."""

    commune: Place
    villages: dict[int, Place]
    words: PlaceWords


async def carry_out(database: Database, order: Order, tell: Callable[[str], None]) -> None:
    """Preview the file, and take it over where that is wanted; ``tell`` gets each line as it is known.

    Raises:
        SetupError: there is no such commune, the file cannot be read, an answer fits no question, or it is not said
            where the list comes from. Nothing is written then.
    """
    here = await database.read(partial(_here, code=order.code))
    say = partial(_said, order.language, here)
    if order.writes and not order.origin.is_enough:
        missing = ", ".join(option for name, option in OPTIONS.items() if not getattr(order.origin, name))
        raise SetupError(say(T("Muốn đưa vào danh sách thì ghi nguồn, ngày số liệu, căn cứ. Còn thiếu: {options}",
                               options=missing)))  # fmt: skip
    today = await database.read(lambda tx: day_of(tx.now))
    if order.origin.as_of is not None and not OLDEST <= order.origin.as_of <= today:
        raise SetupError(say(T("--as-of: ngày số liệu phải từ {first} đến hôm nay.", first=Day(OLDEST))))
    read = await _read(database, order, here, say)
    for line in await database.read(partial(_shown, read=read, here=here)):
        tell(say(line))
    if order.writes and not read.found.people:
        raise SetupError(say(T("Tệp không có dòng nào nhận được, nên chưa đưa ai vào danh sách.")))
    if order.writes:
        for words in await _taken(database, order, here, read):
            tell(say(words))
    else:
        tell(say(T("Chưa đưa ai vào danh sách. Đưa vào: thêm --write, --source, --as-of, --basis.")))
    name = await database.read(lambda tx: file_name("xlsx", tx.now, "dong chua nhan", order.file.stem))
    left = order.left or (order.file.with_name(name) if order.writes else None)
    if left is not None and read.found.left_out:
        _write(left, put_back(read.found.left_out, say), say)
        tell(say(T("Dòng chưa nhận, mỗi dòng có lý do, để sửa rồi đưa vào lại: {file}", file=str(left))))


def _here(tx: Transaction, code: str) -> Here:
    commune = places.by_official_code(tx, code)
    if commune is None:
        raise SetupError(f"{code}: chưa có xã, phường này, chạy hoctap add-commune trước (no such commune yet)")
    villages = {each.id: each for each in places.villages(tx, commune.id)}
    return Here(commune, villages, places.words_in(tx, commune.id))


def _said(language: str, here: Here, words: Words) -> str:
    return catalog(language).render(named(words, here.words))


async def _read(database: Database, order: Order, here: Here, say: Callable[[Words], str]) -> Compared:
    """Read and compare the file, with each answer in turn: the next question may only come up with the last answer."""
    content, password = order.file.read_bytes(), order.password

    async def read(choices: Choices) -> Compared:
        nonlocal password
        asking = partial(
            asked,
            commune_id=here.commune.id,
            name=order.file.name,
            content=content,
            password=password,
            choices=choices.to_data(),
        )
        file: Asked = await database.read(asking)
        try:
            found = await read_and_compare(database, here.commune.id, file)
        except FileError as error:
            if error.wants_password and not password and (password := order.ask_password()):
                return await read(choices)
            hint = " (--password)" if error.wants_password else ""
            raise SetupError(f"{order.file.name}: {say(error.words)}{hint}") from None
        return found

    choices = Choices()
    found = await read(choices)
    for answer in order.answers:
        choices = _answered(found.found, choices, answer, say)
        found = await read(choices)
    if not is_roster(found.found):
        raise SetupError(f"{order.file.name}: {say(found.found.refused or NO_LIST)}")
    return found


def _answered(found: Understood, choices: Choices, answer: str, say: Callable[[Words], str]) -> Choices:
    about, _, value = answer.rpartition("=")
    question = next((each for each in found.questions if _key(each) == about), None)
    if question is not None:
        try:
            return choices.answered(question, value)
        except ValueError:
            pass
    raise SetupError(say(T("--answer {answer}: tệp không hỏi điều này, hoặc không có câu trả lời ấy.", answer=answer)))


def _key(question: Question) -> str:
    return f"{question.kind.value}:{question.key}"


# The preview


def _shown(tx: Transaction, read: Compared, here: Here) -> list[Words]:
    """The preview: what was understood, what is open, how much of what, the first lines of each kind, what is wrong."""
    found, lines = read.found, read.lines
    by_kind = {listing: [each for each in lines if each.listing is listing] for listing in Listing}
    shown: list[Words] = [
        Tn("Đọc được {n} người trong tệp.", len(found.people)),
        *_columns(found),
        *found.notes,
        *_questions(found.questions),
        BLANK,
        *(
            T("{what}: {n}", what=SHOWN[listing], n=len(of_kind))
            for listing, of_kind in by_kind.items()
            if of_kind
        ),
        *((T("{what}: {n}", what=SHOWN[LEFT], n=len(found.left_out)),) if found.left_out else ()),
    ]  # fmt: skip
    known = people.many(tx, {key for each in lines for key in (each.person_id, each.like_id) if key is not None})
    for listing, of_kind in by_kind.items():
        if of_kind and listing is not Listing.SAME:
            shown += [BLANK, T("{what}:", what=SHOWN[listing])]
            shown += [_line(each, known, here) for each in of_kind[:MOST_SHOWN]]
            shown += _more(len(of_kind) - MOST_SHOWN)
    return shown + _wrong(read)


def _columns(found: Understood) -> Iterator[Words]:
    columns = [
        T("{meaning} (“{heading}”)", meaning=COLUMNS[each.meaning], heading=each.heading)
        for each in found.columns
        if each.meaning is not None and each.meaning in COLUMNS
    ]
    if columns:
        yield T("Hiểu các cột là: {columns}.", columns=joined(columns, ", "))


def _questions(questions: Sequence[Question]) -> Iterator[Words]:
    for each in questions:
        yield BLANK
        yield each.words
        for option in each.options:
            yield T(
                '  --answer "{answer}"  {words}', answer=f"{_key(each)}={option.value}", words=option.words
            )  # fmt: skip


def _line(line: NewLine, known: dict[int, Person], here: Here) -> Words:
    """One line of the file, beside whom it means or may mean."""
    who = who_words(line.full_name, line.birth_year, here.villages.get(line.place_id or 0), line.household)
    if line.listing is Listing.GONE:
        return T("- {who}{at}", who=who, at="")
    at = T(" (dòng {row})", row=line.row)
    person = known.get(line.like_id or line.person_id or 0)
    if person is None:
        return T("- {who}{at}", who=who, at=at)
    before = who_words(person.full_name, person.birth_year, here.villages.get(person.place_id), "")
    if line.listing is Listing.DOUBTFUL and line.likeness is not None:
        return T("- {who}{at}; có thể là: {before}. {why}", who=who, at=at, before=before, why=BECAUSE[line.likeness])
    return T("- {who}{at}; đang ghi: {before}", who=who, at=at, before=before)


def _wrong(read: Compared) -> list[Words]:
    """What is wrong, row by row, with its column and why; of a row that is taken all the same, what is left out."""
    left = read.found.left_out
    remarked = [each for each in read.found.people if each.remarks]
    shown: list[Words] = []
    if left:
        shown += [BLANK, T("{what}:", what=SHOWN[LEFT])]
        shown += [
            T("- {sheet}, dòng {row}: {why}", sheet=each.sheet, row=each.row, why=_why(each.reasons))
            for each in left[:MOST_LEFT_SHOWN]
        ]
        shown += _more(len(left) - MOST_LEFT_SHOWN)
    if remarked:
        shown += [BLANK, T("Được nhận, nhưng có chỗ chưa rõ:")]
        shown += [
            T("- {sheet}, dòng {row}, {name}: {why}", sheet=each.sheet, row=each.row, name=each.full_name,
              why=_why(each.remarks))
            for each in remarked[:MOST_SHOWN]
        ]  # fmt: skip
        shown += _more(len(remarked) - MOST_SHOWN)
    return shown


def _why(remarks: Sequence[Remark]) -> Words:
    """What is wrong in which column, what stops the row first."""
    told = sorted(remarks, key=lambda each: not each.stops)
    return joined(
        (
            T("{column}: {why} ({seen})", column=MEANING_WORDS[each.column], why=each.why, seen=each.seen)
            if each.seen
            else T("{column}: {why}", column=MEANING_WORDS[each.column], why=each.why)
            for each in told
        ),
        "; ",
    )


def _more(n: int) -> list[Words]:
    return [Tn("  … và {n} dòng nữa", n)] if n > 0 else []


def _write(path: Path, content: bytes, say: Callable[[Words], str]) -> None:
    """Write the file of the lines that were not taken: for its own user alone, as it has names in it."""
    try:
        path.write_bytes(content)
    except OSError as error:
        why = error.strerror or ""
        raise SetupError(
            say(T("Không ghi được {file}: {why}. Chọn chỗ khác: --left", file=str(path), why=why))
        ) from None


# Taking over


async def _taken(database: Database, order: Order, here: Here, read: Compared) -> list[Words]:
    """Take the file over, a hundred lines in each transaction, and say what came of it."""
    waiting, key = await database.write(partial(_begun, order=order, here=here))
    for start in range(0, len(read.lines), AT_ONCE):
        await database.write(partial(_kept, import_id=key, some=read.lines[start : start + AT_ONCE]))
    await database.write(partial(_started, import_id=key, found=read.found, origin=order.origin))
    after: int | None = -1
    while after is not None:
        after = await database.write(partial(_some, import_id=key, after=after))
    counts = await database.write(partial(_finished, import_id=key))
    doubts, gone = counts.open(Listing.DOUBTFUL), counts.open(Listing.GONE)
    told: list[Words] = [
        BLANK,
        *(T("Tệp {file} đang xem trong chat đã được bỏ, vì mỗi lúc chỉ xem một tệp.", file=each) for each in waiting),
        Tn("Đã đưa {n} người trong tệp vào danh sách.", sum(counts.done.values())),
    ]
    if doubts:
        told.append(Tn("Còn {n} người có thể đã có: cán bộ xem từng người trong chat, Danh sách dân cư.", doubts))
    if gone:
        told.append(
            Tn("Còn {n} người không còn trong tệp: cán bộ đưa ra khỏi danh sách trong chat, nếu đúng vậy.", gone)
        )
    return told


def _begun(tx: Transaction, order: Order, here: Here) -> tuple[list[str], int]:
    """Enter the file. Returns the names of files that wait in the chat, which it sets aside, and its own id."""
    act_as_operator(tx)
    operator = tx.chain.account_id if tx.chain is not None else 0
    waiting = []
    for each in roster_imports.of_commune(tx, here.commune.id):
        if each.state is ImportState.TAKING and each.account_id == operator:  # this command was stopped in between
            roster_imports.finish(tx, each.id)
        elif each.state in {ImportState.READING, ImportState.READY} and each.account_id != operator:
            waiting.append(each.file_name)
    file = roster_imports.begin(
        tx, commune_id=here.commune.id, account_id=operator, file_name=order.file.name, digest=None
    )
    return waiting, file.id


def _kept(tx: Transaction, import_id: int, some: Sequence[NewLine]) -> None:
    act_as_operator(tx)
    roster_imports.put_lines(tx, import_id, some)


def _started(tx: Transaction, import_id: int, found: Understood, origin: Source) -> None:
    act_as_operator(tx)
    roster_imports.ready(tx, import_id, preview(found))
    roster_imports.say_origin(tx, roster_imports.get(tx, import_id, lock=True), origin)
    file = roster_imports.get(tx, import_id)
    if not roster_imports.start(tx, file):
        raise SetupError(f"{file.file_name}: có tệp khác vừa thay vào, chạy lại (another file came meanwhile)")


def _some(tx: Transaction, import_id: int, after: int) -> int | None:
    act_as_operator(tx)
    return roster_taking.take_some(tx, import_id, by=None, after=after)


def _finished(tx: Transaction, import_id: int) -> roster_imports.Counts:
    act_as_operator(tx)
    if roster_imports.get(tx, import_id, lock=True).state is ImportState.TAKING:
        roster_imports.finish(tx, import_id)
    return roster_imports.counts(tx, import_id)
