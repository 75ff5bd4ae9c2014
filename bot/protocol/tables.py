"""Every table of steps that there is, by the name that a run carries."""

from collections.abc import Mapping

from bot.protocol.followup import FOLLOWUP
from bot.protocol.parting import PARTING
from bot.protocol.state import Run
from bot.protocol.steps import DEBRIEF
from bot.protocol.table import Table

TABLES: Mapping[str, Table] = {table.name: table for table in (DEBRIEF, FOLLOWUP, PARTING)}


def table_of(run: Run) -> Table:
    """The table that the run goes by. Raises KeyError for one that this version does not know."""
    return TABLES[run.table]
