"""The room's addresses, under those of the agreements."""

from django.urls import path

from aktsom.cooperation.exits import breach_views, drill_views, views

app_name = "exits"

urlpatterns = [
    path("<uuid:agreement_id>/exit/", drill_views.drill, name="drill"),
    path("<uuid:agreement_id>/exit/paper/", drill_views.drill_pdf, name="drill-pdf"),
    path("<uuid:agreement_id>/exit/export/<str:form>/", drill_views.drill_sheet, name="drill-sheet"),
    path("<uuid:agreement_id>/exit/strategy/", views.strategy, name="strategy"),
    path("<uuid:agreement_id>/exit/access/", views.access, name="access"),
    path("<uuid:agreement_id>/exit/breach/", breach_views.record, name="record"),
    path("exits/access/", views.to_agree, name="to-agree"),
    path("exits/access/<uuid:access_id>/agree/", views.agree, name="agree"),
    path("exits/access/<uuid:access_id>/remove/", views.remove_access, name="remove-access"),
    path("exits/breaches/", breach_views.breaches, name="breaches"),
    path("exits/breaches/<uuid:breach_id>/", breach_views.breach, name="breach"),
    path("exits/breaches/<uuid:breach_id>/note/", breach_views.note, name="note"),
    path("exits/breaches/<uuid:breach_id>/cure/", breach_views.cure, name="cure"),
    path("exits/breaches/<uuid:breach_id>/end/", breach_views.end, name="end"),
    path("exits/tasks/", breach_views.tasks, name="tasks"),
    path("exits/tasks/<uuid:task_id>/done/", breach_views.done, name="done"),
    path("exits/tasks/<uuid:task_id>/give/", breach_views.give, name="give"),
]
