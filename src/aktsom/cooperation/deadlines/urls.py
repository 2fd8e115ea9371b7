"""The room's addresses, under those of the agreements."""

from django.urls import path

from aktsom.cooperation.deadlines import views

app_name = "deadlines"

urlpatterns = [
    path("days/", views.waiting, name="waiting"),
    path("year/", views.year, name="year"),
    path("year/<int:of_year>/<int:of_month>/", views.month, name="month"),
]
