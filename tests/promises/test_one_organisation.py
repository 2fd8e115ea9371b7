"""Use case 5: one organisation, many names."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from aktsom.cooperation.partners.models import Merge, Partner
from aktsom.cooperation.partners.resolution import keys_of
from aktsom.cooperation.register.models import Cooperation
from aktsom.cooperation.traces.actions import import_public_data
from aktsom.core.actor import Actor
from aktsom.core.tenancy import acting_for
from tests.promises.conftest import WELDENBURG, World, text_of, upload

pytestmark = pytest.mark.django_db
Browse = Callable[[Actor], Client]


def test_promise_p15_every_merge_of_names_is_visible_has_a_reason_and_can_be_undone(
    world: World, adviser: Actor, browse: Browse
) -> None:
    browser = browse(adviser)
    listed = text_of(browser.get("/partners/merges/?state=merged"))
    merges = list(Merge.objects.filter(state="merged"))
    assert {merge.gone_id for merge in merges} == set(
        Partner.objects.exclude(merged_into=None).values_list("pk", flat=True)
    )
    assert merges
    for merge in merges:
        assert merge.reason
        assert merge.gone.name in listed
    other_language = Merge.objects.get(gone__name="UNIVERSITAET WELDENBURG")
    assert "same words in another language or spelling" in listed
    assert "UNIVERSITAET WELDENBURG" in text_of(browser.get(f"/partners/{other_language.kept_id}/"))
    undo = reverse("partners:decide", args=[other_language.pk, "undo"])
    assert undo in listed
    assert browser.post(undo).status_code == 302
    assert Partner.objects.get(pk=other_language.gone_id).merged_into is None
    import_public_data(world.public_data)
    assert Partner.objects.get(pk=other_language.gone_id).merged_into is None, "the next import merged it again"


def test_promise_p16_what_is_uncertain_waits_for_a_person(world: World, adviser: Actor, browse: Browse) -> None:
    browser = browse(adviser)
    merge = Merge.objects.get(state="waiting")
    assert merge.kept.merged_into is merge.gone.merged_into is None
    page = text_of(browser.get("/partners/merges/"))
    assert merge.kept.name in page
    assert merge.gone.name in page
    import_public_data(world.public_data)
    assert Merge.objects.get(pk=merge.pk).state == "waiting"
    assert browser.post(reverse("partners:decide", args=[merge.pk, "merge"])).status_code == 302
    assert Partner.objects.get(pk=merge.gone_id).merged_into_id == merge.kept_id
    _a_name_in_a_sheet_waits_too(browser, adviser)


def _a_name_in_a_sheet_waits_too(browser: Client, adviser: Actor) -> None:
    Partner.objects.create(name=WELDENBURG, country="US").names.create(
        text=WELDENBURG, key=keys_of(WELDENBURG).plain, country="US", source="tests"
    )
    batch = upload(browser, f"Tittel;Partner;Type\nHav;{WELDENBURG};MoU\n")
    columns = reverse("register:import-columns", args=[batch.pk])
    preview = browser.get(columns).context["preview"]
    assert (preview.ready, [each.match.name for each in preview.uncertain]) == (0, [WELDENBURG])
    meant = Partner.objects.get(name=WELDENBURG, country="DE")
    chosen = {f"column-{name}": place for name, place in batch.mapping["columns"].items()}
    browser.post(columns, chosen | {"name": preview.uncertain[0].key, "choice": str(meant.pk)})
    browser.post(reverse("register:import-run", args=[batch.pk]))
    with acting_for(adviser):
        assert [each.pk for each in Cooperation.objects.get().partners.all()] == [meant.pk]
