"""What the worker does: it mails of breaches."""

from aktsom.cooperation.exits.alarms import mail_of_breach

__all__ = ["mail_of_breach"]
