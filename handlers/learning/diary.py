"""The learning diary (Sổ học tập): what a person did to learn this year, a certificate or not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from acts import ways
from acts.choice import Choice, Look
from acts.way import Way
from criteria.activity import ACTIVITY_NAMES, ACTIVITY_WORDS, ActivityKind
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.dialogue import Dialogue
from handlers.kit.draft import Part
from handlers.kit.event import Said, Sent
from handlers.kit.form import Form, Question
from handlers.kit.read import Misread
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import Screen
from handlers.learning.activity_form import DAY, HOURS, KIND, NAME, ORGANISER, activity_form, facts
from handlers.shared.evidence_file import on_its_way
from locales.text import BLANK, Day, T, Tn, Verbatim, Words, lines
from storage import activities, diary_keeping, evidence, people
from storage.activities import Activity
from storage.diary_keeping import first_day
from storage.residents import Resident

routes = Routes()

ENTRY = Part[dict[str, Any]]("entry", dict)  # the entry being written, and whose it is
PAGE = 5
YEARS_BACK = 2
MOST_YEARS = 100
ORGANISERS: tuple[Words, ...] = (
    T("Trung tâm học tập cộng đồng"),
    T("Hội Khuyến học"),
    T("Hội Nông dân"),
    T("Hội Phụ nữ"),
    T("Tự học"),
)

IN_ONE_LINE = T(
    "Hoặc gõ hết một lần: số, tên, ngày, số giờ, ai tổ chức. Ví dụ: 1, Trồng nấm, hôm qua, 4 giờ, Hội Nông dân"
)


@routes.shows("diary", Action.TAKE_PART)
def diary(turn: Turn) -> Answer:
    """Whose diary? Asked only where there is a choice."""
    if not turn.account.speaks_for:
        return Goto(ways.diary_of(turn.person.id, turn.year))
    others = [people.get(turn.tx, key) for key in turn.account.speaks_for]
    year = turn.year
    return Screen(
        title=T("Sổ học tập của ai?"),
        text=T("Ghi cho người mình khai hộ cũng được."),
        choices=(
            Choice(T("Bản thân"), ways.diary_of(turn.person.id, year), Look.MAIN),
            *(Choice(Verbatim(each.full_name), ways.diary_of(each.id, year), Look.MAIN) for each in others),
            HOME,
        ),
        names=frozenset(each.id for each in others),
    )


@routes.shows("diary-of/{resident}/{year}", Action.SPEAK_FOR)
def diary_of(turn: Turn, resident: Resident, year: int) -> Answer:
    """A year of the diary: the sum, then the latest entries."""
    return _page(turn, resident, year, 0)


@routes.shows("diary-page/{resident}/{year}/{page}", Action.SPEAK_FOR)
def diary_page(turn: Turn, resident: Resident, year: int, page: int) -> Answer:
    """More of a year's entries."""
    return _page(turn, resident, year, page)


def _page(turn: Turn, resident: Resident, year: int, page: int) -> Answer:
    person = resident.person
    first = 0 if person.id == turn.person.id else first_day(turn.tx.now).year  # what is older is theirs alone
    if abs(year - turn.year) > MOST_YEARS or year < first:  # a button made up by hand, or of years ago
        return Goto(ways.diary_of(person.id, turn.year))
    found = activities.of_person(turn.tx, person.id, year)
    shown = found[page * PAGE : (page + 1) * PAGE]
    others = [each for each in activities.years(turn.tx, person.id) if each != year and each >= first]
    title = T("Sổ học tập năm {year}", year=year)
    own = person.id == turn.person.id
    more = Choice(T("Xem thêm"), ways.diary_page(person.id, year, page + 1))
    return Screen(
        title=title if own else T("{name} · {title}", name=person.full_name, title=title),
        text=lines(
            _sum(found),
            *(_line(each) for each in shown),
            None if found else T("Dự lớp, tập huấn, đọc sách, tự học: {you} ghi lại để cuối năm khai cho dễ."),
        ),
        choices=(
            Choice(T("Ghi tiếp việc đang dở"), ways.entry_ask_next(person.id), Look.MAIN)
            if _is_half(turn, person.id)
            else Choice(T("Ghi việc học mới"), ways.entry_new(person.id), Look.MAIN),
            *(Choice(T("Xem: {name}", name=each.name), ways.entry(each.id)) for each in shown),
            *((more,) if found[(page + 1) * PAGE :] else ()),
            *(Choice(T("Năm {year}", year=each), ways.diary_of(person.id, each), Look.WAY) for each in others[:3]),
            HOME,
        ),
    )


def _is_half(turn: Turn, person_id: int) -> bool:
    """Whether a new entry of that person is half-way."""
    draft = turn.draft.get(ENTRY)
    return draft is not None and draft["of"] == person_id and draft["entry"] is None


def _sum(found: tuple[Activity, ...]) -> Words:
    if not found:
        return T("Chưa ghi việc học nào.")
    attended = sum(each.attended for each in found)
    return lines(
        T("{n} việc học, {hours} giờ.", n=len(found), hours=sum(each.hours for each in found)),
        Tn("{n} việc có điểm danh.", attended) if attended else None,
        BLANK,
    )


def _line(activity: Activity) -> Words:
    mark = T(" (có điểm danh)") if activity.attended else Verbatim("")
    return T(
        "- {day}: {name}, {hours} giờ{mark}",
        day=Day(activity.held_on),
        name=activity.name,
        hours=activity.hours,
        mark=mark,
    )


def _form(turn: Turn, resident: Resident) -> Form:
    """What is past its term is not written any more, unless its person keeps it for themselves."""
    today = turn.today
    first = first_day(turn.tx.now)
    if resident.id == turn.person.id and diary_keeping.is_kept(turn.tx, resident.id):
        first = min(first, date(today.year - YEARS_BACK, 1, 1))
    return activity_form(
        T("{You} học gì?"),
        ACTIVITY_NAMES,
        T("Tên lớp, buổi học, quyển sách…? Ví dụ Kỹ thuật trồng nấm."),
        T("Hôm nào? {You} chọn, hoặc gõ ngày, ví dụ 12/10."),
        kind_words=ACTIVITY_WORDS,
        today=today,
        first=first,
        last=today,
        days=((today, T("Hôm nay")), (today - timedelta(days=1), T("Hôm qua"))),
        organisers=ORGANISERS,
    )


def _answers(turn: Turn, resident: Resident) -> dict[str, Any] | None:
    """What is known of the entry that is being written for that person; ``None`` if there is none."""
    draft = turn.draft.get(ENTRY)
    return draft["answers"] if draft is not None and draft["of"] == resident.id else None


def _keep(turn: Turn, resident: Resident, key: str, value: Any) -> None:
    draft = turn.draft.get(ENTRY) or {"entry": None}
    answers = {**(_answers(turn, resident) or {}), key: value}
    turn.draft.keep(ENTRY, {"entry": draft["entry"], "of": resident.id, "answers": answers})


def _done(turn: Turn, resident: Resident) -> Way:
    return _diary_of(turn, resident) if _answers(turn, resident) is None else ways.entry_save(resident.id)


def _diary_of(turn: Turn, resident: Resident) -> Way:
    return ways.diary_of(resident.id, turn.year)


def _title(_turn: Turn, _resident: Resident, _question: Question) -> Words:
    return T("Ghi việc học")


def _text(turn: Turn, _resident: Resident, question: Question) -> Words:
    return lines(question.text, BLANK, IN_ONE_LINE) if turn.compact and question.key == KIND else question.text


def _ways(turn: Turn, resident: Resident, _question: Question, before: tuple[Choice, ...]) -> tuple[Choice, ...]:
    stop = Choice(T("Bỏ việc đang ghi"), ways.entry_stop(resident.id), Look.WAY)
    return (
        *before,
        Choice(T("Thôi, để sau"), _diary_of(turn, resident), Look.WAY),
        *((stop,) if _answers(turn, resident) and _is_half(turn, resident.id) else ()),
    )


def _in_one_line(turn: Turn, resident: Resident, question: Question, said: str) -> Goto | None:
    """Several answers in their order: "1, Trồng nấm, hôm qua, 4 giờ, Hội Nông dân". What is missing is asked after."""
    if question.key != KIND or "," not in said:
        return None
    for part in said.split(","):
        following = _form(turn, resident).next(_answers(turn, resident) or {})
        if following is None:
            break
        value = following.read(part)
        if isinstance(value, Misread):
            return Goto(DIALOGUE.onward(turn, resident), value.hint)
        _keep(turn, resident, following.key, value)
    return Goto(DIALOGUE.onward(turn, resident))


DIALOGUE = Dialogue(
    routes,
    "entry-ask",
    Action.SPEAK_FOR,
    about="resident",
    form=_form,
    answers=_answers,
    record=_keep,
    done=_done,
    title=_title,
    text=_text,
    ways=_ways,
    whole=_in_one_line,
)


@routes.does("entry-new/{resident}", Action.SPEAK_FOR)
def entry_new(turn: Turn, resident: Resident) -> Goto:
    """A new entry; one that is half-way is gone on with."""
    if not (_is_half(turn, resident.id) and _answers(turn, resident)):
        turn.draft.keep(ENTRY, {"of": resident.id, "answers": {}, "entry": None})
    return Goto(DIALOGUE.onward(turn, resident))


@routes.does("entry-stop/{resident}", Action.SPEAK_FOR)
def entry_stop(turn: Turn, resident: Resident) -> Goto:
    """Forget what is half-way; an entry that was being changed stays as it was."""
    if _answers(turn, resident) is not None:
        turn.draft.drop(ENTRY)
    return Goto(_diary_of(turn, resident))


@routes.does("entry-save/{resident}", Action.SPEAK_FOR)
def entry_save(turn: Turn, resident: Resident) -> Goto:
    """Write the entry, or put right the one that is being changed."""
    draft, answers, form = turn.draft.get(ENTRY) or {}, _answers(turn, resident), _form(turn, resident)
    if answers is None or form.next(answers) is not None:
        return Goto(DIALOGUE.onward(turn, resident))
    kind, said = ActivityKind(answers[KIND]), facts(form, answers)
    changing = draft["entry"]
    old = None if changing is None else activities.load(turn.tx, changing)
    turn.draft.drop(ENTRY)
    if changing is not None and (old is None or old.person_id != resident.id or old.attended):
        return Goto(_diary_of(turn, resident))  # deleted meanwhile: not to be written again
    if old is not None:
        activities.change(turn.tx, old, kind=kind.value, **said)
        return Goto(ways.entry(old.id), T("Đã sửa."))
    written = activities.add(turn.tx, resident.person, kind=kind, **said)
    return Goto(ways.entry(written.id), T("Đã ghi vào sổ."))


@routes.shows("entry/{activity}", Action.WRITE_DIARY)
def entry(turn: Turn, activity: Activity) -> Screen:
    """One entry, with its pictures, and what can be done with it."""
    pictures = evidence.of_activity(turn.tx, activity.id)
    year = activity.held_on.year
    attended = T("Có điểm danh ở buổi học.") if activity.attended else None
    return Screen(
        title=Verbatim(activity.name),
        text=lines(
            T("{kind}, {day}, {hours} giờ", kind=ACTIVITY_NAMES[activity.kind], day=Day(activity.held_on),
              hours=activity.hours),
            T("Tổ chức: {name}", name=activity.organiser),
            attended,
            Tn("{n} ảnh kèm theo.", len(pictures)) if pictures else None,
        ),
        choices=(
            Choice(T("Gửi ảnh giấy chứng nhận"), ways.certificate(activity.id)),
            *(Choice(T("Xem ảnh {i}", i=i), ways.picture(each.id)) for i, each in enumerate(pictures, 1)),
            Choice(T("Ghi việc học khác"), ways.entry_new(activity.person_id)),
            *(() if activity.attended else (Choice(T("Sửa"), ways.entry_fix(activity.id)),)),
            Choice(T("Xoá"), ways.entry_drop(activity.id), Look.DANGER),
            Choice(T("Xem sổ"), ways.diary_of(activity.person_id, year), Look.WAY),
            HOME,
        ),
    )  # fmt: skip


@routes.shows("entry-fix/{activity}", Action.WRITE_DIARY)
def entry_fix(turn: Turn, activity: Activity) -> Answer:
    """Which part is wrong? One that was attended says what its event says."""
    if activity.attended:
        return Goto(
            ways.entry(activity.id), T("Việc này do điểm danh mà có nên không sửa được; ghi nhầm thì {you} xoá.")
        )
    parts: tuple[tuple[str, Words], ...] = (
        (KIND, T("Loại: {kind}", kind=ACTIVITY_NAMES[activity.kind])),
        (NAME, T("Tên: {name}", name=activity.name)),
        (DAY, T("Ngày: {day}", day=Day(activity.held_on))),
        (HOURS, T("Số giờ: {n}", n=activity.hours)),
        (ORGANISER, T("Tổ chức: {name}", name=activity.organiser)),
    )
    return Screen(
        text=T("Sửa chỗ nào?"),
        choices=(
            *(Choice(label, ways.entry_part(activity.id, key)) for key, label in parts),
            Choice(T("Thôi, không sửa"), ways.entry(activity.id), Look.WAY),
        ),
    )


@routes.does("entry-part/{activity}/{part}", Action.WRITE_DIARY)
def entry_part(turn: Turn, activity: Activity, part: str) -> Goto:
    """Ask that part again; the others stay."""
    said: dict[str, Any] = {
        KIND: activity.kind.value,
        NAME: activity.name,
        DAY: activity.held_on.isoformat(),
        HOURS: activity.hours,
        ORGANISER: activity.organiser,
    }
    if activity.attended or part not in said:
        return Goto(ways.entry(activity.id))
    answers = {key: value for key, value in said.items() if key != part}
    draft = {"of": activity.person_id, "answers": answers, "entry": activity.id}
    turn.draft.keep(ENTRY, draft)
    return Goto(ways.entry_ask(activity.person_id, part))


@routes.shows("entry-drop/{activity}", Action.WRITE_DIARY)
def entry_drop(turn: Turn, activity: Activity) -> Screen:
    """Really?"""
    return Screen(
        title=Verbatim(activity.name),
        text=T("Xoá việc này khỏi sổ, cùng ảnh kèm theo? Xoá rồi không lấy lại được."),
        choices=(
            Choice(T("Xoá thật"), ways.entry_gone(activity.id), Look.DANGER),
            Choice(T("Thôi, giữ lại"), ways.entry(activity.id), Look.WAY),
        ),
    )


@routes.does("entry-gone/{activity}", Action.WRITE_DIARY, Weight.DECIDING)
def entry_gone(turn: Turn, activity: Activity) -> Goto:
    """Delete the entry."""
    activities.remove(turn.tx, activity)
    note = T("Đã xoá: {name}.", name=activity.name)
    return Goto(ways.diary_of(activity.person_id, activity.held_on.year), note)


@routes.shows("certificate/{activity}", Action.WRITE_DIARY)
def certificate(turn: Turn, activity: Activity) -> Screen:
    """Ask for a photo of the certificate; several are fine."""
    done = T("Xong") if evidence.of_activity(turn.tx, activity.id) else T("Không có ảnh, bỏ qua")
    return Screen(
        title=Verbatim(activity.name),
        text=T("{You} chụp giấy chứng nhận rồi gửi ảnh vào đây. Nhiều ảnh cũng được."),
        choices=(Choice(done, ways.entry(activity.id), Look.WAY),),
        picture=True,
    )


@routes.hears("certificate")
def certificate_heard(turn: Turn, said: Said | Sent, activity: Activity) -> Goto:
    """A photo."""
    if isinstance(said, Said):
        way = turn.numbered(said.text)
        return Goto(ways.certificate(activity.id), T("Chỗ này nhận ảnh.")) if way is None else Goto(way)
    if said.picture is None:
        return Goto(ways.certificate(activity.id), T("Chỗ này nhận ảnh, chưa nhận được thứ vừa gửi."))
    if len(evidence.of_activity(turn.tx, activity.id)) >= evidence.MOST:
        return Goto(
            ways.entry(activity.id), T("Mỗi chỗ giữ nhiều nhất {n} ảnh, nên ảnh này không nhận.", n=evidence.MOST)
        )
    evidence.attach(
        turn.tx,
        said.picture,
        person_id=activity.person_id,
        account_id=turn.account.id,
        activity_id=activity.id,
        caption=said.caption,
    )
    return Goto(ways.certificate(activity.id), on_its_way(said.caption))  # the others of an album follow
