"""Which names of public sources are institutions of ours."""

from collections.abc import Mapping

from aktsom.content.institutions import known_institutions
from aktsom.cooperation.partners.resolution import keys_of
from aktsom.institutions.models import Institution

HOME_COUNTRY = "NO"


def home_ids() -> dict[tuple[str, str], int]:
    """The institution's id by plain key and country of a name. Institutions that are not set up are left out."""
    ids = dict(Institution.objects.values_list("slug", "pk"))
    return {place: ids[slug] for place, slug in home_slugs().items() if slug in ids}


def home_slugs() -> Mapping[tuple[str, str], str]:
    """The institution's slug by plain key and country, from the names that are publicly known and those it was set up with."""
    found: dict[tuple[str, str], str] = {}
    for known in known_institutions():
        for name in known.all_names:
            found.setdefault((keys_of(name).plain, HOME_COUNTRY), known.id)
    for slug, *names in Institution.objects.values_list("slug", "name_nb", "name_en"):
        for name in names:
            found.setdefault((keys_of(name).plain, HOME_COUNTRY), slug)
    return found
