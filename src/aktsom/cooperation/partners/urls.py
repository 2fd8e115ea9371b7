"""Addresses of partners."""

from django.urls import path

from aktsom.cooperation.partners import views

app_name = "partners"
urlpatterns = [
    path("", views.listing, name="list"),
    path("new/", views.add, name="new"),
    path("find/", views.find, name="find"),
    path("merges/", views.merges, name="merges"),
    path("merges/<uuid:key>/<str:decision>/", views.decide, name="decide"),
    path("names/<int:name>/split/", views.split, name="split"),
    path("<uuid:key>/", views.detail, name="detail"),
    path("<uuid:key>/name/", views.rename, name="rename"),
]
