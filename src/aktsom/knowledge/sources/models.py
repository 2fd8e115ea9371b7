"""Versions of published lists with their listings, country facts, and what an institution confirmed of them."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from aktsom.core.actor import Actor
from aktsom.core.tenancy import Tenanted
from aktsom.core.visibility import Everything, Visible, own_institution
from aktsom.engine.lists.problems import RowProblem


def _problem(stored: dict[str, Any]) -> RowProblem:
    """A problem as it was kept; early ones have their reason in English alone."""
    reasons = stored.get("reasons", {})
    reason = reasons.get((get_language() or "en")[:2]) or stored.get("reason", "")
    return RowProblem(stored["file"], stored["row"], reason, stored["column"], stored["kept"])


class SourceVersion(Visible):
    """One file of a source as it was read on one day; refused ones are kept as a record with the reason.

    `source` is the id of a publication in the catalogue (one can hold several lists). `file` is the folder with the files
    as they came and the listings as they were read, under the installation's folder `files`. `readers` says which version of
    our readers read them; "" for the starter snapshot, which holds no files.
    """

    class State(models.TextChoices):
        IN_FORCE = "in-force", _("in force")
        SUPERSEDED = "superseded", _("replaced by a newer version")
        REFUSED = "refused", _("refused")

    class Dated(models.TextChoices):
        PUBLISHER = "publisher", _("the publisher's date")
        SERVER = "server", _("when the publisher's server last changed it")
        NEWEST_ENTRY = "newest-entry", _("the newest date in the list; the publisher gives none")
        UNKNOWN = "unknown", _("not known")

    source = models.CharField(max_length=60)
    state = models.CharField(max_length=12, choices=State)
    digest = models.CharField(max_length=64)
    source_date = models.DateField(null=True)
    dated_by = models.CharField(max_length=12, choices=Dated, default=Dated.UNKNOWN)
    is_snapshot = models.BooleanField(default=False)
    retrieved_at = models.DateTimeField()
    in_force_from = models.DateTimeField(null=True)
    in_force_until = models.DateTimeField(null=True)
    origin = models.CharField(max_length=500)
    file = models.CharField(max_length=300, blank=True)
    size = models.BigIntegerField(default=0)
    listings = models.IntegerField(default=0)
    names = models.IntegerField(default=0)
    added = models.IntegerField(default=0)
    removed = models.IntegerField(default=0)
    changed = models.IntegerField(default=0)
    accepted_because = models.TextField(blank=True)
    problems = models.JSONField(default=list)
    problem_count = models.IntegerField(default=0)
    refusal = models.TextField(blank=True)
    refusals = models.JSONField(default=dict)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    readers = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ["source", "-retrieved_at"]
        constraints = [
            models.UniqueConstraint(fields=["source"], condition=Q(state="in-force"), name="one_version_in_force")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.source_date or self.retrieved_at:%Y-%m-%d}"

    @property
    def refused_because(self) -> str:
        """Why it was refused, in the reader's language."""
        return str(self.refusals.get((get_language() or "en")[:2]) or self.refusal)

    @property
    def problem_lines(self) -> list[str]:
        """What was wrong with the first entries that had a problem, a line each, in the reader's language."""
        language = (get_language() or "en")[:2]
        return [_problem(each).sentence.in_language(language) for each in self.problems]

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Public sources: everyone."""
        return Everything


class StoredListing(Visible):
    """A listing as one or more versions in a row gave it; a change ends the row and begins another.

    `listing` is `<list>:<publisher's id>`. `content` holds the whole record as `engine.lists.snapshot.row_of` gives it, but
    without the source date where that is the version's. `digest` is over the facts alone: neither date nor address.
    """

    listing = models.CharField(max_length=200)
    source = models.CharField(max_length=60)
    list_id = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    name = models.TextField()
    programme = models.TextField(blank=True)
    effects = models.JSONField(default=list)
    countries = models.JSONField(default=list)
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    since = models.ForeignKey(SourceVersion, on_delete=models.PROTECT, related_name="begun")
    until = models.ForeignKey(SourceVersion, on_delete=models.PROTECT, null=True, related_name="ended")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["listing"], condition=Q(until__isnull=True), name="one_current_row_per_listing"
            )
        ]
        indexes = [
            models.Index(fields=["listing"], name="listing_history"),
            models.Index(fields=["source", "until"], name="listings_of_source"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Published lists: everyone."""
        return Everything


class CountryFact(Visible):
    """Something known about a country from a public source. A newer fact never overwrites an older one: `until` ends it.

    `name` is declared in content/facts.yaml (country.*). `needs_confirmation` facts have no effect in an institution until
    it confirms them.
    """

    country = models.CharField(max_length=2)
    name = models.CharField(max_length=80)
    value = models.JSONField()
    detail = models.JSONField(default=dict)
    source = models.CharField(max_length=300)
    source_url = models.URLField(max_length=500, blank=True)
    source_date = models.DateField(null=True)
    retrieved_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    needs_confirmation = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "name"], condition=Q(until__isnull=True), name="one_current_country_fact"
            )
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.name}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Public sources: everyone."""
        return Everything


class Confirmation(Tenanted, Visible):
    """An institution's word that facts of one kind (such as the threat assessments of one year) have effect for it."""

    topic = models.CharField(max_length=80)
    edition = models.CharField(max_length=80)
    confirmed_by = models.ForeignKey("institutions.Member", on_delete=models.PROTECT, null=True)
    confirmed_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "topic", "edition"],
                condition=Q(withdrawn_at__isnull=True),
                name="confirmed_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.edition}"

    @classmethod
    def visibility(cls, actor: Actor) -> Q:
        """Every member may know what the institution goes by."""
        return own_institution(actor)
