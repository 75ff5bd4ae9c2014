"""An inline keyboard as Telegram takes it, and how a call is refused."""

from bot.terminal.keys import Json


class RefusedError(Exception):
    """A call that Telegram refuses: `code` is the HTTP status, the text its description."""

    def __init__(self, description: str, code: int = 400) -> None:
        super().__init__(description if code != 400 else f"Bad Request: {description}")
        self.code = code


def inline(markup: Json) -> Json | None:
    """Gives the inline keyboard of a call, checked as Telegram checks it, or None where there is none."""
    rows = [row for row in markup.get("inline_keyboard", []) if row]
    for row in rows:
        for button in row:
            if not str(button.get("text") or "").strip():
                raise RefusedError("inline keyboard button text must be non-empty")
            if len(str(button.get("callback_data") or "").encode()) > 64:
                raise RefusedError("BUTTON_DATA_INVALID")
            copied = button.get("copy_text")
            if copied and not 1 <= len(copied["text"]) <= 256:
                raise RefusedError("BUTTON_COPY_TEXT_INVALID")
    return {"inline_keyboard": rows} if rows else None
