"""Every table of steps that there is, by the name that a run carries."""

from collections.abc import Mapping

from bot.protocol.debrief.steps import DEBRIEF
from bot.protocol.engine.run import Run
from bot.protocol.engine.table import Table
from bot.protocol.followup import FOLLOWUP
from bot.protocol.parting.steps import PARTING

TABLES: Mapping[str, Table] = {table.name: table for table in (DEBRIEF, FOLLOWUP, PARTING)}


def table_of(run: Run) -> Table:
    """The table that the run goes by. Raises KeyError for one that this version does not know."""
    return TABLES[run.table]
