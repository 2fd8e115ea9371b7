"""Questions that are asked about a cooperation, in which order, and the facts that the answers give. No I/O but the files."""
