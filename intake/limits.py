"""How much of a file is read, and what is said where it is too much or no list at all."""

from __future__ import annotations

from locales.text import Number, T, Words

MOST_ROWS, MOST_COLUMNS = 200_000, 300  # of one sheet
MOST_CELLS = 6_000_000  # of one sheet: a table that is both long and wide would fill the memory
MOST_BYTES = 300_000_000  # unpacked
MOST_PARTS = 5_000  # of a packed file
MOST_SHEETS = 300


class FileError(Exception):
    """A file cannot be read as a list.

    Attributes:
        words: what is told, with what to do.
        wants_password: it can be, with the right password.
    """

    def __init__(self, words: Words, *, wants_password: bool = False) -> None:
        super().__init__("a file that cannot be read")
        self.words = words
        self.wants_password = wants_password


def hold(rows: int, columns: int) -> None:
    """Raise :class:`FileError` where a sheet is too long or too wide."""
    if rows > MOST_ROWS or columns > MOST_COLUMNS or rows * columns > MOST_CELLS:
        raise FileError(
            T(
                "Bảng có tới {rows} dòng, {columns} cột: quá lớn (nhiều nhất {most_rows} dòng, {most_columns} cột). "
                "Có thể có một ô lạc ở rất xa: {you} xoá ô ấy rồi gửi lại.",
                rows=Number(rows),
                columns=Number(columns),
                most_rows=Number(MOST_ROWS),
                most_columns=Number(MOST_COLUMNS),
            )
        )
