"""The address of a database, `sqlite:////folder/okok.db` or `postgresql://…`, read as `pg_dump` reads the same one."""

import re
from pathlib import Path
from typing import Final, Literal
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

Kind = Literal["sqlite", "postgresql"]
FORMS: Final = "sqlite:////folder/okok.db or postgresql://user@host/name"
TO_ENCODE: Final = (
    "A name or password in DATABASE_URL holds a letter that means something in an address: write @ as %40, "
    "/ as %2F, ? as %3F, # as %23, % as %25, a blank as %20."
)
_SQLITE: Final = re.compile(r"sqlite(?:\+\w+)?:///(?P<path>.+)", re.DOTALL)
_SERVER: Final = re.compile(r"postgres(?:ql)?(?:\+\w+)?://(?P<rest>.*)", re.DOTALL)
_LONE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})|\s")
_PLACE: Final = re.compile(r"(?:\[[^\]]*\]|[^:\[\]]*)(?::\d*)?")
_HOST: Final = "The host or port in DATABASE_URL can't be read: the address is of the form postgresql://user:password@host:5432/name."
_CLIENTS: Final = re.compile(
    r"connect_timeout|channel_binding|client_encoding|fallback_application_name|gss\w+|keepalives\w*|load_balance_hosts"
    r"|replication|require\w+|ssl(?:compression|sni|crldir|certmode)|tcp_user_timeout"
)
"""What libpq's programs take from an address for themselves: to the server it would be an unknown setting."""


class OddAddress(ValueError):
    """The address can't be used; the text is one plain line that shows nothing of it."""


def kind_of(url: str) -> Kind | None:
    """Which kind of database it names; None where it names none."""
    if _SERVER.fullmatch(url):
        return "postgresql"
    return "sqlite" if file_of(url) is not None else None


def file_of(url: str) -> Path | None:
    """The file of a SQLite address, whatever letters its name has; None for a server's, or one that can't be read."""
    found = _SQLITE.fullmatch(url)
    return Path(found["path"]) if found and found["path"] != ":memory:" and "\0" not in found["path"] else None


def url_of(path: Path) -> str:
    """The address of a SQLite file."""
    return f"sqlite:///{path.absolute()}"


def dsn_of(url: str) -> str:
    """A server's address as its driver takes it, without what only libpq's own programs know. Raises OddAddress."""
    found = _SERVER.fullmatch(url)
    if found is None:
        raise OddAddress(f"DATABASE_URL must be {FORMS}.")
    plain = found["rest"].partition("?")[0]
    try:
        parts = urlsplit(f"postgresql://{found['rest']}")
        asked = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        raise OddAddress(TO_ENCODE if "@" in plain else _HOST) from None
    who, at, where = parts.netloc.rpartition("@")
    # Where a letter of the password ended the part that it is in, the "@" behind it stands in a later one.
    cut = not at and ("@" in parts.path or ("@" in parts.query and not parts.path))
    if "@" in who or cut or parts.fragment or _LONE.search(plain):
        raise OddAddress(TO_ENCODE)
    if not all(_PLACE.fullmatch(one) for one in where.split(",")):
        raise OddAddress(_HOST)
    kept = [("sslmode" if name == "ssl" else name, value) for name, value in asked if not _CLIENTS.fullmatch(name)]
    return urlunsplit(("postgresql", parts.netloc, parts.path, urlencode(kept, quote_via=quote), ""))
