"""Learning activities of the diary, and the events at which many learn together."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from locales.text import T, Words


class ActivityKind(StrEnum):
    """What somebody did to learn."""

    COURSE = "course"
    TRAINING = "training"
    CENTRE_CLASS = "centre_class"
    CLUB = "club"
    BOOK = "book"
    ONLINE = "online"
    SELF_STUDY = "self_study"
    VOCATIONAL = "vocational"


ACTIVITY_NAMES: Mapping[ActivityKind, Words] = {
    ActivityKind.TRAINING: T("Buổi tập huấn"),
    ActivityKind.CENTRE_CLASS: T("Lớp ở trung tâm học tập cộng đồng"),
    ActivityKind.COURSE: T("Khoá học"),
    ActivityKind.CLUB: T("Sinh hoạt câu lạc bộ"),
    ActivityKind.VOCATIONAL: T("Học nghề"),
    ActivityKind.BOOK: T("Đọc sách"),
    ActivityKind.ONLINE: T("Học trên mạng"),
    ActivityKind.SELF_STUDY: T("Tự học"),
}


class EventKind(StrEnum):
    """What a head, an officer or the learning centre announces."""

    CLASS = "class"
    TRAINING = "training"
    TALK = "talk"
    LIFELONG_WEEK = "lifelong_week"
    BOOK_DAY = "book_day"
    CLUB = "club"


EVENT_NAMES: Mapping[EventKind, Words] = {
    EventKind.CLASS: T("Lớp học"),
    EventKind.TRAINING: T("Buổi tập huấn"),
    EventKind.TALK: T("Buổi nói chuyện, tuyên truyền"),
    EventKind.LIFELONG_WEEK: T("Tuần lễ hưởng ứng học tập suốt đời"),
    EventKind.BOOK_DAY: T("Ngày Sách và Văn hoá đọc"),
    EventKind.CLUB: T("Sinh hoạt câu lạc bộ"),
}

# What attending an event is in the diary.
BECOMES: Mapping[EventKind, ActivityKind] = {
    EventKind.CLASS: ActivityKind.CENTRE_CLASS,
    EventKind.TRAINING: ActivityKind.TRAINING,
    EventKind.TALK: ActivityKind.TRAINING,
    EventKind.LIFELONG_WEEK: ActivityKind.CENTRE_CLASS,
    EventKind.BOOK_DAY: ActivityKind.CENTRE_CLASS,
    EventKind.CLUB: ActivityKind.CLUB,
}

# Which indicators of Thông tư 25/2023 an event's turnout speaks to. The links are this program's proposal.
FEEDS: Mapping[EventKind, frozenset[str]] = {
    EventKind.CLASS: frozenset({"1.1", "3.3"}),
    EventKind.TRAINING: frozenset({"1.1"}),
    EventKind.TALK: frozenset({"1.1"}),
    EventKind.LIFELONG_WEEK: frozenset({"1.1", "1.3"}),
    EventKind.BOOK_DAY: frozenset({"1.1"}),
    EventKind.CLUB: frozenset({"3.3"}),
}

# What is done together with others of the village: somebody else should have been there.
HELD_IN_COMMON = frozenset({ActivityKind.CENTRE_CLASS, ActivityKind.CLUB})

MOST_HOURS = 1000
