"""Who looked at a person, in words: on the screen and in the file that one takes along."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from criteria.policy import Role
from locales.text import Day, T, Words, joined
from storage.kit.words import Looked
from storage.looks import Look

ROLES: Mapping[Role, Words] = {
    Role.OFFICER: T("Cán bộ {commune_label}"),
    Role.HEAD: T("{Head_label}"),
    Role.HELPER: T("Người được nhờ khai hộ"),
}
WHAT: Mapping[Looked, Words] = {
    Looked.CARD: T("trang riêng về {you}"),
    Looked.PICTURE: T("ảnh minh chứng của {you}"),
    Looked.LIST: T("danh sách có tên {you}"),
    Looked.PAPER: T("giấy in có tên {you}"),
    Looked.EXPORT: T("báo cáo có tên {you}"),
}


def look_words(look: Look, what: Sequence[Looked]) -> Words:
    """A line for who looked on a day, with all that they looked at."""
    seen = joined([WHAT[each] for each in Looked if each in what], ", ")
    if look.role is None:
        return T("{day}: {name} xem {what}", day=Day(look.day), name=look.name or "–", what=seen)
    return T(
        "{day}: {role} {name} xem {what}", day=Day(look.day), role=ROLES[look.role], name=look.name or "–", what=seen
    )
