"""The settings, from the environment or `.env`. Read by `bot.app` and `bot.__main__` only."""

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AnyHttpUrl, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.common.languages import LANGUAGES, Language
from bot.store.database.address import FORMS, url_of
from bot.store.sealing.key_format import NO_KEY, read_key

ENV_FILE = ".env"
ENV_ENCODING = "utf-8-sig"  # an editor may have put its mark before the first line
_SHORTEST = 6
_ID = re.compile(r"[1-9][0-9]{0,18}")
_PORTS = frozenset({443, 80, 88, 8443})
"""The ports that Telegram brings updates to."""
_FORMS = {
    "bot_token": "is of the form 123456:ABC… that BotFather gives",
    "database_url": f"is of the form {FORMS}",
    "data_dir": "is a folder",
    "backup_dir": "is a folder",
    "playbook_dir": "is a folder",
    "telegram_api_url": "is an address such as http://127.0.0.1:8081",
    "access": "is one of owners, invited, open",
    "default_timezone": "is an IANA zone such as Europe/Moscow",
    "default_language": f"is one of {', '.join(LANGUAGES)}",
    "webhook_url": "is an address such as https://bot.example.org/okok",
    "webhook_listen": "is of the form 127.0.0.1:8080: a host, a colon, a port",
    "emergency_number": "is a telephone number such as 112",
    "log_level": "is one of DEBUG, INFO, WARNING, ERROR",
    "log_format": "is human or json",
}
"""What each setting is, in our words: whatever a library says of a wrong one is its own."""
_SECRET = re.compile(r"[A-Za-z0-9_-]{16,256}")


NOT_UTF8 = f"{ENV_FILE} is not in UTF-8: save it in that encoding."


class WrongSettings(ValueError):
    """One or more settings can't be used; the text names each in a line, and never shows a value."""


class Settings(BaseSettings):
    """What can be set from outside; the README has the same table in words."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        env_file_encoding=ENV_ENCODING,
        env_ignore_empty=True,
        extra="ignore",
        hide_input_in_errors=True,
    )

    bot_token: SecretStr | None = None
    database_url: SecretStr | None = None
    data_dir: Path = Path("data")
    backup_dir: Path | None = None
    telegram_api_url: AnyHttpUrl | None = None
    owner_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    access: Literal["owners", "invited", "open"] | None = None
    default_timezone: str = "Europe/Moscow"
    default_language: Language = "ru"
    playbook_dir: Path | None = None
    webhook_url: AnyHttpUrl | None = None
    webhook_secret: SecretStr | None = Field(default=None, validate_default=True)
    webhook_listen: str = Field(default="127.0.0.1:8080", pattern=r"^[^:\s]+:[0-9]{1,5}$")
    notes_key: SecretStr | None = None
    notes_key_new: SecretStr | None = None
    emergency_number: str = Field(default="112", pattern=r"^[0-9+() -]{2,20}$")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["human", "json"] = "human"

    @field_validator("bot_token", mode="before")
    @classmethod
    def _token_without_a_line_end(cls, value: object) -> object:
        return value.strip() if isinstance(value, str) else value

    @field_validator("bot_token")
    @classmethod
    def _token_has_its_form(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None or not value.get_secret_value():
            return None
        number, _, rest = value.get_secret_value().partition(":")
        if not (number.isdecimal() and len(rest) >= 3 and not any(letter.isspace() for letter in rest)):
            raise ValueError("is not of the form 123456:ABC… that BotFather gives")
        return value

    @field_validator("webhook_url")
    @classmethod
    def _telegram_brings_there(cls, value: AnyHttpUrl | None, info: ValidationInfo) -> AnyHttpUrl | None:
        if value is None or info.data.get("telegram_api_url") is not None:  # a Bot API server of one's own takes any
            return value
        if value.scheme != "https":
            raise ValueError("has to begin with https://, since Telegram brings updates to no other")
        if value.port not in _PORTS:
            raise ValueError("has one of the ports 443, 80, 88 and 8443: Telegram brings updates to no other")
        return value

    @field_validator("webhook_secret")
    @classmethod
    def _secret_goes_with_the_webhook(cls, value: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        if value is None and info.data.get("webhook_url") is not None:
            raise ValueError("is needed with WEBHOOK_URL, or anybody could bring updates")
        if value is not None and not _SECRET.fullmatch(value.get_secret_value()):
            raise ValueError("is 16 to 256 letters, digits, _ and -, as Telegram takes it")
        return value

    @field_validator("webhook_listen")
    @classmethod
    def _port_exists(cls, value: str) -> str:
        if not 0 < int(value.rpartition(":")[2]) < 65536:
            raise ValueError("is of the form 127.0.0.1:8080")
        return value

    @field_validator("notes_key", "notes_key_new")
    @classmethod
    def _key_is_one(cls, value: SecretStr | None, told: ValidationInfo) -> SecretStr | None:
        if value is not None and not (told.field_name == "notes_key_new" and value.get_secret_value() == NO_KEY):
            read_key(value.get_secret_value())
        return value

    @field_validator("owner_ids", mode="before")
    @classmethod
    def _ids_from_a_list(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        parts = value.replace(",", " ").split()
        if not all(_ID.fullmatch(part) for part in parts):
            raise ValueError("is numbers with commas between them, the Telegram ids of people (no names, no @)")
        return parts

    @field_validator("default_timezone")
    @classmethod
    def _zone_is_known(cls, value: str) -> str:
        try:  # the list of all zones takes time to be put together
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("is no IANA zone such as Europe/Moscow") from None
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _level_in_capitals(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("access", "log_format", mode="before")
    @classmethod
    def _word_in_small_letters(cls, value: object) -> object:
        return value.strip().lower() if isinstance(value, str) else value

    @field_validator("access")
    @classmethod
    def _somebody_comes_in(cls, value: str | None, info: ValidationInfo) -> str | None:
        if value in {"owners", "invited"} and info.data.get("owner_ids") == frozenset():
            raise ValueError("needs OWNER_IDS, or nobody would be let in")
        return value

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must stand in no line of a log."""
        kept = (getattr(self, name) for name in type(self).model_fields)
        whole = [one.get_secret_value() for one in kept if isinstance(one, SecretStr)]
        address = self.database_url.get_secret_value() if self.database_url is not None else ""
        return tuple(one for one in (*whole, *_passwords(address)) if one not in ("", NO_KEY))

    @property
    def mode(self) -> Literal["owners", "invited", "open"]:
        """Who is let in: by `ACCESS`; without it all where there are no owners, else whom these invite."""
        return self.access or ("invited" if self.owner_ids else "open")

    @property
    def backups(self) -> Path:
        """Where backups are: the folder that was set, else one in the data folder."""
        return self.backup_dir if self.backup_dir is not None else self.data_dir / "backups"

    @property
    def key(self) -> bytes | None:
        """The key of the notes, None where they are not under one."""
        return read_key(self.notes_key.get_secret_value()) if self.notes_key is not None else None

    @property
    def new_key(self) -> bytes | None:
        """The key that the notes are to come under, None where there is none, or it is to be none."""
        asked = self.notes_key_new
        return None if asked is None or self.no_key else read_key(asked.get_secret_value())

    @property
    def no_key(self) -> bool:
        """Whether the notes are to be under no key any more."""
        return self.notes_key_new is not None and self.notes_key_new.get_secret_value() == NO_KEY

    def database(self, name: str = "okok.db") -> str:
        """The database's address: the one set, else SQLite in the data folder."""
        return self.database_url.get_secret_value() if self.database_url is not None else self.file(name)

    def file(self, name: str) -> str:
        """The address of a SQLite file of that name in the data folder."""
        return url_of(self.data_dir / name)


def _passwords(address: str) -> set[str]:
    """The password in a database's address, as it is written there and as it is."""
    try:
        parts = urlsplit(address)
        asked = parse_qs(parts.query).get("password", [])
        written = parts.password or ""
    except ValueError:  # opening it will say what is wrong with it
        return set()
    # Where a letter of the password ends the part that it is in, it goes on up to the last "@".
    rest = address.partition("://")[2]
    if "@" in rest and ":" in rest.rpartition("@")[0]:
        written = rest.rpartition("@")[0].partition(":")[2]
    # A word of a few letters is no secret, and every line that has it in some other word would be blotted out.
    return {one for one in (written, unquote(written), *asked) if len(one) >= _SHORTEST}


def read_settings() -> Settings:
    """The settings as they are now. Raises WrongSettings, one line for each that can't be used."""
    try:
        return Settings()
    except ValidationError as error:
        lines = (_line(one["loc"], one["type"], one["msg"]) for one in error.errors())
        raise WrongSettings("\n".join(dict.fromkeys(lines))) from None
    except UnicodeError:
        raise WrongSettings(NOT_UTF8) from None
    except OSError as error:
        raise WrongSettings(f"{ENV_FILE} can't be read: {error.strerror}.") from None


def _line(where: tuple[int | str, ...], kind: str, said: str) -> str:
    name = str(where[0]) if where else "?"
    ours = said.removeprefix("Value error, ")
    allowed = ours if kind == "value_error" else _FORMS.get(name, "can't be used as it is")
    return f"{name.upper()}: {allowed[0].lower()}{allowed[1:]}"
