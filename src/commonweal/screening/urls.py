"""The addresses of this context."""

from django.urls import URLPattern, path

from commonweal.screening.views import asking, figures, requests

urlpatterns: list[URLPattern] = [
    path("screening", asking.screening, name="screening"),
    path("screening/ask", asking.ask, name="screening-ask"),
    path("screening/publish", asking.publish, name="screening-publish"),
    path("screening/contribute", asking.contribute, name="screening-contribute"),
    path("screening/list", asking.whole_list, name="screening-list"),
    path("screening/queue", requests.queue, name="screening-queue"),
    path("screening/figures", figures.figures_page, name="screening-figures"),
    path("screening/figures.csv", figures.figures_csv, name="screening-figures-csv"),
    path("screening/<int:pk>", requests.request_page, name="screening-request"),
    path("screening/<int:pk>/rule", requests.rule, name="screening-rule"),
    path("screening/<int:pk>/withdraw", requests.withdraw, name="screening-withdraw"),
    path("screening/<int:pk>/reopen", requests.reopen, name="screening-reopen"),
]
