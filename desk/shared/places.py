"""The addresses of the desk's pages, and the main ways between them."""

from __future__ import annotations

from collections.abc import Iterator

from criteria.policy import Action, Role
from desk.kit.blocks import Link
from desk.kit.visit import Visit
from locales.text import T, Verbatim
from storage import places

TODAY = ""
RESULTS = "/ket-qua"
QUEUE = "/hang-cho"
PEOPLE = "/tim-nguoi"
FILES = "/tep"
RECOGNITION = "/cong-nhan"
YEAR = "/nam"
ROSTER = "/dan-cu"
OFFICE = "/viec-chung"


def results_of(cycle: int) -> str:
    """A year's results."""
    return f"{RESULTS}/{cycle}"


def place_at(place: int, year: int | None = None) -> str:
    """A village's or unit's part of the results, of the year in hand or of another."""
    return f"/noi/{place}" if year is None else f"/noi/{place}?nam={year}"


def behind(place: int, title: str, which: str, year: int) -> str:
    """The people, families … behind a figure of a place."""
    return f"/noi/{place}/{title}/{which}?nam={year}"


def declaration_at(declaration: int) -> str:
    """One declaration."""
    return f"{QUEUE}/{declaration}"


def person_at(person: int) -> str:
    """A person's card."""
    return f"/nguoi/{person}"


def year_at(cycle: int) -> str:
    """A year: its state, steps, settings, figures taken down."""
    return f"{YEAR}/{cycle}"


def snapshot_at(snapshot: int) -> str:
    """Figures that were taken down."""
    return f"/so-lieu/{snapshot}"


def roster_file_at(roster_file: int) -> str:
    """A file with a list of people."""
    return f"{ROSTER}/{roster_file}"


def lists_of(cycle: int) -> str:
    """A year's lists of people to be recognised."""
    return f"{RECOGNITION}/{cycle}"


def list_at(proposal: int) -> str:
    """One such list."""
    return f"/danh-sach/{proposal}"


def name_at(proposed: int) -> str:
    """A name on one."""
    return f"/ten/{proposed}"


def menu(visit: Visit) -> Iterator[Link]:
    """The main ways, as far as the policy lets this person go."""
    yield Link(T("Hôm nay"), TODAY)
    yield Link(T("Hàng chờ"), QUEUE)
    if visit.may(Action.SEE_STATISTICS):
        yield Link(T("Kết quả"), RESULTS)
    for place_id in sorted(visit.actor.places(Role.HEAD)):
        yield Link(Verbatim(places.get(visit.tx, place_id).full_name), place_at(place_id))
    yield Link(T("Tìm người"), PEOPLE)
    if visit.may(Action.SEE_STATISTICS):
        yield Link(T("Năm"), YEAR)
        yield Link(T("Công nhận"), RECOGNITION)
        yield Link(T("Dân cư"), ROSTER)
        yield Link(T("Việc chung"), OFFICE)
    yield Link(T("Tệp báo cáo"), FILES)
