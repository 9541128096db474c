"""What the officer's dossier and plan have in common: a figure in words, and reading what is entered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from criteria.commune import people_missing
from criteria.plan import Measured, Origin, Plan, Target
from criteria.score import Share
from handlers.kit.event import Said, Sent
from handlers.kit.read import Misread
from locales.text import Message, Moment, Number, Percent, T, Tn, Verbatim, Words, joined
from storage import entered_figures, target_actuals
from storage.cycles import Cycle
from storage.entered_figures import Entry
from storage.kit.transaction import Transaction
from storage.target_actuals import Actual

SHORTEST_NOTE, LONGEST_NOTE = 3, 380
SHORTEST_UNIT, LONGEST_UNIT = 2, 100
ENOUGH = T("đã đủ")
NO_WHOLE = T("chưa có ({commune_label} chưa nhập danh sách dân cư hoặc chưa có nơi nào để tính)")


def part_words(actual: Actual) -> Words:
    """A figure: "3/6 người từ 18 tuổi trong danh sách dân cư (50%)"; without a whole there is none."""
    if not actual.whole:
        return NO_WHOLE
    return T(
        "{part}/{whole} {of} ({share})",
        part=Number(actual.part),
        whole=Number(actual.whole),
        of=actual.of,
        share=Percent(actual.part / actual.whole),
    )


def coverage_words(actual: Actual) -> Words | None:
    """Of how many the answer is known; a share of few who were asked means little."""
    if actual.known is None or not actual.whole:
        return None
    return T(
        "Độ phủ: có bản khai của {known}/{whole} ({share})",
        known=Number(actual.known),
        whole=Number(actual.whole),
        share=Percent(actual.known / actual.whole),
    )


def young_words(actual: Actual) -> Words | None:
    """Who of the whole cannot declare: too young for the title, or below the age that is asked about."""
    if not actual.whole or not (actual.young or actual.below):
        return None
    young = Tn("{n} người chưa đủ tuổi tự đánh giá nên chưa được hỏi", actual.young) if actual.young else None
    below = Tn("{n} người dưới 15 tuổi tính là chưa có", actual.below) if actual.below else None
    return T("Trong tổng số: {who}.", who=joined((each for each in (young, below) if each is not None), "; "))


COURSES = T(
    "Kế hoạch tính cả người được bồi dưỡng, không có văn bằng; số tự tính chỉ đếm văn bằng, chứng chỉ, nên có thể "
    "thấp hơn thực tế."
)


def registered_words(actual: Actual) -> Words | None:
    """Who registered: another number than who achieved."""
    if actual.registered is None:
        return None
    return T("Đăng ký: {n} {noun}", n=Number(actual.registered), noun=actual.noun)


def missing_words(actual: Actual, percent: int, *, strict: bool = False) -> Words | None:
    """How far it is: people, not points of percent."""
    if not actual.whole:
        return None
    missing = people_missing(Share(actual.part, actual.whole), percent, strict=strict)
    if not missing:
        return ENOUGH
    return T("còn thiếu {n} {noun}", n=Number(missing), noun=actual.noun)


def met_words(met: bool | None) -> Words:  # noqa: FBT001 (the field as it is)
    """An entry's answer."""
    if met is None:
        return T("chưa nhập")
    return T("đạt") if met else T("chưa đạt")


def entry_words(entry: Entry, value: Words) -> Words:
    """What was entered, by whom, when: one line, then what it rests on."""
    return T(
        "{value}. {note} (nhập: {name}, {when})",
        value=value,
        note=Verbatim(entry.note),
        name=entry.full_name or "–",
        when=Moment(entry.at),
    )


def plain(words: Words) -> str:
    """A proper name as it is written down: in Vietnamese, whoever reads it."""
    return words.msgid if isinstance(words, Message) else str(getattr(words, "value", ""))


def read_note(said: Said | Sent) -> str | Misread:
    """What an entry rests on, in own words."""
    return _read(said, SHORTEST_NOTE, LONGEST_NOTE)


def read_unit(said: Said | Sent) -> str | Misread:
    """The name of the unit that supplied a figure."""
    return _read(said, SHORTEST_UNIT, LONGEST_UNIT)


def _read(said: Said | Sent, least: int, most: int) -> str | Misread:
    if isinstance(said, Sent):
        return Misread(T("Chỗ này chỉ nhận chữ."))
    text = " ".join(unicodedata.normalize("NFC", said.text).split())
    if not least <= len(text) <= most or not text.isprintable():
        return Misread(T("{You} gõ từ {least} đến {most} chữ.", least=least, most=most))
    return text


def read_figure(said: Said | Sent, most: int) -> int | Misread:
    """A number from 0 to ``most``: "85", "85%"; nothing else beside it, so that no date becomes a percentage."""
    hint = T("{You} gõ một số từ 0 đến {most}, không có chữ.", most=most)
    if isinstance(said, Sent):
        return Misread(T("Chỗ này chỉ nhận số."))
    found = re.fullmatch(r"\s*([0-9]{1,4})\s*%?\s*", said.text)
    if found is None or int(found.group(1)) > most:
        return Misread(hint)
    return int(found.group(1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One target of a plan as it stands: what is asked, what is there, how far it is, where that comes from."""

    target: Target
    asked: Words
    actual: Words
    far: Words | None
    origin: Words
    counted: Actual | None = None
    entry: Entry | None = None

    @property
    def is_met(self) -> bool:
        """Whether nothing is missing."""
        return self.far == ENOUGH


PERCENT, LEVEL, MET = "%", "mức độ", "đạt"  # the units of targets
HIGHEST = {PERCENT: 100, LEVEL: 3, MET: 1}


def readings(tx: Transaction, cycle: Cycle, plan: Plan, targets: Iterable[Target]) -> tuple[Reading, ...]:
    """How each of these targets of a plan stands in a cycle."""
    counted, entered = target_actuals.all_of(tx, cycle), entered_figures.latest(tx, cycle.id)
    return tuple(_reading(each, counted, entered.get(entered_figures.plan_key(plan.id, each.id))) for each in targets)


def _reading(target: Target, counted: Mapping[Measured, Actual], entry: Entry | None) -> Reading:
    asked = value_words(target.value, target.unit)
    if target.strict:
        asked = T("trên {value}", value=asked)
    if target.origin is Origin.COMPUTED and target.measure is not None:
        actual = counted[target.measure]
        if target.measure is Measured.COMMUNE:
            return Reading(
                target=target,
                asked=asked,
                actual=level_words(actual.level),
                far=_far_level(target, actual.level),
                origin=FROM_CIRCULAR,
            )
        origin = FROM_DIARIES if target.measure is Measured.ACTIVE_PLACES else FROM_DECLARATIONS
        far = None if target.value is None else missing_words(actual, target.value, strict=target.strict)
        return Reading(target=target, asked=asked, actual=part_words(actual), far=far, origin=origin, counted=actual)
    if target.origin is Origin.ENTERED:
        value = None if entry is None else _entered_value(entry)
        actual_words = T("chưa nhập") if value is None else value_words(value, target.unit)
        return Reading(
            target=target, asked=asked, actual=actual_words, far=_far(target, value), origin=BY_OFFICERS, entry=entry
        )
    reason: Words = OUTSIDE if target.reason is None else T("ngoài hệ thống: {reason}", reason=target.reason)
    return Reading(target=target, asked=asked, actual=T("không tính ở đây"), far=None, origin=reason)


FROM_DECLARATIONS = T("tính từ bản khai đã xác nhận")
FROM_DIARIES = T("tính từ hoạt động và nhật ký học tập")
FROM_CIRCULAR = T("từ hồ sơ Cộng đồng học tập cấp xã")
BY_OFFICERS = T("cán bộ nhập")
OUTSIDE = T("ngoài hệ thống")


def _entered_value(entry: Entry) -> int | None:
    return entry.value if entry.met is None else int(entry.met)


def value_words(value: int | None, unit: str) -> Words:
    """A value in its unit; a plan may name none."""
    if value is None:
        return T("không nêu số")
    if unit == PERCENT:
        return percent_words(value)
    if unit == LEVEL:
        return T("mức độ {n}", n=value)
    if unit == MET:
        return met_words(value > 0)
    return T("{n} {unit}", n=Number(value), unit=unit)


def percent_words(value: int) -> Words:
    """A percentage as a text."""
    return T("{share}", share=Percent(value / 100))


def level_words(level: int | None) -> Words:
    """The level of the commune's own title."""
    if level is None:
        return T("chưa xác định")
    return T("mức độ {n}", n=level) if level else T("chưa đạt")


def _far_level(target: Target, level: int | None) -> Words | None:
    return None if level is None else _far(target, level)


def _far(target: Target, value: int | None) -> Words | None:
    """How far an entered value is from the target, in its own unit."""
    if value is None or target.value is None:
        return None
    missing = target.value - value
    if missing < 0 or (missing == 0 and not target.strict):
        return ENOUGH
    if missing == 0:
        return T("mới bằng chỉ tiêu, cần vượt")
    if target.unit == PERCENT:
        return T("còn thiếu {n} điểm phần trăm", n=missing)
    return T("còn thiếu {n} mức", n=missing) if target.unit == LEVEL else T("chưa đạt")
