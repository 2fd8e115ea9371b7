"""What people look after themselves."""

from django.urls import path

from aktsom.institutions import views

app_name = "institutions"

urlpatterns = [
    path("keys/", views.own_keys, name="keys"),
    path("keys/<uuid:key_id>/end/", views.end_key, name="end-key"),
]
