"""Addresses of screening."""

from django.urls import path

from aktsom.knowledge.screening import views

app_name = "screening"
urlpatterns = [
    path("", views.check, name="check"),
    path("hits/", views.hit_list, name="list"),
    path("compare/", views.compare, name="compare"),
    path("sharing/", views.sharing, name="sharing"),
    path("judge/<slug:kind>/", views.judge, name="judge"),
]
