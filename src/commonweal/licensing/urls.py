"""The addresses of this context."""

from django.urls import URLPattern, path

from commonweal.licensing.views import bodies, notices, reference, systems, unknown

# What licences say, whoever asks.
REFERENCE: list[URLPattern] = [
    path("licences", reference.licences, name="licences"),
    path("licences/check", reference.check, name="licence-check"),
    path("licences/compatibility", reference.compatibility, name="licence-compatibility"),
    path("licences/advice", reference.advice, name="licence-advice"),
    path("licences/<str:identifier>", reference.licence, name="licence"),
]

# What licences the systems of bodies have.
SYSTEMS: list[URLPattern] = [
    path("systems/<int:pk>/licences", systems.system_licences, name="system-licences"),
    path("systems/<int:pk>/licences/use", systems.say_use, name="system-use"),
    path("systems/<int:pk>/licences/obligations", systems.fulfil, name="obligation-fulfil"),
    path("systems/<int:pk>/notice", notices.notice_page, name="system-notice"),
    path("systems/<int:pk>/notice.txt", notices.notice_text, name="system-notice-text"),
    path("systems/<int:pk>/notice.html", notices.notice_html, name="system-notice-html"),
    path("fulfilments/<int:pk>/end", systems.end_fulfilment, name="fulfilment-end"),
    path("bodies/<slug:slug>/licences", bodies.body_licences, name="body-licences"),
    path("bodies/<slug:slug>/licences.csv", bodies.body_licences_csv, name="body-licences-csv"),
    path("bodies/<slug:slug>/licences/choose", bodies.choose, name="licence-choose"),
    path("licence-choices/<int:pk>/end", bodies.end_choice, name="licence-choice-end"),
    path("licences/unknown", unknown.unknown, name="licences-unknown"),
    path("licences/unknown/undo", unknown.undo, name="licences-undo"),
    path("packages/<int:pk>/licence", unknown.package_licence, name="package-licence"),
    path("licence-conclusions/<int:pk>/end", unknown.end, name="conclusion-end"),
]

# Ways of systems first: a licence could be called as one of their words.
urlpatterns: list[URLPattern] = [*SYSTEMS, *REFERENCE]
