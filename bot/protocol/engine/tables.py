"""Every table of steps that there is, by the name that a run carries."""

from collections.abc import Mapping

from bot.protocol.debrief.steps import DEBRIEF
from bot.protocol.engine.run import Run
from bot.protocol.engine.table import Kind, Table
from bot.protocol.followup import FOLLOWUP
from bot.protocol.parting.steps import PARTING

TABLES: Mapping[str, Table] = {table.name: table for table in (DEBRIEF, FOLLOWUP, PARTING)}
CLIENT_STEPS = frozenset(
    step.id for table in TABLES.values() for step in table.steps if step.kind is Kind.CLIENT or step.source == "matches"
)
"""The steps whose answers hold ids of clients."""


def table_of(run: Run) -> Table:
    """The table that the run goes by. Raises KeyError for one that this version does not know."""
    return TABLES[run.table]
