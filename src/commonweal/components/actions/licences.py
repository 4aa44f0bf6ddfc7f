"""Reading again what lists say of licences, for those that came in before that was kept."""

import zlib

from django.db import connection, transaction

from commonweal.components.actions._interning import licence_keys, package_keys, version_keys
from commonweal.components.models import SbomDocument
from commonweal.components.rules import contents
from commonweal.organisations.models import User
from commonweal.standards.sbom import read


@transaction.atomic
def read_licences_again(*, document: SbomDocument, by: User | None) -> SbomDocument:
    """Place what a standing list says of licences beside the versions that it names; done twice it is the same.

    Records nothing, since the list does not change.
    """
    held = SbomDocument.objects.select_for_update().select_related("content").get(pk=document.pk)
    if held.replaced_at is not None:
        return held
    sbom, _ = read(zlib.decompress(bytes(held.content.compressed)), held.file_name)
    if sbom is None:
        held.counted["licence_statements"] = 0
    else:
        parts = [part for part in contents.parts_of(sbom) if part.licence is not None]
        packages = package_keys(part.package for part in parts)
        versions = version_keys(parts, packages)
        licences = licence_keys(parts)
        rows = [
            (versions[packages[part.package.key], part.version], licences[part.licence])
            for part in parts
            if part.licence
        ]
        with connection.cursor() as cursor:
            cursor.execute(_PLACE, [[row[0] for row in rows], [row[1] for row in rows], held.pk])
        held.counted = contents.counted(sbom)
    held.save(update_fields=["counted"])
    return held


_PLACE = """
UPDATE components_occurrence AS occurrence SET licence_id = told.licence
FROM unnest(%s::bigint[], %s::bigint[]) AS told (version, licence)
WHERE occurrence.document_id = %s AND occurrence.package_version_id = told.version
"""
