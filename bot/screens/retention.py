"""The offer to erase a client who was archived for a year (protocol, section 9)."""

from bot.screens.builder import Page, cut
from bot.viewmodels.scene import Voice
from bot.viewmodels.screen import Button, PlaceTap, Rows

_LABEL = 60


def offer_ripe(page: Page, ripe: tuple[int, str] | None, voice: Voice) -> Rows:
    """A quiet line at the end of a list of clients: one of them was archived for a year. Gives its buttons."""
    if ripe is None:
        return ()
    client, label = ripe
    page.gap().line(voice.say("archived-old", client=cut(label, _LABEL)), "italic")
    own = str(client)
    return (
        (
            Button(voice.say("archived-o-erase"), PlaceTap("forgetone", own)),
            Button(voice.say("archived-o-keep"), PlaceTap("keepold", own)),
        ),
    )
