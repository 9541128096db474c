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

# Other words for them: read where they are typed, and shown nowhere.
ACTIVITY_WORDS: Mapping[ActivityKind, tuple[str, ...]] = {
    ActivityKind.TRAINING: ("tập huấn", "nghe nói chuyện", "nghe tuyên truyền", "đi nghe cán bộ", "hội thảo"),
    ActivityKind.CENTRE_CLASS: ("trung tâm học tập cộng đồng", "trung tâm cộng đồng", "lớp xoá mù", "lớp ở xã"),
    ActivityKind.COURSE: ("học khoá", "lớp học", "học lớp", "học thêm", "học lái xe", "học tin học", "học tiếng anh"),
    ActivityKind.CLUB: ("câu lạc bộ", "sinh hoạt hội", "họp hội", "họp tổ", "sinh hoạt tổ"),
    ActivityKind.VOCATIONAL: (
        "lấy nghề",
        "học may",
        "học hàn",
        "học sửa xe",
        "học nấu ăn",
        "học cắt tóc",
        "đào tạo nghề",
    ),
    ActivityKind.BOOK: ("đọc báo", "xem sách", "mượn sách", "đọc truyện", "đọc tài liệu"),
    ActivityKind.ONLINE: (
        "học qua mạng",
        "học trực tuyến",
        "học online",
        "xem youtube",
        "xem video dạy",
        "xem clip dạy",
    ),
    ActivityKind.SELF_STUDY: ("tự mày mò", "mày mò", "tự tìm hiểu", "tự đọc", "học lỏm", "bắt chước", "tự làm theo"),
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

EVENT_WORDS: Mapping[EventKind, tuple[str, ...]] = {
    EventKind.CLASS: ("học nghề", "lớp may", "lớp dạy", "lớp xoá mù", "mở lớp"),
    EventKind.TRAINING: ("tập huấn", "hướng dẫn kỹ thuật", "hội thảo"),
    EventKind.TALK: ("nói chuyện", "tuyên truyền", "toạ đàm", "phổ biến pháp luật", "báo cáo viên"),
    EventKind.LIFELONG_WEEK: ("tuần lễ", "tuần lễ học tập", "học tập suốt đời"),
    EventKind.BOOK_DAY: ("ngày sách", "văn hoá đọc", "ngày đọc sách", "hội sách"),
    EventKind.CLUB: ("câu lạc bộ", "sinh hoạt tổ", "họp câu lạc bộ"),
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


class CountedHow(StrEnum):
    """How the people at an event were counted, where they did not check in by its code."""

    COUNT = "count"
    SIGNED = "signed"
    ESTIMATE = "estimate"


COUNTED_NAMES: Mapping[CountedHow, Words] = {
    CountedHow.COUNT: T("Đếm tại chỗ"),
    CountedHow.SIGNED: T("Theo danh sách ký"),
    CountedHow.ESTIMATE: T("Ước tính"),
}


class NeedKind(StrEnum):
    """What somebody would like to learn, roughly; the list is this program's own."""

    TRADE = "trade"
    FARMING = "farming"
    DIGITAL = "digital"
    LITERACY = "literacy"
    LANGUAGE = "language"
    HEALTH = "health"
    LAW = "law"
    OTHER = "other"


NEED_NAMES: Mapping[NeedKind, Words] = {
    NeedKind.TRADE: T("Học nghề"),
    NeedKind.FARMING: T("Trồng trọt, chăn nuôi"),
    NeedKind.DIGITAL: T("Dùng điện thoại, máy tính"),
    NeedKind.LITERACY: T("Học chữ, học tính"),
    NeedKind.LANGUAGE: T("Ngoại ngữ, tiếng dân tộc"),
    NeedKind.HEALTH: T("Sức khoẻ, chăm con"),
    NeedKind.LAW: T("Pháp luật, tiền nong"),
    NeedKind.OTHER: T("Việc khác"),
}

NEED_WORDS: Mapping[NeedKind, tuple[str, ...]] = {
    NeedKind.TRADE: ("nghề", "lấy nghề", "học may", "sửa xe", "nấu ăn"),
    NeedKind.FARMING: ("trồng nấm", "chăn nuôi", "làm vườn", "nuôi gà", "nuôi cá"),
    NeedKind.DIGITAL: ("máy tính", "điện thoại", "tin học", "dùng mạng"),
    NeedKind.LITERACY: ("xoá mù", "học chữ", "biết chữ", "đọc viết"),
    NeedKind.LANGUAGE: ("tiếng anh", "ngoại ngữ", "tiếng dân tộc"),
    NeedKind.HEALTH: ("sức khoẻ", "chăm con", "nuôi con"),
    NeedKind.LAW: ("pháp luật", "vay vốn", "tiền nong"),
    NeedKind.OTHER: ("khác",),
}

# What is done together with others of the village: somebody else should have been there.
HELD_IN_COMMON = frozenset({ActivityKind.CENTRE_CLASS, ActivityKind.CLUB})

MOST_HOURS = 1000
