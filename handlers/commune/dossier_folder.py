"""The commune's dossier of Thông tư 25: its papers, the whole as one folder, and what became of it once handed in."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from acts import ways
from acts.choice import Choice, Look
from acts.errands import DossierErrand, DossierPaperErrand, ask_for
from acts.way import Way
from criteria import commune, submission
from criteria.commune import State
from criteria.handed import NEXT, Handed
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.days import read_day
from handlers.kit.dialogue import Dialogue
from handlers.kit.draft import Part
from handlers.kit.form import Form, Option, Question
from handlers.kit.read import Misread
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from handlers.shared.this_year import still_of
from locales.text import BLANK, Day, T, Words, lines
from storage import dossiers, entered_figures, evidence, target_actuals
from storage.cycles import Cycle
from storage.dossiers import Noted

routes = Routes()

FOLDER, LETTER, REPORT, TABLE = "folder", "letter", "report", "table"
NOTE = Part[dict[str, Any]]("dossier-note", dict)  # what is being noted: of which year, which step, the answers
LONGEST_CODE, LONGEST = 100, 300
AHEAD = timedelta(days=180)  # no body asks for more within a longer time
TRAINING = T(
    "Năm này dùng bộ mẫu tập huấn, số điểm là số giả, nên không lập hồ sơ. {You} chọn bộ tiêu chí thật ở mục "
    "Bộ tiêu chí và kỳ đánh giá trước."
)
UNSURE = T("Nơi nhận, hạn, thủ tục chưa đối chiếu văn bản. {You} hỏi lại trước khi nộp.")
STEPS: Mapping[Handed, Words] = {
    Handed.SENT: T("Đã nộp"),
    Handed.ASKED: T("Phải bổ sung"),
    Handed.RECOGNISED: T("Đã được công nhận"),
    Handed.REFUSED: T("Không được công nhận"),
}


@routes.shows("dossier-folder/{cycle}", Action.EXPORT)
def folder(turn: Turn, cycle: Cycle) -> Screen:
    """What the dossier has, what it lacks, where and by when it goes, and what became of it."""
    standard, sent = commune.load(), submission.load()
    result = target_actuals.commune_result(turn.tx, cycle)
    open_ones = [each.id for each in standard.indicators if result.state(each.id) is State.UNKNOWN]
    bare = _without_picture(turn, cycle)
    steps = dossiers.of_cycle(turn.tx, cycle.id)
    return Screen(
        title=T("Hồ sơ Cộng đồng học tập cấp xã năm {year}", year=cycle.year),
        text=lines(
            still_of(turn, cycle),
            T("Gồm: công văn, báo cáo tự đánh giá, bảng tổng hợp, minh chứng từng chỉ tiêu."),
            T("Chưa có kết quả: chỉ tiêu {ids}.", ids=", ".join(open_ones)) if open_ones else None,
            T("Chưa có ảnh minh chứng: chỉ tiêu {ids}.", ids=", ".join(bare)) if bare else None,
            BLANK,
            T(
                "Nộp: {receiver}, chậm nhất {day}, thủ tục {number}.",
                receiver=sent.receiver,
                day=Day(sent.submit_by(cycle.year)),
                number=sent.procedure,
            ),
            None
            if sent.is_verified
            else T("Nơi nhận, hạn, thủ tục chưa đối chiếu văn bản. {You} hỏi lại trước khi nộp."),
            BLANK,
            *(map(_line, steps) if steps else (T("Chưa ghi là đã nộp."),)),
        ),
        choices=(
            Choice(T("Lập trọn bộ hồ sơ"), ways.dossier_make(cycle.id, FOLDER), Look.MAIN),
            Choice(T("Công văn đề nghị (Word)"), ways.dossier_make(cycle.id, LETTER)),
            Choice(T("Báo cáo tự đánh giá (Word)"), ways.dossier_make(cycle.id, REPORT)),
            Choice(T("Bảng tổng hợp (Word)"), ways.dossier_make(cycle.id, TABLE)),
            *(
                Choice(T("Ghi: {step}", step=STEPS[each]), ways.dossier_begin(cycle.id, each.value))
                for each in _next(steps)
            ),
            Choice(T("Các tiêu chí"), ways.dossier_of(cycle.id), Look.WAY),
            HOME,
        ),
    )


def _without_picture(turn: Turn, cycle: Cycle) -> list[str]:
    """Indicators that were entered, with no picture beside them."""
    held = entered_figures.latest(turn.tx, cycle.id)
    shown = evidence.entries_with_pictures(turn.tx, [each.id for each in held.values()])
    keys = {each.id: held.get(entered_figures.circular_key(each.id)) for each in commune.load().indicators}
    return [key for key, entry in keys.items() if entry is not None and entry.id not in shown]


def _next(steps: tuple[Noted, ...]) -> tuple[Handed, ...]:
    return NEXT[steps[-1].state if steps else None]


def _line(step: Noted) -> Words:
    """One step of what became of it."""
    args: dict[str, Any] = {"day": Day(step.day), "number": step.number, "said": step.said}
    match step.state:
        case Handed.SENT:
            return T("- Đã nộp ngày {day}, mã hồ sơ {number}.", **args)
        case Handed.ASKED:
            return T("- Ngày {day} được yêu cầu bổ sung, hạn {due}: {said}", due=Day(step.due or step.day), **args)
        case Handed.RECOGNISED:
            return T("- Đã được công nhận: số {number}, ngày {day}.", **args)
        case Handed.REFUSED:
            return T("- Không được công nhận, ngày {day}: {said}", **args)


@routes.does("dossier-make/{cycle}/{paper}", Action.EXPORT)
def make(turn: Turn, cycle: Cycle, paper: str) -> Goto:
    """Ask for the whole, or for one of its papers."""
    back = ways.dossier_folder(cycle.id)
    if cycle.is_training:
        return Goto(back, TRAINING)
    if paper == FOLDER:
        asked = ask_for(turn.tx, turn.account, DossierErrand(cycle.id))
    elif paper in {LETTER, REPORT, TABLE}:
        asked = ask_for(turn.tx, turn.account, DossierPaperErrand(cycle.id, paper))
    else:
        return Goto(back)
    said = T("Đang lập, xong sẽ gửi tệp vào đây.") if asked else T("Tệp trước đang làm, {you} đợi một chút.")
    return Goto(back, said)


# What became of it


def _day_of(turn: Turn, first: date, last: date) -> Callable[[str], str | Misread]:
    def read(said: str) -> str | Misread:
        found = read_day(said, turn.today, first=first, last=last)
        return found if isinstance(found, Misread) else found.isoformat()

    return read


def _words_up_to(most: int) -> Callable[[str], str | Misread]:
    def read(said: str) -> str | Misread:
        text = " ".join(unicodedata.normalize("NFC", said).split())
        if not 1 <= len(text) <= most or not text.isprintable():
            return Misread(T("{You} gõ từ {least} đến {most} chữ.", least=1, most=most))
        return text

    return read


def _questions(turn: Turn, cycle: Cycle, step: Handed) -> tuple[Question, ...]:
    past = _day_of(turn, date(cycle.year, 1, 1), turn.today)
    today = (Option(turn.today.isoformat(), T("Hôm nay")),)
    code, said = _words_up_to(LONGEST_CODE), _words_up_to(LONGEST)
    match step:
        case Handed.SENT:
            return (
                Question(key="number", text=T("Mã hồ sơ, như trên giấy tiếp nhận?"), reader=code),
                Question(key="day", text=T("Nộp ngày nào?"), options=today, reader=past),
            )
        case Handed.ASKED:
            ahead = _day_of(turn, turn.today - AHEAD, turn.today + AHEAD)
            return (
                Question(key="said", text=T("Phải bổ sung những gì?"), reader=said),
                Question(key="day", text=T("Nhận yêu cầu ngày nào?"), options=today, reader=past),
                Question(key="due", text=T("Hạn bổ sung là ngày nào? Ví dụ: 15/3."), reader=ahead),
            )
        case Handed.RECOGNISED:
            return (
                Question(key="number", text=T("Số quyết định công nhận? Ví dụ: 25/QĐ-UBND."), reader=code),
                Question(key="day", text=T("Quyết định ký ngày nào?"), options=today, reader=past),
            )
        case Handed.REFUSED:
            return (
                Question(key="said", text=T("Vì sao không được công nhận?"), reader=said),
                Question(key="day", text=T("Trả lời ngày nào?"), options=today, reader=past),
            )


def _begun(turn: Turn, cycle: Cycle) -> tuple[Handed, dict[str, Any]] | None:
    """The step that is being noted of this year, with its answers."""
    draft = turn.draft.get(NOTE)
    return None if draft is None or draft["of"] != cycle.id else (Handed(draft["state"]), draft["answers"])


def _form(turn: Turn, cycle: Cycle) -> Form:
    begun = _begun(turn, cycle)
    return Form(_questions(turn, cycle, Handed.SENT if begun is None else begun[0]))


def _answers(turn: Turn, cycle: Cycle) -> dict[str, Any] | None:
    begun = _begun(turn, cycle)
    return None if begun is None else begun[1]


def _keep(turn: Turn, cycle: Cycle, key: str, value: Any) -> None:
    begun = _begun(turn, cycle)
    if begun is not None:
        turn.draft.keep(NOTE, {"of": cycle.id, "state": begun[0].value, "answers": {**begun[1], key: value}})


def _done(turn: Turn, cycle: Cycle) -> Way:
    return ways.dossier_folder(cycle.id) if _begun(turn, cycle) is None else ways.dossier_check(cycle.id)


def _back(cycle: Cycle) -> Choice:
    return Choice(T("Xem lại hồ sơ"), ways.dossier_folder(cycle.id), Look.WAY)


DIALOGUE = Dialogue(
    routes,
    "dossier-note",
    Action.EXPORT,
    about="cycle",
    form=_form,
    answers=_answers,
    record=_keep,
    done=_done,
    title=lambda *_: T("Hồ sơ đã nộp"),
    ways=lambda _turn, cycle, _question, before: (*before, _back(cycle)),
)


@routes.does("dossier-begin/{cycle}/{state}", Action.EXPORT)
def begin(turn: Turn, cycle: Cycle, state: str) -> Goto:
    """Ask what there is to say of a step that comes next."""
    if state not in {each.value for each in _next(dossiers.of_cycle(turn.tx, cycle.id))}:
        return Goto(ways.dossier_folder(cycle.id))
    turn.draft.keep(NOTE, {"of": cycle.id, "state": state, "answers": {}})
    return Goto(DIALOGUE.onward(turn, cycle))


def _step(turn: Turn, cycle: Cycle) -> Noted | None:
    """What would be noted; ``None`` where it is not all there, or cannot follow any more."""
    begun = _begun(turn, cycle)
    if begun is None or _form(turn, cycle).next(begun[1]) is not None:
        return None
    state, said = begun
    if state not in _next(dossiers.of_cycle(turn.tx, cycle.id)):
        return None
    due = said.get("due")
    return Noted(
        state=state,
        number=str(said.get("number", "")),
        day=date.fromisoformat(said["day"]),
        due=None if due is None else date.fromisoformat(due),
        said=str(said.get("said", "")),
    )


@routes.shows("dossier-check/{cycle}", Action.EXPORT)
def check(turn: Turn, cycle: Cycle) -> Answer:
    """Once more, before it is noted: what is noted stays."""
    step = _step(turn, cycle)
    if step is None:
        return Goto(ways.dossier_folder(cycle.id))
    return Screen(
        title=T("Ghi: {step}", step=STEPS[step.state]),
        text=lines(_line(step), BLANK, T("Ghi rồi thì không xoá được.")),
        choices=(Choice(T("Đúng, ghi"), ways.dossier_noted(cycle.id), Look.MAIN), _back(cycle)),
    )


@routes.does("dossier-noted/{cycle}", Action.EXPORT, Weight.DECIDING)
def noted(turn: Turn, cycle: Cycle) -> Goto:
    """Note it."""
    step = _step(turn, cycle)
    if step is not None:
        dossiers.note(turn.tx, cycle.id, step, by=turn.person.id)
        turn.draft.drop(NOTE)
    return Goto(ways.dossier_folder(cycle.id))
