"""The addresses of this context."""

from django.urls import URLPattern, path

from commonweal.usage.views import claims_bodies, claims_lists, claims_messages, claims_users, neighbours

urlpatterns: list[URLPattern] = [
    path("software/<slug:slug>/users", claims_users.software_users, name="software-users"),
    path("software/<slug:slug>/users.csv", claims_users.software_users_csv, name="software-users-csv"),
    path("software/<slug:slug>/users.json", claims_users.software_users_json, name="software-users-json"),
    path("software/<slug:slug>/users/propose", claims_messages.propose, name="software-propose"),
    path("software/<slug:slug>/named", claims_lists.named, name="software-named"),
    path("instances", claims_users.instances, name="instances"),
    path("names", claims_lists.unmatched, name="names"),
    path("names/<int:pk>", claims_lists.match, name="name-match"),
    path("uses/import", claims_lists.import_list, name="use-import"),
    path("bodies/<slug:slug>/use", claims_bodies.body_use, name="body-use"),
    path("bodies/<slug:slug>/use/tick", claims_bodies.tick, name="body-tick"),
    path("bodies/<slug:slug>/use/new", claims_bodies.state, name="body-state-use"),
    path("bodies/<slug:slug>/use/<int:pk>", claims_bodies.claim_page, name="claim"),
    path("bodies/<slug:slug>/use/<int:pk>/change", claims_bodies.change, name="claim-change"),
    path("bodies/<slug:slug>/use/<int:pk>/end", claims_bodies.end, name="claim-end"),
    path("bodies/<slug:slug>/use/<int:pk>/answer", claims_bodies.answer, name="claim-answer"),
    path("bodies/<slug:slug>/proposals", claims_messages.proposals, name="proposals"),
    path("bodies/<slug:slug>/proposals/<int:pk>/answer", claims_messages.answer_proposal, name="proposal-answer"),
    path("bodies/<slug:slug>/contact", claims_messages.contact, name="body-contact"),
    path("bodies/<slug:slug>/neighbours", neighbours.neighbours, name="body-neighbours"),
    path("bodies/<slug:slug>/peers", neighbours.peers, name="body-peers"),
]
