"""For people without a phone: a head or a trusted neighbour declares, with how the person agreed on record."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from acts import speaking, ways
from acts.choice import Choice, Look
from acts.way import Way
from criteria.duplicates import ALIKE_NAMES, Alike
from criteria.model import CITIZEN
from criteria.policy import Action, Role, may
from criteria.sheet_number import sheet_number
from handlers.kit.context import Turn
from handlers.kit.dialogue import Dialogue
from handlers.kit.draft import NAMED, Part
from handlers.kit.form import Form, Question
from handlers.kit.guessing import must_wait_for_names
from handlers.kit.names import read_name
from handlers.kit.router import HOME, Answer, Goto, Routes, Weight
from handlers.kit.screen import UNBROKEN, Screen
from handlers.shared.birth_year import their_birth_year
from handlers.shared.consent import CONSENT_VERSION, consent_text
from locales.text import BLANK, T, Verbatim, Words, about, lines
from storage import cycles, duplicates, people, places, registrations
from storage.kit.words import ConsentKind
from storage.people import Person
from storage.places import Place
from storage.registrations import Whose
from storage.residents import Resident

routes = Routes()

WHO = Part[dict[str, Any]]("helped", dict)  # name and birth year of who is looked for
NAME, BIRTH_YEAR = "name", "birth_year"
SPOKEN = frozenset({ConsentKind.BESIDE, ConsentKind.ASKED})  # what can be told in the chat; a signed sheet is typed in
MOST = 30  # persons one helper may speak for at a time; paper forms need none


def _served(turn: Turn) -> tuple[Place, ...]:
    """The villages whose residents this person may declare for; an officer's: all of the commune."""
    own = {*turn.actor.places(Role.HEAD), *turn.actor.places(Role.HELPER)}
    found = [places.get(turn.tx, key) for key in sorted(own)]
    for commune_id in turn.actor.communes:
        found += [each for each in places.villages(turn.tx, commune_id) if each.id not in own]
    return tuple(found)


def _form(turn: Turn) -> Form:
    return Form(
        (
            Question(key=NAME, text=T("Họ và tên người ấy, ví dụ Trần Văn Bảy?"), reader=partial(read_name, own=False)),
            their_birth_year(turn, BIRTH_YEAR, T("Người ấy sinh năm nào? Gõ 4 chữ số, ví dụ 1956.")),
        )
    )


def _given(turn: Turn) -> dict[str, Any]:
    return turn.draft.get(WHO) or {}


def _keep(turn: Turn, key: str, value: Any) -> None:
    """Whoever the full name and year are of may be declared for from now on, until somebody else is looked for."""
    turn.draft.keep(WHO, {**_given(turn), key: value})
    found = _found(turn)
    turn.draft.keep(NAMED, [person.id for person, _ in found])
    turn.guessed_name = not found and _waits(turn) is None and _born_otherwise(turn)


def _found(turn: Turn) -> list[tuple[Person, Place]]:
    """Those of the name and year typed, in the places served."""
    given = _given(turn)
    if NAME not in given or BIRTH_YEAR not in given or _waits(turn) is not None:
        return []
    name, year = str(given[NAME]), int(given[BIRTH_YEAR])
    return [
        (person, village)
        for village in _served(turn)
        for person in people.namesakes(turn.tx, place_id=village.id, full_name=name, birth_year=year)
    ]


def _waits(turn: Turn) -> Words | None:
    """Why nobody is looked for now. Heads and officers have the list: they may look as often as they like."""
    return None if turn.actor.decides else must_wait_for_names(turn)


def _born_otherwise(turn: Turn) -> bool:
    """Whether the name is known in the places served, and the year is not: a helper is to ask again, not to try on."""
    given = _given(turn)
    if turn.actor.decides or NAME not in given or BIRTH_YEAR not in given:
        return False
    name = str(given[NAME])
    return any(people.is_name_known(turn.tx, place_id=each.id, full_name=name) for each in _served(turn))


def _title(_turn: Turn, _question: Question) -> Words:
    return T("Khai hộ người không có điện thoại")


def _ways(turn: Turn, question: Question, before: tuple[Choice, ...]) -> tuple[Choice, ...]:
    return (
        Choice(T("Nhập phiếu giấy"), ways.sheets(), Look.WAY),
        *((Choice(T("Gõ lại từ đầu"), ways.helping_anew(), Look.WAY),) if question.key == BIRTH_YEAR else ()),
        HOME,
    )


def _done(_turn: Turn) -> Way:
    return ways.helping_found()


# By full name and birth year: who helps need not leaf through everybody's names.
DIALOGUE = Dialogue(
    routes, "helping", Action.HELP, form=_form, answers=_given, record=_keep, done=_done, title=_title, ways=_ways
)


@routes.does("helping-anew", Action.HELP)
def helping_anew(turn: Turn) -> Goto:
    """Somebody else: forget what was typed."""
    turn.draft.drop(WHO, NAMED)
    return Goto(ways.helping_next())


@routes.shows("helping-found", Action.HELP)
def helping_found(turn: Turn) -> Answer:
    """Those of that name and year in the places served; or the way to enter who is not on the roster."""
    given = _given(turn)
    if _form(turn).next(given) is not None:
        return Goto(ways.helping_next())
    found, wait = _found(turn), _waits(turn)
    is_wrong_year = not found and _born_otherwise(turn)
    nearly = [] if found else _nearly(turn)
    return Screen(
        title=T("{name}, sinh {year}", name=str(given[NAME]), year=int(given[BIRTH_YEAR])),
        text=(
            wait
            if wait is not None
            else T("{You} chọn đúng người.")
            if found
            else T("Họ tên và năm sinh này không khớp danh sách. {You} hỏi lại năm sinh, hoặc nhờ {head_label}.")
            if is_wrong_year
            else T("Danh sách chưa có người này. Ghi tên mới thì chọn nơi ở.")
            if not nearly
            else lines(
                T("Danh sách chưa có đúng người này. Có phải một trong những người sau không?"),
                *(T("- {name}, {year}: {why}", name=each.full_name or "–", year=each.birth_year, why=ALIKE_NAMES[why])
                  for each, why in nearly),
            )
        ),
        choices=(
            *(
                Choice(
                    T("{name}, {village}", name=person.full_name, village=village.full_name),
                    ways.declare_for(person.id),
                    Look.MAIN,
                )
                for person, village in found
            ),
            *(
                Choice(T("{name}, sinh {year}", name=each.full_name or "–", year=each.birth_year),
                       ways.declare_for(each.id))
                for each, _ in nearly
            ),
            *(
                Choice(
                    T("Chỉ ghi đăng ký: {name}, {village}", name=person.full_name, village=village.full_name),
                    ways.enrol_one(person.id),
                )
                for person, village in found
                if _registers(turn, person, village)
            ),
            *(
                Choice(T("Ghi tên mới ở {village}", village=village.inline_name), ways.help_new(village.id))
                for village in (() if is_wrong_year or wait is not None else _served(turn))
            ),
            Choice(T("Gõ lại từ đầu"), ways.helping_anew(), Look.WAY),
            HOME,
        ),
        names=frozenset(person.id for person, _ in found) | {each.id for each, _ in nearly},
    )  # fmt: skip


def _nearly(turn: Turn) -> list[tuple[Person, Alike]]:
    """Who is nearly called so, in the places served: for who has the list anyway; a helper is told no names."""
    given = _given(turn)
    if not turn.actor.decides:
        return []
    served = {place.id: place.commune_id for place in _served(turn)}
    name, year = str(given[NAME]), int(given[BIRTH_YEAR])
    return [
        (person, why)
        for commune_id in sorted(set(served.values()))
        for person, why in duplicates.like(turn.tx, commune_id, full_name=name, birth_year=year, limit=5)
        if person.assessed_at in served and not person.has_died
    ]


def _registers(turn: Turn, person: Person, village: Place) -> bool:
    """Whether this person could still be written down as registered."""
    cycle = cycles.running(turn.tx, village.commune_id)
    if cycle is None or not cycle.registers or cycle.criteria().is_too_young(person.age_in(cycle.year)):
        return False
    return registrations.find(turn.tx, cycle, CITIZEN, Whose(person_id=person.id)) is None


@routes.does("help-new/{place}", Action.HELP)
def help_new(turn: Turn, place: Place) -> Goto:
    """Nothing is entered before the person has agreed: ask that first, for the village chosen."""
    given = _given(turn)
    if _form(turn).next(given) is not None:
        return Goto(ways.helping_next())
    if _waits(turn) is not None or (not _found(turn) and _born_otherwise(turn)):
        return Goto(ways.helping_found())
    turn.draft.keep(WHO, {**given, "place": place.id})
    return Goto(ways.help_agree())


@routes.shows("help-agree", Action.HELP)
def help_agree(turn: Turn) -> Answer:
    """Read the consent to somebody who is not entered yet."""
    given = _given(turn)
    place = None if "place" not in given else places.load(turn.tx, int(given["place"]))
    if place is None or may(turn.actor, Action.HELP, place.subject) is not None:
        return Goto(ways.helping_next())
    return _consent(turn, str(given[NAME]), place, ways.help_new_as)


@routes.does("help-new-as/{how}", Action.HELP, Weight.DECIDING)
def help_new_as(turn: Turn, how: str) -> Goto:
    """They agreed: enter them, and declare."""
    given = _given(turn)
    place = None if "place" not in given else places.load(turn.tx, int(given["place"]))
    if place is None or how not in SPOKEN or may(turn.actor, Action.HELP, place.subject) is not None:
        return Goto(ways.helping_next())
    if _waits(turn) is not None or (not _found(turn) and _born_otherwise(turn)):
        return Goto(ways.helping_found())
    person = people.add(
        turn.tx,
        place_id=place.id,
        full_name=str(given[NAME]),
        birth_year=int(given[BIRTH_YEAR]),
        on_roster=False,
    )
    turn.draft.keep(NAMED, [person.id])
    return Goto(ways.help_as(person.id, how))


@routes.shows("declare-for/{resident}", Action.HELP_ONE)
def help_(turn: Turn, resident: Resident) -> Answer:
    """Read the consent to the person, who has no chat of their own."""
    person = resident.person
    if people.is_claimed(turn.tx, person.id):
        return Goto(ways.home(), T("{name} đã ghi tên trên điện thoại của mình, nên tự khai.", name=person.full_name))
    if person.id in turn.account.speaks_for:
        return Goto(ways.begin(person.id))
    return _consent(
        turn, person.full_name, places.get(turn.tx, person.place_id), partial(ways.help_as, person.id), resident
    )


def _consent(
    turn: Turn, name: str, village: Place, agreed: Callable[[str], Way], resident: Resident | None = None
) -> Screen:
    commune = places.get(turn.tx, village.commune_id)
    number = None if resident is None else T("Số phiếu giấy: {number}", number=sheet_number(resident.person.id))
    return Screen(
        room=UNBROKEN,
        title=Verbatim(name),
        text=lines(
            number,
            T("{You} đọc cho người ấy nghe, rồi hỏi có đồng ý không:"),
            BLANK,
            about(consent_text(commune), name),
        ),
        choices=(
            Choice(T("Đồng ý: người ấy ngồi cạnh, tự trả lời"), agreed(ConsentKind.BESIDE)),
            Choice(T("Đồng ý: người ấy đã nhờ {you} khai hộ"), agreed(ConsentKind.ASKED)),
            *((Choice(T("Đã ký phiếu giấy: nhập phiếu"), ways.sheets()),) if resident is not None else ()),
            Choice(T("Không đồng ý"), ways.help_refused()),
            HOME,
        ),
    )


@routes.does("help-as/{resident}/{how}", Action.HELP_ONE, Weight.DECIDING)
def help_as(turn: Turn, resident: Resident, how: str) -> Goto:
    """They agreed; ``how`` is on record with every declaration made for them."""
    person = resident.person
    if how not in SPOKEN or people.is_claimed(turn.tx, person.id):
        return Goto(ways.declare_for(person.id))
    turn.draft.drop(WHO, NAMED)
    if person.id not in turn.account.speaks_for:
        if len(turn.account.speaks_for) >= MOST:
            return Goto(ways.whom(), T("Một máy khai hộ nhiều nhất {n} người.", n=MOST))
        speaking.begin(turn.tx, turn.account, person, ConsentKind(how), version=CONSENT_VERSION)
    return Goto(ways.begin(person.id), T("Bản {you} khai hộ thì người khác xác nhận, {you} không tự xác nhận."))


@routes.does("help-refused", Action.HELP, Weight.DECIDING)
def help_refused(turn: Turn) -> Goto:
    """They did not agree: forget what was typed."""
    turn.draft.drop(WHO, NAMED)
    return Goto(ways.home(), T("Đã xoá tên vừa gõ, không giữ gì của người ấy."))
