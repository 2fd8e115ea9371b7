"""Aktsom: responsible international cooperation in higher education and research."""

import os

# Said before anything brings in numpy: its threads wait for each other by turning round, which on a busy machine takes many
# times the processor time of the work that they share. What is worth several cores here is shared among processes.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
