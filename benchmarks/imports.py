"""What it costs to bring in a file of 5,000 clients: the whole bot in a process of its own, and somebody else taps on.

The bars: the preview within 3 s of the file, for a CSV, a workbook of Excel's and vCards; meanwhile, and while all of
them are added, 95 of 100 taps of somebody else are answered within 300 ms.
"""

import argparse
import asyncio
import io
import os
import subprocess
import sys
import tempfile
import time

from openpyxl import Workbook

from benchmarks.export import answered
from tests.fake import TOKEN, FakeTelegram, Person

LONGEST_READ = 3.0
"""Seconds from the file to its preview."""
LONGEST_TAP = 0.3
"""Seconds within which 95 of 100 taps of somebody else are answered."""
_ANNA = 1001
_OTHERS = 60
"""People who tap on by turns: a chat gets a message a second, which is Telegram's pace and not the bot's."""
_PATIENCE = 60.0
_HEAD = "First Name;Last Name;Company;Mobile Phone;E-mail;Telegram;Cadence;Notes".split(";")  # noqa: SIM905


def _rows(name: str, number: int) -> list[list[str]]:
    return [
        [
            f"{name}{one}",
            "Котова",
            f"Маяк {one % 50}",
            f"8 (916) {one // 10_000:03}-{one // 100 % 100:02}-{one % 100:02}",
            f"a{one}@mayak.ru",
            f"anna_k{one}",
            "weekly",
            "любит цифры и короткие письма",
        ]
        for one in range(number)
    ]


def _csv(rows: list[list[str]]) -> bytes:
    return "\n".join(";".join(row) for row in (_HEAD, *rows)).encode("cp1251")


def _xlsx(rows: list[list[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("clients")
    for row in (_HEAD, *rows):
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _vcf(rows: list[list[str]]) -> bytes:
    cards = (
        f"BEGIN:VCARD\nVERSION:3.0\nFN:{first} {last}\nORG:{company}\nTEL;TYPE=CELL:{phone}\nEMAIL:{mail}\nEND:VCARD\n"
        for first, last, company, phone, mail, *_ in rows
    )
    return "".join(cards).encode()


_KINDS = {"csv": _csv, "xlsx": _xlsx, "vcf": _vcf}


async def _shown_beside(who: Person, text: str, others: list[Person]) -> list[float]:
    """Waits for a message that holds the text while others go on; gives how long each of theirs took, in seconds."""
    began = time.perf_counter()
    waits: list[float] = []
    while not any(text in message.text for message in who.messages):
        waits.append(await answered(others[len(waits) % len(others)], "/help"))
        await asyncio.sleep(0.02)
        if time.perf_counter() - began > _PATIENCE:
            raise TimeoutError(text)
    return waits or [await answered(others[0], "/help")]


async def measure(rows: int) -> int:
    """Runs it and prints; gives 1 where a bar is missed."""
    missed = False
    with tempfile.TemporaryDirectory() as place:
        async with FakeTelegram() as tg:
            anna = tg.person(_ANNA, "Anna", "en")
            others = [tg.person(_ANNA + number, f"Olga {number}", "en") for number in range(1, _OTHERS + 1)]
            environment = {"BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": tg.url, "DATA_DIR": place, "ACCESS": "open"}
            command = [sys.executable, "-m", "bot", "start"]
            child = subprocess.Popen(command, env={**os.environ, **environment}, stderr=subprocess.DEVNULL)  # noqa: ASYNC220
            try:
                for who in (anna, *others):
                    await answered(who, "/start")
                for kind, made in _KINDS.items():
                    await answered(anna, "/import")
                    data = made(_rows(kind, rows))
                    began = time.perf_counter()
                    await anna.document(f"{kind}.{kind}", data)
                    taps = await _shown_beside(anna, f"New clients: {rows}", others)
                    read = time.perf_counter() - began
                    await anna.tap(f"Add: {rows}")
                    began = time.perf_counter()
                    taps += await _shown_beside(anna, f"{rows:,} clients added", others)
                    added = time.perf_counter() - began
                    taps.sort()
                    late = taps[int(len(taps) * 0.95)]
                    print(f"{kind}: shown after {read:.2f} s (bar: {LONGEST_READ:.0f}), added in {added:.2f} s")
                    print(f"{len(taps)} taps of others: 95 of 100 within {late * 1000:.0f} ms", end=" ")
                    print(f"(bar: {LONGEST_TAP * 1000:.0f}), the longest {taps[-1] * 1000:.0f} ms")
                    missed = missed or read > LONGEST_READ or late > LONGEST_TAP
            finally:
                child.terminate()
                child.wait(15)
    return 1 if missed else 0


def main() -> int:
    """Measures, prints, and gives 1 where a bar is missed."""
    parser = argparse.ArgumentParser(prog="./run bench imports", description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=5000)
    return asyncio.run(measure(parser.parse_args().rows))


if __name__ == "__main__":
    raise SystemExit(main())
