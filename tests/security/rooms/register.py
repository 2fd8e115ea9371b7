"""The register: a cooperation of the department of optics, one that was withdrawn, and sheets in every state."""

from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from aktsom.cooperation.register.actions import (
    link_trace,
    register_cooperation,
    say_not_ours,
    withdraw_cooperation,
)
from aktsom.cooperation.register.drafts import Draft
from aktsom.cooperation.register.imports import choose_columns, import_rows, start_import, upload_sheet
from aktsom.cooperation.register.models import Cooperation, ImportBatch
from aktsom.cooperation.traces.models import Tie
from aktsom.core.tenancy import acting_for
from tests.security.driving import Number, Sent, Upload
from tests.security.world import OWN, World

ORDER = 30
V1 = "/api/v1/cooperation"
TITLE, WITHDRAWN, REASON, SHEET = (
    "Sea ice and light",
    "Fog and mirrors",
    "Two people at one conference",
    "optikk-ark.csv",
)
CSV = b"Partner,Land,Tittel,Type\nHarbour Institute of Optics,CN,Sheeted cooperation,event\n,,Refused row,event\n"


def things(world: World) -> None:
    """Everything here was made by the author, for the author's own department."""
    author = world.author
    partner, second = UUID(world.things["partner_id"]), UUID(world.things["second_partner_id"])
    with acting_for(author):
        cooperation = _registered(world, TITLE, partner, second)
        withdrawn = withdraw_cooperation(author, cooperation=_registered(world, WITHDRAWN, partner))
        tie = Tie.objects.get(pk=world.things["linked_tie_id"])
        link_trace(author, cooperation=cooperation, tie=tie)
        said = say_not_ours(author, tie=tie, reason=REASON)
        uploaded, mapped, imported = (_sheet(world) for _each in range(3))
        for batch in (mapped, imported):
            choose_columns(author, batch=batch, columns={"partner": 0, "country": 1, "title": 2, "kind": 3})
        import_rows(author, start_import(author, batch=imported))
    world.things |= {
        "cooperation_id": str(cooperation.pk),
        "version": str(Cooperation.objects.get(pk=cooperation.pk).version),
        "title": TITLE,
        "withdrawn_id": str(withdrawn.pk),
        "withdrawn_title": WITHDRAWN,
        "link_id": str(cooperation.traces.get().pk),
        "said_id": str(said.pk),
        "said_reason": REASON,
        "batch_id": str(imported.pk),
        "uploaded_batch_id": str(uploaded.pk),
        "mapped_batch_id": str(mapped.pk),
        "form": "csv",
        "unit_id": str(world.units[OWN].pk),
    }


def _registered(world: World, title: str, *partners: UUID) -> Cooperation:
    draft = Draft(title=title, kind="research-project", partners=partners, unit=world.units[OWN].pk)
    return register_cooperation(world.author, draft=draft)


def _sheet(world: World) -> ImportBatch:
    return upload_sheet(world.author, upload=SimpleUploadedFile(SHEET, CSV), filename=SHEET)


FORM = {"title": "New", "kind": "event", "state": "active", "partner": "{partner_id}", "unit": ""}
API = {"title": "New", "kind": "event"}
SENT = {
    "GET /cooperation/": Sent(looks_for="{title}"),
    "GET /cooperation/export/{form}/": Sent(looks_for="{title}"),
    "POST /cooperation/new/": Sent(FORM),
    "POST /cooperation/new/ # for the department": Sent({**FORM, "unit": "{unit_id}"}),
    "GET /cooperation/withdrawn/": Sent(looks_for="{withdrawn_title}"),
    "POST /cooperation/seen/{tie_id}/": Sent(FORM),
    "POST /cooperation/seen/{tie_id}/not-ours/": Sent({"reason": "A conference"}),
    "GET /cooperation/seen/not-ours/": Sent(looks_for="{said_reason}"),
    "GET /cooperation/import/": Sent(looks_for=SHEET),
    "POST /cooperation/import/": Sent({"sheet": Upload("sheet.csv", CSV)}),
    "GET /cooperation/import/{batch_id}/": Sent(looks_for=SHEET),
    "GET /cooperation/import/{batch_id}/columns/": Sent(address="/cooperation/import/{uploaded_batch_id}/columns/"),
    "POST /cooperation/import/{batch_id}/columns/": Sent(
        {"column-partner": "0", "column-title": "2", "kind": "event"},
        address="/cooperation/import/{uploaded_batch_id}/columns/",
    ),
    "POST /cooperation/import/{batch_id}/run/": Sent(address="/cooperation/import/{mapped_batch_id}/run/"),
    "GET /cooperation/import/{batch_id}/rejected/{form}/": Sent(looks_for="Refused row"),
    "GET /cooperation/{cooperation_id}/": Sent(looks_for="{title}"),
    "POST /cooperation/{cooperation_id}/edit/": Sent({**FORM, "title": "Other", "version": "{version}"}),
    "POST /cooperation/{cooperation_id}/restore/": Sent(address="/cooperation/{withdrawn_id}/restore/"),
    "POST /cooperation/{cooperation_id}/partners/": Sent({"partner": ["{partner_id}", "{own_partner_id}"]}),
    "POST /cooperation/{cooperation_id}/link/": Sent({"tie": "{tie_id}"}),
    "POST /cooperation/{cooperation_id}/unlink/": Sent({"link": "{link_id}"}),
    f"GET {V1}": Sent(looks_for="{title}"),
    f"POST {V1}": Sent({**API, "partners": ["{partner_id}"]}),
    f"POST {V1} # for the department": Sent({**API, "partners": ["{partner_id}"], "unit": "{unit_id}"}),
    f"GET {V1}/withdrawn": Sent(looks_for="{withdrawn_title}"),
    f"POST {V1}/seen/{{tie_id}}/register": Sent(API),
    f"POST {V1}/seen/{{tie_id}}/not-ours": Sent({"reason": "A conference"}),
    f"GET {V1}/not-ours": Sent(looks_for="{said_reason}"),
    f"POST {V1}/bulk": Sent({"records": [{**API, "partners": ["{partner_id}"]}]}),
    f"GET {V1}/{{cooperation_id}}": Sent(looks_for="{title}"),
    f"PATCH {V1}/{{cooperation_id}}": Sent({"version": Number("version"), "title": "Other"}),
    f"POST {V1}/{{cooperation_id}}/restore": Sent(address=f"{V1}/{{withdrawn_id}}/restore"),
    f"POST {V1}/{{cooperation_id}}/partners": Sent({"partner": "{own_partner_id}"}),
    f"DELETE {V1}/{{cooperation_id}}/partners/{{partner_id}}": Sent(),
    f"POST {V1}/{{cooperation_id}}/links": Sent({"tie": "{tie_id}"}),
}
