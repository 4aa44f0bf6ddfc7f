"""The addresses of this context."""

from django.urls import URLPattern, path

from commonweal.health.views import checks, end_of_life, keeping, projects, sustainability

# Is it maintained?
PROJECTS: list[URLPattern] = [
    path("projects", projects.project_list, name="projects"),
    path("projects.csv", projects.project_csv, name="projects-csv"),
    path("projects/compare", projects.compare, name="project-compare"),
    path("projects/how-it-is-counted", projects.how_counted, name="health-rules"),
    path("projects/new", keeping.new_project, name="project-new"),
    path("projects/<int:pk>", projects.project, name="project"),
    path("projects/<int:pk>/look", keeping.look_again, name="project-look"),
    path("projects/<int:pk>/confirm", keeping.confirm, name="project-confirm"),
    path("projects/<int:pk>/stage", keeping.declare, name="project-stage"),
    path("confirmations/<int:pk>/end", keeping.end_confirmation, name="confirmation-end"),
    path("stages/<int:pk>/end", keeping.end_stage, name="stage-end"),
    path("software/<slug:slug>/health", projects.software_health, name="software-health"),
    path("software/<slug:slug>/health/watch", keeping.watch_software, name="software-watch"),
]

# What of a body's software wants a look.
CHECKS: list[URLPattern] = [
    path("bodies/<slug:slug>/health-checks", checks.body_checks, name="body-checks"),
    path("bodies/<slug:slug>/health-checks/take-up", checks.take_up, name="body-take-up"),
    path("bodies/<slug:slug>/health-checks/<int:pk>", checks.body_part, name="body-part"),
    path("bodies/<slug:slug>/health-checks/<int:pk>/importance", checks.state_importance, name="body-importance"),
    path("bodies/<slug:slug>/health-checks/<int:pk>/look", checks.new_check, name="body-check-new"),
    path("bodies/<slug:slug>/health-checks/<int:pk>/decide", checks.decide, name="body-decide"),
    path("health-decisions/<int:pk>/end", checks.end_decision, name="health-decision-end"),
    path("manual-checks/<int:pk>", checks.manual_check, name="manual-check"),
]

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

urlpatterns = [*PROJECTS, *CHECKS, *LIFECYCLES]
