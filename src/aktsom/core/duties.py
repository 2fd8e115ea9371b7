"""The duties that a person can hold in an institution: the vocabulary of permissions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Duty(TextChoices):
    """An assigned responsibility, for one unit and everything under it."""

    UNIT_LEADER = "unit-leader", _("Unit leader")
    RESEARCH_SECURITY_LEAD = "research-security-lead", _("Research-security lead")
    RESEARCH_SECURITY_ADVISER = "research-security-adviser", _("Research-security adviser")
    EXPORT_CONTROL_OFFICER = "export-control-officer", _("Export-control officer")
    AGREEMENTS_OFFICER = "agreements-officer", _("Agreements officer")
    HR_RECRUITER = "hr-recruiter", _("HR recruiter")
    CONTACT_ETHICS = "contact-ethics", _("Contact point for research ethics")
    CONTACT_PRESSURE = "contact-pressure", _("Contact point for external pressure")
    CONTACT_BREACH = "contact-breach", _("Contact point for security breaches")
    CONTACT_SAFETY = "contact-safety", _("Contact point for discrimination and safety")
    DATA_PROTECTION_OFFICER = "data-protection-officer", _("Data protection officer")
    FACILITY_OWNER = "facility-owner", _("Facility or system owner")
    TRAINING_COORDINATOR = "training-coordinator", _("Training coordinator")
    LEADERSHIP = "leadership", _("Institution leadership")
    INTERNAL_AUDITOR = "internal-auditor", _("Internal auditor")
    SECTOR_COORDINATOR = "sector-coordinator", _("Sector coordinator")
    PLATFORM_OPERATOR = "platform-operator", _("Platform operator")
