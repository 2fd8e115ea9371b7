"""A cluster of three Ray nodes on this machine, one of which is killed half-way. Run by test_cluster.py, where Ray is."""

import subprocess
import sys
from itertools import islice
from pathlib import Path

from ray.cluster_utils import Cluster

from aktsom.engine.bulk.chunks import Wanted, chunks_of
from aktsom.engine.bulk.cluster import over_cluster
from aktsom.engine.names.query_files import read_queries

MEMORY = 100 * 1024**2


def main(index: Path, names: Path, output: Path, *command: str) -> None:
    """Write the records of all names, and kill a node that has work when a third of them are done.

    With what is left of the cluster the command is run.
    """
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0, "object_store_memory": MEMORY})
    try:
        nodes = [cluster.add_node(num_cpus=1, object_store_memory=MEMORY) for _ in range(2)]
        cluster.wait_for_nodes()
        chunks = list(chunks_of(read_queries(names)))
        running = over_cluster(index, chunks, Wanted("jsonl", 0.3, 20), cluster.address)
        done = list(islice(running, len(chunks) // 3))
        cluster.remove_node(nodes[0], allow_graceful=False)
        alive = [node.any_processes_alive() for node in nodes]
        done += running
        subprocess.run([sys.executable, *command, "--cluster", cluster.address], check=True)
    finally:
        cluster.shutdown()
    output.write_text("".join(each.text for each in done), encoding="utf-8")
    sys.stdout.write(f"alive {alive}, names {sum(each.names for each in done)}, chunks {len(done)} of {len(chunks)}\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]), *sys.argv[4:])
