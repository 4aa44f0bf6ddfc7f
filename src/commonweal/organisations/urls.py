"""The addresses of bodies, offices, claims and people."""

from django.urls import path

from commonweal.organisations.views import bodies, claims, exports, imports, letterheads, offices, people, ties

urlpatterns = [
    path("bodies", bodies.body_list, name="bodies"),
    path("bodies/new", bodies.add_body, name="body-add"),
    path("bodies/map", bodies.map_page, name="bodies-map"),
    path("bodies/import", imports.import_list, name="bodies-import"),
    path("bodies/import/<int:number>", imports.import_page, name="bodies-import-page"),
    path("bodies/import/<int:number>/columns", imports.import_columns, name="bodies-import-columns"),
    path("bodies/import/<int:number>/take", imports.import_take, name="bodies-import-take"),
    path("bodies/import/<int:number>/undo", imports.import_undo, name="bodies-import-undo"),
    path("bodies.csv", exports.bodies_csv, name="bodies-csv"),
    path("bodies.json", exports.bodies_json, name="bodies-json"),
    path("bodies/<slug:slug>", bodies.body_page, name="body"),
    path("bodies/<slug:slug>/change", bodies.change_body, name="body-change"),
    path("bodies/<slug:slug>/ties", ties.ties, name="body-ties"),
    path("bodies/<slug:slug>/ties/<slug:what>/<int:number>/end", ties.untie, name="body-untie"),
    path("bodies/<slug:slug>/letterhead", letterheads.letterhead, name="body-letterhead"),
    path("letterheads/<int:pk>", letterheads.letterhead_file, name="letterhead-file"),
    path("letterheads/<int:pk>/end", letterheads.end_letterhead, name="letterhead-end"),
    path("letterheads/example.<slug:kind>", letterheads.letterhead_example, name="letterhead-example"),
    path("bodies/<slug:slug>/verify", bodies.verify_body, name="body-verify"),
    path("offices", offices.office_list, name="offices"),
    path("offices/new", offices.add_office, name="office-add"),
    path("offices/<slug:slug>", offices.office_page, name="office"),
    path("offices/<slug:slug>/change", offices.change_office, name="office-change"),
    path("offices/<slug:slug>/close", offices.close_office, name="office-close"),
    path("offices/<slug:slug>/link", offices.link_office, name="office-link"),
    path("offices/<slug:slug>/links/<int:number>/part", offices.part_office, name="office-part"),
    path("offices.yaml", exports.offices_yaml, name="offices-yaml"),
    path("offices.csv", exports.offices_csv, name="offices-csv"),
    path("offices.graphml", exports.offices_graphml, name="offices-graphml"),
    path("offices.json", exports.offices_json, name="offices-json"),
    path("claims", claims.claim_list, name="claims"),
    path("people", people.people_list, name="people"),
    path("people/withdraw/<int:number>", people.withdraw_role, name="role-withdraw"),
]
