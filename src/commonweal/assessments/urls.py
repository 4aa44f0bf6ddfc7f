"""The addresses of this context."""

from django.urls import URLPattern, path

from commonweal.assessments.views import answering, instruments, nominee, of_bodies, office, readiness, results

# What can be asked, and the short form for whoever has no account.
PUBLIC: list[URLPattern] = [
    path("readiness", readiness.readiness, name="readiness"),
    path("readiness.pdf", readiness.readiness_pdf, name="readiness-pdf"),
    path("readiness.json", readiness.readiness_json, name="readiness-json"),
    path("readiness/keep", readiness.keep, name="readiness-keep"),
    path("instruments", instruments.instrument_list, name="instruments"),
    path("instruments/<str:identifier>", instruments.instrument_page, name="instrument"),
]

# The assessments of a body and of a piece of software.
ASSESSMENTS: list[URLPattern] = [
    path("bodies/<slug:slug>/assessments", of_bodies.body_assessments, name="body-assessments"),
    path("bodies/<slug:slug>/assessments/start", of_bodies.start, name="assessment-start"),
    path("software/<slug:slug>/assessments", of_bodies.software_assessments, name="software-assessments"),
    path("software/<slug:slug>/assessments/start", of_bodies.start_of_software, name="software-assessment-start"),
    path("assessments/<int:pk>", answering.overview, name="assessment"),
    path("assessments/<int:pk>/join", answering.take_part, name="assessment-join"),
    path("assessments/<int:pk>/finish", answering.finish, name="assessment-finish"),
    path("assessments/<int:pk>/again", answering.again, name="assessment-again"),
    path("assessments/<int:pk>/result", results.result, name="assessment-result"),
    path("assessments/<int:pk>/result.pdf", results.result_pdf, name="assessment-pdf"),
    path("assessments/<int:pk>/result.json", results.result_json, name="assessment-json"),
    path("assessments/<int:pk>/result.csv", results.result_csv, name="assessment-csv"),
    path("assessments/<int:pk>/advice/take", results.take, name="advice-take"),
    path("assessments/<int:pk>/advice/drop", results.drop, name="advice-drop"),
    path("assessments/<int:pk>/advice/restore", results.restore, name="advice-restore"),
    path("assessments/<int:pk>/office", office.office, name="assessment-office"),
    path("assessments/<int:pk>/office/keep", office.keep_facts, name="assessment-facts"),
    path("assessments/<int:pk>/parts/<str:identifier>", answering.part, name="assessment-part"),
]

# A product as a digital public good.
NOMINEES: list[URLPattern] = [
    path("assessments/<int:pk>/nominee", nominee.nominee_page, name="nominee"),
    path("assessments/<int:pk>/nominee.json", nominee.nominee_file, name="nominee-file"),
]

urlpatterns: list[URLPattern] = [*PUBLIC, *ASSESSMENTS, *NOMINEES]
