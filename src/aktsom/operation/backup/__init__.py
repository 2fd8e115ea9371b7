"""Backups: the database and the files in one encrypted stream, and back again. No step holds the whole in memory.

A backup is one line of JSON (the version of the form and, with a passphrase, the locked key) and after it an age file. In
it is a gzipped tar: `database/…` (the pieces of a `pg_dump` in its own format), `files/…`, and last `manifest.json`.
"""
