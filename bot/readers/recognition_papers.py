"""What the papers of a list of people to be recognised need to be read for."""

from __future__ import annotations

from criteria.model import Standing
from criteria.parse import title_name
from criteria.recognition import Paper
from locales.text import T, Words
from reports.posting_list import PostedName, PostingList
from storage import cycles, places, recognition
from storage.cycles import Cycle
from storage.kit.transaction import Transaction


def posting(tx: Transaction, list_id: int) -> tuple[PostingList, frozenset[int]]:
    """The list as it hangs, and the ids of the people whom it names.

    Raises:
        LookupError: it is gone, or does not hang any more.
    """
    found = recognition.get(tx, list_id)
    cycle = cycles.load(tx, found.cycle_id)
    if found.state is not Paper.POSTED or found.posted_from is None or found.posted_to is None or cycle is None:
        raise LookupError(f"recognition list {list_id} is not posted")
    names = recognition.all_names(tx, list_id)
    called = recognition.place_names(tx, {each.place_id for each in names})
    heads = recognition.household_heads(tx, list_id)
    made = PostingList(
        title=title_name(found.title),
        year=found.year,
        commune=places.get(tx, found.commune_id).inline_name,
        first=found.posted_from,
        last=found.posted_to,
        names=[
            PostedName(each.full_name, called[each.place_id], heads.get(each.id, ""), each.household) for each in names
        ],
        warning=warning_of(cycle, found.title),
        made_at=tx.now,
    )
    return made, frozenset(each.person_id for each in names)


def warning_of(cycle: Cycle, title: str) -> Words | None:
    """Why a paper of a title is not to be taken for final; ``None`` where nothing is uncertain."""
    if cycle.is_training:
        return T("BẢN TẬP HUẤN: số điểm là số giả, không dùng để niêm yết thật.")
    match cycle.standing(title):
        case Standing.PROPOSED:
            return T("BẢN DỰ KIẾN: {commune_label} chưa chọn cách dùng bộ tiêu chí.")
        case Standing.PROVISIONAL:
            return T("Bộ tiêu chí đang dùng tạm thời.")
        case _:
            return None
