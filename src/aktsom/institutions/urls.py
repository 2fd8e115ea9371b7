"""Who we are and who answers for what; and what people look after themselves."""

from django.urls import path

from aktsom.institutions.views import directory, duties, imports, keys, members, units

app_name = "institutions"

urlpatterns = [
    path("account/keys/", keys.own_keys, name="keys"),
    path("account/keys/<uuid:key_id>/end/", keys.end_key, name="end-key"),
    path("institution/contacts/", directory.contacts, name="contacts"),
    path("institution/responsibility/", duties.responsibility_page, name="responsibility"),
    path("institution/responsibility/<str:form>", duties.export, name="responsibility-export"),
    path("institution/duties/new/", duties.new, name="duty-new"),
    path("institution/duties/required/", duties.required, name="duties-required"),
    path("institution/duties/<uuid:assignment_id>/", duties.change, name="duty"),
    path("institution/duties/<uuid:assignment_id>/end/", duties.end, name="duty-end"),
    path("institution/units/", units.unit_list, name="units"),
    path("institution/import/", imports.start, name="import"),
    path("institution/import/example/<str:kind>", imports.example, name="import-example"),
    path("institution/import/<uuid:batch_id>/", imports.batch, name="import-batch"),
    path("institution/import/<uuid:batch_id>/left-out/<str:form>", imports.rejected, name="import-rejected"),
    path("institution/import/<uuid:batch_id>/<str:step>/", imports.step, name="import-step"),
    path("institution/units/new/", units.new, name="unit-new"),
    path("institution/units/<uuid:unit_id>/", units.detail, name="unit"),
    path("institution/units/<uuid:unit_id>/<str:step>/", units.step, name="unit-step"),
    path("institution/members/", members.member_list, name="members"),
    path("institution/members/new/", members.new, name="member-new"),
    path("institution/members/<uuid:member_id>/", members.detail, name="member"),
    path("institution/members/<uuid:member_id>/place/", members.change, name="member-change"),
    path("institution/members/<uuid:member_id>/end/", members.end, name="member-end"),
    path("institution/members/<uuid:member_id>/away/", members.away, name="member-away"),
]
