"""The addresses of the API and of its description."""

from django.urls import path

from aktsom.api.docs import docs
from aktsom.api.v1 import api

urlpatterns = [
    path("docs", docs, name="api-docs"),
    path("v1/", api.urls),
]
