"""The addresses of this context."""

from django.urls import URLPattern, path

from commonweal.health.views import end_of_life, sustainability

# What comes to its end, and how long systems last.
LIFECYCLES: list[URLPattern] = [
    path("end-of-life", end_of_life.products, name="end-of-life"),
    path("end-of-life/due", end_of_life.due, name="end-of-life-due"),
    path("end-of-life/due.csv", end_of_life.due_csv, name="end-of-life-due-csv"),
    path("end-of-life/source/switch", end_of_life.switch, name="lifecycles-switch"),
    path("end-of-life/source/read", end_of_life.read_now, name="lifecycles-read"),
    path("end-of-life/source/accept", end_of_life.accept, name="lifecycles-accept"),
    path("end-of-life/<str:name>", end_of_life.product, name="lifecycle-product"),
    path("sustainability", sustainability.most_used_page, name="sustainability"),
    path("sustainability.csv", sustainability.most_used_csv, name="sustainability-csv"),
    path("systems/<int:pk>/sustainability", sustainability.system_sustainability, name="system-sustainability"),
    path("bodies/<slug:slug>/sustainability", sustainability.body_sustainability, name="body-sustainability"),
]

urlpatterns = [*LIFECYCLES]
