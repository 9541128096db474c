"""Places: communes and their villages, with their join codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, insert, literal, or_, select, true

from criteria.model import SubjectKind
from criteria.policy import Actor, Role, Subject
from locales.format import day_of
from locales.place_words import PlaceWords, place_words
from storage.kit.rows import Columns
from storage.kit.tables import people, places
from storage.kit.transaction import Transaction
from storage.kit.words import PlaceKind
from storage.people import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A commune or a village. ``full_name`` carries the label: "Thôn Kim Sơn"."""

    id: int
    kind: PlaceKind
    label: str
    name: str
    parent_id: int | None
    join_code: str | None
    province: str | None
    contact: str | None
    old_commune: str | None = None  # "xã Sơn Lĩnh": tells villages of one name apart
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def full_name(self) -> str:
        """The label and the name, as people say them; with the old commune, where one name is two villages'."""
        return f"{self.label[:1].upper()}{self.label[1:]} {self._told_apart}"

    @property
    def inline_name(self) -> str:
        """The full name inside a sentence: "xã Sơn Hồng"."""
        return f"{self.label} {self._told_apart}"

    @property
    def _told_apart(self) -> str:
        return self.name if self.old_commune is None else f"{self.name} ({self.old_commune} cũ)"

    def is_open(self, day: date) -> bool:
        """Whether the place exists on that day."""
        return self.valid_to is None or self.valid_to > day

    @property
    def commune_id(self) -> int:
        """The commune this place is or belongs to."""
        return self.id if self.parent_id is None else self.parent_id

    @property
    def subject(self) -> Subject:
        """This place as the policy sees it."""
        kind = SubjectKind.UNIT if self.kind is PlaceKind.UNIT else SubjectKind.VILLAGE
        return Subject(commune_id=self.commune_id, village_id=None if self.parent_id is None else self.id, kind=kind)


PLACE = Columns(
    Place,
    id=places.c.id,
    kind=places.c.kind,
    label=places.c.label,
    name=places.c.name,
    parent_id=places.c.parent_id,
    join_code=places.c.join_code,
    province=places.c.province,
    contact=places.c.contact,
    old_commune=places.c.old_commune,
    valid_from=places.c.valid_from,
    valid_to=places.c.valid_to,
)
# The label and the name in SQL: :attr:`Place.inline_name`.
INLINE_NAME = (
    places.c.label + " " + places.c.name + func.coalesce(literal(" (") + places.c.old_commune + literal(" cũ)"), "")
)
_BY_ID = select(*PLACE.columns).where(places.c.id == bindparam("id"))
_BY_CODE = select(*PLACE.columns).where(places.c.join_code == bindparam("code"))
_MERGED_INTO = select(places.c.merged_into_id).where(places.c.id == bindparam("id"))
_BY_OFFICIAL_CODE = select(*PLACE.columns).where(places.c.code == bindparam("code"))
_OFFICIAL_CODE = select(places.c.code).where(places.c.id == bindparam("id"))
_OPEN = or_(places.c.valid_to.is_(None), places.c.valid_to > bindparam("today"))
_COMMUNES = select(*PLACE.columns).where(places.c.kind == PlaceKind.COMMUNE, _OPEN).order_by(places.c.name)
_COMMUNE = places.alias("commune")
_LABELS = (
    select(places.c.kind, places.c.label, _COMMUNE.c.label.label("commune_label"))
    .outerjoin(_COMMUNE, _COMMUNE.c.id == places.c.parent_id)
    .where(places.c.id == bindparam("id"))
)
_VILLAGES = select(*PLACE.columns).where(places.c.parent_id == bindparam("commune"), _OPEN).order_by(places.c.id)


def load(tx: Transaction, place_id: int) -> Place | None:
    """The place of an id, if there is one."""
    row = tx.connection.execute(_BY_ID, {"id": place_id}).one_or_none()
    return None if row is None else PLACE.read(row)


def get(tx: Transaction, place_id: int) -> Place:
    """The place of an id that a foreign key vouches for."""
    return PLACE.read(tx.connection.execute(_BY_ID, {"id": place_id}).one())


def by_join_code(tx: Transaction, code: str) -> Place | None:
    """The village or unit whose link or poster carries ``code``; of a village that was merged, the one it is now.

    Nothing for the code of one that has ended.
    """
    row = tx.connection.execute(_BY_CODE, {"code": code.strip().upper()}).one_or_none()
    found = None if row is None else today(tx, PLACE.read(row))
    return found if found is not None and found.is_open(day_of(tx.now)) else None


def today(tx: Transaction, place: Place) -> Place:
    """What the place has become: itself, or what it was merged into."""
    while (into := tx.connection.execute(_MERGED_INTO, {"id": place.id}).scalar_one()) is not None:
        place = get(tx, into)
    return place


def by_official_code(tx: Transaction, code: str) -> Place | None:
    """The commune of an official code such as "18160"."""
    row = tx.connection.execute(_BY_OFFICIAL_CODE, {"code": code}).one_or_none()
    return None if row is None else PLACE.read(row)


def official_code(tx: Transaction, commune_id: int) -> str:
    """The official code of a commune, such as "18160"."""
    return str(tx.connection.execute(_OFFICIAL_CODE, {"id": commune_id}).scalar_one())


def communes(tx: Transaction) -> tuple[Place, ...]:
    """All communes that exist today, by name."""
    return tuple(PLACE.read(row) for row in tx.connection.execute(_COMMUNES, {"today": day_of(tx.now)}))


def villages(tx: Transaction, commune_id: int) -> tuple[Place, ...]:
    """The villages and units of a commune that exist today, in the order they were entered (the commune's own)."""
    rows = tx.connection.execute(_VILLAGES, {"commune": commune_id, "today": day_of(tx.now)})
    return tuple(PLACE.read(row) for row in rows)


def words_of(tx: Transaction, place_id: int) -> PlaceWords:
    """What a village or unit, its head and its commune are called; of a commune, what its villages are."""
    row = tx.connection.execute(_LABELS, {"id": place_id}).one()
    if row.kind is PlaceKind.COMMUNE:
        return words_in(tx, place_id)
    return place_words(row.label, row.commune_label, is_unit=row.kind is PlaceKind.UNIT)


def words_in(tx: Transaction, commune_id: int | None = None) -> PlaceWords:
    """What villages, heads and communes are called in a commune, or in all that are here.

    The general words where not all are called the same.
    """
    within = or_(places.c.id == commune_id, places.c.parent_id == commune_id) if commune_id is not None else true()
    labels = select(places.c.kind, places.c.label).where(within, _OPEN).distinct()
    found = [(row.kind, row.label) for row in tx.connection.execute(labels, {"today": day_of(tx.now)})]
    villages_, communes_ = (
        [label for kind, label in found if kind is wanted] for wanted in (PlaceKind.VILLAGE, PlaceKind.COMMUNE)
    )
    return place_words(_if_one(villages_), _if_one(communes_))


def _if_one(labels: list[str]) -> str | None:
    return labels[0] if len(labels) == 1 else None


def words_for(tx: Transaction, person_id: int) -> PlaceWords:
    """What the place where somebody is counted, its head and its commune are called."""
    own = select(func.coalesce(people.c.unit_id, people.c.place_id)).where(people.c.id == person_id)
    return words_of(tx, tx.connection.execute(own).scalar_one())


def words_to(tx: Transaction, person: Person | None, actor: Actor) -> PlaceWords:
    """The words for places to who acts: to a head those of the place led, to an officer those of the commune.

    To who is not known yet, what places here are called.
    """
    if person is None:
        return words_in(tx)
    commune_id = next(iter(actor.communes), None)
    if commune_id is not None:
        return words_in(tx, commune_id)
    return words_of(tx, min(actor.places(Role.HEAD), default=person.unit_id or person.place_id))


def add_commune(
    tx: Transaction, *, code: str, label: str, name: str, province: str, contact: str, since: date
) -> Place:
    """Enter a commune. Raises ``IntegrityError`` if its official code is there already."""
    key = tx.add(
        insert(places),
        {
            "kind": PlaceKind.COMMUNE,
            "label": label,
            "name": name,
            "code": code,
            "province": province,
            "contact": contact,
            "valid_from": since,
        },
    )
    tx.audit("place.added", f"place:{key}", {"code": code, "name": name})
    return get(tx, key)


def add_village(
    tx: Transaction,
    *,
    commune: Place,
    label: str,
    name: str,
    join_code: str,
    since: date,
    kind: PlaceKind = PlaceKind.VILLAGE,
    old_commune: str | None = None,
) -> Place:
    """Enter a village or a unit of a commune. Raises ``IntegrityError`` if its join code is taken."""
    key = tx.add(
        insert(places),
        {
            "kind": kind,
            "label": label,
            "name": name,
            "parent_id": commune.id,
            "join_code": join_code.upper(),
            "valid_from": since,
            "old_commune": old_commune,
        },
    )
    tx.audit("place.added", f"place:{key}", {"commune": commune.id, "name": name})
    return get(tx, key)
