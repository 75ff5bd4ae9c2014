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


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """A page of people whom invitations let in. `page` counts from 0, `more` says whether another follows.

    `open_links` counts the links that wait; `newest` is the id of the newest link ever made, 0 without one: the button
    that makes another names it, so that a doubled tap makes one.
    """

    members: tuple[Member, ...]
    page: int
    more: bool
    open_links: int
    newest: int


@dataclass(frozen=True, slots=True)
class LinkPage:
    """A page of the links that wait."""

    links: tuple[Invitation, ...]
    page: int
    more: bool
