"""The room's addresses."""

from django.urls import path

from aktsom.protection.access import outside_views, owner_views, views

app_name = "access"

urlpatterns = [
    path("", views.compartment_list, name="list"),
    path("mine/", views.mine, name="mine"),
    path("queue/", owner_views.queue, name="queue"),
    path("new/", owner_views.new, name="new"),
    path("people/<uuid:member_id>/", views.person, name="person"),
    path("grants/<uuid:grant_id>/", owner_views.grant, name="grant"),
    path("grants/<uuid:grant_id>/leave/", views.leave, name="leave"),
    path("grants/<uuid:grant_id>/confirm/<uuid:prerequisite_id>/", owner_views.confirm, name="confirm"),
    path("<uuid:compartment_id>/", views.detail, name="detail"),
    path("<uuid:compartment_id>/ask/", views.ask, name="ask"),
    path("<uuid:compartment_id>/emergency/", views.emergency, name="emergency"),
    path("<uuid:compartment_id>/edit/", owner_views.edit, name="edit"),
    path("<uuid:compartment_id>/close/", owner_views.close, name="close"),
    path("<uuid:compartment_id>/reopen/", owner_views.reopen, name="reopen"),
    path("<uuid:compartment_id>/requirements/", owner_views.requirements, name="requirements"),
    path("<uuid:compartment_id>/recertify/", owner_views.recertify, name="recertify"),
    path("<uuid:compartment_id>/recertify/<uuid:answer_id>/", owner_views.answer, name="answer"),
    path("<uuid:compartment_id>/export/<str:form>/", outside_views.export, name="export"),
    path("<uuid:compartment_id>/there/", outside_views.there, name="there"),
]
