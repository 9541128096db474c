"""Forms: an ordered list of questions as data, and pure functions of the answers given so far.

What comes next is the first question, in list order, whose ``when`` holds and whose answer is missing
or no longer valid. There is no step and no state but the answers, so a form can be left for a year,
gain a question, or be continued by another worker.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Any, TypeAlias

from handlers.kit.choices import read_choice
from handlers.kit.counted import read_counted
from handlers.kit.quantity import Quantity
from handlers.kit.read import Derived, Misread
from handlers.kit.several import read_choices
from locales.text import Verbatim, Words

Answers: TypeAlias = Mapping[str, Any]


class Kind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"  # one of the options
    CHOICES = "choices"  # several of the options, then "Xong"
    TEXT = "text"  # typed; ``reader`` makes the value of it


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose: ``value`` is stored, ``label`` is shown, ``also`` are other words for it, only read.

    ``short``: the label in fewer words, where many questions stand in one message. ``over``: values of other
    options that it holds good over, where somebody tells of both.
    """

    value: str
    label: Words
    also: tuple[str, ...] = ()
    short: Words | None = None
    over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. ``key``, once released, keeps its meaning for ever.

    Attributes:
        text: what is asked.
        kind: how it is answered.
        options: what can be chosen (CHOICE, CHOICES), or chosen instead of typing (TEXT).
        alone: the option of CHOICES that excludes all others ("Chưa việc nào").
        reader: makes the value of a typed answer (TEXT); returns :class:`Misread` with a kind text
            that says what to write instead, and :class:`Derived` where the value must be said yes to first.
        confirm: the question that a derived value is offered with ("{You} sinh năm 1956, đúng không?").
        when: whether the question is asked at all, given the other answers; without it, always.
        numbered: whether it counts in "3/10".
        why: what it is asked for, to who asks that.
        room: characters that its screen may have before it is shown in parts (:class:`~handlers.kit.screen.Screen`).
        quantity: what the options of a CHOICE mean in numbers, where the question asks how many: then a number
            that is typed is what it counts, never an option's place.
    """

    key: str
    text: Words
    kind: Kind = Kind.TEXT
    options: tuple[Option, ...] = ()
    alone: str | None = None
    reader: Callable[[str], str | int | Derived | Misread] | None = None
    confirm: Callable[[str | int], Words] | None = None
    when: Callable[[Answers], bool] | None = None
    numbered: bool = True
    quantity: Quantity | None = None
    why: Words | None = None
    room: int = 0
    _values: frozenset[str] = field(init=False, repr=False, compare=False)  # of the options; asked for all the time

    def __post_init__(self) -> None:
        object.__setattr__(self, "_values", frozenset(option.value for option in self.options))

    def chosen(self, said: str) -> str | list[str] | None:
        """The answer that a button carries, as it is stored; ``None`` if there is no such option."""
        value = next((option.value for option in self.options if option.value == said), None)
        return [value] if value is not None and self.kind is Kind.CHOICES else value

    def label(self, value: str | int) -> Words:
        """The label of an option's value; of what was typed, what was typed."""
        return {option.value: option.label for option in self.options}.get(str(value)) or Verbatim(str(value))

    def is_valid(self, value: Any) -> bool:
        """Whether a stored answer still answers this question."""
        if self.kind is Kind.CHOICE:
            return isinstance(value, str) and value in self._values  # what is no text may have no hash
        if self.kind is Kind.CHOICES:
            return isinstance(value, list) and bool(value) and all(map(self._is_option, value))
        return isinstance(value, str | int)

    def _is_option(self, value: Any) -> bool:
        return isinstance(value, str) and value in self._values

    def offered(self, said: str) -> str | int | None:
        """The value that a button to say yes to carries; ``None`` if nothing is typed here, or it is no such value."""
        value = None if self.kind is not Kind.TEXT or self.reader is None else self.reader(said)
        return None if isinstance(value, Misread | Derived) else value

    def read(self, said: str) -> str | int | list[str] | Derived | Misread:
        """The value of what somebody typed, or what to tell them."""
        labels, also = [option.label for option in self.options], [option.also for option in self.options]
        values = [option.value for option in self.options]
        match self.kind:
            case Kind.CHOICE if self.quantity is not None:
                index = read_counted(said, labels, also, self.quantity)
                return index if isinstance(index, Misread) else values[index]
            case Kind.CHOICE:
                over = tuple(tuple(map(values.index, option.over)) for option in self.options)
                index = read_choice(said, labels, also, asked=self.text, over=over)
                return index if isinstance(index, Misread) else values[index]
            case Kind.CHOICES:
                alone = None if self.alone is None else values.index(self.alone)
                indexes = read_choices(said, labels, also, alone=alone, asked=self.text)
                return indexes if isinstance(indexes, Misread) else self.tidy([values[i] for i in indexes])
            case Kind.TEXT:
                return said.strip() if self.reader is None else self.reader(said)

    def tidy(self, values: list[str]) -> list[str]:
        """Chosen values in the order of the options, each once, the excluding one only by itself."""
        chosen = [option.value for option in self.options if option.value in values]
        if self.alone is not None and len(chosen) > 1 and self.alone in chosen:
            chosen.remove(self.alone)
        return chosen


@dataclass(frozen=True, slots=True)
class Form:
    """An ordered list of questions with different keys."""

    questions: tuple[Question, ...]

    def __post_init__(self) -> None:
        keys = [question.key for question in self.questions]
        if len(keys) != len(set(keys)):
            raise ValueError(f"a key stands twice in {keys}")

    def question(self, key: str) -> Question | None:
        """The question of a key, if there is one."""
        return next((question for question in self.questions if question.key == key), None)

    def asked(self, answers: Answers) -> tuple[Question, ...]:
        """The questions that apply to these answers, in order."""
        return tuple(self._asking(answers))

    def _asking(self, answers: Answers) -> Iterator[Question]:
        """The same one by one: who needs the next question only does not look at those behind it."""
        return (question for question in self.questions if question.when is None or question.when(answers))

    def next(self, answers: Answers) -> Question | None:
        """The first question that applies and has no valid answer; ``None`` when the form is complete."""
        for question in self.questions:
            is_asked = question.when is None or question.when(answers)
            if is_asked and not question.is_valid(answers.get(question.key)):
                return question
        return None

    def before(self, key: str, answers: Answers) -> Question | None:
        """The question one step back from ``key``."""
        for earlier, question in pairwise(self._asking(answers)):
            if question.key == key:
                return earlier
        return None

    def position(self, key: str, answers: Answers) -> tuple[int, int] | None:
        """Where ``key`` stands, as in "3/10"; ``None`` for a question that is not numbered."""
        numbered = [question.key for question in self.asked(answers) if question.numbered]
        return (numbered.index(key) + 1, len(numbered)) if key in numbered else None
