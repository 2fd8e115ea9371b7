"""The agreements' addresses."""

from django.urls import path

from aktsom.cooperation.agreements.views import checks, drafts, listed, papers, record, withdrawing

app_name = "agreements"

urlpatterns = [
    path("", listed.agreement_list, name="list"),
    path("export/<str:form>/", listed.export, name="export"),
    path("examples/", listed.examples, name="examples"),
    path("withdrawn/", listed.withdrawn_list, name="withdrawn"),
    path("conditions/", checks.conditions, name="conditions"),
    path("conditions/<int:text_number>/", checks.own_text, name="own-conditions"),
    path("new/", record.new, name="new"),
    path("<uuid:agreement_id>/", record.detail, name="detail"),
    path("<uuid:agreement_id>/edit/", record.edit, name="edit"),
    path("<uuid:agreement_id>/parties/", record.parties, name="parties"),
    path("<uuid:agreement_id>/units/", record.units, name="units"),
    path("<uuid:agreement_id>/protect/", record.protect, name="protect"),
    path("<uuid:agreement_id>/under/", record.under, name="under"),
    path("<uuid:agreement_id>/steps/<str:step>/", record.step, name="step"),
    path("<uuid:agreement_id>/withdraw/", record.withdraw, name="withdraw"),
    path("<uuid:agreement_id>/restore/", record.restore, name="restore"),
    path("<uuid:agreement_id>/papers/", papers.add, name="add-paper"),
    path("<uuid:agreement_id>/papers/<uuid:version_id>/", papers.paper, name="paper"),
    path("<uuid:agreement_id>/papers/<uuid:version_id>/pages/<int:page_number>/", papers.page, name="page"),
    path("<uuid:agreement_id>/papers/<uuid:version_id>/pages/<int:page_number>.png", papers.image, name="page-image"),
    path("<uuid:agreement_id>/papers/<uuid:version_id>/check/", checks.start, name="start-check"),
    path("<uuid:agreement_id>/papers/<uuid:version_id>/change/", withdrawing.change, name="change-paper"),
    path("<uuid:agreement_id>/papers/<uuid:version_id>/kind/", withdrawing.relabel, name="relabel-paper"),
    path("<uuid:agreement_id>/papers/<uuid:version_id>/withdraw/", withdrawing.withdraw, name="withdraw-paper"),
    path("<uuid:agreement_id>/papers/<uuid:version_id>/restore/", withdrawing.restore, name="restore-paper"),
    path("<uuid:agreement_id>/draft/", drafts.draft, name="draft"),
    path("<uuid:agreement_id>/compare/", drafts.compare, name="compare"),
    path("<uuid:agreement_id>/comparisons/<uuid:comparison_id>/", drafts.comparison, name="comparison"),
    path("<uuid:agreement_id>/checks/<uuid:check_id>/", checks.check, name="check"),
    path("<uuid:agreement_id>/findings/<uuid:finding_id>/judge/", checks.judge, name="judge"),
]
