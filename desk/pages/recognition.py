"""Lists of people to be recognised: names, objections, posting, submitting, the signed decision.

Each form carries the state in which its list was seen; where somebody took the list on meanwhile nothing is done, and
the page shows where it stands now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from acts import meeting, recognising
from acts.words.recognition_words import OFFICES, STATES, STRIKING, day_words, decision_words
from criteria.names import fold
from criteria.parse import title_name, titles
from criteria.policy import Action
from criteria.recognition import POSTING_DAYS, Paper
from criteria.year import STEP_NAMES, YearStep
from desk.kit.blocks import (
    Block,
    Cell,
    Facts,
    Field,
    Form,
    Head,
    Heading,
    Hidden,
    Items,
    Link,
    Links,
    Options,
    Page,
    Para,
    Row,
    Table,
    To,
    Tone,
)
from desk.kit.table import Answer, Pages
from desk.kit.visit import Visit
from desk.shared.leaf import A_PAGE
from desk.shared.places import RECOGNITION, list_at, lists_of, name_at
from desk.shared.reasons import MOST, MOST_ON_PAPER, day_typed, in_own_words, on_paper
from desk.shared.years import year_in_hand
from locales.catalog import catalog
from locales.format import day_of
from locales.text import Day, Number, T, Tn, Verbatim, Words
from storage import places, recognition
from storage.cycles import Cycle
from storage.recognition import Name, Objection, RecognitionList, Signed

pages = Pages()

OWN_WORDS = "khac"
AHEAD = timedelta(days=60)  # in which a list can be posted
BEFORE = timedelta(days=400)  # how old a signed paper can be


# The lists of a year


@pages.shows(RECOGNITION, Action.SEE_STATISTICS)
def in_hand(visit: Visit) -> Answer:
    """The lists of the year in hand."""
    cycle = year_in_hand(visit)
    if cycle is None:
        return Page(title=T("Công nhận danh hiệu"), blocks=(Para(T("Chưa mở năm đánh giá nào.")),))
    return To(lists_of(cycle.id))


@pages.shows(f"{RECOGNITION}/{{cycle}}", Action.RECOGNISE)
def lists(visit: Visit, cycle: Cycle) -> Page:
    """Which lists there are, and who could be put on one."""
    found = recognition.of_cycle(visit.tx, cycle.id)
    return Page(
        title=T("Công nhận danh hiệu, năm {year}", year=cycle.year),
        blocks=(
            Table(
                T("Danh sách của năm"),
                (Head(T("Danh hiệu")), Head(T("Lập ngày")), Head(T("Tình trạng")), Head(T("Quyết định số"))),
                tuple(_list_line(each) for each in found),
                none=T("Chưa lập danh sách nào."),
            ),
            *_to_draw_up(visit, cycle),
        ),
    )


def _list_line(found: RecognitionList) -> tuple[Cell, ...]:
    return (
        Cell(title_name(found.title), to=list_at(found.id)),
        Cell(T("{day}", day=Day(day_of(found.made_at)))),
        Cell(STATES[found.state]),
        Cell(Verbatim(found.number or "–")),
    )


def _to_draw_up(visit: Visit, cycle: Cycle) -> Iterator[Block]:
    """Of each title, for whom a list can be drawn up."""
    yield Heading(T("Lập danh sách"))
    here = places.villages(visit.tx, cycle.commune_id)
    is_any = False
    for title in titles():
        waiting = recognition.candidates(visit.tx, cycle.id, title, [each.id for each in here])
        if not waiting:
            continue
        is_any = True
        whole: Words = T("Cả {commune_label} ({n})", n=Number(sum(waiting.values())))
        those = [(str(each.id), T("{place} ({n})", place=each.full_name, n=Number(waiting[each.id])))
                 for each in here if each.id in waiting]  # fmt: skip
        yield Form(
            to=f"{lists_of(cycle.id)}/{title}/lap",
            button=T("Lập danh sách {title}", title=title_name(title)),
            parts=(Options("noi", title_name(title), (("0", whole), *those), "0"),),
            tone=Tone.PLAIN,
        )
    yield Para(
        T("Danh sách gồm những trường hợp đã xác nhận và đạt. Lập xong vẫn gạch tên, thêm tên được, chưa ai được "
          "công nhận.")
        if is_any
        else T("Chưa có ai đã xác nhận và đạt mà chưa vào danh sách."),
        Tone.SOFT,
    )  # fmt: skip


def _places(visit: Visit, commune_id: int, place: int = 0) -> list[int]:
    """The places that a choice means: one of the commune's, or with 0 all."""
    return [each.id for each in places.villages(visit.tx, commune_id) if place in {0, each.id}]


@pages.takes(f"{RECOGNITION}/{{cycle}}/{{title}}/lap", Action.RECOGNISE_NOW)
def draw_up(visit: Visit, cycle: Cycle, title: str) -> To:
    """Draw a list up, of one place or of all."""
    where = _places(visit, cycle.commune_id, visit.number("noi") or 0)
    if title not in titles() or not where:
        return To(lists_of(cycle.id), "khong-ai")
    made = recognition.draw_up(visit.tx, cycle_id=cycle.id, title=title, place_ids=where, by=visit.person.id)
    return To(lists_of(cycle.id), "khong-ai") if made is None else To(list_at(made.id))


# One list


@pages.shows("/danh-sach/{proposal}", Action.RECOGNISE)
def one(visit: Visit, proposal: RecognitionList) -> Page:
    """How far it is, what can be done, who stands on it, what was said against it."""
    said = recognition.objections(visit.tx, proposal.id)
    shown = _shown(visit, proposal)
    return Page(
        title=T("{title}, năm {year}", title=title_name(proposal.title), year=proposal.year),
        blocks=(
            _facts(visit, proposal, said),
            *_missing(visit, proposal),
            *_steps(visit, proposal),
            *_names(visit, proposal, shown),
            *_objections(proposal, said),
            Links((Link(T("Các danh sách của năm"), lists_of(proposal.cycle_id)),), T("Quay lại")),
        ),
        names=frozenset(
            (*(each.person_id for each in shown), *(each.person_id for each in said if each.person_id is not None))
        ),
    )


def _facts(visit: Visit, found: RecognitionList, said: Sequence[Objection]) -> Facts:
    counted = recognition.counts(visit.tx, found.id)
    called = recognition.place_names(visit.tx, counted)
    pairs: list[tuple[Words, Words | Link]] = [
        (T("Tình trạng"), STATES[found.state]),
        (T("Lập"), T("{name}, ngày {day}", name=found.made_by, day=Day(day_of(found.made_at)))),
        (T("Số tên"), T("{n}", n=Number(sum(counted.values())))),
        *((Verbatim(called[key]), T("{n}", n=Number(n))) for key, n in sorted(counted.items())),
    ]
    if found.posted_from is not None:
        pairs.append((T("Niêm yết"), T("từ {first} đến hết {last}", first=day_words(found.posted_from),
                                        last=day_words(found.posted_to))))  # fmt: skip
    if found.number:
        pairs.append((T("Quyết định"), decision_words(found)))
    if found.state is Paper.REVOKED:
        pairs.append((T("Lý do thu hồi"), Verbatim(found.why)))
    if said:
        open_ = sum(each.answer is None for each in said)
        pairs.append((T("Ý kiến phản ánh"), T("{n}, chưa trả lời {open}", n=Number(len(said)), open=Number(open_))))
    return Facts(tuple(pairs))


def _missing(visit: Visit, found: RecognitionList) -> Iterator[Block]:
    """Steps that the commune chose for the year and that this list lacks."""
    if found.state not in {Paper.DRAFT, Paper.POSTED}:
        return
    lacks = meeting.missing(visit.tx, found)
    if not lacks:
        return
    called = recognition.place_names(visit.tx, lacks.places)
    yield Heading(T("Các bước của năm chưa làm"))
    yield Items(
        (
            *(T("{step}: {place}", step=STEP_NAMES[YearStep.MEETING], place=called[each]) for each in lacks.places),
            *((STEP_NAMES[YearStep.COUNCIL],) if lacks.council else ()),
        )
    )
    yield Para(T("Ghi họp và biên bản trong chat: Công nhận danh hiệu."), Tone.SOFT)


def _seen(found: RecognitionList) -> Hidden:
    return Hidden("thay", found.state)


def _steps(visit: Visit, found: RecognitionList) -> Iterator[Block]:
    """What can be done with it from where it stands."""
    if not visit.may(Action.RECOGNISE_NOW, found.subject) or not found.is_before_signed:
        return
    here, seen = list_at(found.id), (_seen(found),)
    yield Heading(T("Việc tiếp theo"))
    forms: list[Form | Link] = []
    if found.state is Paper.SUBMITTED:
        forms.append(Link(T("Ghi quyết định đã ký"), f"{here}/quyet-dinh"))
    else:
        forms.append(Form(to=f"{here}/trinh", button=T("Trình ký"), parts=seen))
    if found.state is Paper.DRAFT:
        n = sum(
            recognition.candidates(visit.tx, found.cycle_id, found.title, _places(visit, found.commune_id)).values()
        )
        if n:
            words = T("Thêm {n} tên mới được xác nhận", n=Number(n))
            forms.append(Form(to=f"{here}/them", button=words, parts=seen, tone=Tone.PLAIN))
    else:
        forms.append(Form(to=f"{here}/sua-lai", button=T("Sửa lại danh sách"), parts=seen, tone=Tone.PLAIN))
    forms.append(Form(to=f"{here}/bo", button=T("Bỏ danh sách này"), parts=seen, tone=Tone.LATE))
    yield Row(tuple(forms))
    if found.state is Paper.DRAFT:
        yield Form(
            to=f"{here}/niem-yet",
            button=T("Niêm yết"),
            tone=Tone.PLAIN,
            parts=(
                _seen(found),
                Field(
                    "ngay",
                    T("Ngày đầu niêm yết"),
                    visit.today.isoformat(),
                    T("Niêm yết {n} ngày, theo tinh thần Nghị định 86/2023, chưa phải quy định của Hội.",
                      n=POSTING_DAYS),
                    kind="date",
                ),
            ),
        )  # fmt: skip


def _sought(visit: Visit) -> str:
    return fold(visit.query.get("ten", ""))[:60]


def _are_struck(visit: Visit) -> bool:
    return visit.query.get("xem") == "gach"


def _shown(visit: Visit, found: RecognitionList) -> Sequence[Name]:
    """The names of this page: those that were sought, those that were struck, or those behind the one before."""
    sought = _sought(visit)
    if len(sought) > 1:
        return recognition.search(visit.tx, found.id, sought, most=A_PAGE)
    return recognition.page(
        visit.tx, found.id, after_id=visit.number("sau") or 0, most=A_PAGE, struck=_are_struck(visit)
    )


def _names(visit: Visit, found: RecognitionList, shown: Sequence[Name]) -> Iterator[Block]:
    here, struck = list_at(found.id), _are_struck(visit)
    called = recognition.place_names(visit.tx, {each.place_id for each in shown})
    yield Heading(T("Tên trong danh sách"))
    yield Links(
        (Link(T("Đang có tên"), here), Link(T("Đã gạch"), f"{here}?xem=gach")),
        T("Phần của danh sách"),
        here=f"{here}?xem=gach" if struck else here,
    )
    sought = Field("ten", T("Họ tên"), visit.query.get("ten", "")[:60], most=60, kind="search")
    yield Form(to=here, button=T("Tìm trong danh sách"), looks=True, tone=Tone.PLAIN, parts=(sought,))
    yield Table(
        T("Tên đã gạch") if struck else T("Tên đang có trong danh sách"),
        (Head(T("Họ tên")), Head(T("Năm sinh"), number=True), Head(T("Nơi")), Head(T("Hộ")), Head(T("Ghi chú"))),
        tuple(_name_line(each, called[each.place_id]) for each in shown),
        none=T("Không có tên nào."),
    )
    if len(shown) == A_PAGE and len(_sought(visit)) < 2:
        part = "xem=gach&" if struck else ""
        yield Links((Link(T("Trang sau"), f"{here}?{part}sau={shown[-1].id}"),), T("Các trang của danh sách"))


def _name_line(each: Name, place: str) -> tuple[Cell, ...]:
    note: Words = Verbatim("–")
    if each.struck_why is not None:
        note = T("đã gạch: {why}", why=each.struck_why)
    elif each.recognised_at is not None:
        note = T("đã công nhận")
    return (
        Cell(Verbatim(each.full_name), to=name_at(each.id)),
        Cell(Verbatim(str(each.birth_year)), number=True),
        Cell(Verbatim(place)),
        Cell(Verbatim(each.household or "–")),
        Cell(note),
    )


def _objections(found: RecognitionList, said: Sequence[Objection]) -> Iterator[Block]:
    """What was said against it, a way to answer each, a way to note one."""
    if said or found.is_before_signed:
        yield Heading(T("Ý kiến phản ánh"))
    if said:
        yield Table(
            T("Ý kiến, theo thứ tự ghi"),
            (Head(T("Ngày")), Head(T("Về")), Head(T("Nội dung")), Head(T("Trả lời"))),
            tuple(
                (
                    Cell(T("{day}", day=Day(day_of(each.noted_at)))),
                    Cell(Verbatim(each.about or "–")),
                    Cell(Verbatim(each.said)),
                    Cell(T("chưa trả lời"), tone=Tone.LATE) if each.answer is None else Cell(Verbatim(each.answer)),
                )
                for each in said
            ),
            none=T("Chưa có ý kiến nào."),
        )
    for each in said:
        if each.answer is None:
            label = T("Trả lời ý kiến: {said}", said=each.said[:80])
            reply = Field("loi", label, area=True, least=3, most=MOST)
            yield Form(to=f"/y-kien/{each.id}", button=T("Ghi câu trả lời"), parts=(reply,), tone=Tone.PLAIN)
    if found.is_before_signed:
        hint = T("Về một người thì {you} mở tên người ấy trong danh sách rồi ghi.")
        text = Field("loi", T("Ghi ý kiến phản ánh"), "", hint, area=True, least=3, most=MOST)
        yield Form(to=f"{list_at(found.id)}/y-kien", button=T("Ghi ý kiến"), parts=(text,), tone=Tone.PLAIN)


# What is done with it


def _held(visit: Visit, found: RecognitionList) -> RecognitionList | None:
    """The list, locked; ``None`` where it has been taken on since it was seen."""
    held = recognition.get(visit.tx, found.id, lock=True)
    return held if visit.form.get("thay") == held.state.value else None


def _moved_on(found: RecognitionList) -> To:
    return To(list_at(found.id), "danh-sach-doi")


@pages.takes("/danh-sach/{proposal}/them", Action.RECOGNISE_NOW)
def fill_up(visit: Visit, proposal: RecognitionList) -> To:
    """Put on it who was confirmed since."""
    held = _held(visit, proposal)
    if held is None:
        return _moved_on(proposal)
    recognition.fill_up(visit.tx, held, _places(visit, held.commune_id))
    return To(list_at(held.id), "da-ghi")


@pages.takes("/danh-sach/{proposal}/niem-yet", Action.RECOGNISE_NOW)
def post(visit: Visit, proposal: RecognitionList) -> To:
    """The list hangs from that day."""
    held = _held(visit, proposal)
    if held is None:
        return _moved_on(proposal)
    first = day_typed(visit.form.get("ngay", ""), visit.today, visit.today + AHEAD)
    if first is None:
        return To(list_at(held.id), "ngay-niem-yet")
    return _moved_on(held) if recognising.post(visit.tx, held, first) is None else To(list_at(held.id), "da-ghi")


@pages.takes("/danh-sach/{proposal}/trinh", Action.RECOGNISE_NOW)
def submit(visit: Visit, proposal: RecognitionList) -> To:
    """No name comes any more: the list goes to who signs; or why it cannot."""
    held = _held(visit, proposal)
    if held is None:
        return _moved_on(proposal)
    if recognising.submit(visit.tx, held) is not None:
        return To(list_at(held.id), "da-ghi")
    return To(list_at(held.id), _why_not_submitted(visit, held))


def _why_not_submitted(visit: Visit, held: RecognitionList) -> str:
    if meeting.missing(visit.tx, held):
        return "thieu-buoc"
    if recognition.open_objections(visit.tx, held.id):
        return "con-y-kien"
    return "chua-niem-yet" if recognising.must_be_posted(visit.tx, held) else "chua-trinh"


@pages.takes("/danh-sach/{proposal}/sua-lai", Action.RECOGNISE_NOW)
def reopen(visit: Visit, proposal: RecognitionList) -> To:
    """The list is a draft again."""
    held = _held(visit, proposal)
    done = None if held is None else recognising.reopen(visit.tx, held)
    return _moved_on(proposal) if done is None else To(list_at(proposal.id), "da-ghi")


@pages.takes("/danh-sach/{proposal}/bo", Action.RECOGNISE_NOW)
def drop(visit: Visit, proposal: RecognitionList) -> To:
    """The list is given up: who stands on it can be put on another."""
    held = _held(visit, proposal)
    done = None if held is None else recognising.drop(visit.tx, held)
    return _moved_on(proposal) if done is None else To(lists_of(proposal.cycle_id), "da-ghi")


@pages.takes("/danh-sach/{proposal}/y-kien", Action.RECOGNISE_NOW)
def object_to(visit: Visit, proposal: RecognitionList) -> To:
    """Note what somebody says against the list."""
    return _object(visit, proposal.id, None)


def _object(visit: Visit, list_id: int, declaration_id: int | None) -> To:
    said = in_own_words(visit.form.get("loi", ""))
    if said is None:
        return To(list_at(list_id), "viet-ro")
    held = recognition.get(visit.tx, list_id, lock=True)
    if not held.is_before_signed:
        return _moved_on(held)
    recognition.object_to(visit.tx, held, said=said, declaration_id=declaration_id, by=visit.person.id)
    return To(list_at(list_id), "da-ghi")


@pages.takes("/y-kien/{objection}", Action.RECOGNISE_NOW)
def reply(visit: Visit, objection: Objection) -> To:
    """Write down what was answered; what is answered stays."""
    said = in_own_words(visit.form.get("loi", ""))
    if said is None:
        return To(list_at(objection.list_id), "viet-ro")
    recognition.get(visit.tx, objection.list_id, lock=True)
    now = recognition.objection(visit.tx, objection.id)
    if now is None or now.answer is not None:
        return To(list_at(objection.list_id), "danh-sach-doi")
    recognition.answer(visit.tx, now, said)
    return To(list_at(objection.list_id), "da-ghi")


# One name


@pages.shows("/ten/{proposed}", Action.RECOGNISE)
def name(visit: Visit, proposed: Name) -> Page:
    """One name on a list, and what can be done about it."""
    return _name_page(visit, proposed)


def _name_page(visit: Visit, proposed: Name, problem: Words | None = None) -> Page:
    found = recognition.get(visit.tx, proposed.list_id)
    place = recognition.place_names(visit.tx, [proposed.place_id])[proposed.place_id]
    pairs: list[tuple[Words, Words | Link]] = [
        (T("Danh sách"), Link(T("{title}, năm {year}", title=title_name(found.title), year=found.year),
                              list_at(found.id))),
        (T("Tình trạng danh sách"), STATES[found.state]),
        (T("Năm sinh"), Verbatim(str(proposed.birth_year))),
        (T("Nơi"), Verbatim(place)),
        (T("Hộ"), Verbatim(proposed.household or "–")),
    ]  # fmt: skip
    if proposed.struck_why is not None:
        pairs.append((T("Đã gạch, lý do"), Verbatim(proposed.struck_why)))
    return Page(
        title=Verbatim(proposed.full_name),
        blocks=(Facts(tuple(pairs)), *_of_a_name(visit, found, proposed, problem)),
        names=frozenset({proposed.person_id}),
        status=200 if problem is None else 422,
    )


def _of_a_name(visit: Visit, found: RecognitionList, proposed: Name, problem: Words | None) -> Iterator[Block]:
    if not found.is_before_signed or not visit.may(Action.RECOGNISE_NOW, proposed.subject):
        return
    here = name_at(proposed.id)
    if proposed.struck_why is not None:
        if found.state is not Paper.SUBMITTED:
            yield Form(to=f"{here}/lai", button=T("Đưa tên này vào lại"), tone=Tone.PLAIN)
        return
    yield Heading(T("Gạch tên"))
    yield Form(
        to=f"{here}/gach",
        button=T("Gạch tên này"),
        tone=Tone.LATE,
        problem=problem,
        parts=(
            Options(
                "ly-do",
                T("Vì sao?"),
                (*STRIKING.items(), (OWN_WORDS, T("Lý do khác, tự viết bên dưới"))),
                visit.form.get("ly-do", ""),
            ),
            Field("loi", T("Lý do khác"), visit.form.get("loi", "")[:MOST], area=True, required=False, most=MOST),
        ),
    )
    yield Heading(T("Ý kiến phản ánh về người này"))
    text = Field("loi", T("Nội dung ý kiến"), area=True, least=3, most=MOST)
    yield Form(to=f"{here}/y-kien", button=T("Ghi ý kiến"), parts=(text,), tone=Tone.PLAIN)


@pages.takes("/ten/{proposed}/gach", Action.RECOGNISE_NOW)
def strike(visit: Visit, proposed: Name) -> Answer:
    """Strike it, for a ready reason or in own words."""
    ready = visit.form.get("ly-do", "")
    if ready in STRIKING:
        why: str | None = catalog("vi").render(STRIKING[ready])
    else:
        why = in_own_words(visit.form.get("loi", "")) if ready == OWN_WORDS else None
    if why is None:
        return _name_page(visit, proposed, T("{You} chọn một lý do, hoặc viết bằng vài chữ."))
    done = recognising.strike(visit.tx, proposed, why=why, by=visit.person.id)
    return To(name_at(proposed.id), "da-gach" if done else "danh-sach-doi")


@pages.takes("/ten/{proposed}/lai", Action.RECOGNISE_NOW)
def put_back(visit: Visit, proposed: Name) -> To:
    """Put a name back that was struck."""
    done = recognising.put_back(visit.tx, proposed)
    return To(name_at(proposed.id), "da-lai" if done else "danh-sach-doi")


@pages.takes("/ten/{proposed}/y-kien", Action.RECOGNISE_NOW)
def object_to_name(visit: Visit, proposed: Name) -> To:
    """Note what somebody says against this name."""
    return _object(visit, proposed.list_id, proposed.declaration_id)


# The signed decision


@pages.shows("/danh-sach/{proposal}/quyet-dinh", Action.RECOGNISE_NOW)
def signing(visit: Visit, proposal: RecognitionList) -> Answer:
    """What stands on the signed paper?"""
    if proposal.state is not Paper.SUBMITTED:
        return To(list_at(proposal.id))
    return _signing_page(visit, proposal)


def _signing_page(visit: Visit, found: RecognitionList, problem: Words | None = None) -> Page:
    because = recognising.why_not(visit.tx, found)
    n = sum(recognition.counts(visit.tx, found.id).values())

    def typed(key: str) -> str:
        return visit.form.get(key, "")[:MOST_ON_PAPER]

    form = Form(
        to=f"{list_at(found.id)}/quyet-dinh",
        button=T("Đúng bản đã ký, ban hành"),
        problem=problem,
        parts=(
            _seen(found),
            Field("so", T("Số quyết định, như trên bản đã ký"), typed("so"), T("Ví dụ {example}", example="15/QĐ-UBND"),
                  least=2, most=MOST_ON_PAPER),
            Field("ngay", T("Ngày ký"), typed("ngay"), kind="date"),
            Field("nguoi-ky", T("Họ tên người ký, như trên bản đã ký"), typed("nguoi-ky"), least=2,
                  most=MOST_ON_PAPER),
            Options("chuc-vu", T("Chức vụ người ký"), (*OFFICES.items(), (OWN_WORDS, T("Chức vụ khác, ghi bên dưới"))),
                    typed("chuc-vu")),
            Field("chuc-vu-khac", T("Chức vụ khác"), typed("chuc-vu-khac"), required=False, most=MOST_ON_PAPER),
        ),
    )  # fmt: skip
    told = Tn("{n} tên trong danh sách được công nhận {title}, và được báo tin.", n, title=title_name(found.title))
    return Page(
        title=T("Ghi quyết định đã ký"),
        blocks=(
            *((Para(told), form) if because is None else (Para(because, Tone.LATE),)),
            Links((Link(T("Về danh sách"), list_at(found.id)),), T("Quay lại")),
        ),
        status=200 if problem is None else 422,
    )


@pages.takes("/danh-sach/{proposal}/quyet-dinh", Action.RECOGNISE_NOW)
def issue(visit: Visit, proposal: RecognitionList) -> Answer:
    """The decision is entered: everybody on the list is recognised, beside the turns."""
    held = _held(visit, proposal)
    if held is None or held.state is not Paper.SUBMITTED:
        return _moved_on(proposal)
    signed = _signed(visit)
    if signed is None or recognising.why_not(visit.tx, held) is not None:
        problem = T("{You} ghi đủ số, ngày, họ tên và chức vụ người ký, như trên bản đã ký. Ngày ký không sau hôm nay.")
        return _signing_page(visit, held, problem)
    done = recognising.issue(visit.tx, visit.account, held, signed)
    return _moved_on(held) if done is None else To(list_at(held.id), "da-ban-hanh")


def _signed(visit: Visit) -> Signed | None:
    """What the form says of the signed paper, once all of it is said."""
    number, signer = on_paper(visit.form.get("so", "")), on_paper(visit.form.get("nguoi-ky", ""))
    day: date | None = day_typed(visit.form.get("ngay", ""), visit.today - BEFORE, visit.today)
    chosen = visit.form.get("chuc-vu", "")
    own = on_paper(visit.form.get("chuc-vu-khac", "")) if chosen == OWN_WORDS else None
    office = catalog("vi").render(OFFICES[chosen]) if chosen in OFFICES else own
    if number is None or signer is None or day is None or office is None:
        return None
    return Signed(number=number, decided_on=day, signer=signer, signer_office=office)
