"""Screening of whole files: in chunks, over all cores or a cluster, in order, and to be taken up again where it stopped."""
