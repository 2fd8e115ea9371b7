"""One case for each rule of the catalogue: facts on which it fires, facts beside it on which it does not, and its weight.

Written by hand from domain.md, never taken from the rule files.
"""

from aktsom.engine.flags.types import FactValue, Weight

CRITICAL: dict[str, FactValue] = {"field.critical_areas": ("quantum",)}
PROTECTED: dict[str, FactValue] = {"access.sensitive": True}
EMBARGO: dict[str, FactValue] = {"country.arms_embargo": True}
UNFREE: dict[str, FactValue] = {"country.academic_freedom_index": 0.2}
THREAT: dict[str, FactValue] = {"country.threat_assessments": ("nis-2026",)}

CASES: dict[str, tuple[dict[str, FactValue], dict[str, FactValue], Weight]] = {
    "partner.sanctioned": ({"partner.sanctions_lists": ("eu",)}, {"partner.sanctions_lists": ()}, Weight.STOP),
    "partner.sanctioned-unjudged": (
        {"partner.sanctions_lists_unjudged": ("un",)},
        {"partner.unjudged_matches": ("un",)},
        Weight.STOP,
    ),
    "partner.end-user": ({"partner.end_user_lists": ("us-meu",)}, {"partner.end_user_lists": ()}, Weight.SERIOUS),
    "partner.end-user-unjudged": (
        {"partner.end_user_lists_unjudged": ("us-meu",)},
        {"partner.end_user_lists": ("us-meu",)},
        Weight.SERIOUS,
    ),
    "partner.unverified-end-user": (
        {"partner.unverified_end_user_lists": ("us-uvl",)},
        {"partner.unverified_end_user_lists": ()},
        Weight.CONCERN,
    ),
    "partner.unverified-end-user-critical": (
        {"partner.unverified_end_user_lists": ("us-uvl",), **CRITICAL},
        {"partner.unverified_end_user_lists": ("us-uvl",)},
        Weight.SERIOUS,
    ),
    "partner.unverified-end-user-unjudged": (
        {"partner.unverified_end_user_lists_unjudged": ("us-uvl",)},
        {"partner.unverified_end_user_lists": ("us-uvl",)},
        Weight.CONCERN,
    ),
    "partner.unverified-end-user-unjudged-critical": (
        {"partner.unverified_end_user_lists_unjudged": ("us-uvl",), **CRITICAL},
        {"partner.unverified_end_user_lists_unjudged": ("us-uvl",)},
        Weight.SERIOUS,
    ),
    "partner.foreign-sanctions": (
        {"partner.foreign_sanctions_lists": ("us-sdn",)},
        {"partner.research_concern_lists": ("us-1286",)},
        Weight.SERIOUS,
    ),
    "partner.foreign-sanctions-unjudged": (
        {"partner.foreign_sanctions_lists_unjudged": ("us-sdn",)},
        {"partner.foreign_sanctions_lists": ("us-sdn",)},
        Weight.SERIOUS,
    ),
    "partner.research-concern": ({"partner.research_concern_lists": ("us-1286",)}, CRITICAL, Weight.CONCERN),
    "partner.research-concern-critical": (
        {"partner.research_concern_lists": ("us-1286",), **CRITICAL},
        {"partner.research_concern_lists": ("us-1286",)},
        Weight.SERIOUS,
    ),
    "partner.research-concern-unjudged": (
        {"partner.research_concern_lists_unjudged": ("us-1286",)},
        {"partner.research_concern_lists": ("us-1286",)},
        Weight.CONCERN,
    ),
    "partner.research-concern-unjudged-critical": (
        {"partner.research_concern_lists_unjudged": ("us-1286",), **CRITICAL},
        {"partner.research_concern_lists_unjudged": ("us-1286",)},
        Weight.SERIOUS,
    ),
    "partner.unjudged-match": ({"partner.unjudged_matches": ("eu",)}, {"partner.unjudged_matches": ()}, Weight.NOTE),
    "partner.part-of-listed": ({"partner.part_of_listed": ("eu",)}, {"partner.part_of_listed": ()}, Weight.SERIOUS),
    "partner.listed-slight": (
        {"tie.listed": ("us-1286",), "tie.slight": ("long-past",)},
        {"tie.slight": ("long-past",)},
        Weight.NOTE,
    ),
    "country.comprehensive-sanctions-slight": (
        {"tie.sanctioned_country": True, "tie.slight": ("one-of-many",)},
        {"tie.sanctioned_country": True},
        Weight.NOTE,
    ),
    "partner.part-of-concern": (
        {"partner.part_of_concern_lists": ("us-1286",)},
        {"partner.part_of_listed": ("us-el",)},
        Weight.CONCERN,
    ),
    "partner.part-of-concern-critical": (
        {"partner.part_of_concern_lists": ("us-1286",), **CRITICAL},
        {"partner.part_of_concern_lists": ("us-1286",)},
        Weight.SERIOUS,
    ),
    "partner.military": (
        {"partner.military_affiliation": True},
        {"partner.military_affiliation": False},
        Weight.CONCERN,
    ),
    "partner.military-critical": (
        {"partner.military_affiliation": True, **CRITICAL},
        {"partner.military_affiliation": True},
        Weight.SERIOUS,
    ),
    "partner.opaque-ownership": ({"partner.opaque_ownership": True}, {}, Weight.CONCERN),
    "partner.declines-to-answer": ({"partner.declines_to_answer": True}, {}, Weight.CONCERN),
    "partner.new-without-record": ({"partner.new_without_record": True}, {}, Weight.NOTE),
    "partner.identity-unverified": ({"partner.identity_unverified": True}, {}, Weight.CONCERN),
    "country.comprehensive-sanctions": (
        {"country.comprehensive_sanctions": True},
        {"country.arms_embargo": True},
        Weight.SERIOUS,
    ),
    "country.arms-embargo": ({"country.arms_embargo": True}, {"country.arms_embargo": False}, Weight.NOTE),
    "country.academic-freedom-low": (
        {"country.academic_freedom_index": 0.399},
        {"country.academic_freedom_index": 0.4},
        Weight.NOTE,
    ),
    "country.academic-freedom-falling": (
        {"country.academic_freedom_change_5y": -0.1},
        {"country.academic_freedom_change_5y": -0.099},
        Weight.NOTE,
    ),
    "country.threat-assessment": (
        {"country.threat_assessments": ("nis-2026",)},
        {"country.threat_assessments": ()},
        Weight.NOTE,
    ),
    "country.intelligence-law": ({"country.intelligence_law": True}, {"country.intelligence_law": False}, Weight.NOTE),
    "field.critical-technology": (CRITICAL, {"field.critical_areas": ()}, Weight.NOTE),
    "field.control-list": ({"field.control_lists": ("list-2",)}, {"field.control_lists": ()}, Weight.CONCERN),
    "field.control-list-embargo": (
        {"field.control_lists": ("list-2",), **EMBARGO},
        {"field.control_lists": ("list-2",), **UNFREE},
        Weight.SERIOUS,
    ),
    "field.weapons": ({"field.control_lists": ("list-1",)}, {"field.control_lists": ("list-2",)}, Weight.SERIOUS),
    "field.licence-needed": ({"field.licence_needed": True}, {"field.control_lists": ("list-2",)}, Weight.SERIOUS),
    "field.military-use": ({"field.military_use": True}, {"funding.military": True}, Weight.CONCERN),
    "field.military-use-embargo": (
        {"field.military_use": True, **THREAT},
        {"field.military_use": True},
        Weight.SERIOUS,
    ),
    "field.human-rights": ({"field.human_rights": ("surveillance",)}, {"field.human_rights": ()}, Weight.NOTE),
    "field.human-rights-exposed": (
        {"field.human_rights": ("genetic-data",), **UNFREE},
        {"field.human_rights": ("genetic-data",), "country.academic_freedom_index": 0.4},
        Weight.SERIOUS,
    ),
    "field.sensitive-data": ({"field.sensitive_data": ("health",)}, {"access.export": True}, Weight.NOTE),
    "field.sensitive-data-exposed": (
        {"field.sensitive_data": ("geodata",), "country.intelligence_law": True},
        {"field.sensitive_data": ("geodata",), **UNFREE},
        Weight.CONCERN,
    ),
    "field.misuse": ({"field.misuse_potential": True}, {"field.misuse_potential": False}, Weight.CONCERN),
    "people.state-tie": ({"people.state_tie": True}, {"people.side_position": True}, Weight.CONCERN),
    "people.state-tie-exposed": ({"people.state_tie": True, **CRITICAL}, {"people.state_tie": True}, Weight.SERIOUS),
    "people.active-service": ({"people.active_service": True}, {"partner.military_affiliation": True}, Weight.CONCERN),
    "people.active-service-exposed": (
        {"people.active_service": True, **PROTECTED},
        {"people.active_service": True, **EMBARGO},
        Weight.SERIOUS,
    ),
    "people.undeclared-tie": ({"people.undeclared_tie": True}, {"people.side_position": True}, Weight.CONCERN),
    "people.reporting-home": ({"people.reporting_home": True}, {"people.programme_state": True}, Weight.CONCERN),
    "people.side-position": ({"people.side_position": True}, {"people.side_position": False}, Weight.NOTE),
    "people.side-position-exposed": (
        {"people.side_position": True, **PROTECTED},
        {"people.side_position": True, **CRITICAL},
        Weight.CONCERN,
    ),
    "people.exposed-position": ({"people.exposed_position": True}, {"people.vetting_missing": True}, Weight.NOTE),
    "people.vetting-missing": (
        {"people.exposed_position": True, "people.vetting_missing": True},
        {"people.vetting_missing": True},
        Weight.CONCERN,
    ),
    "people.programme-state": ({"people.programme_state": True}, {"funding.foreign_state": True}, Weight.NOTE),
    "people.programme-duties": ({"people.programme_duties": ("return-duty",)}, {}, Weight.CONCERN),
    "people.programme-hard-duties": (
        {"people.programme_duties": ("exclusivity", "loyalty")},
        {"people.programme_duties": ("exclusivity", "return-duty", "publication-limits")},
        Weight.SERIOUS,
    ),
    "funding.foreign-state": ({"funding.foreign_state": True}, {"people.programme_state": True}, Weight.NOTE),
    "funding.foreign-state-exposed": (
        {"funding.foreign_state": True, **CRITICAL},
        {"funding.foreign_state": True, **UNFREE},
        Weight.CONCERN,
    ),
    "funding.military": ({"funding.military": True}, {"field.military_use": True}, Weight.CONCERN),
    "funding.military-embargo": ({"funding.military": True, **EMBARGO}, {"funding.military": True}, Weight.SERIOUS),
    "funding.conditions": ({"funding.conditions": ("topics",)}, {"funding.conditions": ()}, Weight.CONCERN),
    "funding.above-market": ({"funding.above_market": True}, {"funding.dependency": True}, Weight.CONCERN),
    "funding.dependency": ({"funding.dependency": True}, {"funding.foreign_state": True}, Weight.NOTE),
    "funding.dependency-state": (
        {"funding.dependency": True, "funding.foreign_state": True},
        {"funding.dependency": True, **UNFREE},
        Weight.CONCERN,
    ),
    "agreement.missing-conditions": ({"agreement.missing_conditions": ("term",)}, UNFREE, Weight.NOTE),
    "agreement.missing-conditions-exposed": (
        {"agreement.missing_conditions": ("term",), **PROTECTED},
        {"agreement.missing_conditions": ("term",), **CRITICAL},
        Weight.CONCERN,
    ),
    "agreement.secrecy": ({"agreement.secrecy": True}, {"agreement.publication_permission": True}, Weight.SERIOUS),
    "agreement.exclusivity": ({"agreement.exclusivity": True}, {"agreement.exclusivity": False}, Weight.CONCERN),
    "agreement.foreign-law": ({"agreement.foreign_law_only": True}, {"agreement.no_exit": True}, Weight.NOTE),
    "agreement.no-exit": ({"agreement.no_exit": True}, {"agreement.foreign_law_only": True}, Weight.CONCERN),
    "agreement.publication-permission": ({"agreement.publication_permission": True}, {}, Weight.CONCERN),
    "agreement.onward-sharing": ({"agreement.onward_sharing": True}, {"access.export": True}, Weight.CONCERN),
    "access.sensitive": (PROTECTED, {"access.unsupervised": True}, Weight.NOTE),
    "access.high-value": ({"access.high_value_assets": ("a",)}, PROTECTED, Weight.CONCERN),
    "access.unsupervised": ({"access.unsupervised": True}, PROTECTED, Weight.NOTE),
    "access.unsupervised-sensitive": ({"access.unsupervised": True, **PROTECTED}, PROTECTED, Weight.CONCERN),
    "access.export": ({"access.export": True}, PROTECTED, Weight.NOTE),
    "access.export-sensitive": ({"access.export": True, **PROTECTED}, {"access.export": True}, Weight.CONCERN),
    "access.own-equipment": ({"access.own_equipment": True}, PROTECTED, Weight.CONCERN),
    "values.topics-restricted": ({"values.topics_restricted": True}, UNFREE, Weight.CONCERN),
    "values.one-sided": ({"values.one_sided": True}, {"values.one_sided": False}, Weight.NOTE),
    "values.one-sided-exposed": ({"values.one_sided": True, **CRITICAL}, {"values.one_sided": True}, Weight.CONCERN),
    "values.unsafe-on-site": ({"values.unsafe_on_site": True}, UNFREE, Weight.CONCERN),
    "values.ethics-dumping": ({"values.ethics_dumping": True}, {"values.one_sided": True}, Weight.SERIOUS),
    "values.watched": ({"values.watched": True}, {"people.reporting_home": True}, Weight.CONCERN),
    "values.host-control": ({"values.host_control": ("events",)}, {"values.host_control": ()}, Weight.CONCERN),
    "values.host-control-topics": (
        {"values.host_control": ("hiring",), "values.topics_restricted": True},
        {"values.host_control": ("hiring",)},
        Weight.SERIOUS,
    ),
    "process.agreement-expired": ({"process.agreement_expired": True}, {}, Weight.CONCERN),
    "process.measure-overdue": ({"process.measure_overdue": True}, {}, Weight.CONCERN),
    "process.reappraisal-overdue": ({"process.reappraisal_overdue": True}, {}, Weight.NOTE),
    "process.scope-changed": ({"process.scope_changed": True}, {}, Weight.CONCERN),
    "process.open-incidents": ({"process.open_incidents": ("7",)}, {"process.open_incidents": ()}, Weight.CONCERN),
    "process.assurance-missing": ({"process.assurance_missing": True}, {}, Weight.CONCERN),
}
