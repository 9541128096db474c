"""What a list lacks of the year's steps before it is submitted, and the ways to each of them."""

from __future__ import annotations

from acts import meeting, ways
from acts.choice import Choice, Look
from criteria.policy import Action
from criteria.year import STEP_NAMES, YearStep
from handlers.commune.recognition_words import at, back
from handlers.kit.context import Turn
from handlers.kit.router import Answer, Goto, Routes
from handlers.kit.screen import UNBROKEN, Screen
from locales.text import T, lines
from storage import recognition
from storage.recognition import RecognitionList

routes = Routes()


@routes.shows("recognition-missing/{proposal}", Action.RECOGNISE)
def missing(turn: Turn, proposal: RecognitionList) -> Answer:
    """Which meetings were not held: each can be written down, or the year done without that step."""
    found = meeting.missing(turn.tx, proposal)
    if not found:
        return Goto(at(proposal))
    called = recognition.place_names(turn.tx, found.places)
    return Screen(
        room=UNBROKEN,
        title=T("Chưa trình được"),
        text=lines(
            T("Năm này {commune_label} chọn các bước sau, nay chưa xong:"),
            *(T("- {step}: {place}", step=STEP_NAMES[YearStep.MEETING], place=called[each]) for each in found.places),
            T("- {step}", step=STEP_NAMES[YearStep.COUNCIL]) if found.council else None,
            T("{You} ghi bước ấy rồi trình. Không làm bước ấy thì bỏ dấu chọn ở Cách làm của năm, có lưu lại."),
        ),
        choices=(
            *(Choice(T("Ghi họp xét: {place}", place=called[each]), ways.meetings(each)) for each in found.places),
            *(
                (Choice(T("Ghi họp Hội đồng đánh giá"), ways.council_open(proposal.id), Look.MAIN),)
                if found.council
                else ()
            ),
            Choice(T("Cách làm của năm"), ways.year_settings(proposal.cycle_id)),
            back(proposal),
        ),
    )
