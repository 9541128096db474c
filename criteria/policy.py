"""Who may do what: one pure function, asked for every route before its handler runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import KW_ONLY, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import assert_never

from criteria.declaration import EDITABLE, State
from criteria.model import SubjectKind
from locales.format import day_of
from locales.text import Day, T, Words

YOUNGEST_ACCOUNT = 16  # no accounts below: children's consent is their parents' (Luật 91/2025/QH15)


class Role(StrEnum):
    """What a grant makes of a person, in one place."""

    HEAD = "head"  # trưởng thôn, tổ trưởng
    OFFICER = "officer"  # Phòng Văn hoá - Xã hội, Hội Khuyến học
    HELPER = "helper"  # a trusted neighbour: declares for people of the village who have no phone, decides nothing
    REPORTER = "reporter"  # in charge of a unit's figures: files them, sees nobody's declarations, decides nothing


class Tie(StrEnum):
    """What makes somebody a party to a person's declarations, whatever they are to each other now."""

    LET_IN = "let_in"  # made the personal code that they signed in with
    SPOKE = "spoke"  # declared for them or typed their sheet
    PICTURED = "pictured"  # sent a picture for them
    HOUSEHOLD = "household"  # shares or shared a household with them
    AGREED = "agreed"  # agreed in office that somebody came into their household, where nobody of it could


class Joining(StrEnum):
    """What somebody asks for and another agrees to. A household, a unit, a clan change by two."""

    HOUSEHOLD = "household"  # to live there; a guest until then
    UNIT = "unit"  # to be assessed there in place of the village
    CLAN = "clan"  # that one's household belongs to it
    LEAVING = "leaving"  # that one does not live in a household of the roster any more; another of it says so


class Unvouched(StrEnum):
    """Who joined by a name and a year alone, as long as no officer has said that it is really them."""

    WAITS = "waits"
    DRAWN = "drawn"  # one in ten, on whom only an officer decides


class Action(StrEnum):
    """Everything that can be done. A route names one; a new one must be decided on in :func:`may`."""

    LOOK = "look"  # screens about oneself or nobody: start, help, language
    TAKE_PART = "take_part"  # begin a declaration of one's own
    SEE = "see"  # a declaration
    ANSWER = "answer"  # fill in, change, send a declaration
    SEE_QUEUE = "see_queue"
    DECIDE = "decide"  # confirm, return, undo
    DECIDE_MANY = "decide_many"  # confirm several at once, or take that back; each is asked about as DECIDE, too
    SEE_STATISTICS = "see_statistics"
    EXPORT = "export"
    ADOPT = "adopt"  # open the year's cycle, adopt or correct a criteria set
    ENTER = "enter"  # what the responsible units report of the commune's own indicators
    FILE = "file"  # the figures that are assigned to a unit
    INVITE = "invite"
    RECOGNISE = "recognise"  # look at who is to be recognised, and at the signed decisions
    RECOGNISE_NOW = "recognise_now"  # draw such a list up, enter the signed decision, revoke it
    SEE_MEETING = "see_meeting"  # what a place's meeting about the proposed says, or the council's
    HOLD_MEETING = "hold_meeting"  # write it down, conclude it, open it again
    KEEP_ROSTER = "keep_roster"  # the commune's list of people: bring it, look at it, take it over
    TAKE_RESULTS = "take_results"  # made elsewhere: say where a list is from, take it, take it back
    SPEAK_FOR = "speak_for"  # begin a declaration for a person: oneself, or one who asked for it
    WRITE_DIARY = "write_diary"  # an entry of a person's learning diary
    ANNOUNCE = "announce"  # a class or meeting, in a village, a unit or the commune
    VISIT = "visit"  # tell somebody in person what no channel could
    KEEP_FAMILY = "keep_family"  # who belongs to a household, its code, its declaration
    KEEP_CLAN = "keep_clan"  # a clan's declaration, and who heads it
    LET_JOIN = "let_join"  # agree or refuse that somebody comes into a household, a unit or a clan, or leaves
    LEAD = "lead"  # the declaration of a village or unit
    FORGET = "forget"  # withdraw and erase at the word of a person without a chat
    ADMIT = "admit"  # give a person a sign-in code, cut off a lost phone
    HELP = "help"  # find people of the village without a chat of their own; forms, blank and typed in
    HELP_ONE = "help_one"  # declare for one of them, whom a helper must have named: their list is not a helper's
    REMIND = "remind"  # see who has not declared, and remind them
    KEEP_FUND = "keep_fund"  # the year's line of a place's scholarship fund, or of a clan's there
    REGISTER = "register"  # write down who of a place registers for the year's titles
    VOUCH = "vouch"  # say of somebody who joined by name and year alone that it is really them
    KEEP_ROLES = "keep_roles"  # who heads and helps in a village: look, invite a deputy or a helper
    END_ROLE = "end_role"  # take a role back, or leave it
    FIND = "find"  # look people up by name
    SEE_PERSON = "see_person"  # a person's card, found by name
    PUT_RIGHT = "put_right"  # a name, a birth year, a place, who left, double records
    MARK_AWAY = "mark_away"  # who lives elsewhere, or cannot take part


@dataclass(frozen=True, slots=True)
class Grant:
    """A role in one place."""

    role: Role
    place_id: int


@dataclass(frozen=True, slots=True)
class Former:
    """A role that was held in a place and has ended."""

    role: Role
    place_id: int
    ended_at: datetime


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person, or nobody yet, with the roles held now."""

    person_id: int | None = None
    household_id: int | None = None
    grants: tuple[Grant, ...] = ()
    speaks_for: frozenset[int] = frozenset()  # other persons who agreed that this account declares for them
    formerly: tuple[Former, ...] = ()  # roles that have ended: their old buttons say so
    tied: Mapping[int, Tie] = field(default_factory=dict, hash=False)  # persons on whom somebody else decides, and why
    _: KW_ONLY
    named: frozenset[int] = frozenset()  # persons just found by the full name and birth year that this actor gave

    def speaks(self, person_id: int | None) -> bool:
        """Whether this actor may declare for that person: oneself, or one who agreed."""
        return person_id is not None and (person_id == self.person_id or person_id in self.speaks_for)

    @property
    def decides(self) -> bool:
        """Whether this person heads a place or is an officer somewhere; helpers and reporters decide nothing."""
        return any(grant.role in {Role.HEAD, Role.OFFICER} for grant in self.grants)

    def places(self, role: Role) -> frozenset[int]:
        """The places in which this person holds a role."""
        return frozenset(grant.place_id for grant in self.grants if grant.role is role)

    @property
    def commune_id(self) -> int:
        """The commune of an officer: of who is one of several, the first.

        Raises:
            IndexError: they are no officer.
        """
        return self.communes[0]

    @property
    def communes(self) -> tuple[int, ...]:
        """The communes whose officer this person is, the oldest first; nobody's: none."""
        return tuple(sorted(self.places(Role.OFFICER)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is acted upon, as far as the policy cares: a declaration, or a commune."""

    commune_id: int
    village_id: int | None = None
    person_id: int | None = None
    household_id: int | None = None
    kind: SubjectKind = SubjectKind.PERSON
    state: State | None = None
    cycle_open: bool = True
    cycle_locked: bool = False  # only a recorded correction may still be added to the year
    spoken_by: int | None = None  # the person who spoke last, if it was declared in the chat
    holds_role: bool = False  # the person is a head or an officer
    has_chat: bool = False  # the person has a chat of their own
    role: Role | None = None  # what is acted upon is a role held in that place
    for_a_time: bool = False  # and it ends by itself
    unvouched: Unvouched | None = None  # the person joined by name and year alone
    alone: bool = False  # a diary whose years are over: its person keeps it for themselves
    joins: Joining | None = None  # what is acted upon is this person's wish
    led_by: int | None = None  # the head of the clan that is joined
    kept: bool = False  # somebody whose affair that is has a chat
    deceased: bool = False  # the person is on record as deceased: nobody speaks for them
    set_aside: bool = False  # a declaration of a double record: its person has another one that counts


NOBODYS = Subject(commune_id=0)  # what is not there: nobody may do anything to it but who may to everybody's


@dataclass(frozen=True, slots=True)
class Denied:
    """Why not, and what to do instead."""

    because: Words


NOT_JOINED = Denied(T("{You} chưa ghi tên. {You} ghi tên trước đã."))
# What a refusal says of somebody else's record holds for one that is not there as well: it tells nobody which it is.
NOT_YOURS = Denied(T("Bản khai này là của người khác, hoặc không còn nữa, nên {you} không xem hay sửa được."))
NOT_HEAD = Denied(
    T("Việc này dành cho {head_label}. Nếu {you} phụ trách việc ấy, {you} xin mã mời của {commune_label}.")
)
NOT_HELPER = Denied(T("Việc này dành cho {head_label} và người được nhờ khai hộ."))
NOT_OFFICER = Denied(
    T("Việc này dành cho cán bộ {commune_label}. Nếu {you} phụ trách việc ấy, {you} xin mã mời của {commune_label}.")
)
NOT_YOUR_VILLAGE = Denied(
    T("Bản khai này thuộc nơi khác, hoặc không còn nữa. {You} chỉ quyết định bản khai của {village_label} mình.")
)
NOT_REPORTER = Denied(
    T("Việc này dành cho người phụ trách số liệu của đơn vị. Nếu là {you}, {you} xin mã mời của {commune_label}.")
)
NOT_ASKED = Denied(T("{You} chưa khai hộ người này. {You} vào mục Khai hộ người nhà để ghi tên họ trước."))
NOT_YOUR_FAMILY = Denied(T("Hộ này không phải hộ của {you}. {You} vào mục Gia đình để xem hộ của mình."))
NOT_YOUR_PLACE = Denied(T("Việc này dành cho người đứng đầu nơi ấy, hay dòng họ ấy."))
NOT_ASKED_OF_YOU = Denied(
    T("Lời xin này do người khác trả lời (chủ hộ, trưởng họ, người đứng đầu đơn vị, {head_label}), hoặc không còn nữa.")
)
NOT_YOUR_RESIDENT = Denied(
    T("Người này ở nơi khác, hoặc không còn trong danh sách. {You} chỉ lo cho người của {village_label} mình.")
)
OWN_HOUSEHOLD = Denied(
    T(
        "Đây là bản khai của {you}, của người trong nhà hoặc do {you} khai hộ, nên người khác xác nhận: "
        "{head_label} khác hoặc cán bộ {commune_label}."
    )
)
TIED: Mapping[Tie, Denied] = {
    Tie.LET_IN: Denied(
        T("Người này vào bằng mã {you} cấp, nên người khác xác nhận: {head_label} khác hoặc cán bộ {commune_label}.")
    ),
    Tie.SPOKE: Denied(
        T(
            "{You} đã khai hộ hoặc nhập phiếu cho người này, nên người khác xác nhận: {head_label} khác hoặc cán bộ "
            "{commune_label}."
        )
    ),
    Tie.PICTURED: Denied(
        T("{You} đã gửi ảnh thay người này, nên người khác xác nhận: {head_label} khác hoặc cán bộ {commune_label}.")
    ),
    Tie.HOUSEHOLD: Denied(
        T(
            "{You} và người này từng chung một hộ trong kỳ này, nên người khác xác nhận: {head_label} khác hoặc cán bộ "
            "{commune_label}."
        )
    ),
    Tie.AGREED: Denied(
        T("{You} đã cho người vào hộ này, nên người khác xác nhận: {head_label} khác hoặc cán bộ {commune_label}.")
    ),
}
DRAWN_FOR_OFFICERS = Denied(
    T("Cứ mười người mới ghi tên bằng họ tên thì một người được rút thăm; bản này do cán bộ {commune_label} xem.")
)
OWN_CHAT = Denied(T("Người này có chat riêng. Chỉ người ấy rút đồng ý và xoá được, trong chat của mình: gõ /quyen."))
ROLE_FIRST = Denied(T("Người này đang phụ trách việc của {village_label} hoặc {commune_label}. Thôi việc ấy trước."))
ONLY_OFFICER_ENDS = Denied(T("Chỉ cán bộ {commune_label} mới cho {head_label} khác thôi phụ trách được."))
YOURSELF = Denied(T("Thông tin của chính {you} thì cán bộ khác của {commune_label} sửa."))
ONLY_OFFICERS = Denied(T("Danh hiệu này do cán bộ {commune_label} xác nhận."))
DECEASED = Denied(
    T("Người này được ghi là đã mất, nên không khai hộ hay cấp mã nữa. Nếu nhầm, {you} nhờ cán bộ {commune_label} sửa.")
)
_FOR_THE_LIVING = frozenset(
    {
        *(Action.ADMIT, Action.ANSWER, Action.HELP, Action.HELP_ONE, Action.MARK_AWAY, Action.REMIND),
        *(Action.SPEAK_FOR, Action.VOUCH, Action.WRITE_DIARY),
    }
)
_NEEDS_ROLE = (NOT_HEAD, NOT_HELPER, NOT_OFFICER, NOT_REPORTER, NOT_YOURS, NOT_YOUR_VILLAGE, NOT_YOUR_RESIDENT)
SET_ASIDE = Denied(T("Bản khai này thuộc một bản ghi trùng đã gộp, nên để riêng. Người ấy tính ở bản khai kia."))
LOCKED = Denied(T("Kỳ đánh giá này đã khoá sổ. Muốn đính chính, {you} hỏi cán bộ {commune_label}."))
CONFIRMED = Denied(
    T("Bản khai đã được xác nhận nên không sửa được nữa. Nếu có chỗ sai, {you} nhờ {head_label} rút lại xác nhận.")
)


def may(actor: Actor, action: Action, subject: Subject | None = None) -> Denied | None:
    """Whether ``actor`` may do ``action`` to ``subject``: ``None`` if so, else why not.

    Nobody decides on their own declaration, one they spoke, or one from their own household, nor on people whom they
    let in, spoke for or lived with (:class:`Tie`); nobody speaks for the dead; a head acts in granted villages only, an
    officer in granted communes; a closed cycle takes no more changes. Who held the role that the action needs is told
    since when they do not.
    """
    is_another = subject is not None and subject.alone and subject.person_id != actor.person_id
    denied = NOT_YOURS if is_another else _may(actor, action, subject)
    if denied is None and subject is not None and subject.deceased and action in _FOR_THE_LIVING:
        return DECEASED
    if denied in _NEEDS_ROLE and (ended := _ended(actor, subject)) is not None:
        return Denied(
            T("{You} đã thôi phụ trách việc này từ {day}, nên nút này không làm gì nữa. Người đang phụ trách sẽ lo.",
              day=Day(day_of(ended.ended_at)))
        )  # fmt: skip
    return denied


def _ended(actor: Actor, subject: Subject | None) -> Former | None:
    """The role that has ended and that this was about; else the last one: whose record it was is told to nobody."""
    places = set() if subject is None else {subject.village_id, subject.commune_id}
    return max(actor.formerly, key=lambda each: (each.place_id in places, each.ended_at), default=None)


def _may(actor: Actor, action: Action, subject: Subject | None) -> Denied | None:  # noqa: PLR0912 (a case each)
    match action:
        case Action.LOOK:
            return None
        case Action.TAKE_PART:
            return NOT_JOINED if actor.person_id is None else None
        case Action.SEE:
            return _may_see(actor, subject)
        case Action.ANSWER:
            return _may_answer(actor, subject)
        case Action.SEE_QUEUE | Action.DECIDE_MANY:
            return None if actor.decides else NOT_HEAD
        case Action.DECIDE:
            return _may_decide(actor, subject)
        case Action.SPEAK_FOR | Action.WRITE_DIARY:
            return _may_speak_for(actor, subject)
        case Action.ANNOUNCE:
            return None if subject is not None and _serves(actor, subject) else NOT_HEAD
        case Action.VISIT:
            return None if subject is not None and _serves(actor, subject) else NOT_YOUR_RESIDENT
        case Action.FIND:
            return None if actor.decides else NOT_HEAD
        case Action.SEE_PERSON | Action.MARK_AWAY:
            return None if subject is not None and _serves(actor, subject) else NOT_YOUR_RESIDENT
        case Action.PUT_RIGHT:
            return _may_put_right(actor, subject)
        case Action.ADMIT:
            return _may_admit(actor, subject)
        case Action.FORGET:
            return _may_forget(actor, subject)
        case Action.HELP:
            return _may_help(actor, subject)
        case Action.HELP_ONE:
            return _may_help_one(actor, subject)
        case Action.END_ROLE:
            return _may_end_role(actor, subject)
        case Action.REMIND | Action.KEEP_ROLES | Action.REGISTER | Action.KEEP_FUND:
            return NOT_HEAD if subject is None or not _serves(actor, subject) else None
        case Action.KEEP_FAMILY:
            return _may_keep(actor, subject, NOT_YOUR_FAMILY)
        case Action.KEEP_CLAN | Action.LEAD:
            return _may_keep(actor, subject, NOT_YOUR_PLACE)
        case Action.LET_JOIN:
            return _may_let_join(actor, subject)
        case Action.VOUCH:
            denied = _must_be_officer(actor, subject)
            return denied if denied is not None or subject is None else why_another(actor, subject)
        case Action.FILE:
            return _may_file(actor, subject)
        case Action.SEE_MEETING:
            return NOT_HEAD if subject is None or not _serves(actor, subject) else None
        case Action.HOLD_MEETING:  # of a closed year, too, until that is locked
            return NOT_HEAD if subject is None or not _serves(actor, subject) else _unless_locked(subject)
        case Action.ENTER | Action.TAKE_RESULTS:
            return _must_be_officer(actor, subject) or (None if subject is None or subject.cycle_open else LOCKED)
        case Action.RECOGNISE_NOW:  # of a closed year, too, until that is locked
            return _must_be_officer(actor, subject) or _unless_locked(subject)
        case (
            Action.SEE_STATISTICS | Action.EXPORT | Action.ADOPT | Action.INVITE | Action.KEEP_ROSTER | Action.RECOGNISE
        ):
            return _must_be_officer(actor, subject)
        case _:
            assert_never(action)


def _may_see(actor: Actor, subject: Subject | None) -> Denied | None:
    if subject is None or actor.person_id is None:
        return NOT_JOINED
    if answers_for(actor, subject):
        return None
    if subject.state is State.DRAFT:  # not sent yet: nobody else's business
        return NOT_YOURS
    return None if _serves(actor, subject) else NOT_YOURS


def _may_answer(actor: Actor, subject: Subject | None) -> Denied | None:
    if subject is None or actor.person_id is None:
        return NOT_JOINED
    if not answers_for(actor, subject):
        return NOT_YOURS
    if not subject.cycle_open:
        return LOCKED
    if subject.set_aside:
        return SET_ASIDE
    return None if subject.state in EDITABLE else CONFIRMED


def _may_decide(actor: Actor, subject: Subject | None) -> Denied | None:
    if subject is None or not actor.decides:
        return NOT_HEAD
    if not _serves(actor, subject) or subject.state is State.DRAFT:  # not sent yet: nobody else's business
        return NOT_YOUR_VILLAGE
    if subject.kind in OF_PLACES and subject.commune_id not in actor.communes:
        return ONLY_OFFICERS
    if subject.set_aside:
        return SET_ASIDE
    return why_another(actor, subject) or (None if subject.cycle_open else LOCKED)


def _may_speak_for(actor: Actor, subject: Subject | None) -> Denied | None:
    if subject is None or actor.person_id is None:
        return NOT_JOINED
    return None if actor.speaks(subject.person_id) else NOT_ASKED


def _may_keep(actor: Actor, subject: Subject | None, otherwise: Denied) -> Denied | None:
    """What belongs to a household is its members' affair, to a clan its head's, to a place its head's."""
    if subject is None or actor.person_id is None:
        return NOT_JOINED
    return None if answers_for(actor, subject) else otherwise


def _may_let_join(actor: Actor, subject: Subject | None) -> Denied | None:
    """Whose affair it is agrees: members of a household, the head of a unit or a clan; who leaves, for themselves.

    Where none of them has a chat, who serves the place does, but for whom they are tied to: else one person were two.
    """
    if actor.person_id is None:
        return NOT_JOINED
    if subject is None or subject.joins is None:
        return NOT_ASKED_OF_YOU
    at_home = actor.household_id is not None and actor.household_id == subject.household_id
    is_theirs = actor.person_id == subject.person_id
    if subject.joins is Joining.LEAVING:
        moves = subject.commune_id in actor.communes and not at_home
        return None if is_theirs or moves else NOT_ASKED_OF_YOU
    if is_theirs:
        return NOT_ASKED_OF_YOU
    match subject.joins:
        case Joining.HOUSEHOLD:
            lets = at_home
        case Joining.UNIT:
            lets = subject.village_id in actor.places(Role.HEAD)
        case Joining.CLAN:
            lets = actor.person_id == subject.led_by
    in_their_place = not subject.kept and _serves(actor, subject) and subject.person_id not in actor.tied
    return None if lets or in_their_place else NOT_ASKED_OF_YOU


def _may_put_right(actor: Actor, subject: Subject | None) -> Denied | None:
    """Officers put right what the commune keeps of its people; who they are, nobody for themselves."""
    denied = _must_be_officer(actor, subject)
    is_theirs = subject is not None and subject.person_id is not None and subject.person_id == actor.person_id
    return denied or (YOURSELF if is_theirs else None)


def _may_admit(actor: Actor, subject: Subject | None) -> Denied | None:
    """A head lets in and cuts off the residents of the village; heads and officers are an officer's affair."""
    if subject is None or not actor.decides:
        return NOT_HEAD
    if not _serves(actor, subject):
        return NOT_YOUR_RESIDENT
    return _must_be_officer(actor, subject) if subject.holds_role and subject.person_id != actor.person_id else None


def _may_forget(actor: Actor, subject: Subject | None) -> Denied | None:
    """Who has a chat withdraws there; for who has none, the head of their village or an officer does, as they asked."""
    if subject is None or not actor.decides:
        return NOT_HEAD
    if not _serves(actor, subject):
        return NOT_YOUR_RESIDENT
    if subject.has_chat:
        return OWN_CHAT
    return ROLE_FIRST if subject.holds_role else None


def _may_file(actor: Actor, subject: Subject | None) -> Denied | None:
    """Figures of a unit are the affair of who is in charge of them there; an officer has screens of their own."""
    if subject is None or subject.village_id not in actor.places(Role.REPORTER):
        return NOT_REPORTER
    return None if subject.cycle_open else LOCKED


def _may_help(actor: Actor, subject: Subject | None) -> Denied | None:
    """Heads, officers and trusted neighbours declare for residents of the places they serve."""
    if all(grant.role is Role.REPORTER for grant in actor.grants):  # or there is none
        return NOT_HELPER
    if subject is None or _serves(actor, subject) or subject.village_id in actor.places(Role.HELPER):
        return None
    return NOT_YOUR_RESIDENT


def _may_help_one(actor: Actor, subject: Subject | None) -> Denied | None:
    """A helper sees whom they help and no list: who was not named by them is as if not there."""
    if subject is None or (denied := _may_help(actor, subject)) is not None:
        return NOT_HELPER if subject is None else denied
    if _serves(actor, subject) or actor.speaks(subject.person_id) or subject.person_id in actor.named:
        return None
    return NOT_YOUR_RESIDENT


def _may_end_role(actor: Actor, subject: Subject | None) -> Denied | None:
    """Everybody may leave a role; officers end all of their commune's, a head those of deputies and helpers."""
    if subject is None or actor.person_id is None:
        return NOT_JOINED
    if subject.person_id == actor.person_id or subject.commune_id in actor.communes:
        return None
    if subject.village_id not in actor.places(Role.HEAD):
        return NOT_HEAD
    return None if subject.role is Role.HELPER or subject.for_a_time else ONLY_OFFICER_ENDS


def _must_be_officer(actor: Actor, subject: Subject | None) -> Denied | None:
    if not actor.communes or (subject is not None and subject.commune_id not in actor.communes):
        return NOT_OFFICER
    return None


def _unless_locked(subject: Subject | None) -> Denied | None:
    return LOCKED if subject is not None and subject.cycle_locked else None


def _serves(actor: Actor, subject: Subject) -> bool:
    return subject.village_id in actor.places(Role.HEAD) or subject.commune_id in actor.communes


OF_PLACES = frozenset({SubjectKind.VILLAGE, SubjectKind.UNIT})  # titles of a place: its head answers, officers decide


def answers_for(actor: Actor, subject: Subject) -> bool:
    """Whether the actor may fill this in: their own, of one they speak for, their family's, their place's."""
    if actor.speaks(subject.person_id):
        return True
    if subject.kind is SubjectKind.FAMILY:
        return actor.household_id is not None and actor.household_id == subject.household_id
    return subject.kind in OF_PLACES and subject.village_id in actor.places(Role.HEAD)


def is_own(actor: Actor, subject: Subject) -> bool:
    """Whether a declaration is for somebody else to decide: :func:`why_another`."""
    return why_another(actor, subject) is not None


def why_another(actor: Actor, subject: Subject) -> Denied | None:
    """Why somebody else decides on a declaration: it is the actor's own, was made through the actor, comes from the

    actor's household, is of a person to whom the actor is tied, or of one drawn for officers; ``None`` where nothing
    speaks against it.
    """
    if actor.person_id is None:
        return None
    same_household = actor.household_id is not None and actor.household_id == subject.household_id
    if answers_for(actor, subject) or subject.spoken_by == actor.person_id or same_household:
        return OWN_HOUSEHOLD
    tie = None if subject.person_id is None else actor.tied.get(subject.person_id)
    if tie is not None:
        return TIED[tie]
    is_drawn = subject.unvouched is Unvouched.DRAWN and subject.commune_id not in actor.communes
    return DRAWN_FOR_OFFICERS if is_drawn else None
