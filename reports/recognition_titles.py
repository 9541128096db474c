"""How those who hold a title are called on the papers of a decision, by what kind they are."""

from __future__ import annotations

from collections.abc import Mapping

from criteria.model import SubjectKind
from locales.text import T, Words

NOUNS: Mapping[SubjectKind, Words] = {  # within a sentence: "cho 12 công dân"
    SubjectKind.PERSON: T("công dân"),
    SubjectKind.FAMILY: T("gia đình"),
    SubjectKind.CLAN: T("dòng họ"),
    SubjectKind.VILLAGE: T("{village_label}"),
    SubjectKind.UNIT: T("đơn vị"),
}
HEADINGS: Mapping[SubjectKind, Words] = {  # over the column of names
    SubjectKind.PERSON: T("Họ và tên"),
    SubjectKind.FAMILY: T("Họ và tên người đại diện gia đình"),
    SubjectKind.CLAN: T("Tên dòng họ"),
    SubjectKind.VILLAGE: T("Tên {village_label}"),
    SubjectKind.UNIT: T("Tên đơn vị"),
}
PLACE = T("{Village_label}, đơn vị")
