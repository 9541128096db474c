"""What leaves the program as a file speaks as an office does, and carries no mark of ours: looked for in every kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from importlib.resources import files
from io import BytesIO
from zipfile import BadZipFile, ZipFile

import pytest
import typst

from acts.errands import KINDS
from bot.commune_setup import act_as_operator
from bot.file_makers import Drawing, read_for
from criteria.activity import ActivityKind
from criteria.declaration import Move
from criteria.model import CITIZEN, Standing
from criteria.policy import Role
from storage import accounts, activities, cycles, decisions, entered_figures, roles
from storage.cycles import Adoption
from storage.kit.engine import Database
from storage.kit.transaction import Transaction
from tests.bot.file_cases import CASES, Case
from tests.conftest import MOMENT
from tests.pictures import photo
from tests.village import CONTACT, GOOD, declared, found, sit_down

NOT_SAID = {
    r"bản (tự )?khai|phiếu (tự )?khai": "phiếu tự đánh giá",
    r"kỳ đánh giá|\bkỳ này\b": "năm đánh giá",
    r"bản chụp": "số liệu tạm tính, số liệu chốt ngày …",
    r"mẫu số|tử số": "tổng số người trong diện đánh giá, số đạt",
    r"độ phủ": "tỷ lệ đã tự đánh giá",
    r"hàng xóm tin cậy": "người hỗ trợ",
    r"tờ dán|to-dan": "áp phích mã QR",
    r"\btỉ lệ": "tỷ lệ",
    r"\buỷ|xoá|hoá\b|khoá\b|khoẻ\b|huỷ\b|thuý\b": "ủy, xóa, hóa, khóa, khỏe, hủy: as the plans write",
    r"\[\s*(seed|F)\s*\d|\bNone\b|\{\w+\}": "no mark of ours",
}


def texts(name: str, content: bytes) -> Iterator[str]:
    """What can be read in a file; of an archive in each of its parts."""
    yield name
    try:
        archive = ZipFile(BytesIO(content))
    except BadZipFile:
        return
    for part in archive.namelist():
        inside = archive.read(part)
        if part.endswith(".xml"):
            broken = re.sub(r"</(?:w:p|si|t|dc:\w+|a:t)>", "\n", inside.decode())
            yield unescape(re.sub(r"<[^>]+>", "", broken))
        elif part.endswith(".json"):
            yield inside.decode()
        else:
            yield from texts(part, inside)


async def drawn(database: Database, case: Case, standing: Standing, monkeypatch: pytest.MonkeyPatch) -> str:
    """All that the file of a kind says, its name among it; of what Typst sets, what it is given to set."""
    said: list[str] = []

    def hear(_source: bytes, *, sys_inputs: Mapping[str, str], **_: object) -> bytes:
        said.append(sys_inputs["data"])
        return b"%PDF"

    monkeypatch.setattr(typst, "compile", hear)

    def work(tx: Transaction) -> Drawing:
        village = found(tx)
        cycle = village.cycle
        if standing is not Standing.PROPOSED:
            cycle = cycles.adopt(
                tx, cycle, CITIZEN, Adoption.shipped("cdht-324-2023", standing), person_id=village.officer.id
            )
        sent = declared(tx, village, village.lan, GOOD)
        decisions.decide(tx, sent, Move.CONFIRM, person_id=village.head.id)
        entered_figures.enter(tx, cycle, entered_figures.circular_key("1.1"), met=True, note="Báo cáo số 7",
                              person_id=village.officer.id)  # fmt: skip
        activities.add(tx, village.lan, kind=ActivityKind.CENTRE_CLASS, name="Trồng chè", held_on=MOMENT.date(),
                       hours=2, organiser="Hội Nông dân")  # fmt: skip
        if case.role is not None:
            roles.give(
                tx, village.lan, case.role, (village.commune if case.role is Role.OFFICER else village.kim_son).id
            )
        errand = case.make(tx, village)
        sit_down(tx, "telegram", "7", village.lan)
        account = accounts.lock(tx, "telegram", "7")
        act_as_operator(tx)
        return read_for(tx, errand, account, lambda _digest: photo(30, 20))

    drawing = await database.write(work)
    said += texts(drawing.name, drawing.draw())
    return "\n".join(said).replace(CONTACT, "")  # which the commune wrote itself


@pytest.mark.parametrize("standing", Standing)
@pytest.mark.parametrize("case", CASES.values(), ids=[kind.kind for kind in CASES])
async def test_a_file_speaks_as_an_office_does_and_carries_no_mark_of_ours(
    sqlite: Database, case: Case, standing: Standing, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = await drawn(sqlite, case, standing, monkeypatch)
    assert len(said) > 20
    found_ = {
        instead: said[max(0, at.start() - 40) : at.end() + 40]
        for words, instead in NOT_SAID.items()
        if (at := re.search(words, said, re.IGNORECASE if "None" not in words else 0)) is not None
    }
    assert found_ == {}


def test_no_kind_of_file_is_left_out() -> None:
    assert set(CASES) == set(KINDS.values())


def test_templates_say_nothing_else_either() -> None:
    sources = [each.read_text("utf-8") for each in files("reports").joinpath("templates").iterdir()]
    assert sources
    words = "|".join(each for each in NOT_SAID if "None" not in each)
    assert not [found_ for source in sources if (found_ := re.search(words, source, re.IGNORECASE))]


@pytest.mark.parametrize(
    "said", ["Bản khai", "Tỉ lệ", "mẫu số", "độ phủ", "[seed 000]", "[F57]", "tờ dán", "nhà văn hoá"]
)
def test_it_would_be_seen(said: str) -> None:
    assert [words for words in NOT_SAID if re.search(words, said, re.IGNORECASE)]


async def test_names_of_files_say_what_where_and_when(sqlite: Database) -> None:
    names = {}
    for kind, case in CASES.items():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(typst, "compile", lambda *_, **__: b"%PDF")
            names[kind.kind] = await name_of(sqlite, case)
    assert names["year-report"] == "bao-cao-nam-2026-xa-son-hong-2026-11-23.docx"
    assert names["summary-table"] == "bang-tong-hop-2026-xa-son-hong-2026-11-23.xlsx"
    assert names["papers"] == "phieu-cong-dan-hoc-tap-co-ten-thon-kim-son-2026-11-23.pdf"
    assert names["door-list"] == "di-tung-nha-thon-kim-son-2026-11-23.pdf"
    assert all(re.fullmatch(r"[a-z0-9_.-]+\.(docx|xlsx|pdf|png|zip)", name) for name in names.values())
    assert [name for name in names.values() if "2026" not in name] == []


async def name_of(database: Database, case: Case) -> str:
    class UndoneError(Exception):
        pass

    name = ""

    def work(tx: Transaction) -> None:
        nonlocal name
        village = found(tx)
        if case.role is not None:
            roles.give(
                tx, village.lan, case.role, (village.commune if case.role is Role.OFFICER else village.kim_son).id
            )
        errand = case.make(tx, village)
        sit_down(tx, "telegram", "7", village.lan)
        account = accounts.lock(tx, "telegram", "7")
        act_as_operator(tx)
        name = read_for(tx, errand, account, lambda _digest: b"").name
        raise UndoneError

    with pytest.raises(UndoneError):
        await database.write(work)
    return name
