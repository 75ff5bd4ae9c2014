"""Updates brought by Telegram: only with the secret, stored before "received"; everything else as ever (Secrets)."""

import asyncio
import io
import json
import logging
import socket
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr

from bot.intake.webhook import Webhook
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
    given = {"webhook_url": f"http://127.0.0.1:{port}/hook", "webhook_secret": SECRET}
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
