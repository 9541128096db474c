"""What a page says: of each question which answers are ticked, sure or to be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from criteria.sheet_code import Layout
from sheets.boxes import look
from sheets.page import Page
from sheets.result import Answer, Choices, Doubt, Mark, Reading, Seen, Trouble

_WHY = {Mark.HIDDEN: Doubt.HIDDEN, Mark.CROSSED: Doubt.CROSSED, Mark.BESIDE: Doubt.BESIDE, Mark.FAINT: Doubt.FAINT}


def read(page: Page, layout: Layout, asked: Sequence[Choices]) -> Reading | Trouble:
    """What a page says.

    Args:
        page: as :func:`sheets.page.find` found it.
        layout: of its form; the edition of the page's code is that layout's.
        asked: all questions of the form.
    """
    boxes = layout.pages[page.code.page - 1] if page.code.page <= len(layout.pages) else ()
    seen = look(page.image, boxes)
    if seen is None:
        return Trouble.BLURRED
    by_question: dict[int, dict[int, Seen]] = {}
    for box, each in zip(boxes, seen, strict=True):
        by_question.setdefault(box.question, {})[box.answer] = each
    return Reading(page.code, tuple(answer(i, asked[i], by_question[i]) for i in sorted(by_question)))


def answer(question: int, choices: Choices, seen: Mapping[int, Seen]) -> Answer:
    """What the boxes of one question say together. It is sure only where every box is ticked or empty."""
    ticked = tuple(i for i in sorted(seen) if seen[i].mark is Mark.TICKED)
    confidence = min((each.confidence for each in seen.values()), default=0.0)
    return Answer(question, ticked, _doubt(choices, seen, ticked), confidence)


def _doubt(choices: Choices, seen: Mapping[int, Seen], ticked: tuple[int, ...]) -> Doubt | None:
    marks = {each.mark for each in seen.values()}
    odd = next((why for mark, why in _WHY.items() if mark in marks), None)
    if odd is not None or len(seen) < choices.count:
        return odd or Doubt.HIDDEN
    if not ticked:
        return Doubt.NONE
    too_many = len(ticked) > 1 and (not choices.several or choices.alone in ticked)
    return Doubt.TWO if too_many else None
