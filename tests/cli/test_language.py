"""A run of the command speaks one language: the one that was asked for, else the locale's, else English."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from django.utils import translation

from aktsom.cli import main, setup
from aktsom.knowledge.sources import command
from aktsom.knowledge.sources.updating import Outcome, Result


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "nb_NO.UTF-8"}, "nb"),
        ({"LANG": "nn_NO"}, "nb"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({}, "en"),
        ({"LC_ALL": "en_US", "LANG": "nb_NO"}, "en"),
        ({"LC_ALL": "", "LANG": "nb_NO"}, "nb"),
    ],
)
def test_the_locale_says_which_language(environment: dict[str, str], language: str) -> None:
    assert setup.language_of(environment) == language


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "said"), [("nb", "ikke her ennå"), ("en", "not here yet")])
def test_a_command_speaks_the_language_that_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    monkeypatch.setattr("aktsom.cli.sources.bring_up_to_date", lambda: None)
    with translation.override(None):
        result = CliRunner().invoke(main.main_group, ["--language", language, "sources", "list"])
        setup.speak("")

    assert result.exit_code == 0, result.output
    assert said in result.output


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "fits", "fault"),
    [
        ("nb", "Alt stemmer: loggen", "leer.jsonl inneholder ikke noe signert sluttpunkt"),
        ("en", "Everything fits: the audit log", "leer.jsonl holds no signed head"),
    ],
)
def test_whether_the_record_is_whole_is_said_in_the_language_that_was_asked_for(
    tmp_path: Path, language: str, fits: str, fault: str
) -> None:
    empty = tmp_path / "leer.jsonl"
    empty.write_text("{}\n", encoding="utf-8")
    with translation.override(None):
        said = [
            CliRunner().invoke(main.main_group, ["--language", language, "verify", *more]).output
            for more in ((), ("--heads", str(empty)))
        ]
        setup.speak("")
    assert fits in said[0]
    assert fault in said[1]


def test_faults_that_are_found_before_anything_runs_are_said_in_the_language_that_was_asked_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    no_backup = tmp_path / "no-backup"
    no_backup.write_text("{}\n", encoding="utf-8")
    told = []
    for more in (["migrate"], ["restore", "--check", str(no_backup)]):
        monkeypatch.setenv("AKTSOM_DEMO", "ja" if more == ["migrate"] else "0")
        monkeypatch.setattr("sys.argv", ["aktsom", "--language", "nb", *more])
        with pytest.raises(SystemExit):
            main.main()
        told.append(capsys.readouterr().err)
    setup.speak("")
    assert "Innstillingene kan ikke brukes: AKTSOM_DEMO skal være 1 (på) eller 0 (av). Ingenting er startet" in told[0]
    assert "no-backup er ingen sikkerhetskopi fra Aktsom. Ingenting ble endret. Oppgi en fil" in told[1]


@pytest.mark.parametrize(
    ("asked", "nb", "en"),
    [
        (["seve"], "ingen kommando som heter 'seve'", "No such command 'seve'."),
        (["serve", "--prot", "1"], "ikke noe valg som heter '--prot'", "No such option '--prot'."),
        (["serve", "--port", "x"], "Ugyldig verdi for '--port': 'x' er", "Invalid value for '--port': 'x' is"),
        (["restore"], "Det mangler et argument 'FILE'", "Missing argument 'FILE'"),
    ],
)
def test_a_command_that_cannot_be_read_is_refused_in_the_language_that_was_asked_for(
    asked: list[str], nb: str, en: str
) -> None:
    for language, said in (("nb", nb), ("en", en)):
        refused = CliRunner().invoke(main.main_group, ["--language", language, *asked])
        assert (refused.exit_code, said in refused.output) == (2, True), refused.output
    setup.speak("")


@pytest.mark.django_db
def test_what_must_be_put_right_before_going_live_is_said_in_the_language_that_was_asked_for() -> None:
    with translation.override(None):
        told = CliRunner().invoke(main.main_group, ["--language", "nb", "check", "--deploy"]).output
        setup.speak("")
    assert "FEIL   hsts: Stemmer ikke: Nettlesere får beskjed om å bruke HTTPS i ett år." in told
    assert "→ Sett AKTSOM_HTTPS=1." in told


@pytest.mark.parametrize(("language", "word"), [("nb", "ingenting nytt"), ("en", "nothing new")])
def test_a_line_about_a_source_is_in_one_language(capsys: pytest.CaptureFixture[str], language: str, word: str) -> None:
    with translation.override(language):
        command.tell(Outcome("un-sc", Result.UNCHANGED))

    assert word in capsys.readouterr().out
