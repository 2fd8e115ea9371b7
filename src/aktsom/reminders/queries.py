"""What a person has chosen."""

from aktsom.core.actor import Actor
from aktsom.reminders.models import ReminderChoice


def choice_of(actor: Actor) -> ReminderChoice:
    """The actor's own choice; an unsaved one when nothing was chosen yet."""
    found: ReminderChoice | None = ReminderChoice.objects.visible_to(actor).first()
    return found or ReminderChoice()
