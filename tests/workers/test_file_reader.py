"""Files of clients that are read in a process of their own: the same as here, bounded, and never for ever."""

import asyncio

import pytest

from bot.transfer.client_rows import Sheet
from bot.transfer.file_kinds import UnreadableSheet
from bot.workers import file_reader
from bot.workers.file_reader import Asked, Stumbled, decode, encode, read

ASKED = Asked("clients.csv", "", "RU", "ru", {"раз в неделю": "weekly"})
CSV = (
    "имя;телефон;частота\n"
    + "".join(f"Клиент {n};8 916 123-{n // 100:02}-{n % 100:02};раз в неделю\n" for n in range(1500))
).encode("cp1251")


async def test_a_large_file_is_read_apart_and_says_how_far_it_is() -> None:
    told: list[int] = []
    sheet = await read(CSV, ASKED, told.append)
    assert len(CSV) > file_reader._SHORT
    assert sheet == ASKED.read(CSV, lambda _lines: None)
    assert (len(sheet.rows), sheet.rows[0].cadence, sheet.encoding) == (1500, "weekly", "cp1251")
    assert told == sorted(told)
    assert told


async def test_what_libraries_read_is_read_apart_however_short() -> None:
    card = b"BEGIN:VCARD\nVERSION:3.0\nFN:A\nEND:VCARD\n"
    results = await asyncio.gather(
        read(card, ASKED, print), read(b"PK\x03\x04" + CSV, ASKED, print), return_exceptions=True
    )
    assert isinstance(results[0], Sheet)
    assert [row.label for row in results[0].rows] == ["A"]
    assert isinstance(results[1], UnreadableSheet)
    assert results[1].why == "broken"


async def test_a_reader_that_takes_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_reader, "_PATIENCE", 0.01)
    with pytest.raises(Stumbled, match="TimeoutError"):
        await read(CSV, ASKED, print)


def test_what_is_asked_is_told_whole() -> None:
    assert decode(encode(ASKED)) == ASKED
