"""Cells: harmless in a spreadsheet, and read back as they were."""

import csv
import io
import zipfile
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.protocol.retention import ripe_before
from bot.store.queries.export import TABLES
from bot.store.tables.core import metadata
from bot.transfer import archive
from bot.transfer.archive import ArchiveTable, Contents
from bot.transfer.csv_cells import cell, guarded, is_moment, moment, plain

AT = 1_772_614_800
"""4 March 2026, 12:00 in Moscow."""


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+7 900", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "\uff1d1", "'=1", "''@x", "=HYPERLINK(“x”)"],
)
def test_what_a_spreadsheet_would_run_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert plain(guarded(text)) == text


@pytest.mark.parametrize("text", ["", "Ромашка", "'quoted'", "a=b", "1-2", "'", "10:00", "ООО «=»"])
def test_all_else_stays_as_it_is(text: str) -> None:
    assert guarded(text) == text
    assert plain(text) == text


_AWKWARD = st.text(alphabet=st.sampled_from("=+-@'\t\r\n \uff1dа\"; ,"), max_size=8) | st.text(max_size=12)


@given(_AWKWARD)
def test_every_text_comes_back(text: str) -> None:
    assert plain(guarded(text)) == text
    assert not guarded(text).lstrip(" \t\r\n").startswith(("=", "+", "-", "@", "\uff1d"))


@given(st.lists(_AWKWARD.filter(lambda text: not {"\0", *map(chr, range(0xD800, 0xE000))} & set(text)), max_size=4))
def test_every_row_comes_back_from_the_file(texts: list[str]) -> None:
    row = {f"c{place}": text for place, text in enumerate(texts)}
    part = ArchiveTable("t", tuple(row), lambda: iter([row]))
    file = io.BytesIO()
    archive.write(file, Contents((part,), ("README.txt", "x"), "Europe/Moscow", AT, ";"))
    text = zipfile.ZipFile(file).read("t.csv").decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    assert [plain(one) for one in (lines[1] if row else [])] == texts


def test_values_and_moments() -> None:
    assert [cell(value) for value in (None, True, False, -5, 0, "-5")] == ["", "true", "false", "-5", "0", "'-5"]
    assert moment(AT, "Europe/Moscow") == "2026-03-04T12:00:00+03:00"
    assert moment(AT, "America/St_Johns") == "2026-03-04T05:30:00-03:30"
    assert moment(0, "Europe/Moscow") == ""


def test_moments_are_told_by_their_names_and_nothing_else_is_one() -> None:
    """Columns of numbers that are in the file: which of them are moments is said here once more."""
    numbers = {column.name for table in TABLES for column in table.c if column.type.python_type is int}
    assert {name for name in numbers if is_moment(name)} >= {"created_at", "at", "due_at", "paused_until", "told_base"}
    assert {name for name in numbers if not is_moment(name)} & {"id", "revision", "anew_at", "digest_at", "tension"}
    large = {name for name in numbers if name.endswith(("_at", "_until", "_base")) and not is_moment(name)}
    assert large == {"anew_at", "digest_at"}


def test_every_table_of_a_person_is_taken_out() -> None:
    """A table that a later version brings is in the file by itself; what is left out is named here."""
    left_out = {table.name for table in metadata.sorted_tables} - {table.name for table in TABLES}
    assert left_out == {
        "agency",
        "erased",
        "errand",
        "inbox",
        "installation",
        "notes_key",
        "pasted",
        "playbook",
        "vent",
        "vent_message",
    }


@pytest.mark.parametrize(
    ("archived", "now", "ripe"),
    [
        ("2025-03-04T23:59", "2026-03-04T00:00", True),
        ("2025-03-05T00:00", "2026-03-04T23:59", False),
        ("2024-02-29T12:00", "2025-02-28T23:59", False),
        ("2024-02-29T12:00", "2025-03-01T00:00", True),
        ("2027-02-28T12:00", "2028-02-29T00:00", True),
        ("2027-03-01T00:00", "2028-02-29T23:59", False),
    ],
)
def test_twelve_months_to_the_day_by_the_wall_of_the_zone(archived: str, now: str, ripe: bool) -> None:
    zone = "Europe/Moscow"
    then, moment_now = (
        int(datetime.fromisoformat(said).replace(tzinfo=ZoneInfo(zone)).timestamp()) for said in (archived, now)
    )
    assert (then < ripe_before(moment_now, zone)) is ripe
