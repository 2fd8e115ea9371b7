"""Choosing partners in a form by typing. Each step is a button of the form, so that it works without JavaScript and loses no
answer; with it, what fits is offered while one types (`partners:find`) and choosing presses the same buttons.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.http import QueryDict
from django.utils.translation import get_language

from aktsom.cooperation.partners.actions import add_partner
from aktsom.cooperation.partners.finding import FoundPartner, partners_called
from aktsom.cooperation.partners.models import Partner
from aktsom.core.countries import country_choices
from aktsom.core.errors import InvalidError
from aktsom.core.http import ActorRequest, uuid_of

STEPS = ("add", "remove", "add_new")


@dataclass(frozen=True, slots=True)
class Picked:
    """The partners chosen so far, and what the last step was.

    `is_step` when a button for partners was pressed rather than the one that saves, `is_search` when it only looked;
    `searched` is what was looked for, `new_country` in which country it would be as a new partner, `names_new` when the person
    said that none of the known ones is it.
    """

    chosen: tuple[Partner, ...] = ()
    found: tuple[FoundPartner, ...] = ()
    searched: str = ""
    new_country: str = ""
    is_step: bool = False
    is_search: bool = False
    names_new: bool = False
    problem: str = ""
    countries: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, request: ActorRequest, before: Collection[UUID] = ()) -> "Picked":
        """What the form says; `before` are the partners that are there when it is opened."""
        post = request.POST
        wanted, problem = _wanted(request, before)
        is_search = _is_search(post)
        searched = post.get("search_for", "").strip()[:200] if is_search or problem else ""
        rows = Partner.objects.visible_to(request.actor).in_bulk(wanted)
        found = partners_called(request.actor, searched) if searched else []
        return cls(
            chosen=tuple(rows[key] for key in dict.fromkeys(wanted) if key in rows),
            found=tuple(each for each in found if each.partner.pk not in rows),
            searched=searched,
            new_country=post.get("new_country", "") if problem else "",
            is_step=is_search or any(step in post for step in STEPS),
            is_search=is_search,
            names_new=post.get("search") == "new",
            problem=problem,
            countries=country_choices(get_language() or "nb") if searched else (),
        )

    @property
    def ids(self) -> list[UUID]:
        """The chosen partners' ids."""
        return [partner.pk for partner in self.chosen]


def _is_search(post: QueryDict) -> bool:
    """Whether the button that searches was pressed, or Enter while a name stands in the field."""
    return "search" in post or ("enter" in post and bool(post.get("search_for", "").strip()))


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
    domain = request.POST.get("new_domain", "").replace("\x00", "").strip()[:200]
    return add_partner(request.actor, request.POST.get("search_for", ""), request.POST.get("new_country", ""), domain)
