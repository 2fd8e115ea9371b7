"""Over the API: who the caller is, and the keys with which programs call."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Query, Router, Status
from pydantic import Field

from aktsom.core.api import Answer, Done, Given, Page, Paging, does, paged
from aktsom.core.http import ActorRequest
from aktsom.institutions import keys
from aktsom.institutions.directory import ContactPoint, contact_points
from aktsom.institutions.models import ApiKey, Institution
from aktsom.institutions.responsibility import Gap, Held, responsibility
from aktsom.institutions.words import gap_in_words, in_language

router = Router(tags=["me"])


class HeldDutyAnswer(Answer):
    """A duty, and the path of the unit that it is held for; "" stands for the whole institution."""

    duty: str
    unit_path: str


class MeAnswer(Answer):
    """Who calls: the person, the institution and the duties."""

    name: str
    member: UUID | None
    institution: str
    institution_name: str
    unit_path: str
    duties: list[HeldDutyAnswer]


class GapAnswer(Answer):
    """Somebody is missing: which duty, for which unit (null: the institution), how, since or until when, in one sentence."""

    kind: str
    duty: str
    unit: UUID | None
    since: date | None
    until: date | None
    said: str


class HeldAnswer(Answer):
    """A duty as it is held. `acting` is the member who acts today: the holder, the deputy while the holder is away, or null."""

    assignment: UUID
    version: str
    duty: str
    unit: UUID | None
    member: UUID
    name: str
    since: date
    until: date | None
    deputy: UUID | None
    acting: UUID | None


class ResponsibilityAnswer(Answer):
    """Who answers for what today, and where somebody is missing."""

    held: list[HeldAnswer]
    gaps: list[GapAnswer]


class ContactPersonAnswer(Answer):
    """Somebody who answers for a subject."""

    member: UUID
    name: str
    email: str
    duty: str


class ContactPointAnswer(Answer):
    """A subject, when it concerns one, the people nearest to the caller, and the authorities that it may come to."""

    id: str
    title: str
    when: str
    people: list[ContactPersonAnswer]
    authorities: list[str]


class KeyAnswer(Answer):
    """A key, without the key itself."""

    id: UUID
    label: str
    made_at: datetime
    expires: date
    sensitive: bool
    ended_at: datetime | None


class NewKeyAnswer(KeyAnswer):
    """A key that was just made, with the key itself, which is never shown again."""

    key: str


class NewKey(Given):
    """What a key is for."""

    label: Annotated[str, Field(max_length=100, description="Which program will use it.")]
    sensitive: Annotated[
        bool, Field(description="Whether it may do what needs its person to show again who they are.")
    ] = False


@router.get("/me", response=MeAnswer, summary="Who am I")
def me(request: ActorRequest) -> MeAnswer:
    """The caller's name, institution and duties today."""
    actor = request.actor
    institution = Institution.objects.visible_to(actor).get(pk=actor.institution_id)
    return MeAnswer(
        name=actor.name,
        member=actor.member_id,
        institution=institution.slug,
        institution_name=institution.name_nb,
        unit_path=actor.unit_path,
        duties=[HeldDutyAnswer(duty=held.duty.value, unit_path=held.unit_path) for held in actor.duties],
    )


@router.get("/responsibility", response=ResponsibilityAnswer, summary="Who answers for what")
def show_responsibility(request: ActorRequest) -> ResponsibilityAnswer:
    """Every duty as it is held today, the institution first, and every place where somebody is missing."""
    found = responsibility(request.actor)
    return ResponsibilityAnswer(
        held=[_held(each) for post in found.posts for each in post.held], gaps=[_gap(each) for each in found.gaps]
    )


@router.get("/contacts", response=list[ContactPointAnswer], summary="Whom to turn to")
def list_contacts(request: ActorRequest) -> list[ContactPointAnswer]:
    """Contact points by subject, nearest to where the caller works."""
    points, _authorities = contact_points(request.actor)
    return [_point(each) for each in points]


@router.get("/keys", response=Page[KeyAnswer], summary="My keys")
def list_keys(request: ActorRequest, paging: Query[Paging]) -> Page[KeyAnswer]:
    """The caller's keys, the newest first, ended ones too."""
    return paged(Page[KeyAnswer], request, keys.keys_of(request.actor), paging, lambda rows: map(_key, rows))


@router.post(
    "/keys", response={201: NewKeyAnswer}, summary="Make a key", openapi_extra=does("make a key for a program")
)
def make_key(request: ActorRequest, wanted: NewKey) -> Status[NewKeyAnswer]:
    """A key with the caller's own duties. It is shown this once, and valid for a year."""
    key, secret = keys.make_key(request.actor, label=wanted.label, sensitive=wanted.sensitive)
    return Status(201, NewKeyAnswer(**_key(key).model_dump(), key=secret))


@router.delete("/keys/{uuid:key_id}", response=Done, summary="End a key", openapi_extra=does("end a key for a program"))
def end_key(request: ActorRequest, key_id: UUID) -> Done:
    """Let one of the caller's own keys stop working at once."""
    keys.end_key(request.actor, key_id=str(key_id))
    return Done()


def _held(held: Held) -> HeldAnswer:
    row = held.row
    return HeldAnswer(
        assignment=row.pk,
        version=row.version,
        duty=row.duty,
        unit=row.unit_id,
        member=row.member_id,
        name=row.member.user.name,
        since=row.starts,
        until=row.ends,
        deputy=row.deputy_id,
        acting=held.acting.member.pk if held.acting else None,
    )


def _gap(gap: Gap) -> GapAnswer:
    unit = gap.unit.pk if gap.unit else None
    return GapAnswer(
        kind=gap.kind.value, duty=gap.duty.value, unit=unit, since=gap.since, until=gap.until, said=gap_in_words(gap)
    )


def _point(point: ContactPoint) -> ContactPointAnswer:
    subject = point.subject
    people = [
        ContactPersonAnswer(
            member=each.member.pk, name=each.member.user.name, email=each.member.user.email, duty=each.duty.value
        )
        for each in point.people
    ]
    named = [in_language(authority.name) for authority in point.authorities]
    return ContactPointAnswer(
        id=subject.id,
        title=in_language(subject.title),
        when=in_language(subject.when),
        people=people,
        authorities=named,
    )


def _key(key: ApiKey) -> KeyAnswer:
    return KeyAnswer(
        id=key.pk,
        label=key.label,
        made_at=key.made_at,
        expires=key.expires,
        sensitive=key.sensitive,
        ended_at=key.ended_at,
    )
