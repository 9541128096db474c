"""The demo's people: synthetic from the first to the last. Villages, names, ages and answers are invented.

Pure and repeatable: the same year and seed give the same commune. Names, households, trades and
answers are only as likely as a commune in the hills of Hà Tĩnh needs to look like one; nobody real
is meant, and the villages are not those of any commune.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from criteria.age import age_in
from criteria.declaration import State

TICKS = ("goi", "tim", "cong", "tien")  # what people can do on a telephone, the easiest first
NO_TICK = "khong"
NO_NEED = "khong_can"

LEVELLED = ("A1", "A2", "A3", "A4", "B3", "B4", "C1", "C2")
FACTS = ("schooling", "qualification", "life_skills")
KEYS = ("A1", "A2", "A3", "A4", "B1", "B2", "B3", "B4", "C1", "C2", *FACTS)  # in the order they are asked
TOPICS = ("chay", "khoe", "lua_dao", "phap_luat")  # life skills that people were taught
NO_TOPIC = "khong"

ADULTS_A_VILLAGE = 60
YOUNGEST, ADULT, CHILD_GAP = 15, 18, 20


@dataclass(frozen=True, slots=True)
class DemoVillage:
    """An invented village: ``name`` is without its label ("thôn"), ``head`` the index of a person."""

    key: str
    name: str
    head: int


@dataclass(frozen=True, slots=True)
class DemoDeclaration:
    """What somebody declared: draft (answers are missing), submitted, returned or confirmed."""

    state: State
    answers: Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """An invented resident from 15 years on.

    Attributes:
        village: the index of the village.
        household: a number that no other household of the commune has.
        generation: 0 for the eldest of a household; the parents of a person have one less.
        occupation: the id of an occupation of the criteria set.
        declaration: ``None`` for who has not begun one, and for everybody under age.
    """

    full_name: str
    birth_year: int
    village: int
    household: int
    generation: int
    occupation: str
    declaration: DemoDeclaration | None = None


@dataclass(frozen=True, slots=True)
class Population:
    """The commune. The first person is kept for the visitor of the demo and has declared nothing."""

    villages: tuple[DemoVillage, ...]
    people: tuple[DemoPerson, ...]


VISITOR = DemoPerson(
    full_name="Nguyễn Thị Lan", birth_year=1968, village=0, household=0, generation=1, occupation="ruong"
)
FIRST_HEAD = DemoPerson(
    full_name="Phan Văn Đức", birth_year=1962, village=0, household=1, generation=1, occupation="ruong"
)
GIVEN_HOUSEHOLDS = (
    (
        VISITOR,
        DemoPerson(
            full_name="Lê Đình Thắng", birth_year=1965, village=0, household=0, generation=1, occupation="ruong"
        ),
        DemoPerson(full_name="Lê Thị Hoài An", birth_year=1996, village=0, household=0, generation=2, occupation="tho"),
    ),
    (
        FIRST_HEAD,
        DemoPerson(full_name="Hồ Thị Nhung", birth_year=1965, village=0, household=1, generation=1, occupation="ruong"),
        DemoPerson(full_name="Phan Đức Mạnh", birth_year=1993, village=0, household=1, generation=2, occupation="tho"),
    ),
)
OFFICER_NAME = "Trần Thị Hoài Thương"  # of the demo's officer, who is no resident

VILLAGES = (("kim-son", "Kim Sơn"), ("hong-linh", "Hồng Lĩnh"), ("dong-vang", "Đồng Vang"),
            ("khe-nuoc", "Khe Nước"), ("cay-da", "Cây Đa"))  # fmt: skip
EAGERNESS = (0.56, 0.50, 0.45, 0.40, 0.34)  # the part of each village's adults that has begun to declare
STATES = ((State.CONFIRMED, 0.60), (State.SUBMITTED, 0.20), (State.DRAFT, 0.15), (State.RETURNED, 0.05))

# A family line: the family name and the middle name its men often carry.
LINES = (
    ("Nguyễn", "Văn"), ("Nguyễn", "Đình"), ("Nguyễn", "Huy"), ("Phan", "Văn"), ("Phan", "Đình"), ("Lê", "Bá"),
    ("Lê", "Văn"), ("Trần", "Văn"), ("Trần", "Đình"), ("Trần", "Quốc"), ("Hồ", "Sỹ"), ("Đặng", "Hữu"), ("Võ", "Tá"),
    ("Hoàng", "Xuân"), ("Cao", "Xuân"), ("Thái", "Văn"), ("Đậu", "Văn"), ("Bùi", "Quang"), ("Dương", "Đức"),
    ("Phạm", "Viết"), ("Đinh", "Văn"), ("Hà", "Huy"),
)  # fmt: skip

# Given names by the generation that carries them: born before 1962, before 1989, later.
TURNS = (1962, 1989)
MEN = (
    "Bính Cương Hợi Khâm Kỷ Lương Lục Mậu Niệm Quý Sửu Thìn Thuận Tình Tuất Tứ Vịnh Hoè Đàn Trọng Cầm Lịch",
    "Hùng Dũng Thắng Hải Sơn Tuấn Long Minh Thành Cường Bình Hiếu Lâm Toàn Vinh Nam Khánh Thanh Tiến Chiến",
    "Đạt Huy Hoàng Anh Khôi Quân Bảo Phúc Tùng Kiên Việt Trung Phong Duy Khang Nguyên Thịnh Hậu Mạnh Nhân",
)
WOMEN = (
    "Lài Mận Đào Cúc Sen Lý Tý Xoan Vạn Liệu Hường Nhàn Thảo Tâm Chắt Luận Thoa Quế Tứ Lựu Niêm Khương",
    "Hoa Hương Hà Thuỷ Nhung Hạnh Hiền Loan Nga Phương Thanh Tâm Vân Yến Liên Mai Hồng Bình Thương Oanh Sâm",
    "Trang Linh Thảo Ngọc Anh Huyền Nhi My Ly Giang Quỳnh Chi Vy Hằng Duyên Uyên Trâm Hiền Nhung Thương",
)
YOUNG_MEN_MIDDLES = ("Đức", "Quốc", "Minh", "Nhật", "Tuấn", "Thanh", "Hoàng", "Anh")
YOUNG_WOMEN_MIDDLES = ("Thị", "Thị", "Thị", "Thị Hoài", "Thị Thanh", "Thị Mai", "Thị Khánh", "Ngọc", "Khánh", "Quỳnh")


def population(year: int, *, b1_options: Sequence[str] = TICKS, b1_none: str = NO_TICK, seed: int = 324) -> Population:
    """The demo's commune as it is in ``year``.

    Args:
        year: of the cycle; ages and trades follow from it.
        b1_options: the ids of what people can do on a telephone, the easiest first.
        b1_none: the id that excludes all of them.
        seed: another one gives other people.
    """
    made = _Maker(Random(seed), year, tuple(b1_options), b1_none)  # noqa: S311 (a sample, not a secret)
    for village in range(len(VILLAGES)):
        made.settle(village)
    heads = [made.head(village) for village in range(len(VILLAGES))]
    made.declare(heads)
    villages = (DemoVillage(key, name, head) for (key, name), head in zip(VILLAGES, heads, strict=True))
    return Population(tuple(villages), tuple(made.people))


class _Maker:
    def __init__(self, random: Random, year: int, ticks: tuple[str, ...], no_tick: str) -> None:
        self.people: list[DemoPerson] = []
        self._random = random
        self._year = year
        self._ticks = ticks
        self._no_tick = no_tick
        self._taken: set[tuple[int, str]] = set()  # a village has no two people of one name: less to mix up
        self._households = len(GIVEN_HOUSEHOLDS)

    def settle(self, village: int) -> None:
        """Fill a village, household by household."""
        if village == 0:
            for household in GIVEN_HOUSEHOLDS:
                self._enter(household)
        while sum(self._is_adult(each) for each in self.people if each.village == village) < ADULTS_A_VILLAGE:
            self._enter(self._household(village))
            self._households += 1

    def head(self, village: int) -> int:
        """The index of a person fit to head the village; of the third village a woman."""
        if village == 0:
            return self.people.index(FIRST_HEAD)
        woman = village == 2
        fit = [
            i
            for i, each in enumerate(self.people)
            if each.village == village
            and 42 <= self._age(each.birth_year) <= 60
            and (each.full_name.split()[1] == "Thị") == woman
        ]
        return self._random.choice(fit)

    def declare(self, heads: list[int]) -> None:
        """Let the eager part of each village declare; nobody of a head's own household is confirmed by that head."""
        chosen = [i for village in range(len(VILLAGES)) for i in self._eager(village)]
        states = [state for state, part in STATES for _ in range(round(part * len(chosen)))]
        states = (states + [State.SUBMITTED] * len(chosen))[: len(chosen)]
        self._random.shuffle(states)
        undecided = {self.people[head].household for head in heads}
        for i, state in zip(chosen, states, strict=True):
            person = self.people[i]
            answers = self._answers(person)
            if state is State.DRAFT:
                answers = {key: answers[key] for key in KEYS[: self._random.randint(1, len(KEYS) - 2)]}
            elif person.household in undecided:
                state = State.SUBMITTED  # noqa: PLW2901 (who else should decide)
            self.people[i] = replace(person, declaration=DemoDeclaration(state, answers))

    def _eager(self, village: int) -> list[int]:
        adults = [i for i, each in enumerate(self.people) if each.village == village and self._is_adult(each)]
        able = [i for i in adults if self.people[i] != VISITOR]
        return sorted(self._random.sample(able, round(EAGERNESS[village] * len(adults))))

    def _enter(self, household: Sequence[DemoPerson]) -> None:
        for each in household:
            self._taken.add((each.village, each.full_name))
            self.people.append(each)

    def _household(self, village: int) -> list[DemoPerson]:
        """Two to six people of two or three generations, or an old couple by itself."""
        random = self._random
        line = random.choice(LINES)
        if random.random() < 0.15:
            return self._couple(village, line, 0, random.randint(62, 84))
        age = random.randint(37, 58)
        members: list[DemoPerson] = []
        if random.random() < 0.35:
            eldest = self._couple(village, line, 0, min(age + random.randint(22, 30), 92))
            members += eldest[: random.choice((1, 2))] if age < 55 else eldest[1:]
        parents = self._couple(village, line, 1, age)
        members += parents
        mother = max(each.birth_year for each in parents)
        for _ in range(random.choice((0, 1, 1, 2, 2, 2, 3))):
            child_age = self._year - mother - CHILD_GAP - random.randint(0, 9)
            if child_age >= YOUNGEST and len(members) < 6:
                members.append(self._person(village, line, 2, child_age, man=random.random() < 0.5))
        return members

    def _couple(self, village: int, line: tuple[str, str], generation: int, age: int) -> list[DemoPerson]:
        """A man of the line and his wife, who keeps the name of hers."""
        hers = self._random.choice([other for other in LINES if other[0] != line[0]])
        husband = self._person(village, line, generation, age, man=True)
        return [
            husband,
            self._person(village, hers, generation, age - self._random.randint(0, 4), man=False),
        ]

    def _person(self, village: int, line: tuple[str, str], generation: int, age: int, *, man: bool) -> DemoPerson:
        birth_year = self._year - age
        name = self._name(line, birth_year, man=man)
        while (village, name) in self._taken or name in {VISITOR.full_name, FIRST_HEAD.full_name, OFFICER_NAME}:
            name = self._name(line, birth_year, man=man)
        self._taken.add((village, name))
        return DemoPerson(
            full_name=name,
            birth_year=birth_year,
            village=village,
            household=self._households,
            generation=generation,
            occupation=self._occupation(age),
        )

    def _name(self, line: tuple[str, str], birth_year: int, *, man: bool) -> str:
        random = self._random
        turn = sum(birth_year >= first for first in TURNS)
        middle = line[1] if man else "Thị"
        if turn == 2 and man and random.random() < 0.5:
            middle = random.choice(YOUNG_MEN_MIDDLES)
        elif turn == 2 and not man:
            middle = random.choice(YOUNG_WOMEN_MIDDLES)
        given = random.choice((MEN if man else WOMEN)[turn].split())
        words = [line[0], *middle.split(), given]
        return " ".join(words) if len(set(words)) == len(words) else self._name(line, birth_year, man=man)

    def _occupation(self, age: int) -> str:
        chances = (
            (18, {"di_hoc": 9, "ruong": 1}),
            (23, {"di_hoc": 5, "tho": 3, "ruong": 2}),
            (60, {"ruong": 11, "tho": 6, "can_bo": 3}),
            (68, {"ruong": 5, "nghi": 5}),
            (200, {"nghi": 9, "ruong": 1}),
        )
        weights = next(weights for below, weights in chances if age < below)
        return self._random.choices(list(weights), list(weights.values()))[0]

    def _answers(self, person: DemoPerson) -> dict[str, str | list[str]]:
        """Answers of somebody more or less fond of learning, at ease with a telephone by age and trade."""
        random = self._random
        age = self._age(person.birth_year)
        fond = random.gauss(2.35, 0.45) + {"can_bo": 0.4, "di_hoc": 0.2, "nghi": -0.1}.get(person.occupation, 0)
        answers: dict[str, str | list[str]] = {
            key: str(_within(round(random.gauss(fond, 0.5)), 0, 3)) for key in LEVELLED
        }
        at_ease = len(self._ticks) * (1.15 - max(age - 25, 0) / 80) + (person.occupation == "can_bo")
        able = _within(round(random.gauss(at_ease, 0.7)), 0, len(self._ticks))
        answers["B1"] = list(self._ticks[:able]) or [self._no_tick]
        need = {"can_bo": 0.9, "di_hoc": 0.95, "tho": 0.3}.get(person.occupation, 0.1)
        answers["B2"] = str(_within(round(random.gauss(fond - 0.3, 0.6)), 1, 3)) if random.random() < need else NO_NEED
        answers |= self._facts(person, age)
        return {key: answers[key] for key in KEYS}

    def _facts(self, person: DemoPerson, age: int) -> dict[str, str | list[str]]:
        """Schooling and qualification by age and trade, and the topics of the year's talks."""
        random = self._random
        schooled = {"can_bo": 5, "di_hoc": 5, "tho": 4.6}.get(person.occupation, 4.6 - max(age - 40, 0) / 22)
        qualified = {
            "can_bo": ("3", "4", "4", "5"),
            "tho": ("0", "1", "1", "2", "tho_gioi"),
            "di_hoc": ("0", "0", "1"),
        }.get(person.occupation, ("0", "0", "0", "1"))
        topics = random.sample(TOPICS, random.randint(0, len(TOPICS)))
        return {
            "schooling": str(_within(round(random.gauss(schooled, 0.6)), 0, 5)),
            "qualification": random.choice(qualified),
            "life_skills": [topic for topic in TOPICS if topic in topics] or [NO_TOPIC],
        }

    def _age(self, birth_year: int) -> int:
        return age_in(self._year, birth_year) or 0

    def _is_adult(self, person: DemoPerson) -> bool:
        return self._age(person.birth_year) >= ADULT


def _within(value: int, least: int, most: int) -> int:
    return max(least, min(most, value))
