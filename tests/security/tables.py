"""Which tables stand behind the border between institutions, and which in the open. Written by hand."""

BEHIND = {
    "access_accessgrant": "institution_id",
    "access_actualstate": "institution_id",
    "access_compartment": "institution_id",
    "access_prerequisite": "institution_id",
    "access_prerequisitemet": "institution_id",
    "access_round": "institution_id",
    "access_roundanswer": "institution_id",
    **{
        f"appraisal_{name}": "institution_id"
        for name in (
            "appraisal",
            "attachment",
            "comment",
            "decision",
            "handbookchange",
            "letter",
            "measure",
            "passage",
            "stepaside",
        )
    },
    **{
        f"agreements_{name}": "institution_id"
        for name in (
            "agreement",
            "agreementcooperation",
            "agreementparty",
            "agreementunit",
            "clausecheck",
            "comparison",
            "document",
            "documentversion",
            "finding",
            "ownconditions",
            "steptaken",
        )
    },
    **{
        f"exits_{name}": "institution_id"
        for name in (
            "breach",
            "breachentry",
            "exitstrategy",
            "hangingaccess",
            "hangingpeople",
            "hangingthing",
            "plantask",
            "strategystep",
        )
    },
    "deadlines_agreementday": "institution_id",
    "drawer_drawer": "institution_id",
    "drawer_draweritem": "institution_id",
    "appraisal_ownview": "institution_id",
    "appraisal_raisedflag": "institution_id",
    "core_auditevent": "chain",
    "core_evidence": "institution_id",
    "core_pendingchange": "institution_id",
    "core_signedhead": "chain",
    "core_witness": "chain",
    "identity_claimedduty": "institution_id",
    "identity_claimrule": "institution_id",
    "identity_link": "institution_id",
    "identity_provider": "institution_id",
    "identity_samlanswer": "institution_id",
    "personal_data_pseudonym": "institution_id",
    "personal_data_recordaddition": "institution_id",
    "personal_data_rightsrequest": "institution_id",
    "personal_data_tombstone": "institution_id",
    "institutions_apikey": "institution_id",
    "institutions_dutyassignment": "institution_id",
    "institutions_member": "institution_id",
    "institutions_requiredduty": "institution_id",
    "institutions_sheetimport": "institution_id",
    "institutions_sheetoutcome": "institution_id",
    "institutions_unit": "institution_id",
    "institutions_unitmerger": "institution_id",
    "institutions_unitversion": "institution_id",
    "overview_row": "institution_id",
    "overview_visit": "institution_id",
    "partners_merge": "institution_id",
    "screening_addresswithdrawal": "institution_id",
    "partners_partner": "institution_id",
    "partners_partnername": "institution_id",
    "register_cooperation": "institution_id",
    "register_cooperationpartner": "institution_id",
    "register_cooperationtrace": "institution_id",
    "register_importbatch": "institution_id",
    "register_importedrow": "institution_id",
    "register_notours": "institution_id",
    "reminders_reminderchoice": "institution_id",
    "screening_comparedlists": "institution_id",
    "screening_comparedsubject": "institution_id",
    "screening_judgement": "institution_id",
    "screening_screeninghit": "institution_id",
    "screening_sharing": "institution_id",
    "sources_confirmation": "institution_id",
}
"""Every table with rows of institutions, and the column that says whose. Written by hand, so that a forgotten one shows."""

SHARED = {"screening_sharedverdict"}
"""What an institution shares on purpose: read by all, written by itself alone (tests/knowledge/screening/test_sharing.py)."""

OPEN = {
    "account_emailaddress", "account_emailconfirmation", "auth_group", "auth_group_permissions", "auth_permission",
    "core_roundstep", "core_signingkey", "identity_personsession", "identity_tries", "mfa_authenticator",
    "django_content_type", "django_migrations", "django_session",
    "institutions_institution", "institutions_user", "procrastinate_events", "procrastinate_jobs",
    "procrastinate_periodic_defers", "procrastinate_workers", "sources_countryfact", "sources_sourceversion",
    "sources_storedlisting", "traces_authorship", "traces_participation", "traces_tie", "traces_trace",
}  # fmt: skip
"""Tables of no institution: public sources, accounts, sessions, the queue (docs/THREAT-MODEL.md says why)."""

APPEND_ONLY = {"core_auditevent", "core_evidence", "core_signedhead", "core_witness"}
"""Tables to which rows are only added."""
