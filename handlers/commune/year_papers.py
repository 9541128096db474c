"""The year's report and table: how they are headed and signed is shown and chosen before a file is made.

What was chosen is kept for the commune and offered again. Number and day are one paper's own: they lie in the draft.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from acts import ways
from acts.choice import Choice, Look
from acts.errands import SummaryTableErrand, YearReportErrand, ask_for
from acts.way import Way
from criteria.letterhead import Capacity, Issuer, Letterhead, issuer_name, sign_of, signature_lines
from criteria.plan import load as load_plan
from criteria.policy import Action
from handlers.kit.context import Turn
from handlers.kit.draft import Part
from handlers.kit.event import Said, Sent
from handlers.kit.read import Misread
from handlers.kit.router import HOME, Answer, Goto, Routes
from handlers.kit.screen import UNBROKEN, Screen
from handlers.shared.letterhead_fields import (
    ADDRESSEES,
    CAPACITIES,
    CHANGED,
    COPIES,
    DAY,
    NOT_PRINTED,
    NUMBER,
    OPEN,
    PLACE,
    SIGNER,
    SUPERIOR,
    Field,
    said_or,
)
from locales.text import BLANK, Day, T, Words, joined, lines
from storage import letterheads, places
from storage.cycles import Cycle

routes = Routes()

REPORT, TABLE = "report", "table"
DOCUMENT = Part[dict[str, Any]]("year-paper", dict)  # in the draft: the number and the day of a year's report
TRAINING = T(
    "Kỳ này dùng bộ mẫu tập huấn, số điểm là số giả, nên không xuất báo cáo chính thức. {You} chọn "
    "bộ tiêu chí thật ở mục Bộ tiêu chí và kỳ đánh giá trước."
)
FIELDS: Mapping[str, Field] = {
    "signer": SIGNER,
    "place": PLACE,
    "number": NUMBER,
    "day": DAY,
    "addressees": ADDRESSEES,
    "copies": COPIES,
    "superior": SUPERIOR,
}
ON_TABLE = {"signer", "place"}  # of the fields, what stands on the table
OWN = ("number", "day")  # of one paper: not offered for the next


def _fields(paper: str) -> Mapping[str, Field]:
    return FIELDS if paper == REPORT else {key: field for key, field in FIELDS.items() if key in ON_TABLE}


@routes.shows("year-paper/{cycle}/{paper}", Action.EXPORT)
def year_paper(turn: Turn, cycle: Cycle, paper: str) -> Answer:
    """How the year's report or table is headed and signed, before it is made."""
    if (refused := _refused(cycle, paper)) is not None:
        return refused
    kept = letterheads.of_commune(turn.tx, cycle.commune_id)
    issuer = kept.letterhead.issuer
    other = Issuer.ASSOCIATION if issuer is Issuer.COMMITTEE else Issuer.COMMITTEE
    return Screen(
        room=UNBROKEN,
        title=_title(cycle, paper),
        text=lines(
            T("{You} xem phần đầu và chữ ký. Máy in đúng như sau:"),
            BLANK,
            *_heading(turn, cycle, kept.letterhead, paper),
        ),
        choices=(
            Choice(
                T("Lập báo cáo") if paper == REPORT else T("Lập bảng"),
                ways.paper_make(cycle.id, paper, kept.revision),
                Look.MAIN,
            ),
            Choice(T("Chức vụ người ký"), ways.paper_signs(cycle.id, paper)),
            *(Choice(field.label, ways.paper_field(cycle.id, paper, key)) for key, field in _fields(paper).items()),
            Choice(
                T("Đổi cơ quan ban hành: {issuer}", issuer=issuer_name(other)),
                ways.paper_issuer(cycle.id, paper, other.value),
            ),
            Choice(T("Số liệu"), ways.stats_of(cycle.id), Look.WAY),
            HOME,
        ),
    )


def _refused(cycle: Cycle, paper: str) -> Goto | None:
    """Where there is no such paper: of made-up numbers none is official."""
    back = ways.stats_of(cycle.id)
    if cycle.is_training:
        return Goto(back, TRAINING)
    return None if paper in {REPORT, TABLE} else Goto(back)


def _title(cycle: Cycle, paper: str) -> Words:
    if paper == REPORT:
        return T("Báo cáo năm {year} (Word)", year=cycle.year)
    return T("Bảng tổng hợp năm {year} (Excel)", year=cycle.year)


def _heading(turn: Turn, cycle: Cycle, letterhead: Letterhead, paper: str) -> tuple[Words, ...]:
    """What will be printed, a line each."""
    commune = places.get(turn.tx, cycle.commune_id)
    place = letterhead.place or commune.name
    issuer = T(
        "Cơ quan ban hành: {issuer} {commune}", issuer=issuer_name(letterhead.issuer), commune=commune.inline_name
    )
    signed = T(
        "Người ký: {office}; tên: {name}",
        office=joined(signature_lines(letterhead), ", "),
        name=said_or(letterhead.signer, OPEN),
    )
    if paper == TABLE:
        return issuer, signed, T("Nơi ký: {place}", place=place)
    number, day = _document(turn, cycle)
    return (
        issuer,
        T("Cơ quan cấp trên: {name}", name=said_or(letterhead.superior, NOT_PRINTED)),
        T("Số: {number}/BC-{sign}", number=number or "…", sign=sign_of(letterhead.issuer)),
        T("Nơi ký, ngày ký: {place}, {day}", place=place, day=T("{day}", day=Day(day)) if day else OPEN),
        T("Kính gửi: {receivers}", receivers=said_or("; ".join(letterhead.addressees), OPEN)),
        T("Nơi nhận: Như trên; {receivers}Lưu", receivers="".join(f"{each}; " for each in letterhead.copies)),
        signed,
    )


def _document(turn: Turn, cycle: Cycle) -> tuple[str, date | None]:
    """The number and the day that were typed for this year's report; empty where they were not."""
    draft = turn.draft.get(DOCUMENT) or {}
    if draft.get("cycle") != cycle.id:
        return "", None
    day = str(draft.get("day", ""))
    return str(draft.get("number", "")), date.fromisoformat(day) if day else None


def _keep(turn: Turn, cycle: Cycle, field: str, value: object) -> None:
    """Write down one field: of the commune's papers, or of this one."""
    if field not in OWN:
        letterheads.change(turn.tx, cycle.commune_id, **{field: value})
        return
    draft = turn.draft.get(DOCUMENT) or {}
    before = draft if draft.get("cycle") == cycle.id else {"cycle": cycle.id}
    turn.draft.keep(DOCUMENT, {**before, field: value})


@routes.does("paper-make/{cycle}/{paper}/{shown}", Action.EXPORT)
def paper_make(turn: Turn, cycle: Cycle, paper: str, shown: int) -> Goto:
    """Ask for the file, headed as it was shown: ``shown`` is the letterhead's revision on the screen."""
    if (refused := _refused(cycle, paper)) is not None:
        return refused
    kept = letterheads.of_commune(turn.tx, cycle.commune_id)
    back = ways.year_paper(cycle.id, paper)
    if kept.revision != shown:
        return Goto(back, CHANGED)
    if paper == REPORT:
        number, day = _document(turn, cycle)
        errand = YearReportErrand(cycle.id, kept.letterhead, number, day.isoformat() if day else "")
        asked = ask_for(turn.tx, turn.account, errand)
    else:
        asked = ask_for(turn.tx, turn.account, SummaryTableErrand(cycle.id, kept.letterhead))
    if not asked:
        return Goto(ways.stats_of(cycle.id), T("Báo cáo trước đang lập, {you} đợi một chút."))
    if paper == REPORT:
        return Goto(ways.stats_of(cycle.id), T("Đang lập báo cáo, xong sẽ gửi tệp Word vào đây."))
    return Goto(ways.stats_of(cycle.id), T("Đang lập bảng tổng hợp, xong sẽ gửi tệp Excel vào đây."))


@routes.does("paper-issuer/{cycle}/{paper}/{issuer}", Action.EXPORT)
def paper_issuer(turn: Turn, cycle: Cycle, paper: str, issuer: str) -> Goto:
    """From now on this body issues the commune's papers; who signs for the other one does not sign for it."""
    before = letterheads.of_commune(turn.tx, cycle.commune_id).letterhead.issuer
    if issuer in set(Issuer) and before is not Issuer(issuer):
        letterheads.change(
            turn.tx, cycle.commune_id, issuer=Issuer(issuer), superior="", capacity=Capacity.OPEN, signer=""
        )
    return Goto(ways.year_paper(cycle.id, paper))


@routes.shows("paper-signs/{cycle}/{paper}", Action.EXPORT)
def paper_signs(turn: Turn, cycle: Cycle, paper: str) -> Answer:
    """In what capacity does somebody sign?"""
    if (refused := _refused(cycle, paper)) is not None:
        return refused
    return Screen(
        title=_title(cycle, paper),
        text=T("Ai ký? Người ký thay thì in thêm “{line}”.", line="KT. CHỦ TỊCH"),
        choices=(
            *(Choice(label, ways.paper_capacity(cycle.id, paper, each.value)) for each, label in CAPACITIES.items()),
            _back(cycle, paper),
        ),
    )


@routes.does("paper-capacity/{cycle}/{paper}/{capacity}", Action.EXPORT)
def paper_capacity(turn: Turn, cycle: Cycle, paper: str, capacity: str) -> Goto:
    """From now on the commune's papers are signed in this capacity; the name of somebody else is asked for anew."""
    if capacity not in set(Capacity):
        return Goto(ways.year_paper(cycle.id, paper))
    before = letterheads.of_commune(turn.tx, cycle.commune_id).letterhead
    if before.capacity is Capacity(capacity):
        return Goto(ways.year_paper(cycle.id, paper))
    letterheads.change(turn.tx, cycle.commune_id, capacity=Capacity(capacity), signer="")
    if Capacity(capacity) is Capacity.OPEN:
        return Goto(ways.year_paper(cycle.id, paper))
    return Goto(ways.paper_field(cycle.id, paper, "signer"))


@routes.shows("paper-field/{cycle}/{paper}/{field}", Action.EXPORT)
def paper_field(turn: Turn, cycle: Cycle, paper: str, field: str) -> Answer:
    """Ask for one field of the heading, in own words."""
    if (refused := _refused(cycle, paper)) is not None:
        return refused
    if field not in _fields(paper):
        return Goto(ways.year_paper(cycle.id, paper))
    return Screen(
        title=FIELDS[field].label,
        text=lines(FIELDS[field].asks, _receivers(cycle) if field == "addressees" else None),
        choices=(Choice(T("Để trống"), ways.paper_empty(cycle.id, paper, field)), _back(cycle, paper)),
        typed=True,
        counted=field == "number",
    )


def _receivers(cycle: Cycle) -> Words | None:
    """To whom the plan that is followed has reports sent."""
    plan = load_plan(cycle.plan)
    found = [] if plan is None else list(dict.fromkeys(each.receiver for each in plan.deadlines))
    return T("Kế hoạch đang dùng ghi nơi nhận: {receivers}.", receivers=joined(found, "; ")) if found else None


@routes.hears("paper-field")
def paper_field_heard(turn: Turn, said: Said | Sent, cycle: Cycle, paper: str, field: str) -> Goto:
    """Take what was typed."""
    here = ways.paper_field(cycle.id, paper, field)
    if _refused(cycle, paper) is not None or field not in FIELDS:
        return Goto(here)
    if isinstance(said, Sent):
        return Goto(here, T("Chỗ này chỉ nhận chữ."))
    value = FIELDS[field].read(turn, cycle.year, said.text)
    if isinstance(value, Misread):
        return Goto(here, value.hint)
    _keep(turn, cycle, field, value)
    return Goto(ways.year_paper(cycle.id, paper))


@routes.does("paper-empty/{cycle}/{paper}/{field}", Action.EXPORT)
def paper_empty(turn: Turn, cycle: Cycle, paper: str, field: str) -> Goto:
    """Leave a field open, or as it is by itself."""
    if field in FIELDS:
        _keep(turn, cycle, field, () if field in {"addressees", "copies"} else "")
    return Goto(ways.year_paper(cycle.id, paper))


def _back(cycle: Cycle, paper: str) -> Choice:
    return Choice(T("Quay lại"), Way(ways.year_paper(cycle.id, paper)), Look.WAY)
