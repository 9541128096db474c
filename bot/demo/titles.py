"""The demo's families, clan, school and dossier: made through the same functions as everybody's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from criteria.declaration import Move
from criteria.model import CLAN, FAMILY, UNIT
from criteria.policy import Role
from criteria.score import Verdict
from storage import clans, decisions, declarations, entered_figures, households, mergers, places, roles
from storage.cycles import Cycle
from storage.declaration_record import About, Declaration, Speaker
from storage.kit.transaction import Transaction
from storage.kit.words import PlaceKind
from storage.people import Person
from storage.places import Place

SCHOOL = "THCS Sơn Hồng"
TEACHERS = 6  # of the people who work in offices and schools, so many are assessed in the school
FAMILY_ANSWERS: Mapping[str, str | list[str]] = {
    "tre_3_5": "0",
    "tre_6_14": "1",
    "tre_15_17": "0",
    "nghi_hoc": "0",
    "GD1_1": "1",
    "GD1_2": "1",
    "GD1_3": "2",
    "GD3": ["goc", "sach"],
    "GD4": ["ngheo", "quy"],
}
# What the offices have entered so far of Thông tư 25: indicator, met, the paper it rests on.
DOSSIER = (
    ("1.1", True, "Nhật ký phát thanh từ tháng 1 đến tháng 10 (mẫu)"),
    ("1.2", True, "Kế hoạch số 12/KH-UBND ngày 20/3 (mẫu)"),
    ("1.3", True, "Kế hoạch và báo cáo Tuần lễ hưởng ứng học tập suốt đời (mẫu)"),
    ("2.1", True, "Quyết định giao dự toán (mẫu)"),
    ("2.3", True, "Quy chế phối hợp (mẫu)"),
    ("3.1", False, "Trung tâm còn thiếu máy tính (mẫu)"),
    ("4.1", True, "Quyết định công nhận phổ cập giáo dục mầm non (mẫu)"),
)


def seed_titles(
    tx: Transaction,
    cycle: Cycle,
    villages: Sequence[Place],
    heads: Sequence[Person],
    school: Place,
    teacher: Person,
    officer: Person,
) -> None:
    """Families that declared and were decided on, a clan, a school, and a dossier half filled in."""
    speaker = Speaker(tx.chain.account_id if tx.chain is not None else 0)
    for village, head in zip(villages, heads, strict=True):
        _families(tx, cycle, village, head, officer, speaker)
    _clan(tx, cycle, heads[0], speaker)
    _school_title(tx, cycle, school, teacher, officer, speaker)
    for indicator, met, note in DOSSIER:
        entered_figures.enter(
            tx, cycle, entered_figures.circular_key(indicator), value=None, met=met, note=note, person_id=officer.id
        )


def _families(tx: Transaction, cycle: Cycle, village: Place, head: Person, officer: Person, speaker: Speaker) -> None:
    """Every third household of the village declares; most are decided on."""
    found = households.of_place(tx, village.id)
    for i, household in enumerate(found):
        members = households.members(tx, household.id)
        adults = [each for each in members if cycle.criteria().is_old_enough(each.age_in(cycle.year))]
        if not adults or i % 3 or any(each.id == head.id for each in members):
            continue
        households.set_head(tx, household, adults[0])
        declared = declarations.begin(
            tx, adults[0], cycle, speaker=speaker, title=FAMILY, subject=household.about, place_id=village.id
        )
        said = {**FAMILY_ANSWERS, "nguoi_lon": str(len(adults))}
        declared = declarations.answer_all(tx, declared, said, speaker=speaker)
        sent = declarations.submit(tx, declared, speaker=speaker)
        if sent is not None and i % 2 == 0:
            reached = Verdict.REACHED if _half_hold(sent) else Verdict.NOT_REACHED
            decisions.decide(tx, sent, Move.CONFIRM, person_id=head.id, judged=reached)


def _half_hold(family: Declaration) -> bool:
    """How a head might judge as long as no rule does: at least half of the adults hold the title."""
    shares = () if family.assessment is None else family.assessment.shares
    return any(part * 2 >= whole > 0 for _, part, whole in shares)


def _clan(tx: Transaction, cycle: Cycle, head: Person, speaker: Speaker) -> None:
    """The clan of the first village's head, with his household."""
    if head.household_id is None:
        return
    clan = clans.found(tx, head, name="Phan Văn", code="PHANVN")
    clans.enter(tx, clan, households.get(tx, head.household_id))
    begun = declarations.begin(tx, head, cycle, speaker=speaker, title=CLAN, subject=clan.about, place_id=clan.place_id)
    declarations.answer(tx, begun, "DH2", "1", speaker=speaker)


def seed_school(tx: Transaction, commune: Place, staff: Sequence[Person]) -> tuple[Place, Sequence[Person]]:
    """A school and its people, who are assessed there from now on; the first of them heads it."""
    school = places.add_village(
        tx,
        commune=commune,
        label="trường",
        name=SCHOOL,
        join_code="THCSSH",
        since=date(2025, 7, 1),
        kind=PlaceKind.UNIT,
    )
    moved = [mergers.assess_at(tx, each, school) for each in staff]
    teachers = [each for each in moved if each is not None]
    roles.give(tx, teachers[0], Role.HEAD, school.id)
    return school, teachers


def _school_title(
    tx: Transaction, cycle: Cycle, school: Place, head: Person, officer: Person, speaker: Speaker
) -> None:
    """The school declares, and the officer finds that it reaches the title."""
    about = About(place_id=school.id)
    declared = declarations.begin(tx, head, cycle, speaker=speaker, title=UNIT, subject=about, place_id=school.id)
    for indicator in declared.criteria.indicators:
        if indicator.is_asked:
            declared = declarations.answer(tx, declared, indicator.id, indicator.levels[-1].id, speaker=speaker)
    sent = declarations.submit(tx, declared, speaker=speaker)
    if sent is not None:
        decisions.decide(tx, sent, Move.CONFIRM, person_id=officer.id, judged=Verdict.REACHED)
