"""What a part of a name finds, what two records of one client come to, and states that name a client. Pure."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.protocol import matching
from bot.protocol.engine.run import Answer, Piece, Run, decode, encode
from bot.protocol.matching import same, search, seen, similar, tidy
from bot.protocol.merging import leftover, merged, run_merged
from tests.protocol.walk import client

KNOWN = (
    (1, ("ООО «Северный ветер»", "Марина")),
    (2, ("Север",)),
    (3, ("Ромашка", "Ольга", "olga_flowers")),
    (4, ("К. В.",)),
    (5, ("🔥",)),
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("север", (2, 1)),
        ("СЕВЕРНЫЙ", (1,)),
        ("марин", (1,)),
        ("@olga_flo", (3,)),
        ("ромшка", (3,)),
        ("кв", (4,)),
        ("🔥", (5,)),
        ("нет такого", ()),
        ("  ", ()),
        ("%", ()),
        ("", ()),
    ],
)
def test_a_part_of_a_name_finds_the_likeliest_first(typed: str, found: tuple[int, ...]) -> None:
    assert search(typed, KNOWN, 9) == found


@given(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=6), st.integers(1, 3))
def test_whoever_is_called_just_that_is_found(typed: str, names: list[str], most: int) -> None:
    """Whatever is typed; never more than asked for, nobody twice."""
    known = [(number, (name,)) for number, name in enumerate([*names, typed])]
    found = search(typed, known, most)
    assert len(found) == len(set(found)) <= most
    if typed.strip() and any(letter.isalnum() for letter in typed):
        assert found


def test_what_only_one_record_knew_is_kept_and_what_both_knew_is_said() -> None:
    one = replace(
        client(1, "Ромашка"), username="masha", note="Любит цифры", cadence="weekly", client_date="2027-01-05"
    )
    two = replace(
        client(2, "Мария К."),
        address="Мария",
        username="maria",
        phone="+7900",
        note="До обеда",
        cadence="daily",
        client_date="2027-02-01",
        created_at=5,
        last_at=9_999_999_999,
        archived_at=7,
    )
    assert leftover(one, two) == ("Мария К.", "@maria")
    both = merged(one, two, "Также: Мария К., @maria")
    assert both == replace(
        one,
        address="Мария",
        phone="+7900",
        note="Любит цифры\nДо обеда\nТакже: Мария К., @maria",
        client_date="2027-02-01",
        created_at=5,
        last_at=9_999_999_999,
    )
    assert leftover(client(1, "Ромашка"), client(2, "«ромашка»")) == ()
    assert merged(replace(one, archived_at=3), two, None).archived_at == 3
    assert merged(client(1, "Ромашка"), client(2, "Ромашка"), None).note is None


def test_a_state_names_the_client_that_stays_and_is_else_as_it_was() -> None:
    run = Run(
        version=3,
        answers=(Answer("client", picks=("c7", "c8"), value=7), Answer("tension_before", value=7)),
        aside=(Answer("client", value=8),),
        facts=(Piece(5, "семь c7"),),
    )
    after = decode(run_merged(encode(run), 7, 8))
    assert after.answers == (Answer("client", picks=("c8",), value=8), Answer("tension_before", value=7))
    assert (after.aside, after.facts) == (run.aside, run.facts)
    later = json.dumps({"v": 99, "answers": [{"s": "client", "n": 7, "new": True}], "more": [1]})
    assert json.loads(run_merged(later, 7, 8)) == {
        "v": 99,
        "answers": [{"s": "client", "n": 8, "new": True}],
        "more": [1],
    }
    assert run_merged(later, 6, 8) == later
    for wrong in ("[]", "1", '{"answers":[{}]}', "{"):
        with pytest.raises(ValueError, match=r"."):
            run_merged(wrong, 7, 8)


@pytest.mark.parametrize("name", ["Ё", "1", "—", "😀", "👩‍👩‍👧", "🇷🇺", "日本", "كريم", "สมชาย", "Ö̶̳͎́", "ㅤЯ", "⠁", "️x"])
def test_a_name_of_which_something_can_be_seen_is_kept(name: str) -> None:
    assert seen(name)
    assert tidy(name)


@pytest.mark.parametrize(
    "name",
    [
        *(
            "",
            " ",
            "\n\t",
            "\u00a0\u2003\u3000",
            "\u200b\u200d\u2060\ufeff",
            "\u2800",
            "\u3164\u115f\u1160\uffa0",
            "\u0301",
        ),
        *(
            "\U000e0061\U000e007f",
            "\ufe0f\ufe0e",
            "\u202e\u2066",
            "\u00ad",
            "\u034f",
            "\U000e0100",
            "\u180e",
            "\ue000",
            "\x00",
        ),
    ],
)
def test_a_name_of_which_nothing_can_be_seen_is_none(name: str) -> None:
    assert not seen(name)
    assert tidy(name) == ""


def test_ten_thousand_names_are_compared_at_once_whatever_is_typed() -> None:
    """It is done while nobody else can write: the worst text took four seconds when names were folded one by one."""
    pieces = ("Ромашка", "Север", "ООО", "Студия", "Мария", "Smith", "Digital", "№", "Полёт", "&")
    known = [(n, f"{pieces[n % 10]} {pieces[n // 10 % 10]} {pieces[n // 100 % 10]} {n}") for n in range(10_000)]
    worst = (
        "x" * 4096,
        "ﷺ" * 40,
        "а б в г д е ж з и к л м н о п р с т у ф",
        "ш" * 40,
        "e\u0301" * 50,
        "Ромашка Север 7",
    )
    assert similar("ромашка север", known)  # now what names come to is known
    kept = matching._form.cache_info().misses
    for text in worst:
        similar(text, known)
        search(text, [(client, (label,)) for client, label in known], 9)
        same(text, known)
    assert matching._form.cache_info().misses == kept, "no known name was folded again, and no typed text is kept"


def test_what_is_too_long_for_a_name_is_only_one_that_is_called_so() -> None:
    long = "очень " * 40
    known = [(1, long), (2, f"{long}б"), (3, "Ромашка")]
    assert similar(long.upper(), known) == (1,)
    assert same(long, known) == [1]
    assert search("очень" * 3000, [(1, (long,))], 9) == ()
    assert similar(f"Ромашка {'и' * 4000}", known) == ()
