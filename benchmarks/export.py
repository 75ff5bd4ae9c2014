"""What it costs to take out everything: the whole bot in a process of its own, asked for the file of 100,000 rows.

The bar: at most 50 MB of resident memory more than at rest. Meanwhile somebody else goes on, and is answered. Then the
same person has everything erased, and the database is written anew.
"""

import argparse
import asyncio
import io
import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from benchmarks.seed_rows import fill, filling
from bot.store.database.database import Database
from bot.store.database.unit_of_work import Connection
from bot.store.queries import people
from tests.fake import TOKEN, FakeTelegram, Person

LARGEST_RISE = 50.0
"""MB of resident memory."""
_ROWS_EACH = 6
"""A debrief with outcome, contact, promise, notice and reminder."""
_OWNER, _OTHER = 1001, 1002
_PATIENCE = 600.0


def _memory(process: int, what: str) -> float:
    """MB of the process: VmRSS is what it has in memory, VmHWM the most since `_forget_peak`."""
    found = re.search(rf"{what}:\s+(\d+) kB", Path(f"/proc/{process}/status").read_text("ascii"))
    return int(found.group(1)) / 1024 if found else 0.0


def _forget_peak(process: int) -> None:
    Path(f"/proc/{process}/clear_refs").write_text("5", "ascii")


async def _prepare(path: Path, rows: int, others: int) -> None:
    db = await Database.open(f"sqlite:///{path}")

    def admit(conn: Connection) -> None:
        for telegram_id in (_OWNER, _OTHER):
            settings = {"language": "en", "zone": "Europe/Moscow", "work_from": 600, "work_to": 1140, "work_days": 31}
            people.admit(conn, telegram_id=telegram_id, now=1, **settings)  # type: ignore[arg-type]  # by name

    await db.write(admit)
    await db.close()
    with filling(path) as filler:
        filler.clients([(1, 1)], 1)
    own = rows // _ROWS_EACH
    fill(path, own + others // _ROWS_EACH, own, first=10)


async def answered(who: Person, text: str) -> float:
    """Seconds until a message was answered."""
    before, began = who.room.moved, time.perf_counter()
    await who.say(text)
    while who.room.moved == before:
        await who.tg.happening(1.0)
        if time.perf_counter() - began > _PATIENCE:
            raise TimeoutError(text)
    return time.perf_counter() - began


async def _taps(who: Person, label: str) -> None:
    """Taps the button as soon as it is there."""
    began = time.perf_counter()
    while label not in who.buttons:
        await who.tg.happening(0.2)
        if time.perf_counter() - began > _PATIENCE:
            raise TimeoutError(label)
    await who.tap(label)


async def _until_shown(who: Person, text: str, beside: Person | None) -> tuple[float, float]:
    """Waits for a message that holds the text; gives the seconds, and the longest that somebody else waited then."""
    began, longest = time.perf_counter(), 0.0
    while not any(text in message.text for message in who.messages):
        if beside is not None:
            longest = max(longest, await answered(beside, "/help"))
        await who.tg.happening(0.2)
        if time.perf_counter() - began > _PATIENCE:
            raise TimeoutError(text)
    return time.perf_counter() - began, longest


async def measure(rows: int, others: int) -> int:
    """Runs it and prints; gives 1 where the bar is missed."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "okok.db"
        await _prepare(path, rows, others)
        print(f"database: {path.stat().st_size / 2**20:.0f} MB, {rows} rows of one person and {others} of others")
        async with FakeTelegram() as tg:
            anna, olga = tg.person(_OWNER, "Anna", "en"), tg.person(_OTHER, "Olga", "en")
            environment = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": tg.url, "DATA_DIR": place, "ACCESS": "open"}
            command = [sys.executable, "-m", "bot", "start"]
            child = subprocess.Popen(command, env={**os.environ, **environment}, stderr=subprocess.DEVNULL)  # noqa: ASYNC220
            try:
                for who in (anna, olga):
                    await answered(who, "/start")
                await answered(anna, "/export")
                await asyncio.sleep(3)
                at_rest = _memory(child.pid, "VmRSS")
                _forget_peak(child.pid)
                await _taps(anna, "Make the file")
                took, longest = await _until_shown(anna, "is above", olga)
                rise = _memory(child.pid, "VmHWM") - at_rest
                document = next(message.json["document"] for message in anna.messages if "document" in message.json)
                data = tg.files[document["file_id"]].data
                with zipfile.ZipFile(io.BytesIO(data)) as made:
                    counted = sum(made.read(name).count(b"\n") - 1 for name in made.namelist() if name.endswith(".csv"))
                    plain = sum(info.file_size for info in made.infolist())
                print(f"file: {len(data) / 2**20:.1f} MB ({plain / 2**20:.0f} unpacked), {counted} lines, {took:.1f} s")
                print(f"memory: {at_rest:.0f} MB at rest, {rise:.1f} MB more at most (bar: {LARGEST_RISE:.0f})")
                print(f"somebody else waited {longest * 1000:.0f} ms at most")
                await answered(anna, "/forget")
                for label in ("All my records", "Yes, erase", "Erase for good"):
                    await _taps(anna, label)
                took, longest = await _until_shown(anna, "Erased", olga)
                began, size = time.perf_counter(), path.stat().st_size
                while path.stat().st_size >= size and time.perf_counter() - began < 60:
                    longest = max(longest, await answered(olga, "/help"))
                anew = time.perf_counter() - began
                now = path.stat().st_size / 2**20
                print(f"erased: said after {took:.1f} s, the file written anew {anew:.1f} s later, {now:.0f} MB")
                print(f"somebody else waited {longest * 1000:.0f} ms at most")
            finally:
                child.terminate()
                child.wait(15)
    return 0 if rise <= LARGEST_RISE else 1


def main() -> int:
    """Measures, prints, and gives 1 where the bar is missed."""
    parser = argparse.ArgumentParser(prog="./run bench export", description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--others", type=int, default=100_000)
    chosen = parser.parse_args()
    return asyncio.run(measure(chosen.rows, chosen.others))


if __name__ == "__main__":
    raise SystemExit(main())
