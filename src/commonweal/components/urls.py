"""The addresses of this context."""

from django.urls import URLPattern, path

from commonweal.components.views import bodies, packages, sboms, systems

urlpatterns: list[URLPattern] = [
    path("systems/<int:pk>/components", systems.system_components, name="system-components"),
    path("sboms/<int:pk>", sboms.sbom_page, name="sbom"),
    path("sboms/<int:pk>/original", sboms.original, name="sbom-original"),
    path("sboms/<int:pk>/export", sboms.export, name="sbom-export"),
    path("sboms/<int:pk>/compare", sboms.compare, name="sbom-compare"),
    path("sboms/<int:pk>/paths", sboms.paths, name="sbom-paths"),
    path("sboms/<int:pk>/withdraw", sboms.withdraw, name="sbom-withdraw"),
    path("packages/<int:pk>", packages.package_page, name="package"),
    path("bodies/<slug:slug>/components", bodies.body_components, name="body-components"),
    path("bodies/<slug:slug>/tokens", bodies.make_token, name="token-make"),
    path("tokens/<int:pk>/revoke", bodies.revoke_token, name="token-revoke"),
    path("bodies/<slug:slug>/oversight", bodies.agree_oversight, name="oversight-agree"),
    path("oversight/<int:pk>/end", bodies.end_oversight, name="oversight-end"),
]
