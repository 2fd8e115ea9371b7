"""The starter snapshot: facts only, compressed, each with its source, date, licence and digest (see DATA.md)."""
