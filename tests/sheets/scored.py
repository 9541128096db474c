"""Sheets read and compared with what was meant: how many whole, asked, wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from time import process_time

from sheets.page import find
from sheets.reading import read
from sheets.result import Reading, Trouble
from tests.sheets.drawn import ODD, a_shot, choices, filled, layout, photo

HARD = ("crossed", "two", "beside", "blank", "pencil", "thumb", "fold", "shadow", "blur", "noise", "slant")


@dataclass(slots=True, kw_only=True)
class Score:
    """What came of sheets of one kind. ``wrong`` names them: seed, question, read, meant."""

    sheets: int = 0
    whole: int = 0
    refused: int = 0
    questions: int = 0
    asked: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)

    def row(self, kind: str) -> str:
        """One line of the table."""
        share = self.asked / max(self.questions, 1)
        return (
            f"{kind:10}{self.sheets:7}{self.whole:7}{self.refused:9}{self.questions:10}{self.asked:7} ({share:6.1%})"
            f"{len(self.wrong):7}{self.seconds / max(self.sheets, 1):8.2f}"
        )


HEADING = "kind       sheets  whole  refused questions  asked (share)   wrong  CPU s"


def looked_at(content: bytes) -> Reading | Trouble:
    """What a photo of the citizens' form of the tests says."""
    page = find(content)
    return page if isinstance(page, Trouble) else read(page, layout(), choices())


def scored(kind: str, seeds: Iterable[int]) -> Score:
    """Sheets of one kind, one for each seed."""
    found = Score()
    for seed in seeds:
        sheet = filled(seed, odd=kind if kind in {*ODD, "pencil"} else "")
        content = photo(sheet.image, a_shot(seed, hard=(kind,)), seed)
        begun = process_time()
        reading = looked_at(content)
        found.seconds += process_time() - begun
        found.sheets += 1
        if isinstance(reading, Trouble):
            found.refused += 1
            continue
        found.questions += len(reading.answers)
        asked = sum(each.doubt is not None for each in reading.answers)
        found.asked += asked
        found.whole += not asked
        found.wrong += [
            f"{kind} {seed}: question {each.question} read {each.ticked}, meant {sheet.truth[each.question]}"
            for each in reading.answers
            if each.doubt is None and each.ticked != sheet.truth[each.question]
        ]
    return found
