"""A full queue for the demo's head: invented people of the first village who have all sent their declaration."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from bot.commune_setup import act_as_operator
from bot.demo.seed import SON_HONG
from criteria.model import IndicatorKind
from handlers.shared.title_form import OCCUPATION
from storage import cycles, declarations, people, places
from storage.declaration_record import Speaker
from storage.kit.transaction import Transaction

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hồ", "Phan", "Võ", "Đặng", "Bùi", "Đỗ")
MIDDLES = ("Văn", "Thị", "Hữu", "Ngọc")
GIVEN = (
    "An", "Bình", "Cường", "Dung", "Giang", "Hà", "Hạnh", "Hiền", "Hoà", "Hùng", "Hương", "Khánh", "Linh", "Long",
    "Mai", "Minh", "Nga", "Nhung", "Phúc", "Quân", "Sơn", "Tâm", "Thảo", "Tuấn", "Vinh",
)  # fmt: skip
DOUBTFUL = 20  # one in so many has every answer at the top


def fill_queue(tx: Transaction, count: int) -> None:
    """Let so many people more declare in the first village, over the last days; at most a thousand."""
    act_as_operator(tx)
    commune = places.by_official_code(tx, SON_HONG)
    if commune is None or tx.chain is None:
        raise RuntimeError("the demo's commune was just made")
    village = places.villages(tx, commune.id)[0]
    cycle = cycles.of_this_year(tx, commune.id)
    if cycle is None:
        raise RuntimeError("the demo's cycle was just opened")
    now, dice = tx.now, Random(count)  # noqa: S311 (invented people)
    names = [f"{family} {middle} {given}" for given in GIVEN for middle in MIDDLES for family in FAMILIES]
    dice.shuffle(names)
    for i, name in enumerate(names[:count]):
        tx.now = now - timedelta(minutes=20) * (count - i)
        person = people.add(
            tx,
            place_id=village.id,
            full_name=name,
            birth_year=cycle.year - dice.randint(25, 80),
            on_roster=True,
            household_id=people.household(tx, place_id=village.id, code=f"T{i}"),
        )
        speaker = Speaker(tx.chain.account_id, person.id)
        begun = declarations.begin(tx, person, cycle, speaker=speaker)
        said: dict[str, str | list[str]] = {OCCUPATION: cycle.criteria().occupations[0].id}
        for indicator in cycle.criteria().asked:
            ids = [each.id for each in indicator.choices if each.id != indicator.alone]
            top = len(ids) - 1
            at = top if i % DOUBTFUL == DOUBTFUL - 1 else top // 2 + (top > 2 and dice.random() < 0.3)
            said[indicator.id] = ids[: at + 1] if indicator.kind is IndicatorKind.CHOICES else ids[at]
        begun = declarations.answer_all(tx, begun, said, speaker=speaker)
        declarations.submit(tx, begun, speaker=speaker)
    tx.now = now
