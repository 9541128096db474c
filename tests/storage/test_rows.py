"""Rows are read by name, and columns hold enums: what a record is read from, and that storage does nothing else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    CheckConstraint,
    Column,
    Enum,
    MetaData,
    String,
    Table,
    create_engine,
    insert,
    literal,
    null,
    select,
)
from sqlalchemy.exc import StatementError

from criteria.declaration import State
from storage.kit.rows import ELSEWHERE, AnyRow, Columns, through, with_tx
from storage.kit.tables import metadata, one_of
from storage.kit.transaction import Transaction

STORAGE = sorted(path for path in Path("storage").rglob("*.py") if "migrations" not in path.parts)
ROWS = Path("storage/kit/rows.py")


@dataclass(frozen=True, slots=True)
class Owner:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Book:
    id: int
    name: str
    owner: Owner | None
    pages: list[int] = field(default_factory=list)


def row_of(*columns: Any) -> AnyRow:
    with create_engine("sqlite://").connect() as connection:
        return connection.execute(select(*columns)).one()


OWNER = Columns(Owner, name=literal("Lan"), id=literal(7))


def test_a_field_is_read_from_its_column_wherever_that_stands() -> None:
    assert [column.name for column in OWNER.columns] == ["name", "id"]
    assert OWNER.read(row_of(literal(1).label("before"), *OWNER.columns)) == Owner(7, "Lan")


def test_a_record_in_a_record_has_columns_of_its_own() -> None:
    book = Columns(Book, id=literal(1), name=literal("Truyện Kiều"), owner=OWNER, pages=ELSEWHERE)
    assert [column.name for column in book.columns] == ["id", "name", "owner_name", "owner_id"]
    assert book.read(row_of(*book.columns)) == Book(1, "Truyện Kiều", Owner(7, "Lan"), [])


def test_the_other_side_of_an_outer_join_is_none_where_its_key_is_null() -> None:
    nobody = Columns(Owner, id=null(), name=literal("Lan"))
    for owner, expected in ((nobody, None), (OWNER, Owner(7, "Lan"))):
        book = Columns(Book, id=literal(1), name=literal("–"), owner=owner.if_any("id"), pages=ELSEWHERE)
        assert book.read(row_of(*book.columns)).owner == expected
    with pytest.raises(TypeError, match="Owner has no column for nobody"):
        OWNER.if_any("nobody")


def test_a_value_goes_through_what_stands_beside_its_column() -> None:
    loud = Columns(Owner, id=through(null(), int, null=-1), name=through(literal("Lan"), str.upper))
    assert loud.read(row_of(*loud.columns)) == Owner(-1, "LAN")
    untold = Columns(Owner, id=literal(1), name=through(null(), str.upper))
    assert untold.read(row_of(*untold.columns)).name is None


def test_what_needs_the_transaction_is_read_with_it() -> None:
    told = Columns(Owner, id=literal(1), name=with_tx(literal("Lan"), lambda tx, name: f"{name}, {tx.now.year}"))
    row = row_of(*told.columns)
    with create_engine("sqlite://").connect() as connection:
        assert told.read(row, Transaction(connection, datetime(2026, 11, 29, tzinfo=UTC))).name == "Lan, 2026"
    with pytest.raises(TypeError, match="Owner is read with its transaction"):
        told.read(row)


def test_what_is_forgotten_or_unknown_is_refused_when_the_columns_are_made() -> None:
    with pytest.raises(TypeError, match="Owner: no column for name"):
        Columns(Owner, id=literal(1))
    with pytest.raises(TypeError, match="Book: no column for pages"):  # a default hides nothing
        Columns(Book, id=literal(1), name=literal("–"), owner=OWNER)
    with pytest.raises(TypeError, match="Owner has no field nam"):
        Columns(Owner, id=literal(1), name=literal("Lan"), nam=literal("Lan"))
    with pytest.raises(TypeError, match=r"Owner\.name has no default"):
        Columns(Owner, id=literal(1), name=ELSEWHERE)
    with pytest.raises(TypeError, match="str is no dataclass"):
        Columns(str)


def test_two_columns_of_one_label_are_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Lent:
        owner: Owner
        owner_id: int

    with pytest.raises(TypeError, match="Lent: two columns are called owner_id"):
        Columns(Lent, owner=OWNER, owner_id=literal(1))


def test_a_row_that_lacks_a_column_is_refused() -> None:
    with pytest.raises(KeyError):
        OWNER.read(row_of(literal(7).label("id")))


# What is held of the source of storage.


def is_read(node: ast.expr) -> bool:
    """Whether this gives rows: ``….connection.execute(…)``, perhaps with ``.all()`` and the like behind it."""
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="connection"), attr="execute")):
            return True
        case ast.Call(func=ast.Attribute(value=inner, attr="all" | "one" | "one_or_none" | "first" | "fetchall")):
            return is_read(inner)
    return False


class Reading(ast.NodeVisitor):
    """Finds where a function reads a row by its position.

    A row is what stands for one by its name (``row``), what was read with ``.one()`` and the like, and what goes over
    rows. A scalar, a record and a tuple of our own are none.
    """

    def __init__(self) -> None:
        self.found: list[int] = []
        self.rows: set[str] = {"row"}
        self.results: set[str] = {"rows"}

    def gives_rows(self, node: ast.expr) -> bool:
        return is_read(node) or (isinstance(node, ast.Name) and node.id in self.results)

    def is_row(self, node: ast.expr) -> bool:
        return (isinstance(node, ast.Name) and node.id in self.rows) or (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_read(node)
            and node.func.attr in {"one", "one_or_none", "first"}
        )  # fmt: skip

    def takes(self, target: ast.expr, source: ast.expr, *, each: bool) -> None:
        """``target`` gets what ``source`` gives, or one after the other of it."""
        is_row = self.gives_rows(source) if each else self.is_row(source)
        if is_row and isinstance(target, ast.Tuple | ast.List):
            self.found.append(target.lineno)
        if isinstance(target, ast.Name):
            if is_row:
                self.rows.add(target.id)
            elif not each and is_read(source):
                self.results.add(target.id)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        before = self.rows, self.results
        self.rows, self.results = {"row"}, {"rows"}
        self.generic_visit(node)
        self.rows, self.results = before

    def visit_Assign(self, node: ast.Assign) -> None:
        for target in node.targets:
            self.takes(target, node.value, each=False)
        self.generic_visit(node)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.takes(node.target, node.value, each=False)
        self.generic_visit(node)

    def visit_For(self, node: ast.For) -> None:
        self.takes(node.target, node.iter, each=True)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        self.takes(node.target, node.iter, each=True)
        self.generic_visit(node)

    def visit_ListComp(self, node: ast.ListComp) -> None:
        self._generators_first(node.generators, node.elt)

    def visit_SetComp(self, node: ast.SetComp) -> None:
        self._generators_first(node.generators, node.elt)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> None:
        self._generators_first(node.generators, node.elt)

    def visit_DictComp(self, node: ast.DictComp) -> None:
        self._generators_first(node.generators, node.key, node.value)

    def _generators_first(self, generators: list[ast.comprehension], *made: ast.expr) -> None:
        """What a comprehension makes stands before what it goes over."""
        for each in (*generators, *made):
            self.visit(each)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if self.is_row(node.value) and not (isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str)):
            self.found.append(node.lineno)
        self.generic_visit(node)

    def visit_Starred(self, node: ast.Starred) -> None:
        if self.is_row(node.value):
            self.found.append(node.lineno)
        self.generic_visit(node)


def read_by_position(source: str) -> list[int]:
    looked = Reading()
    looked.visit(ast.parse(source))
    return looked.found


@pytest.mark.parametrize("path", [path for path in STORAGE if path != ROWS], ids=str)
def test_no_row_is_read_by_position(path: Path) -> None:
    assert [f"{path}:{line}" for line in read_by_position(path.read_text())] == []


@pytest.mark.parametrize(
    "line",
    [
        "return Person(*row)",
        "return row[0]",
        "return row[-1]",
        "return row[_AT]",
        "return row[:3]",
        "return row[n:]",
        "key, name = tx.connection.execute(q).one()",
        "known = tx.connection.execute(q).first()\n    key, name = known",
        "return Person(*tx.connection.execute(q).one())",
        "taken = tx.connection.execute(q).one_or_none()\n    return taken[0]",
        "return [key for key, name in tx.connection.execute(q)]",
        "return {key: name for key, name in rows}",
        "found = tx.connection.execute(q).all()\n    return [each[1] for each in found]",
        "found = tx.connection.execute(q)\n    for key, name in found:\n        pass",
        "for (key,) in tx.connection.execute(q).all():\n        pass",
    ],
)
def test_what_reads_a_row_by_position_is_found(line: str) -> None:
    assert read_by_position(f"def read(tx, row, rows, n):\n    {line}\n") != []


@pytest.mark.parametrize(
    "line",
    [
        "return row.id",
        "return PERSON.read(row)",
        "found = of_person(tx, 1)\n    return found[0]",
        "for key, each in told.items():\n        pass",
        "key = tx.connection.execute(q).scalar_one()\n    return key",
        "keys = tx.connection.execute(q).scalars().all()\n    return keys[0]",
        "return [name for key, name in pairs]",
    ],
)
def test_what_reads_no_row_is_let_be(line: str) -> None:
    assert read_by_position(f"def read(tx, row, rows, n):\n    {line}\n") == []


# Columns that hold one of an enum's words.


def columns_of_enums() -> Iterator[tuple[Column[Any], type[StrEnum]]]:
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, Enum):
                assert column.type.enum_class is not None, column
                assert issubclass(column.type.enum_class, StrEnum), column
                yield column, column.type.enum_class


def test_what_a_check_lists_is_an_enum() -> None:
    """No list of words stands in a CHECK by hand."""
    checked = {column for column, _ in columns_of_enums()}
    listed = {
        (table.name, str(check.sqltext).partition(" ")[0])
        for table in metadata.tables.values()
        for check in table.constraints
        if isinstance(check, CheckConstraint) and " IN (" in str(check.sqltext)
    }
    assert len(listed) >= 10
    assert listed <= {(column.table.name, column.name) for column in checked}


def test_the_check_lets_in_what_it_is_told_and_nothing_else() -> None:
    some = Table("some", MetaData(), *one_of("state", State, only=(State.DRAFT, State.RETURNED)))
    (check,) = (each for each in some.constraints if isinstance(each, CheckConstraint))
    assert str(check.sqltext) == "state IN ('draft', 'returned')"
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        some.create(connection)
        connection.execute(insert(some), [{"state": State.DRAFT}, {"state": "returned"}, {"state": None}])
        rows = connection.execute(select(some.c.state)).scalars().all()
        assert rows == [State.DRAFT, State.RETURNED, None]
        assert [type(each) for each in rows[:2]] == [State, State]
        with pytest.raises(StatementError, match="CHECK"):
            connection.execute(insert(some), {"state": State.REVOKED})
        with pytest.raises(StatementError, match="is not among the defined enum values"):
            connection.execute(insert(some), {"state": "no state"})
        with pytest.raises(StatementError, match="is not among the defined enum values"):
            connection.execute(select(some).where(some.c.state == "no state"))


def test_every_word_of_an_enum_fits_into_its_column() -> None:
    for column, words in columns_of_enums():
        assert isinstance(column.type, String)
        assert column.type.length is not None
        assert max(map(len, words)) <= column.type.length, column


def words_by_hand(source: str, words: dict[str, set[str]]) -> list[int]:
    """Where a column that holds an enum is compared with, or set to, one of its words as a string.

    ``words``: the words by the names of columns.
    """

    def is_word(name: str, node: ast.expr) -> bool:
        said = node.elts if isinstance(node, ast.List | ast.Tuple | ast.Set) else [node]
        return any(isinstance(each, ast.Constant) and each.value in words.get(name, ()) for each in said)

    said: list[tuple[str, ast.expr]] = []
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Compare(left=ast.Attribute(attr=name), comparators=others):
                said += [(name, other) for other in others]
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr=name), attr="in_" | "not_in"), args=args):
                said += [(name, each) for each in args]
            case ast.Call(func=ast.Attribute(attr="values"), keywords=keywords):
                said += [(each.arg, each.value) for each in keywords if each.arg is not None]
            case ast.Dict(keys=keys, values=values):
                pairs = zip(keys, values, strict=True)
                said += [(str(key.value), value) for key, value in pairs if isinstance(key, ast.Constant)]
    return [value.lineno for name, value in said if is_word(name, value)]


@pytest.mark.parametrize("folder", ["storage", "acts", "handlers", "bot"])
def test_no_word_of_an_enum_is_written_by_hand(folder: str) -> None:
    words: dict[str, set[str]] = {}
    for column, enum in columns_of_enums():
        words.setdefault(column.name, set()).update(enum)
    found = [
        f"{path}:{line}"
        for path in sorted(Path(folder).rglob("*.py"))
        if "migrations" not in path.parts
        for line in words_by_hand(path.read_text(), words)
    ]
    assert found == []


@pytest.mark.parametrize(
    "line",
    [
        'cycles.c.state == "open"',
        'place.kind != "unit"',
        'cycle.state in {"open", "locked"}',
        'cycles.c.state.in_(["open"])',
        'update(cycles).values(state="locked")',
        '{"state": "open", "year": 2026}',
    ],
)
def test_a_word_by_hand_is_found(line: str) -> None:
    words = {"state": {"open", "locked"}, "kind": {"unit"}}
    assert words_by_hand(line, words) == [1]


def test_the_modules_of_storage_make_their_columns_when_they_are_imported() -> None:
    made = [
        (path.stem, name)
        for path in STORAGE
        for name, value in vars(import_module(".".join(path.with_suffix("").parts))).items()
        if isinstance(value, Columns)
    ]
    assert len(made) > 20
