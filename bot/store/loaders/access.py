"""What the screens of people and invitations are drawn from, each loaded by its place; only for who invites."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from sqlalchemy import Connection, and_, bindparam, func, select, text

from bot.protocol.engine.words import number
from bot.store.tables.core import invitation, member
from bot.viewmodels.access import Crew, Invitation, Member
from bot.viewmodels.paging import PEOPLE_ON_PAGE
from bot.viewmodels.place import Place
from bot.viewmodels.scene import Scene, Voice

MOST_LINKS = 50
"""How many links of an agency may wait at once."""

Loader = Callable[[Connection, Scene, Voice, str], Scene]

# As it stands at the index.
_JOINED = and_(member.c.agency_id == bindparam("agency"), text("joined_at IS NOT NULL AND inside"))
_MEMBER = select(member.c.person_id, member.c.name, member.c.joined_at)
_PAGE = (
    _MEMBER.where(_JOINED, member.c.hosts.is_(False))
    .order_by(member.c.joined_at, member.c.person_id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_ONE = _MEMBER.where(_JOINED, member.c.hosts.is_(False), member.c.person_id == bindparam("who"))
_WAITS = and_(
    invitation.c.agency_id == bindparam("agency"),
    text("used_at IS NULL AND withdrawn_at IS NULL"),
    invitation.c.expires_at > bindparam("now"),
)
_LINKS = (
    select(invitation.c.id, invitation.c.expires_at)
    .where(_WAITS)
    .order_by(invitation.c.id)
    .limit(bindparam("most"))
    .offset(bindparam("skip"))
)
_COUNT = select(func.count()).where(_WAITS)
_NEWEST = select(func.coalesce(func.max(invitation.c.id), 0))


def waiting(conn: Connection, agency_id: int, now: int) -> int:
    """How many links of the agency wait at `now` (Unix seconds UTC)."""
    count: int = conn.execute(_COUNT, {"agency": agency_id, "now": now}).scalar_one()
    return count


def newest(conn: Connection) -> int:
    """The id of the newest link of all, 0 where none was ever made."""
    found: int = conn.execute(_NEWEST).scalar_one()
    return found


def get(conn: Connection, agency_id: int, person_id: int) -> Member | None:
    """Somebody of the agency whom an invitation let in and who is still inside; None else."""
    row = conn.execute(_ONE, {"agency": agency_id, "who": person_id}).one_or_none()
    return _member(*row) if row else None


def _member(person_id: int, name: str | None, joined_at: int) -> Member:
    return Member(person_id, name or str(person_id), joined_at)


def _people(conn: Connection, scene: Scene, _: Voice, argument: str) -> Scene:
    page, agency = number(argument, 9999) or 0, scene.person.agency_id
    values = {"agency": agency, "most": PEOPLE_ON_PAGE + 1, "skip": page * PEOPLE_ON_PAGE}
    found = [_member(*row) for row in conn.execute(_PAGE, values)]
    crew = Crew(
        members=tuple(found[:PEOPLE_ON_PAGE]),
        page=page,
        more=len(found) > PEOPLE_ON_PAGE,
        open_links=waiting(conn, agency, scene.drawn_at),
        newest=newest(conn),
    )
    return replace(scene, crew=crew)


def _links(conn: Connection, scene: Scene, _: Voice, argument: str) -> Scene:
    page = number(argument, 9999) or 0
    values = {
        "agency": scene.person.agency_id,
        "now": scene.drawn_at,
        "most": PEOPLE_ON_PAGE + 1,
        "skip": page * PEOPLE_ON_PAGE,
    }
    found = [Invitation(*row) for row in conn.execute(_LINKS, values)]
    return replace(scene, crew=Crew(links=tuple(found[:PEOPLE_ON_PAGE]), page=page, more=len(found) > PEOPLE_ON_PAGE))


def _one(conn: Connection, scene: Scene, _: Voice, argument: str) -> Scene:
    who = number(argument.partition(".")[0]) or 0
    return replace(scene, crew=Crew(member=get(conn, scene.person.agency_id, who)))


def _only_hosts(loader: Loader) -> Loader:
    """The loader for those who invite; who doesn't any more is at the menu."""

    def load(conn: Connection, scene: Scene, voice: Voice, argument: str) -> Scene:
        return loader(conn, scene, voice, argument) if scene.person.hosts else replace(scene, place=Place("menu"))

    return load


LOADERS: Mapping[str, Loader] = {
    name: _only_hosts(loader)
    for name, loader in {"people": _people, "member": _one, "dismiss": _one, "links": _links}.items()
}
"""What each place of people and invitations is drawn from."""
