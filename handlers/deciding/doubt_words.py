"""Doubts in words: a few in the queue's lines, all that is known on the card."""

from __future__ import annotations

from collections.abc import Mapping

from criteria.doubts import Doubt, DoubtKind
from criteria.model import CriteriaSet
from locales.text import Day, T, Verbatim, Words, joined
from storage import activities, people
from storage.declaration_record import Declaration
from storage.kit.transaction import Transaction

IN_SHORT: Mapping[DoubtKind, Words] = {
    DoubtKind.ALIKE: T("có thể trùng người"),
    DoubtKind.SAME_ANSWERS: T("giống hệt bản khác"),
    DoubtKind.ALONE: T("buổi học không ai khác dự"),
    DoubtKind.GROUP: T("việc làm khác hẳn cả nhà"),
    DoubtKind.NO_EVIDENCE: T("chưa có minh chứng"),
    DoubtKind.ALL_TOP: T("câu nào cũng mức cao nhất"),
    DoubtKind.NEAR_MARK: T("sát mức đạt"),
}


def in_short(doubts: tuple[Doubt, ...]) -> Words:
    """The doubts of a line of the queue: "có thể trùng người, sát mức đạt"; each kind once."""
    return joined([IN_SHORT[kind] for kind in dict.fromkeys(each.kind for each in doubts)], ", ")


def in_full(tx: Transaction, declaration: Declaration, others: Mapping[int, Declaration]) -> tuple[Words, ...]:
    """The doubts of a declaration, a sentence each, with the names they point at.

    ``others``: the declarations they point at, by id.
    """
    return tuple(_sentence(tx, declaration.criteria, each, others) for each in declaration.doubts)


def _sentence(tx: Transaction, criteria: CriteriaSet, doubt: Doubt, others: Mapping[int, Declaration]) -> Words:
    match doubt.kind:
        case DoubtKind.ALIKE:
            found = [person for key in doubt.about if (person := people.load(tx, key)) is not None]
            who: list[Words] = [T("{name}, sinh {year}", name=each.full_name, year=each.birth_year) for each in found]
            return T("Có thể trùng với người khác trong thôn: {who}.", who=joined(who, "; "))
        case DoubtKind.SAME_ANSWERS:
            names: list[Words] = [Verbatim(others[key].person.full_name or "–") for key in doubt.about if key in others]
            return T("Giống hệt từng câu với bản gửi cùng máy, cách vài phút: {who}.", who=joined(names, ", "))
        case DoubtKind.ALONE:
            entries = [entry for key in doubt.about if (entry := activities.load(tx, key)) is not None]
            what: list[Words] = [T("{name} ({day})", name=each.name, day=Day(each.held_on)) for each in entries]
            return T("Ghi đã dự mà chưa ai khác trong thôn ghi: {what}.", what=joined(what, ", "))
        case DoubtKind.GROUP:
            return T("Việc làm khai khác hẳn những người cùng nhà.")
        case DoubtKind.NO_EVIDENCE:
            name = criteria.indicator(doubt.indicator or "").name
            return T("Khai mức cao mà sổ học tập chưa ghi gì: {name}.", name=name)
        case DoubtKind.ALL_TOP:
            return T("Câu nào cũng chọn mức cao nhất.")
        case DoubtKind.NEAR_MARK:
            return T("Điểm sát mức đạt: hơn kém một câu là khác kết quả.")
