"""Words that stand in the tables and that the criteria do not know; those they know stand in ``criteria/``.

A column of such words is made with :func:`storage.kit.tables.one_of`. What is written here is what the database holds:
a word that changes needs a migration.
"""

from __future__ import annotations

from enum import StrEnum


class PlaceKind(StrEnum):
    """What a place is."""

    COMMUNE = "commune"
    VILLAGE = "village"
    UNIT = "unit"  # a school, an office, an enterprise


class Witness(StrEnum):
    """What vouches for the day that the clock shows."""

    RECORD = "record"  # the log: the last line before a gap
    SWEEP = "sweep"  # an earlier sweep, not long before
    MESSENGER = "messenger"  # a messenger's server
    OPERATOR = "operator"


class CycleState(StrEnum):
    """Whether a commune's year may still change: only while it is open. Locked: its two report years are over."""

    OPEN = "open"
    CLOSED = "closed"
    LOCKED = "locked"


class SnapshotKind(StrEnum):
    """What a snapshot of a year's figures is for."""

    PROVISIONAL = "provisional"  # số liệu tạm tính
    FINAL = "final"  # số liệu chốt
    CORRECTION = "correction"  # after the year was locked, or after figures were sent: it replaces the one before


class ConsentKind(StrEnum):
    """By what right somebody declares: for oneself, or how the other person agreed."""

    SELF = "self"
    BESIDE = "beside"  # sat there and answered
    ASKED = "asked"  # asked for it before
    PAPER = "paper"  # signed a sheet


FOR_ANOTHER = tuple(kind for kind in ConsentKind if kind is not ConsentKind.SELF)


class Changed(StrEnum):
    """What was put right about a person."""

    NAME = "name"  # the name or the birth year
    PLACE = "place"  # the village, the household or the unit
    LEFT = "left"  # taken off the roster
    AWAY = "away"  # lives elsewhere, or does so no more
    MERGED = "merged"  # found to be the same person as another record


class JoiningState(StrEnum):
    """What became of somebody's wish to join."""

    WAITS = "waits"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    GONE = "gone"  # it cannot be any more: they entered elsewhere, what they asked of changed


class ErrandKind(StrEnum):
    """What an errand of the outbox is."""

    NOTICE = "notice"
    JOB = "export"  # a file to be made, a picture to be fetched; the word in the table is older


class ErrandState(StrEnum):
    """How far an errand is."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"  # it can never go out


class Looked(StrEnum):
    """What somebody saw of another person."""

    CARD = "card"  # a screen about that person alone: their declaration, their diary, their chats
    PICTURE = "picture"
    LIST = "list"  # a screen that names them among others
    PAPER = "paper"  # a printed list or form with their name
    EXPORT = "export"  # the commune's workbook


class FilePurpose(StrEnum):
    """What a file is for that somebody is asked to send; what then happens with it stands in :mod:`acts.receiving`."""

    ROSTER = "roster"  # the people of a commune
    RESULTS = "results"  # a list of results made elsewhere
    DECISION_SCAN = "decision_scan"  # a signed decision, or minutes, as a picture or a PDF
    SITE_LIST = "site-list"  # the association's list of results, to be compared
    FORM = "form"  # a superior's form, to be filled
    RECORDING = "recording"  # a text of the program, read by somebody


class ScanKind(StrEnum):
    """Of which paper a scan is that is kept with a decision."""

    DECISION = "decision"
    MINUTES = "minutes"


class FormState(StrEnum):
    """How far a superior's form is."""

    READING = "reading"
    READY = "ready"
    UNREADABLE = "unreadable"


class ReceivedState(StrEnum):
    """How far a file is that somebody sends."""

    AWAITED = "awaited"  # to be fetched, or to come by an upload link
    KEPT = "kept"
    REFUSED = "refused"  # too large, gone, or its sender may not any more
    LET_GO = "let_go"  # a newer one came, or it is done with: there are no bytes any more


class EntryState(StrEnum):
    """How far a figure of the commune is: an officer's own counts at once, a unit's once an officer accepts it."""

    DRAFT = "draft"  # a unit's, not handed in yet
    SIGNED = "signed"  # handed in by the person in charge: an officer looks at it
    RETURNED = "returned"  # by an officer, with a reason
    ACCEPTED = "accepted"  # it counts, until another is accepted
    TAKEN_OVER = "taken_over"  # an officer entered the figure in the unit's place


class PictureState(StrEnum):
    """How far a picture is that somebody sent as evidence."""

    WAITING = "waiting"  # to be fetched
    KEPT = "kept"
    REFUSED = "refused"  # no picture, too big, gone


class Registered(StrEnum):
    """How somebody came to be registered for a title of the year."""

    CHAT = "chat"  # by themselves; a family by one of it, a clan or a place by its head
    HOUSEHOLD = "household"  # the household signed for those named on its lines of the list
    LIST = "list"  # named one by one from a village's signed list
    OFFICE = "office"  # by an officer, from what an office handed over
    EXCEPTION = "exception"  # the head: all of the village but those named
    DECLARED = "declared"  # by beginning to declare


class ImportState(StrEnum):
    """How far a file with a roster is."""

    READING = "reading"  # a job reads and compares it
    READY = "ready"  # to be looked at; nothing is taken yet
    TAKING = "taking"  # a job takes its lines over, a hundred at a time
    TAKEN = "taken"  # what stays open are its doubtful lines
    DROPPED = "dropped"  # an officer, or a newer file, set it aside
    UNREADABLE = "unreadable"


class ResultsState(StrEnum):
    """How far a list of results made elsewhere is."""

    READING = "reading"  # a job reads and compares it
    READY = "ready"  # to be looked at; nothing is taken yet
    TAKING = "taking"  # a job takes its lines over, some at a time
    TAKEN = "taken"
    UNDOING = "undoing"  # a job takes all of it back
    UNDONE = "undone"
    DROPPED = "dropped"  # an officer, or a newer list, set it aside
    UNREADABLE = "unreadable"


class ResultsFrom(StrEnum):
    """Who made a list of results."""

    UNIT = "unit"  # a school, an office, an enterprise, of its own people
    VILLAGE = "village"  # a village's signed list
    FORM = "form"  # an official form of QĐ 324/QĐ-KHVN
    SITE = "site"  # what the association's site gives out
