"""Where everything starts: the menu, help, and the choice of a language."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from criteria.declaration import State
from criteria.model import CITIZEN, SubjectKind
from criteria.parse import title_name, titles
from criteria.policy import Action, Role
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Goto, Routes
from handlers.kit.screen import Screen
from locales.catalog import LANGUAGES
from locales.text import BLANK, T, Tn, Verbatim, Words, lines
from storage import cycles, declarations, places, queue, to_tell_in_person
from storage.declaration_record import Declaration

routes = Routes()

COMMANDS: dict[str, tuple[str, Words]] = {
    "khai": ("declare", T("Khai Công dân học tập")),
    "nhatky": ("diary", T("Sổ học tập")),
    "giadinh": ("family", T("Gia đình học tập")),
    "trangthai": ("status", T("Xem bản khai của tôi")),
    "duyet": ("queue", T("Bản khai chờ xác nhận (trưởng thôn)")),
    "solieu": ("stats", T("Số liệu của xã (cán bộ)")),
    "quyen": ("data", T("Dữ liệu và quyền của tôi")),
    "ngonngu": ("language", T("Đổi ngôn ngữ / Language")),
    "giupdo": ("help", T("Giúp đỡ")),
}


@routes.shows("home", Action.LOOK)
def home(turn: Turn) -> Screen:
    """The menu: what there is to do for this person now, the likeliest first."""
    if turn.account.person is None:
        return Screen(
            title=T("Công dân học tập"),
            text=lines(
                T("Chào {you}! Ở đây {you} tự khai việc học của mình để được xét danh hiệu Công dân học tập."),
                T("Có mã của thôn thì {you} gõ mã vào đây, hoặc chọn một mục bên dưới."),
            ),
            choices=(
                Choice(T("Ghi tên tham gia"), ways.join(), Look.MAIN),
                Choice(T("Giúp đỡ"), ways.help_(), Look.WAY),
                Choice(T("English / Tiếng Việt"), ways.language(), Look.WAY),
            ),
        )
    place = places.get(turn.tx, turn.person.assessed_at)
    mine = _this_year(turn)
    status, going_on = _own_business(mine)
    return Screen(
        title=Verbatim(turn.person.full_name),
        text=lines(Verbatim(place.full_name), status),
        choices=(
            *_said_for_me(turn, mine),
            *_roles_business(turn),
            *going_on,
            *((Choice(T("Việc riêng của tôi"), ways.own()),) if turn.actor.grants else _own_matters(turn)),
            Choice(T("Giúp đỡ"), ways.help_(), Look.WAY),
        ),
    )


@routes.shows("own", Action.TAKE_PART)
def own(turn: Turn) -> Screen:
    """What heads and officers do as residents, one step away, so that their work fits the first screen."""
    return Screen(
        title=Verbatim(turn.person.full_name), text=T("Việc riêng của tôi"), choices=(*_own_matters(turn), HOME)
    )


def _own_matters(turn: Turn) -> tuple[Choice, ...]:
    return (
        *((Choice(T("Thôi tính ở đơn vị, về thôn"), ways.unit_leave(), Look.WAY),) if turn.person.unit_id else ()),
        *_other_titles(turn),
        Choice(T("Sổ học tập"), ways.diary()),
        Choice(T("Gia đình"), ways.family()),
        Choice(T("Khai hộ người nhà"), ways.whom(), Look.WAY),
        Choice(T("Dữ liệu và quyền của tôi"), ways.data(), Look.WAY),
    )


def _other_titles(turn: Turn) -> tuple[Choice, ...]:
    """Titles for persons besides that of the citizens, where the data files have some."""
    others = [title for title in titles(SubjectKind.PERSON) if title != CITIZEN]
    return tuple(Choice(title_name(title), ways.title(turn.person.id, title)) for title in others)


def _this_year(turn: Turn) -> Declaration | None:
    mine = declarations.of_person(turn.tx, turn.person.id)
    return next((each for each in mine if each.cycle.year == turn.year), None)


def _said_for_me(turn: Turn, mine: Declaration | None) -> tuple[Choice, ...]:
    """What somebody else declared for this person before they came, until they have said whether it is right."""
    if mine is None or mine.speaker is None or not mine.speaker.for_another or mine.endorsed_at is not None:
        return ()
    is_other = mine.speaker.person_id != turn.person.id and mine.submitted_at is not None
    return (Choice(T("Xem bản đã khai hộ {you}"), ways.said_for_me(mine.id), Look.MAIN),) if is_other else ()


def _own_business(mine: Declaration | None) -> tuple[Words, tuple[Choice, ...]]:
    """What to say of the person's own declaration, and where to go on with it."""
    if mine is None:
        return T("{You} chưa khai Công dân học tập năm nay."), (
            Choice(T("Khai Công dân học tập"), ways.declare(), Look.MAIN),
        )
    look = Choice(T("Xem bản khai của tôi"), ways.mine(mine.id))
    match mine.state:
        case State.DRAFT:
            return T("{You} đang khai dở. Các câu đã trả lời vẫn còn đủ."), (
                Choice(T("Khai tiếp"), ways.declare(), Look.MAIN),
            )
        case State.SUBMITTED:
            return T("Bản khai của {you} đã gửi, đang chờ xác nhận."), (look,)
        case State.RETURNED:
            return T("Bản khai của {you} được trả lại để xem lại."), (
                Choice(T("Xem lại bản khai"), ways.mine(mine.id), Look.MAIN),
            )
        case State.CONFIRMED | State.RECOGNISED | State.REVOKED:
            return T("Bản khai của {you} đã được xác nhận."), (look,)


def _roles_business(turn: Turn) -> tuple[Choice, ...]:
    actor = turn.actor
    choices: list[Choice] = []
    if actor.decides:
        waiting = queue.count(turn.tx, actor)
        choices.append(Choice(Tn("Chờ xác nhận ({n})", waiting), ways.queue(), Look.MAIN if waiting else Look.ANSWER))
        if to_visit := to_tell_in_person.count_open_for(turn.tx, actor):
            choices.append(Choice(Tn("Cần báo tận nơi ({n})", to_visit), ways.visits()))
    if actor.communes:
        choices.append(Choice(T("Số liệu, báo cáo của xã"), ways.stats()))
        if cycles.of_this_year(turn.tx, turn.commune_id) is None:
            open_year = ways.open_year(turn.year)
            choices.append(Choice(T("Mở kỳ đánh giá năm {year}", year=turn.year), open_year, Look.MAIN))
        choices.append(Choice(T("Từng thôn: tiến độ, ai chưa khai"), ways.villages()))
        choices.append(Choice(T("Mã thôn và mã mời"), ways.codes()))
        choices.append(Choice(T("Thôn, đơn vị của xã"), ways.territory()))
        choices.append(Choice(T("Lớp học, sự kiện"), ways.events()))
        choices.append(Choice(T("Cấp mã, cắt máy bị mất"), ways.residents()))
        choices.append(Choice(T("Giờ nhận tin"), ways.digest_time(), Look.WAY))
    headed = [places.get(turn.tx, place_id) for place_id in sorted(actor.places(Role.HEAD))]
    choices += [Choice(Verbatim(place.full_name), ways.village(place.id)) for place in headed]
    if actor.places(Role.HELPER) and not actor.decides:
        choices.append(Choice(T("Khai hộ bà con"), ways.helping_next(), Look.MAIN))
        choices.append(Choice(T("Nhập phiếu giấy"), ways.sheets()))
    return tuple(choices)


@routes.shows("help", Action.LOOK)
def help_(turn: Turn) -> Screen:
    """What can be done here, and whom to ask."""
    commands = [lines(Verbatim(f"/{name}"), text) for name, (_, text) in COMMANDS.items() if name != "giupdo"]
    person = turn.account.person
    contact: Words | None = None
    if person is not None:
        village = places.get(turn.tx, person.place_id)
        commune = places.get(turn.tx, village.commune_id)
        contact = T(
            "Cần người giúp, {you} hỏi trưởng thôn hoặc: {contact}", contact=commune.contact or commune.full_name
        )
    return Screen(
        title=T("Giúp đỡ"),
        text=lines(
            T("{You} chỉ cần bấm nút, hoặc gõ số của mục muốn chọn. Nghỉ lúc nào cũng được, câu đã trả lời không mất."),
            contact or T("Cần người giúp, {you} hỏi trưởng thôn."),
            BLANK,
            *commands,
        ),
        choices=(HOME,),
    )


@routes.shows("language", Action.LOOK)
def language(turn: Turn) -> Screen:
    """Ask for the language, each named in itself."""
    return Screen(
        text=Verbatim("Tiếng Việt / English?"),
        choices=(
            Choice(Verbatim("Tiếng Việt"), ways.speak("vi")),
            Choice(Verbatim("English"), ways.speak("en")),
            HOME,
        ),
    )


@routes.does("speak/{code}", Action.LOOK)
def speak(turn: Turn, code: str) -> Goto:
    """Speak this language from now on."""
    if code not in LANGUAGES:
        return Goto(ways.language())
    turn.account.language = code
    return Goto(ways.home(), T("Từ nay nói chuyện bằng: {language}.", language=LANGUAGES[code]))
