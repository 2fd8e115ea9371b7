"""Over the API: bringing in a drawer of agreements, and what became of each file."""

from uuid import UUID

from django.http import FileResponse
from ninja import File, Query, Router, Status
from ninja.files import UploadedFile

from aktsom.cooperation.agreements.models import Agreement
from aktsom.cooperation.agreements.queries import agreement_of
from aktsom.cooperation.agreements.shapes import MadeAgreement
from aktsom.cooperation.agreements.telling import draft_of, made_answer
from aktsom.cooperation.drawer import actions, queries
from aktsom.cooperation.drawer.handing_out import file_handed_out
from aktsom.cooperation.drawer.models import Drawer, DrawerItem
from aktsom.cooperation.drawer.permissions import may_bring_in
from aktsom.cooperation.drawer.preview import preview_of
from aktsom.cooperation.drawer.shapes import (
    AsideGiven,
    BesideGiven,
    ColumnsGiven,
    DrawerAnswer,
    ItemAnswer,
    ItemsWanted,
    KindQuestion,
    MeantPartner,
    NewPartnerAnswer,
    OneGiven,
    PartnerQuestion,
)
from aktsom.cooperation.drawer.tasks import check_waiting, put_into_queue
from aktsom.cooperation.partners.choices import NamedPartner, NewPartner
from aktsom.cooperation.records.api import FormToken, registered
from aktsom.cooperation.records.queries import registered_with
from aktsom.core.actor import Actor
from aktsom.core.api import Done, Page, Paging, does, paged
from aktsom.core.errors import named_in
from aktsom.core.http import ActorRequest, only_if

router = Router(tags=["agreements"])
DRAWER = "/agreement-drawers/{uuid:drawer_id}"
ITEM = f"{DRAWER}/items/{{int:number}}"


@router.get("/agreement-drawers", response=Page[DrawerAnswer], summary="Drawers of agreements")
def list_drawers(request: ActorRequest, paging: Query[Paging]) -> Page[DrawerAnswer]:
    """The caller's own, and all for those who look after agreements; the latest first."""
    rows = queries.drawers(request.actor)
    return paged(Page[DrawerAnswer], request, rows, paging, lambda found: [_shown(request.actor, row) for row in found])


@router.post(
    "/agreement-drawers",
    response={201: DrawerAnswer},
    summary="Upload a drawer of agreements",
    openapi_extra=does("upload a drawer of agreements"),
)
def upload_drawer(
    request: ActorRequest, files: File[list[UploadedFile]], sheet: File[UploadedFile]
) -> Status[DrawerAnswer]:
    """The files, or one ZIP archive of them, and a CSV or XLSX sheet with a row for each. Nothing is registered yet."""
    return Status(201, _shown(request.actor, actions.upload_drawer(request.actor, files=files, sheet=sheet)))


@router.get(DRAWER, response=DrawerAnswer, summary="A drawer")
def get_drawer(request: ActorRequest, drawer_id: UUID) -> DrawerAnswer:
    """Where it stands and how far it is."""
    return _shown(request.actor, queries.drawer_of(request.actor, drawer_id))


@router.put(
    f"{DRAWER}/columns",
    response=DrawerAnswer,
    summary="Choose the columns of a drawer",
    openapi_extra=does("choose the columns of a drawer"),
)
def choose_drawer_columns(request: ActorRequest, drawer_id: UUID, wanted: ColumnsGiven) -> DrawerAnswer:
    """Say which column of the sheet holds what."""
    drawer = queries.drawer_of(request.actor, drawer_id)
    partners = {key: str(choice) for key, choice in wanted.partners.items()}
    chosen = actions.choose_columns(
        request.actor,
        drawer=drawer,
        columns=wanted.places(),
        kind=wanted.kind,
        partners=partners,
        kinds=wanted.kinds,
    )
    return _shown(request.actor, chosen)


@router.post(
    f"{DRAWER}/sheet",
    response=DrawerAnswer,
    summary="Give a drawer a new sheet",
    openapi_extra=does("give a drawer a new sheet"),
)
def give_drawer_sheet(request: ActorRequest, drawer_id: UUID, sheet: File[UploadedFile]) -> DrawerAnswer:
    """For the same files. What came of it stays as it is; everything else waits to be brought in anew."""
    drawer = queries.drawer_of(request.actor, drawer_id)
    return _shown(request.actor, actions.give_sheet(request.actor, drawer=drawer, sheet=sheet))


@router.delete(DRAWER, response=Done, summary="Discard a drawer", openapi_extra=does("discard a drawer"))
def discard_drawer(request: ActorRequest, drawer_id: UUID) -> Done:
    """Delete one that was never brought in, with its files and its sheet."""
    actions.discard(request.actor, drawer=queries.drawer_of(request.actor, drawer_id))
    return Done()


@router.post(
    f"{DRAWER}/run", response=DrawerAnswer, summary="Bring in a drawer", openapi_extra=does("bring in a drawer")
)
def run_drawer(request: ActorRequest, drawer_id: UUID) -> DrawerAnswer:
    """In the background; one that was stopped goes on where it was."""
    drawer = actions.start(request.actor, drawer=queries.drawer_of(request.actor, drawer_id))
    put_into_queue(request.actor, drawer)
    return _shown(request.actor, drawer)


@router.get(f"{DRAWER}/partners", response=list[PartnerQuestion], summary="Whom the names in a drawer's sheet may mean")
def list_partner_questions(request: ActorRequest, drawer_id: UUID) -> list[PartnerQuestion]:
    """The names for which a person must say who is meant, and what was said; answered along with the columns."""
    preview = preview_of(request.actor, queries.drawer_of(request.actor, drawer_id))
    return [_question(each) for each in preview.questions] if preview else []


@router.get(f"{DRAWER}/new-partners", response=Page[NewPartnerAnswer], summary="Names that become new partners")
def list_new_partners(request: ActorRequest, drawer_id: UUID, paging: Query[Paging]) -> Page[NewPartnerAnswer]:
    """Of the agreements that would be registered: those whose country should be looked at, then the others, each by name.

    Whom such a name means can be said along with the columns.
    """
    preview = preview_of(request.actor, queries.drawer_of(request.actor, drawer_id))
    return paged(Page[NewPartnerAnswer], request, preview.new if preview else (), paging, lambda rows: map(_new, rows))


@router.get(f"{DRAWER}/kinds", response=list[KindQuestion], summary="Words for kinds in a drawer's sheet")
def list_kind_questions(request: ActorRequest, drawer_id: UUID) -> list[KindQuestion]:
    """The words that we do not know, and what was said that they mean; answered along with the columns."""
    preview = preview_of(request.actor, queries.drawer_of(request.actor, drawer_id))
    return [
        KindQuestion(word=each.word, rows=each.number, chosen=each.chosen)
        for each in (preview.kinds if preview else ())
    ]


@router.post(f"{DRAWER}/undo", response=DrawerAnswer, summary="Undo a drawer", openapi_extra=does("undo a drawer"))
def undo_drawer(request: ActorRequest, drawer_id: UUID) -> DrawerAnswer:
    """Withdraw the agreements that came of it, except those that somebody has built upon since."""
    return _shown(request.actor, actions.undo(request.actor, drawer=queries.drawer_of(request.actor, drawer_id)))


@router.get(f"{DRAWER}/items", response=Page[ItemAnswer], summary="What became of each file")
def list_drawer_items(request: ActorRequest, drawer_id: UUID, wanted: Query[ItemsWanted]) -> Page[ItemAnswer]:
    """In the order of the archive, then the rows without a file."""
    rows = queries.items_of(request.actor, queries.drawer_of(request.actor, drawer_id), wanted.outcome or "")
    return paged(Page[ItemAnswer], request, rows, wanted, lambda found: map(_item, found))


@router.get(f"{ITEM}/file", summary="A file of a drawer")
def get_drawer_file(request: ActorRequest, drawer_id: UUID, number: int) -> FileResponse:
    """The file itself, to be saved. One that was registered is with its agreement."""
    return file_handed_out(request.actor, queries.drawer_of(request.actor, drawer_id), number)


@router.post(
    f"{ITEM}/register",
    response={201: MadeAgreement, 200: MadeAgreement},
    summary="Register one of a drawer",
    openapi_extra=does("register one of a drawer"),
)
def register_drawer_item(
    request: ActorRequest, drawer_id: UUID, number: int, wanted: OneGiven, idempotency_key: FormToken = None
) -> Status[MadeAgreement]:
    """What needed a look or was refused becomes an agreement, with its file as the paper, which is checked in the background.

    The same Idempotency-Key (a UUID) again gives what it registered, with 200.
    """
    actor, drawer = request.actor, queries.drawer_of(request.actor, drawer_id)
    only_if(may_bring_in(actor, {"drawer": drawer}))
    if before := registered_with(Agreement, actor, idempotency_key):
        return Status(200, made_answer(before))
    draft, paper = draft_of(wanted), wanted.paper

    def made(token: UUID | None) -> Agreement:
        item = queries.open_item(actor, drawer, number)
        agreement = actions.register_one(actor, drawer=drawer, item=item, draft=draft, token=token, kind=paper)
        check_waiting(actor, item)
        return agreement

    return registered(Agreement, actor, idempotency_key, made, made_answer)


@router.post(
    f"{ITEM}/agreement",
    response=ItemAnswer,
    summary="Add one of a drawer to an agreement",
    openapi_extra=does("add one of a drawer to an agreement"),
)
def add_drawer_item(
    request: ActorRequest,
    drawer_id: UUID,
    number: int,
    wanted: BesideGiven,
) -> ItemAnswer:
    """The file of what needed a look or was refused becomes a further paper of an agreement that the caller may change."""
    actor, drawer = request.actor, queries.drawer_of(request.actor, drawer_id)
    item = queries.open_item(actor, drawer, number)
    with named_in("agreement"):
        chosen = agreement_of(actor, wanted.agreement)
    actions.add_one(actor, drawer=drawer, item=item, agreement=chosen, kind=wanted.kind)
    check_waiting(actor, item)
    return _item(queries.item_of(actor, drawer, number))


@router.post(
    f"{ITEM}/aside",
    response=ItemAnswer,
    summary="Set one of a drawer aside",
    openapi_extra=does("set aside one of a drawer"),
)
def set_drawer_item_aside(request: ActorRequest, drawer_id: UUID, number: int, wanted: AsideGiven) -> ItemAnswer:
    """What nobody wants is settled: no later sheet brings it in until it is looked at again."""
    drawer = queries.drawer_of(request.actor, drawer_id)
    item = queries.item_of(request.actor, drawer, number)
    return _item(actions.set_aside(request.actor, drawer=drawer, item=item, because=wanted.because))


@router.post(
    f"{ITEM}/again",
    response=ItemAnswer,
    summary="Look again at one of a drawer",
    openapi_extra=does("take back that one of a drawer was set aside"),
)
def look_at_drawer_item_again(request: ActorRequest, drawer_id: UUID, number: int) -> ItemAnswer:
    """Take back that it was set aside."""
    drawer = queries.drawer_of(request.actor, drawer_id)
    item = queries.item_of(request.actor, drawer, number)
    return _item(actions.look_again(request.actor, drawer=drawer, item=item))


@router.post(
    f"{DRAWER}/aside-known",
    response=DrawerAnswer,
    summary="Set aside what a drawer has already",
    openapi_extra=does("set aside what a drawer has already"),
)
def set_known_aside(request: ActorRequest, drawer_id: UUID) -> DrawerAnswer:
    """All that is there already as the paper of an agreement."""
    drawer = queries.drawer_of(request.actor, drawer_id)
    actions.set_aside_known(request.actor, drawer=drawer)
    return _shown(request.actor, drawer)


def _shown(actor: Actor, row: Drawer) -> DrawerAnswer:
    progress = queries.progress_of(actor, row)
    return DrawerAnswer(
        id=row.pk,
        name=row.name,
        state=row.state,
        columns=row.columns,
        chosen=row.mapping.get("columns", {}),
        total=progress.total,
        registered=progress.numbers.get("registered", 0),
        look=progress.numbers.get("look", 0),
        refused=progress.numbers.get("refused", 0),
        undone=progress.numbers.get("undone", 0),
        kept=progress.numbers.get("kept", 0),
        aside=progress.numbers.get("aside", 0),
        message=row.why_stopped,
    )


def _item(row: DrawerItem) -> ItemAnswer:
    return ItemAnswer(
        number=row.number,
        file=row.file,
        row=row.row,
        outcome=row.outcome,
        reasons=[[each.code, each.more or each.value] for each in queries.reasons_of(row)],
        why=queries.why_in_words(row),
        agreement=row.agreement_id,
        aside_by=row.aside_by_id,
        aside_at=row.aside_at,
        aside_because=row.aside_because,
    )


def _question(row: NamedPartner) -> PartnerQuestion:
    candidates = [MeantPartner(id=each.pk, name=each.name, country=each.country) for each in row.match.candidates]
    return PartnerQuestion(
        key=row.key,
        name=row.match.name,
        country=row.match.country,
        candidates=candidates,
        parts=list(row.match.parts),
        chosen=row.chosen,
    )


def _new(row: NewPartner) -> NewPartnerAnswer:
    return NewPartnerAnswer(
        key=row.key,
        name=row.name,
        country=row.country,
        agreements=row.number,
        shares_country=row.shares_country,
        known_in=list(row.known_in),
    )
