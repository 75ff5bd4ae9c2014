"""Updates brought by Telegram: only with the secret, stored before "received"; everything else as ever (Secrets)."""

import asyncio
import gzip
import io
import json
import logging
import socket
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr

from bot.intake.webhook import MOST, Webhook
from bot.settings import Settings
from bot.viewmodels.voices import Voices
from tests.fake import FakeTelegram
from tests.fake.webhook import bring
from tests.flows.stores import Store
from tests.flows.talk import House

SECRET = "s3cret-" + "x" * 20
HEADER = "X-Telegram-Bot-Api-Secret-Token"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
        return port


def hooked(**more: Any) -> Settings:  # noqa: ANN401 - any setting
    """Settings with a webhook on this machine."""
    port = free_port()
    given = {
        "telegram_api_url": "http://127.0.0.1:8081",
        "webhook_url": f"http://127.0.0.1:{port}/hook",
        "webhook_secret": SECRET,
    }
    return Settings.model_validate({**given, "webhook_listen": f"127.0.0.1:{port}", **more})


@pytest.fixture
async def served(tg: FakeTelegram, store: Store, voices: Voices) -> AsyncIterator[House]:
    """The program, to which Telegram brings updates."""
    house = House(tg, store, voices, hooked())
    bringing = asyncio.ensure_future(bring(tg))
    await house.start()
    yield house
    await house.stop()
    bringing.cancel()
    tg.assert_clean(house.forgiven)


async def post(house: House, body: bytes, **headers: str) -> int:
    """Somebody posts to the webhook's address; gives the status of the answer."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(str(house.settings.webhook_url), data=io.BytesIO(body), headers=headers) as answer,
    ):
        assert await answer.read() in {b"", b"401: Unauthorized", b"400: Bad Request"} or answer.status == 413
        return answer.status


async def test_a_debrief_is_gone_through_as_with_polling(served: House) -> None:
    anna = served.talk()
    await anna.finishes_short("Ромашка")
    assert served.row("SELECT count(*) FROM outcome") == (1,)
    assert not served.tg.made("getUpdates")
    (call,) = served.tg.made("setWebhook")
    assert call.params["max_connections"] == 1, "one at a time, or a chat's order is lost"
    assert served.app.intake.last_ok is not None


async def test_without_the_secret_nothing_gets_in(served: House) -> None:
    update = {"update_id": 5, "message": {"message_id": 1, "date": 1, "chat": {"id": 7, "type": "private"}}}
    good = json.dumps(update).encode()
    for headers in ({}, {HEADER: ""}, {HEADER: SECRET[:-1]}, {HEADER: SECRET + "x"}, {HEADER: "пароль"}):
        assert await post(served, good, **headers) == 401
        assert await post(served, b"x" * (2 * 2**20), **headers) in {401, 413}
    assert served.row("SELECT count(*) FROM inbox") == (0,)
    assert await post(served, b"x" * (2**20 + 1), **{HEADER: SECRET}) == 413
    for bad in (b"", b"{", b"\xff", b"[1]", b'"x"', b"[" * 100_000):
        assert await post(served, bad, **{HEADER: SECRET}) == 400
    assert await post(served, b'{"no": "id"}', **{HEADER: SECRET}) == 200, "or Telegram would bring it for ever"
    assert await post(served, good, **{HEADER: SECRET}) == 200
    assert await post(served, good, **{HEADER: SECRET}) == 200
    assert served.row("SELECT count(*) FROM inbox") == (1,)


async def test_what_comes_while_it_is_away_is_brought_to_the_next_start(served: House) -> None:
    anna = served.talk()
    await anna.says("/start")
    await served.stop()
    await anna.me.say("/menu")
    await asyncio.sleep(0.2)
    assert served.tg.pending
    await served.start()
    await served.settled()
    assert anna.place == "menu"


async def test_a_new_secret_reaches_telegram_and_what_it_cannot_bring_is_no_sign_of_life(served: House) -> None:
    """The secret is changed after a leak, with the address as it was."""
    anna = served.talk()
    await anna.says("/start")
    await served.stop()
    served.settings = served.settings.model_copy(update={"webhook_secret": SecretStr("another-" + "y" * 20)})
    await served.start()
    await anna.says("/menu")
    assert anna.place == "menu"
    webhook = served.app.intake._polling
    assert isinstance(webhook, Webhook)
    served.tg.hook.secret = SECRET  # the former one
    served.troubled = True
    await anna.me.say("/help")
    async with asyncio.timeout(5):
        while not served.tg.hook.trouble:  # noqa: ASYNC110 - an onlooker
            await asyncio.sleep(0.01)
    served.tg.hook.trouble["last_error_date"] += 1  # seconds are what Telegram tells it by
    webhook.last_ok = None
    await webhook._look()
    assert webhook.last_ok is None
    webhook._is_set = False
    await webhook._look()
    await served.settled()
    await webhook._look()
    assert webhook.last_ok is not None


async def test_a_webhook_that_somebody_took_away_is_set_again(served: House, caplog: pytest.LogCaptureFixture) -> None:
    anna = served.talk()
    await anna.says("/start")
    served.troubled = True
    served.tg.execute("deleteWebhook", {}, {})
    caplog.set_level(logging.WARNING)
    webhook = served.app.intake._polling
    assert isinstance(webhook, Webhook)
    await webhook._look()  # what it does by itself every half a minute
    assert "took this bot's webhook away" in caplog.text
    await anna.says("/menu")
    assert anna.place == "menu"


def test_no_secret_no_start() -> None:
    for wrong in ({"webhook_secret": None}, {"webhook_secret": "short"}, {"webhook_secret": "пароль" * 4}):
        with pytest.raises(ValueError, match="webhook_secret"):
            hooked(**wrong)
    with pytest.raises(ValueError, match="webhook_listen"):
        hooked(webhook_listen="127.0.0.1:99999")
    assert hooked().webhook_secret == SecretStr(SECRET)


async def raw(house: House, *parts: bytes, hang_up: bool = False) -> bytes:
    """What the server answers to these bytes until it closes; `hang_up`: nobody waits for it."""
    port = int(house.settings.webhook_listen.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
        if hang_up:
            await asyncio.sleep(0.05)
            return b""
        async with asyncio.timeout(5):
            return await reader.read()
    except ConnectionError:
        return b""
    finally:
        writer.close()


def head(length: int, *more: str) -> bytes:
    """The headers of a request."""
    lines = ("POST /hook HTTP/1.1", "Host: x", f"Content-Length: {length}", *more)
    return "\r\n".join((*lines, "", "")).encode()


async def test_nothing_is_unpacked(served: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A megabyte holds a thousand of them: the loop would stand still for seconds."""
    unpacked: list[object] = []
    for name in ("ZLibDecompressor", "BrotliDecompressor"):
        monkeypatch.setattr(f"aiohttp.http_parser.{name}", lambda *args, **how: unpacked.append((args, how)))
    bomb = gzip.compress(bytes(50 * 2**20), 9)
    for packed in ("gzip", "deflate", "br", "GZIP", "identity", "gzip, gzip", ""):
        for secret, status in ({}, 401), ({HEADER: SECRET}, 415):
            assert await post(served, bomb, **{"Content-Encoding": packed}, **secret) == status
    assert not unpacked
    assert served.row("SELECT count(*) FROM inbox") == (0,)


async def test_what_follows_a_refusal_is_not_read(served: House) -> None:
    """The connection is closed, whatever was announced; a second request on it gets no answer."""
    chunked = head(1, "Transfer-Encoding: chunked").replace(b"Content-Length: 1\r\n", b"")
    for wrong in (head(10**6), chunked):
        assert (await raw(served, wrong, b"fff\r\nxxxx")).startswith(b"HTTP/1.1 401")
    assert (await raw(served, head(0) + head(0))).count(b"HTTP/1.1") == 1


async def test_half_open_connections_are_few_and_end(served: House, caplog: pytest.LogCaptureFixture) -> None:
    """A crowd that says nothing, or half of a header: Telegram comes through meanwhile, and they are let go."""
    webhook = served.app.intake._polling
    assert isinstance(webhook, Webhook)
    port = int(served.settings.webhook_listen.rpartition(":")[2])
    caplog.set_level(logging.ERROR)
    crowd = []
    for number in range(3 * MOST):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"" if number % 2 else b"POST /hook HTTP/1.1\r\nX-Slow: ")
        crowd.append((reader, writer))
    anna = served.talk()
    await anna.says("/start")
    assert anna.place == "start"
    alive = [one for one in crowd if not one[0].at_eof()]
    assert len(alive) <= MOST + 1
    for _, writer in crowd:
        writer.close()
    assert not caplog.records


async def test_a_connection_that_says_nothing_more_is_closed(
    tg: FakeTelegram, store: Store, voices: Voices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.webhook.HEADERS", 0.2)
    house = House(tg, store, voices, hooked())
    bringing = asyncio.ensure_future(bring(tg))
    await house.start()
    assert await raw(house, b"POST /hook HTTP/1.1\r\nX-Slow: ") == b""
    assert await raw(house) == b""
    await house.stop()
    bringing.cancel()


async def test_who_hangs_up_or_garbles_writes_no_line(
    served: House, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the secret and without it: a log full of them would hide the one line that somebody has to read."""
    monkeypatch.setattr("bot.intake.webhook._BODY", 0.2)
    caplog.set_level(logging.INFO)
    known = f"{HEADER}: {SECRET}"
    chunked = head(1, known, "Transfer-Encoding: chunked").replace(b"Content-Length: 1\r\n", b"")
    for parts in (
        (head(50, known), b'{"update'),
        (head(50), b'{"update'),
        (chunked, b'5\r\n{"upd\r\n'),
        (chunked, b"zz\r\n"),
        (head(50, known),),
    ):
        await raw(served, *parts, hang_up=True)
    for parts in (
        (b"\x16\x03\x01\x02\x00",),
        (b"GET / HTTP/9.9\r\n\r\n",),
        (b"POST /hook\r\n\r\n",),
        (chunked, b"zz\r\n"),
    ):
        await raw(served, *parts)
    assert (await raw(served, head(50, known), b'{"update')).startswith(b"HTTP/1.1 408")
    await asyncio.sleep(0.05)
    assert [one.getMessage() for one in caplog.records if one.levelno >= logging.WARNING] == []
