"""A meeting about who is proposed, written down by exception: everybody stands, only the exceptions are named.

The same for a village's meeting, a list that a head signed without one, and the commune's council.
"""

from __future__ import annotations

from acts import meeting as meeting_acts
from acts import ways
from acts.choice import Choice, Look
from acts.meeting import Lacking
from acts.way import Way
from criteria.meeting import MeetingKind, MeetingState
from criteria.names import fold
from criteria.policy import Action
from criteria.recognition import Paper
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import UNBROKEN, Screen
from handlers.shared.evidence_file import on_its_way
from handlers.shared.meeting_names import SOUGHT
from handlers.shared.meeting_words import KINDS, STATES, back, heading, locked, when
from handlers.shared.this_year import not_opened
from locales.text import BLANK, Number, T, Tn, Words, lines
from storage import cycles, evidence, meetings, people, recognition
from storage.kit.words import CycleState
from storage.meetings import Meeting
from storage.places import Place
from storage.recognition import RecognitionList

routes = Routes()

SHORTEST = 2  # letters of a name to look for
LACKS: dict[Lacking, Words] = {
    Lacking.SIGNER: T("Chưa ghi ai ký."),
    Lacking.PICTURE: T("Chưa có ảnh tờ giấy đã ký. {You} chụp rồi gửi vào đây."),
    Lacking.OTHER_TYPIST: T("Người ký tự nhập nên không ai được xác nhận theo giấy: nhờ người khác nhập."),
    Lacking.OPEN_YEAR: T("Năm này đã đóng nên không ai được xác nhận theo giấy."),
}
SETTLED = T("Danh sách có người ở đây đã trình hoặc đã ban hành, nên không sửa cuộc họp được nữa.")


@routes.shows("meetings/{place}", Action.SEE_MEETING)
def of_place(turn: Turn, place: Place) -> Answer:
    """The place's meeting of the year in hand, or the ways to open one."""
    cycle = cycles.in_hand(turn.tx, place.commune_id)
    if cycle is None:
        return not_opened(turn)
    found = meetings.of_place(turn.tx, cycle.id, place.id)
    if found is not None:
        return Goto(ways.meeting(found.id))
    return Screen(
        title=T("Họp xét ở {place}, năm {year}", place=place.inline_name, year=cycle.year),
        text=lines(
            T("Mọi người đạt đều đứng tên đề nghị. {You} chỉ ghi người cần bàn, người vắng."),
            T("Không họp, chỉ có danh sách ký trên giấy thì chọn mục ấy và gửi ảnh."),
        ),
        choices=(
            Choice(T("In danh sách họp"), ways.meeting_list(place.id)),
            Choice(T("Ghi cuộc họp xét"), ways.meeting_open(place.id, MeetingKind.VILLAGE.value), Look.MAIN),
            Choice(T("Nhập danh sách ký trên giấy"), ways.meeting_open(place.id, MeetingKind.SIGNED.value)),
            Choice(T("Về {place}", place=place.inline_name), ways.village(place.id), Look.WAY),
            HOME,
        ),
    )


@routes.does("meeting-open/{place}/{kind}", Action.HOLD_MEETING, Weight.DECIDING)
def open_(turn: Turn, place: Place, kind: str) -> Goto:
    """Open it, of today."""
    cycle = cycles.in_hand(turn.tx, place.commune_id)
    if cycle is None:
        return not_opened(turn)
    if kind not in {MeetingKind.VILLAGE, MeetingKind.SIGNED} or place.parent_id is None or cycle.is_locked:
        return Goto(ways.meetings(place.id))
    found = meetings.begin(turn.tx, cycle_id=cycle.id, kind=MeetingKind(kind), place_id=place.id, by=turn.person.id)
    return Goto(ways.meeting(found.id))


@routes.shows("meeting/{meeting}", Action.SEE_MEETING)
def one(turn: Turn, meeting: Meeting) -> Answer:
    """How far it is: who leads it, how many came, who is proposed; and what can be done."""
    if meeting.state is MeetingState.DROPPED:
        return Goto(_home_of(meeting))
    pictures = evidence.of_meeting(turn.tx, meeting.id)
    return Screen(
        room=UNBROKEN,
        title=heading(turn, meeting),
        text=lines(
            T("{when}: {state}.", when=when(meeting), state=STATES[meeting.state]),
            *_people_words(turn, meeting),
            BLANK,
            *_standing_words(turn, meeting),
            BLANK if meeting.is_open else None,
            T("Ai cần bàn hay vắng thì {you} gõ tên. Ảnh biên bản thì gửi vào đây.") if meeting.is_open else None,
        ),
        choices=(
            *(_open_choices(turn, meeting) if meeting.is_open else _held_choices(meeting)),
            *(Choice(T("Xem ảnh {n}", n=n), ways.picture(each.id)) for n, each in enumerate(pictures, 1)),
            *_papers(meeting),
            Choice(T("Quay lại"), _home_of(meeting), Look.WAY),
            HOME,
        ),
        picture=meeting.is_open,
        names=frozenset({each for each in (meeting.signed_by, meeting.written_by) if each is not None}),
    )


def _home_of(found: Meeting) -> Way:
    """Where a meeting is come from."""
    if found.list_id is not None:
        return ways.recognition(found.list_id)
    return ways.meetings(found.place_id) if found.state is MeetingState.DROPPED else ways.village(found.place_id)


def _people_words(turn: Turn, found: Meeting) -> tuple[Words | None, ...]:
    named = people.names(turn.tx, [each for each in (found.signed_by, found.written_by) if each is not None])
    return (
        T("Chủ trì: {name}", name=found.chair) if found.chair else None,
        T("Thư ký: {name}", name=found.secretary) if found.secretary else None,
        None
        if found.present is None and found.invited is None
        else T("Có mặt {n}, mời {invited}.", n=_number(found.present), invited=_number(found.invited)),
        T("Người ký: {name}", name=named[found.signed_by]) if found.signed_by is not None else None,
        T("Người nhập: {name}", name=named[found.written_by]) if found.written_by is not None else None,
        T("Nội dung: {said}", said=found.said) if found.said else None,
    )


def _number(value: int | None) -> Words:
    return T("chưa ghi") if value is None else T("{n}", n=Number(value))


def _standing_words(turn: Turn, found: Meeting) -> tuple[Words | None, ...]:
    stands = meetings.standing(turn.tx, found)
    return (
        T("Đề nghị: {n} trên {all}.", n=Number(stands.proposed), all=Number(stands.listed)),
        Tn("Cần bàn: {n}", stands.discussed) if stands.discussed else None,
        Tn("Không đề nghị: {n}", stands.not_proposed) if stands.not_proposed else None,
        Tn("Vắng: {n}", stands.absent) if stands.absent else None,
        _waiting_words(turn, found, stands.waiting),
    )


def _waiting_words(turn: Turn, found: Meeting, waiting: int) -> Words | None:
    """That some wait for a confirmation, and whether the signed paper gives it."""
    if not waiting or found.list_id is not None:
        return None
    typist = found.written_by or turn.person.id
    lacking = meeting_acts.confirms(turn.tx, found, typist=typist)
    if lacking is None and found.is_open:
        return Tn("{n} người đang chờ: khi kết luận, người đã ký xác nhận họ.", waiting)
    why = None if lacking is None or not found.is_open else LACKS[lacking]
    return lines(Tn("{n} người đang chờ xác nhận.", waiting), why)


def _open_choices(turn: Turn, found: Meeting) -> tuple[Choice, ...]:
    marked = meetings.marked(turn.tx, found)
    return (
        Choice(T("Kết luận"), ways.meeting_hold(found.id), Look.MAIN),
        Choice(T("Chọn tên trong danh sách"), ways.meeting_pick(found.id, 0)),
        *((Choice(Tn("Xem {n} người đã ghi riêng", len(marked)), ways.meeting_marked(found.id)),) if marked else ()),
        Choice(T("Ngày, nơi họp, ai chủ trì, số người"), ways.meeting_facts(found.id)),
        *(() if found.list_id is not None else (Choice(T("Ai ký tờ giấy"), ways.meeting_signer(found.id)),)),
        Choice(T("Bỏ cuộc họp này"), ways.meeting_drop(found.id), Look.DANGER),
    )


def _held_choices(found: Meeting) -> tuple[Choice, ...]:
    return (
        Choice(T("Xem người đã ghi riêng"), ways.meeting_marked(found.id)),
        Choice(T("Ghi lại cuộc họp"), ways.meeting_reopen(found.id)),
    )


def _papers(found: Meeting) -> tuple[Choice, ...]:
    invite = Choice(T("Giấy mời họp (Word)"), ways.meeting_paper(found.id, "invite"))
    minutes = Choice(T("Biên bản họp (Word)"), ways.meeting_paper(found.id, "minutes"))
    if found.kind is MeetingKind.SIGNED:
        return ()
    return (invite, minutes) if found.is_open else (minutes,)


@routes.hears("meeting")
def heard(turn: Turn, said: Said | Sent, meeting: Meeting) -> Goto:
    """A picture of its paper, a number of the screen, or a name to look for."""
    here = ways.meeting(meeting.id)
    if isinstance(said, Sent):
        return _picture(turn, said, meeting)
    if (way := turn.numbered(said.text)) is not None:
        return Goto(way)
    name = fold(said.text)[:60]
    if not meeting.is_open or len(name) < SHORTEST:
        return Goto(here, T("Chỗ này nhận số của mục, tên người, hoặc ảnh biên bản."))
    if not meetings.search(turn.tx, meeting, name, most=1):
        return Goto(here, T("Không có tên ấy trong danh sách. {You} gõ lại, chỉ cần tên, ví dụ Lan."))
    turn.draft.keep(SOUGHT, name)
    return Goto(ways.meeting_found(meeting.id))


def _picture(turn: Turn, sent: Sent, meeting: Meeting) -> Goto:
    here, held = ways.meeting(meeting.id), locked(turn, meeting)
    if sent.picture is None or not held.is_open or held.cycle_state is CycleState.LOCKED:
        return Goto(here, T("Chỗ này nhận ảnh, chưa nhận được thứ vừa gửi."))
    if len(evidence.of_meeting(turn.tx, held.id)) >= evidence.MOST:
        return Goto(here, T("Mỗi chỗ giữ nhiều nhất {n} ảnh, nên ảnh này không nhận.", n=evidence.MOST))
    evidence.attach(
        turn.tx,
        sent.picture,
        person_id=turn.person.id,
        account_id=turn.account.id,
        meeting_id=held.id,
        caption=sent.caption,
    )
    return Goto(here, on_its_way(sent.caption))


@routes.shows("meeting-signer/{meeting}", Action.HOLD_MEETING)
def signer(turn: Turn, meeting: Meeting) -> Answer:
    """Which head signed the paper?"""
    if not meeting.is_open or meeting.list_id is not None:
        return Goto(ways.meeting(meeting.id))
    found = meeting_acts.signers(turn.tx, meeting)
    return Screen(
        title=heading(turn, meeting),
        text=lines(
            T("Ai ký tờ giấy? Người ký là người quyết định, tên người nhập ghi bên cạnh."),
            LACKS[Lacking.OTHER_TYPIST] if any(each.id == turn.person.id for each in found) else None,
            None if found else T("Chưa ai giữ vai {head_label} ở đây. {You} mời {head_label} vào trước."),
        ),
        choices=(
            *(Choice(T("{name}", name=each.full_name), ways.meeting_signed(meeting.id, each.id)) for each in found),
            Choice(T("Chưa ai ký"), ways.meeting_signed(meeting.id, 0)),
            back(meeting),
        ),
        names=frozenset(each.id for each in found),
    )


@routes.does("meeting-signed/{meeting}/{who}", Action.HOLD_MEETING, Weight.DECIDING)
def signed(turn: Turn, meeting: Meeting, who: int) -> Goto:
    """That head signed it, or nobody (0)."""
    held = locked(turn, meeting)
    heads = {each.id for each in meeting_acts.signers(turn.tx, held)}
    if held.is_open and held.list_id is None and who in {0, *heads}:
        meetings.change(turn.tx, held, signed_by=who or None)
    return Goto(ways.meeting(meeting.id))


@routes.does("meeting-hold/{meeting}", Action.HOLD_MEETING, Weight.DECIDING)
def hold(turn: Turn, meeting: Meeting) -> Goto:
    """What it says holds from now on."""
    done = meeting_acts.conclude(turn.tx, turn.account, locked(turn, meeting), by=turn.person.id)
    if isinstance(done, Lacking):
        return Goto(ways.meeting(meeting.id), LACKS[done])
    return Goto(ways.meeting(meeting.id), T("Đã kết luận: {kind}.", kind=KINDS[done.kind]))


@routes.does("meeting-reopen/{meeting}", Action.HOLD_MEETING, Weight.DECIDING)
def reopen(turn: Turn, meeting: Meeting) -> Goto:
    """Write it on, as long as no list with its people is submitted."""
    held = locked(turn, meeting)
    done = meeting_acts.reopen(turn.tx, held)
    refused = done is None and held.state is MeetingState.HELD
    return Goto(ways.meeting(meeting.id), SETTLED if refused else None)


@routes.does("meeting-drop/{meeting}", Action.HOLD_MEETING, Weight.DECIDING)
def drop(turn: Turn, meeting: Meeting) -> Goto:
    """It did not take place."""
    held = locked(turn, meeting)
    if held.is_open:
        meetings.drop(turn.tx, held)
    return Goto(ways.meeting(meeting.id))


@routes.does("council-open/{proposal}", Action.RECOGNISE_NOW, Weight.DECIDING)
def council_open(turn: Turn, proposal: RecognitionList) -> Goto:
    """Open the council's meeting about a list that is not submitted."""
    found = meetings.of_list(turn.tx, proposal.id)
    if found is None:
        held = recognition.get(turn.tx, proposal.id, lock=True)
        if not held.is_before_signed or held.state is Paper.SUBMITTED:
            return Goto(ways.recognition(proposal.id))
        found = meetings.begin(
            turn.tx,
            cycle_id=held.cycle_id,
            kind=MeetingKind.COUNCIL,
            place_id=held.commune_id,
            list_id=held.id,
            by=turn.person.id,
        )
    return Goto(ways.meeting(found.id))
