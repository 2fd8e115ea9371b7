"""Addresses of traces."""

from django.urls import path

from aktsom.cooperation.traces import views

app_name = "traces"
urlpatterns = [path("<uuid:key>/", views.of_partner, name="of-partner")]
