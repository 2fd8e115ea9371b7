"""The register's addresses."""

from django.urls import path

from aktsom.cooperation.register import import_views, seen_views, views

app_name = "register"

urlpatterns = [
    path("", views.cooperation_list, name="list"),
    path("export/<str:form>/", views.export, name="export"),
    path("new/", views.new, name="new"),
    path("withdrawn/", views.withdrawn_list, name="withdrawn"),
    path("seen/", seen_views.seen, name="seen"),
    path("seen/<uuid:tie_id>/", seen_views.register_seen, name="register-seen"),
    path("seen/<uuid:tie_id>/not-ours/", seen_views.not_ours, name="not-ours"),
    path("seen/not-ours/", seen_views.not_ours_list, name="not-ours-list"),
    path("seen/not-ours/<uuid:said_id>/take-back/", seen_views.take_back, name="take-back"),
    path("import/", import_views.start, name="import"),
    path("import/example/", import_views.example, name="import-example"),
    path("import/<uuid:batch_id>/", import_views.batch, name="import-batch"),
    path("import/<uuid:batch_id>/columns/", import_views.columns, name="import-columns"),
    path("import/<uuid:batch_id>/run/", import_views.run, name="import-run"),
    path("import/<uuid:batch_id>/undo/", import_views.undo, name="import-undo"),
    path("import/<uuid:batch_id>/rejected/<str:form>/", import_views.rejected, name="import-rejected"),
    path("<uuid:cooperation_id>/", views.detail, name="detail"),
    path("<uuid:cooperation_id>/edit/", views.edit, name="edit"),
    path("<uuid:cooperation_id>/withdraw/", views.withdraw, name="withdraw"),
    path("<uuid:cooperation_id>/restore/", views.restore, name="restore"),
    path("<uuid:cooperation_id>/partners/", views.partners, name="partners"),
    path("<uuid:cooperation_id>/protect/", views.protect, name="protect"),
    path("<uuid:cooperation_id>/link/", views.link, name="link"),
    path("<uuid:cooperation_id>/unlink/", views.unlink, name="unlink"),
]
