"""Who agreed to an older text is asked again, on their next turn; nothing is lost; a no is a withdrawal."""

from __future__ import annotations

import pytest

from acts import ways
from handlers.shared import consent
from storage import accounts
from tests.handlers.driver import Commune, registers

NEWER = "2027-01"


@pytest.fixture
def newer_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """A version of the program comes with another text."""
    monkeypatch.setattr(consent, "CONSENT_VERSION", NEWER)


async def test_an_answer_is_kept_then_the_new_text_is_asked_and_one_goes_on(
    commune: Commune, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = await registers(commune)
    before = commune.lan.screen
    monkeypatch.setattr(consent, "CONSENT_VERSION", NEWER)
    seen = await commune.lan.choose(before.labels[0])
    assert seen.at == ways.consent_again()
    assert "Lời xin phép có thay đổi" in seen
    assert "2 năm báo cáo" in seen
    kept = dict((await commune.declaration(mine)).answers)
    assert len(kept) == 2  # the answer of this very turn, too
    assert (await commune.lan.back()).at == ways.consent_again()
    assert (await commune.lan.say("menu")).at == ways.consent_again()
    await commune.lan.press(ways.onward(mine.id))
    seen = await commune.lan.choose("Tôi vẫn đồng ý")
    assert seen.at.startswith("ask/")
    assert dict((await commune.declaration(mine)).answers) == kept
    agreed = await commune.look(lambda tx: accounts.consents_of(tx, commune.village.lan.id))
    assert [(each.version, each.given) for each in agreed][-1] == (NEWER, True)
    assert "stood-at" not in (await commune.lan.account()).draft
    assert (await commune.lan.press(ways.home())).at == "home"


@pytest.mark.usefixtures("newer_text")
async def test_a_no_is_a_withdrawal_with_a_second_question(commune: Commune) -> None:
    assert (await commune.lan.press(ways.home())).at == ways.consent_again()
    assert (await commune.lan.choose("Tôi không đồng ý nữa")).at == "erase"
    assert (await commune.lan.account()).person is not None
    await commune.lan.choose("Xoá hết")
    account = await commune.lan.account()
    assert (account.person, account.consent) == (None, None)
    assert (await commune.lan.press(ways.home())).at == "home"


@pytest.mark.usefixtures("newer_text")
async def test_who_thinks_it_over_is_asked_again_and_loses_nothing(commune: Commune) -> None:
    await commune.lan.press(ways.home())
    await commune.lan.choose("Tôi không đồng ý nữa")
    assert (await commune.lan.choose("Quay lại")).at == "data"  # one may look at what is kept, and at help
    assert (await commune.lan.press(ways.help_())).at == "help"
    assert (await commune.lan.press(ways.home())).at == ways.consent_again()
    assert (await commune.lan.choose("Tôi vẫn đồng ý")).at == "home"


@pytest.mark.usefixtures("newer_text")
async def test_the_head_is_asked_too_and_a_stranger_is_not(commune: Commune) -> None:
    assert (await commune.head.press(ways.queue())).at == ways.consent_again()
    assert (await commune.head.choose("Tôi vẫn đồng ý")).at == ways.queue_page(0)
    assert (await commune.stranger.press(ways.home())).at == "home"


async def test_who_agreed_to_this_text_is_not_asked(commune: Commune) -> None:
    assert (await commune.lan.press(ways.home())).at == "home"
    seen = await commune.lan.press(ways.consent_again_yes())
    assert seen.at == "home"
    agreed = await commune.look(lambda tx: accounts.consents_of(tx, commune.village.lan.id))
    assert len(agreed) == 1
