"""Contact that is seen by itself: what is seen and kept, how it is switched on, which chat is whose (R2)."""

from bot.screens.builder import cut, pairs
from bot.screens.buttons import back_button, marked, menu_button
from bot.screens.contacts import all_row
from bot.screens.menu import keys
from bot.screens.wording import day_of, noticed
from bot.viewmodels.business import ChatOfClient, SeenContact, UnlinkedChat
from bot.viewmodels.scene import AnyScene, Scene, Voice
from bot.viewmodels.screen import Button, Pick, PlaceTap, Screen

_LABEL = 30


def business_screen(scene: Scene[SeenContact], voice: Voice) -> Screen:
    """Whether the account is connected, what is seen and kept, and the way to switch it on or off."""
    found = scene.model
    page = noticed(scene, voice)
    page.line(voice.say("business-title"), "bold")
    page.line(voice.say("business-what")).gap()
    if found.enabled and found.since is not None:
        page.line(voice.say("business-on", day=day_of(found.since, scene, voice), count=found.linked))
        page.line(voice.say("business-on_reply" if found.can_reply else "business-on_silent"))
        page.line(voice.say("business-link_how"))
        page.gap().line(voice.say("business-answer_q"), "bold")
    else:
        page.line(voice.say("business-off"))
        page.line(voice.say("business-how"))
    return page.screen(
        (
            _answer_within(scene, voice) if found.enabled else (),
            (back_button(voice, "settings"), menu_button(voice)),
        ),
        "R2",
    )


def _answer_within(scene: AnyScene, voice: Voice) -> tuple[Button, ...]:
    """After how long it is said that an anxious client waits for an answer."""
    chosen = scene.person.answer_within
    labels = {30: "business-o-half_hour", 60: "business-o-hour", 120: "business-o-two_hours", 0: "business-o-never"}
    return tuple(
        Button(marked(voice.say(label), on=minutes == chosen), PlaceTap("answerin", str(minutes)))
        for minutes, label in labels.items()
    )


def chat_screen(scene: Scene[ChatOfClient | None], voice: Voice) -> Screen:
    """Which Telegram chat is the client's; it is picked by the button under the input field, or let go."""
    found = scene.model
    page = noticed(scene, voice)
    if found is None:
        return page.line(voice.say("clients-gone")).screen(((menu_button(voice),),), "R2")
    own = str(found.client.id)
    page.line(cut(found.client.label, 60), "bold")
    if not found.contact.enabled:
        page.line(voice.say("business-off"))
        settings = Button(voice.say("settings-o-business"), PlaceTap("business"))
        return page.screen(((settings,), (back_button(voice, "about", own), menu_button(voice))), "R2")
    loose: tuple[Button, ...] = ()
    if found.linked_at is not None:
        page.line(voice.say("business-linked", day=day_of(found.linked_at, scene, voice)))
        loose = (Button(voice.say("business-o-unlink"), PlaceTap("unlink", own)),)
    page.line(voice.say("business-pick_q" if found.linked_at is None else "business-pick_other"))
    return page.screen((loose, (back_button(voice, "about", own), menu_button(voice))), "R2")


def chat_keys(scene: Scene[ChatOfClient | None], voice: Voice) -> tuple[tuple[str | Pick, ...], ...]:
    """Telegram's list of people above the usual keys, where the account is connected."""
    found, usual = scene.model, keys(scene, voice.texts)
    if found is None or not found.contact.enabled:
        return usual
    return ((Pick(voice.say("pick-key"), found.client.id),), *usual)


def whose_screen(scene: Scene[UnlinkedChat], voice: Voice) -> Screen:
    """Whose the chat is from which the manager came here: a client, or a new one by a typed name."""
    found = scene.model
    page = noticed(scene, voice)
    page.line(voice.say("business-whose"), "bold").line(voice.say("business-whose_hint"))
    buttons = [
        Button(cut(one.client, _LABEL), PlaceTap("linkto", f"{found.chat_id}.{one.client_id}"))
        for one in found.choice.clients
    ]
    rows = (*pairs(buttons), all_row(found.choice, voice, "clients"), (menu_button(voice),))
    return page.screen(rows, "R2")
