"""Logging, and what is never logged: words, names and the token, at any level, from any library (SECURITY.md).

Our own lines are written to hold none. Of a library's message only its place, level and the class of an exception
are kept: what it says may be a parameter, an address with the token in it, or the text of an update.
"""

import copy
import json
import logging
import sys
import threading
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Literal, TextIO

import structlog
from structlog.stdlib import ProcessorFormatter

from bot.common.safe_traceback import place_of

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor

Format = Literal["human", "json"]
OURS: Final = ("bot", "handlers")
"""The packages whose lines are kept as they are."""
_LEFT_OUT: Final = "a library's message, its words left out"
_HIDDEN: Final = "•••"
log = logging.getLogger(__name__)


def configure(level: str, form: Format, secrets: Iterable[str] = ()) -> None:
    """Logs to stderr from now on: ours from `level` up, libraries' from WARNING up. `secrets` stand in no line.

    What ends the program or a thread is logged by its class and place, without its text.
    """
    root = logging.getLogger()
    root.handlers[:] = [handler(sys.stderr, form, secrets)]
    root.setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[level]))
    for name in OURS:
        logging.getLogger(name).setLevel(level)
    logging.captureWarnings(capture=True)
    sys.excepthook = _ended
    threading.excepthook = lambda thread: _ended(thread.exc_type, thread.exc_value, thread.exc_traceback)
    sys.unraisablehook = lambda left: _ended(left.exc_type, left.exc_value, left.exc_traceback)


def handler(stream: TextIO, form: Format, secrets: Iterable[str] = ()) -> logging.Handler:
    """A handler that writes lean lines to `stream`, for a person or as one JSON object each."""
    made = _Lean(stream)
    renderer: Processor
    if form == "json":
        renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
        stamp = structlog.processors.TimeStamper(fmt="iso", utc=True)
    else:
        renderer = structlog.dev.ConsoleRenderer(colors=stream.isatty(), pad_event_to=0)
        stamp = structlog.processors.TimeStamper(fmt="%Y-%m-%d %H:%M:%S", utc=False)
    hidden = tuple(dict.fromkeys(form for secret in secrets if secret for form in _written(secret)))
    made.setFormatter(
        _Hiding(
            hidden,
            foreign_pre_chain=[structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name, _extras, stamp],
            processors=[ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    return made


def _written(secret: str) -> Iterable[str]:
    """The secret as it is, and as a line has it that escapes some of its letters, once or twice; the longest first."""
    forms = {secret}
    for _ in range(2):
        forms |= {json.dumps(one, ensure_ascii=only)[1:-1] for one in forms for only in (False, True)}
        forms |= {repr(one)[1:-1] for one in forms}
    return sorted(forms, key=len, reverse=True)


def _extras(_: object, __: str, event: "EventDict") -> "EventDict":
    """What a lean record carries beside its message."""
    record: logging.LogRecord = event["_record"]
    for name in ("place", "error"):
        if (value := record.__dict__.get(name)) is not None:
            event[name] = value
    return event


class _Hiding(ProcessorFormatter):
    """Writes the line without the secrets, should one have got into it all the same."""

    def __init__(self, secrets: tuple[str, ...], **how: Any) -> None:  # noqa: ANN401 - structlog's own parameters
        super().__init__(**how)
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        for secret in self._secrets:
            line = line.replace(secret, _HIDDEN)
        return line


class _Lean(logging.StreamHandler[TextIO]):
    """Writes each record without what may hold words."""

    def emit(self, record: logging.LogRecord) -> None:
        super().emit(lean(record))

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """A line that can't be written is given up: logging's own report of it would print its arguments."""


def lean(record: logging.LogRecord) -> logging.LogRecord:
    """The record without exceptions' texts; one of a library without its message and arguments too."""
    made = copy.copy(record)
    error = record.exc_info[1] if record.exc_info else None
    made.exc_info = made.exc_text = made.stack_info = None
    made.__dict__["error"] = place_of(error) if error is not None else None
    made.__dict__["place"] = None
    if record.name.partition(".")[0] in OURS:
        made.args = _named(record.args)
        return made
    made.msg, made.args = _LEFT_OUT, ()
    made.__dict__["place"] = f"{record.filename}:{record.lineno}"
    return made


def _named(args: Any) -> Any:  # noqa: ANN401 - as logging has them
    """The arguments of a line of ours, with the class in the place of an exception whose text isn't ours."""
    if isinstance(args, Mapping):
        return {key: _name(value) for key, value in args.items()}
    return tuple(_name(value) for value in args) if isinstance(args, tuple) else args


def _name(value: object) -> object:
    foreign = isinstance(value, BaseException) and type(value).__module__.partition(".")[0] not in OURS
    return type(value).__name__ if foreign else value


def _ended(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    """Whatever nobody caught: where it came from, without what it says."""
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("ended by %s", place_of(error.with_traceback(trace)) if error is not None else kind.__name__)
