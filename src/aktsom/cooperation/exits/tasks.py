"""What the worker does: it mails of breaches, and of access that goes on after one."""

from aktsom.cooperation.exits.alarms import mail_of_access, mail_of_breach

__all__ = ["mail_of_access", "mail_of_breach"]
