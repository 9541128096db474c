"""What is printed or drawn for a village: paper forms, the list for the doors, the picture of its progress."""

from __future__ import annotations

from dataclasses import dataclass

from acts.errands import DoorListErrand, PapersErrand, ProgressErrand, RegistrationListErrand
from acts.words.deadline_words import coming
from acts.words.enrolment_words import registered_means
from criteria.declaration import Measure
from criteria.model import CITIZEN, FAMILY, CriteriaSet
from criteria.parse import title_name
from criteria.reminding import TO_DO
from criteria.sheet_code import home_of
from criteria.sheet_number import sheet_number
from handlers.kit.form import Kind
from handlers.paper.print_forms import COPIES
from handlers.shared.standing_words import STANDING_NAMES
from handlers.shared.title_form import title_form
from handlers.shared.whole_form import form_code, typed_for
from handlers.village.overview import AHEAD, target_share
from locales.format import day_of
from locales.text import T, Tn, Verbatim, Words
from reports.door_list import DoorHousehold, DoorList, DoorPerson
from reports.paper_form import Asked, Sheet
from reports.progress_picture import Progress
from reports.registration_list import RegistrationList, Signer, SigningHousehold
from reports.sorting import vietnamese_name_key
from storage import anchors, counters, cycles, enrolment_lists, people, places, roster
from storage.counters import Tally
from storage.cycles import Cycle
from storage.kit.transaction import Transaction
from storage.kit.words import PlaceKind
from storage.places import Place
from storage.roster import Villager

CONSENT = T(
    "Tôi đồng ý cho {commune_label} ghi họ tên, năm sinh, nơi ở, việc làm và các câu trả lời trên để xét danh "
    "hiệu và làm số liệu; {head_label} và cán bộ {commune_label} xem; giữ 2 năm báo cáo. Tôi xem, sửa, xoá lúc "
    "nào cũng được."
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """Where an errand's file is about."""

    place: Place
    cycle: Cycle


def _about(tx: Transaction, errand: PapersErrand | DoorListErrand | ProgressErrand | RegistrationListErrand) -> _Asked:
    cycle = cycles.load(tx, errand.cycle_id)
    if cycle is None:
        raise LookupError(f"cycle {errand.cycle_id}")
    return _Asked(places.get(tx, errand.place_id), cycle)


def asked_of(criteria: CriteriaSet) -> tuple[Asked, ...]:
    """The questions of a set as they stand on paper, in the order in which their numbers are typed."""
    return tuple(
        Asked(
            number,
            question.text,
            tuple(option.label for option in question.options),
            typed_for(question),
            question.kind is Kind.CHOICES,
        )
        for number, question in enumerate(title_form(criteria, {}).questions, 1)
    )


def home_code(tx: Transaction, commune_id: int) -> str:
    """Whose sheet numbers a commune's are, as its sheets' machine code says it."""
    commune = places.get(tx, commune_id)
    return home_of([commune.full_name, commune.province or ""])


def paper_sheets(tx: Transaction, errand: PapersErrand) -> tuple[Sheet, ...]:
    """Blank forms of a title, or one for everybody who has still to declare, household by household."""
    about = _about(tx, errand)
    title = errand.title
    criteria = about.cycle.criteria(title)
    if errand.named:
        to_do = [each for each in roster.of_place(tx, about.place.id, about.cycle) if each.standing in TO_DO]
        people_: list[Villager | None] = [*sorted((each for each in to_do if not each.has_chat), key=_by_door)]
    else:
        people_ = [None] * COPIES
    commune = places.get(tx, about.place.commune_id)
    asked, code = asked_of(criteria), form_code(criteria, title_form(criteria, {}).questions)
    return tuple(
        Sheet(
            title=T("Phiếu tự khai {title} năm {year}", title=title_name(title), year=about.cycle.year),
            place=T("{village}, {commune}", village=about.place.full_name, commune=commune.full_name),
            form_code=code,
            year=about.cycle.year,
            home=home_code(tx, commune.id),
            number=None if each is None else sheet_number(each.person_id),
            name=None if each is None else each.full_name,
            birth_year=None if each is None else each.birth_year,
            asked=asked,
            consent=CONSENT,
            notes=_notes(criteria, title),
        )
        for each in people_
    )


def _notes(criteria: CriteriaSet, title: str) -> tuple[Words, ...]:
    typed = T("Gõ ở mục Nhập phiếu giấy: mẫu, số phiếu, rồi các số.")
    others = T("Phiếu này người đứng đầu nhập trong mục danh hiệu của mình, từng câu hoặc cả phiếu trong một tin.")
    open_ = any(rule.is_open for rule in criteria.rules)
    unsure = T("Bộ tiêu chí này chưa đủ quy định để máy kết luận đạt hay chưa.") if open_ else None
    return tuple(each for each in (typed if title == CITIZEN else others, unsure) if each is not None)


def _by_door(each: Villager) -> tuple[object, ...]:
    return not each.household, len(each.household), each.household, vietnamese_name_key(each.full_name)


def doors(tx: Transaction, errand: DoorListErrand) -> DoorList:
    """Everybody of a village who has still something to do, household by household."""
    about = _about(tx, errand)
    to_do = [each for each in roster.of_place(tx, about.place.id, about.cycle) if each.standing in TO_DO]
    homes: dict[str, list[Villager]] = {}
    for each in sorted(to_do, key=_by_door):
        homes.setdefault(each.household, []).append(each)
    return DoorList(
        place=Verbatim(about.place.full_name),
        as_of=tx.now,
        anchor=anchors.printed_last(tx),
        households=tuple(
            DoorHousehold(
                code,
                tuple(
                    DoorPerson(
                        sheet_number(each.person_id),
                        each.full_name,
                        each.birth_year,
                        STANDING_NAMES[each.standing],
                        each.by_chat,
                    )
                    for each in home
                ),
            )
            for code, home in homes.items()
        ),
        summary=Tn("{n} người chưa khai xong.", len(to_do)),
    )


def registrations_to_sign(tx: Transaction, errand: RegistrationListErrand) -> tuple[RegistrationList, frozenset[int]]:
    """Everybody old enough, household by household, with who is registered already; and whom the list names."""
    about = _about(tx, errand)
    homes = enrolment_lists.homes(tx, about.place.id, about.cycle)
    found = RegistrationList(
        place=Verbatim(about.place.full_name),
        year=about.cycle.year,
        as_of=tx.now,
        citizen=title_name(CITIZEN),
        family=title_name(FAMILY),
        households=tuple(
            SigningHousehold(
                home.code,
                home.head_name,
                home.day,
                tuple(Signer(each.full_name, each.birth_year, each.day) for each in lines),
                is_family=home.household_id is not None and about.place.kind is not PlaceKind.UNIT,
            )
            for home in homes
            for lines in ([home.lines] if home.household_id is not None else [(each,) for each in home.lines])
        ),
        anchor=anchors.printed_last(tx),
    )
    named = {each.person_id for home in homes for each in home.lines}
    return found, frozenset(named | {home.head_id for home in homes if home.head_id is not None})


def village_progress(tx: Transaction, errand: ProgressErrand) -> Progress:
    """The numbers of the picture: the same that the village's screen says in words."""
    about = _about(tx, errand)
    min_age = about.cycle.criteria().adult_age
    key = about.place.id
    tally = counters.tallies(tx, about.cycle.id, CITIZEN).get(key, Tally(key, {}))
    covered = roster.coverage(tx, about.cycle).get(key, roster.Coverage())
    today = day_of(tx.now)
    return Progress(
        place=Verbatim(about.place.full_name),
        year=about.cycle.year,
        as_of=tx.now,
        roster=people.roster_sizes(tx, about.cycle, place_ids=[key], min_age=min_age)[key],
        registered=tally[Measure.REGISTERED],
        declared=tally[Measure.DECLARED],
        confirmed=tally[Measure.CONFIRMED],
        reached=tally[about.cycle.settings.reached_on_roster],
        on_roster=(covered.registered, covered.declared, covered.confirmed),
        target=target_share(about.cycle),
        dates=[due.words for due in coming(about.cycle, today, within=AHEAD)[:1]],
        recognised=tally[Measure.RECOGNISED],
        means=None if about.cycle.registers else registered_means(about.cycle),
    )
