"""Addresses of the sources."""

from django.urls import path

from aktsom.knowledge.sources import views

app_name = "sources"
urlpatterns = [
    path("", views.source_list, name="list"),
    path("update/", views.update, name="update"),
    path("countries/", views.country_list, name="countries"),
    path("countries/<slug:code>/", views.country_detail, name="country"),
    path("countries/<slug:code>/naming/", views.judge_naming, name="naming"),
    path("<slug:source>/", views.source_detail, name="detail"),
]
