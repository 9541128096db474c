"""One's result that was made elsewhere: whose it is, where it stands, that it is wrong, or to declare oneself."""

from __future__ import annotations

from collections.abc import Mapping

from acts import ways
from acts.choice import Choice, Look
from acts.notices import Notice, tell
from acts.words.results_words import by_indicator_words, made_words, points_words
from criteria.declaration import EDITABLE, State
from criteria.parse import title_name
from criteria.policy import Action, answers_for
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from handlers.shared.subject_words import headed
from locales.text import BLANK, T, Words, lines
from storage import doubts, listed_results, roles
from storage.declaration_record import Declaration
from storage.listed_results import ListedResult

routes = Routes()

STATES: Mapping[State, Words] = {
    State.SUBMITTED: T("Đang chờ xác nhận."),
    State.RETURNED: T("Chưa được xác nhận: cán bộ đang hỏi lại nơi lập."),
    State.CONFIRMED: T("Đã được xác nhận."),
    State.RECOGNISED: T("{Commune_label} đã công nhận."),
    State.REVOKED: T("{Commune_label} đã thu hồi công nhận."),
}


@routes.shows("listed/{declaration}", Action.SEE)
def listed(turn: Turn, declaration: Declaration) -> Answer:
    """Who made the result and when, what it says, and what one can do about it. Nothing is asked."""
    found = _found(turn, declaration)
    if found is None or not answers_for(turn.actor, declaration.subject):
        return Goto(ways.mine(declaration.id) if found is None else ways.review(declaration.id))
    result = found.result
    verdict = T("Kết quả ghi: đạt.") if result.reached else T("Kết quả ghi: chưa đạt.")
    return Screen(
        title=headed(
            turn,
            declaration,
            T("{title} năm {year}", title=title_name(declaration.title), year=declaration.cycle.year),
        ),
        text=lines(
            T("{You} đã có kết quả {made}.", made=made_words(found.origin)),
            verdict,
            T("Nơi lập ghi {points} điểm.", points=points_words(result.points)) if result.points else None,
            by_indicator_words(result),
            STATES.get(declaration.state),
            None if found.disputed_at is None else T("{You} đã báo là chưa đúng. Người xác nhận sẽ xem lại."),
            BLANK,
            T("{You} không phải khai lại.") if _is_open(declaration) else None,
        ),
        choices=(*_ways(declaration, found), Choice(T("Quá trình"), ways.history(declaration.id), Look.WAY), HOME),
    )


def _found(turn: Turn, declaration: Declaration) -> ListedResult | None:
    return listed_results.of_declaration(turn.tx, declaration.id) if declaration.made_elsewhere else None


def _is_open(declaration: Declaration) -> bool:
    return declaration.cycle.is_open and declaration.state in EDITABLE


def _ways(declaration: Declaration, found: ListedResult) -> tuple[Choice, ...]:
    """To say that it is wrong, while somebody can still look at it again; to declare oneself, while it is open."""
    is_looked_at = declaration.cycle.is_open and declaration.state in {*EDITABLE, State.CONFIRMED}
    wrong = Choice(T("Kết quả này chưa đúng"), ways.listed_wrong(declaration.id))
    own = Choice(T("Tôi muốn tự đánh giá"), ways.onward(declaration.id))
    return (
        *((wrong,) if is_looked_at and found.disputed_at is None else ()),
        *((own,) if _is_open(declaration) else ()),
    )


@routes.does("listed-wrong/{declaration}", Action.SEE, Weight.DECIDING)
def listed_wrong(turn: Turn, declaration: Declaration) -> Goto:
    """It is wrong: on record, first in the queue, and told to who decides."""
    found = _found(turn, declaration)
    is_theirs = answers_for(turn.actor, declaration.subject)
    if found is None or not is_theirs or found.disputed_at is not None or not declaration.cycle.is_open:
        return Goto(ways.mine(declaration.id))
    if declaration.state not in {*EDITABLE, State.CONFIRMED}:
        return Goto(ways.mine(declaration.id))
    listed_results.dispute(turn.tx, declaration.id)
    doubts.renew_of(turn.tx, declaration.person.id)
    told = T("{name} nói kết quả {made} chưa đúng. {You} xem lại.", name=declaration.person.full_name,
             made=made_words(found.origin))  # fmt: skip
    look = Choice(T("Xem kết quả ấy"), ways.review(declaration.id), Look.MAIN)
    for person, _ in roles.deciders(turn.tx, village_id=declaration.place_id, commune_id=declaration.cycle.commune_id):
        tell(turn.tx, person.id, Notice(told, (look,)))
    return Goto(ways.listed(declaration.id), T("Đã báo {head_label} và cán bộ {commune_label} xem lại."))
