"""Addresses of the catalogue's pages."""

from django.urls import path

from commonweal.catalogue import views

urlpatterns = [
    path("software", views.search, name="search"),
    path("software/suggestions", views.suggestions, name="suggestions"),
    path("software/at", views.at_address, name="software-at"),
    path("software/<slug:slug>", views.software, name="software"),
    path("software/<slug:slug>/retire", views.retire, name="software-retire"),
    path("software/<slug:slug>/bring-back", views.bring_back, name="software-bring-back"),
    path("software/<slug:slug>/publiccode.yml", views.raw, name="software-raw"),
    path("products", views.products, name="products"),
    path("products/new", views.add_product, name="product-add"),
    path("products/<slug:slug>", views.product, name="product"),
    path("products/<slug:slug>/alternatives", views.state_alternative, name="alternative-state"),
    path(
        "products/<slug:slug>/alternatives/<int:pk>/withdraw", views.withdraw_alternative, name="alternative-withdraw"
    ),
    path("categories", views.categories, name="categories"),
    path("account/searches", views.saved_searches, name="saved-searches"),
    path("account/searches/save", views.save_search, name="save-search"),
    path("account/searches/<int:pk>/remove", views.remove_search, name="remove-search"),
]
