"""What is counted of a person's records, read on the read-only connection: a fixed number of statements.

These are the long reads of the program, so no unit of work does them: they run beside the writes, over one snapshot.
"""

from dataclasses import replace

from sqlalchemy import ColumnElement, Connection, Table, bindparam, func, select

from bot.insights.periods import Period
from bot.insights.records import Follow, Naming, Phrase, Promise, Quiet, Rows, Talk
from bot.insights.stats import LISTED, Insights, count
from bot.screens.insights import Look, look_of
from bot.screens.scene import Scene
from bot.store import clients
from bot.store.database import Database
from bot.store.errors import StoreError
from bot.store.models import client, followup, learned, outcome, promise, touch

PLACE = "insights"
"""The place whose screen is drawn from these."""


def _of(table: Table, *, one: bool) -> list[ColumnElement[bool]]:
    mine: list[ColumnElement[bool]] = [table.c.person_id == bindparam("owner")]
    return [*mine, table.c.client_id == bindparam("client")] if one else mine


def _within(moment: ColumnElement[int]) -> list[ColumnElement[bool]]:
    return [moment >= bindparam("since"), moment <= bindparam("until")]


def _statements(*, one: bool) -> tuple[Select, ...]:  # noqa: F821
    ...
