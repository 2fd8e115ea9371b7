"""What public sources show: publications and projects (traces), the organisations in them, and the ties that they make."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from aktsom.cooperation.partners.models import Partner
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.visibility import Everything, Nothing, Visible


class Trace(Visible):
    """A publication or a funded project. `key` is `<source>:<the source's id>`, such as `openalex:W100008293`.

    `years` are first and last; for a publication they are the same. `fields` are critical technology areas found in it.
    """

    class Kind(models.TextChoices):
        WORK = "work"
        PROJECT = "project"

    key = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.TextField()
    first_year = models.IntegerField(null=True)
    last_year = models.IntegerField(null=True)
    programme = models.CharField(max_length=60, blank=True)
    url = models.CharField(max_length=300, blank=True)
    fields = models.JSONField(default=list)
    field_words = models.JSONField(default=dict)

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Published: everyone."""
        return Everything


class Participation(Visible):
    """An organisation's part in a trace, under the name that the source uses."""

    trace = models.ForeignKey(Trace, on_delete=models.CASCADE, related_name="participations")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="participations")
    name = models.ForeignKey("partners.PartnerName", on_delete=models.PROTECT, related_name="+")
    home = models.ForeignKey("institutions.Institution", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["trace", "name"], name="one_part_per_name")]

    def __str__(self) -> str:
        return f"{self.name} in {self.trace}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Published: everyone."""
        return Everything


class Authorship(Visible):
    """A person named as author of a publication of an institution here, seen only where a duty needs it."""

    trace = models.ForeignKey(Trace, on_delete=models.CASCADE, related_name="authorships")
    author = models.CharField(max_length=300)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"author of {self.trace_id}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Advisers and export-control officers, for publications in which their own institution took part.

        The system too, which counts them and names nobody.
        """
        if actor.is_system or actor.holds(
            Duty.RESEARCH_SECURITY_ADVISER, Duty.RESEARCH_SECURITY_LEAD, Duty.EXPORT_CONTROL_OFFICER
        ):
            return Q(trace__participations__home_id=actor.institution_id)
        return Nothing


class Tie(Visible):
    """All traces between an institution and a partner, as one. Made anew from the traces by `actions.py`.

    `one_of_many` says that all of them are publications in which so many took part that the two need never have met.

    Evidence from public sources, so visible to the sector; whether a cooperation is registered for it is the institution's own.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    home = models.ForeignKey("institutions.Institution", on_delete=models.PROTECT, related_name="ties")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="ties")
    works = models.IntegerField(default=0)
    projects = models.IntegerField(default=0)
    first_year = models.IntegerField(null=True)
    last_year = models.IntegerField(null=True)
    fields = models.JSONField(default=list)
    years = models.JSONField(default=dict)
    one_of_many = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["home", "partner"], name="one_tie_per_pair")]

    def __str__(self) -> str:
        return f"{self.home} – {self.partner}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Published: everyone."""
        return Everything
