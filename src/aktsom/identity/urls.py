"""Addresses of signing in."""

from django.urls import path

from aktsom.identity.views import forgotten, looking_after, proof, saml, security, services, setting_up, signing_out

app_name = "identity"

urlpatterns = [
    path("password/forgotten/", forgotten.forgotten, name="forgotten"),
    path("password/new/", forgotten.new_password, name="new-password"),
    path("password/new/<int:user_id>/<str:token>/", forgotten.take_link, name="take-link"),
    path("institution/members/<uuid:member_id>/sign-in/", looking_after.of_person, name="of-person"),
    path("sign-in/again/", proof.again, name="again"),
    path("sign-in/again/continue/", proof.continue_form, name="continue"),
    path("sign-in/institution/", services.find_institution, name="find-institution"),
    path("sign-in/at/<slug:slug>/", services.institution, name="institution"),
    path("sign-in/at/<slug:slug>/<uuid:provider_id>/", services.begin, name="begin"),
    path("sign-in/at/<slug:slug>/<uuid:provider_id>/callback/", services.oidc_callback, name="oidc-callback"),
    path("sign-in/at/<slug:slug>/<uuid:provider_id>/saml/", saml.take_answer, name="saml-answer"),
    path("sign-in/at/<slug:slug>/<uuid:provider_id>/saml/done/", saml.done, name="saml-done"),
    path("sign-in/at/<slug:slug>/<uuid:provider_id>/saml/metadata/", saml.metadata, name="saml-metadata"),
    path("sign-in/at/<slug:slug>/<uuid:provider_id>/saml/goodbye/", saml.goodbye, name="saml-goodbye"),
    path("sign-in/at/<slug:slug>/<uuid:provider_id>/signed-out/", signing_out.signed_out, name="signed-out"),
    path("institution/services/", setting_up.services, name="services"),
    path("institution/services/new/<str:kind>/", setting_up.new, name="service-new"),
    path("institution/services/<uuid:service_id>/", setting_up.service, name="service"),
    path("institution/services/<uuid:service_id>/change/", setting_up.change, name="service-change"),
    path("institution/services/<uuid:service_id>/open/", setting_up.open_or_close, name="service-open"),
    path("institution/services/<uuid:service_id>/test/", setting_up.test, name="service-test"),
    path("institution/services/<uuid:service_id>/preview/", setting_up.preview, name="service-preview"),
    path("institution/services/<uuid:service_id>/rules/", setting_up.add_rule, name="service-rule"),
    path("institution/services/rules/<uuid:rule_id>/remove/", setting_up.remove_rule, name="service-rule-remove"),
    path("account/security/", security.overview, name="security"),
    path("account/security/sessions/others/end/", security.end_others, name="end-others"),
    path("account/security/sessions/<int:session_id>/end/", security.end_one, name="end-session"),
    path("account/security/services/<uuid:service_link_id>/unlink/", security.unlink, name="unlink"),
]
