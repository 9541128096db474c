"""A photo of a sheet is read beside the turns, in a process of its own, and waits; or its sender hears why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from acts.errands import PapersErrand
from acts.sheets import photograph
from bot import sheet_jobs
from bot.file_jobs import FileJobs
from bot.readers.sheet_photo import expected, why_not
from bot.readers.village_papers import paper_sheets
from criteria.model import CITIZEN
from criteria.sheet_code import BOX, Layout, SheetCode
from criteria.sheet_number import sheet_number
from handlers.shared.entered_sheet import PILE
from locales.catalog import ELDER, catalog
from locales.place_words import named
from locales.text import Words, words_from_data
from reports.paper_form import form_picture
from sheets.photo import read_photo
from sheets.result import Choices, Reading, Trouble
from storage import accounts, files, outbox, places
from storage.accounts import Account
from storage.files import FileStore
from storage.kit.engine import Database
from storage.kit.tables import outbox as outbox_rows
from storage.kit.transaction import Transaction
from storage.kit.words import ErrandKind
from storage.picture_reference import StoredPicture
from tests.keys import keys_in
from tests.village import Village, found, resident, sit_down, there

PPI = 150


class Head:
    """A head at the web chat who photographs sheets, with the worker that reads them."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database = database
        self.store = FileStore(folder / "files", keys_in(folder))
        self.jobs = FileJobs(database, self.store, {"web": None})  # type: ignore[dict-item]

    async def begin(self) -> None:
        def begun(tx: Transaction) -> Village:
            village = found(tx)
            sit_down(tx, "web", "head", village.head)
            self.person = resident(tx, village.kim_son, "Trần Văn Bảy", 1940, household="9")
            return village

        self.village = await self.database.write(begun)
        self.form = there(await self.database.read(partial(expected, village_id=self.village.kim_son.id)))
        self.layout = self.form.layout()

    async def printed(self) -> np.ndarray:
        """The sheet of a person without a phone, as the program prints it."""
        errand = PapersErrand(self.village.kim_son.id, self.village.cycle.id, CITIZEN, named=True)

        def read(tx: Transaction) -> bytes:
            here = places.words_of(tx, errand.place_id)

            def words(said: Words) -> str:
                return catalog("vi").render(named(said, here), ELDER)

            number = sheet_number(self.person.id)
            one = next(each for each in paper_sheets(tx, errand) if each.number == number)
            return form_picture(one, words, ppi=PPI)

        picture = await self.database.read(read)
        return np.asarray(cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE))

    async def sends(self, content: bytes) -> None:
        digest = self.store.put(content)

        def send(tx: Transaction) -> None:
            photograph(tx, accounts.lock(tx, "web", "head"), StoredPicture(digest, "image/jpeg", len(content)))

        await self.database.write(send)
        while await self.jobs.work():
            pass

    async def account(self) -> Account:
        return there(await self.database.read(lambda tx: accounts.find(tx, "web", "head")))

    async def told(self) -> str:
        def read(tx: Transaction) -> str:
            notices = outbox_rows.c.kind == ErrandKind.NOTICE
            payloads = tx.connection.execute(outbox_rows.select().where(notices).order_by(outbox_rows.c.id)).all()
            return "\n".join(catalog("vi").render(words_from_data(row.payload["text"]), ELDER) for row in payloads)

        return await self.database.read(read)


@pytest.fixture
async def head(sqlite: Database, tmp_path: Path) -> Head:
    made = Head(sqlite, tmp_path)
    await made.begin()
    return made


def crossed(page: np.ndarray, layout: Layout, chosen: Sequence[int]) -> bytes:
    """The page with one answer crossed in each question, as a JPEG."""
    dots = PPI / 25.4
    for box in layout.pages[0]:
        if chosen[box.question] == box.answer:
            ends = [(round((box.x + dx) * dots), round((box.y + dy) * dots)) for dx, dy in ((1, 1), (1, 4.6))]
            others = [(round((box.x + BOX - 1) * dots), y) for _, y in reversed(ends)]
            for start, end in zip(ends, others, strict=True):
                cv2.line(page, start, end, (50,), 3, cv2.LINE_AA)
    return cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, 85])[1].tobytes()


async def read_here(content: bytes, layout: Layout, asked: tuple[Choices, ...]) -> Reading | Trouble:
    """The same without a process: what comes after it is looked at."""
    return read_photo(content, layout, asked)


async def test_a_photo_is_read_in_a_process_of_its_own_and_waits(head: Head) -> None:
    """Longer than three seconds: a process begins, as it does for each photo."""
    chosen = [i % question.count for i, question in enumerate(head.form.choices)]
    await head.sends(crossed(await head.printed(), head.layout, chosen))
    said = await head.told()
    assert f"Đã đọc phiếu số {sheet_number(head.person.id)}." in said
    assert "Câu nào cũng đọc rõ." in said
    account = await head.account()
    (sheet,) = account.draft[PILE.name]
    assert (sheet["number"], sheet["doubts"]) == (sheet_number(head.person.id), {})
    for question, answer in zip(head.form.questions, chosen, strict=True):
        assert sheet["answers"][question.key] == question.chosen(question.options[answer].value)
    digest = sheet["photo"][0]
    assert await head.database.read(lambda tx: files.unneeded(tx, [digest])) == ()


async def test_what_is_no_sheet_is_said_kindly(head: Head, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_jobs, "read_beside", read_here)
    table = cv2.resize(
        np.random.default_rng(1).integers(0, 255, (40, 30), np.uint8), (600, 800), interpolation=cv2.INTER_NEAREST
    )
    await head.sends(cv2.imencode(".jpg", table)[1].tobytes())
    page = await head.printed()
    page[: page.shape[0] // 9, : page.shape[1] // 7] = 90
    await head.sends(cv2.imencode(".jpg", page)[1].tobytes())
    await head.sends(b"no picture")
    said = await head.told()
    assert "không thấy phiếu của chương trình" in said
    assert "đủ bốn ô đen ở bốn góc" in said
    assert "không phải ảnh JPEG" in said
    assert PILE.name not in (await head.account()).draft
    assert await head.database.write(lambda tx: outbox.take(tx, [ErrandKind.JOB], ["web"], most=1)) == ()


async def test_a_chat_that_became_anothers_hears_nothing(head: Head, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheet_jobs, "read_beside", read_here)
    content = crossed(await head.printed(), head.layout, [0] * len(head.form.choices))
    digest = head.store.put(content)

    def send_and_leave(tx: Transaction) -> None:
        account = accounts.lock(tx, "web", "head")
        photograph(tx, account, StoredPicture(digest, "image/jpeg", len(content)))
        accounts.bind_person(tx, account, head.village.lan)
        accounts.save(tx, account, owed=None)

    await head.database.write(send_and_leave)
    while await head.jobs.work():
        pass
    assert await head.told() == ""
    assert PILE.name not in (await head.account()).draft


async def test_another_year_place_edition_or_title_is_told_apart(head: Head) -> None:
    form = head.form
    ours = SheetCode(
        form=form.forms[CITIZEN], edition=head.layout.edition, year=form.year, home=form.home, page=1, number="157"
    )

    def said(**changes: Any) -> str:
        found = why_not(Reading(replace(ours, **changes), ()), form)
        assert found is not None
        return catalog("vi").render(found, ELDER)

    assert "in ở nơi khác" in said(home="000")
    assert f"phiếu năm {form.year - 1}" in said(year=form.year - 1)
    assert "là phiếu Gia đình học tập" in said(form=form.forms["family"])
    assert "in theo mẫu cũ" in said(edition="00000")
    assert "in theo mẫu cũ" in said(form="CZZ")
