"""The lifelong learning record of a person: what they learnt, year by year, what was recognised, who confirmed it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from locales.text import Day, Moment, Number, T, Tn, Words
from reports.typesetting import pdf


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """An entry of the diary. ``proofs``: pictures of certificates beside it; ``attended``: it wrote itself."""

    day: date
    kind: Words
    name: str
    hours: int
    organiser: str
    proofs: int
    attended: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognised:
    """A title of a year: the result, and who confirmed it when; nobody yet where ``confirmed_by`` is ``None``."""

    title: Words
    result: Words
    confirmed_by: str | None
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningYear:
    """A year of the record."""

    year: int
    learnt: Sequence[Learnt]
    titles: Sequence[Recognised]

    @property
    def hours(self) -> int:
        """Hours of all entries."""
        return sum(each.hours for each in self.learnt)


@dataclass(frozen=True, slots=True, kw_only=True)
class LifelongRecord:
    """All of it, the latest year first. ``kept``: what else is kept of the person, in words, for the last pages."""

    name: str
    birth_year: int
    place: Words
    office: Words
    as_of: datetime
    years: Sequence[LearningYear]
    kept: Words | None = None


def as_data(found: LifelongRecord, words: Callable[[Words], str]) -> dict[str, Any]:
    """What the template reads."""
    activities = sum(len(each.learnt) for each in found.years)
    return {
        "title": words(T("Hồ sơ học tập suốt đời")),
        "office": words(found.office),
        "name": found.name,
        "born": words(T("Sinh năm {year}", year=found.birth_year)),
        "place": words(found.place),
        "as_of": words(T("lập lúc {when}", when=Moment(found.as_of))),
        "sums": [
            {"n": words(T("{n}", n=Number(n))), "of": words(label)}
            for n, label in (
                (len(found.years), T("năm ghi sổ")),
                (activities, T("việc học")),
                (sum(each.hours for each in found.years), T("giờ học")),
                (sum(each.proofs for year in found.years for each in year.learnt), T("giấy chứng nhận, ảnh")),
            )
        ],
        "head": [words(each) for each in (T("Ngày"), T("Việc học"), T("Ai tổ chức"), T("Giờ"), T("Minh chứng"))],
        "years": [_year(each, words) for each in found.years],
        "empty": words(T("Sổ học tập chưa ghi gì.")),
        "note": words(
            T(
                "Máy lập theo sổ học tập tự ghi và theo quyết định của người xác nhận. Giấy này không thay văn bằng, "
                "chứng chỉ."
            )
        ),
        "kept_title": words(T("Dữ liệu máy đang giữ")),
        "kept": [] if found.kept is None else words(found.kept).split("\n"),
    }


def _year(year: LearningYear, words: Callable[[Words], str]) -> dict[str, Any]:
    return {
        "title": words(T("Năm {year}", year=year.year)),
        "sum": words(Tn("{n} giờ học", year.hours)) if year.learnt else "",
        "learnt": [
            {
                "day": words(T("{day}", day=Day(each.day))),
                "kind": words(each.kind),
                "name": each.name,
                "organiser": each.organiser,
                "hours": str(each.hours),
                "proof": _proof(each, words),
            }
            for each in year.learnt
        ],
        "titles": [
            {
                "title": words(each.title),
                "result": words(each.result),
                "by": words(T("chưa xác nhận"))
                if each.confirmed_by is None or each.confirmed_at is None
                else words(T("{name} xác nhận, {when}", name=each.confirmed_by or "–", when=Moment(each.confirmed_at))),
            }
            for each in year.titles
        ],
    }


def _proof(each: Learnt, words: Callable[[Words], str]) -> str:
    if each.proofs:
        return words(Tn("{n} ảnh", each.proofs))
    return words(T("điểm danh") if each.attended else T("tự ghi"))


def lifelong_record(found: LifelongRecord, words: Callable[[Words], str]) -> bytes:
    """The PDF."""
    return pdf("lifelong_record", as_data(found, words))
