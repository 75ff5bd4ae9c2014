"""A manager's own account with the bot connected to it: its chats with other people, of either side."""

import itertools

from tests.fake.people import Actor
from tests.fake.wire import Json

_NUMBERS = itertools.count(1)


class Account:
    """One business connection of `owner`; the deeds become updates for the bot, as Telegram makes them."""

    def __init__(self, owner: Actor, *, can_reply: bool = True) -> None:
        self.tg, self.owner = owner.tg, owner
        self.id = f"conn-{owner.id}-{next(_NUMBERS)}"
        self.json: Json = {
            "id": self.id,
            "user": owner.user,
            "user_chat_id": owner.id,
            "date": int(self.tg.clock()),
            "is_enabled": True,
            "rights": {"can_reply": can_reply},
        }
        self.tg.connections[self.id] = self.json

    async def connects(self) -> None:
        """The owner chose the bot in Telegram's settings."""
        self._told()

    async def allows(self, *, can_reply: bool) -> None:
        """The owner changed what the bot may do."""
        self.json["rights"] = {"can_reply": can_reply}
        self._told()

    async def disconnects(self) -> None:
        """The owner took the bot out."""
        self.json["is_enabled"] = False
        self._told()

    def _told(self) -> None:
        self.tg.emit("business_connection", {**self.json, "rights": dict(self.json["rights"])}, self.owner.id)

    async def hears(self, client: int, text: str = "Где отчёт?", **content: Json) -> int:
        """The client writes; gives the message's id."""
        return self._message(client, {"id": client, "is_bot": False, "first_name": "Клиент"}, text, content)

    async def writes(
        self, client: int, text: str = "Уже отправляю", *, automatic: bool = False, **content: Json
    ) -> int:
        """The owner writes to the client, by hand unless it is `automatic`; gives the message's id."""
        marks = {"is_from_offline": True} if automatic else {}
        return self._message(client, self.owner.user, text, {**marks, **content})

    async def echoes(self, client: int, text: str = "От имени владельца") -> int:
        """What this bot sent in the owner's name, as Telegram tells it again."""
        return self._message(client, self.owner.user, text, {"sender_business_bot": self.tg.bot})

    async def edits(self, client: int, message: int, text: str = "Исправлено") -> None:
        """A message of the owner's is changed."""
        body = self._body(client, self.owner.user, message)
        self.tg.emit("edited_business_message", {**body, "text": text, "edit_date": int(self.tg.clock())}, None)

    async def deletes(self, client: int, *messages: int) -> None:
        """Messages of that chat are deleted."""
        body = {"business_connection_id": self.id, "chat": self._chat(client), "message_ids": list(messages)}
        self.tg.emit("deleted_business_messages", body, None)

    def _message(self, client: int, sender: Json, text: str, content: Json) -> int:
        number, self.tg.next_message_id = self.tg.next_message_id, self.tg.next_message_id + 1
        self.tg.emit("business_message", {**self._body(client, sender, number), "text": text, **content}, None)
        return number

    def _body(self, client: int, sender: Json, number: int) -> Json:
        head = {"business_connection_id": self.id, "message_id": number, "date": int(self.tg.clock())}
        return {**head, "from": sender, "chat": self._chat(client)}

    @staticmethod
    def _chat(client: int) -> Json:
        return {"id": client, "type": "private", "first_name": "Клиент Иванович", "username": "client_ivanovich"}
