"""Django's entry for the running of the installation."""

from django.apps import AppConfig


class OperationConfig(AppConfig):
    """Has no tables of its own."""

    name = "aktsom.operation"
    label = "operation"
