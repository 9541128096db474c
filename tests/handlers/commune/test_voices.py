"""An officer reads the program's questions aloud."""

from __future__ import annotations

from functools import partial

from acts import recording, ways
from bot.dispatch import Dispatcher
from handlers.kit.context import Links
from handlers.kit.event import Chose, Event, Input, Said, Sent
from locales.catalog import catalog
from storage import recordings
from storage.document_reference import DocumentReference, StoredDocument
from storage.kit.engine import Database
from tests.village import found, sit_down

VOICE = DocumentReference(StoredDocument("ab" * 32), "ghi-am.ogg", "audio/ogg", 9)


async def test_what_is_read_goes_from_the_list_and_can_be_taken_back(sqlite: Database) -> None:
    village = await sqlite.write(found)
    await sqlite.write(partial(sit_down, channel="web", chat="officer", person=village.officer))
    dispatcher = Dispatcher(sqlite, Links())
    texts = await sqlite.read(lambda tx: recording.asked_now(tx, village.commune.id))
    text = next(iter(texts.values()))
    updates = iter(range(100))

    async def seen(what: Input) -> str:
        reply = await dispatcher.dispatch(Event("web", "officer", str(next(updates)), what))
        words = [reply.screen.text, reply.screen.hint, *(choice.label for choice in reply.screen.choices)]
        return "\n".join(catalog("vi").render(each) for each in words if each is not None)

    assert f"0/{len(texts)} câu" in await seen(Chose(ways.voices()))
    assert catalog("vi").render(text.words) in await seen(Chose(ways.voice(text.key)))
    assert "nhận tin thoại" in await seen(Said("xong"))
    assert "nhận tin thoại" in await seen(Sent("document", document=VOICE))
    said = await seen(Sent("voice", voice=VOICE))
    assert "Đang lấy bản ghi âm" in said
    assert f"1/{len(texts)} câu" in said
    have = await sqlite.read(recordings.all_of_them)
    assert have == dict.fromkeys(text.fingerprints, "ab" * 32)
    assert "đã có bản ghi âm" in await seen(Chose(ways.voice(text.key)))
    assert f"0/{len(texts)} câu" in await seen(Chose(ways.voice_drop(text.key)))
    assert await sqlite.read(recordings.all_of_them) == {}
    assert f"0/{len(texts)} câu" in await seen(Chose(ways.voice("x")))
