"""A superior's form is read beside the turns, filled with the year's figures, and what is left open is said."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from acts import forms
from acts.errands import FilledFormErrand
from bot.file_jobs import FileJobs
from bot.file_makers import read_for
from intake.form_blanks import NOT_A_FORM
from locales.catalog import catalog
from storage import accounts, outbox, superior_forms
from storage.files import FileStore
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind, FormState
from tests.keys import keys_in
from tests.superior_forms import a_form, sheet
from tests.village import found, sit_down


def sent(tx: Transaction, digest: str) -> int:
    """The officer has sent a form of these bytes."""
    village = found(tx)
    sit_down(tx, "web", "officer", village.officer)
    account = accounts.lock(tx, "web", "officer")
    where, by = village.commune.id, village.officer.id
    return forms.bring(tx, account, commune_id=where, name="bieu.xlsx", digest=digest, by=by).id


NO_FORM, NO_BYTES = b"not a workbook", None


@pytest.mark.parametrize(
    ("content", "state"),
    [(sheet(), FormState.READY), (NO_FORM, FormState.UNREADABLE), (NO_BYTES, FormState.UNREADABLE)],
)
async def test_a_form_is_read_or_its_sender_hears_why_not(
    sqlite: Database, tmp_path: Path, content: bytes | None, state: FormState
) -> None:
    store = FileStore(tmp_path, keys_in(tmp_path))
    key = await sqlite.write(partial(sent, digest="0" * 64 if content is None else store.put(content)))
    jobs = FileJobs(sqlite, store, {"web": None})  # type: ignore[dict-item]
    assert await jobs.work()
    assert (await sqlite.read(lambda tx: superior_forms.get(tx, key))).state is state
    (notice,) = await sqlite.write(lambda tx: outbox.take(tx, [ErrandKind.NOTICE], ["web"], most=9))
    assert "form/" in str(notice.payload)
    assert not await jobs.work()
    if content == NO_FORM:
        assert catalog("vi").render(NOT_A_FORM)[:20] in str(notice.payload)


async def test_figures_go_into_their_cells_and_the_others_are_listed(sqlite: Database) -> None:
    def work(tx: Transaction) -> None:
        village = found(tx)
        sit_down(tx, "web", "officer", village.officer)
        account = accounts.lock(tx, "web", "officer")
        form = a_form(tx, village.commune.id, by=village.officer.id, village=village.kim_son.id)
        superior_forms.point(tx, form, 0, "citizen.whole")

        def never(digest: str) -> bytes:
            raise FileNotFoundError(digest)

        drawing = read_for(tx, FilledFormErrand(form.id, village.cycle.id), account, never)
        cells = openpyxl.load_workbook(BytesIO(drawing.draw()))["Biểu"]
        assert isinstance(cells["B2"].value, int)
        assert cells["B3"].value >= cells["B2"].value > 0
        assert cells["B5"].value is None
        assert "Còn 1 ô chưa điền: Biểu!B5" in catalog("vi").render(drawing.notice)

    await sqlite.write(work)
