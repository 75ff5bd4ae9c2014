"""No update costs the database more because there is more in it; counted, not timed (see benchmarks/flat.py)."""

from benchmarks.flat import LARGEST_DIFFERENCE, counted, differences

FEW, MANY = 10, 3_000


async def test_every_kind_of_update_costs_the_same_at_few_and_at_many_debriefs() -> None:
    """Instructions and statements of SQLite's own, for every deed of the walk."""
    few, many = await counted(FEW), await counted(MANY)
    assert len(few) > 30
    assert few.keys() == many.keys()
    assert all(count.instructions > count.statements > 5 for count in few.values()), few
    apart = differences(few, many)
    assert {name: share for name, share in apart.items() if share > LARGEST_DIFFERENCE} == {}
