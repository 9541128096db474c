"""Kinship: how members of a household are related to its head, and which ages that allows."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from locales.text import T, Words

GENERATION = 12  # years: nobody is a parent younger


class Relation(StrEnum):
    """What a member of the household is to its head."""

    HEAD = "head"
    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    SIBLING = "sibling"
    OTHER = "other"


RELATION_NAMES: Mapping[Relation, Words] = {
    Relation.HEAD: T("Chủ hộ"),
    Relation.SPOUSE: T("Vợ hoặc chồng của chủ hộ"),
    Relation.CHILD: T("Con, dâu, rể"),
    Relation.PARENT: T("Cha mẹ"),
    Relation.GRANDPARENT: T("Ông bà"),
    Relation.GRANDCHILD: T("Cháu"),
    Relation.SIBLING: T("Anh chị em"),
    Relation.OTHER: T("Người khác trong nhà"),
}

# How many generations a member stands above (+) or below (-) the head; in-laws count as children.
_ABOVE: Mapping[Relation, int] = {
    Relation.CHILD: -1,
    Relation.GRANDCHILD: -2,
    Relation.PARENT: 1,
    Relation.GRANDPARENT: 2,
}


def is_possible(relation: Relation, birth_year: int, head_birth_year: int) -> bool:
    """Whether somebody born then can be this to a head born then: no child is a grandparent.

    A birth year of 0 is not known and excludes nothing.
    """
    above = _ABOVE.get(relation)
    if above is None or 0 in {birth_year, head_birth_year}:
        return True
    older_by = head_birth_year - birth_year
    return older_by >= above * GENERATION if above > 0 else older_by <= above * GENERATION
