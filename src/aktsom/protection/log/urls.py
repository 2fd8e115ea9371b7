"""The log's addresses."""

from django.urls import path

from aktsom.protection.log import views

app_name = "log"

urlpatterns = [
    path("", views.log_list, name="list"),
    path("about-me/", views.about_me, name="about-me"),
    path("export/", views.export, name="export"),
    path("record/<str:subject>/", views.record, name="record"),
]
