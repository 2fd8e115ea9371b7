"""The addresses of the overview."""

from django.urls import path, re_path

from aktsom.overview import views

app_name = "overview"
urlpatterns = [
    path("", views.index, name="index"),
    re_path(r"^export\.(?P<as_format>csv|xlsx)$", views.export, name="export"),
    path("rules/", views.rules, name="rules"),
    path("requirements/", views.coverage, name="requirements"),
    path("country/<str:code>/", views.country, name="country"),
]
