"""Addresses of signing in."""

from django.urls import path

from aktsom.identity import views

app_name = "identity"

urlpatterns = [
    path("sign-in/again/", views.again, name="again"),
    path("sign-in/again/continue/", views.continue_form, name="continue"),
]
