"""A small drawer of old agreements that was brought in: one file was registered, one needs a look, one was refused."""

from django.core.files.uploadedfile import SimpleUploadedFile

from aktsom.cli.demo.agreements import numbered, officer_of, word_file
from aktsom.cooperation.drawer.actions import choose_columns, start, upload_drawer
from aktsom.cooperation.drawer.filling import fill
from aktsom.cooperation.drawer.models import Drawer
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import Institution

NAME = "Skuffen på marin teknikk"
SHEET = """Fil;Tittel;Type;Partner;Land;Enhet;Start;Slutt
modelltank.docx;Avtale om bruk av modelltanken;memorandum;Testmark Tank;Danmark;Institutt for marin teknikk;1.9.2024;31.8.2027
sommerskole.docx;Sommerskole om havbruk;avtale;Testmark College of Fisheries;Island;Institutt for marin teknikk;1.1.2025;
notat.txt;Notat om havvind;memorandum;Testmark Wind Institute;Danmark;Institutt for marin teknikk;1.3.2025;
"""
TANK = """# Formål
Partene bruker hverandres tank i inntil fire uker i året, like mye hver vei.
# Vilkår
Resultatene eies av den som målte, og kan publiseres etter 30 dager.
# Varighet
Avtalen gjelder i tre år og kan sies opp med tre måneders varsel."""
SCHOOL = """# Formål
Partene holder sommerskole om havbruk annethvert år."""


def bring_in(institution: Institution) -> None:
    """Let the agreements officer bring it in, once."""
    officer = officer_of(institution)
    if officer is None:
        return
    with acting_for(officer):
        if Drawer.objects.visible_to(officer).filter(name=NAME).exists():
            return
        files = [
            SimpleUploadedFile("modelltank.docx", word_file("Avtale om bruk av modelltanken", list(numbered(TANK)))),
            SimpleUploadedFile("sommerskole.docx", word_file("Sommerskole om havbruk", list(numbered(SCHOOL)))),
            SimpleUploadedFile("notat.txt", b"Ring dem om havvind."),
        ]
        sheet = SimpleUploadedFile("avtaler.csv", SHEET.encode())
        drawer = upload_drawer(officer, files=files, sheet=sheet, name=NAME)
        drawer = choose_columns(officer, drawer=drawer, columns=drawer.mapping["columns"])
        fill(officer, start(officer, drawer=drawer))
