"""The command line: parses and hands over. What is slow to import comes after the first line is said."""

import argparse
import gc
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from dotenv import dotenv_values

from bot.common.file_lock import BOT_LOCK, LEAVES, TRY_LOCK, taken
from bot.common.languages import LANGUAGES
from bot.process.health import check as look
from bot.store.sealing.key_format import new_key
from bot.terminal.hello import hello, language_of

_TRY_INSTEAD = (
    "BOT_TOKEN is not set: put the one that BotFather gives into .env, or into the environment. To try the bot in a "
    "terminal without one: ./run try"
)
_QUIET = frozenset({"backup", "restore", "doctor", "rekey", "migrate-data"})
"""The commands that read what people wrote, or may."""


def main(arguments: list[str] | None = None) -> int:
    """Runs the command and gives the exit code: 0 done, 1 can't start (one line says why), 2 wrong arguments."""
    parser = argparse.ArgumentParser(prog="./run", description="okok: help after a tense call with a client")
    commands = parser.add_subparsers(dest="command")
    commands.add_parser("start", help="start the bot: in Telegram with BOT_TOKEN, else in this terminal")
    tried = commands.add_parser("try", help="a Telegram of one person in this terminal")
    tried.add_argument("--language", choices=LANGUAGES, help="the person's language (by the terminal's locale)")
    commands.add_parser("health", help="whether the bot that runs on DATA_DIR is well")
    playbook = commands.add_parser("playbook", help="an agency's own playbook: check it, or write one to begin with")
    playbook.add_argument("what", choices=("check", "init"))
    playbook.add_argument("folder", type=Path)
    moved = commands.add_parser("migrate-data", help="move all rows from SQLite to PostgreSQL or back")
    moved.add_argument(
        "source", metavar="FROM", help="the address of the database that holds the rows; DATABASE_URL: as it is set"
    )
    moved.add_argument("target", metavar="TO", help="the address of an empty one, or DATABASE_URL")
    commands.add_parser("backup", help="a verified copy of the database, now")
    restored = commands.add_parser("restore", help="put a backup in the place of the database")
    restored.add_argument("file", metavar="FILE", nargs="?", type=Path, help="the backup; none with --replay")
    restored.add_argument("--replay", action="store_true", help="after PostgreSQL was restored by pg_restore")
    commands.add_parser("doctor", help="what is wrong, and the updates that could not be handled")
    commands.add_parser("new-key", help="a new key for the notes, to be put into NOTES_KEY")
    commands.add_parser("rekey", help="bring the notes from the key NOTES_KEY under the key NOTES_KEY_NEW")
    chosen = parser.parse_args(arguments)
    if chosen.command == "restore" and (chosen.file is None) != chosen.replay:
        parser.error("give the FILE of a backup, or --replay")
    # What doesn't talk to Telegram, and imports nothing for it.
    done: dict[str, Callable[[], int]] = {
        "new-key": _new_key,
        "rekey": _rekey,
        "health": _health,
        "doctor": _doctor,
        "backup": lambda: _backups("backup", None),
        "restore": lambda: _backups("restore", chosen.file),
        "migrate-data": lambda: _migrate_data(chosen.source, chosen.target),
        "playbook": lambda: _playbook(chosen.what, chosen.folder),
    }
    if chosen.command in _QUIET:
        _tell_no_text()
    if chosen.command in done:
        return done[chosen.command]()

    language = getattr(chosen, "language", None) or language_of(os.environ)
    if chosen.command == "try":
        hello(language, sys.stdout)
    from bot.settings import WrongSettings, read_settings  # noqa: PLC0415 - pydantic takes its time
    from bot.telegram.deferred_models import import_aiogram  # noqa: PLC0415 - it needs pydantic

    try:
        settings = read_settings()
    except WrongSettings as wrong:
        print(wrong, file=sys.stderr)  # noqa: T201 - this is the command line
        return 1
    tried_out = chosen.command == "try" or settings.bot_token is None
    if tried_out and chosen.command != "try":
        if not sys.stdin.isatty():  # a server: whoever talks to the try-out there would be nobody
            print(_TRY_INSTEAD, file=sys.stderr)  # noqa: T201 - this is the command line
            return 1
        hello(language, sys.stdout)
    if taken(settings.data_dir / (TRY_LOCK if tried_out else BOT_LOCK)):
        print(LEAVES, file=sys.stderr)  # noqa: T201 - before what takes seconds; whoever starts it now is told later
        return 1
    gc.disable()  # nothing of what is imported goes away: looking through it again and again is a sixth of the start
    import_aiogram()
    from bot.app import run_bot, run_try_out  # noqa: PLC0415 - aiogram takes its time

    gc.enable()
    return run_try_out(settings, language) if tried_out else run_bot(settings)


def _tell_no_text() -> None:
    """Whatever nobody catches in these commands is told by its place: its text may be the row that it was at."""
    from bot.process.logs import configure  # noqa: PLC0415 - structlog takes its time
    from bot.settings import WrongSettings, read_settings  # noqa: PLC0415 - so does pydantic

    try:
        secrets = read_settings().secrets
    except WrongSettings:
        secrets = ()  # which the command itself tells of
    configure("WARNING", "human", secrets)


def _data_dir() -> Path:
    """`DATA_DIR` as the settings have it, without what it takes to read all of them."""
    named = os.environ.get("DATA_DIR")
    if not named:
        with suppress(OSError, UnicodeError):  # every other command says what is wrong with it
            named = dotenv_values(".env", encoding="utf-8-sig").get("DATA_DIR")
    return Path(named or "data")


def _migrate_data(source: str, target: str) -> int:
    from bot.settings import WrongSettings, read_settings  # noqa: PLC0415 - pydantic takes its time
    from bot.store.admin.migrate_data_command import migrate_data  # noqa: PLC0415 - and so does SQLAlchemy

    if "DATABASE_URL" in {source, target}:  # so that no password stands on a command line
        try:
            named = read_settings().database()
        except WrongSettings as wrong:
            print(wrong, file=sys.stderr)  # noqa: T201 - this is the command line
            return 1
        source, target = (named if one == "DATABASE_URL" else one for one in (source, target))
    code, lines = migrate_data(source, target, _data_dir())
    print("\n".join(lines), file=sys.stderr if code else sys.stdout)
    return code


def _backups(what: str, file: Path | None) -> int:
    from bot.backups.command import backup, restore_from  # noqa: PLC0415 - SQLAlchemy takes its time

    code, lines = backup() if what == "backup" else restore_from(file)
    print("\n".join(lines), file=sys.stderr if code else sys.stdout)
    return code


def _new_key() -> int:
    print(new_key())  # noqa: T201 - this is the command line
    return 0


def _rekey() -> int:
    from bot.settings import WrongSettings, read_settings  # noqa: PLC0415 - pydantic takes its time
    from bot.store.sealing.rekey_command import rekey  # noqa: PLC0415 - and so does SQLAlchemy

    try:
        settings = read_settings()
        urls = [settings.database(), settings.file("try.db")]
    except WrongSettings as wrong:
        print(wrong, file=sys.stderr)  # noqa: T201 - this is the command line
        return 1
    code, lines = rekey(urls, settings.data_dir, settings.key, settings.new_key, to_none=settings.no_key)
    print("\n".join(lines), file=sys.stderr if code else sys.stdout)
    return code


def _doctor() -> int:
    from bot.doctor.command import examine  # noqa: PLC0415 - SQLAlchemy takes its time

    code, lines = examine()
    print("\n".join(lines))  # noqa: T201 - this is the command line
    return code


def _playbook(what: str, folder: Path) -> int:
    from bot.playbook.command import check, init  # noqa: PLC0415 - pydantic takes its time

    code, lines = check(folder) if what == "check" else init(folder)
    print("\n".join(lines), file=sys.stderr if code else sys.stdout)
    return code


def _health() -> int:
    well, line = look(_data_dir())
    print(line)  # noqa: T201 - this is the command line
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
