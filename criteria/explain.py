"""A result in words: points, what is missing, what to do about it, how sure the commune is of the rules."""

from __future__ import annotations

from criteria.model import STANDING_NAMES, CriteriaSet, Standing
from criteria.score import Assessment, Verdict
from locales.text import BLANK, Day, T, Verbatim, Words, joined, lines

MOST_ADVICE = 3


def explain(criteria: CriteriaSet, assessment: Assessment, standing: Standing) -> Words:
    """The result for the resident. What is missing is named as activities to do, never as answers to choose."""
    weak = _weakest(assessment)
    rule = criteria.pass_rule
    missing: list[Words] = []
    if assessment.verdict is Verdict.NOT_REACHED and rule is not None:
        if assessment.total < rule.total.value:
            missing.append(
                T("Cần {needed} điểm, còn thiếu {short} điểm.", needed=rule.total.value,
                  short=rule.total.value - assessment.total)
            )  # fmt: skip
        if assessment.below:
            names = joined((criteria.indicator(each).name for each in assessment.below), "; ")
            missing.append(T("Còn yếu: {names}.", names=names))
    advice: list[Words] = []
    if weak and assessment.verdict is not Verdict.REACHED:
        advice = [BLANK, T("Việc nên làm tiếp:")]
        advice += [T("- {advice}", advice=criteria.indicator(each).advice) for each in weak]
    return lines(verdict_words(assessment, standing), *missing, *advice, BLANK, standing_words(standing, criteria))


def _weakest(assessment: Assessment) -> list[str]:
    """The indicators that leave most to gain, the weakest first."""
    gains = [(each.points or 0, -each.max, i, each.id) for i, each in enumerate(assessment.points)]
    return [key for points, most, _, key in sorted(gains) if points < -most][:MOST_ADVICE]


def verdict_words(assessment: Assessment, standing: Standing) -> Words:
    """The result in one line: "Đạt, 84/100 điểm (dùng tạm)"."""
    name = STANDING_NAMES[standing]
    total, most = assessment.total, assessment.total_max
    match assessment.verdict:
        case Verdict.REACHED:
            return T("Đạt, {total}/{max} điểm ({standing})", total=total, max=most, standing=name)
        case Verdict.NOT_REACHED:
            return T("Chưa đạt, {total}/{max} điểm ({standing})", total=total, max=most, standing=name)
        case Verdict.UNDECIDED:
            return T("Chưa xác định, {total}/{max} điểm: chưa có mức đạt", total=total, max=most)
        case Verdict.INCOMPLETE:
            return T("Chưa khai xong, {total}/{max} điểm", total=total, max=most)


def standing_words(standing: Standing, criteria: CriteriaSet | None = None) -> Words:
    """How sure the commune is, as a sentence that goes with every result."""
    match standing:
        case Standing.PROPOSED:
            return T("Đây là kết quả dự kiến: xã chưa chốt bộ tiêu chí.")
        case Standing.PROVISIONAL:
            return T("Xã đang dùng tạm bộ tiêu chí này, chưa đối chiếu văn bản gốc.")
        case Standing.VERIFIED if criteria is not None:
            return T("Theo {number} ngày {date}, xã đã đối chiếu văn bản gốc.", number=criteria.number,
                     date=Day(criteria.issued_on))  # fmt: skip
        case Standing.VERIFIED:
            return T("Xã đã đối chiếu bộ tiêu chí với văn bản gốc.")


def answer_words(criteria: CriteriaSet, indicator_id: str, value: object) -> Words:
    """An answer as people read it; a value that no option has is shown as it is."""
    indicator = criteria.indicator(indicator_id)
    labels = {choice.id: choice.label for choice in indicator.choices}
    values = value if isinstance(value, list) else [value]
    return joined((labels.get(str(each), Verbatim(str(each))) for each in values), ", ")


def pass_rule_words(criteria: CriteriaSet) -> Words | None:
    """When the mark is reached, with the source of that rule; ``None`` where no rule is known."""
    rule = criteria.pass_rule
    if rule is None:
        return None
    return T(
        "Mức đạt: từ {total}/{max} điểm, mỗi chỉ số ít nhất {least}. Nguồn: {source}",
        total=rule.total.value,
        max=criteria.total_max.value,
        least=rule.each_at_least.value,
        source=rule.total.source.text,
    )


def source_lines(criteria: CriteriaSet, standing: Standing) -> Words:
    """For the officer: what the set is, what its rule says, what nobody has checked yet."""
    rule_words = pass_rule_words(criteria) or T("Mức đạt: chưa tìm thấy, để trống.")
    unchecked = [] if standing is Standing.VERIFIED else [BLANK, *unverified(criteria)]
    return lines(
        T("{name}, {number} ngày {date}", name=criteria.name, number=criteria.number, date=Day(criteria.issued_on)),
        T("Nơi ban hành: {issuer}", issuer=criteria.issuer),
        T("Bản: {edition}", edition=criteria.edition),
        rule_words,
        T("Tuổi tối thiểu: {age}. Nguồn: {source}", age=criteria.min_age.value, source=criteria.min_age.source.text),
        T("Điểm từng mức: {points}", points=_points_in_short(criteria)),
        *unchecked,
        BLANK,
        standing_words(standing, criteria),
    )


def _points_in_short(criteria: CriteriaSet) -> Words:
    found = {tuple(level.points for level in each.levels if level.id.isdigit()) for each in criteria.indicators}
    return joined((Verbatim(" / ".join(map(str, points))) for points in sorted(found)), "; ")


def unverified(criteria: CriteriaSet) -> list[Words]:
    """What of a set nobody has compared with the paper."""
    rows: list[Words] = []
    rule = criteria.pass_rule
    if rule is not None and not rule.total.source.verified:
        rows.append(T("- mức đạt (một nguồn báo chí)"))
    if any(not each.points_source.verified for each in criteria.indicators):
        rows.append(T("- điểm của từng mức trả lời (đề xuất của phần mềm)"))
    if any(not each.max.source.verified for each in criteria.indicators):
        rows.append(T("- điểm tối đa của từng chỉ số"))
    if not criteria.min_age.source.verified:
        rows.append(T("- tuổi tối thiểu"))
    if any(not group.source.verified for group in criteria.groups):
        rows.append(T("- bốn nhóm người và phiếu của mỗi nhóm"))
    rows += [
        T("- {point}", point=level.open_point)
        for each in criteria.indicators
        for level in each.levels
        if level.open_point is not None
    ]
    return [T("Chưa đối chiếu văn bản gốc:"), *rows] if rows else []
