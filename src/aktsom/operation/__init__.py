"""Running an installation: backups, health, measurements, the log, and what to look at before and after going live."""
