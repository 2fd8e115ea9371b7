"""Lists of our own making: invented bodies in publishers' formats."""

from pathlib import Path

from aktsom.engine.lists.listing import LegalEffect, ListedName, Listing, NameKind, PartyKind
from aktsom.knowledge.sources.intake import Delivery, Edition


def listing(
    number: int, name: str = "", *, list_id: str = "un-sc", effect: LegalEffect = LegalEffect.ASSET_FREEZE
) -> Listing:
    name = name or f"Invented Institute of Moonlight {number}"
    return Listing(
        id=f"{list_id}:T.{number:03}",
        list_id=list_id,
        kind=PartyKind.ORGANISATION,
        names=(ListedName(name), ListedName(f"{name} (former)", NameKind.FORMER)),
        programme="Invented",
        effects=(effect,),
        countries=("XK",),
    )


def edition(*listings: Listing, source: str = "un-sc", digest: str = "") -> Edition:
    given = Delivery(source, (), digest or f"{hash(listings) & (2**64 - 1):064x}", 10, "a test")
    return Edition(given, tuple(listings), (), None, "unknown")


def un_file(folder: Path, *names: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "consolidated.xml"
    path.write_bytes(un_xml(*names))
    return path


def un_xml(*names: str) -> bytes:
    entities = "".join(
        f"<ENTITY><DATAID>{n}</DATAID><FIRST_NAME>{name}</FIRST_NAME><UN_LIST_TYPE>Invented</UN_LIST_TYPE>"
        f"<REFERENCE_NUMBER>XYe.{n:03}</REFERENCE_NUMBER><LISTED_ON>2020-01-0{1 + n % 9}</LISTED_ON></ENTITY>"
        for n, name in enumerate(names, 1)
    )
    head = '<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST dateGenerated="2026-01-05T00:00:00Z">'
    return f"{head}<INDIVIDUALS></INDIVIDUALS><ENTITIES>{entities}</ENTITIES></CONSOLIDATED_LIST>".encode()
