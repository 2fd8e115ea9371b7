"""The bringing in of the section drawer. Imported only after Django is set up."""

import os
import resource
import time
from collections import Counter
from pathlib import Path

from aktsom.cooperation.agreements.models import ClauseCheck
from aktsom.cooperation.drawer.command import bring_in_folder
from aktsom.cooperation.drawer.models import DrawerItem
from aktsom.core.actor import Actor
from aktsom.core.duties import Duty
from aktsom.core.tenancy import acting_for
from aktsom.institutions.models import DutyAssignment, Institution, Member, User

SLUG, EMAIL, AIM_MINUTES = "bench", "officer@bench.example", 30


def run(folder: str) -> None:
    """Bring the folder in; print the outcomes, the time and the memory."""
    institution = Institution.objects.create(slug=SLUG, name_nb="Benk", name_en="Bench", kind="university")
    with acting_for(Actor.system("bench", institution.pk)):
        user = User.objects.create(email=EMAIL, name="Officer")
        member = Member.objects.create(institution=institution, user=user)
        DutyAssignment.objects.create(institution=institution, member=member, duty=Duty.AGREEMENTS_OFFICER)
    started = time.perf_counter()
    drawer = bring_in_folder(
        Path(folder), Path(folder).parent / "sheet.csv", slug=SLUG, email=EMAIL, say=lambda _line: None
    )
    minutes = (time.perf_counter() - started) / 60
    with acting_for(Actor.system("bench", institution.pk)):
        outcomes = Counter(DrawerItem.objects.filter(drawer=drawer).values_list("outcome", flat=True))
        checked = ClauseCheck.objects.filter(progress="done").count()
    own = resource.getrusage(resource.RUSAGE_SELF)
    print(f"  {drawer.total} files: {dict(outcomes)}, {checked} checked")
    print(f"  {minutes:.1f} minutes; aim: {AIM_MINUTES} minutes for 2,000 files on two cores")
    print(
        f"  the importing process: {own.ru_utime + own.ru_stime:.0f} s of processor time, {own.ru_maxrss // 1024} MB at most"
    )
    readers = _of_children("utime", "stime", "cutime", "cstime")
    print(f"  the processes that read: {readers / os.sysconf('SC_CLK_TCK'):.0f} s of processor time")


def _of_children(*names: str) -> int:
    """Clock ticks of what this process started and what that started, of the fields of /proc/PID/stat."""
    place = {"utime": 11, "stime": 12, "cutime": 13, "cstime": 14}
    total = 0
    for child in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        total += sum(int(fields[place[name]]) for name in names)
    return total
