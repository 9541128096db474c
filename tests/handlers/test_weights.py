"""What decides, gives, ends or erases is done by a button, a number or its label, and by no sentence whatever."""

from __future__ import annotations

from pathlib import Path

import pytest

from acts import ways
from criteria.declaration import State
from criteria.policy import Action
from handlers.all_routes import ROUTER
from handlers.kit.router import Weight
from tests.handlers.driver import Chat, Commune

REPLIES = Path(__file__).parent / "kit" / "replies"
DECIDES = {Action.DECIDE, Action.DECIDE_MANY, Action.END_ROLE, Action.ADMIT, Action.KEEP_ROLES}
CARD, CONSENT, ERASE = "Xác nhận | Trả lại | Để sau", "Tôi đồng ý | Không đồng ý", "Xoá hết | Không xoá"


def asked_back(labels: str) -> list[str]:
    """Replies on that screen which a careful clerk would ask back, of both collections."""
    rows = [
        line.split("\t")
        for folder in ("own", "unseen")
        for line in (REPLIES / folder / "choices.tsv").read_text("utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    # a number, "về đầu", "thôi": what those do is told elsewhere
    return [row[4] for row in rows if row[3] == labels and row[5] in {"ask", "why"}]


def test_whatever_decides_weighs() -> None:
    light = {
        name
        for name, route in ROUTER.routes.items()
        if not route.shows and route.action in DECIDES and route.weight is Weight.DOING
    }
    assert light == {"batch-out"}  # takes one out of what is about to be confirmed: it decides on nobody


async def test_no_sentence_confirms_or_returns(commune: Commune) -> None:
    sent = await commune.sent(commune.village.lan)
    for reply in asked_back(CARD):
        await commune.head.press(ways.review(sent.id))
        await commune.head.say(reply)
        assert (await commune.declaration(sent)).state is State.SUBMITTED, reply
    await commune.head.press(ways.review(sent.id))
    assert "Đã xác nhận: Nguyễn Thị Lan." in await commune.head.say("dạ XAC NHAN ạ")


async def test_no_sentence_is_a_consent(commune: Commune) -> None:
    for reply in asked_back(CONSENT):
        await commune.stranger.press(ways.join())
        await commune.stranger.say(reply)
        assert (await commune.stranger.account()).consent is None, reply
    await commune.stranger.press(ways.join())
    await commune.stranger.say("dạ tôi đồng ý nhé")
    assert (await commune.stranger.account()).consent is not None


async def test_no_sentence_and_no_number_erases(commune: Commune) -> None:
    for reply in (*asked_back(ERASE), "1", "số 1", "vâng xoá hết ạ"):
        await commune.lan.press(ways.erase())
        await commune.lan.say(reply)
        assert (await commune.lan.account()).person is not None, reply
    await commune.lan.press(ways.erase())
    await commune.lan.say("xoa het")
    assert (await commune.lan.account()).person is None


@pytest.mark.parametrize("who", ["head", "lan", "stranger"])
async def test_the_words_of_commands_lead_on_from_every_screen(commune: Commune, who: str) -> None:
    chat: Chat = getattr(commune, who)
    await commune.sent(commune.village.lan)
    for at in (ways.home(), ways.data(), ways.join(), ways.devices(), ways.queue_show("all"), ways.status()):
        for said, leads in (("menu", "home"), ("Về đầu", "home"), ("giup do ạ", "help"), ("thôi", "home")):
            await chat.press(at)
            assert (await chat.say(said)).at == leads, (at, said)


async def test_why_is_answered_with_the_question_again(commune: Commune) -> None:
    for at, why in ((ways.join(), "xét danh hiệu"), (ways.home(), "xét danh hiệu")):
        before = await commune.stranger.press(at)
        told = await commune.stranger.say("hỏi cái này để làm gì")
        assert why in told
        assert "xem được" in told
        assert told.at == before.at
        assert told.labels == before.labels


async def test_each_question_says_what_itself_is_for(commune: Commune) -> None:
    cycle = commune.village.cycle
    await commune.lan.press(ways.register(commune.village.lan.id, cycle.year, "nghi"))
    (declaration,) = await commune.declarations_of(commune.village.lan)
    seen: set[str] = set()
    for question in cycle.criteria().asked:
        before = await commune.lan.press(ways.ask(declaration.id, question.id))
        told = await commune.lan.say("sao lại hỏi cái này")
        assert (told.at, told.labels) == (before.at, before.labels)
        assert question.name.msgid in told or "không tính điểm" in told
        seen.add(told.text.splitlines()[-2])
    assert len(seen) > len(cycle.criteria().competences)
