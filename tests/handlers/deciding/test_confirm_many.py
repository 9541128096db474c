"""Many confirmed together: exactly those listed and as they were listed, nothing doubtful, one undo for all."""

from __future__ import annotations

from acts import ways
from bot.dispatch import TOO_QUICK
from criteria.declaration import Move, State
from criteria.policy import Role
from handlers.kit.event import Event, Said
from storage import decisions, declarations
from storage.declaration_record import Declaration
from storage.kit.transaction import Transaction
from storage.kit.words import CycleState
from tests.handlers.driver import TOP, Chat, Commune

NAMES = ("Hồ Văn Một", "Hồ Văn Hai", "Hồ Văn Ba")


async def three(commune: Commune) -> list[Declaration]:
    """Three plain declarations that wait; the same answers are no wonder with some time between."""
    sent = []
    for i, name in enumerate(NAMES):
        commune.clock.advance(minutes=20)
        sent.append(await commune.sent(await commune.neighbour(name, 1960 + i, household=f"2{i}")))
    commune.clock.advance(minutes=20)
    return sent


def confirm_button(chat: Chat) -> str:
    (way,) = [way for way in chat.screen.choices.values() if way.startswith("batch-confirm/")]
    return way


async def states(commune: Commune, sent: list[Declaration]) -> list[State]:
    return [(await commune.declaration(each)).state for each in sent]


async def changes(commune: Commune, one: Declaration, key: str = "B2", value: str = "3") -> None:
    """Its person changes an answer."""
    assert one.speaker is not None
    speaker = one.speaker

    def work(tx: Transaction) -> None:
        held = declarations.load(tx, one.id)
        assert held is not None
        declarations.answer(tx, held, key, value, speaker=speaker)

    await commune.do(work)


async def test_all_that_is_listed_is_confirmed_and_everybody_is_told(commune: Commune) -> None:
    sent = [*await three(commune), await commune.sent(commune.village.lan)]
    seen = await commune.head.press(ways.batch())
    assert "4 bản bình thường" in seen
    assert "Hồ Văn Một 1960" in seen.labels
    done = await commune.head.choose("Xác nhận 4 bản này")
    assert "Đã xác nhận 4 bản." in done
    assert "Không còn bản khai nào chờ" in done
    assert await states(commune, sent) == [State.CONFIRMED] * 4
    assert len(await commune.notices(commune.lan)) == 1


async def test_the_second_of_two_taps_confirms_nothing_more(commune: Commune) -> None:
    await three(commune)
    await commune.head.press(ways.batch())
    button = confirm_button(commune.head)
    await commune.head.press(button)
    late = await commune.sent(commune.village.lan)
    seen = await commune.head.press(button)
    assert "Danh sách này đã cũ" not in seen
    assert (await commune.declaration(late)).state is State.SUBMITTED


async def test_what_is_sent_while_the_names_are_read_is_not_confirmed_unseen(commune: Commune) -> None:
    sent = await three(commune)
    await commune.head.press(ways.batch())
    late = await commune.sent(commune.village.lan)
    assert "3 bản bình thường" in await commune.head.back()
    await commune.head.press(confirm_button(commune.head))
    assert await states(commune, sent) == [State.CONFIRMED] * 3
    assert (await commune.declaration(late)).state is State.SUBMITTED


async def test_what_changed_while_the_names_were_read_is_left_waiting(commune: Commune) -> None:
    sent = await three(commune)
    await commune.head.press(ways.batch())
    button = confirm_button(commune.head)
    await changes(commune, sent[0])
    seen = await commune.head.press(button)
    assert "Đã xác nhận 2 bản." in seen
    assert "1 bản vừa thay đổi nên để lại trong danh sách chờ." in seen
    assert await states(commune, sent) == [State.SUBMITTED, State.CONFIRMED, State.CONFIRMED]


async def test_when_everything_changed_nothing_is_confirmed(commune: Commune) -> None:
    sent = await three(commune)
    await commune.head.press(ways.batch())
    button = confirm_button(commune.head)
    for each in sent:
        await changes(commune, each)
    assert "chưa có gì được xác nhận" in await commune.head.press(button)
    assert await states(commune, sent) == [State.SUBMITTED] * 3


async def test_what_became_doubtful_meanwhile_is_left_waiting(commune: Commune) -> None:
    """Somebody of the same name and age comes to the village after the list was made."""
    sent = await three(commune)
    await commune.head.press(ways.batch())
    button = confirm_button(commune.head)
    await commune.neighbour("Hồ Văn Một", 1961, household="40", on_roster=False)
    await commune.head.press(button)
    assert await states(commune, sent) == [State.SUBMITTED, State.CONFIRMED, State.CONFIRMED]


async def test_a_list_that_is_not_on_the_screen_confirms_nothing(commune: Commune) -> None:
    sent = await three(commune)
    await commune.head.press(ways.batch())
    button = confirm_button(commune.head)
    await commune.head.choose("Hồ Văn Một 1960")  # taken out: another list
    for mark in (button.split("/")[1], "x"):
        seen = await commune.head.press(ways.batch_confirm(mark))
        assert "Danh sách này đã cũ. Chưa có gì được xác nhận" in seen
    assert "Danh sách này đã cũ" in await commune.officer.press(button)  # another's list
    assert await states(commune, sent) == [State.SUBMITTED] * 3


async def test_a_name_is_taken_out_looked_at_and_put_back(commune: Commune) -> None:
    sent = await three(commune)
    await commune.head.press(ways.batch())
    seen = await commune.head.choose("Hồ Văn Hai 1961")
    assert "2 bản bình thường" in seen
    assert "Đã bỏ ra: Hồ Văn Hai." in seen
    assert "Hồ Văn Hai 1961" not in seen.labels
    assert (await commune.head.choose("Xem bản vừa bỏ ra")).at == ways.review(sent[1].id)
    await commune.head.press(ways.batch_list())
    await commune.head.choose("Xác nhận 2 bản này")
    assert await states(commune, sent) == [State.CONFIRMED, State.SUBMITTED, State.CONFIRMED]
    assert "Hồ Văn Hai 1961" in (await commune.head.choose("Đưa lại bản đã bỏ ra")).labels


async def test_a_number_typed_ahead_takes_nobody_out_by_a_place_that_has_changed(commune: Commune) -> None:
    await three(commune)
    seen = await commune.head.press(ways.batch())
    first = str(seen.labels.index("Hồ Văn Một 1960") + 1)
    await commune.head.say(first)
    ahead = await commune.dispatcher.dispatch(Event("web", commune.head.chat, commune.update(), Said(first)))
    assert ahead.screen.hint == TOO_QUICK
    seen = await commune.head.press(ways.batch_list())
    assert {"Hồ Văn Hai 1961", "Hồ Văn Ba 1962"} <= set(seen.labels)
    assert "Hồ Văn Hai 1961" not in (await commune.head.say(str(seen.labels.index("Hồ Văn Hai 1961") + 1))).labels


async def test_with_all_taken_out_there_is_a_way_back(commune: Commune) -> None:
    await three(commune)
    await commune.head.press(ways.batch())
    for i, name in enumerate(NAMES):
        await commune.head.choose(f"{name} {1960 + i}")
    assert "Không còn bản nào để xác nhận một lượt." in commune.head.screen
    assert "3 bản bình thường" in await commune.head.choose("Đưa lại bản đã bỏ ra")


async def test_doubtful_ones_own_and_far_ones_are_never_listed(commune: Commune) -> None:
    await commune.sent(await commune.neighbour("Hồ Văn Một"), TOP)
    await commune.sent(commune.village.head)
    await commune.sent(commune.people["Hải"])
    far = await commune.sent(commune.people["Khánh"])
    seen = await commune.head.press(ways.batch())
    assert (seen.at, "Không còn bản nào để xác nhận một lượt." in seen) == (ways.queue_page(0), True)
    assert "thuộc nơi khác" in await commune.head.press(ways.batch_out(far.id))


async def test_an_officer_sees_of_which_village(commune: Commune) -> None:
    await commune.sent(commune.people["Khánh"])
    seen = await commune.officer.press(ways.batch())
    assert [label for label in seen.labels if "Khánh" in label] == ["Lê Bá Khánh 1955, Hồng Lĩnh"]


async def test_it_is_for_who_decides(commune: Commune) -> None:
    sent = await three(commune)
    for way in (ways.batch(), ways.batch_list(), ways.batch_all(), ways.batch_confirm("x"), ways.batch_done(1),
                ways.batch_undo(1), ways.batch_out(sent[0].id)):  # fmt: skip
        seen = await commune.lan.press(way)
        assert (seen.at, "dành cho trưởng thôn" in seen) == ("home", True), way


# After a doubtful one


async def test_after_the_last_doubtful_one_it_can_still_be_taken_back(commune: Commune) -> None:
    doubtful = await commune.sent(await commune.neighbour("Hồ Văn Bốn"), TOP)
    await three(commune)
    await commune.head.press(ways.review(doubtful.id))
    seen = await commune.head.choose("Xác nhận")
    assert "Xác nhận 3 bản này" in seen.labels
    await commune.head.choose("Rút lại: Hồ Văn Bốn")
    assert (await commune.declaration(doubtful)).state is State.SUBMITTED
    assert (await commune.head.press(ways.batch_after(doubtful.id))).at == ways.batch_list()


# Undo


async def test_the_whole_batch_is_taken_back_once(commune: Commune) -> None:
    sent = await three(commune)
    await commune.head.press(ways.batch())
    await commune.head.press(confirm_button(commune.head))
    undo = commune.head.screen.choices["Rút lại cả lượt vừa xác nhận"]
    assert "Đã rút lại 3 bản." in await commune.head.press(undo)
    assert await states(commune, sent) == [State.SUBMITTED] * 3
    assert "đã được rút lại rồi" in await commune.head.press(undo)


async def test_what_was_decided_on_again_since_stays(commune: Commune) -> None:
    sent = await three(commune)
    await commune.head.press(ways.batch())
    await commune.head.press(confirm_button(commune.head))
    undo = commune.head.screen.choices["Rút lại cả lượt vừa xác nhận"]

    def officer(tx: Transaction, move: Move) -> None:
        held = declarations.load(tx, sent[0].id)
        assert held is not None
        assert decisions.decide(tx, held, move, person_id=commune.village.officer.id) is not None

    await commune.do(lambda tx: officer(tx, Move.UNDO))
    await commune.do(lambda tx: officer(tx, Move.CONFIRM))
    seen = await commune.head.press(undo)
    assert "Đã rút lại 2 bản." in seen
    assert "1 bản đã được quyết lại từ lúc ấy nên giữ nguyên." in seen
    assert await states(commune, sent) == [State.CONFIRMED, State.SUBMITTED, State.SUBMITTED]


async def test_a_batch_is_taken_back_by_who_made_it_while_the_year_is_open(commune: Commune) -> None:
    sent = await three(commune)
    await commune.head.press(ways.batch())
    await commune.head.press(confirm_button(commune.head))
    undo = commune.head.screen.choices["Rút lại cả lượt vừa xác nhận"]
    assert "không phải do" in await commune.officer.press(undo)
    assert "không phải do" in await commune.head.press(ways.batch_undo(999))
    await commune.year_is(CycleState.LOCKED)
    assert "không rút lại được nữa" in await commune.head.press(undo)
    assert await states(commune, sent) == [State.CONFIRMED] * 3


async def test_a_head_of_two_villages_confirms_both_in_one_go(commune: Commune) -> None:
    await commune.give(commune.village.head, Role.HEAD, commune.village.hong_linh)
    sent = [await commune.sent(commune.people["Khánh"])]
    commune.clock.advance(minutes=20)
    sent.append(await commune.sent(commune.village.lan))
    await commune.head.press(ways.batch())
    await commune.head.press(confirm_button(commune.head))
    assert await states(commune, sent) == [State.CONFIRMED] * 2
