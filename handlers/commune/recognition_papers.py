"""Papers of a list of people to be recognised: asked for on its screen, sent when they are made."""

from __future__ import annotations

from collections.abc import Mapping

from acts import recognising
from acts.errands import ExtractErrand, PostingListErrand, PostingPaperErrand, PostingWordErrand, ask_for
from criteria.policy import Action
from criteria.recognition import Paper
from handlers.commune.recognition_words import at
from handlers.kit.context import Turn
from handlers.kit.router import Goto, Routes
from locales.text import T
from storage.recognition import RecognitionList

routes = Routes()

POSTINGS: Mapping[str, type[PostingListErrand | PostingWordErrand]] = {
    "pdf": PostingListErrand,
    "docx": PostingWordErrand,
}


@routes.does("recognition-posting/{proposal}/{ending}", Action.RECOGNISE)
def posting(turn: Turn, proposal: RecognitionList, ending: str) -> Goto:
    """Ask for the list as it is to hang, to print ("pdf") or to change ("docx")."""
    if ending not in POSTINGS:
        return Goto(at(proposal))
    if proposal.state is not Paper.POSTED:  # an old button
        return Goto(at(proposal), T("Danh sách này không còn niêm yết nên không in được."))
    if not ask_for(turn.tx, turn.account, POSTINGS[ending](proposal.id)):
        return Goto(at(proposal), T("Tệp trước đang lập, {you} đợi một chút."))
    return Goto(at(proposal), T("Đang lập danh sách niêm yết, xong sẽ gửi tệp vào đây."))


@routes.does("recognition-paper/{proposal}/{paper}", Action.RECOGNISE)
def paper_(turn: Turn, proposal: RecognitionList, paper: str) -> Goto:
    """Ask for the notice that the list hangs ("notice"), or the minutes of the end of that ("minutes")."""
    if paper not in {"notice", "minutes"}:
        return Goto(at(proposal))
    if proposal.posted_from is None:  # an old button
        return Goto(at(proposal), T("Danh sách này không còn niêm yết nên không in được."))
    if not ask_for(turn.tx, turn.account, PostingPaperErrand(proposal.id, paper)):
        return Goto(at(proposal), T("Tệp trước đang lập, {you} đợi một chút."))
    return Goto(at(proposal), T("Đang lập văn bản, xong sẽ gửi tệp vào đây."))


@routes.does("recognition-extract/{proposal}/{ending}", Action.RECOGNISE)
def extract(turn: Turn, proposal: RecognitionList, ending: str) -> Goto:
    """Ask for the list of a signed decision, for another office ("xlsx" or "docx")."""
    if ending not in {"xlsx", "docx"}:
        return Goto(at(proposal))
    if (because := recognising.why_not(turn.tx, proposal)) is not None:
        return Goto(at(proposal), because)
    if proposal.state is not Paper.ISSUED:  # an old button
        return Goto(at(proposal), T("Quyết định ký rồi mới trích được danh sách."))
    if not ask_for(turn.tx, turn.account, ExtractErrand(proposal.id, ending)):
        return Goto(at(proposal), T("Tệp trước đang lập, {you} đợi một chút."))
    return Goto(at(proposal), T("Đang lập danh sách, xong sẽ gửi tệp vào đây."))
