"""Django's entry for the room."""

from django.apps import AppConfig


class AppraisalConfig(AppConfig):
    """Facts of all rooms and the rules on them, as red flags on partners and cooperation."""

    name = "aktsom.appraisal"
    label = "appraisal"
