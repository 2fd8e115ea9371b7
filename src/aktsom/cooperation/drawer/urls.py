"""The room's addresses, under those of the agreements."""

from django.urls import path

from aktsom.cooperation.drawer import by_hand, views

app_name = "drawer"

urlpatterns = [
    path("drawers/", views.drawer_list, name="list"),
    path("drawers/example/", views.example, name="example"),
    path("drawers/<uuid:drawer_id>/", views.detail, name="detail"),
    path("drawers/<uuid:drawer_id>/columns/", views.columns, name="columns"),
    path("drawers/<uuid:drawer_id>/run/", views.run, name="run"),
    path("drawers/<uuid:drawer_id>/undo/", views.undo, name="undo"),
    path("drawers/<uuid:drawer_id>/sheet/", views.sheet, name="sheet"),
    path("drawers/<uuid:drawer_id>/discard/", views.discard, name="discard"),
    path("drawers/<uuid:drawer_id>/items/<int:number>/file/", by_hand.file, name="file"),
    path("drawers/<uuid:drawer_id>/items/<int:number>/register/", by_hand.register, name="register"),
    path("drawers/<uuid:drawer_id>/items/<int:number>/beside/", by_hand.beside, name="beside"),
    path("drawers/<uuid:drawer_id>/items/<int:number>/aside/", by_hand.aside, name="aside"),
    path("drawers/<uuid:drawer_id>/items/<int:number>/again/", by_hand.again, name="again"),
    path("drawers/<uuid:drawer_id>/aside-known/", by_hand.aside_known, name="aside-known"),
    path("drawers/<uuid:drawer_id>/export/<str:form>/", views.export, name="export"),
]
