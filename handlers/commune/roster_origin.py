"""Where a list of people comes from: source, day, the document that allows its use, who brought it."""

from __future__ import annotations

from datetime import date
from typing import Any

from acts import ways
from acts.choice import Choice
from acts.way import Way
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.days import read_day
from handlers.kit.dialogue import Dialogue
from handlers.kit.draft import Part
from handlers.kit.form import Form, Option, Question
from handlers.kit.read import Misread, read_title
from handlers.kit.router import Goto, Routes
from handlers.shared.roster_words import to_file
from locales.catalog import catalog
from locales.place_words import named
from locales.text import T, Words
from storage import roster_imports
from storage.kit.words import ImportState
from storage.roster_imports import RosterImport, Source

routes = Routes()

ORIGIN = Part[dict[str, Any]]("origin", dict)  # as far as it is said; and of which file
OLDEST = date(2000, 1, 1)


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
    return ways.roster_file(file.id) if _answers(turn, file) is None else ways.roster_origin_save(file.id)


def _ways(_turn: Turn, file: RosterImport, _question: Question, before: tuple[Choice, ...]) -> tuple[Choice, ...]:
    return (*before, to_file(file))


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
        return Goto(ways.roster_file(roster_file.id))
    turn.draft.drop(ORIGIN)
    held = roster_imports.get(turn.tx, roster_file.id, lock=True)
    if held.state is not ImportState.READY:
        return Goto(ways.roster_file(held.id))
    said = {key: _said(turn, form, key, answers) for key in ("source", "basis")}
    provider = "" if answers["provider"] == "0" else str(answers["provider"])
    roster_imports.say_origin(
        turn.tx, held, Source(**said, as_of=date.fromisoformat(answers["as_of"]), provider=provider)
    )
    return Goto(ways.roster_file(held.id), T("Đã ghi nguồn danh sách."))


def _said(turn: Turn, form: Form, key: str, answers: dict[str, Any]) -> str:
    """An answer in the words that stay on record: Vietnamese, with what the places are called."""
    question = form.question(key)
    return (
        str(answers[key])
        if question is None
        else catalog("vi").render(named(question.label(answers[key]), turn.place_words))
    )
