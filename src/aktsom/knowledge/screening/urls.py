"""Addresses of screening."""

from django.urls import path

from aktsom.knowledge.screening import reconcile_views, views

app_name = "screening"
urlpatterns = [
    path("", views.check, name="check"),
    path("hits/", views.hit_list, name="list"),
    path("compare/", views.compare, name="compare"),
    path("sharing/", views.sharing, name="sharing"),
    path("listing/", reconcile_views.listing, name="listing"),
    path("openrefine/", reconcile_views.openrefine, name="openrefine"),
    path("openrefine/withdraw/", reconcile_views.withdraw, name="withdraw-addresses"),
    path("reconcile/<str:openrefine_key>/", reconcile_views.reconcile, name="reconcile"),
    path("reconcile/<str:openrefine_key>/suggest/", reconcile_views.suggest, name="suggest"),
    path("reconcile/<str:openrefine_key>/suggest/property/", reconcile_views.suggest_property, name="suggest-property"),
    path("reconcile/<str:openrefine_key>/preview/", reconcile_views.preview, name="preview"),
    path("judge/<slug:kind>/", views.judge, name="judge"),
]
