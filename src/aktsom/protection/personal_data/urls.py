"""Addresses of personal data."""

from django.urls import path

from aktsom.protection.personal_data import officer_views, views

app_name = "personal-data"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("download/", views.download, name="download"),
    path("record/", views.record, name="record"),
    path("record/edit/", officer_views.edit_record, name="edit-record"),
    path("requests/", officer_views.requests, name="requests"),
    path("requests/new/", officer_views.new_request, name="new-request"),
    path("requests/<uuid:request_id>/", officer_views.one_request, name="request"),
    path("requests/<uuid:request_id>/answer/", officer_views.answer, name="answer"),
    path("requests/<uuid:request_id>/extend/", officer_views.extend, name="extend"),
    path("requests/<uuid:request_id>/decide/", officer_views.decide, name="decide"),
    path("requests/<uuid:request_id>/download/", officer_views.download, name="request-download"),
    path("removed/", officer_views.removed, name="removed"),
    path("stopped/<uuid:pseudonym_id>/end/", officer_views.use_again, name="use-again"),
]
