"""All addresses, room by room."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("screening/", include("aktsom.knowledge.screening.urls")),
    path("sources/", include("aktsom.knowledge.sources.urls")),
    path("", include("aktsom.identity.urls")),
    path("", include("aktsom.identity.factor_urls")),
    path("", include("aktsom.web.urls")),
    path("", include("aktsom.reminders.urls")),
    path("access/", include("aktsom.protection.access.urls")),
    path("appraisals/", include("aktsom.appraisal.urls")),
    path("agreements/", include("aktsom.cooperation.agreements.urls")),
    path("agreements/", include("aktsom.cooperation.deadlines.urls")),
    path("agreements/", include("aktsom.cooperation.drawer.urls")),
    path("agreements/", include("aktsom.cooperation.exits.urls")),
    path("cooperation/", include("aktsom.cooperation.register.urls")),
    path("partners/", include("aktsom.cooperation.partners.urls")),
    path("traces/", include("aktsom.cooperation.traces.urls")),
    path("overview/", include("aktsom.overview.urls")),
    path("personal-data/", include("aktsom.protection.personal_data.urls")),
    path("log/", include("aktsom.protection.log.urls")),
    path("api/", include("aktsom.api.urls")),
    path("", include("aktsom.institutions.urls")),
    path("scim/v2/", include("aktsom.institutions.scim.urls")),
]

handler400 = "aktsom.web.views.bad_request"
handler403 = "aktsom.web.views.forbidden"
handler404 = "aktsom.web.views.not_found"
handler500 = "aktsom.web.views.failed"
