"""Addresses of signing in."""

from django.urls import path

from aktsom.identity.views import proof, saml, security, services

app_name = "identity"

urlpatterns = [
    path("sign-in/again/", proof.again, name="again"),
    path("sign-in/again/continue/", proof.continue_form, name="continue"),
    path("sign-in/institution/", services.find_institution, name="find-institution"),
    path("sign-in/at/<slug:slug>/", services.institution, name="institution"),
    path("sign-in/at/<slug:slug>/<uuid:provider_id>/", services.begin, name="begin"),
    path("sign-in/at/<slug:slug>/<uuid:provider_id>/callback/", services.oidc_callback, name="oidc-callback"),
    path("sign-in/at/<slug:slug>/<uuid:provider_id>/saml/", saml.take_answer, name="saml-answer"),
    path("sign-in/at/<slug:slug>/<uuid:provider_id>/saml/done/", saml.done, name="saml-done"),
    path("sign-in/at/<slug:slug>/<uuid:provider_id>/saml/metadata/", saml.metadata, name="saml-metadata"),
    path("account/security/", security.overview, name="security"),
    path("account/security/sessions/others/end/", security.end_others, name="end-others"),
    path("account/security/sessions/<int:session_id>/end/", security.end_one, name="end-session"),
    path("account/security/services/<uuid:service_link_id>/unlink/", security.unlink, name="unlink"),
]
