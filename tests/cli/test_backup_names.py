"""A backup has the name of one only after it was restored on trial."""

from pathlib import Path

import pytest

from aktsom.cli import backup as command
from aktsom.operation.backup.errors import BackupError


@pytest.mark.parametrize(
    ("error", "left"),
    [(None, "b"), (BackupError("broken", remedy="Make another."), "b.refused"), (KeyboardInterrupt(), "b.untried")],
)
def test_what_a_backup_is_called_after_its_trial(
    error: BaseException | None, left: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check(file: Path, _keys: object, _language: str) -> None:
        assert file.name == "b.untried"
        if error is not None:
            raise error

    monkeypatch.setattr(command, "check_backup", check)
    (tmp_path / "b").touch()
    if error is None:
        command._checked(tmp_path / "b", lambda _key: [])
    else:
        with pytest.raises(type(error)):
            command._checked(tmp_path / "b", lambda _key: [])
    assert [each.name for each in tmp_path.iterdir()] == [left]
