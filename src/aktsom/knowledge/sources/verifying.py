"""Whether what is kept of the sources is still what came: files, rows and counts."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from aktsom.core.actor import Actor
from aktsom.knowledge.sources.files import digest_on_disk, is_pointed_to
from aktsom.knowledge.sources.models import SourceVersion, StoredListing
from aktsom.knowledge.sources.queries import current_listings
from aktsom.knowledge.sources.store import facts_digest, stored_listing


@dataclass(frozen=True, slots=True)
class Defect:
    """Something that is kept is not what it was. `about` names the version or listing."""

    source: str
    about: str
    reason: str


def verify_sources(actor: Actor) -> Iterator[Defect]:
    """Every defect in the kept files and rows; none when all is whole."""
    kept = SourceVersion.objects.visible_to(actor).exclude(state=SourceVersion.State.REFUSED)
    for version in kept.order_by("source", "-pk"):
        yield from _files(version)
        if version.state == SourceVersion.State.IN_FORCE:
            yield from _in_force(actor, version)
    yield from _rows(actor)


def _files(version: SourceVersion) -> Iterator[Defect]:
    found = digest_on_disk(version)
    if not found:
        yield Defect(version.source, str(version), _("its files are gone from the disk"))
    elif found != version.digest and not version.is_snapshot:
        yield Defect(version.source, str(version), _("its files were changed after they came"))


def _in_force(actor: Actor, version: SourceVersion) -> Iterator[Defect]:
    rows = current_listings(actor).filter(source=version.source).count()
    if rows != version.listings:
        said = _("it should have %(wanted)s listings and has %(found)s")
        yield Defect(version.source, str(version), said % {"wanted": version.listings, "found": rows})
    if not is_pointed_to(version):
        yield Defect(
            version.source, str(version), _("the disk names another version as the one in force; run the update again")
        )


def _rows(actor: Actor) -> Iterator[Defect]:
    rows = StoredListing.objects.visible_to(actor).values_list("source", "listing", "content", "digest")
    for source, listing, content, digest in rows.iterator(chunk_size=5000):
        if facts_digest(stored_listing(content, None)) != digest:
            yield Defect(source, listing, _("the listing was changed after it was stored"))
