"""The pictures beside a declaration, each large, with the claim it stands for."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from criteria.activity import ACTIVITY_NAMES
from criteria.explain import answer_words
from criteria.model import CITIZEN
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Answer, Goto, Routes
from handlers.kit.screen import Screen
from handlers.shared.evidence_file import caption_of, picture_file
from locales.text import Day, Moment, T, Words, lines
from storage import activities, evidence
from storage.activities import Activity
from storage.declaration_record import Declaration

routes = Routes()

NO_PICTURES = T("Bản khai này không có ảnh.")


@routes.shows("proof/{declaration}/{number}", Action.SEE)
def proof(turn: Turn, declaration: Declaration, number: int) -> Answer:
    """One picture of the person's diary of that year, with the entry and the answers it speaks to."""
    if declaration.title != CITIZEN:  # a family's members see its answers, not the diary of who answers for it
        return Goto(ways.review(declaration.id), NO_PICTURES)
    found = evidence.for_review(turn.tx, declaration.person.id, declaration.cycle.year)
    back = Choice(T("Về bản khai"), ways.review(declaration.id), Look.MAIN)
    if not found:
        return Goto(ways.review(declaration.id), NO_PICTURES)
    i = min(max(number, 1), len(found))
    shown = found[i - 1]
    entry = None if shown.activity_id is None else activities.load(turn.tx, shown.activity_id)
    file = picture_file(shown)
    return Screen(
        title=T("Ảnh {i}/{n} của {name}", i=i, n=len(found), name=declaration.person.full_name or "–"),
        text=lines(
            *(() if entry is None else _claims(declaration, entry)),
            caption_of(shown),
            T("Gửi lúc {when}.", when=Moment(shown.created_at)),
            T("Ảnh đang được lấy về. {You} xem lại sau một phút.") if file is None else None,
        ),
        choices=(
            back,
            *((Choice(T("Ảnh trước"), ways.proof(declaration.id, i - 1)),) if i > 1 else ()),
            *((Choice(T("Ảnh sau"), ways.proof(declaration.id, i + 1)),) if i < len(found) else ()),
            HOME,
        ),
        file=file,
    )


def _claims(declaration: Declaration, entry: Activity) -> tuple[Words, ...]:
    """What the diary says was done, and the answers that rest on it."""
    done = T("{kind}: {name}, {day}, {hours} giờ, {organiser}", kind=ACTIVITY_NAMES[entry.kind], name=entry.name,
             day=Day(entry.held_on), hours=entry.hours, organiser=entry.organiser)  # fmt: skip
    answers = [
        T("Câu khai: {name}: {answer}", name=each.name,
          answer=answer_words(declaration.criteria, each.id, declaration.answers[each.id]))
        for each in declaration.criteria.indicators
        if each.diary is not None and entry.kind.value in each.diary.kinds and each.id in declaration.answers
    ]  # fmt: skip
    return (done, *answers)
