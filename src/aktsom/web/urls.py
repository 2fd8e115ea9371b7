"""Addresses of the frame: start, search, language, sign-in, and what everybody may read."""

from allauth.account import views as accounts
from django.urls import path

from aktsom.identity.views.security import change_password
from aktsom.identity.views.signing_out import sign_out
from aktsom.web import demo, views

urlpatterns = [
    path("", views.start, name="start"),
    path("search/", views.search, name="search"),
    path("language/", views.choose_language, name="language"),
    path("places/", views.places, name="places"),
    path("no-place/", views.no_place, name="no-place"),
    path("about/", views.about, name="about"),
    path("sign-in/", accounts.login, name="account_login"),
    path("sign-out/", sign_out, name="account_logout"),
    path("password/", change_password, name="account_change_password"),
    path("locked/", views.locked, name="account_inactive"),
    path("demo/sign-in/", demo.sign_in, name="demo-sign-in"),
]
