"""A run of the engine as a value: a version and the list of answers. Everything else is derived from it.

A debrief is a run of the table in `bot.protocol.debrief.steps`; the follow-up and the parting check are runs of other
tables. The value is frozen: every change gives a new one (docs/architecture.md).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

PieceKind = Literal["text", "voice"]
CLIENT = "client"
"""The step that every table begins with: whom the run is about."""
KNOWN = -1
"""The source of an answer that was known before anything was asked: whom a reminder is about, what an SOS told."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What one message of the person gave: its words, or a voice note.

    `message` is the id of that message in the chat (0: none), so that an edit can find it. `joined` says that
    Telegram cut it off the piece before, so that no line break belongs between them.
    For a voice note `text` is Telegram's file id and `seconds` its length.
    """

    message: int
    text: str
    joined: bool = False
    kind: PieceKind = "text"
    seconds: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """One answered (or skipped) step.

    `picks` are ids of options, `value` a number (a scale, a client's id, a moment in Unix seconds UTC),
    `words` what was typed or spoken. `source` is the message that gave a typed pick or number (0: a tap, `KNOWN`:
    it was known before anything was asked).
    """

    step: str
    picks: tuple[str, ...] = ()
    value: int | None = None
    words: tuple[Piece, ...] = ()
    skipped: bool = False
    source: int = 0


@dataclass(frozen=True, slots=True)
class Tail:
    """The last text message and where it went, in case Telegram cut the next one off it.

    `length` is in UTF-16 units, `sent` the moment in Unix seconds UTC. `step` names the answer whose words hold
    it; "" means the facts.
    """

    message: int
    length: int
    sent: int
    step: str


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a table of steps: the whole state of a debrief, a follow-up or a parting check.

    `table` names the table, `version` is that of the table when the run was last changed.
    `answers` stand in the order in which they were given; `aside` are those that Back dropped, offered again when
    their step comes. `facts` are the words that tell what happened, whichever step they were typed at.
    `detailed_from` is the step from which the step-by-step path adds the others; `opened` a step that was opened
    from the summary or by "one more"; `page` the page of the card or list on the screen. `turn` counts the
    person's debriefs (three wordings take turns by it), `at` is the moment of the last change (Unix seconds UTC).
    `stopped` says that it was broken off once, so that it counts for what it has (protocol, section 4).
    """

    version: int
    turn: int = 0
    at: int = 0
    answers: tuple[Answer, ...] = ()
    aside: tuple[Answer, ...] = ()
    facts: tuple[Piece, ...] = ()
    detailed_from: str | None = None
    opened: str | None = None
    page: int = 0
    tail: Tail | None = None
    table: str = "debrief"
    stopped: bool = False

    def answer(self, step: str) -> Answer | None:
        """The answer to the step, None where there is none yet; a skipped one is an answer."""
        return next((answer for answer in self.answers if answer.step == step), None)

    def dropped(self, step: str) -> Answer | None:
        """What the step's answer was before Back dropped it."""
        return next((answer for answer in self.aside if answer.step == step), None)

    def picks(self, step: str) -> tuple[str, ...]:
        """The options picked at the step; empty where nothing was."""
        answer = self.answer(step)
        return answer.picks if answer else ()

    def value(self, step: str) -> int | None:
        """The number given at the step: 1–10, a client's id or a moment in Unix seconds UTC."""
        answer = self.answer(step)
        return answer.value if answer else None

    def words(self, step: str) -> str | None:
        """What was typed at the step, None where nothing was."""
        answer = self.answer(step)
        return joined(answer.words) if answer and answer.words else None


def joined(pieces: tuple[Piece, ...]) -> str:
    """The pieces' words as one text: a line break between messages, none where Telegram cut one in two."""
    text = ""
    for piece in pieces:
        if piece.kind == "text":
            text += piece.text if not text or piece.joined else f"\n{piece.text}"
    return text


def with_answer(run: Run, answer: Answer) -> Run:
    """The run with this answer: in the place of an earlier one to the same step, else at the end."""
    if any(old.step == answer.step for old in run.answers):
        answers = tuple(answer if old.step == answer.step else old for old in run.answers)
    else:
        answers = (*run.answers, answer)
    return replace(run, answers=answers, aside=_without(run.aside, answer.step))


def without_answer(run: Run, step: str) -> Run:
    """The run with the step's answer laid aside, from where it is offered again."""
    answer = run.answer(step)
    if answer is None:
        return run
    return replace(run, answers=_without(run.answers, step), aside=(*_without(run.aside, step), answer))


def _without(answers: tuple[Answer, ...], step: str) -> tuple[Answer, ...]:
    return tuple(answer for answer in answers if answer.step != step)


def encode(run: Run) -> str:
    """The run as JSON, for the store. Only what differs from the default is written."""
    data: dict[str, Any] = {"v": run.version, "turn": run.turn, "at": run.at}
    if run.table != "debrief":
        data["table"] = run.table
    for key in ("answers", "aside"):
        answers: tuple[Answer, ...] = getattr(run, key)
        if answers:
            data[key] = [_answer_out(answer) for answer in answers]
    if run.facts:
        data["facts"] = [_piece_out(piece) for piece in run.facts]
    for key in ("detailed_from", "opened", "page", "stopped"):
        if getattr(run, key):
            data[key] = getattr(run, key)
    if run.tail:
        data["tail"] = [run.tail.message, run.tail.length, run.tail.sent, run.tail.step]
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def decode(text: str) -> Run:
    """The run that `encode` wrote, in whichever version of the table it was; `engine/upgrade.py` brings it on.

    Raises ValueError for what is no such JSON.
    """
    try:
        data: Mapping[str, Any] = json.loads(text)
        tail = data.get("tail")
        return Run(
            version=data["v"],
            turn=data["turn"],
            at=data["at"],
            answers=tuple(_answer_in(answer) for answer in data.get("answers", ())),
            aside=tuple(_answer_in(answer) for answer in data.get("aside", ())),
            facts=tuple(_piece_in(piece) for piece in data.get("facts", ())),
            detailed_from=data.get("detailed_from"),
            opened=data.get("opened"),
            page=data.get("page", 0),
            tail=Tail(*tail) if tail else None,
            table=data.get("table", "debrief"),
            stopped=data.get("stopped", False),
        )
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError("not the state of a run") from error


def _answer_out(answer: Answer) -> dict[str, Any]:
    data: dict[str, Any] = {"s": answer.step}
    if answer.picks:
        data["p"] = list(answer.picks)
    if answer.value is not None:
        data["n"] = answer.value
    if answer.words:
        data["w"] = [_piece_out(piece) for piece in answer.words]
    if answer.skipped:
        data["skip"] = True
    if answer.source:
        data["m"] = answer.source
    return data


def _answer_in(data: Mapping[str, Any]) -> Answer:
    return Answer(
        step=data["s"],
        picks=tuple(data.get("p", ())),
        value=data.get("n"),
        words=tuple(_piece_in(piece) for piece in data.get("w", ())),
        skipped=data.get("skip", False),
        source=data.get("m", 0),
    )


def _piece_out(piece: Piece) -> list[Any]:
    out: list[Any] = [piece.message, piece.text]
    if piece.joined or piece.kind == "voice":
        out += [piece.joined, piece.kind, piece.seconds]
    return out


def _piece_in(data: list[Any]) -> Piece:
    return Piece(*data)
