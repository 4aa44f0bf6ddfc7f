"""Who can sign in to the demo."""

from collections.abc import Mapping

from commonweal.organisations import actions
from commonweal.organisations.models import Body, User
from commonweal.organisations.roles import Role

# Known to everybody, which is why the demo goes into no installation that others use.
PASSWORD = "commonweal"  # noqa: S105
LOGINS = (
    ("aino", PASSWORD, "runs the installation"),
    ("bruno", PASSWORD, "keeps the catalogue and its sources"),
    ("chiara", PASSWORD, "writes for the town of Borgo"),
    ("elio", PASSWORD, "works in Saint-Aubrac and reads what the network shares"),
    ("sonia", PASSWORD, "sells software to public bodies"),
    ("nils", PASSWORD, "watches over the safety of the towns for their association"),
    ("pia", PASSWORD, "answers for the safety of the town of Borgo"),
    ("greta", PASSWORD, "is the one clerk of the smallest town, where nothing is written down yet"),
    ("dragan", PASSWORD, "has an account and no role"),
)
ROLES: Mapping[str, tuple[Role, str | None]] = {
    "aino": (Role.ADMINISTRATOR, None),
    "bruno": (Role.CURATOR, None),
    "chiara": (Role.EDITOR, "borgo"),
    "elio": (Role.MEMBER, "saint-aubrac"),
    "sonia": (Role.SUPPLIER, "officina-digitale"),
    "nils": (Role.SECURITY, "associazione-comuni"),
    "pia": (Role.SECURITY, "borgo"),
}


def open_accounts(bodies: Mapping[str, Body]) -> dict[str, User]:
    """Open the accounts that are not there yet and give out their roles."""
    people = {user.username: user for user in User.objects.filter(username__in=[name for name, _, _ in LOGINS])}
    for name, password, _ in LOGINS:
        if name not in people:
            people[name] = actions.open_account(
                username=name,
                email=f"{name}@esempia.example",
                password=password,
                display_name=name.title(),
                by=None,
            )
    for name, (role, place) in ROLES.items():
        actions.grant_role(user=people[name], role=role, body=bodies[place] if place else None, by=None)
    towns = [body for body in bodies.values() if body.kind == "municipality"]
    smallest = min(towns, key=lambda body: body.population or 0)
    actions.grant_role(user=people["greta"], role=Role.EDITOR, body=smallest, by=None)
    return people


def are_others_here() -> bool:
    """Whether somebody has an account who does not belong to the demo."""
    return User.objects.exclude(username__in=[name for name, _, _ in LOGINS]).exists()
