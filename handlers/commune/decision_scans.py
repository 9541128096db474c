"""Scans of the signed decision and of minutes: sent into the chat, shown again, taken away where the wrong one came."""

from __future__ import annotations

from acts import ways
from acts.choice import Choice, Look
from acts.decision_scans import SCANS, ending_of, takes
from criteria.policy import Action
from handlers.commune.recognition_words import back
from handlers.kit.context import Turn
from handlers.kit.event import Said, Sent
from handlers.kit.router import Answer, Goto, Routes, Weight
from handlers.kit.screen import Attachment, Screen
from handlers.shared.wanted_file import asking, heard, with_link
from locales.text import Moment, Number, T, Tn, Verbatim, lines
from reports.file_names import file_name
from storage import decision_scans
from storage.decision_scans import Scan
from storage.kit.words import FilePurpose, ScanKind
from storage.recognition import RecognitionList

routes = Routes()


@routes.shows("scans/{proposal}", Action.RECOGNISE)
def scans(turn: Turn, proposal: RecognitionList) -> Screen:
    """What is kept of a list, and the ways to send more."""
    found = decision_scans.of_list(turn.tx, proposal.id)
    return Screen(
        title=T("Bản quét đã ký"),
        text=lines(
            Tn("Hồ sơ có {n} tệp.", len(found)) if found else T("Chưa có tệp nào."),
            T("Tệp được mã hoá, giữ cùng danh sách này; chỉ cán bộ {commune_label} xem được."),
        ),
        choices=(
            *(
                Choice(
                    T("Xem {i}. {kind}: {name}", i=i, kind=SCANS[each.kind], name=each.name), ways.scan(proposal.id, i)
                )
                for i, each in enumerate(found, 1)
            ),
            *(
                Choice(T("Gửi: {kind}", kind=SCANS[kind]), ways.scan_link(proposal.id, kind.value))
                for kind in ScanKind
                if takes(proposal, kind)
            ),
            back(proposal),
        ),
    )


@routes.does("scan-link/{proposal}/{paper_kind}", Action.RECOGNISE)
def scan_link(turn: Turn, proposal: RecognitionList, paper_kind: str) -> Goto:
    """The way to the screen that asks for the file; where the chat carries none, with a link to send it by."""
    if paper_kind not in set(ScanKind) or not takes(proposal, ScanKind(paper_kind)):
        return Goto(ways.scans(proposal.id))
    return with_link(turn, FilePurpose.DECISION_SCAN, ways.scan_send(proposal.id, paper_kind))


@routes.shows("scan-send/{proposal}/{paper_kind}", Action.RECOGNISE, once=True)
def scan_send(turn: Turn, proposal: RecognitionList, paper_kind: str) -> Answer:
    """Ask for a picture or a file of the signed paper."""
    if paper_kind not in set(ScanKind) or not takes(proposal, ScanKind(paper_kind)):
        return Goto(ways.scans(proposal.id))
    return asking(
        turn,
        T(
            "{kind}: chụp rõ cả trang, hoặc tệp PDF, Word. Nhiều trang thì gửi lần lượt.",
            kind=SCANS[ScanKind(paper_kind)],
        ),
        here=ways.scan_send(proposal.id, paper_kind),
        again=ways.scan_link(proposal.id, paper_kind),
        choices=(Choice(T("Xem các bản quét"), ways.scans(proposal.id), Look.WAY), back(proposal)),
        pictures=True,
    )


@routes.hears("scan-send")
def scan_send_heard(turn: Turn, said: Said | Sent, proposal: RecognitionList, paper_kind: str) -> Goto:
    """Take what was sent."""
    if paper_kind not in set(ScanKind) or not takes(proposal, ScanKind(paper_kind)):
        return Goto(ways.scans(proposal.id))
    here = ways.scan_send(proposal.id, paper_kind)
    return heard(turn, said, FilePurpose.DECISION_SCAN, here, pictures=True)


def _at(turn: Turn, found: RecognitionList, number: int) -> Scan | None:
    kept = decision_scans.of_list(turn.tx, found.id)
    return kept[number - 1] if 1 <= number <= len(kept) else None


@routes.shows("scan/{proposal}/{number}", Action.RECOGNISE)
def scan(turn: Turn, proposal: RecognitionList, number: int) -> Answer:
    """One of them, the file with it."""
    found = _at(turn, proposal, number)
    if found is None:
        return Goto(ways.scans(proposal.id))
    return Screen(
        title=SCANS[found.kind],
        text=lines(
            Verbatim(found.name),
            T("{name} gửi lúc {when}, {n} KB.", name=found.sent_by, when=Moment(found.sent_at),
              n=Number(-(-found.size // 1024))),
        ),
        choices=(
            Choice(T("Xem các bản quét"), ways.scans(proposal.id), Look.MAIN),
            Choice(T("Bỏ tệp này"), ways.scan_drop(proposal.id, found.id), Look.DANGER),
            back(proposal),
        ),
        file=Attachment(found.digest, _called(proposal, found, number), found.media_type, found.size),
    )  # fmt: skip


def _called(found: RecognitionList, kept: Scan, number: int) -> str:
    """What the file is called when it is handed out: as those that the program makes."""
    return file_name(ending_of(kept.name), kept.sent_at, "ban quet", kept.kind.value, found.title, found.year, number)


@routes.does("scan-drop/{proposal}/{scan_id}", Action.RECOGNISE_NOW, Weight.DECIDING)
def scan_drop(turn: Turn, proposal: RecognitionList, scan_id: int) -> Goto:
    """The wrong file came: it goes."""
    found = next((each for each in decision_scans.of_list(turn.tx, proposal.id) if each.id == scan_id), None)
    if found is None:
        return Goto(ways.scans(proposal.id))
    decision_scans.drop(turn.tx, found)
    return Goto(ways.scans(proposal.id), T("Đã bỏ {name}.", name=found.name))
