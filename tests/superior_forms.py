"""A superior's form for tests, as the job leaves it."""

from __future__ import annotations

from io import BytesIO

import openpyxl

from intake.form_blanks import Blank, BlankGroup, shape_of
from storage import superior_forms
from storage.kit.transaction import Transaction
from storage.superior_forms import SuperiorForm

GROUPS = (
    BlankGroup("Biểu: Số đạt", (Blank("Biểu", "B2", "Thôn Kim Sơn"), Blank("Biểu", "B3", "Cộng", 0, True)), True),
    BlankGroup("Biểu: Năm", (Blank("Biểu", "B5", "Năm"),), False),
)


def sheet() -> bytes:
    """A workbook with the sheet that these blanks are on."""
    book = openpyxl.Workbook()
    found = book.active
    assert found is not None
    found.title, found["A1"], found["A5"] = "Biểu", "Thôn", "Năm:"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def a_form(tx: Transaction, commune_id: int, *, by: int, name: str = "bieu.xlsx", village: int = 0) -> SuperiorForm:
    """A form that was read; ``village``: the id of the one that its first row is about."""
    form = superior_forms.bring(tx, commune_id, name, by=by)
    first, second = (each.to_data() for each in GROUPS)
    first["blanks"][0]["place_id"] = village
    superior_forms.ready(tx, form, sheet(), [first, second], shape_of(GROUPS))
    return superior_forms.get(tx, form.id)
