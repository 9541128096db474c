"""Papers of a list to be recognised, asked for on its screen."""

from __future__ import annotations

import pytest

from acts import recognising, ways
from acts.errands import FileErrand, PostingListErrand, PostingPaperErrand, PostingWordErrand
from bot.readers import meeting_papers
from bot.readers.recognition_papers import posting
from storage import recognition
from storage.kit.transaction import Transaction
from tests.conftest import MOMENT
from tests.handlers.driver import Commune
from tests.proposals import drawn_up


async def posted(commune: Commune) -> int:
    """A list with three names that hangs from today."""
    made = await drawn_up(commune)

    def work(tx: Transaction) -> None:
        recognising.post(tx, recognition.get(tx, made.id, lock=True), MOMENT.date())

    await commune.do(work)
    return made.id


@pytest.mark.parametrize(
    ("label", "kind"),
    [("In danh sách niêm yết (PDF)", PostingListErrand), ("Danh sách niêm yết (Word)", PostingWordErrand)],
)
async def test_a_list_that_hangs_is_asked_for_once(commune: Commune, label: str, kind: type[FileErrand]) -> None:
    made = await posted(commune)
    await commune.officer.press(ways.recognition(made))
    seen = await commune.officer.choose(label)
    assert "Đang lập danh sách niêm yết" in seen
    seen = await commune.officer.choose(label)
    assert "Tệp trước đang lập" in seen
    (errand,) = await commune.errands()
    assert isinstance(errand, kind)


async def test_a_list_that_does_not_hang_is_not_printed(commune: Commune) -> None:
    made = await drawn_up(commune)
    seen = await commune.officer.press(ways.recognition_posting(made.id, "pdf"))
    assert "không còn niêm yết" in seen
    assert await commune.errands() == []


async def test_a_list_taken_down_before_the_file_is_made_gives_none(commune: Commune) -> None:
    made = await posted(commune)
    await commune.do(lambda tx: recognising.reopen(tx, recognition.get(tx, made, lock=True)))
    with pytest.raises(LookupError, match="not posted"):
        await commune.look(lambda tx: posting(tx, made))


async def test_who_was_struck_is_not_on_it_and_it_says_that_the_set_is_not_adopted(commune: Commune) -> None:
    made = await posted(commune)
    first = (await commune.look(lambda tx: recognition.all_names(tx, made)))[0]
    await commune.do(lambda tx: recognition.strike(tx, first, why="Chuyển đi", by=commune.village.officer.id))
    found, named = await commune.look(lambda tx: posting(tx, made))
    assert first.full_name not in {each.name for each in found.names}
    assert first.person_id not in named
    assert len(found.names) == 2
    assert found.warning is not None


async def test_the_notice_is_of_a_list_that_hangs_the_minutes_also_once_it_is_submitted(commune: Commune) -> None:
    made = await posted(commune)
    await commune.officer.press(ways.recognition(made))
    await commune.officer.choose("Thông báo niêm yết (Word)")
    assert await commune.errands() == [PostingPaperErrand(made, "notice")]
    seen = await commune.officer.press(ways.recognition_submit(made))
    assert "Biên bản kết thúc niêm yết (Word)" in seen.labels


async def test_a_list_that_never_hung_has_no_such_papers(commune: Commune) -> None:
    made = await drawn_up(commune)
    seen = await commune.officer.press(ways.recognition_paper(made.id, "minutes"))
    assert "không còn niêm yết" in seen
    assert await commune.errands() == []


async def test_the_minutes_have_who_was_struck_and_what_was_answered(commune: Commune) -> None:
    made = await posted(commune)
    first = (await commune.look(lambda tx: recognition.all_names(tx, made)))[0]
    await commune.do(lambda tx: recognition.strike(tx, first, why="Chuyển đi", by=commune.village.officer.id))
    found, named = await commune.look(lambda tx: meeting_papers.posting(tx, made))
    assert found.struck == [(first.full_name, "Chuyển đi")]
    assert found.names == 2
    assert named == {first.person_id}
