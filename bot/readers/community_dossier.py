"""Reads what the dossier of Thông tư 25 is made of, from one snapshot: indicators, figures used, evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.readers.recognition_papers import warning_of
from criteria import commune, submission
from criteria.commune import CommuneResult, Indicator, Threshold, threshold_state
from criteria.model import CITIZEN
from criteria.paper_reference import reference_in
from criteria.plan import Measured
from criteria.recognition import Paper
from handlers.commune import figure_words, indicators
from handlers.commune.assigned_words import unit_name, unit_names
from locales.format import day_of
from locales.text import Day, Number, Percent, T, Verbatim, Words
from reports.community_folder import PictureToPack
from reports.community_papers import CommunityDossier, CriterionAnswers, EvidenceLine, IndicatorAnswer
from storage import assignments, cycles, entered_figures, evidence, letterheads, places, recognition, target_actuals
from storage.assignments import Assignment
from storage.cycles import Cycle
from storage.entered_figures import Entry
from storage.kit.transaction import Transaction
from storage.kit.words import PictureState
from storage.target_actuals import Actual

ENDINGS: Mapping[str, str] = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
CITIZENS = "5.1"  # the indicator that rests on the decisions about people


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What all indicators are told from."""

    tx: Transaction
    cycle: Cycle
    result: CommuneResult
    counted: Mapping[Measured, Actual]
    entered: Mapping[str, Entry]
    units: dict[int, str]
    assigned: Mapping[str, Assignment]


def community_dossier(tx: Transaction, cycle_id: int) -> CommunityDossier:
    """The dossier of a year, as it is now.

    Raises:
        LookupError: the year is gone.
    """
    cycle = cycles.load(tx, cycle_id)
    if cycle is None:
        raise LookupError(f"cycle {cycle_id}")
    here, standard, sent = places.get(tx, cycle.commune_id), commune.load(), submission.load()
    counted = target_actuals.all_of(tx, cycle)
    read = _Read(
        tx=tx,
        cycle=cycle,
        result=target_actuals.result_of(tx, cycle, counted),
        counted=counted,
        entered=entered_figures.latest(tx, cycle.id),
        units=unit_names(tx, cycle),
        assigned=assignments.of_cycle(tx, cycle.id),
    )
    return CommunityDossier(
        letterhead=letterheads.of_commune(tx, here.id).letterhead,
        commune=here.full_name,
        inline=here.inline_name,
        bare=here.name,
        year=cycle.year,
        criteria=[
            CriterionAnswers(each.id, each.name, [_answer(read, one) for one in each.indicators])
            for each in standard.criteria
        ],
        levels=indicators.result_lines(read.result),
        basis=indicators.basis_words(standard),
        receiver=sent.receiver,
        submit_by=sent.submit_by(cycle.year),
        is_checked=sent.is_verified,
        as_of=tx.now,
        is_open=cycle.is_open,
        warning=warning_of(cycle, CITIZEN),
    )


def pictures_of(tx: Transaction, cycle_id: int) -> dict[int, PictureToPack]:
    """The pictures beside what holds of a year, by id, as far as their bytes are here."""
    prefix = entered_figures.circular_key("")
    held = [each for key, each in entered_figures.latest(tx, cycle_id).items() if key.startswith(prefix)]
    return {
        each.id: PictureToPack(each.digest, ENDINGS.get(each.media_type or "", "jpg"), each.size or 0)
        for entry in held
        for each in evidence.of_entry(tx, entry.id)
        if each.digest is not None
    }


def _answer(read: _Read, found: Indicator) -> IndicatorAnswer:
    key = entered_figures.circular_key(found.id)
    entry, made = read.entered.get(key), read.assigned.get(key)
    return IndicatorAnswer(
        id=found.id,
        name=found.name,
        label=found.label,
        lead=unit_name(read.units, None if made is None else made.lead_id),
        state=indicators.STATES[read.result.state(found.id)],
        figures=[_figure(read, each) for each in found.thresholds],
        source=_source(read, found, entry),
        wanted=found.evidence,
        evidence=[*_decisions(read, found), *(() if entry is None else _papers(read.tx, entry))],
    )


def _source(read: _Read, found: Indicator, entry: Entry | None) -> Words | None:
    if found.is_computed:
        return T("tính từ phiếu tự đánh giá đã xác nhận, đến ngày {day}", day=Day(day_of(read.tx.now)))
    if entry is None:
        return None
    return T("{note} (ghi ngày {day})", note=Verbatim(entry.note), day=Day(day_of(entry.at)))


def _figure(read: _Read, threshold: Threshold) -> Words:
    """A share with both its parts, what is asked, and of how many the answer is known."""
    actual = read.counted[Measured(threshold.measured)]
    state = threshold_state(threshold, 1, *target_actuals.weighed(read.counted))
    said = T(
        "{name}: {part}, cần ít nhất {percent}, {state}",
        name=threshold.name,
        part=figure_words.part_words(actual),
        percent=Percent(threshold.level_1 / 100),
        state=indicators.STATES[state],
    )
    if actual.known is None or not actual.whole:
        return said
    return T(
        "{said}; đã tự đánh giá {known}/{whole} ({share})",
        said=said,
        known=Number(actual.known),
        whole=Number(actual.whole),
        share=Percent(actual.known / actual.whole),
    )


def _decisions(read: _Read, found: Indicator) -> list[EvidenceLine]:
    """The decisions that recognise people, where the indicator counts them."""
    if found.id != CITIZENS:
        return []
    return [
        EvidenceLine(
            number=each.number,
            day="" if (day := each.decided_on) is None else f"{day.day}/{day.month}/{day.year}",
            excerpt=T("Quyết định công nhận Công dân học tập năm {year}", year=each.year),
        )
        for each in reversed(recognition.of_cycle(read.tx, read.cycle.id))
        if each.state is Paper.ISSUED and each.title == CITIZEN
    ]


def _papers(tx: Transaction, entry: Entry) -> list[EvidenceLine]:
    """What an answer rests on: the paper it names with the pictures that say nothing of their own, then the others."""
    shown = [each for each in evidence.of_entry(tx, entry.id) if each.state is not PictureState.REFUSED]
    plain = tuple(each.id for each in shown if not each.caption)
    return [_line(entry.note, plain), *(_line(each.caption, (each.id,)) for each in shown if each.caption)]


def _line(said: str, pictures: tuple[int, ...]) -> EvidenceLine:
    found = reference_in(said)
    return EvidenceLine(
        number=found.number, day=found.day, excerpt=Verbatim(said), pictures=pictures, pages=len(pictures) or None
    )
