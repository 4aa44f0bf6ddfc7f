"""What a body decided, as a document of statements (VEX) that is understood alone.

Source: docs/reference/vex.md. Every statement is about one part, named by its package URL, never about a vulnerability
as such; one about a single system names that as the whole with the part inside it.
"""

from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from commonweal.risk.models import Decision
from commonweal.risk.queries._understanding import SYSTEM
from commonweal.risk.queries.told import Export, Part, Told
from commonweal.risk.rules.vex import Hindrance, told
from commonweal.standards import purl as purls
from commonweal.standards import vers, versions
from commonweal.standards.purl import Purl
from commonweal.standards.vers import Vers, native
from commonweal.standards.versions.intervals import Interval, only
from commonweal.standards.vex import (
    FORMS,
    Format,
    Justification,
    Product,
    Response,
    State,
    Statement,
    VexDocument,
    write,
)
from commonweal.standards.vex.words import NO_REASON
from commonweal.usage.models import System

# Why a statement decides nothing, in words.
HINDRANCES = {
    Hindrance.SAYS_NOTHING: _("It does not say how the product stands."),
    Hindrance.NO_REASON: _("It says “not affected”, and not why."),
    Hindrance.IS_OVER: _("It held until a day that has passed."),
    Hindrance.NO_VULNERABILITY: _("It does not say about which vulnerability it is."),
    Hindrance.UNKNOWN_VULNERABILITY: _("No advisory here knows this vulnerability."),
    Hindrance.NO_PRODUCT: _("It names no product, so nobody can tell what it is about."),
    Hindrance.NO_PACKAGE_URL: _("The product has no package URL, and is none of your systems by its name."),
    Hindrance.UNKNOWN_PACKAGE: _("No advisory here names this package, and it is none of your systems."),
    Hindrance.UNKNOWN_WHOLE: _(
        "It is about a part within a product, and no list of your systems says that it is this product."
    ),
    Hindrance.NOT_INSIDE: _("The product is there, but runs nothing that it could be about."),
    Hindrance.WHOLE_OF_OTHERS: _("It is about a part within a product; hand it in for the organisation that runs it."),
    Hindrance.UNREADABLE_VERSIONS: _("The versions cannot be understood, and it is never taken for all versions."),
    Hindrance.LONG_VERSIONS: _("The range of versions is too long to be kept."),
    Hindrance.NO_VERSIONS: _("The range of versions is empty."),
}
# The end of a file's name by its format.
ENDINGS = {"cyclonedx-1.6": "cdx.json", "openvex-0.2.0": "openvex.json", "csaf-2.0": "csaf.json"}


def written(export: Export, form: str, *, made: datetime) -> bytes:
    """Write it in one of FORMS; `made` is the date where nothing was ever decided."""
    return write(document_of(export), form, made=made)


def document_of(export: Export) -> VexDocument:
    """Give it as a document."""
    address = f"{settings.SITE_URL}{export.body.get_absolute_url()}"
    statements = [_statement(each, export) for each in export.told]
    return VexDocument(
        format=Format.CYCLONEDX,
        version="1.6",
        id=f"{address}/security/vex",
        revision=export.revision or 1,
        author=export.body.name,
        role="user",
        namespace=address,
        issued=export.changed_at,
        statements=tuple(each for each in statements if each is not None),
    )


def _statement(one: Told, export: Export) -> Statement | None:
    decision = one.decision
    product = product_of(one.part)
    if product is None:
        return None
    if decision.system is not None:
        product = _whole(decision.system, one.subject, product)
    is_accepted = decision.response == Response.WILL_NOT_FIX
    says_why = bool(decision.detail or decision.justification)
    return Statement(
        vulnerability=decision.vulnerability.name,
        state=State(decision.state),
        products=(product,),
        aliases=export.aliases.get(decision.vulnerability_id, ()),
        justification=Justification(decision.justification) if decision.justification else None,
        responses=(Response(decision.response),) if decision.response else (),
        # CSAF dates what is said by its texts, so that there must be one; readers know these words for none.
        detail=decision.detail or (None if says_why else NO_REASON),
        action=told("", decision.owner_words if is_accepted else "", decision.expires_on) or None,
        author=_author(decision, export),
        issued=decision.decided_at,
        updated=decision.decided_at,
        evidence=(decision.evidence_url,) if decision.evidence_url else (),
    )


def _author(decision: Decision, export: Export) -> str:
    if decision.source_name:
        return decision.source_name
    return settings.SITE_NAME if decision.body is None else decision.body.name or export.body.name


def product_of(part: Part) -> Product | None:
    """Give the part by its package URL and exactly its versions; None where these cannot be written."""
    package = part.package
    purl = _purl(package.purl, package.distribution)
    if purl is None:
        return None
    name = str(purl)
    if part.low is None or part.high is None:
        return Product(name, purl)
    wanted = Interval(part.low, part.high)
    key = versions.key(package.type, part.words)
    if key is not None and only(key) == wanted:
        return Product(name, replace(purl, version=part.words), version=part.words)
    found = _range(package.type, part.words)
    if found is None or found.intervals != (wanted,):
        return None
    return Product(name, purl, range=found, stated_range=str(found))


def _purl(text: str, distribution: str) -> Purl | None:
    purl = purls.read(text)[0]
    vendor, _, release = distribution.partition(":")
    if purl is None or not release:
        return purl
    return Purl(purl.type, purl.namespace, purl.name, qualifiers=(("distro", f"{vendor}-{release}"),))


def _range(kind: str, words: str) -> Vers | None:
    return vers.read(words)[0] if words.startswith("vers:") else native.from_native(kind, words)


def _whole(system: System, subject: str, part: Product) -> Product:
    """Give the system as the whole, with its reference or name, by which its own body finds it again."""
    own = {SYSTEM: system.reference or system.name}
    purl = purls.build("generic", None, subject or system.name, qualifiers=own)[0]
    return Product(str(purl or system.name), purl, name=None if purl else system.name, subcomponents=(part,))


__all__ = ["ENDINGS", "FORMS", "HINDRANCES", "document_of", "product_of", "written"]
