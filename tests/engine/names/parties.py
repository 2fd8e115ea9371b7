"""Invented listings for the tests of screening."""

from aktsom.engine.lists.listing import LegalEffect, ListedName, Listing, NameKind, PartyKind


def organisation(number: int, *names: str, countries: tuple[str, ...] = ()) -> Listing:
    return _listing(number, PartyKind.ORGANISATION, names, countries=countries)


def person(number: int, *names: str, births: tuple[str, ...] = (), countries: tuple[str, ...] = ()) -> Listing:
    return _listing(number, PartyKind.PERSON, names, countries=countries, births=births)


def _listing(
    number: int,
    kind: PartyKind,
    names: tuple[str, ...],
    countries: tuple[str, ...] = (),
    births: tuple[str, ...] = (),
) -> Listing:
    listed = tuple(ListedName(text, NameKind.ALIAS if place else NameKind.PRIMARY) for place, text in enumerate(names))
    return Listing(
        id=f"test:{number}",
        list_id="test",
        kind=kind,
        names=listed,
        programme="TEST",
        effects=(LegalEffect.OTHER,),
        countries=countries,
        birth_dates=births,
    )


LISTINGS = (
    organisation(1, "Velmora Institute of Technology", "VIT", countries=("CN",)),
    organisation(2, "Velmora University of Science and Technology", countries=("CN",)),
    organisation(3, "Tarnovsk Federal University", "Тарновский федеральный университет", countries=("RU",)),
    organisation(4, "Institute of Physics", countries=("CN",)),
    organisation(5, "JSC Kvantolit", countries=("BY",)),
    organisation(6, "Zhelin Jiao Tong University", countries=("CN",)),
    organisation(7, "Oroveshti Design Bureau No. 7", countries=("RU",)),
    person(20, "ZELENTSOV, Arkadiy Borisovich", births=("1961-04-02",), countries=("RU",)),
    person(21, "Ahmad Husayn al-Tarmidi"),
    person(22, "KIM Jong Pom"),
)
