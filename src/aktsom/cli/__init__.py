"""The command line: `aktsom …`. It calls the same actions and queries as the web."""
