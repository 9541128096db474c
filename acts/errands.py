"""Files that people ask for in a turn and get after it: a typed record for each kind, and who may have it.

The record lies in the outbox until :class:`bot.file_jobs.FileJobs` makes the file. The policy is asked twice about it:
in the turn, for the route, and again when the file is made, for the record. What a record rests on is looked up then,
so a role that has ended meanwhile gives nothing away.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from types import GenericAlias
from typing import Any, ClassVar, TypeAlias, get_args

from acts.forms import FormErrand
from acts.meeting import PaperErrand
from acts.recognising import RecognitionErrand
from acts.results import ResultsErrand
from acts.roster import RosterErrand
from acts.sheets import SheetPhotoErrand
from criteria.letterhead import Letterhead
from criteria.policy import Action, Actor, Denied, Subject, may
from storage import (
    cycles,
    learning_events,
    meetings,
    outbox,
    places,
    recognition,
    residents,
    result_lists,
    roster_imports,
    snapshots,
    superior_forms,
)
from storage.accounts import Account
from storage.evidence import PictureErrand
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind
from storage.received_files import DocumentErrand


class FileAsked(ABC):
    """What all kinds have in common.

    Attributes:
        kind: its name in the outbox; a row may be older than the program, so a name keeps its meaning.
        action: what the policy is asked for when the file is made: as the route that asked for it, or stricter.
    """

    __slots__ = ()
    kind: ClassVar[str]
    action: ClassVar[Action]

    @property
    def needs(self) -> Action:
        """What the policy is asked for, of this one."""
        return self.action

    @abstractmethod
    def subjects(self, tx: Transaction) -> Iterator[Subject | None]:
        """What the file is about, as the policy sees it; all of it must be allowed.

        Raises:
            LookupError: it is gone.
        """


@dataclass(frozen=True, slots=True)
class _OfCycle(FileAsked):
    """A file about a commune's year."""

    cycle_id: int

    def subjects(self, tx: Transaction) -> Iterator[Subject]:
        """The commune."""
        yield cycles.get(tx, self.cycle_id).subject


@dataclass(frozen=True, slots=True)
class WorkbookErrand(_OfCycle):
    """The commune's Excel workbook of a cycle."""

    kind = "workbook"
    action = Action.EXPORT


@dataclass(frozen=True, slots=True)
class RosterTemplateErrand(FileAsked):
    """An empty file for a commune's list of people."""

    kind = "roster-template"
    action = Action.KEEP_ROSTER

    commune_id: int

    def subjects(self, tx: Transaction) -> Iterator[Subject]:
        """The commune."""
        yield places.get(tx, self.commune_id).subject


@dataclass(frozen=True, slots=True)
class RosterLeftErrand(FileAsked):
    """The lines of a file with a list that could not be taken, each with the reason."""

    kind = "roster-left"
    action = Action.KEEP_ROSTER

    import_id: int

    def subjects(self, tx: Transaction) -> Iterator[Subject]:
        """The commune whose list it is."""
        yield roster_imports.get(tx, self.import_id).subject


@dataclass(frozen=True, slots=True)
class OfficialsErrand(_OfCycle):
    """Officials by office, with who has not the title, in Excel."""

    kind = "officials"
    action = Action.EXPORT


@dataclass(frozen=True, slots=True)
class FundsErrand(_OfCycle):
    """The book of the scholarship funds of a year, in Excel."""

    kind = "funds"
    action = Action.EXPORT


@dataclass(frozen=True, slots=True)
class ResultsTemplateErrand(_OfCycle):
    """An empty file for a list of results, with the villages, units and indicators of a year."""

    kind = "results-template"
    action = Action.KEEP_ROSTER


@dataclass(frozen=True, slots=True)
class ResultsLeftErrand(FileAsked):
    """The lines of a list of results that stay outside, each with the reason."""

    kind = "results-left"
    action = Action.KEEP_ROSTER

    list_id: int

    def subjects(self, tx: Transaction) -> Iterator[Subject]:
        """The commune whose list it is."""
        yield result_lists.get(tx, self.list_id).subject


@dataclass(frozen=True, slots=True)
class _OfYear(_OfCycle):
    """A paper of a commune's year, headed and signed as the officer saw it when they asked for it."""

    letterhead: Letterhead


@dataclass(frozen=True, slots=True)
class YearReportErrand(_OfYear):
    """The commune's yearly report, in Word. ``number`` and ``day`` (2027-01-05) are empty where they are left open."""

    kind = "year-report"
    action = Action.EXPORT

    number: str
    day: str
    snapshot_id: int = 0  # of these numbers, not of those of today


@dataclass(frozen=True, slots=True)
class SummaryTableErrand(_OfYear):
    """The table of the year's figures, in Excel."""

    kind = "summary-table"
    action = Action.EXPORT

    snapshot_id: int = 0  # of these numbers, not of those of today


@dataclass(frozen=True, slots=True)
class NoticeSheetErrand(FileAsked):
    """The A3 sheet for the notice board. ``leads_to``: the page with the same figures; empty where there is none."""

    kind = "notice-sheet"
    action = Action.EXPORT

    snapshot_id: int
    leads_to: str

    def subjects(self, tx: Transaction) -> Iterator[Subject]:
        """The commune, whose officers export."""
        yield snapshots.get(tx, self.snapshot_id).subject


@dataclass(frozen=True, slots=True)
class YearArchiveErrand(_OfYear):
    """All papers of a year in one ZIP that is read without the program."""

    kind = "year-archive"
    action = Action.EXPORT


@dataclass(frozen=True, slots=True)
class HandoverErrand(_OfYear):
    """What a new officer must know of the year, on two pages in Word."""

    kind = "handover"
    action = Action.EXPORT


@dataclass(frozen=True, slots=True)
class PosterSheet:
    """One village's page: its code and the links that lead in with it."""

    place_id: int
    code: str
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostersErrand(FileAsked):
    """The printed sheets with villages' codes."""

    kind = "posters"
    action = Action.VISIT  # the route lets in who serves anywhere; each sheet is for who serves there

    sheets: tuple[PosterSheet, ...]

    def subjects(self, tx: Transaction) -> Iterator[Subject]:
        """Every village that has a sheet."""
        for sheet in self.sheets:
            yield places.get(tx, sheet.place_id).subject


@dataclass(frozen=True, slots=True)
class _OfPlace(FileAsked):
    """A file about one village or unit."""

    place_id: int

    def subjects(self, tx: Transaction) -> Iterator[Subject]:
        """The place."""
        yield places.get(tx, self.place_id).subject


@dataclass(frozen=True, slots=True)
class VillageQrErrand(_OfPlace):
    """The QR picture of a village's code."""

    kind = "village-qr"
    action = Action.VISIT

    leads_to: str  # a link, or the bare code where no channel has links


@dataclass(frozen=True, slots=True)
class InvitationQrErrand(_OfPlace):
    """The QR picture of an invitation that gives a role in a place."""

    kind = "invitation-qr"
    action = Action.KEEP_ROLES

    leads_to: str


@dataclass(frozen=True, slots=True)
class EventQrErrand(FileAsked):
    """The QR picture of a learning event, for those who are there."""

    kind = "event-qr"
    action = Action.ANNOUNCE

    event_id: int
    leads_to: str

    def subjects(self, tx: Transaction) -> Iterator[Subject]:
        """Where it takes place."""
        event = learning_events.load(tx, self.event_id)
        if event is None:
            raise LookupError(f"event {self.event_id}")
        yield event.subject


@dataclass(frozen=True, slots=True)
class PapersErrand(_OfPlace):
    """Paper forms of a title: blank, or ``named``, one for everybody who has still to declare."""

    kind = "papers"
    action = Action.HELP

    cycle_id: int
    title: str
    named: bool

    @property
    def needs(self) -> Action:
        """Who has still to declare is for who may see that; blank forms are for helpers, too."""
        return Action.REMIND if self.named else self.action


@dataclass(frozen=True, slots=True)
class DoorListErrand(_OfPlace):
    """The list for knocking on a village's doors."""

    kind = "door-list"
    action = Action.REMIND

    cycle_id: int


@dataclass(frozen=True, slots=True)
class ProgressErrand(_OfPlace):
    """The picture of a village's progress."""

    kind = "progress"
    action = Action.REMIND

    cycle_id: int


@dataclass(frozen=True, slots=True)
class RegistrationListErrand(_OfPlace):
    """The list on which a village's households sign for the year's titles."""

    kind = "registration-list"
    action = Action.REGISTER

    cycle_id: int


@dataclass(frozen=True, slots=True)
class _OfRecognition(FileAsked):
    """A paper of a list of people to be recognised."""

    list_id: int

    def subjects(self, tx: Transaction) -> Iterator[Subject]:
        """The commune that draws the list up."""
        yield recognition.get(tx, self.list_id).subject


@dataclass(frozen=True, slots=True)
class PostingListErrand(_OfRecognition):
    """The list that hangs, to print (PDF)."""

    kind = "posting-list"
    action = Action.RECOGNISE


@dataclass(frozen=True, slots=True)
class PostingWordErrand(_OfRecognition):
    """The list that hangs, to change (Word)."""

    kind = "posting-word"
    action = Action.RECOGNISE


@dataclass(frozen=True, slots=True)
class PostingPaperErrand(_OfRecognition):
    """A paper about a list's posting, in Word: the ``notice``, or the ``minutes`` of its end."""

    kind = "posting-paper"
    action = Action.RECOGNISE

    paper: str


@dataclass(frozen=True, slots=True)
class CouncilPaperErrand(_OfCycle):
    """The draft of the decision that establishes the commune's council, in Word."""

    kind = "council-paper"
    action = Action.RECOGNISE


@dataclass(frozen=True, slots=True)
class _OfDossier(_OfCycle):
    """A part of the commune's own dossier of a year, or of what the association's site has of it."""


@dataclass(frozen=True, slots=True)
class DossierErrand(_OfDossier):
    """The whole dossier of Thông tư 25, in one ZIP."""

    kind = "dossier"
    action = Action.EXPORT


@dataclass(frozen=True, slots=True)
class DossierPaperErrand(_OfDossier):
    """One of its papers, in Word: the ``letter``, the ``report`` or the ``table``."""

    kind = "dossier-paper"
    action = Action.EXPORT

    paper: str


@dataclass(frozen=True, slots=True)
class SiteSheetErrand(_OfDossier):
    """The sheet for who types results into the association's site."""

    kind = "site-sheet"
    action = Action.EXPORT


@dataclass(frozen=True, slots=True)
class SiteCompareErrand(_OfDossier):
    """The site's list against ours; ``digest``: of the list's bytes, ``name``: as it was called."""

    kind = "site-compare"
    action = Action.EXPORT

    digest: str
    name: str


@dataclass(frozen=True, slots=True)
class FilledFormErrand(FileAsked):
    """A superior's form, filled with the figures of a year."""

    kind = "filled-form"
    action = Action.EXPORT

    form_id: int
    cycle_id: int

    def subjects(self, tx: Transaction) -> Iterator[Subject]:
        """The commune that got the form, and the year's."""
        yield superior_forms.get(tx, self.form_id).subject
        cycle = cycles.load(tx, self.cycle_id)
        if cycle is None:
            raise LookupError(f"cycle {self.cycle_id}")
        yield cycle.subject


@dataclass(frozen=True, slots=True)
class MeetingPaperErrand(FileAsked):
    """A paper of a meeting, in Word: the ``invite``, or the ``minutes``."""

    kind = "meeting-paper"
    action = Action.SEE_MEETING

    meeting_id: int
    paper: str

    def subjects(self, tx: Transaction) -> Iterator[Subject]:
        """The meeting."""
        yield meetings.get(tx, self.meeting_id).subject


@dataclass(frozen=True, slots=True)
class MeetingListErrand(_OfPlace):
    """The list of a place's people to print for its meeting."""

    kind = "meeting-list"
    action = Action.SEE_MEETING

    cycle_id: int


@dataclass(frozen=True, slots=True)
class _ToSign(_OfRecognition):
    """A paper to be signed, headed as the officer saw it; ``ending``: "docx" to be changed, "pdf" to be printed."""

    letterhead: Letterhead
    ending: str


@dataclass(frozen=True, slots=True)
class ProposalErrand(_ToSign):
    """Tờ trình with the list. ``number`` and ``day`` (2027-01-05) are empty where they are left open."""

    kind = "recognition-proposal"
    action = Action.RECOGNISE

    number: str
    day: str


@dataclass(frozen=True, slots=True)
class DecisionErrand(_ToSign):
    """The decision with its list: a draft, or as it was signed. ``proposed_by``: who heads the Tờ trình; not chosen."""

    kind = "recognition-decision"
    action = Action.RECOGNISE

    proposed_by: Letterhead | None


@dataclass(frozen=True, slots=True)
class ExtractErrand(_OfRecognition):
    """The list of a signed decision for another office; ``ending``: "docx" or "xlsx"."""

    kind = "recognition-extract"
    action = Action.RECOGNISE

    ending: str


@dataclass(frozen=True, slots=True)
class CertificatesErrand(_OfRecognition):
    """Giấy công nhận (PDF): of everybody on a signed list, of one place, or of one name; 0 where it is not that.

    ``size``: "a4" or "a5". ``address``: what an address begins with where a code is checked; empty: there is none.
    """

    kind = "certificates"
    action = Action.RECOGNISE

    place_id: int
    name_id: int
    size: str
    address: str


@dataclass(frozen=True, slots=True)
class WeekReportErrand(_OfPlace):
    """The report of an occasion of a commune's year, in Word: ``what`` as :mod:`criteria.week_report` names it."""

    kind = "week-report"
    action = Action.EXPORT

    what: str
    year: int


@dataclass(frozen=True, slots=True)
class WithdrawalSheetErrand(FileAsked):
    """The sheet on which somebody without a chat withdraws their consent, to be signed."""

    kind = "withdrawal-sheet"
    action = Action.FORGET

    person_id: int

    def subjects(self, tx: Transaction) -> Iterator[Subject]:
        """The person, as long as they are known."""
        resident = residents.load(tx, self.person_id)
        if resident is None:
            raise LookupError(f"person {self.person_id}")
        yield resident.subject


@dataclass(frozen=True, slots=True)
class _OfOneself(FileAsked):
    """A file about who asks."""

    action = Action.TAKE_PART

    def subjects(self, tx: Transaction) -> Iterator[None]:
        """Nobody else's affair."""
        yield None


@dataclass(frozen=True, slots=True)
class MyDataErrand(_OfOneself):
    """All that is kept of who asks: to read, as data, and the pictures."""

    kind = "my-data"


@dataclass(frozen=True, slots=True)
class LifelongRecordErrand(_OfOneself):
    """The lifelong learning record of who asks."""

    kind = "lifelong-record"


FileErrand: TypeAlias = (
    WorkbookErrand
    | YearReportErrand
    | SummaryTableErrand
    | NoticeSheetErrand
    | PostersErrand
    | VillageQrErrand
    | InvitationQrErrand
    | EventQrErrand
    | PapersErrand
    | DoorListErrand
    | ProgressErrand
    | RegistrationListErrand
    | PostingListErrand
    | PostingWordErrand
    | PostingPaperErrand
    | CouncilPaperErrand
    | DossierErrand
    | DossierPaperErrand
    | FilledFormErrand
    | SiteSheetErrand
    | SiteCompareErrand
    | MeetingPaperErrand
    | MeetingListErrand
    | ProposalErrand
    | DecisionErrand
    | ExtractErrand
    | CertificatesErrand
    | WeekReportErrand
    | WithdrawalSheetErrand
    | MyDataErrand
    | LifelongRecordErrand
    | RosterTemplateErrand
    | RosterLeftErrand
    | OfficialsErrand
    | FundsErrand
    | YearArchiveErrand
    | HandoverErrand
    | ResultsTemplateErrand
    | ResultsLeftErrand
)
Job: TypeAlias = (  # what makes no file for who asked
    PictureErrand | DocumentErrand | RosterErrand | ResultsErrand | RecognitionErrand | PaperErrand | SheetPhotoErrand
    | FormErrand
)  # fmt: skip
JOBS: tuple[type[Job], ...] = get_args(Job)
FILE = "file"  # under which a row of the outbox says what kind it is
KINDS: dict[str, type[FileErrand]] = {each.kind: each for each in get_args(FileErrand)}


class UnknownErrandError(Exception):
    """What lies in the outbox is no job that this program knows: it was left by another version."""


def ask_for(tx: Transaction, account: Account, errand: FileErrand) -> bool:
    """Ask for a file; it is made after the turn and arrives as a notice.

    Returns false where one of this kind is under way for the account: a second tap makes no second file.
    """
    return outbox.put(tx, ErrandKind.JOB, account.id, encode(errand), key=f"{errand.kind}:{account.id}")


def are_under_way(tx: Transaction, account: Account) -> bool:
    """Whether a file that the account asked for is still being made."""
    return outbox.is_under_way(tx, [f"{kind}:{account.id}" for kind in KINDS])


def denied(tx: Transaction, actor: Actor, errand: FileErrand) -> Denied | None:
    """Why ``actor`` may not have this file, as things stand in this transaction; ``None`` if they may.

    Raises:
        LookupError: what the file is about is gone.
    """
    answers = (may(actor, errand.needs, subject) for subject in errand.subjects(tx))
    return next((answer for answer in answers if answer is not None), None)


def encode(errand: FileErrand) -> dict[str, Any]:
    """An errand as JSON data, for the outbox."""
    return {FILE: errand.kind, "of": asdict(errand)}


def decode(payload: object) -> FileErrand | Job:
    """The job that a row of the outbox holds: the inverse of :func:`encode`, and of ``encode`` of the others.

    Raises:
        UnknownErrandError: it is none, or not of this version. What it says is told to nobody: it may hold a code.
    """
    for job in JOBS:
        found = job.decode(payload)
        if found is not None:
            return found
    said: dict[str, object] = payload if isinstance(payload, dict) else {}
    kind = str(said.get(FILE))
    if kind not in KINDS:
        raise UnknownErrandError("no kind that is known")
    try:
        errand: FileErrand = _reader(kind)(json.dumps([said.get("of")]))[0]
    except ValueError:
        raise UnknownErrandError(f"not the fields of {kind}") from None
    return errand


@cache
def _reader(kind: str) -> Callable[[str], tuple[Any]]:
    """What reads a list with one record: each field there, each of its type, none besides."""
    from pydantic import ConfigDict, TypeAdapter

    listed: Any = GenericAlias(tuple, (KINDS[kind],))  # strictness cannot be told to a record alone
    return TypeAdapter(listed, config=ConfigDict(strict=True, extra="forbid")).validate_json
