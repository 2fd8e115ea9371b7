"""Choosing partners in a form by typing: each step is a button, so that it works without JavaScript and loses no answer."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import get_language

from aktsom.cooperation.partners.actions import add_partner
from aktsom.cooperation.partners.models import Partner
from aktsom.cooperation.register.forms import uuid_of
from aktsom.cooperation.register.partner_names import search_partners
from aktsom.cooperation.register.sheet_countries import code_of_country, country_choices
from aktsom.core.errors import InvalidError
from aktsom.core.http import ActorRequest

STEPS = ("search", "add", "remove", "add_new")


@dataclass(frozen=True, slots=True)
class Picked:
    """The partners chosen so far, and what the last step was.

    `is_step` when a button for partners was pressed rather than the one that saves; `searched` what was looked for.
    """

    chosen: tuple[Partner, ...] = ()
    found: tuple[Partner, ...] = ()
    searched: str = ""
    is_step: bool = False
    problem: str = ""
    countries: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, request: ActorRequest, before: Collection[UUID] = ()) -> "Picked":
        """What the form says; `before` are the partners that are there when it is opened."""
        post = request.POST
        wanted, problem = _wanted(request, before)
        searched = post.get("search_for", "").strip()[:200] if "search" in post or problem else ""
        rows = Partner.objects.visible_to(request.actor).in_bulk(wanted)
        found = search_partners(request.actor, searched) if searched else []
        return cls(
            chosen=tuple(rows[key] for key in dict.fromkeys(wanted) if key in rows),
            found=tuple(partner for partner in found if partner.pk not in rows),
            searched=searched,
            is_step=any(step in post for step in STEPS),
            problem=problem,
            countries=country_choices(get_language() or "nb") if searched else (),
        )

    @property
    def ids(self) -> list[UUID]:
        """The chosen partners' ids."""
        return [partner.pk for partner in self.chosen]

    @staticmethod
    def answers(data: QueryDict) -> dict[str, Any]:
        """The other answers as they were typed, so that a step for partners loses none."""
        typed: dict[str, Any] = data.dict()
        return typed | {
            "fields_touched": data.getlist("fields_touched"),
            "sensitive_access": "sensitive_access" in data,
        }


def _wanted(request: ActorRequest, before: Collection[UUID]) -> tuple[list[UUID], str]:
    """The ids of the chosen partners after the last step, and what was wrong with it."""
    post = request.POST
    if request.method != "POST":
        return [*before, *_ids(request.GET)], ""
    wanted = _ids(post)
    if added := uuid_of(post.get("add", "")):
        wanted.append(added)
    if removed := post.get("remove", ""):
        wanted = [key for key in wanted if str(key) != removed]
    if "add_new" not in post:
        return wanted, ""
    try:
        return [*wanted, _new_partner(request).pk], ""
    except InvalidError as error:
        return wanted, " ".join(str(reason) for reason in error.fields.values()) or str(error)


def _ids(data: QueryDict) -> list[UUID]:
    return [key for text in data.getlist("partner") if (key := uuid_of(text))]


def _new_partner(request: ActorRequest) -> Partner:
    country = code_of_country(request.POST.get("new_country", ""))
    domain = request.POST.get("new_domain", "").replace("\x00", "").strip()[:200]
    return add_partner(request.actor, request.POST.get("search_for", ""), country or "", domain)
