"""What Django remembers for whoever is being answered, kept where threads keep it.

Django keeps the language, the time zone and the addresses' root in a store that also follows tasks of an event loop. Looking
into that takes sixty times as long as into a thread's own, behind one lock for all threads, and a page does it 800 times. The
web processes answer each request in one thread from its beginning to its end, and run no event loop.
"""

import threading

from django.urls import base as urls
from django.utils import timezone
from django.utils.translation import trans_real

KEPT = ((trans_real, "_active"), (timezone, "_active"), (urls, "_prefixes"), (urls, "_urlconfs"))


def keep_by_thread() -> None:
    """Let every thread have its own from now on; nothing that was chosen before is taken along."""
    for module, name in KEPT:
        setattr(module, name, threading.local())
