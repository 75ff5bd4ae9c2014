"""What the screens of people and invitations are drawn from. Loaded by the store."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody whom an invitation let in, at `joined_at` (Unix seconds UTC), by the name that Telegram gave then."""

    id: int
    name: str
    joined_at: int


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that waits, until `expires_at` (Unix seconds UTC)."""

    id: int
    expires_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Crew:
    """A page of people or of links, or one person.

    `open_links` counts the links that wait; `newest` is the id of the newest link ever made, 0 without one: the button
    that makes another names it, so that a doubled tap makes one.
    """

    members: tuple[Member, ...] = ()
    links: tuple[Invitation, ...] = ()
    page: int = 0
    more: bool = False
    member: Member | None = None
    open_links: int = 0
    newest: int = 0
