"""What an update costs the database, counted: SQLite's instructions and statements, at few and at many debriefs.

The counts are exact, whatever else the machine does. Every kind of update is taken once with the database small and
once with it large (of many people, and closed ones of the same person too): the figures must be equal within 2 %.
"""

import argparse
import asyncio
import tempfile
from pathlib import Path

from benchmarks.cost_counter import Count, Stepping, Walk
from benchmarks.in_process_telegram import Inside, feed, running
from benchmarks.seed_rows import fill
from benchmarks.touch_costs import stay_in_touch

LARGEST_DIFFERENCE = 0.02
_OWN_SHARE = 10
"""One in so many of the debriefs belongs to the very person whose updates are counted."""
_OWN_AT_LEAST = 70
"""Debriefs that the person has in any case: the last of them are looked at, and so many there are in both databases."""


class Everything(Walk):
    """One person who does everything that there is to do, and the count of each deed."""

    async def debrief(self) -> None:
        """Goes through every kind of update that a debrief and the house know."""
        me = self.me
        await self.does("command /start", me.say("/start"))
        await self.does("command /debrief", me.say("/debrief"))
        await self.taps("step by step", "|client|detail")
        await self.does("typed client name", me.say("Ромашка"))
        old = me.tap("|tension_before|7")
        await self.taps("scale", "|tension_before|8")
        for name, part in (
            ("several, one marked", "|i_am_ok|+calm"),
            ("several, on", "|i_am_ok|next"),
            ("one of a list", "|you_are_ok|heard"),
            ("behaviour", "|behaviour|insults"),
        ):
            await self.taps(name, part)
        said = me.say("Он кричал, что сайт не работает")
        await self.does("typed text", said)
        await self.does("edited text", me.edit(said, "Он сказал, что сайт не работает"))
        for name, part in (
            ("stop", "p|stop|"),
            ("menu", "p|menu"),
            ("resume", "p|resume|"),
            ("polite", "|polite|not_yet"),
            ("page of a card", "|phrase|page"),
            ("card, on", "|phrase|next"),
            ("back", "|fear|back"),
            ("card, on again", "|phrase|next"),
            ("fear", "|fear|boss"),
            ("evidence", "|evidence|signs"),
            ("approach", "|approach|next"),
            ("date", "|boss_date|next_week"),
            ("honest", "|honest|nothing"),
        ):
            await self.taps(name, part)
        await self.does("typed time", me.say("в следующий понедельник в 12:00"))
        await self.taps("summary", "|tension_after|4")
        await self.taps("told", "|told|")
        await self.taps("more of a summary", "p|extras|")
        await self.taps("back from it", "p|resume|")
        await self.does("old tap", old)
        await self.taps("done", "p|done|")
        await self.does("command /settings", me.say("/settings"))
        await self.taps("settings opened", "p|language")
        await self.taps("setting", "p|speak|ru")
        await self.does("out of the blue", me.say("Опять звонил и ругался"))
        await self.taps("whom a note is about", "p|noteof|")
        await self.taps("kept as a note", "p|note|")
        await self.help_in_the_moment()
        await self.does("debrief again", me.say("/debrief"))
        await self.taps("known client", "|client|c")
        await self.does("command /cancel", me.say("/cancel"))
        await self.taps("delete asked", "p|delete|")
        await self.taps("deleted", "p|erase|")

    async def help_in_the_moment(self) -> None:
        """SOS, before the call, questions, notes, a draft check: all that is done around a call."""
        me = self.me
        await self.does("command /prep", me.say("/prep"))
        for name, part in (
            ("card before a call", "p|prep|"),
            ("questions", "p|ask|"),
            ("SOS with a client", "p|sos|"),
            ("SOS, a phrase", "p|shout|raises_voice"),
            ("SOS, another", "p|phrase|1"),
            ("SOS, back", "p|unsos"),
            ("SOS, a phrase again", "p|shout|raises_voice"),
            ("SOS, over", "p|over|menu"),
            ("SOS, it helped", "p|helped|yes"),
            ("SOS from the menu", "p|sos|"),
        ):
            await self.taps(name, part)
        await self.does("command /prep again", me.say("/prep"))
        for name, part in (
            ("card again", "p|prep|"),
            ("a client's card", "p|client|"),
            ("more of this client", "p|about|"),
            ("what happened with a client", "p|history|"),
            ("a client's notes", "p|notes|"),
        ):
            await self.taps(name, part)
        await self.does("command /check", me.say("/check"))
        await self.does("a draft checked", me.say("Запуск сорван по вашей вине."))


async def counted(debriefs: int) -> dict[str, Count]:
    """The counts of every kind of update with so many debriefs in the database."""
    with tempfile.TemporaryDirectory() as place:
        telegram, clock = Inside(), Stepping()
        async with running(Path(place), telegram, clock=clock) as app:
            walk = Everything(app, telegram, clock)
            # The person and a client of theirs are there in both databases, as are the tables' first rows.
            await feed(app, [walk.me.say("/start")])
            await feed(app, [walk.me.say("/debrief")])
            await feed(app, [walk.me.say("Фиалка")])
            await feed(app, [walk.me.tap("p|stop|")])
            await feed(app, [walk.me.tap("p|delete|")])
            await feed(app, [walk.me.tap("p|menu")])
            own = _OWN_AT_LEAST + debriefs // _OWN_SHARE
            await asyncio.to_thread(fill, Path(place) / "okok.db", debriefs + _OWN_AT_LEAST, own)
            await walk.watch()
            await walk.debrief()
            await stay_in_touch(walk)
            return walk.counts


def differences(few: dict[str, Count], many: dict[str, Count]) -> dict[str, float]:
    """For each kind of update, how far the counts lie apart, as a share of the smaller one."""

    def apart(one: int, two: int) -> float:
        return abs(one - two) / max(1, min(one, two))

    return {
        name: max(
            apart(few[name].instructions, many[name].instructions), apart(few[name].statements, many[name].statements)
        )
        for name in few
    }


def main() -> int:
    """Counts, prints, and gives 1 where something isn't flat."""
    parser = argparse.ArgumentParser(prog="./run bench flat", description=__doc__.partition("\n")[0])
    parser.add_argument("--few", type=int, default=10)
    parser.add_argument("--many", type=int, default=100_000)
    chosen = parser.parse_args()
    few, many = asyncio.run(counted(chosen.few)), asyncio.run(counted(chosen.many))
    apart = differences(few, many)
    print(f"SQLite's instructions (and statements) of one update, at {chosen.few} and at {chosen.many} debriefs:")
    for name, share in apart.items():
        one, two = few[name], many[name]
        mark = "" if share <= LARGEST_DIFFERENCE else "   NOT FLAT"
        print(
            f"  {name:22} {one.instructions:6} ({one.statements:2})  {two.instructions:6} ({two.statements:2})"
            f"  {share:6.1%}{mark}"
        )
    worst = max(apart.values())
    print(f"Largest difference: {worst:.1%} (bar: {LARGEST_DIFFERENCE:.0%})")
    return 0 if worst <= LARGEST_DIFFERENCE else 1


if __name__ == "__main__":
    raise SystemExit(main())
