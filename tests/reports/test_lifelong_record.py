"""The lifelong learning record: what it says of a year, and that nothing people wrote is markup."""

from __future__ import annotations

from datetime import date

from criteria.activity import ACTIVITY_NAMES, ActivityKind
from locales.text import Verbatim
from reports.lifelong_record import LearningYear, Learnt, LifelongRecord, Recognised, as_data, lifelong_record
from tests.reports.papers import AS_OF, HOSTILE, WORDS


def learnt(hours: int, proofs: int = 0, *, attended: bool = False, name: str = "Trồng nấm") -> Learnt:
    return Learnt(
        day=date(2026, 10, 1), kind=ACTIVITY_NAMES[ActivityKind.COURSE], name=name, hours=hours, organiser="Thôn",
        proofs=proofs, attended=attended,
    )  # fmt: skip


def record(*years: LearningYear, name: str = "Nguyễn Thị Lan", kept: str | None = None) -> LifelongRecord:
    return LifelongRecord(
        name=name, birth_year=1968, place=Verbatim("Thôn Kim Sơn"), office=Verbatim("Xã Sơn Hồng"), as_of=AS_OF,
        years=years, kept=None if kept is None else Verbatim(kept),
    )  # fmt: skip


CONFIRMED = Recognised(
    title=Verbatim("Công dân học tập"), result=Verbatim("Đạt"), confirmed_by="Phan Văn Đức", confirmed_at=AS_OF
)


def test_a_year_says_what_was_learnt_how_long_and_who_confirmed_it() -> None:
    two = LearningYear(year=2026, learnt=(learnt(1000), learnt(240, 2), learnt(2, attended=True)), titles=(CONFIRMED,))
    data = as_data(record(two), WORDS)
    assert [(each["n"], each["of"]) for each in data["sums"]] == [
        ("1", "năm ghi sổ"), ("3", "việc học"), ("1.242", "giờ học"), ("2", "giấy chứng nhận, ảnh"),
    ]  # fmt: skip
    (year,) = data["years"]
    assert (year["title"], year["sum"]) == ("Năm 2026", "1.242 giờ học")
    assert [each["proof"] for each in year["learnt"]] == ["tự ghi", "2 ảnh", "điểm danh"]
    assert year["learnt"][0]["day"] == "01/10/2026"
    assert year["titles"] == [
        {"title": "Công dân học tập", "result": "Đạt", "by": "Phan Văn Đức xác nhận, 23/11/2026 16:00"}
    ]


def test_what_nobody_confirmed_says_so() -> None:
    open_ = Recognised(title=Verbatim("x"), result=Verbatim("x"), confirmed_by=None, confirmed_at=None)
    data = as_data(record(LearningYear(year=2026, learnt=(), titles=(open_,))), WORDS)
    assert data["years"][0]["titles"][0]["by"] == "chưa xác nhận"


def test_nothing_that_people_wrote_is_markup() -> None:
    year = LearningYear(year=2026, learnt=(learnt(1, name=HOSTILE),), titles=(CONFIRMED,))
    for each in (record(year, name=HOSTILE, kept=f"{HOSTILE}\n\n{HOSTILE}"), record(name=HOSTILE)):
        assert lifelong_record(each, WORDS).startswith(b"%PDF")


def test_the_same_record_has_the_same_bytes() -> None:
    year = LearningYear(year=2026, learnt=(learnt(4),), titles=(CONFIRMED,))
    assert lifelong_record(record(year), WORDS) == lifelong_record(record(year), WORDS)
