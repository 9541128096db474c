"""The commune's council that looks at who is proposed: the decision that establishes it, and who sits in it."""

from __future__ import annotations

from datetime import date

from acts import ways
from acts.choice import Choice, Look
from acts.errands import CouncilPaperErrand, ask_for
from criteria.meeting import CouncilRole
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.days import read_day
from handlers.kit.draft import Part
from handlers.kit.event import Said, Sent
from handlers.kit.read import Misread, read_title
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import UNBROKEN, Screen
from handlers.shared.meeting_words import ONLY_WORDS, ROLES
from locales.text import BLANK, Day, T, Verbatim, Words, lines
from storage import councils
from storage.councils import Council
from storage.cycles import Cycle

routes = Routes()

NEW = Part[dict[str, str]]("council_member", dict)  # who is about to be entered, until the role is chosen
NUMBER, DAY = "number", "day"
LONGEST_NUMBER = 60
EARLIEST = date(2000, 1, 1)
LOCKED = T("Năm này đã khoá sổ nên không sửa được.")


@routes.shows("council/{cycle}", Action.RECOGNISE)
def council(turn: Turn, cycle: Cycle) -> Screen:
    """Who sits in it, and the ways to change that."""
    found = councils.of_cycle(turn.tx, cycle.id)
    return Screen(
        room=UNBROKEN,
        title=T("Hội đồng đánh giá, năm {year}", year=cycle.year),
        text=lines(
            _decision(found),
            BLANK,
            *(
                T("- {role}: {name}, {post}", role=ROLES[each.role], name=each.full_name, post=each.post)
                for each in found.members
            ),
            None if found.members else T("Chưa ghi thành viên nào."),
            LOCKED if cycle.is_locked else None,
        ),
        choices=(
            *(() if cycle.is_locked else _changes(cycle, found)),
            Choice(T("Dự thảo Quyết định thành lập (Word)"), ways.council_paper(cycle.id)),
            Choice(T("Công nhận danh hiệu"), ways.recognitions(cycle.id), Look.WAY),
            HOME,
        ),
    )


def _decision(found: Council) -> Words:
    number = Verbatim(found.number) if found.number else T("chưa ghi số")
    day: Words = T("chưa ghi ngày") if found.decided_on is None else T("{day}", day=Day(found.decided_on))
    return T("Quyết định thành lập: {number}, {day}.", number=number, day=day)


def _changes(cycle: Cycle, found: Council) -> tuple[Choice, ...]:
    return (
        Choice(T("Thêm thành viên"), ways.council_member(cycle.id), Look.MAIN),
        Choice(T("Ghi số quyết định"), ways.council_field(cycle.id, NUMBER)),
        Choice(T("Ghi ngày quyết định"), ways.council_field(cycle.id, DAY)),
        *(
            Choice(T("Thôi: {name}", name=each.full_name), ways.council_off(cycle.id, each.id))
            for each in found.members
        ),
    )


@routes.shows("council-member/{cycle}", Action.RECOGNISE_NOW)
def member(_turn: Turn, cycle: Cycle) -> Screen:
    """Who is it?"""
    return Screen(
        title=T("Thêm thành viên Hội đồng"),
        text=T("{You} gõ họ tên, dấu phẩy, chức vụ. Ví dụ: Nguyễn Văn An, Chủ tịch Hội Khuyến học."),
        typed=True,
        choices=(Choice(T("Quay lại"), ways.council(cycle.id), Look.WAY),),
    )


@routes.hears("council-member")
def member_heard(turn: Turn, said: Said | Sent, cycle: Cycle) -> Goto:
    """Name and post."""
    here = ways.council_member(cycle.id)
    if isinstance(said, Sent):
        return Goto(here, ONLY_WORDS)
    name, _, post = (part.strip() for part in said.text.partition(","))
    read = [read_title(name), read_title(post)]
    if any(isinstance(each, Misread) for each in read):
        return Goto(here, T("{You} gõ cả họ tên và chức vụ, cách nhau một dấu phẩy."))
    turn.draft.keep(NEW, {"name": str(read[0]), "post": str(read[1])})
    return Goto(ways.council_role(cycle.id))


@routes.shows("council-role/{cycle}", Action.RECOGNISE_NOW)
def role(turn: Turn, cycle: Cycle) -> Answer:
    """What are they in the council?"""
    new = turn.draft.get(NEW)
    if not new:
        return Goto(ways.council_member(cycle.id))
    return Screen(
        title=T("{name}, {post}", name=new["name"], post=new["post"]),
        text=T("Giữ vai gì trong Hội đồng?"),
        choices=(
            *(Choice(words, ways.council_add(cycle.id, each.value)) for each, words in ROLES.items()),
            Choice(T("Quay lại"), ways.council_member(cycle.id), Look.WAY),
        ),
    )


@routes.does("council-add/{cycle}/{office}", Action.RECOGNISE_NOW, Weight.DECIDING)
def add(turn: Turn, cycle: Cycle, office: str) -> Goto:
    """They are in it."""
    new = turn.draft.get(NEW)
    if not new or office not in set(CouncilRole):
        return Goto(ways.council(cycle.id))
    turn.draft.drop(NEW)
    seat = CouncilRole(office)
    done = councils.add(turn.tx, cycle.id, full_name=new["name"], post=new["post"], role=seat, by=turn.person.id)
    return Goto(ways.council(cycle.id), None if done else T("Người này đã có trong Hội đồng, hoặc danh sách đã đủ."))


@routes.does("council-off/{cycle}/{who}", Action.RECOGNISE_NOW, Weight.DECIDING)
def off(turn: Turn, cycle: Cycle, who: int) -> Goto:
    """They are not in it any more."""
    councils.remove(turn.tx, cycle.id, who)
    return Goto(ways.council(cycle.id))


@routes.shows("council-field/{cycle}/{what}", Action.RECOGNISE_NOW)
def field(_turn: Turn, cycle: Cycle, what: str) -> Answer:
    """Number or day of its decision."""
    if what not in {NUMBER, DAY}:
        return Goto(ways.council(cycle.id))
    asks = T("Số quyết định thành lập Hội đồng? Ví dụ: 15/QĐ-UBND.")
    return Screen(
        title=T("Quyết định thành lập Hội đồng"),
        text=asks if what == NUMBER else T("Quyết định ký ngày nào? Ví dụ: 01/11/2026."),
        typed=True,
        choices=(Choice(T("Quay lại"), ways.council(cycle.id), Look.WAY),),
    )


@routes.hears("council-field")
def field_heard(turn: Turn, said: Said | Sent, cycle: Cycle, what: str) -> Goto:
    """Take it."""
    here = ways.council_field(cycle.id, what)
    if what not in {NUMBER, DAY}:
        return Goto(ways.council(cycle.id))
    if isinstance(said, Sent):
        return Goto(here, ONLY_WORDS)
    if what == DAY:
        day = read_day(said.text, turn.today, first=EARLIEST, last=turn.today)
        if isinstance(day, Misread):
            return Goto(here, day.hint)
        councils.change(turn.tx, cycle.id, decided_on=day)
        return Goto(ways.council(cycle.id))
    number = " ".join(said.text.split())
    if not 1 <= len(number) <= LONGEST_NUMBER or not any(c.isdigit() for c in number) or not number.isprintable():
        return Goto(here, T("{You} gõ số và ký hiệu như trên văn bản, ví dụ 15/QĐ-UBND."))
    councils.change(turn.tx, cycle.id, number=number)
    return Goto(ways.council(cycle.id))


@routes.does("council-paper/{cycle}", Action.RECOGNISE)
def paper(turn: Turn, cycle: Cycle) -> Goto:
    """Ask for the draft of the decision that establishes it."""
    asked = ask_for(turn.tx, turn.account, CouncilPaperErrand(cycle.id))
    note = T("Đang lập văn bản, xong sẽ gửi tệp vào đây.") if asked else T("Tệp trước đang lập, {you} đợi một chút.")
    return Goto(ways.council(cycle.id), note)
