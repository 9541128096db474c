"""Finding somebody, and their card: what is kept, what they declared, what was changed, and what can be put right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta

from acts import people as deeds
from acts.words.person_words import CHANGED_NAMES, doubled_words, heads_named, state_of, title_of, where_lines
from criteria.declaration import State
from criteria.explain import VERDICT_NAMES
from criteria.names import fold
from criteria.parse import title_name
from criteria.policy import Action
from criteria.presence import AWAY_CHOICES, Away
from desk.kit.blocks import (
    Block,
    Cell,
    Field,
    Form,
    Head,
    Heading,
    Items,
    Link,
    Links,
    Options,
    Page,
    Para,
    Part,
    Table,
    To,
    Tone,
)
from desk.kit.table import Answer, Pages
from desk.kit.visit import Visit
from desk.shared.places import PEOPLE, declaration_at, person_at
from desk.shared.words import STATES
from locales.text import Moment, T, Verbatim, Words
from storage import declarations, duplicates, people_search, person_changes
from storage.people_search import PAGE, Hit
from storage.residents import Resident

pages = Pages()

SHORTEST, LONGEST = 2, 60
NAME_LONGEST = 80
OLDEST = 130  # years: who was entered with a mistake is put right, whatever it was
LONG = timedelta(days=3660)
MOST_CHANGES = 20
DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


@pages.shows(PEOPLE, Action.FIND)
def find(visit: Visit) -> Page:
    """Whom? By parts of the name, with or without marks; and who was found."""
    said = visit.query.get("ten", "")[:LONGEST]
    sought = Form(
        to=PEOPLE,
        button=T("Tìm"),
        looks=True,
        parts=(
            Field(
                "ten",
                T("Họ tên, hoặc vài chữ của tên"),
                said,
                T("Có dấu hay không dấu đều được, ví dụ Lan hay nguyen lan."),
                least=SHORTEST,
                most=LONGEST,
                kind="search",
            ),
        ),
    )
    name = fold(said)
    if not said:
        return Page(title=T("Tìm người"), blocks=(sought,))
    if len(name) < SHORTEST or not any(letter.isalpha() for letter in name):
        return Page(title=T("Tìm người"), blocks=(sought, Para(T("Chỗ này nhận tên người, ít nhất 2 chữ cái."))))
    found, is_more = people_search.search(visit.tx, visit.actor, name, page=min(visit.page, 1000))
    return Page(
        title=T("Tìm người: {name}", name=said),
        blocks=(
            sought,
            Table(
                T("Người tìm thấy"),
                (Head(T("Họ tên")), Head(T("Năm sinh"), number=True), Head(T("Nơi ở")), Head(T("Ghi chú"))),
                tuple(map(_hit, found)),
                none=T("Không tìm thấy ai tên ấy. {You} gõ lại, chỉ cần một phần của tên."),
            ),
            *_leafing(said, visit.page, is_more=is_more),
        ),
        names=frozenset(each.person.id for each in found),
    )


def _hit(hit: Hit) -> tuple[Cell, ...]:
    person, state = hit.person, state_of(hit.person)
    number = T("số {number}", number=person.id)  # tells two apart who share name, year and village
    return (
        Cell(Verbatim(person.full_name or "–"), to=person_at(person.id)),
        Cell(Verbatim(str(person.birth_year)), number=True),
        Cell(Verbatim(hit.village.full_name)),
        Cell(number if state is None else T("{state}, {number}", state=state, number=number), tone=Tone.SOFT),
    )


def _leafing(said: str, page: int, *, is_more: bool) -> Iterator[Links]:
    from urllib.parse import quote_plus

    here = f"{PEOPLE}?ten={quote_plus(said)}"
    ways = [Link(T("Trang trước"), f"{here}&trang={page}")] if page else []
    if is_more:
        ways.append(Link(T("{n} người tiếp theo", n=PAGE), f"{here}&trang={page + 2}"))
    if ways:
        yield Links(tuple(ways), T("Các trang của danh sách"))


@pages.shows("/nguoi/{resident}", Action.SEE_PERSON)
def person(visit: Visit, resident: Resident) -> Page:
    """A person's card."""
    return _card(visit, resident)


def _card(visit: Visit, resident: Resident, problem: Words | None = None) -> Page:
    pairs = duplicates.of_person(visit.tx, resident.person, resident.commune_id) if visit.actor.communes else ()
    return Page(
        title=title_of(resident.person),
        blocks=(
            Items(
                (
                    *where_lines(visit.tx, resident.person),
                    T("Có chat riêng.") if resident.has_chat else T("Chưa có chat riêng."),
                    *(Link(doubled_words(visit.tx, pair), person_at(pair.other.id)) for pair in pairs),
                )
            ),
            Heading(T("Phiếu tự đánh giá")),
            _declared(visit, resident),
            *_changes(visit, resident),
            *_forms(visit, resident, problem),
        ),
        about=frozenset({resident.id}),
        names=heads_named(visit.tx, resident.person) | {pair.other.id for pair in pairs},
        status=200 if problem is None else 422,
    )


def _declared(visit: Visit, resident: Resident) -> Table:
    """What they sent, year by year; what is not sent yet is nobody else's business but that it was begun."""
    rows = []
    for each in declarations.of_person(visit.tx, resident.id):
        is_seen = visit.may(Action.SEE, each.subject)
        verdict = (
            VERDICT_NAMES[each.judged or each.verdict] if is_seen and each.state is not State.DRAFT else Verbatim("–")
        )
        when = each.decided_at or each.submitted_at
        rows.append(
            (
                Cell(T("Năm {year}", year=each.cycle.year), to=declaration_at(each.id) if is_seen else ""),
                Cell(title_name(each.title)),
                Cell(STATES[each.state]),
                Cell(verdict),
                Cell(Verbatim("–") if when is None else T("{when}", when=Moment(when))),
            )
        )
    return Table(
        T("Phiếu tự đánh giá theo năm"),
        (Head(T("Năm")), Head(T("Danh hiệu")), Head(T("Tình trạng")), Head(T("Kết quả")), Head(T("Lần cuối"))),
        tuple(rows),
        none=T("Chưa có phiếu nào."),
    )


def _changes(visit: Visit, resident: Resident) -> Iterator[Block]:
    """What offices changed about them, the last first: for who may put it right."""
    if not visit.may(Action.PUT_RIGHT, resident.subject):
        return
    found = person_changes.of_person(visit.tx, resident.id, limit=MOST_CHANGES)
    if not found:
        return
    yield Heading(T("Các lần sửa"))
    yield Table(
        T("Các lần sửa, lần cuối trước"),
        (Head(T("Lúc")), Head(T("Sửa gì")), Head(T("Người sửa")), Head(T("Còn hiệu lực"))),
        tuple(
            (
                Cell(T("{when}", when=Moment(each.at))),
                Cell(CHANGED_NAMES[each.kind]),
                Cell(Verbatim(each.by or "–")),
                Cell(T("đã lấy lại") if each.is_undone else T("có")),
            )
            for each in found
        ),
        none=T("Chưa sửa lần nào."),
    )


def _forms(visit: Visit, resident: Resident, problem: Words | None) -> Iterator[Block]:
    """What can be put right here; the rest is done in the chat."""
    one = resident.person
    if visit.may(Action.PUT_RIGHT, resident.subject) and not one.is_merged:
        yield Heading(T("Sửa họ tên, năm sinh"))
        yield Form(
            to=f"{person_at(one.id)}/sua",
            button=T("Ghi lại họ tên, năm sinh"),
            problem=problem if "ho-ten" in visit.form else None,
            parts=(
                Field("ho-ten", T("Họ và tên"), visit.form.get("ho-ten", one.full_name), least=2, most=NAME_LONGEST),
                Field("nam-sinh", T("Năm sinh, 4 chữ số"), visit.form.get("nam-sinh", str(one.birth_year)), most=4),
            ),
        )
        yield Para(
            T("Chuyển nơi ở, đưa ra khỏi danh sách, gộp bản ghi trùng: {you} làm trong chat, mục Tìm người."),
            Tone.SOFT,
        )
    if visit.may(Action.MARK_AWAY, resident.subject) and one.left_on is None and not one.is_merged:
        yield Heading(T("Ghi tạm vắng"))
        yield Form(
            to=f"{person_at(one.id)}/tam-vang",
            button=T("Ghi tạm vắng"),
            problem=problem if "ly-do" in visit.form else None,
            parts=_away_parts(visit, resident),
        )
        if one.away is not None:
            yield Form(to=f"{person_at(one.id)}/da-ve", button=T("Đã về, không vắng nữa"), tone=Tone.PLAIN)


def _away_parts(visit: Visit, resident: Resident) -> tuple[Part, ...]:
    one = resident.person
    chosen = visit.form.get("ly-do", "" if one.away is None else one.away.value)
    since, until = (("" if each is None else f"{each:%d/%m/%Y}") for each in (one.away_from, one.away_to))
    return (
        Options(
            "ly-do",
            T("Vắng vì sao? Không ghi bệnh tật hay lý do sức khoẻ."),
            tuple((each.value, words) for each, words in AWAY_CHOICES.items()),
            chosen,
        ),
        Field(
            "tu",
            T("Từ ngày, không rõ thì để trống; ví dụ 28/11/2026"),
            visit.form.get("tu", since),
            required=False,
            most=10,
        ),
        Field(
            "den",
            T("Đến ngày, chưa biết thì để trống"),
            visit.form.get("den", until),
            required=False,
            most=10,
        ),
    )


@pages.takes("/nguoi/{resident}/sua", Action.PUT_RIGHT)
def correct(visit: Visit, resident: Resident) -> Answer:
    """The name and the birth year as they are right."""
    one = resident.person
    name = _name(visit.form.get("ho-ten", ""))
    year = visit.number("nam-sinh")
    if name is None:
        return _card(visit, resident, T("{You} gõ đủ họ và tên, bằng chữ."))
    if year is None or not visit.today.year - OLDEST <= year <= visit.today.year:
        return _card(visit, resident, T("{You} gõ năm sinh bằng 4 chữ số, ví dụ 1956."))
    if one.is_merged or (name, year) == (one.full_name, one.birth_year):
        return To(person_at(one.id), "nhu-cu")
    deeds.correct(visit.tx, one, full_name=name, birth_year=year, by=visit.person.id)
    return To(person_at(one.id), "da-sua")


def _name(said: str) -> str | None:
    """A full name as an office writes it: words of letters, nothing else; ``None`` where it is none."""
    name = " ".join(unicodedata.normalize("NFC", said).split())
    is_name = len(name) <= NAME_LONGEST and all(each.isalpha() or each in " '-." for each in name)
    return name if is_name and sum(word[0].isalpha() for word in name.split()) > 1 else None


@pages.takes("/nguoi/{resident}/tam-vang", Action.MARK_AWAY)
def mark_away(visit: Visit, resident: Resident) -> Answer:
    """They live elsewhere in these days, or cannot take part."""
    one, why = resident.person, visit.form.get("ly-do", "")
    if one.left_on is not None or one.is_merged:
        return To(person_at(one.id), "nhu-cu")
    if why not in set(Away):
        return _card(visit, resident, T("{You} chọn vì sao vắng."))
    try:
        since, until = _day(visit, "tu"), _day(visit, "den")
    except ValueError:
        return _card(visit, resident, T("{You} gõ ngày như 28/11/2026, hoặc để trống."))
    if since is not None and until is not None and until < since:
        return _card(visit, resident, T("Ngày về phải sau ngày đi."))
    deeds.set_away(visit.tx, one, Away(why), since=since, until=until, by=visit.person.id)
    return To(person_at(one.id), "da-sua")


def _day(visit: Visit, name: str) -> date | None:
    """A day of the form; ``None``: left open.

    Raises:
        ValueError: it is no day, or none that can be meant.
    """
    said = visit.form.get(name, "").strip()
    if not said:
        return None
    written = DAY.fullmatch(said)
    if written is None:
        raise ValueError(said)
    day = date(int(written[3]), int(written[2]), int(written[1]))
    if not visit.today - LONG <= day <= visit.today + LONG:
        raise ValueError(said)
    return day


@pages.takes("/nguoi/{resident}/da-ve", Action.MARK_AWAY)
def back(visit: Visit, resident: Resident) -> To:
    """They are here again."""
    if resident.person.away is None:
        return To(person_at(resident.id), "nhu-cu")
    deeds.set_away(visit.tx, resident.person, None, since=None, until=None, by=visit.person.id)
    return To(person_at(resident.id), "da-sua")
