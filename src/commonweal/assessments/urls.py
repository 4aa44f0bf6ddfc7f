"""The addresses of this context."""

from django.urls import URLPattern, path

from commonweal.assessments.feeds import NewDeclarations
from commonweal.assessments.views import (
    answering,
    campaign_forms,
    campaign_mail,
    campaign_places,
    campaigns,
    declarations,
    instruments,
    nominee,
    of_bodies,
    office,
    readiness,
    results,
)
from commonweal.drawing.letters import Kind

# What can be asked, and the short form for whoever has no account.
PUBLIC: list[URLPattern] = [
    path("readiness", readiness.readiness, name="readiness"),
    path("readiness.pdf", readiness.readiness_pdf, name="readiness-pdf"),
    path("readiness.json", readiness.readiness_json, name="readiness-json"),
    path("readiness/keep", readiness.keep, name="readiness-keep"),
    path("instruments", instruments.instrument_list, name="instruments"),
    path("instruments/<str:identifier>", instruments.instrument_page, name="instrument"),
    path("declarations", declarations.declaration_list, name="declarations"),
    path("feeds/declarations.atom", NewDeclarations(), name="feed-declarations"),
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
    path("assessments/<int:pk>/result.docx", results.result_letter, {"kind": Kind.DOCX}, name="assessment-docx"),
    path("assessments/<int:pk>/result.odt", results.result_letter, {"kind": Kind.ODT}, name="assessment-odt"),
    path("assessments/<int:pk>/declare", declarations.publish, name="declaration-publish"),
    path("assessments/<int:pk>/declare/withdraw", declarations.withdraw, name="declaration-withdraw"),
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

# Many places answer the same.
CAMPAIGNS: list[URLPattern] = [
    path("campaigns", campaigns.campaign_list, name="campaigns"),
    path("bodies/<slug:slug>/campaigns/new", campaigns.campaign_new, name="campaign-new"),
    path("campaigns/<int:pk>", campaigns.campaign_page, name="campaign"),
    path("campaigns/<int:pk>/invite", campaigns.campaign_invite, name="campaign-invite"),
    path("campaigns/<int:pk>/mail", campaign_mail.campaign_mail, name="campaign-mail"),
    path("campaigns/<int:pk>/mail/stop", campaign_mail.mail_stop, name="campaign-mail-stop"),
    path("campaigns/<int:pk>/mail/allow", campaign_mail.mail_allow, name="campaign-mail-allow"),
    path("campaigns/<int:pk>/close", campaigns.campaign_close, name="campaign-close"),
    path("campaigns/<int:pk>/reopen", campaigns.campaign_reopen, name="campaign-reopen"),
    path("campaigns/<int:pk>/report.pdf", campaigns.campaign_pdf, name="campaign-pdf"),
    path("campaigns/<int:pk>/report.json", campaigns.campaign_json, name="campaign-json"),
    path("campaigns/<int:pk>/answers.csv", campaigns.campaign_csv, name="campaign-csv"),
    path("campaigns/<int:pk>/forms", campaign_forms.form_list, name="campaign-forms"),
    path("campaigns/<int:pk>/forms.zip", campaign_places.every_form, name="campaign-every-form"),
    path("campaigns/<int:pk>/forms/<int:form_pk>", campaign_forms.form_file, name="campaign-form-file"),
    path(
        "campaigns/<int:pk>/forms/<int:form_pk>/take-back",
        campaign_forms.form_take_back,
        name="campaign-form-take-back",
    ),
    path("campaigns/<int:pk>/conflicts", campaign_forms.conflict_list, name="campaign-conflicts"),
    path("campaigns/<int:pk>/places/<str:code>", campaign_places.place_page, name="campaign-place"),
    path("campaigns/<int:pk>/places/<str:code>/report.pdf", campaign_places.place_pdf, name="campaign-place-pdf"),
    path("campaigns/<int:pk>/places/<str:code>/report.json", campaign_places.place_json, name="campaign-place-json"),
    path("campaigns/<int:pk>/places/<str:code>/form.html", campaign_places.place_form, name="campaign-place-form"),
    path("campaigns/<int:pk>/places/<str:code>/form.csv", campaign_places.place_table, name="campaign-place-table"),
    path("campaigns/<int:pk>/places/<str:code>/answer", campaign_places.place_answer, name="campaign-place-answer"),
    path(
        "campaigns/<int:pk>/places/<str:code>/withdraw", campaign_places.place_withdraw, name="campaign-place-withdraw"
    ),
]

urlpatterns: list[URLPattern] = [*PUBLIC, *ASSESSMENTS, *NOMINEES, *CAMPAIGNS]
