"""Who is let in, by whom, and until when (docs/decisions/0020-access-and-logs.md). All moments are Unix seconds UTC.

A host sees and removes the people of their own agency, and nothing of what these wrote.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from sqlalchemy import ColumnElement, Connection, and_, bindparam, delete, exists, false, or_, select, true, update

from bot.protocol.person import Person
from bot.store.queries import delivery_queue, people
from bot.store.queries.sql import owned_by
from bot.store.sealing.sealed_columns import at
from bot.store.tables.core import agency, agenda, invitation, member, metadata, person

Mode = Literal["owners", "invited", "open"]

_OWNED = member.c.person_id.in_(
    select(person.c.id).where(person.c.telegram_id.in_(bindparam("owners", expanding=True))).scalar_subquery()
)
_LET_IN = {
    "owners": _OWNED,
    "invited": or_(_OWNED, and_(member.c.joined_at.is_not(None), member.c.removed_at.is_(None))),
    "open": or_(_OWNED, member.c.removed_at.is_(None)),
}


def _switch(now_true: bool, wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    return and_(member.c.inside.is_(false()), wanted) if now_true else and_(member.c.inside.is_(true()), ~wanted)


_SWITCH = {
    (mode, to): update(member).where(_switch(to, wanted)).values(inside=to).returning(member.c.person_id)
    for mode, wanted in _LET_IN.items()
    for to in (True, False)
}
_HOSTS = update(member).where(member.c.hosts.is_(false()), _OWNED).values(hosts=True)
_NO_HOSTS = update(member).where(member.c.hosts.is_(true()), ~_OWNED).values(hosts=False)
_HOSTING = select(member.c.person_id, member.c.agency_id).where(member.c.hosts.is_(true())).order_by(member.c.person_id)
_JOINED = (
    select(member.c.agency_id)
    .where(member.c.joined_at.is_not(None), member.c.inside.is_(true()))
    .order_by(member.c.joined_at, member.c.person_id)
    .limit(1)
)
_ASTRAY = (
    select(member.c.person_id, member.c.agency_id)
    .where(member.c.joined_at.is_not(None), member.c.agency_id != bindparam("home"))
    .order_by(member.c.person_id)
)
_WAIT = update(agenda).where(agenda.c.person_id == bindparam("owner"), agenda.c.gone_at.is_(None))
_WAIT = _WAIT.values(gone_at=bindparam("now"))
_GO_ON = update(agenda).where(agenda.c.person_id == bindparam("owner"))
_GO_ON = _GO_ON.values(gone_at=None, held_until=bindparam("now"))
_INSIDE = select(member.c.inside).where(member.c.person_id == bindparam("owner"))
_THEIRS = and_(
    member.c.agency_id == bindparam("agency"),
    member.c.person_id == bindparam("who"),
    member.c.hosts.is_(false()),
    member.c.joined_at.is_not(None),
    member.c.inside.is_(true()),
)
_REMOVE = update(member).where(_THEIRS).values(inside=False, removed_at=bindparam("now")).returning(member.c.person_id)
_JOIN = (
    update(member)
    .where(member.c.person_id == bindparam("who"))
    .values(inside=True, removed_at=None, joined_at=bindparam("now"), name=bindparam("called"))
)
_INVITE = invitation.insert().returning(invitation.c.id)
_OPEN = and_(
    invitation.c.used_at.is_(None),
    invitation.c.withdrawn_at.is_(None),
    invitation.c.expires_at > bindparam("now"),
)
# One statement: of fifty who come with the same link at once, one finds it unused.
_TAKE = (
    update(invitation)
    .where(
        _OPEN,
        invitation.c.digest == bindparam("carried"),
        invitation.c.person_id.in_(select(member.c.person_id).where(member.c.hosts.is_(true())).scalar_subquery()),
    )
    .values(used_at=bindparam("now"))
    .returning(invitation.c.id, invitation.c.agency_id)
)
_USED_BY = update(invitation).where(invitation.c.id == bindparam("link")).values(used_by=bindparam("who"))
_WITHDRAW = (
    update(invitation)
    .where(_OPEN, invitation.c.id == bindparam("link"), invitation.c.agency_id == bindparam("agency"))
    .values(withdrawn_at=bindparam("now"))
    .returning(invitation.c.id)
)
_OWN_TABLES = [table for table in metadata.sorted_tables if {"agency_id", "person_id"} <= set(table.c.keys())]


@dataclass(frozen=True, slots=True)
class Access:
    """Who was let in, and which links were used up or withdrawn, as a database says."""

    people: Mapping[int, tuple[bool, int | None]]
    """By person: whether they are inside, and since when they are removed."""
    links: Mapping[int, tuple[int | None, int | None]]
    """By link that leads nowhere: when it was used, when withdrawn."""


_PEOPLE = select(member.c.person_id, member.c.inside, member.c.removed_at)
_ENDED = select(invitation.c.id, invitation.c.used_at, invitation.c.withdrawn_at).where(
    or_(invitation.c.used_at.is_not(None), invitation.c.withdrawn_at.is_not(None))
)
_OUT_AGAIN = (
    update(member)
    .where(member.c.person_id == bindparam("who"), member.c.inside.is_(true()))
    .values(inside=False, removed_at=bindparam("at"))
)
_IN_AGAIN = (
    update(member)
    .where(member.c.person_id == bindparam("who"), member.c.inside.is_(false()), member.c.joined_at.is_not(None))
    .values(inside=True, removed_at=None)
)
_END_LINK = (
    update(invitation)
    .where(invitation.c.id == bindparam("link"))
    .values(used_at=bindparam("used"), withdrawn_at=bindparam("withdrawn"))
)
_END_LINKS = (
    update(invitation)
    .where(invitation.c.used_at.is_(None), invitation.c.withdrawn_at.is_(None))
    .values(withdrawn_at=bindparam("now"))
)


def access(conn: Connection) -> Access:
    """Who is let in, and which links lead nowhere, to be carried into a backup that is restored."""
    return Access(
        {row.person_id: (row.inside, row.removed_at) for row in conn.execute(_PEOPLE)},
        {row.id: (row.used_at, row.withdrawn_at) for row in conn.execute(_ENDED)},
    )


def carry(conn: Connection, known: Access | None, now: int) -> None:
    """Brings a restored database to who was let in before it was restored, at `now` (Unix seconds UTC).

    Nobody who was removed comes back by a restore, and no link works twice. Where it isn't `known` what happened since,
    all links that wait are withdrawn, since each of them may have been used.
    """
    if known is None:
        conn.execute(_END_LINKS, {"now": now})
        return
    for who, (inside_now, removed_at) in known.people.items():
        if inside_now:
            if conn.execute(_IN_AGAIN, {"who": who}).rowcount:
                conn.execute(_GO_ON, {"owner": who, "now": now})
        elif conn.execute(_OUT_AGAIN, {"who": who, "at": removed_at}).rowcount:
            delivery_queue.gone(conn, who, now)
    for link, (used, withdrawn) in known.links.items():
        conn.execute(_END_LINK, {"link": link, "used": used, "withdrawn": withdrawn})


def settle(conn: Connection, mode: Mode, owners: Collection[int], now: int) -> None:
    """Brings everybody in line with the settings: who is let in, who invites. To be called at the start.

    `owners` are Telegram ids. Reminders of who is not let in any more wait; of who is again, they go on. Hosts share
    one agency: that of the first of them. Whoever came by an invitation is in it, too: one of them may have come in
    before these hosts did.
    """
    named = {"owners": list(owners)}
    for to, agendas_of in ((False, _WAIT), (True, _GO_ON)):
        for person_id in conn.execute(_SWITCH[mode, to], named).scalars().all():
            conn.execute(agendas_of, {"owner": person_id, "now": now})
    hosts = named if mode == "invited" else {"owners": []}
    conn.execute(_NO_HOSTS, hosts)
    conn.execute(_HOSTS, hosts)
    found = conn.execute(_HOSTING).all()
    if not found:
        return
    here = found[0].agency_id
    for person_id, agency_id in [*found, *conn.execute(_ASTRAY, {"home": here}).all()]:
        if agency_id != here:
            _move(conn, person_id, agency_id, here)


def home(conn: Connection) -> int | None:
    """The agency of those who invite; None where there is none yet.

    Where nobody invites any more, for all who did were erased or replaced, it is that of the people whom they invited:
    who invites next finds them there.
    """
    found = conn.execute(_HOSTING).first() or conn.execute(_JOINED).first()
    return None if found is None else found.agency_id


def inside(conn: Connection, person_id: int) -> bool:
    """Whether the person is let in."""
    return bool(conn.execute(_INSIDE, {"owner": person_id}).scalar_one_or_none())


def remove(conn: Connection, host: Person, person_id: int, now: int) -> bool:
    """Lets somebody of the host's agency in no more: their reminders wait, their rows stay as they are.

    False where there is nobody to be removed by this host.
    """
    values = {"agency": host.agency_id, "who": person_id, "now": now}
    if not host.hosts or conn.execute(_REMOVE, values).one_or_none() is None:
        return False
    delivery_queue.gone(conn, person_id, now)
    return True


def invite(conn: Connection, host: Person, digest: str, now: int, expires_at: int) -> int:
    """Notes a link by the `digest` of what it carries; gives its id."""
    values = {
        **owned_by(host),
        "digest": digest,
        "created_at": now,
        "expires_at": expires_at,
    }
    made: int = conn.execute(_INVITE, values).scalar_one()
    return made


def withdraw(conn: Connection, host: Person, invitation_id: int, now: int) -> bool:
    """Makes a link of the host's agency lead nowhere; False where there is none that waits."""
    values = {"agency": host.agency_id, "link": invitation_id, "now": now}
    return host.hosts and conn.execute(_WITHDRAW, values).one_or_none() is not None


def take(conn: Connection, digest: str, now: int) -> tuple[int, int] | None:
    """Uses the link up; gives its id and the agency that it leads to.

    None for one that is used, expired, withdrawn, of somebody who invites no more, or not there at all.
    """
    found = conn.execute(_TAKE, {"carried": digest, "now": now}).one_or_none()
    return None if found is None else (found.id, found.agency_id)


def join(conn: Connection, who: Person, link: tuple[int, int], name: str, now: int) -> Person:
    """Lets the person in by a link that was taken; what they had before comes along. `name` is Telegram's of them."""
    invitation_id, agency_id = link
    conn.execute(_JOIN, {"who": who.id, "now": now, "called": at(name, who.id)})
    conn.execute(_USED_BY, {"link": invitation_id, "who": who.id})
    if who.agency_id != agency_id:
        _move(conn, who.id, who.agency_id, agency_id)
        return replace(people.get(conn, who.id), agency_id=agency_id)
    return who


def _move(conn: Connection, person_id: int, former: int, agency_id: int) -> None:
    """The person and all that is theirs belong to that agency from now on; an agency without people goes."""
    conn.execute(update(person).where(person.c.id == person_id).values(agency_id=agency_id))
    for table in _OWN_TABLES:
        conn.execute(update(table).where(table.c.person_id == person_id).values(agency_id=agency_id))
    conn.execute(delete(agency).where(agency.c.id == former, ~exists().where(person.c.agency_id == former)))
