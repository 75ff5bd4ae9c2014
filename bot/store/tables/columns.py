"""What all tables are made of: the metadata, the types, and whom a row belongs to."""

import re

from sqlalchemy import (
    BigInteger,
    Column,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    Text,
    TypeDecorator,
    text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with U+FFFD for NUL and lone surrogates, which PostgreSQL or UTF-8 can't hold."""
    return _UNSTORABLE.sub("\ufffd", text)


class StoredText(TypeDecorator[str]):
    """Text from outside, as it can be stored. What a person wrote is `bot.store.sealing.sealed_columns.Sealed`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 (its signature)
        """What is stored for the value."""
        return None if value is None else storable(value)


Id = BigInteger().with_variant(Integer(), "sqlite")
"""On SQLite only a column that says INTEGER is the row's own number."""

LADDER = "'daily', 'two_days', 'weekly', 'two_weeks', 'off'"


def own(*, person: bool = True) -> list[Column[int]]:
    """The columns that say whose the row is: an agency's, and of a person in it."""
    agency: Column[int] = Column("agency_id", Id, ForeignKey("agency.id", ondelete="CASCADE"), nullable=False)
    if not person:
        return [agency]
    return [agency, Column("person_id", Id, ForeignKey("person.id", ondelete="CASCADE"), nullable=False)]


def of_client() -> ForeignKeyConstraint:
    """The row's client is one of its person's."""
    return ForeignKeyConstraint(["person_id", "client_id"], ["client.person_id", "client.id"], ondelete="CASCADE")


def of_run(column: str = "run_id") -> ForeignKeyConstraint:
    """The row's run is one of its person's."""
    return ForeignKeyConstraint(["person_id", column], ["run.person_id", "run.id"], ondelete="CASCADE")


def index(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index over the rows that fulfil `where` only, on either database."""
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))
