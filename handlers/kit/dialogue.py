"""A form asked in a chat, one question a screen: ask, hear, choose, tick, go back, keep, correct. Written once.

A conversation says which questions, where it keeps the answers, and what happens when all are there::

    Dialogue(routes, "join-ask", Action.LOOK, form=join_form, answers=_given, record=_keep, done=_check)

That makes the routes ``join-ask/{key}`` (a question), ``join-ask-next`` (the first without an answer),
``join-ask-say/{key}/{value}`` (a chosen answer) and, for questions with several answers,
``join-ask-tick/{key}/{value}`` and ``join-ask-ticked/{key}``. What a reader only worked out
(:class:`handlers.kit.read.Derived`) is offered by ``join-ask-offer/{key}/{value}`` and counts after a yes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from acts.choice import Choice, Look
from acts.way import Way
from criteria.policy import Action
from handlers.kit.choices import CHOOSE, read_choice
from handlers.kit.context import Turn
from handlers.kit.counted import COUNT
from handlers.kit.draft import Part
from handlers.kit.event import Said, Sent
from handlers.kit.form import Answers, Form, Kind, Question
from handlers.kit.labels import is_label
from handlers.kit.read import Derived, Misread
from handlers.kit.router import Answer, Goto, Routes
from handlers.kit.screen import Screen
from handlers.kit.tokens import asks, is_harmless, is_of_another, tokens
from locales.text import T, Verbatim, Words, lines

TICKS = Part[dict[str, Any]]("ticks", dict)  # what is ticked of a question with several answers, before "Xong"
NEXT, SAY, TICK, TICKED, OFFER = (
    "next",
    "say",
    "tick",
    "ticked",
    "offer",
)  # what the names of a dialogue's routes end in

ONLY_WORDS = T("Chỗ này chỉ nhận chữ.")
YES, NO = T("Đúng"), T("Không, gõ lại")
PLAIN_NO = Verbatim("không")
ONLY_CHOICES = T("Câu này {you} chọn một mục bên dưới, hoặc gõ số của mục ấy.")


def names(name: str) -> tuple[str, ...]:
    """The names of a dialogue's routes."""
    return (name, *(f"{name}-{end}" for end in (NEXT, SAY, TICK, TICKED, OFFER)))


def _nothing(*_: Any) -> None:
    return None


class Dialogue:
    """One form in one conversation.

    Each function takes the turn, then the record the form is about (where there is one), then what is named here.

    Args:
        routes: of the conversation.
        name: of the question's route; a literal.
        action: what the policy is asked for each route.
        about: the parameter that carries the record ("resident"); the record has an ``id``.
        form: the questions.
        answers: those given, by key; ``None`` where nothing is being asked.
        record: (key, value) writes an answer down; may say where to go on.
        done: the route to go on to when nothing is left to ask, or nothing is being asked.
        shut: (key) where to go instead, while that question may not be asked.
        version: a number that changes with the record: a button of an older one changes nothing.
        stale: (question, value) where such a button leads.
        title: (question) above the question.
        text: (question) in place of the question's own words.
        ways: (question, before) the choices below the answers; ``before`` is one back, or to keep the answer.
        answer: (question, value) an answer in words, where it is not an option's label.
        whole: (text) takes a typed text that answers several questions at once; ``None`` if it does not.
    """

    def __init__(
        self,
        routes: Routes,
        name: str,
        action: Action,
        *,
        form: Callable[..., Form],
        answers: Callable[..., Answers | None],
        record: Callable[..., Goto | None],
        done: Callable[..., Way],
        about: str | None = None,
        shut: Callable[..., Goto | None] = _nothing,
        version: Callable[[Any], int] | None = None,
        stale: Callable[..., Goto] | None = None,
        title: Callable[..., Words | None] = _nothing,
        text: Callable[..., Words] = lambda *given: given[-1].text,
        ways: Callable[..., tuple[Choice, ...]] = lambda *given: given[-1],
        answer: Callable[..., Words] = lambda *given: given[-2].label(given[-1]),
        whole: Callable[..., Goto | None] = _nothing,
    ) -> None:
        self.name = name
        self._about = about
        self._form, self._answers, self._record, self._done = form, answers, record, done
        self._shut, self._version, self._stale = shut, version, stale
        self._title, self._text, self._ways, self._answer, self._whole = title, text, ways, answer, whole
        one = "" if about is None else f"/{{{about}}}"
        at = f"{one}/{{key}}" if version is None else f"{one}/{{version}}/{{key}}"
        kinds: dict[str, type | None] = {"version": int, "key": str, "value": str}
        if about is not None:
            kinds[about] = None
        routes.add(f"{name}{one}/{{key}}", action, self._shows, shows=True, **kinds)
        routes.hears(name)(self._hears)
        routes.add(f"{name}-{NEXT}{one}", action, self._next, shows=True, **kinds)
        routes.add(f"{name}-{SAY}{at}/{{value}}", action, self._says, shows=False, **kinds)
        routes.add(f"{name}-{TICK}{at}/{{value}}", action, self._ticks, shows=False, **kinds)
        routes.add(f"{name}-{TICKED}{at}", action, self._takes_ticked, shows=False, **kinds)
        routes.add(f"{name}-{OFFER}{one}/{{key}}/{{value}}", action, self._offers, shows=True, **kinds)
        routes.hears(f"{name}-{OFFER}")(self._hears)

    def to(self, key: str, *about: Any) -> Way:
        """The way to a question."""
        return Way(f"{self.name}{_ids(about)}/{key}")

    def onward(self, turn: Turn, *about: Any) -> Way:
        """The way to the first question without an answer; of what is done when there is none."""
        question = self._open(turn, about)
        return self._done(turn, *about) if question is None else self.to(question.key, *about)

    def _open(self, turn: Turn, about: tuple[Any, ...]) -> Question | None:
        answers = self._answers(turn, *about)
        return None if answers is None else self._form(turn, *about).next(answers)

    def _at(self, question: Question, about: tuple[Any, ...]) -> str:
        version = "" if self._version is None else f"/{self._version(*about)}"
        return f"{_ids(about)}{version}/{question.key}"

    def _elsewhere(self, turn: Turn, about: tuple[Any, ...], key: str) -> tuple[Question, Answers] | Goto:
        """The question with the answers so far; or where to go, if it cannot be asked now."""
        if (shut := self._shut(turn, *about, key)) is not None:
            return shut
        answers = self._answers(turn, *about)
        question = None if answers is None else self._form(turn, *about).question(key)
        if answers is None or question is None:
            return Goto(self.onward(turn, *about))
        return question, answers

    def _split(self, values: dict[str, Any]) -> tuple[Any, ...]:
        return () if self._about is None else (values[self._about],)

    # Showing

    def _next(self, turn: Turn, **values: Any) -> Goto:
        """Where the form stands."""
        return Goto(self.onward(turn, *self._split(values)))

    def _shows(self, turn: Turn, *, key: str, **values: Any) -> Answer:
        """One question."""
        about = self._split(values)
        found = self._elsewhere(turn, about, key)
        if isinstance(found, Goto):
            return found
        question, answers = found
        value = answers.get(key)
        several = question.kind is Kind.CHOICES
        return Screen(
            title=self._title(turn, *about, question),
            text=lines(
                self._text(turn, *about, question),
                T("Gõ số thì gõ hết trong một tin, ví dụ 1 3.") if several else None,
                T("Đã chọn: {answer}", answer=self._answer(turn, *about, question, value))
                if question.options and question.is_valid(value)
                else None,
            ),
            choices=(
                *(self._several if several else self._one)(turn, about, question, answers),
                *self._ways(turn, *about, question, self._back(turn, about, question, answers)),
            ),
            typed=question.kind is Kind.TEXT,
            counted=question.quantity is not None,
            why=question.why,
            room=question.room,
        )

    def _back(self, turn: Turn, about: tuple[Any, ...], question: Question, answers: Answers) -> tuple[Choice, ...]:
        """Keep the answer, where all are there; else one question back."""
        form = self._form(turn, *about)
        if form.next(answers) is None:
            return (Choice(T("Giữ như cũ"), self._done(turn, *about), Look.WAY),)
        before = form.before(question.key, answers)
        return () if before is None else (Choice(T("Quay lại"), self.to(before.key, *about), Look.WAY),)

    def _one(self, turn: Turn, about: tuple[Any, ...], question: Question, answers: Answers) -> tuple[Choice, ...]:
        at = self._at(question, about)
        return tuple(
            Choice(option.label, Way(f"{self.name}-{SAY}{at}/{option.value}"), also=option.also)
            for option in question.options
        )

    def _several(self, turn: Turn, about: tuple[Any, ...], question: Question, answers: Answers) -> tuple[Choice, ...]:
        at = self._at(question, about)
        ticked = self._ticked(turn, about, question, answers)
        options = tuple(
            Choice(
                T("✓ {label}", label=option.label) if option.value in ticked else option.label,
                Way(f"{self.name}-{SAY if option.value == question.alone else TICK}{at}/{option.value}"),
                also=option.also,
                ticked=None if option.value == question.alone else option.value in ticked,
            )
            for option in question.options
        )
        return (*options, Choice(T("Xong"), Way(f"{self.name}-{TICKED}{at}"), Look.MAIN)) if ticked else options

    def _offer(self, question: Question, about: tuple[Any, ...], value: str | int) -> Way:
        return Way(f"{self.name}-{OFFER}{_ids(about)}/{question.key}/{value}")

    def _offers(self, turn: Turn, *, key: str, value: str, **values: Any) -> Answer:
        """What was worked out from what was typed, for a yes or a no."""
        about = self._split(values)
        found = self._elsewhere(turn, about, key)
        if isinstance(found, Goto):
            return found
        question, answers = found
        offered = question.offered(value)
        if offered is None:
            return Goto(self.to(key, *about))
        shown = self._answer(turn, *about, question, offered)
        return Screen(
            title=self._title(turn, *about, question),
            text=T("{answer}, đúng không?", answer=shown) if question.confirm is None else question.confirm(offered),
            choices=(
                Choice(YES, Way(f"{self.name}-{SAY}{self._at(question, about)}/{value}"), Look.MAIN),
                Choice(NO, self.to(key, *about)),
                *self._ways(turn, *about, question, self._back(turn, about, question, answers)),
            ),
            typed=True,
        )

    # Doing

    def _hears(self, turn: Turn, said: Said | Sent, *, key: str, value: str | None = None, **values: Any) -> Goto:
        """A typed answer: the words, the number or the label of a choice; or the number of a way on.

        Where ``value`` is offered: yes, no, or another answer.
        """
        about = self._split(values)
        found = self._elsewhere(turn, about, key)
        if isinstance(found, Goto):
            return found
        question, _ = found
        offered = None if value is None else question.offered(value)
        here = self.to(key, *about) if offered is None else self._offer(question, about, offered)
        if isinstance(said, Sent):
            if question.quantity is not None:
                return Goto(here, COUNT)
            return Goto(here, ONLY_WORDS if question.kind is Kind.TEXT else ONLY_CHOICES)
        if (whole := self._whole(turn, *about, question, said.text)) is not None:
            return whole
        if offered is not None:
            match _yes_or_no(said.text):
                case True:
                    return self.take(turn, question, offered, *about)
                case False:
                    return Goto(self.to(key, *about))
        read = question.read(said.text)
        if isinstance(read, Derived):
            return Goto(self._offer(question, about, read.value))
        if isinstance(read, Misread):
            is_place = question.kind is not Kind.TEXT and question.quantity is None
            has_numbers = is_place or (offered is not None and said.text.strip().isdecimal())
            way = turn.numbered(said.text) if has_numbers else None  # "Quay lại" has a number, too
            return Goto(here, read.hint) if way is None else Goto(way)
        return self.take(turn, question, read, *about)

    def _says(self, turn: Turn, *, key: str, value: str, version: int | None = None, **values: Any) -> Goto:
        """A chosen answer. A button of an older version, or of a question that is not open, changes nothing."""
        about = self._split(values)
        found = self._elsewhere(turn, about, key)
        if isinstance(found, Goto):
            return found
        question, _ = found
        chosen = question.chosen(value)
        if chosen is None and (offered := question.offered(value)) is not None:
            is_open = turn.account.route == self._offer(question, about, offered)
            return self.take(turn, question, offered, *about) if is_open else Goto(self.onward(turn, *about))
        if chosen is None:
            return Goto(self.to(key, *about), CHOOSE)
        if (late := self._late(turn, about, question, version, chosen)) is not None:
            return late
        return self.take(turn, question, chosen, *about)

    def _ticks(self, turn: Turn, *, key: str, value: str, version: int | None = None, **values: Any) -> Goto:
        """Tick or untick one of several answers; nothing counts until "Xong"."""
        about = self._split(values)
        found = self._elsewhere(turn, about, key)
        if isinstance(found, Goto):
            return found
        question, answers = found
        if question.kind is not Kind.CHOICES or question.chosen(value) is None:
            return Goto(self.onward(turn, *about), CHOOSE)
        if (late := self._late(turn, about, question, version, None)) is not None:
            return late
        ticked = self._ticked(turn, about, question, answers)
        now = [each for each in ticked if each != value] if value in ticked else [*ticked, value]
        values_now = question.tidy([each for each in now if each != question.alone])
        turn.draft.keep(TICKS, {"of": self.to(key, *about), "values": values_now})
        return Goto(self.to(key, *about))

    def _takes_ticked(self, turn: Turn, *, key: str, version: int | None = None, **values: Any) -> Goto:
        """Take what is ticked as the answer."""
        about = self._split(values)
        found = self._elsewhere(turn, about, key)
        if isinstance(found, Goto):
            return found
        question, answers = found
        if question.kind is not Kind.CHOICES:
            return Goto(self.onward(turn, *about), CHOOSE)
        ticked = self._ticked(turn, about, question, answers)
        if (late := self._late(turn, about, question, version, ticked)) is not None:
            return late
        if not question.is_valid(ticked):
            return Goto(self.to(key, *about), CHOOSE)
        return self.take(turn, question, ticked, *about)

    def take(self, turn: Turn, question: Question, value: Any, *about: Any) -> Goto:
        """Write an answer down and go on."""
        turn.draft.drop(TICKS)
        return self._record(turn, *about, question.key, value) or Goto(self.onward(turn, *about))

    def _ticked(self, turn: Turn, about: tuple[Any, ...], question: Question, answers: Answers) -> list[str]:
        """What is ticked: what was ticked just now, else the answer on record."""
        ticks = turn.draft.get(TICKS)
        if ticks is not None and ticks["of"] == self.to(question.key, *about):
            return list(ticks["values"])
        value = answers.get(question.key)
        return [each for each in value if each != question.alone] if isinstance(value, list) else []

    def _late(
        self, turn: Turn, about: tuple[Any, ...], question: Question, version: int | None, value: Any
    ) -> Goto | None:
        """Where a button leads that is about what has changed since."""
        if self._version is None:
            is_open = turn.account.route == self.to(question.key, *about)
            return None if is_open else Goto(self.onward(turn, *about))
        if version == self._version(*about) or self._stale is None:
            return None
        return self._stale(turn, *about, question, value)


def _yes_or_no(said: str) -> bool | None:
    """Whether an offer is taken; ``None`` for a question, for what somebody else is said to say, and for all else."""
    words = tokens(said)
    if asks(said) or is_of_another(words) or any(each.is_sign and not is_harmless(each) for each in words):
        return None
    if len(words) == 1 and is_label(said, PLAIN_NO):
        return False  # a bare no may only be half of a label, but here it changes nothing
    index = read_choice(said, (YES, NO))
    return None if isinstance(index, Misread) else index == 0


def _ids(about: tuple[Any, ...]) -> str:
    return "".join(f"/{each.id}" for each in about)
