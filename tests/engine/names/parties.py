"""Invented listings for the tests of screening."""

from dataclasses import replace

from aktsom.engine.lists.listing import LegalEffect, ListedName, Listing, NameKind, PartyKind


def organisation(number: int, *names: str, countries: tuple[str, ...] = (), list_id: str = "test") -> Listing:
    listing = _listing(number, PartyKind.ORGANISATION, names, countries=countries)
    return replace(listing, id=f"{list_id}:{number}", list_id=list_id)


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
    organisation(8, "University of Marine Science and Technology of China", "UMSTC", countries=("CN",)),
    organisation(9, "Academy of Marine Medical Sciences (AMMS)"),
    organisation(10, "Harbin Institute of Technology", countries=("CN",)),
    organisation(11, "Beijing University of Aeronautics and Astronautics", "Beihang University", countries=("CN",)),
    organisation(12, "Harbin Engineering University", countries=("CN",)),
    organisation(13, "Beijing Institute of Technology", countries=("CN",)),
    organisation(14, "University of Electronic Science and Technology of China", countries=("CN",)),
    person(20, "ZELENTSOV, Arkadiy Borisovich", births=("1961-04-02",), countries=("RU",)),
    person(21, "Ahmad Husayn al-Tarmidi"),
    person(22, "KIM Jong Pom"),
)
