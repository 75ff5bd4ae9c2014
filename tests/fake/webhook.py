"""Telegram's other way: each update is brought to the bot's webhook, the next one once the last was taken."""

import aiohttp

from tests.fake.server import FakeTelegram

_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_AGAIN = 0.05  # seconds until an update that was not taken is brought again
_PATIENCE = 60  # seconds for an answer


async def bring(tg: FakeTelegram) -> None:
    """Brings what is pending to the webhook that is set, oldest first, until cancelled."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(_PATIENCE)) as session:
        while True:
            if not tg.hook.url or not tg.pending:
                await tg.happening(1)
                continue
            first, hook = tg.pending[0], tg.hook
            try:
                async with session.post(hook.url, json=first.body, headers={_HEADER: hook.secret}) as answer:
                    code = answer.status
            except (aiohttp.ClientError, TimeoutError):
                code = 0
            if code == 200:
                hook.trouble.clear()
                first.delivered += 1
                tg.confirm(first.id + 1)
            else:
                hook.trouble = {
                    "last_error_date": int(tg.clock()),
                    "last_error_message": f"Wrong response from the webhook: {code}" if code else "Connection refused",
                }
                await tg.happening(_AGAIN)
