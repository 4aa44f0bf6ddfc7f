"""A JSON Schema of publiccode.yml 0.7, made from the model, the vocabularies and the limits that the reader uses.

For editors and other programs; what a schema cannot say (a licence expression, the calendar, grapheme clusters) the
checker says. `python -m commonweal.standards.publiccode.schema` prints it. Source: publiccode.yml 0.7.0 schema.core;
JSON Schema draft 2020-12.
"""

import json
import types
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, Union, get_args, get_origin, get_type_hints

from commonweal.standards.publiccode import plain, vocabularies
from commonweal.standards.publiccode.model import Description, PublicCode

Schema = dict[str, Any]

_ADDRESS = {"type": "string", "format": "uri", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://[^/?#]+"}
_REPOSITORY = {
    "type": "string",
    "pattern": "^(?![Jj][Aa][Vv][Aa]|[Dd][Aa][Tt][Aa]:|[Ff][Ii][Ll][Ee]:)[A-Za-z][A-Za-z0-9+.-]*:.",
}
_IDENTIFIER = {
    "type": "string",
    "pattern": "^([Uu][Rr][Nn]:[A-Za-z0-9][A-Za-z0-9-]*:.+|[A-Za-z][A-Za-z0-9+.-]*://[^/]+.*)$",
}
_LANGUAGE = "^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$"
_COUNTRY = {"type": "string", "pattern": "^([A-Z]{2}|[a-z]{2})$"}
# YAML reads 2.1 as a number where it stands without quotes, and the standard's readers allow it.
_NUMBER_OR_TEXT = {"type": ["string", "number"]}
_PATH = {"type": "string", "pattern": "^(?!/|[Ff][Ii][Ll][Ee]:|[Jj][Aa][Vv][Aa]|[Dd][Aa][Tt][Aa]:)"}
_TRUE_OR_FALSE = {"type": "boolean"}

_REQUIRED = {
    "": [
        "publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus", "softwareType", "description",
        "legal", "maintenance", "localisation",
    ],
    "organisation": ["uri"],
    "fundedBy": ["uri"],
    "description.*": ["shortDescription", "longDescription", "features"],
    "legal": ["license"],
    "maintenance": ["type"],
    "maintenance.contractors": ["name", "until"],
    "maintenance.contacts": ["name"],
    "localisation": ["localisationReady", "availableLanguages"],
    "dependsOn.open": ["name"],
    "dependsOn.proprietary": ["name"],
    "dependsOn.hardware": ["name"],
}  # fmt: skip

_SAID: dict[str, Schema] = {
    "publiccodeYmlVersion": {"enum": list(vocabularies.SUPPORTED_VERSIONS)},
    "name": {"minLength": 1},
    "url": _REPOSITORY,
    "landingURL": _ADDRESS,
    "isBasedOn": {"oneOf": [_REPOSITORY, {"type": "array", "items": _REPOSITORY}]},
    "softwareVersion": _NUMBER_OR_TEXT,
    "logo": _PATH,
    "platforms": {"minItems": 1, "description": f"Suggested: {', '.join(vocabularies.PLATFORMS)}."},
    "categories[]": {"enum": sorted(vocabularies.CATEGORIES)},
    "roadmap": _ADDRESS,
    "developmentStatus": {"enum": list(vocabularies.DEVELOPMENT_STATUSES)},
    "softwareType": {"enum": list(vocabularies.SOFTWARE_TYPES)},
    "organisation.uri": _IDENTIFIER,
    "fundedBy.uri": _IDENTIFIER,
    "intendedAudience.countries[]": _COUNTRY,
    "intendedAudience.unsupportedCountries[]": _COUNTRY,
    "intendedAudience.scope[]": {"enum": sorted(vocabularies.SCOPES)},
    "description.*.genericName": {"maxLength": 35, "deprecated": True},
    "description.*.shortDescription": {"minLength": 1, "maxLength": 150},
    "description.*.longDescription": {"minLength": 150, "maxLength": 10_000},
    "description.*.documentation": _ADDRESS,
    "description.*.apiDocumentation": _ADDRESS,
    "description.*.features": {"minItems": 1},
    "description.*.screenshots[]": _PATH,
    "description.*.videos[]": _ADDRESS,
    "legal.license": {"minLength": 1, "description": "An SPDX licence expression."},
    "legal.repoOwner": {"deprecated": True, "description": "Use organisation.name."},
    "legal.authorsFile": {**_PATH, "deprecated": True},
    "maintenance.type": {"enum": list(vocabularies.MAINTENANCE_TYPES)},
    "maintenance.contractors.name": {"minLength": 1},
    "maintenance.contractors.email": {"format": "email"},
    "maintenance.contractors.website": _ADDRESS,
    "maintenance.contacts.name": {"minLength": 1},
    "maintenance.contacts.email": {"format": "email"},
    "maintenance.contacts.phone": _NUMBER_OR_TEXT,
    "localisation.availableLanguages": {"minItems": 1},
    "localisation.availableLanguages[]": {"pattern": _LANGUAGE},
    **{
        f"dependsOn.{kind}.{key}": _NUMBER_OR_TEXT
        for kind in ("open", "proprietary", "hardware")
        for key in ("versionMin", "versionMax", "version")
    },
}


def schema() -> Schema:
    """Give the schema as plain JSON values."""
    found = _object(PublicCode, "")
    del found["properties"]["unknown"]
    supported = {"anyOf": [{"enum": [f"alias:{name}" for name in vocabularies.SUPPORTS_ALIASES]}, _IDENTIFIER]}
    support = {"type": "object", "required": ["id"], "additionalProperties": False, "properties": {"id": supported}}
    found["properties"]["supports"] = _or_nothing(_list(support))
    found["properties"] |= {key: _or_nothing(value) for key, value in _given_up().items()}
    found["properties"]["maintenance"]["allOf"] = [_only_if_contract(), *map(_contacts_for, ("internal", "community"))]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "publiccode.yml 0.7",
        "description": "The file in which a public body describes its software (https://yml.publiccode.tools).",
        **found,
    }


def _object(kind: Any, path: str) -> Schema:
    hints = get_type_hints(kind)
    properties = {plain.key(entry): _value(hints[entry.name], _below(path, plain.key(entry))) for entry in fields(kind)}
    required = _REQUIRED.get(path, [])
    properties = {key: value if key in required else _or_nothing(value) for key, value in properties.items()}
    found: Schema = {"type": "object", "additionalProperties": False, "properties": properties}
    return found | ({"required": required} if required else {})


def _or_nothing(value: Schema) -> Schema:
    """Let a key that is not required stand there with nothing behind it."""
    found = dict(value)
    if "enum" in found:
        found["enum"] = [*found["enum"], None]
    if "oneOf" in found:
        found["oneOf"] = [*found["oneOf"], {"type": "null"}]
    if "type" in found:
        types_said = found["type"] if isinstance(found["type"], list) else [found["type"]]
        found["type"] = [*types_said, "null"]
    return found


def _value(hint: Any, path: str) -> Schema:
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(part for part in get_args(hint) if part is not type(None))
    said = _SAID.get(path, {})
    if "type" in said or "oneOf" in said:
        return dict(said)
    if path == "description":
        of_language = {_LANGUAGE: _object(Description, "description.*")}
        return {"type": "object", "minProperties": 1, "additionalProperties": False, "patternProperties": of_language}
    if get_origin(hint) is tuple:
        item = get_args(hint)[0]
        return _list(_object(item, path) if is_dataclass(item) else _value(item, f"{path}[]")) | said
    if is_dataclass(hint):
        return _object(hint, path)
    if hint is date:
        return {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
    return (dict(_TRUE_OR_FALSE) if hint is bool else {"type": "string"}) | said


def _given_up() -> Schema:
    """Give the keys that are still read but were given up."""
    mime_types = _list({"type": "string", "pattern": "^ *[^/ ]+/[^/ ]+ *$"}) | {"deprecated": True}
    italian: Schema = {
        "type": "object",
        "additionalProperties": False,
        "deprecated": True,
        "properties": {
            "countryExtensionVersion": {"enum": ["0.2", "1.0", 0.2, None]},
            "riuso": {"type": "object", "properties": {"codiceIPA": {"type": "string"}}, "additionalProperties": False},
            **{
                part: {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": dict.fromkeys(keys, _TRUE_OR_FALSE),
                }
                for part, keys in vocabularies.ITALIAN_KEYS.items()
            },
        },
    }
    return {
        "monochromeLogo": {**_PATH, "deprecated": True, "description": "Use logo."},
        "inputTypes": mime_types,
        "outputTypes": mime_types,
        "IT": italian,
        "it": italian,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _only_if_contract() -> Schema:
    is_contract = {"properties": {"type": {"const": "contract"}}, "required": ["type"]}
    return {"if": is_contract, "then": {"required": ["contractors"]}, "else": {"properties": {"contractors": False}}}


def _contacts_for(kind: str) -> Schema:
    return {"if": {"properties": {"type": {"const": kind}}, "required": ["type"]}, "then": {"required": ["contacts"]}}


def _below(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


if __name__ == "__main__":
    print(json.dumps(schema(), indent=2))
