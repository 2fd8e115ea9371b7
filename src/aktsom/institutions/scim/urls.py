"""The addresses of the SCIM endpoint."""

from django.urls import path

from aktsom.institutions.scim import views

app_name = "scim"

urlpatterns = [
    path("ServiceProviderConfig", views.provider, name="provider"),
    path("ResourceTypes", views.types, name="types"),
    path("ResourceTypes/<str:key>", views.types, name="type"),
    path("Schemas", views.schemas, name="schemas"),
    path("Schemas/<str:key>", views.schemas, name="schema"),
    path("Users", views.collection, {"kind": views.USERS}, name="users"),
    path("Users/<str:key>", views.one, {"kind": views.USERS}, name="user"),
    path("Groups", views.collection, {"kind": views.GROUPS}, name="groups"),
    path("Groups/<str:key>", views.one, {"kind": views.GROUPS}, name="group"),
]
