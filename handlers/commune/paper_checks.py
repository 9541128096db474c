"""The sample of what signed papers confirmed: an officer holds each against the picture of its paper."""

from __future__ import annotations

from acts import deciding, ways
from acts.choice import Choice, Look
from criteria.policy import Action, may
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from locales.text import Day, T, Tn, Verbatim, lines
from storage import cycles, declarations, evidence, paper_confirmations
from storage.cycles import Cycle
from storage.paper_confirmations import Drawn

routes = Routes()

PAGE = 10
AGREES, DIFFERS = "agrees", "differs"


@routes.does("paper-checks-all", Action.SEE_STATISTICS)
def all_(turn: Turn) -> Goto:
    """Those of the newest year that has some left."""
    for cycle in reversed(cycles.of_commune(turn.tx, turn.commune_id)):
        if paper_confirmations.count_open(turn.tx, cycle.id):
            return Goto(ways.paper_checks(cycle.id))
    return Goto(ways.home(), T("Không còn ai phải đối chiếu."))


@routes.shows("paper-checks/{cycle}", Action.RECOGNISE)
def checks(turn: Turn, cycle: Cycle) -> Screen:
    """Who was drawn and not checked yet."""
    shown = paper_confirmations.open_of_cycle(turn.tx, cycle.id, most=PAGE)
    n = paper_confirmations.count_open(turn.tx, cycle.id)
    return Screen(
        title=T("Đối chiếu giấy ký, năm {year}", year=cycle.year),
        text=Tn("Còn {n} người rút thăm chưa đối chiếu.", n) if n else T("Không còn ai phải đối chiếu."),
        choices=(
            *(
                Choice(
                    T("{name}, {place}", name=each.full_name or "–", place=each.place),
                    ways.paper_check(cycle.id, each.id),
                )
                for each in shown
            ),
            Choice(T("Công nhận danh hiệu"), ways.recognitions(cycle.id), Look.WAY),
            HOME,
        ),
        names=frozenset(each.person_id for each in shown),
    )


@routes.shows("paper-check/{cycle}/{drawn}", Action.RECOGNISE)
def check(turn: Turn, cycle: Cycle, drawn: int) -> Answer:
    """One of them beside the paper's picture: does it stand there so?"""
    found = _found(turn, cycle, drawn)
    if found is None:
        return Goto(ways.paper_checks(cycle.id))
    pictures = evidence.of_meeting(turn.tx, found.meeting_id)
    other = _must_be_another(turn, found)
    return Screen(
        title=T("{name}, {place}", name=found.full_name or "–", place=found.place),
        text=lines(
            T("Xác nhận theo danh sách ký ngày {day}.", day=Day(found.signed_on)),
            T("Người ký: {signer}. Người nhập: {typist}.", signer=found.signer or "–", typist=found.typist or "–"),
            T("{You} là người ký hoặc người nhập, nên cán bộ khác đối chiếu.")
            if other
            else T("{You} mở ảnh, tìm tên này. Trên giấy có được đề nghị và có chữ ký không?"),
        ),
        choices=(
            *(Choice(T("Xem ảnh {n}", n=n), ways.picture(each.id)) for n, each in enumerate(pictures, 1)),
            *(
                ()
                if other
                else (
                    Choice(T("Đúng như trên giấy"), ways.paper_check_say(cycle.id, drawn, AGREES), Look.MAIN),
                    Choice(
                        T("Không đúng, xem lại người này"),
                        ways.paper_check_say(cycle.id, drawn, DIFFERS),
                        Look.DANGER,
                    ),
                )
            ),
            Choice(T("Xem cuộc họp"), ways.meeting(found.meeting_id)),
            Choice(T("Quay lại"), ways.paper_checks(cycle.id), Look.WAY),
        ),
        names=frozenset({found.person_id, found.signer_id, found.typist_id}),
    )


def _found(turn: Turn, cycle: Cycle, drawn: int) -> Drawn | None:
    """One of this year's sample that nobody has checked."""
    found = paper_confirmations.load(turn.tx, drawn)
    return None if found is None or found.cycle_id != cycle.id or found.agrees is not None else found


def _must_be_another(turn: Turn, found: Drawn) -> bool:
    return turn.person.id in {found.signer_id, found.typist_id, found.person_id}


@routes.does("paper-check-say/{cycle}/{drawn}/{finding}", Action.RECOGNISE_NOW, Weight.DECIDING)
def say(turn: Turn, cycle: Cycle, drawn: int, finding: str) -> Goto:
    """It stands there so; or it does not, and the confirmation is taken back, so that it waits again."""
    found = _found(turn, cycle, drawn)
    if found is None or finding not in {AGREES, DIFFERS} or _must_be_another(turn, found):
        return Goto(ways.paper_checks(cycle.id))
    if finding == AGREES:
        paper_confirmations.checked(turn.tx, found, agrees=True, by=turn.person.id)
        return Goto(ways.paper_checks(cycle.id))
    declaration = declarations.load(turn.tx, found.declaration_id)
    denied = None if declaration is None else may(turn.actor, Action.DECIDE, declaration.subject)
    if declaration is None or denied is not None:
        return Goto(ways.paper_checks(cycle.id), None if denied is None else denied.because)
    paper_confirmations.checked(turn.tx, found, agrees=False, by=turn.person.id)
    done = deciding.take_back(turn.tx, declaration, by=turn.person.id)
    gone = T("{name} không còn ở trạng thái đã xác nhận.", name=Verbatim(found.full_name or "–"))
    note = T("Đã rút lại xác nhận của {name}: người này lại chờ xác nhận.", name=found.full_name or "–")
    return Goto(ways.paper_checks(cycle.id), gone if done is None else note, frozenset({found.person_id}))
