"""The exit drill: everything that hangs on an agreement, and the plan if it ended now. It reads and changes nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aktsom.cooperation.agreements.models import Agreement, AgreementCooperation
from aktsom.cooperation.exits.models import NOT_BROKEN, ROLES, Anchor, ExitStrategy, HangingAccess, Trigger
from aktsom.cooperation.exits.owners import Owners
from aktsom.cooperation.exits.permissions import may_agree
from aktsom.cooperation.exits.planning import Planned, dated
from aktsom.cooperation.exits.queries import access_hanging_on, hanging_access, strategy_of
from aktsom.cooperation.exits.stopping import grants_of
from aktsom.cooperation.register.models import Cooperation
from aktsom.core.actor import Actor
from aktsom.engine.agreements.exits import PlannedStep
from aktsom.institutions.models import Member
from aktsom.protection.access.models import OVERSEERS
from aktsom.protection.access.permissions import looks_after

MOST_WAITED_FOR = 3
"""Of more steps that one waits for it is said how many they are, and no longer which."""


@dataclass(frozen=True, slots=True)
class Hanging:
    """One thing that hangs on the agreement: what, what is to be known of it, and where to read more."""

    what: str
    detail: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one sort. `sort` is a word for programs."""

    sort: str
    title: str
    things: list[Hanging]


@dataclass(frozen=True, slots=True)
class DrillStep:
    """A step of the plan with its words and its person; `is_vacant` where nobody has the duty that it names."""

    planned: PlannedStep
    title: str
    role: str
    person: str
    waits: str
    is_vacant: bool

    @property
    def waits_for(self) -> str:
        """From when on it may begin, and which steps come first, in words."""
        return " · ".join(filter(None, (str(Anchor(self.planned.step.anchor.value).label), self.waits)))


@dataclass(frozen=True, slots=True)
class Drill:
    """What would happen: the groups of what hangs on it, and the plan by its days."""

    agreement: Agreement
    trigger: Trigger
    groups: list[Group]
    planned: Planned
    steps: list[DrillStep]
    strategy: ExitStrategy | None

    @property
    def number(self) -> int:
        """How many things hang on it."""
        return sum(len(group.things) for group in self.groups)

    @property
    def only_left(self) -> bool:
        """Whether nobody broke it, so that nothing is to be put right."""
        return self.trigger in NOT_BROKEN

    @property
    def decides(self) -> str:
        """Who decides whether it goes on, in words."""
        return str(dict(ROLES)[self.planned.decides])

    @property
    def nobody(self) -> list[DrillStep]:
        """Steps that nobody would carry out today."""
        return [step for step in self.steps if not step.person]


def drill_of(actor: Actor, agreement: Agreement, trigger: Trigger) -> Drill:
    """Everything that the actor may know to hang on the agreement, and the plan if it began today."""
    strategy, planned = strategy_of(actor, agreement), dated(agreement, trigger, timezone.localdate())
    groups = [group for group in _groups(actor, agreement, strategy) if group.things]
    return Drill(agreement, trigger, groups, planned, _steps(agreement, planned), strategy)


def _groups(actor: Actor, agreement: Agreement, strategy: ExitStrategy | None) -> Iterator[Group]:
    below = _below(actor, agreement)
    cooperations = _cooperations(actor, agreement, below)
    own = [each for each, _under in cooperations]
    yield Group("cooperation", _("Cooperation"), [_cooperation(*each) for each in cooperations])
    yield Group("agreements", _("Other agreements"), _agreements(actor, agreement, below))
    plans = [*([(strategy, "")] if strategy else []), *_plans_below(actor, below)]
    yield Group("people", _("People"), [*_counts(plans), *_people(agreement, own)])
    yield Group("access", _("Access"), _access(actor, agreement))
    yield Group("access-below", _("Access that hangs on agreements under it"), _access_below(actor, below))
    worth = [*_value(agreement, ""), *(each for row in below for each in _value(row, row.title))]
    yield Group("things", _("Data, samples, equipment, money"), [*_things(plans), *worth, *_costs(plans)])


def _below(actor: Actor, agreement: Agreement) -> list[Agreement]:
    """The agreements under it, and under those, as deep as the actor sees them: level by level, by title."""
    found: dict[UUID, Agreement] = {}
    level = [agreement.pk]
    while level:
        rows = Agreement.objects.visible_to(actor).filter(parent__in=level).exclude(pk__in=[agreement.pk, *found])
        under = {row.pk: row for row in rows.order_by("title", "pk")}
        found |= under
        level = list(under)
    return list(found.values())


def _plans_below(actor: Actor, below: list[Agreement]) -> Iterator[tuple[ExitStrategy, str]]:
    """The strategies of the agreements under it, each with the title of its agreement."""
    rows = ExitStrategy.objects.visible_to(actor).filter(agreement__in=below).prefetch_related("things", "people")
    found = {row.agreement_id: row for row in rows}
    yield from ((found[each.pk], each.title) for each in below if each.pk in found)


def _cooperations(actor: Actor, agreement: Agreement, below: list[Agreement]) -> list[tuple[Cooperation, str]]:
    """The cooperation under it or under one below, then with the title of that one."""
    titles = {each.pk: each.title for each in below} | {agreement.pk: ""}
    links = AgreementCooperation.objects.visible_to(actor).filter(agreement__in=titles).order_by()
    under: dict[UUID, str] = {}
    for cooperation, through in links.values_list("cooperation", "agreement"):
        under[cooperation] = min(under.get(cooperation, titles[through]), titles[through])
    rows = Cooperation.objects.visible_to(actor).filter(pk__in=list(under)).select_related("contact__user")
    return [(row, under[row.pk]) for row in rows.order_by("title", "pk")]


def _cooperation(row: Cooperation, through: str) -> Hanging:
    return Hanging(row.title, _said(row.get_state_display(), through), reverse("register:detail", args=[row.pk]))


def _said(detail: str, through: str) -> str:
    """What is to be known of a thing, and under which other agreement it is, if under one."""
    under = _("under “%(title)s”") % {"title": through} if through else ""
    return ", ".join(filter(None, (detail, under)))


def _agreements(actor: Actor, agreement: Agreement, below: list[Agreement]) -> list[Hanging]:
    above = Agreement.objects.visible_to(actor).filter(pk=agreement.parent_id)
    return [
        Hanging(
            each.title,
            f"{each.get_kind_display()}, {each.get_state_display()}",
            reverse("agreements:detail", args=[each.pk]),
        )
        for each in (*above, *below)
    ]


def _counts(plans: list[tuple[ExitStrategy, str]]) -> Iterator[Hanging]:
    for strategy, through in plans:
        for each in strategy.people.all():
            yield Hanging(f"{each.number} {each.get_role_display()}", _said(each.plan, through))


def _people(agreement: Agreement, cooperations: list[Cooperation]) -> Iterator[Hanging]:
    """Those whose work it is to look after it, by name; everybody else is a number."""
    people: dict[Member, str] = {}
    if agreement.owner:
        people[agreement.owner] = _("answers for the agreement")
    for each in cooperations:
        if each.contact:
            people.setdefault(each.contact, _("contact of “%(title)s”") % {"title": each.title})
    for member, why in people.items():
        yield Hanging(member.user.name, why)


def _access(actor: Actor, agreement: Agreement) -> list[Hanging]:
    """Compartments whose access hangs on it. How many can enter is told to who looks after them or oversees access."""
    return [
        Hanging(
            _whose(access),
            _ends(actor, access),
            reverse("access:detail", args=[access.compartment_id]),
        )
        for access in hanging_access(actor, agreement)
    ]


def _access_below(actor: Actor, below: list[Agreement]) -> list[Hanging]:
    """What hangs on the agreements under it goes on while they do."""
    return [
        Hanging(
            _whose(access),
            _("ends at once when “%(title)s” is broken") % {"title": access.agreement.title},
            reverse("access:detail", args=[access.compartment_id]),
        )
        for access in access_hanging_on(actor, below)
    ]


def _whose(access: HangingAccess) -> str:
    whom = access.member.user.name if access.member else _("everyone")
    return f"{access.compartment.name}: {whom}"


def _ends(actor: Actor, access: HangingAccess) -> str:
    if access.agreed_by_id is None and not may_agree(actor, {"access": access}):
        return _("nobody who looks after it has agreed yet")
    if not (actor.holds(*OVERSEERS) or looks_after(actor, access.compartment)):
        return _("every grant ends at once")
    number = len(grants_of(access))
    return ngettext("%(number)d grant ends at once", "%(number)d grants end at once", number) % {"number": number}


def _things(plans: list[tuple[ExitStrategy, str]]) -> Iterator[Hanging]:
    for strategy, through in plans:
        for each in strategy.things.all():
            yield Hanging(each.what, _said(f"{each.get_sort_display()}, {each.get_way_display()}", through))


def _value(agreement: Agreement, through: str) -> Iterator[Hanging]:
    if agreement.value is not None:
        yield Hanging(
            f"{number_format(_whole(agreement.value), force_grouping=True)} {agreement.currency}".strip(),
            _said(_("value of the agreement"), through),
        )


def _costs(plans: list[tuple[ExitStrategy, str]]) -> Iterator[Hanging]:
    for strategy, through in plans:
        if strategy.costs:
            yield Hanging(_("Costs of leaving it"), _said(strategy.costs, through))


def _whole(value: Decimal) -> Decimal | int:
    """Without decimals where there are none to tell."""
    return int(value) if value == value.to_integral_value() else value


def _steps(agreement: Agreement, planned: Planned) -> list[DrillStep]:
    roles, owners = dict(ROLES), Owners(agreement)
    people = {each.step.key: owners.carries_out(each.step, planned.decisions) for each in planned.plan.steps}
    names: dict[UUID | None, str] = dict(
        Member.objects.filter(pk__in=[each for each in people.values() if each]).values_list("pk", "user__name")
    )
    return [
        DrillStep(
            each,
            planned.titles[each.step.key],
            str(roles.get(each.step.role, each.step.role)),
            names.get(people[each.step.key], ""),
            waits_in_words(planned.titles[key] for key in each.step.after if key in planned.titles),
            owners.is_vacant(each.step.role),
        )
        for each in planned.plan.steps
    ]


def waits_in_words(titles: Iterable[str]) -> str:
    """For which steps one waits, for many how many; "" when for none."""
    said = list(titles)
    if len(said) > MOST_WAITED_FOR:
        return _("waits for %(number)s other steps") % {"number": len(said)}
    return _("waits for: %(steps)s") % {"steps": ", ".join(said)} if said else ""
