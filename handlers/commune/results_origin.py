"""Where a list of results comes from: of which year, who made it, on which day, who signed it."""

from __future__ import annotations

from datetime import date
from typing import Any

from acts import results as deeds
from acts import ways
from acts.choice import Choice
from acts.way import Way
from acts.words.results_words import MADE_AT, to_list
from criteria.policy import Action
from criteria.results_matching import Finding
from handlers.kit.context import Turn
from handlers.kit.days import read_day
from handlers.kit.dialogue import Dialogue
from handlers.kit.draft import Part
from handlers.kit.form import Form, Option, Question
from handlers.kit.read import Misread, read_title
from handlers.kit.router import Goto, Routes
from locales.text import T
from storage import cycles, result_lists
from storage.kit.words import ResultsFrom, ResultsState
from storage.result_lists import Origin, ResultList

routes = Routes()

ORIGIN = Part[dict[str, Any]]("results_origin", dict)  # as far as it is said; and of which list
OLDEST = date(2000, 1, 1)
YES, NO = "yes", "no"


def _form(turn: Turn, found: ResultList) -> Form:
    today = turn.today

    def read_iso(said: str) -> str | Misread:
        day = read_day(said, today, first=OLDEST, last=today)
        return day if isinstance(day, Misread) else day.isoformat()

    return Form(
        (
            *_year(turn, found),
            Question(
                key="made_at",
                text=T("Danh sách kết quả này ở đâu ra?"),
                options=tuple(Option(each.value, words) for each, words in MADE_AT.items()),
            ),
            Question(
                key="made_by",
                text=T("Nơi nào lập? Gõ tên, ví dụ: Trường THCS Sơn Hồng."),
                reader=read_title,
            ),
            Question(
                key="made_on",
                text=T("Lập ngày nào? Ví dụ 01/11/2026."),
                options=(Option(today.isoformat(), T("Hôm nay")),),
                reader=read_iso,
            ),
            Question(
                key="signer",
                text=T("Ai ký danh sách? Gõ họ tên, chức vụ như trên giấy."),
                reader=read_title,
            ),
            *_unsaid(turn, found),
        )
    )


def _year(turn: Turn, found: ResultList) -> tuple[Question, ...]:
    """Of which year the results are; asked where more than one is open."""
    open_ = [each for each in cycles.of_commune(turn.tx, found.commune_id) if each.is_open]
    if len(open_) < 2:
        return ()
    options = tuple(Option(str(each.id), T("Năm {year}", year=each.year)) for each in reversed(open_))
    return (Question(key="cycle", text=T("Kết quả của năm đánh giá nào?"), options=options),)


def _unsaid(turn: Turn, found: ResultList) -> tuple[Question, ...]:
    """What a line means that says nothing; asked where there are such lines."""
    if not found.origin.all_reached and not result_lists.counts(turn.tx, found.id).all.get(Finding.UNSAID):
        return ()
    return (
        Question(
            key="unsaid",
            text=T("Có dòng không ghi đạt hay chưa đạt. Danh sách này chỉ ghi những người đạt phải không?"),
            options=(
                Option(YES, T("Phải, ai có tên là đạt")),
                Option(NO, T("Không, dòng không ghi thì để riêng")),
            ),
        ),
    )


def _answers(turn: Turn, found: ResultList) -> dict[str, Any] | None:
    draft = turn.draft.get(ORIGIN)
    return draft["answers"] if draft is not None and draft["of"] == found.id else None


def _keep(turn: Turn, found: ResultList, key: str, value: Any) -> None:
    turn.draft.keep(ORIGIN, {"of": found.id, "answers": {**(_answers(turn, found) or {}), key: value}})


def _done(turn: Turn, found: ResultList) -> Way:
    return ways.results_file(found.id) if _answers(turn, found) is None else ways.results_origin_save(found.id)


def _ways(_turn: Turn, found: ResultList, _question: Question, before: tuple[Choice, ...]) -> tuple[Choice, ...]:
    return (*before, to_list(found))


DIALOGUE = Dialogue(
    routes,
    "results-from",
    Action.TAKE_RESULTS,
    about="results_file",
    form=_form,
    answers=_answers,
    record=_keep,
    done=_done,
    title=lambda *_: T("Nơi lập danh sách"),
    ways=_ways,
)


@routes.does("results-origin/{results_file}", Action.TAKE_RESULTS)
def origin(turn: Turn, results_file: ResultList) -> Goto:
    """Say where the list comes from, afresh."""
    turn.draft.keep(ORIGIN, {"of": results_file.id, "answers": {}})
    return Goto(DIALOGUE.onward(turn, results_file))


@routes.does("results-origin-save/{results_file}", Action.TAKE_RESULTS)
def origin_save(turn: Turn, results_file: ResultList) -> Goto:
    """Write down where the list comes from."""
    answers = _answers(turn, results_file)
    if answers is None or _form(turn, results_file).next(answers) is not None:
        return Goto(ways.results_file(results_file.id))
    turn.draft.drop(ORIGIN)
    held = result_lists.get(turn.tx, results_file.id, lock=True)
    if held.state is not ResultsState.READY:
        return Goto(ways.results_file(held.id))
    said = Origin(
        made_at=ResultsFrom(answers["made_at"]),
        made_by=str(answers["made_by"]),
        made_on=date.fromisoformat(answers["made_on"]),
        signer=str(answers["signer"])[:120],
        all_reached=answers.get("unsaid") == YES,
    )
    year = answers.get("cycle")
    deeds.say_origin(turn.tx, turn.account, held, said, cycle_id=held.cycle_id if year is None else int(year))
    return Goto(ways.results_file(held.id), T("Đã ghi nơi lập danh sách."))
