"""A record of a register: for which unit, who sees it, that two who edit notice each other, and that nothing is deleted."""

from typing import Any

from django.db import models
from django.db.models import Q

from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.sensitive import Sensitive
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Compartmented, Nothing, open_to, own_records

SEES_ALL = (
    Duty.RESEARCH_SECURITY_LEAD,
    Duty.RESEARCH_SECURITY_ADVISER,
    Duty.EXPORT_CONTROL_OFFICER,
    Duty.AGREEMENTS_OFFICER,
    Duty.LEADERSHIP,
    Duty.INTERNAL_AUDITOR,
)


class Record(Tenanted, Compartmented, Sensitive):
    """What somebody registered for a unit. A room adds its `kind` and `state`, and with `about` who else answers for it.

    `version` grows by one with every change, so that two people who edit at once notice each other. `token` is that of the
    form which registered it, so that a form sent twice registers once. Its page is `log_page`.
    """

    places: list[Any]
    """The partners' places in it, where `queries.with_places` reads them along."""

    version = models.IntegerField(default=1)
    token = models.UUIDField(null=True, editable=False)
    title = models.CharField(max_length=500)
    unit = models.ForeignKey("institutions.Unit", on_delete=models.PROTECT, null=True, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    summary = models.TextField(blank=True)
    reference = models.CharField(max_length=100, blank=True)
    registered_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["-registered_at", "id"]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Those that it is about, leaders for their units, and those whose duty spans the institution.

        In a compartment: only those of them who hold a grant to it, and everyone else who does.

        What was withdrawn is not there any more; `queries.withdrawn` reaches it for those who could see it.
        """
        return cls.seen_by(actor) & Q(withdrawn_at__isnull=True)

    @classmethod
    def seen_by(cls, actor: Actor) -> Q:
        """The same, whether withdrawn or not."""
        if actor.institution_id is None:
            return Nothing
        own = own_records(actor) & open_to(actor)
        if actor.is_system or actor.holds(*SEES_ALL, path="/"):
            return own
        seen = cls.about(actor) | Q(compartment__isnull=False)
        for path in actor.paths((*SEES_ALL, Duty.UNIT_LEADER)):
            seen |= cls.of_units(path) if path else Q(pk__isnull=False)
        return own & seen

    @classmethod
    def of_units(cls, path: str) -> Q:
        """Those of the unit at this path and of all under it."""
        return Q(unit__path__startswith=path)

    @classmethod
    def in_log(cls, actor: Actor) -> Q:
        """What was done with a record can be read after it was withdrawn."""
        return cls.seen_by(actor)
