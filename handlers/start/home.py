"""Where everything starts: the menu, help, and the choice of a language."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from acts.words.enrolment_words import MEANING
from acts.words.results_words import made_of
from criteria.declaration import State
from criteria.model import CITIZEN, SubjectKind
from criteria.parse import title_name, titles
from criteria.policy import Action, Role
from handlers.kit.context import Turn
from handlers.kit.router import HOME, Goto, Routes, Weight
from handlers.kit.screen import Screen
from handlers.shared.menu_words import menu_choice
from handlers.shared.this_year import is_left_over
from locales.catalog import LANGUAGES
from locales.format import day_of
from locales.text import BLANK, T, Tn, Verbatim, Words, lines
from storage import (
    cycles,
    data_requests,
    declarations,
    joining_requests,
    paper_confirmations,
    places,
    queue,
    registrations,
    to_tell_in_person,
    vouching,
)
from storage.cycles import Cycle
from storage.declaration_record import Declaration
from storage.registrations import Whose

routes = Routes()

COMMANDS: dict[str, tuple[str, Words]] = {
    "khai": ("declare", T("Khai Công dân học tập")),
    "nhatky": ("diary", T("Sổ học tập")),
    "giadinh": ("family", T("Gia đình học tập")),
    "trangthai": ("status", T("Xem bản khai của tôi")),
    "duyet": ("queue", T("Bản khai chờ xác nhận ({head_label})")),
    "solieu": ("stats", T("Số liệu của {commune_label} (cán bộ)")),
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
                T("Có mã của {village_label} thì {you} gõ mã vào đây, hoặc chọn một mục bên dưới."),
            ),
            choices=(
                Choice(T("Ghi tên tham gia"), ways.join(), Look.MAIN),
                Choice(T("Giúp đỡ"), ways.help_(), Look.WAY),
                Choice(T("English / Tiếng Việt"), ways.language(), Look.WAY),
            ),
        )
    place = places.get(turn.tx, turn.person.assessed_at)
    found = declarations.of_person(turn.tx, turn.person.id)
    mine = next((each for each in found if each.cycle.year == turn.year), None)
    left = next((each for each in found if is_left_over(turn, each)), None)
    status, going_on = _own_business(mine)
    if mine is not None and (made := made_of(turn.tx, mine)) is not None:
        status = T("{You} đã có kết quả {made}, không phải khai lại.", made=made)
        going_on = (Choice(T("Xem kết quả của tôi"), ways.listed(mine.id)),)
    if mine is None:
        cycle = cycles.of_this_year(turn.tx, place.commune_id)
        if cycle is None:
            status, going_on = _before_the_year(turn, None if left is not None else next(iter(found), None))
        elif cycle.registers and cycle.is_open and not cycle.criteria().is_too_young(turn.person.age_in(cycle.year)):
            status, going_on = _registering(turn, cycle, going_on)
    of_last_year, still_going_on = _left_over(left)
    wishes = joining_requests.waiting(turn.tx, turn.actor)
    return Screen(
        title=Verbatim(turn.person.full_name),
        text=lines(Verbatim(place.full_name), status, of_last_year),
        choices=(
            *_said_for_me(turn, mine or left),
            *(
                (Choice(Tn("Có lời xin chờ trả lời ({n})", wishes.for_me), ways.joinings(), Look.MAIN),)
                if wishes.for_me
                else ()
            ),
            *_roles_business(turn),
            *going_on,
            *still_going_on,
            *((Choice(T("Lời xin của tôi, đang chờ"), ways.joinings()),) if wishes.mine else ()),
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
        *_back_to_village(turn),
        *_other_titles(turn),
        menu_choice(T("Sổ học tập"), ways.diary()),
        menu_choice(T("Lớp sắp mở"), ways.classes()),
        menu_choice(T("Gia đình"), ways.family()),
        menu_choice(T("Khai hộ người nhà"), ways.whom(), Look.WAY),
        menu_choice(T("Dữ liệu và quyền của tôi"), ways.data(), Look.WAY),
    )


def _back_to_village(turn: Turn) -> tuple[Choice, ...]:
    """For who is counted in a unit."""
    if turn.person.unit_id is None:
        return ()
    village = places.get(turn.tx, turn.person.place_id).inline_name
    return (Choice(T("Thôi tính ở đơn vị, về {village}", village=village), ways.unit_leave(), Look.WAY),)


def _other_titles(turn: Turn) -> tuple[Choice, ...]:
    """Titles for persons besides that of the citizens, where the data files have some."""
    others = [title for title in titles(SubjectKind.PERSON) if title != CITIZEN]
    return tuple(Choice(title_name(title), ways.title(turn.person.id, title)) for title in others)


def _said_for_me(turn: Turn, mine: Declaration | None) -> tuple[Choice, ...]:
    """What somebody else declared for this person before they came, until they have said whether it is right."""
    if mine is None or mine.speaker is None or not mine.speaker.for_another or mine.endorsed_at is not None:
        return ()
    is_other = mine.speaker.person_id != turn.person.id and mine.submitted_at is not None
    return (Choice(T("Xem bản đã khai hộ {you}"), ways.said_for_me(mine.id), Look.MAIN),) if is_other else ()


def _left_over(left: Declaration | None) -> tuple[Words | None, tuple[Choice, ...]]:
    """What to say of last year's declaration that is not settled, and where to go on with it: it can still be."""
    if left is None:
        return None, ()
    year = left.cycle.year
    match left.state:
        case State.DRAFT:
            return T("Bản khai năm {year} của {you} còn dở, vẫn khai tiếp được.", year=year), (
                Choice(T("Khai tiếp năm {year}", year=year), ways.onward(left.id), Look.MAIN),
            )
        case State.RETURNED:
            return T("Bản khai năm {year} của {you} được trả lại để xem lại.", year=year), (
                Choice(T("Xem lại bản khai năm {year}", year=year), ways.mine(left.id), Look.MAIN),
            )
        case _:
            return T("Bản khai năm {year} của {you} đã gửi, đang chờ xác nhận.", year=year), (
                Choice(T("Xem bản khai năm {year}", year=year), ways.mine(left.id)),
            )


def _before_the_year(turn: Turn, last: Declaration | None) -> tuple[Words, tuple[Choice, ...]]:
    """What to say while nobody can declare for this year; the ``last`` declaration, settled, can be looked at."""
    said = T("{Commune_label} chưa mở kỳ đánh giá năm {year}. Khi nào mở, {head_label} sẽ báo.", year=turn.year)
    if last is None:
        return said, ()
    return said, (Choice(T("Xem bản khai năm {year}", year=last.cycle.year), ways.mine(last.id)),)


def _own_business(mine: Declaration | None) -> tuple[Words, tuple[Choice, ...]]:
    """What to say of the person's own declaration of this year, and where to go on with it."""
    if mine is None:
        return T("{You} chưa khai Công dân học tập năm nay."), (
            menu_choice(T("Khai Công dân học tập"), ways.declare(), Look.MAIN),
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


def _registering(turn: Turn, cycle: Cycle, declaring: tuple[Choice, ...]) -> tuple[Words, tuple[Choice, ...]]:
    """Whoever has not declared can register by one tap; that comes first in January, when that is what is asked."""
    found = registrations.find(turn.tx, cycle, CITIZEN, Whose(person_id=turn.person.id))
    if found is not None:
        registered = T("{You} đã đăng ký Công dân học tập năm {year}, chưa khai.", year=cycle.year)
        return registered, (*declaring, Choice(T("Xem đăng ký của tôi"), ways.enrol(turn.person.id)))
    register = Choice(T("Đăng ký Công dân học tập"), ways.enrol_now(turn.person.id, cycle.year), Look.MAIN)
    said = lines(T("{You} chưa đăng ký và chưa khai Công dân học tập năm nay."), MEANING)
    first = day_of(turn.tx.now).month == 1
    return said, (register, *declaring) if first else (*declaring, register)


def _roles_business(turn: Turn) -> tuple[Choice, ...]:
    actor = turn.actor
    choices: list[Choice] = []
    if actor.communes:
        choices.append(Choice(T("Việc tháng này"), ways.month(), Look.MAIN))
    if actor.decides:
        waiting = queue.count(turn.tx, actor)
        choices.append(
            menu_choice(Tn("Chờ xác nhận ({n})", waiting), ways.queue(), Look.MAIN if waiting else Look.ANSWER)
        )
        if to_visit := to_tell_in_person.count_open_for(turn.tx, actor):
            choices.append(Choice(Tn("Cần báo tận nơi ({n})", to_visit), ways.visits()))
    if newcomers := vouching.count_open_for(turn.tx, actor):
        choices.append(Choice(Tn("Người mới ghi tên ({n})", newcomers), ways.newcomers()))
    if actor.decides and turn.links.desk is not None:
        choices.append(Choice(T("Mở bàn làm việc"), ways.desk()))
    if actor.communes:
        if drawn := paper_confirmations.count_open_for(turn.tx, actor.communes):
            choices.append(Choice(Tn("Đối chiếu giấy ký ({n})", drawn), ways.paper_checks_all()))
        choices.append(Choice(T("Số liệu, báo cáo của {commune_label}"), ways.stats()))
        if cycles.of_this_year(turn.tx, turn.commune_id) is None:
            open_year = ways.open_year(turn.year)
            choices.append(Choice(T("Mở kỳ đánh giá năm {year}", year=turn.year), open_year, Look.MAIN))
        choices.append(Choice(T("Tiến độ từng {village_label}"), ways.villages()))
        choices.append(Choice(T("Mã {village_label} và mã mời"), ways.codes()))
        choices.append(Choice(T("{Village_label}, đơn vị"), ways.territory()))
        choices.append(Choice(T("Danh sách dân cư"), ways.roster()))
        choices.append(Choice(T("Lớp học, sự kiện"), ways.events()))
        choices.append(Choice(T("Tìm người"), ways.people()))
        choices.append(Choice(T("Cấp mã, khoá máy bị mất"), ways.residents()))
        if asked := data_requests.count_open_for(turn.tx, actor):
            choices.append(Choice(Tn("Yêu cầu về dữ liệu ({n})", asked), ways.requests()))
        choices.append(menu_choice(T("Giờ nhận tin"), ways.digest_time(), Look.WAY))
    headed = [places.get(turn.tx, place_id) for place_id in sorted(actor.places(Role.HEAD))]
    choices += [Choice(Verbatim(place.full_name), ways.village(place.id)) for place in headed]
    choices += [
        Choice(T("Số liệu của {place}", place=places.get(turn.tx, place_id).inline_name), ways.unit_figures(place_id),
               Look.MAIN)
        for place_id in sorted(actor.places(Role.REPORTER))
    ]  # fmt: skip
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
            "Cần người giúp, {you} hỏi {head_label} hoặc: {contact}", contact=commune.contact or commune.full_name
        )
    return Screen(
        title=T("Giúp đỡ"),
        text=lines(
            T("{You} chỉ cần chọn một mục, hoặc gõ số của mục ấy. Nghỉ lúc nào cũng được, câu đã trả lời không mất."),
            contact or T("Cần người giúp, {you} hỏi {head_label}."),
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


@routes.does("speak/{tongue}", Action.LOOK, Weight.DECIDING)
def speak(turn: Turn, tongue: str) -> Goto:
    """Speak this language from now on."""
    if tongue not in LANGUAGES:
        return Goto(ways.language())
    turn.account.language = tongue
    return Goto(ways.home(), T("Từ nay nói chuyện bằng: {language}.", language=LANGUAGES[tongue]))
