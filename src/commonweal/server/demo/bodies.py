"""The public bodies, companies and the civil-society organisation of Esempia."""

from collections.abc import Mapping
from datetime import date

from commonweal.organisations import actions, rules
from commonweal.organisations.actions import BodyDraft
from commonweal.organisations.models import Body, NameKind
from commonweal.server.demo import country

URI = "https://esempia.example/id/"
OFFICIAL, ALIAS = NameKind.OFFICIAL, NameKind.ALIAS
METHOD = "Register of the fictional country Esempia"


def register_all(*, municipalities: int) -> Mapping[str, Body]:
    """Enter every body, or bring them up to date; by the last part of their URI."""
    bodies = _register([REPUBLIC])
    state = bodies["repubblica"]
    bodies |= _register([*_national(state), *_regions(state)])
    towns = country.towns(municipalities)
    association = _register([_association(towns[0])])
    bodies |= association
    bodies |= _register(
        [_municipality(town, bodies[town.region], association["associazione-comuni"]) for town in towns]
    )
    bodies |= _register([*_others(bodies["lagoverde"], towns[0]), *_merged(bodies["costaserena"])])
    actions.succeed_body(
        predecessor=bodies["san-biagio-al-lago"],
        successor=bodies["lagoverde"],
        kind="merger",
        on=date(2024, 1, 1),
        by=None,
    )
    for key, body in bodies.items():
        # That a body is public sector is somebody's judgement, never a consequence of its kind: one waits for it.
        if key != "istituto-geografico" and body.kind not in {"company", "ngo"}:
            actions.verify_body(body=body, method=METHOD, by=None)
    return bodies


def is_there() -> bool:
    """Whether the demo was begun here before."""
    return Body.objects.filter(uri=REPUBLIC.uri).exists()


def uri(key: str) -> str:
    """The URI of a body of Esempia."""
    return URI + key


def key_of(name: str) -> str:
    """A name as the last part of a URI.

    >>> key_of("Monte d'Olmo"), key_of("Steinbrück")
    ('monte-d-olmo', 'steinbruck')
    """
    return rules.fold(name).replace(" ", "-")


def _register(drafts: list[BodyDraft]) -> dict[str, Body]:
    registered = actions.register_many(drafts=drafts, by=None)
    return {body.uri.removeprefix(URI): body for body in registered}


REPUBLIC = BodyDraft(
    uri=uri("repubblica"),
    slug="repubblica-di-esempia",
    name="Repubblica di Esempia",
    language="it",
    kind="government",
    tier="national",
    country=country.COUNTRY,
    website="https://esempia.example",
    names=[
        ("fr", "République d'Esempia", OFFICIAL),
        ("de", "Republik Esempia", OFFICIAL),
        ("en", "Republic of Esempia", OFFICIAL),
    ],
)


def _national(state: Body) -> list[BodyDraft]:
    return [
        BodyDraft(
            uri=uri("ministero"),
            slug="ministero-affari-digitali",
            name="Ministero degli Affari digitali",
            language="it",
            kind="ministry",
            tier="national",
            country=country.COUNTRY,
            place="Lagoverde",
            latitude=44.2372,
            longitude=-16.9017,
            website="https://digitale.esempia.example",
            names=[
                ("fr", "Ministère des Affaires numériques", OFFICIAL),
                ("de", "Ministerium für Digitales", OFFICIAL),
                ("en", "Ministry of Digital Affairs", OFFICIAL),
            ],
            parents=[(state, "administration")],
        ),
        BodyDraft(
            uri=uri("istituto-geografico"),
            name="Istituto geografico di Esempia",
            language="it",
            kind="institution",
            tier="national",
            country=country.COUNTRY,
            place="Portoclaro",
            names=[("en", "Geographic Institute of Esempia", OFFICIAL)],
            parents=[(state, "administration")],
        ),
    ]


def _regions(state: Body) -> list[BodyDraft]:
    return [
        _region("costaserena", "Costaserena", "CS", "it", ("fr", "Côte-Sereine"), state),
        _region("hochland", "Hochland", "HL", "de", ("it", "Altopiano"), state),
    ]


def _region(key: str, name: str, code: str, language: str, other: tuple[str, str], state: Body) -> BodyDraft:
    return BodyDraft(
        uri=uri(key),
        name=name,
        language=language,
        kind="region",
        tier="regional",
        country=country.COUNTRY,
        region_code=code,
        names=[(*other, OFFICIAL), ("it", f"Regione {other[1] if language == 'de' else name}", ALIAS)],
        parents=[(state, "territory")],
    )


def _association(capital: country.Town) -> BodyDraft:
    return BodyDraft(
        uri=uri("associazione-comuni"),
        name="Associazione dei Comuni di Esempia",
        language="it",
        kind="association",
        tier="local",
        country=country.COUNTRY,
        place=capital.name,
        latitude=round(capital.latitude + 0.02, 4),
        longitude=round(capital.longitude - 0.03, 4),
        names=[
            ("fr", "Association des communes d'Esempia", OFFICIAL),
            ("de", "Gemeindebund Esempia", OFFICIAL),
            ("en", "Association of Municipalities of Esempia", OFFICIAL),
            ("it", "ACE", ALIAS),
        ],
    )


def _municipality(town: country.Town, region: Body, association: Body) -> BodyDraft:
    return BodyDraft(
        uri=uri(key_of(town.name)),
        name=town.name,
        language=town.language,
        kind="municipality",
        tier="local",
        country=country.COUNTRY,
        region_code=region.region_code,
        place=town.name,
        latitude=town.latitude,
        longitude=town.longitude,
        population=town.population,
        population_year=country.POPULATION_YEAR,
        website=f"https://{key_of(town.name)}.esempia.example",
        names=[(language, name, OFFICIAL) for language, name in town.other_names],
        parents=[(region, "territory"), (association, "membership")],
    )


def _others(capital: Body, town: country.Town) -> list[BodyDraft]:
    return [
        BodyDraft(
            uri=uri("universita-lagoverde"),
            name="Università di Lagoverde",
            language="it",
            kind="university",
            country=country.COUNTRY,
            place=capital.name,
            latitude=round(town.latitude - 0.02, 4),
            longitude=round(town.longitude + 0.02, 4),
            names=[("en", "University of Lagoverde", OFFICIAL), ("fr", "Université du Lac-Vert", OFFICIAL)],
        ),
        BodyDraft(
            uri=uri("codice-comune"),
            name="Codice Comune",
            language="it",
            kind="ngo",
            country=country.COUNTRY,
            place=capital.name,
            names=[("en", "Common Code", ALIAS)],
        ),
        _company("officina-digitale", "Officina Digitale", "it"),
        _company("atelier-numerique", "Atelier Numérique", "fr"),
        _company("seewerk", "Seewerk", "de"),
        _company("nimbus-civic", "Nimbus Civic", "en"),
        _company("karthaus", "Karthaus", "de"),
        _company("tributo-servizi", "Tributo Servizi", "it"),
        _company("vistalinea", "Vistalinea", "it"),
        _company("lettura", "Lettura", "it"),
        _company("portale-uno", "Portale Uno", "it"),
    ]


def _company(key: str, name: str, language: str) -> BodyDraft:
    return BodyDraft(uri=uri(key), name=name, language=language, kind="company", country=country.COUNTRY)


def _merged(region: Body) -> list[BodyDraft]:
    return [
        BodyDraft(
            uri=uri("san-biagio-al-lago"),
            name="San Biagio al Lago",
            language="it",
            kind="municipality",
            tier="local",
            country=country.COUNTRY,
            region_code=region.region_code,
            population=3_900,
            population_year=2023,
            parents=[(region, "territory")],
        )
    ]
