"""Nothing costs the database more because there is more in it; counted, not timed (see benchmarks/flat.py)."""

from benchmarks import clients, reminder_costs
from benchmarks.flat import LARGEST_DIFFERENCE, counted, differences

FEW, MANY = 10, 3_000
FEW_WAIT, MANY_WAIT = 100, 5_000
FEW_CLIENTS, MANY_CLIENTS = (20, 800), (200, 8_000)


async def test_every_kind_of_update_costs_the_same_at_few_and_at_many_debriefs() -> None:
    """Instructions and statements of SQLite's own, for every deed of the walk."""
    few, many = await counted(FEW), await counted(MANY)
    assert len(few) > 75
    assert few.keys() == many.keys()
    assert all(count.instructions > count.statements > 5 for count in few.values()), few
    apart = differences(few, many)
    assert {name: share for name, share in apart.items() if share > LARGEST_DIFFERENCE} == {}


async def test_reminders_cost_the_same_at_few_and_at_many_scheduled() -> None:
    """At rest, to claim, to put one together and to note it as sent."""
    few, many = await reminder_costs.counted(FEW_WAIT, 8), await reminder_costs.counted(MANY_WAIT, 8)
    assert len(few) == 5
    assert few.keys() == many.keys()
    assert all(count.instructions > count.statements > 1 for count in few.values()), few
    apart = differences(few, many)
    assert {name: share for name, share in apart.items() if share > LARGEST_DIFFERENCE} == {}


async def test_clients_cost_the_same_however_many_and_whatever_lies_behind() -> None:
    """The list, the archive, a card and its history; a search asks the database as often as with few."""
    few, many = await clients.counted(*FEW_CLIENTS), await clients.counted(*MANY_CLIENTS)
    assert len(few) == 9
    assert few.keys() == many.keys()
    assert all(count.instructions > count.statements > 5 for count in few.values()), few
    assert clients.grown(few, many) == {}
