"""The served demo: how long pages take at one client, how heavy the first one is, memory, and records over the API."""

import os
import re
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import psutil

from benchmarks import api, demo

ROUNDS, PORT = 30, 8100
HEAD_START, PATIENCE, QUIET = 5.0, 120.0, 0.05
ADVISER = "astrid.lunde@ntnu.demo.aktsom.example"
PAGES = (
    "/",
    "/overview/",
    "/overview/?scope=sector",
    "/overview/?country=CN",
    "/overview/rules/",
    "/overview/requirements/",
    "/partners/",
    "/partners/?country=CN",
    "/partners/merges/",
    "/cooperation/",
    "/cooperation/seen/",
    "/cooperation/new/",
    "/sources/",
    "/sources/countries/",
    "/screening/hits/",
    "/search/?q=harbin",
)


def measure(folder: Path) -> None:
    """Build if need be, serve, and look."""
    demo.build(folder)
    with served(folder) as (address, process), httpx.Client(base_url=address, follow_redirects=True) as client:
        _weight_of_first_page(client)
        sign_in(client, ADVISER)
        pages = [*PAGES, *_records(client)]
        slowest = max(_page(client, page) for page in pages)
        print(f"slowest page at p95: {slowest:.0f} ms (aim: 200 ms)")
        api.measure(address, client)
        _memory(process, folder)


UNLIMITED = {"AKTSOM_CALLS_PER_MINUTE": "1000000"}
"""One caller asks here for all; what counting costs is measured along."""


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A served demo and its process."""
    environment = {**os.environ, "AKTSOM_HOME": str(folder), "PYTHONUNBUFFERED": "1", **UNLIMITED}
    command = [str(Path(".venv/bin/aktsom").resolve()), "demo", "--port", str(PORT)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout is not None
        for line in process.stdout:
            if found := re.search(r"http://[\d.]+:\d+", line):
                _wait_for(found[0])
                _until_quiet(process)
                yield found[0], process
                return
        raise RuntimeError("the demo did not say where it is served")
    finally:
        process.terminate()
        process.wait(timeout=30)


@contextmanager
def ready(folder: Path, processes: int) -> Iterator[str]:
    """The demo of a folder, built if need be, served by so many web processes; its address."""
    demo.build(folder)
    environment = {**os.environ, "AKTSOM_HOME": str(folder), "AKTSOM_DEMO": "1", **UNLIMITED}
    aktsom = str(Path(".venv/bin/aktsom").resolve())
    command = [aktsom, "serve", "--port", str(PORT), "--processes", str(processes)]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{PORT}")
        _until_quiet(process)
        yield f"http://127.0.0.1:{PORT}"
    finally:
        process.terminate()
        process.wait(timeout=30)


def sign_in(client: httpx.Client, email: str) -> None:
    """Sign in as one of the demo's people."""
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', client.get("/sign-in/").text)
    assert token is not None
    answer = client.post("/demo/sign-in/", data={"email": email, "csrfmiddlewaretoken": token[1]})
    answer.raise_for_status()


def _wait_for(address: str) -> None:
    for _ in range(100):
        try:
            httpx.get(address, timeout=2)
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return


def _until_quiet(process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    """What the demo left for the worker is done once, some ten seconds long; it is no part of what is measured."""
    until = time.monotonic() + PATIENCE
    time.sleep(HEAD_START)
    while time.monotonic() < until:
        before = _spent(process.pid)
        time.sleep(1)
        if _spent(process.pid) - before < QUIET:
            return


def _spent(pid: int) -> float:
    """Seconds of processor that a program and those under it have taken, and those that have ended."""
    taken = 0.0
    for each in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            taken += sum(each.cpu_times()[:4])
    return taken


def _records(client: httpx.Client) -> list[str]:
    found = []
    for page in ("/partners/", "/cooperation/"):
        record = re.search(page + r"[0-9a-f-]{36}/", client.get(page).text)
        if record:
            found.append(record[0])
    return found


def _page(client: httpx.Client, page: str) -> float:
    taken = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        answer = client.get(page)
        taken.append((time.perf_counter() - started) * 1000)
        answer.raise_for_status()
    p95 = statistics.quantiles(taken, n=20)[18]
    print(f"  {page:<40}p50 {statistics.median(taken):6.0f} ms   p95 {p95:6.0f} ms")
    return p95


def _weight_of_first_page(client: httpx.Client) -> None:
    page = client.get("/sign-in/")
    parts = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text))
    total = len(page.content) + sum(len(client.get(part).content) for part in parts)
    print(f"first page: {len(parts) + 1} requests, {total / 1000:.0f} kB uncompressed (aim: under 20 and 500 kB)")


def _memory(process: subprocess.Popen[str], folder: Path) -> None:
    ours = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    # The database is no child of the server. Others may run on the machine; ours works in its folder.
    database = str((folder / "database").resolve())
    ours += [each for each in psutil.process_iter(["cwd"]) if each.info["cwd"] == database]
    resident = sum(each.memory_info().rss for each in ours) / 1e6
    proportional = sum(each.memory_full_info().pss for each in ours) / 1e6
    print(f"server, worker and database: {len(ours)} processes, {resident:.0f} MB resident added up,")
    print(f"  {proportional:.0f} MB with shared pages counted once (aim: under 600 MB)")
