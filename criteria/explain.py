"""A result in words: points, what is missing, what to do about it, how sure the commune is of the rules."""

from __future__ import annotations

from collections.abc import Mapping

from criteria.model import STANDING_NAMES, CriteriaSet, Rule, RuleKind, Standing
from criteria.score import Assessment, Verdict
from locales.text import BLANK, Day, Percent, T, Verbatim, Words, joined, lines

MOST_ADVICE = 3


def explain(criteria: CriteriaSet, assessment: Assessment, standing: Standing) -> Words:
    """The result for the resident. What is missing is named as activities to do, never as answers to choose."""
    weak = weakest(assessment)
    advice: list[Words] = []
    if weak and assessment.verdict is not Verdict.REACHED:
        advice = [BLANK, T("Việc nên làm tiếp:")]
        advice += [T("- {advice}", advice=criteria.indicator(each).advice) for each in weak]
    return lines(
        training_words(criteria),
        verdict_words(assessment, standing),
        *share_lines(criteria, assessment),
        *_missing(criteria, assessment),
        *advice,
        BLANK,
        standing_words(standing, criteria),
    )


def training_words(criteria: CriteriaSet) -> Words | None:
    """The banner of a set with made-up numbers; nothing for a real one."""
    return T("BỘ MẪU TẬP HUẤN, KHÔNG PHẢI BỘ CHÍNH THỨC") if criteria.training else None


def _missing(criteria: CriteriaSet, assessment: Assessment) -> list[Words]:
    """What keeps the title away: rules that are not met, or rules that nobody has decided."""
    if assessment.verdict is Verdict.UNDECIDED:
        names = joined((rule.name for rule in criteria.rules if rule.id in assessment.open), "; ")
        open_ = [T("{Commune_label} chưa có quy định: {names}.", names=names)] if assessment.open else []
        return [*open_, T("{Head_label} và cán bộ {commune_label} xét.")]
    return [_short_of(criteria, rule, assessment) for rule in criteria.rules if rule.id in assessment.failed]


def _short_of(criteria: CriteriaSet, rule: Rule, assessment: Assessment) -> Words:
    needed = rule.value or 0
    match rule.kind:
        case RuleKind.TOTAL:
            return T(
                "Cần {needed} điểm, còn thiếu {short} điểm.", needed=needed, short=needed - (assessment.total or 0)
            )
        case RuleKind.EACH:
            names = joined((criteria.indicator(each).name for each in assessment.below), "; ")
            return T("Còn yếu: {names}.", names=names)
        case RuleKind.SHARE:
            names = joined((criteria.indicator(each).name for each in rule.indicators), "; ")
            return T("{names}: cần ít nhất {needed}.", names=names, needed=Percent(needed / 100))
        case RuleKind.CONDITIONS | RuleKind.NONE:
            return T("{name}: cần ít nhất {needed}.", name=rule.name, needed=needed)


def share_lines(criteria: CriteriaSet, assessment: Assessment) -> list[Words]:
    """The computed indicators, a line each: "Người lớn đạt Công dân học tập: 2/3"."""
    return [
        T("{name}: {part}/{whole}", name=criteria.indicator(key).name, part=part, whole=whole)
        for key, part, whole in assessment.shares
    ]


def weakest(assessment: Assessment) -> list[str]:
    """The indicators that leave most to gain, the weakest first; :data:`MOST_ADVICE` at most."""
    known = [each for each in assessment.points if each.points is not None and each.max is not None]
    gains = [(each.points or 0, -(each.max or 0), i, each.id) for i, each in enumerate(known)]
    return [key for points, most, _, key in sorted(gains) if points < -most][:MOST_ADVICE]


VERDICT_NAMES: Mapping[Verdict, Words] = {
    Verdict.REACHED: T("Đạt"),
    Verdict.NOT_REACHED: T("Chưa đạt"),
    Verdict.UNDECIDED: T("Chưa xác định"),
    Verdict.INCOMPLETE: T("Chưa khai xong"),
}


def verdict_words(assessment: Assessment, standing: Standing, judged: Verdict | None = None) -> Words:
    """The result in one line: "Đạt, 84/100 điểm (dùng tạm)"; ``judged`` is what people decided where no rule does."""
    if judged is not None:
        return T("{verdict}, do người xét quyết định", verdict=VERDICT_NAMES[judged])
    name = STANDING_NAMES[standing]
    total, most = assessment.total, assessment.total_max
    if total is None or most is None:
        return T("{verdict} ({standing})", verdict=VERDICT_NAMES[assessment.verdict], standing=name)
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
            return T("Đây là kết quả dự kiến: {commune_label} chưa áp dụng bộ tiêu chí.")
        case Standing.PROVISIONAL:
            return T("{Commune_label} đang dùng tạm bộ tiêu chí này, chưa đối chiếu văn bản gốc.")
        case Standing.VERIFIED if criteria is not None:
            return T("Theo {number} ngày {date}, {commune_label} đã đối chiếu văn bản gốc.", number=criteria.number,
                     date=Day(criteria.issued_on))  # fmt: skip
        case Standing.VERIFIED:
            return T("{Commune_label} đã đối chiếu bộ tiêu chí với văn bản gốc.")


def answer_words(criteria: CriteriaSet, indicator_id: str, value: object) -> Words:
    """An answer as people read it; a value that no option has is shown as it is."""
    indicator = criteria.indicator(indicator_id)
    labels = {choice.id: choice.label for choice in indicator.choices}
    values = value if isinstance(value, list) else [value]
    return joined((labels.get(str(each), Verbatim(str(each))) for each in values), ", ")


def rule_lines(criteria: CriteriaSet) -> list[Words]:
    """When the title is reached, a line a rule, with its source; a rule that nobody has found is shown as empty."""
    found: list[Words] = []
    for rule in criteria.rules:
        if rule.off:
            found.append(T("{name}: không áp dụng. Nguồn: {source}", name=rule.name, source=rule.source.text))
        elif rule.value is None:
            found.append(T("{name}: CHƯA CÓ, để trống. {source}", name=rule.name, source=rule.source.text))
        else:
            found.append(
                T("{name}: {value}. Nguồn: {source}", name=rule.name, value=rule.value, source=rule.source.text)
            )
    return found or [T("Mức đạt: chưa tìm thấy, để trống.")]


def source_lines(criteria: CriteriaSet, standing: Standing) -> Words:
    """For the officer: what the set is, what its rules say, what nobody has checked yet."""
    unchecked = [] if standing is Standing.VERIFIED else [BLANK, *unverified(criteria)]
    age = criteria.min_age
    points = _points_in_short(criteria)
    return lines(
        training_words(criteria),
        T("{name}, {number} ngày {date}", name=criteria.name, number=criteria.number, date=Day(criteria.issued_on)),
        T("Nơi ban hành: {issuer}", issuer=criteria.issuer),
        T("Bản: {edition}", edition=criteria.edition),
        _verified_by(criteria),
        *rule_lines(criteria),
        None if age is None else T("Tuổi tối thiểu: {age}. Nguồn: {source}", age=age.value, source=age.source.text),
        None if points is None else T("Điểm từng mức: {points}", points=points),
        *unchecked,
        BLANK,
        standing_words(standing, criteria),
    )


def _verified_by(criteria: CriteriaSet) -> Words | None:
    if not criteria.verified_by or criteria.verified_on is None:
        return None
    return T("Người đối chiếu: {name}, {day}", name=criteria.verified_by, day=Day(criteria.verified_on))


def _points_in_short(criteria: CriteriaSet) -> Words | None:
    """The points of the levels, each pattern once; nothing where none are known."""
    found = {
        tuple(level.points for level in each.levels if level.id.isdigit() and level.points is not None)
        for each in criteria.indicators
    } - {()}
    return joined((Verbatim(" / ".join(map(str, points))) for points in sorted(found)), "; ") if found else None


def unverified(criteria: CriteriaSet) -> list[Words]:
    """What of a set nobody has compared with the paper."""
    rows: list[Words] = [
        T("- {name}", name=rule.name) for rule in criteria.rules if not rule.source.verified and not rule.is_open
    ]
    with_points = [each for each in criteria.indicators if each.levels]
    if any(not each.points_source.verified for each in with_points if each.max is not None):
        rows.append(T("- điểm của từng mức trả lời (đề xuất của phần mềm)"))
    if any(each.max is None or any(level.points is None for level in each.levels) for each in with_points):
        rows.append(T("- điểm của các câu chưa có điểm"))
    if any(not each.max.source.verified for each in criteria.indicators if each.max is not None):
        rows.append(T("- điểm tối đa của từng chỉ số"))
    if criteria.min_age is not None and not criteria.min_age.source.verified:
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
