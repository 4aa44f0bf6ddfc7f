"""The shape of a CSAF document, as far as statements about products need it.

Source: CSAF 2.0 and 2.1 JSON schemas. Fields that we do not read are not looked at.
"""

import re
from functools import cache

from commonweal.standards.sbom.moments import is_moment
from commonweal.standards.sbom.shapes import ANYTHING, TEXT, Each, Rule, Shape, Text, vocabulary
from commonweal.standards.vex.words import CSAF_STATES, JUSTIFICATIONS

_MOMENT = Text(is_right=is_moment, meaning="a date with time and zone", rule="wrong-date")
_SOME = Text(pattern=re.compile(r"[\s\S]+"), meaning="text, not nothing", rule="empty-text")
_CVE = Text(re.compile(r"CVE-[0-9]{4}-[0-9]{4,}"), meaning="as CVE-2021-44228", rule="wrong-cve")
_VERSION = Text(
    re.compile(r"(0|[1-9][0-9]*)|(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)([-+][0-9A-Za-z.+-]+)?"),
    meaning="a whole number, or a version as 1.2.0",
    rule="wrong-version",
)
_TRACKING_ID = Text(re.compile(r"\S(.*\S)?"), meaning="a name without white space around it", rule="wrong-tracking-id")
_PRODUCTS = Each(_SOME, is_unique=True)
_CATEGORIES = "architecture host_name language patch_level product_family product_name product_version"
_CATEGORIES += " product_version_range service_pack specification vendor"
_RELATIONS = "default_component_of external_component_of installed_on installed_with optional_component_of"
_REMEDIES = "mitigation no_fix_planned none_available vendor_fix workaround"


@cache
def document_shape(version: str) -> Shape:
    """Give the shape of a version."""
    is_old = version == "2.0"
    publisher = "coordinator discoverer other translator user vendor" + ("" if is_old else " multiplier")
    tracking: dict[str, Rule] = {
        "id": _TRACKING_ID,
        "current_release_date": _MOMENT,
        "initial_release_date": _MOMENT,
        "status": Text(words=vocabulary("draft final interim")),
        "version": _VERSION,
        "revision_history": Each(
            Shape("a revision", {"date": _MOMENT, "number": _VERSION, "summary": _SOME}, ("date", "number", "summary"))
        ),
    }
    head = Shape(
        "the document",
        {
            "category": _SOME,
            "csaf_version": TEXT,
            "title": _SOME,
            "publisher": Shape(
                "the publisher",
                {"category": Text(words=vocabulary(publisher)), "name": _SOME, "namespace": TEXT},
                ("category", "name", "namespace"),
            ),
            "tracking": Shape("the tracking", tracking, tuple(tracking)),
        },
        ("category", "csaf_version", "title", "publisher", "tracking"),
    )
    return Shape(
        "a CSAF document",
        {
            "document": head,
            "product_tree": _tree(is_old=is_old),
            "vulnerabilities": Each(_vulnerability(is_old=is_old)),
        },
        ("document",),
    )


def _tree(*, is_old: bool) -> Shape:
    helper = Shape("what identifies a product", {"cpe": TEXT, "purl": TEXT, "purls": Each(TEXT)})
    named = Shape(
        "a full product name",
        {"name": _SOME, "product_id": _SOME, "product_identification_helper": helper},
        ("name", "product_id"),
    )
    categories = vocabulary(_CATEGORIES + (" legacy" if is_old else " platform"))
    branch = Shape("a branch", {"category": Text(words=categories), "name": _SOME}, ("category", "name"))
    branch.fields |= {"product": named, "branches": Each(branch)}
    group = Shape("a product group", {"group_id": _SOME, "product_ids": _PRODUCTS}, ("group_id", "product_ids"))
    relation: dict[str, Rule] = {
        "category": Text(words=vocabulary(_RELATIONS)),
        "full_product_name": named,
        "product_reference": _SOME,
        "relates_to_product_reference": _SOME,
    }
    step: dict[str, Rule] = {"category": Text(words=vocabulary(_RELATIONS)), "next_product_reference": _SOME}
    way: dict[str, Rule] = {
        "beginning_product_reference": _SOME,
        "full_product_name": named,
        "subpaths": Each(Shape("a step of a path", step, tuple(step))),
    }
    combined: dict[str, Rule] = (
        {"relationships": Each(Shape("a relationship", relation, tuple(relation)))}
        if is_old
        else {"product_paths": Each(Shape("a product path", way, tuple(way)))}
    )
    return Shape(
        "the product tree",
        {
            "branches": Each(branch),
            "full_product_names": Each(named),
            "product_groups": Each(group),
            **combined,
        },
    )


def _vulnerability(*, is_old: bool) -> Shape:
    groups = {name: _PRODUCTS for name in CSAF_STATES.back if not (is_old and name == "unknown")}
    about: dict[str, Rule] = {"product_ids": _PRODUCTS, "group_ids": _PRODUCTS, "date": _MOMENT}
    remedies = vocabulary(_REMEDIES + ("" if is_old else " fix_planned optional_patch"))
    fields: dict[str, Rule] = {
        "cve": _CVE,
        "ids": Each(Shape("an identifier", {"system_name": _SOME, "text": _SOME}, ("system_name", "text"))),
        "notes": Each(Shape("a note", {"category": TEXT, "text": _SOME}, ("category", "text"))),
        "flags": Each(Shape("a flag", {**about, "label": Text(words=dict.fromkeys(JUSTIFICATIONS.back))}, ("label",))),
        "product_status": Shape("the product status", {**groups}, is_closed=True),
        "references": Each(Shape("a reference", {"summary": _SOME, "url": TEXT}, ("summary", "url"))),
        "remediations": Each(
            Shape(
                "a remediation",
                {**about, "category": Text(words=remedies), "details": _SOME},
                ("category", "details"),
            )
        ),
        "threats": Each(
            Shape(
                "a threat",
                {**about, "category": Text(words=vocabulary("exploit_status impact target_set")), "details": _SOME},
                ("category", "details"),
            )
        ),
        "title": _SOME,
        "scores": ANYTHING,
    }
    return Shape("a vulnerability", fields)
