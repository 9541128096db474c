"""One declaration on one screen: who may decide on it, on what exactly, what follows, and taking it back."""

from __future__ import annotations

from datetime import date

import pytest

from acts import deciding, ways
from criteria.activity import ActivityKind
from criteria.declaration import Move, State
from criteria.model import FAMILY, SubjectKind
from criteria.parse import titles
from criteria.policy import Role
from criteria.score import Verdict
from handlers.shared.title_form import title_form
from locales.text import Verbatim
from storage import accounts, activities, decisions, declarations, evidence, households, places
from storage.declaration_record import About, Declaration, Speaker
from storage.kit.transaction import Transaction
from storage.kit.words import ConsentKind, CycleState
from tests.handlers.driver import PICTURE, PLAIN, TOP, Commune

(VILLAGE,) = titles(SubjectKind.VILLAGE)


async def lans(commune: Commune) -> Declaration:
    """What Lan has sent."""
    return await commune.sent(commune.village.lan)


async def corrected(commune: Commune, sent: Declaration, key: str, value: object) -> Declaration:
    """Lan changes an answer of what she has sent."""
    assert sent.speaker is not None
    speaker = sent.speaker
    return await commune.do(lambda tx: declarations.answer(tx, _held(tx, sent), key, value, speaker=speaker))


def _held(tx: Transaction, of: Declaration) -> Declaration:
    held = declarations.load(tx, of.id)
    assert held is not None
    return held


async def decided(commune: Commune, sent: Declaration, move: Move = Move.CONFIRM) -> Declaration:
    """Đức decides."""
    head = commune.village.head.id

    def work(tx: Transaction) -> Declaration:
        done = decisions.decide(tx, _held(tx, sent), move, person_id=head, reason=Verbatim("Chưa rõ"), question="A2")
        assert done is not None
        return done

    return await commune.do(work)


# The card


async def test_the_card_says_all_that_is_needed(commune: Commune) -> None:
    sent = await lans(commune)
    seen = await commune.head.press(ways.review(sent.id))
    assert "1/1 · Nguyễn Thị Lan, sinh 1968, Thôn Kim Sơn" in seen
    assert "Có trong danh sách dân cư." in seen
    assert "Việc làm: Làm ruộng" in seen
    assert "XEM KỸ" not in seen
    assert seen.labels == ("Xác nhận", "Trả lại", "Danh sách chờ", "Về đầu")


async def test_who_is_not_on_the_roster_counts_apart(commune: Commune) -> None:
    newcomer = await commune.neighbour("Hồ Văn Mới", on_roster=False)
    sent = await commune.sent(newcomer)
    assert "CHƯA có trong danh sách dân cư" in await commune.head.press(ways.review(sent.id))


async def test_a_doubt_is_a_sentence_with_the_names_it_points_at(commune: Commune) -> None:
    """The same answers from one account within minutes; at the top in everything."""
    one, two = await commune.neighbour("Hồ Văn Một"), await commune.neighbour("Hồ Thị Hai", 1980)
    await commune.sent(one, TOP)
    sent = await commune.sent(two, TOP)
    seen = await commune.head.press(ways.review(sent.id))
    assert "XEM KỸ vì:" in seen
    assert "! Giống hệt từng câu với bản gửi cùng máy, cách vài phút: Hồ Văn Một." in seen


async def test_the_card_leads_one_back_and_one_on(commune: Commune) -> None:
    first = await lans(commune)
    commune.clock.advance(hours=1)
    second = await commune.sent(commune.people["Mai"])
    seen = await commune.head.press(ways.review(first.id))
    assert "Bản trước" not in seen.labels
    assert (await commune.head.choose("Bản sau")).at == ways.review(second.id)
    assert "Bản sau" not in commune.head.screen.labels
    assert (await commune.head.choose("Bản trước")).at == ways.review(first.id)


async def test_the_diary_and_its_pictures_stand_beside_the_answers(commune: Commune) -> None:
    lan = commune.village.lan

    def learnt(tx: Transaction) -> None:
        entry = activities.add(tx, lan, kind=ActivityKind.COURSE, name="Trồng nấm", held_on=date(2026, 10, 1), hours=4,
                               organiser="Thôn")  # fmt: skip
        account = accounts.find(tx, "web", "Lan")
        assert account is not None
        evidence.attach(tx, PICTURE, person_id=lan.id, account_id=account.id,
                        activity_id=entry.id)  # fmt: skip

    await commune.do(learnt)
    sent = await lans(commune)
    seen = await commune.head.press(ways.review(sent.id))
    assert "sổ học tập: 1 lần, 0 có điểm danh" in seen
    assert (await commune.head.choose("Xem ảnh minh chứng (1)")).at == ways.proof(sent.id, 1)


async def test_ones_own_declaration_is_looked_at_as_ones_own(commune: Commune) -> None:
    sent = await lans(commune)
    assert (await commune.lan.press(ways.review(sent.id))).at == ways.mine(sent.id)


# Who may decide


async def test_nobody_decides_on_their_own_their_households_or_what_they_spoke(commune: Commune) -> None:
    own = await commune.sent(commune.village.head)
    sons = await commune.sent(commune.people["Hải"])

    def spoken(tx: Transaction) -> Declaration:
        account = accounts.find(tx, "web", "Đức")
        assert account is not None
        speaker = Speaker(account.id, commune.village.head.id, ConsentKind.ASKED)
        begun = declarations.begin(tx, commune.village.lan, commune.village.cycle, speaker=speaker)
        for key, value in PLAIN.items():
            begun = declarations.answer(tx, begun, key, value, speaker=speaker)
        sent = declarations.submit(tx, begun, speaker=speaker)
        assert sent is not None
        return sent

    for each in (own, sons, await commune.do(spoken)):
        card = await commune.head.press(ways.review(each.id))
        assert "Xác nhận" not in card.labels
        assert "Trả lại" not in card.labels
        for way in (ways.confirm(each.id, each.revision), ways.undo(each.id, each.revision)):
            seen = await commune.head.press(way)
            assert (seen.at, "nên người khác xác nhận" in seen) == ("home", True)
        assert (await commune.declaration(each)).state is State.SUBMITTED
        officer = await commune.officer.press(ways.confirm(each.id, each.revision))
        assert "Đã xác nhận" in officer


async def test_who_serves_the_place_decides_and_nobody_else(commune: Commune) -> None:
    sent = await lans(commune)
    await commune.give(commune.people["Khánh"], Role.HEAD, commune.village.hong_linh)
    for way in (ways.confirm(sent.id, sent.revision), ways.confirm_as(sent.id, sent.revision, "reached")):
        assert "thuộc nơi khác" in await commune.far.press(way)
        assert "dành cho trưởng thôn" in await commune.mai.press(way)
        assert "dành cho trưởng thôn" in await commune.stranger.press(way)
    for chat in (commune.far, commune.mai):
        for way in (ways.review(sent.id), ways.skip(sent.id), ways.next_(sent.id), ways.after(sent.id, 0)):
            assert "của người khác" in await chat.press(way)
    assert (await commune.declaration(sent)).state is State.SUBMITTED


async def test_what_is_not_sent_yet_is_nobody_elses_business(commune: Commune) -> None:
    await commune.lan.press(ways.register(commune.village.lan.id, 2026, "ruong"))
    (draft,) = await commune.declarations_of(commune.village.lan)
    for way in (ways.review(draft.id), ways.next_(draft.id)):
        assert "của người khác" in await commune.head.press(way)
    assert "Đã xác nhận" not in await commune.head.press(ways.confirm(draft.id, draft.revision))
    assert (await commune.declaration(draft)).state is State.DRAFT


async def test_a_locked_year_decides_nothing_more(commune: Commune) -> None:
    sent = await lans(commune)
    await commune.year_is(CycleState.LOCKED)
    assert "Xác nhận" not in (await commune.head.press(ways.review(sent.id))).labels
    assert "khoá sổ" in await commune.head.press(ways.confirm(sent.id, sent.revision))
    assert (await commune.declaration(sent)).state is State.SUBMITTED


async def test_after_what_comes_next_another_villages_card_is_not_shown(commune: Commune) -> None:
    sent, far = await lans(commune), await commune.sent(commune.people["Khánh"])
    done = await decided(commune, sent)
    assert (await commune.head.press(ways.after(done.id, far.id))).at == ways.queue_page(0)
    assert (await commune.head.press(ways.after(done.id, 999))).at == ways.queue_page(0)


# Confirming


async def test_confirming_is_heard_and_leads_to_the_next(commune: Commune) -> None:
    sent = await lans(commune)
    await commune.head.press(ways.review(sent.id))
    seen = await commune.head.choose("Xác nhận")
    assert "Đã xác nhận: Nguyễn Thị Lan." in seen
    assert "Không còn bản khai nào chờ" in seen
    assert "Rút lại: Nguyễn Thị Lan" in seen.labels
    assert (await commune.declaration(sent)).state is State.CONFIRMED
    (told,) = await commune.notices(commune.lan)
    assert "đã được xác nhận" in told


@pytest.mark.parametrize(("answers", "reached"), [({}, True), ({"A1": "0", "A3": "0", "A4": "0"}, False)])
async def test_who_is_confirmed_and_does_not_reach_the_title_hears_both(
    commune: Commune, answers: dict[str, object], reached: bool
) -> None:
    sent = await commune.sent(commune.village.lan, {**PLAIN, **answers})
    await commune.do(lambda tx: deciding.confirm(tx, sent, by=commune.village.head.id))
    (told,) = await commune.notices(commune.lan)
    assert ("đã được xác nhận" in told, "Năm nay chưa đạt" in told) == (True, not reached)


async def test_two_taps_confirm_once(commune: Commune) -> None:
    sent = await lans(commune)
    await commune.head.press(ways.confirm(sent.id, sent.revision))
    await commune.head.press(ways.confirm(sent.id, sent.revision))
    assert len(await commune.notices(commune.lan)) == 1
    assert len(await commune.look(lambda tx: decisions.of_declaration(tx, sent.id))) == 1


async def test_an_old_button_confirms_nothing_that_was_not_seen(commune: Commune) -> None:
    sent = await lans(commune)
    await corrected(commune, sent, "A2", "3")
    seen = await commune.head.press(ways.confirm(sent.id, sent.revision))
    assert (seen.at, "vừa thay đổi sau khi" in seen) == (ways.review(sent.id), True)
    assert (await commune.declaration(sent)).state is State.SUBMITTED
    assert await commune.notices(commune.lan) == []


async def test_what_was_returned_is_not_confirmed_by_a_button_made_up_by_hand(commune: Commune) -> None:
    returned = await decided(commune, await lans(commune), Move.RETURN)
    seen = await commune.head.press(ways.confirm(returned.id, returned.revision))
    assert "vừa thay đổi" in seen
    assert "Bản này đã trả lại: Chưa rõ" in seen
    assert (await commune.declaration(returned)).state is State.RETURNED


async def test_a_verdict_is_given_by_people_only_where_no_rule_gives_one(commune: Commune) -> None:
    sent = await lans(commune)
    for verdict in ("reached", "not_reached", "x"):
        assert "vừa thay đổi" in await commune.head.press(ways.confirm_as(sent.id, sent.revision, verdict))
    assert (await commune.declaration(sent)).state is State.SUBMITTED


async def test_where_no_rule_gives_a_verdict_the_officer_does(commune: Commune) -> None:
    """The title of a village: its head answered, an officer decides, the head does not."""

    criteria = commune.village.cycle.criteria(VILLAGE)
    answers: dict[str, object] = {}
    form = title_form(criteria, answers)
    while (question := form.next(answers)) is not None:
        first = question.options[0].value
        answers[question.key] = [first] if question.kind.value == "choices" else first
    sent = await commune.sent(
        commune.village.head, answers, title=VILLAGE, about=About(place_id=commune.kim_son), place_id=commune.kim_son
    )
    assert sent.verdict is Verdict.UNDECIDED
    assert "do cán bộ xã xác nhận" in await commune.head.press(ways.confirm_as(sent.id, sent.revision, "reached"))
    card = await commune.officer.press(ways.review(sent.id))
    assert "Người khai: Phan Văn Đức." in card
    assert card.labels[:3] == ("Xác nhận: đạt", "Xác nhận: chưa đạt", "Trả lại")
    plain = await commune.officer.press(ways.confirm(sent.id, sent.revision))
    assert plain.at == ways.review(sent.id)
    assert (await commune.declaration(sent)).state is State.SUBMITTED
    assert "vừa thay đổi" in await commune.officer.press(ways.confirm_as(sent.id, sent.revision, "undecided"))
    await commune.officer.press(ways.review(sent.id))
    await commune.officer.choose("Xác nhận: chưa đạt")
    after = await commune.declaration(sent)
    assert (after.state, after.judged) == (State.CONFIRMED, Verdict.NOT_REACHED)


# What follows


async def test_once_nothing_doubtful_is_left_the_rest_comes_together(commune: Commune) -> None:
    doubtful = await commune.sent(await commune.neighbour("Hồ Văn Một"), TOP)
    for i, name in enumerate(("Hồ Văn Hai", "Hồ Văn Ba")):
        commune.clock.advance(minutes=20)
        await commune.sent(await commune.neighbour(name, 1960 + i))
    await commune.head.press(ways.review(doubtful.id))
    seen = await commune.head.choose("Xác nhận")
    assert seen.at == ways.batch_after(doubtful.id)


async def test_a_part_of_the_queue_that_is_done_leads_back_to_all(commune: Commune) -> None:
    doubtful = await commune.sent(await commune.neighbour("Hồ Văn Một"), TOP)
    await lans(commune)
    await commune.head.press(ways.queue_show("doubtful"))
    await commune.head.press(ways.review(doubtful.id))
    assert "Đã xem hết phần này." in await commune.head.choose("Xác nhận")
    assert commune.head.screen.at == ways.queue_page(0)


async def test_a_button_of_an_older_message_passes_over_one(commune: Commune) -> None:
    first = await lans(commune)
    commune.clock.advance(hours=1)
    second = await commune.sent(commune.people["Mai"])
    assert (await commune.head.press(ways.skip(first.id))).at == ways.review(second.id)
    assert (await commune.head.press(ways.skip(second.id))).at == ways.review(first.id)  # round again
    await decided(commune, first)
    assert (await commune.head.press(ways.skip(second.id))).at == ways.queue_page(0)


# Taking back


@pytest.mark.parametrize(("move", "button"), [(Move.CONFIRM, "Rút lại xác nhận"), (Move.RETURN, "Rút lại việc trả")])
async def test_a_decision_is_taken_back_and_waits_again(commune: Commune, move: Move, button: str) -> None:
    done = await decided(commune, await lans(commune), move)
    await commune.head.press(ways.review(done.id))
    seen = await commune.head.choose(button)
    assert seen.at == ways.review(done.id)
    assert (await commune.declaration(done)).state is State.SUBMITTED
    (told,) = await commune.notices(commune.lan)
    assert "Quyết định được rút lại" in told
    again = await commune.head.press(ways.undo(done.id, done.revision))  # the second tap
    assert "vừa thay đổi" not in again
    assert len(await commune.notices(commune.lan)) == 1


async def test_what_waits_cannot_be_taken_back(commune: Commune) -> None:
    sent = await lans(commune)
    assert "vừa thay đổi" in await commune.head.press(ways.undo(sent.id, sent.revision))
    assert await commune.notices(commune.lan) == []


# The second round


async def test_sent_again_the_card_says_why_it_came_back_and_what_changed(commune: Commune) -> None:
    returned = await decided(commune, await lans(commune), Move.RETURN)
    assert returned.speaker is not None
    speaker = returned.speaker

    def again(tx: Transaction, *, changed: bool) -> Declaration:
        held = _held(tx, returned)
        if changed:
            held = declarations.answer(tx, held, "A2", "1", speaker=speaker)
        sent = declarations.submit(tx, held, speaker=speaker)
        assert sent is not None
        return sent

    await commune.do(lambda tx: again(tx, changed=False))
    seen = await commune.head.press(ways.review(returned.id))
    assert "Lần trước trả lại vì: Chưa rõ" in seen
    assert "Gửi lại mà chưa sửa câu nào." in seen
    await decided(commune, returned, Move.RETURN)
    await commune.do(lambda tx: again(tx, changed=True))
    seen = await commune.head.press(ways.review(returned.id))
    assert "Đã sửa: " in seen
    assert "chưa sửa câu nào" not in seen


async def test_a_familys_card_names_the_family_and_who_answered(commune: Commune) -> None:
    criteria = commune.village.cycle.criteria(FAMILY)
    home = commune.village.lan.household_id
    assert home is not None
    await commune.do(lambda tx: households.set_head(tx, households.get(tx, home), commune.village.lan))
    answers: dict[str, object] = {
        each.id: [each.choices[0].id] if each.kind.value == "choices" else each.choices[0].id for each in criteria.asked
    }
    sent = await commune.sent(commune.village.lan, answers, title=FAMILY, about=About(household_id=home))
    seen = await commune.head.press(ways.review(sent.id))
    assert "Gia đình Nguyễn Thị Lan, Thôn Kim Sơn: Gia đình học tập" in seen
    assert "Người khai: Nguyễn Thị Lan." in seen
    assert "Việc làm" not in seen
    assert (await commune.mai.press(ways.review(sent.id))).at == ways.mine(sent.id)  # her family's, too
    assert await commune.look(lambda tx: places.get(tx, sent.place_id)) == commune.village.kim_son
