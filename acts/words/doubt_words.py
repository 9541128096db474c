"""Doubts in words: a few in the queue's lines, all that is known on the card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from criteria.doubts import Doubt, DoubtKind
from criteria.model import CriteriaSet
from locales.text import Day, T, Tn, Verbatim, Words, joined
from storage import activities, people
from storage.declaration_record import Declaration
from storage.kit.transaction import Transaction

IN_SHORT: Mapping[DoubtKind, Words] = {  # what weighs most first: a line of the queue shows one
    DoubtKind.ALIKE: T("có thể trùng người"),
    DoubtKind.SAME_ANSWERS: T("giống hệt bản khác"),
    DoubtKind.LET_IN: T("vừa vào bằng mã"),
    DoubtKind.BY_NAME: T("mới vào, chưa ai nhận"),
    DoubtKind.ALL_TOP: T("câu nào cũng mức cao nhất"),
    DoubtKind.ALONE: T("buổi học không ai khác dự"),
    DoubtKind.GROUP: T("việc làm khác hẳn cả nhà"),
    DoubtKind.NO_EVIDENCE: T("chưa có minh chứng"),
    DoubtKind.NEAR_MARK: T("sát mức đạt"),
}


def in_short(doubts: tuple[Doubt, ...]) -> Words:
    """The doubts of a line of the queue: the gravest, and how many kinds more there are: "sát mức đạt (+1)"."""
    kinds = {each.kind for each in doubts}
    gravest, *more = (words for kind, words in IN_SHORT.items() if kind in kinds)
    return T("{doubt} (+{n})", doubt=gravest, n=len(more)) if more else gravest


def in_full(tx: Transaction, declaration: Declaration, others: Mapping[int, Declaration]) -> tuple[Words, ...]:
    """The doubts of a declaration, a sentence each, with the names they point at; those without an entry in one.

    ``others``: the declarations they point at that the reader may see, by id; the rest are counted.
    """
    bare = [each for each in declaration.doubts if each.kind is DoubtKind.NO_EVIDENCE]
    rest = [each for each in declaration.doubts if each.kind is not DoubtKind.NO_EVIDENCE or each == bare[0]]
    return tuple(
        _without_entry(declaration.criteria, bare)
        if each.kind is DoubtKind.NO_EVIDENCE
        else _sentence(tx, each, others)
        for each in rest
    )


def pointed_at(declaration: Declaration, others: Mapping[int, Declaration]) -> frozenset[int]:
    """The ids of the people whom :func:`in_full` names."""
    alike = {key for each in declaration.doubts if each.kind is DoubtKind.ALIKE for key in each.about}
    return frozenset({*alike, *(each.person.id for each in others.values())})


def _without_entry(criteria: CriteriaSet, doubts: Sequence[Doubt]) -> Words:
    names: list[Words] = [criteria.indicator(each.indicator or "").name for each in doubts]
    return T("Khai mức cao mà sổ học tập chưa ghi gì: {names}.", names=joined(names, "; "))


def _sentence(tx: Transaction, doubt: Doubt, others: Mapping[int, Declaration]) -> Words:
    match doubt.kind:
        case DoubtKind.ALIKE:
            found = [person for key in doubt.about if (person := people.load(tx, key)) is not None]
            who: list[Words] = [T("{name}, sinh {year}", name=each.full_name, year=each.birth_year) for each in found]
            return T("Có thể trùng với người khác trong {village_label}: {who}.", who=joined(who, "; "))
        case DoubtKind.SAME_ANSWERS:
            names: list[Words] = [Verbatim(others[key].person.full_name or "–") for key in doubt.about if key in others]
            if hidden := len(doubt.about) - len(names):
                names.append(Tn("{n} bản ở nơi khác", hidden))
            return T("Giống hệt từng câu với bản gửi cùng máy, cách vài phút: {who}.", who=joined(names, ", "))
        case DoubtKind.ALONE:
            entries = [entry for key in doubt.about if (entry := activities.load(tx, key)) is not None]
            what: list[Words] = [T("{name} ({day})", name=each.name, day=Day(each.held_on)) for each in entries]
            return T("Ghi đã dự mà chưa ai khác trong {village_label} ghi: {what}.", what=joined(what, ", "))
        case DoubtKind.LET_IN:
            return T("Gửi trong vòng một giờ sau khi vào bằng mã do người khác cấp.")
        case DoubtKind.BY_NAME:
            return T("Vào bằng họ tên và năm sinh; cán bộ {commune_label} chưa xem có đúng người.")
        case DoubtKind.GROUP:
            return T("Việc làm khai khác hẳn những người cùng nhà.")
        case DoubtKind.NO_EVIDENCE:
            return IN_SHORT[doubt.kind]
        case DoubtKind.ALL_TOP:
            return T("Câu nào cũng chọn mức cao nhất.")
        case DoubtKind.NEAR_MARK:
            return T("Điểm sát mức đạt: hơn kém một câu là khác kết quả.")
