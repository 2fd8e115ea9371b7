"""Letting a pseudonym stand for a person: for a time, while use is stopped, or for good, when the person is erased.

Rows and events point at the person's place. An account of its own, which nobody can use and which carries the pseudonym,
takes the person's place there; so everything that is kept, the log included, loses the person at once and stays whole.
"""

import secrets
from collections.abc import Iterable
from dataclasses import replace

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from aktsom.core.actor import Actor
from aktsom.core.errors import ConflictError
from aktsom.core.personal import Ground, Kind, holdings
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import ApiKey, Member, User
from aktsom.protection.personal_data.models import Pseudonym, Tombstone
from aktsom.protection.personal_data.persons import person_of, rows_about

ADDRESS = "pseudonym.invalid"
FREE_TO_GO = (Ground.CONSENT, Ground.LEGITIMATE_INTERESTS)
"""Grounds on which data goes when the person asks. By GDPR art. 17(3)(b) what law or a public task needs may stay."""


def stop_use(member: Member) -> Pseudonym:
    """Put a pseudonym in the person's place until `use_again`; their name and address are kept apart. Their keys end.

    Raises `ConflictError` when a pseudonym stands there already.
    """
    if Pseudonym.objects.filter(member=member).exists():
        raise ConflictError(_("A pseudonym stands for this person already."))
    stopped = Pseudonym.objects.create(institution_id=member.institution_id, member=member, account=member.user)
    ApiKey.objects.filter(member=member).delete()
    _stand_in(member)
    return stopped


def use_again(stopped: Pseudonym) -> Member:
    """Put the person back into their place; raises `ConflictError` when they were erased."""
    if stopped.account is None:
        raise ConflictError(_("This person was erased, and nothing leads back to them."))
    member, stand_in = stopped.member, stopped.member.user
    member.user = stopped.account
    member.save(update_fields=["user"])
    stopped.delete()
    stand_in.delete()
    return member


def erase(member: Member, why: Tombstone.Why) -> Tombstone:
    """Erase a person from an institution for good. What must be kept stays, under a pseudonym; other institutions' rows stay.

    The account goes too when the person has a place nowhere else.
    """
    person = person_of(member)
    number = _forget_what_may_go(member) + _rename(member)
    stopped = Pseudonym.objects.filter(member=member).first()
    account = stopped.account if stopped is not None and stopped.account else member.user
    if stopped is None:
        stopped = Pseudonym.objects.create(institution_id=member.institution_id, member=member)
        ApiKey.objects.filter(member=member).delete()
        _stand_in(member)
    Pseudonym.objects.filter(pk=stopped.pk).update(account=None)
    Member.objects.filter(pk=member.pk).update(title="", external_id="", away_from=None, away_until=None, end_reason="")
    number += _forget_account(account)
    return Tombstone.objects.create(
        institution_id=member.institution_id,
        label="institutions.Member",
        rule=f"person {person.member_id}",
        why=why,
        number=number + 1,
    )


def _stand_in(member: Member) -> None:
    token = secrets.token_hex(4)
    stand_in = User.objects.create_user(f"{token}@{ADDRESS}", name=f"N.N. {token}", is_active=False)
    member.user = stand_in
    member.save(update_fields=["user"])


def _forget_what_may_go(member: Member) -> int:
    person, number = person_of(member), 0
    for declaration, held in holdings():
        if held.ground in FREE_TO_GO and held.whose.kind is Kind.PLACE:
            number += rows_about(declaration, held, person).delete()[0]
    return number


def _rename(member: Member) -> int:
    """Texts that hold the person's name get a sign that leads nowhere, where nobody else here has that name."""
    person, number = person_of(member), 0
    for declaration, held in holdings():
        if held.whose.kind is Kind.NAME:
            number += rows_about(declaration, held, person).update(**{held.whose.path: "N.N."})
    return number


def _forget_account(account: User) -> int:
    """Delete the account when no institution has a place for it; asked as that user, who sees all their own places."""
    themselves = replace(Actor.system("erasure"), user_id=account.pk)
    with acting_for(themselves):
        if Member.objects.filter(user=account).exists() or Pseudonym.objects.filter(account=account).exists():
            return 0
    try:
        return _deleted([account])
    except ProtectedError:
        # A record of another room holds the account itself: it stays, but nothing of the person does.
        account.name, account.email, account.is_active = "N.N.", f"{secrets.token_hex(4)}@{ADDRESS}", False
        account.set_unusable_password()
        account.save()
        return 1


def _deleted(rows: Iterable[User]) -> int:
    return sum(row.delete()[0] for row in rows)
