"""The addresses of the overview."""

from django.urls import path, re_path

from aktsom.overview import views
from aktsom.overview.agreements import views as agreements

app_name = "overview"
urlpatterns = [
    path("", views.index, name="index"),
    re_path(r"^export\.(?P<as_format>csv|xlsx)$", views.export, name="export"),
    path("rules/", views.rules, name="rules"),
    path("requirements/", views.coverage, name="requirements"),
    path("country/<str:code>/", views.country, name="country"),
    path("agreements/", agreements.overview, name="agreements"),
    path("agreements/report/", agreements.report, name="agreement-report"),
    path("agreements/export/<str:form>/", agreements.sheet, name="agreement-sheet"),
    path("agreements/without/", agreements.without_agreement, name="without-agreement"),
    path("agreements/gaps/<str:name>/", agreements.gap, name="agreement-gap"),
]
