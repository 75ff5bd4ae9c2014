"""Screens as Telegram takes them: units, cuts, keyboards, callback data."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.callback import PlaceData, RunData, pack
from bot.telegram.render import fit, mark, render, render_plain, safe, units
from bot.viewmodels.screen import Button, Copy, Link, PlaceTap, RunTap, Screen, Span, SpanKind

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), min_size=1, max_size=60)
ASTRAL = st.text(alphabet="aя👩‍😀\n", min_size=1, max_size=60)


def cut(text: str, offset: int, length: int) -> str:
    return text.encode("utf-16-le")[offset * 2 : (offset + length) * 2].decode("utf-16-le")


@given(text=ANY_TEXT | ASTRAL, data=st.data())
def test_an_entity_marks_what_its_span_marks(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text) + 5))
    rendered = render(Screen(text, (Span("bold", start, end),)))
    assert rendered.text == safe(text)
    marked = rendered.text[start:end]
    if not marked:
        assert rendered.entities is None
        return
    assert rendered.entities is not None
    (entity,) = rendered.entities
    assert entity.type == "bold"
    assert cut(rendered.text, entity.offset, entity.length) == marked


@given(text=ANY_TEXT | ASTRAL, limit=st.integers(2, 60))
def test_a_cut_text_fits_and_is_a_beginning(text: str, limit: int) -> None:
    text = safe(text)
    got = fit(text, limit)
    assert units(got) <= limit
    assert got == text if units(text) <= limit else text.startswith(got.removesuffix("…"))


def test_a_long_text_of_emoji_is_cut_at_a_character_and_spans_are_clipped() -> None:
    text = "a" + "😀" * 4096
    rendered = render(Screen(text, (Span("code", 2040, 4000), Span("bold", 3000, 3001))))
    assert units(rendered.text) == 4096
    assert rendered.text == "a" + "😀" * 2047 + "…"
    assert rendered.entities is not None
    (entity,) = rendered.entities
    assert entity.offset + entity.length == 4096


@given(text=ANY_TEXT)
def test_nothing_unsendable_is_left(text: str) -> None:
    safe(text).encode()
    assert "\x00" not in safe(text)
    assert len(safe(text)) == len(text)


@given(
    run=st.integers(1, 2**53), step=st.sampled_from(["client", "tension_before"]), option=st.text("a:1 я", max_size=9)
)
def test_callback_data_comes_back_as_it_went(run: int, step: str, option: str) -> None:
    packed = pack(RunTap(run, step, option))
    assert len(packed.encode()) <= 64
    assert RunData.unpack(packed) == RunData(run=run, step=step, option=option)


@given(to=st.text("az_", min_size=1, max_size=9), arg=st.text("Europe/Moscow 09:00", max_size=20))
def test_place_data_comes_back_as_it_went(to: str, arg: str) -> None:
    assert PlaceData.unpack(pack(PlaceTap(to, arg))) == PlaceData(to=to, arg=arg)


def test_callback_data_over_64_bytes_is_refused_here() -> None:
    assert len(pack(PlaceTap("я" * 30)).encode()) == 63
    with pytest.raises(ValueError, match="too long"):
        pack(PlaceTap("я" * 31))


def test_buttons() -> None:
    rows = (
        (Button("Да", RunTap(1, "polite", "yes"), "success"), Button("Скопировать", Copy("слова"))),
        (),
        (Button("Открыть чат", Link("tg://resolve?domain=x")), Button("Меню", PlaceTap("menu"), "danger")),
    )
    markup = render(Screen("Экран", rows=rows)).markup
    assert markup is not None
    dumped = [[b.model_dump(exclude_none=True) for b in row] for row in markup.inline_keyboard]
    assert dumped == [
        [
            {"text": "Да", "callback_data": "r|1|polite|yes", "style": "success"},
            {"text": "Скопировать", "copy_text": {"text": "слова"}},
        ],
        [
            {"text": "Открыть чат", "url": "tg://resolve?domain=x"},
            {"text": "Меню", "callback_data": "p|menu|", "style": "danger"},
        ],
    ]
    plain = render_plain(Screen("Экран", (Span("bold", 0, 2),), rows))
    assert plain.entities is None
    assert plain.markup is not None
    assert [[b.text for b in row] for row in plain.markup.inline_keyboard] == [["Да"], ["Меню"]]


def test_no_buttons_no_markup() -> None:
    assert render(Screen("Экран")).markup is None
    assert render(Screen("Экран", rows=((),))).markup is None


@pytest.mark.parametrize("kind", ["bold", "italic", "code", "pre"])
def test_kinds_are_telegrams(kind: SpanKind) -> None:
    rendered = render(Screen("слово", (Span(kind, 0, 5),)))
    assert rendered.entities is not None
    assert rendered.entities[0].type == kind


def test_the_mark_tells_what_is_seen_and_nothing_else() -> None:
    base = Screen("Текст", (Span("bold", 0, 1),), ((Button("А", PlaceTap("menu")),),), point="P1")
    assert mark(base) == mark(Screen(base.text, base.spans, base.rows, point="P2"))
    others = [
        Screen("Текст.", base.spans, base.rows),
        Screen(base.text, (), base.rows),
        Screen(base.text, base.spans, ((Button("А", PlaceTap("menu", "1")),),)),
        Screen("\ud800"),
    ]
    assert len({mark(s) for s in [base, *others]}) == 5
    assert mark(Screen("Текст")) == "b45bb8a14b82fd52"  # the same in every run: it is stored
