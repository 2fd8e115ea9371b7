"""What the worker does for sign-in: mails with links for new passwords, and of second factors that were taken away."""

from aktsom.identity.forgotten import mail_for_new_password
from aktsom.identity.looking_after import mail_of_factors

__all__ = ["mail_for_new_password", "mail_of_factors"]
