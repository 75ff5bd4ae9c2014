"""What the screens of people and invitations are drawn from; the table of places shows them to who invites."""

from sqlalchemy import Connection, and_, bindparam, func, select, text

from bot.protocol.engine.words import number
from bot.store.tables.core import invitation, member
from bot.viewmodels.access import Invitation, LinkPage, Member, PeoplePage
from bot.viewmodels.paging import PEOPLE_ON_PAGE
from bot.viewmodels.scene import AnyScene, Voice

MOST_LINKS = 50
"""How many links of an agency may wait at once."""

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


def people(conn: Connection, scene: AnyScene, _: Voice, arguments: str) -> PeoplePage:
    """A page of the people whom invitations let in."""
    page, agency = number(arguments, 9999) or 0, scene.person.agency_id
    values = {"agency": agency, "most": PEOPLE_ON_PAGE + 1, "skip": page * PEOPLE_ON_PAGE}
    found = [_member(*row) for row in conn.execute(_PAGE, values)]
    return PeoplePage(
        tuple(found[:PEOPLE_ON_PAGE]),
        page,
        len(found) > PEOPLE_ON_PAGE,
        open_links=waiting(conn, agency, scene.drawn_at),
        newest=newest(conn),
    )


def links(conn: Connection, scene: AnyScene, _: Voice, arguments: str) -> LinkPage:
    """A page of the links that wait."""
    page = number(arguments, 9999) or 0
    values = {
        "agency": scene.person.agency_id,
        "now": scene.drawn_at,
        "most": PEOPLE_ON_PAGE + 1,
        "skip": page * PEOPLE_ON_PAGE,
    }
    found = [Invitation(*row) for row in conn.execute(_LINKS, values)]
    return LinkPage(tuple(found[:PEOPLE_ON_PAGE]), page, len(found) > PEOPLE_ON_PAGE)


def one(conn: Connection, scene: AnyScene, _: Voice, arguments: str) -> Member | None:
    """The person of the place; None where an invitation of the agency let nobody like that in."""
    return get(conn, scene.person.agency_id, number(arguments.partition(".")[0]) or 0)
