"""What the words of SPDX mean for us: which relationship is an arrow, what a package is for, how hashes are spelt.

Source: SPDX specification 2.3, clause 11.1 (relationship types), 7.24 (purposes), 8.4 (checksums); 3.0.1, Core and
Software vocabularies.
"""

from collections import defaultdict

from commonweal.standards.sbom.model import Scope
from commonweal.standards.sbom.plain import Graph

# Relationship -> is it drawn from the second to the first, and the scope it gives to what is needed.
DEPENDENCIES: dict[str, tuple[bool, Scope | None]] = {
    "DEPENDS_ON": (False, None),
    "DEPENDENCY_OF": (True, None),
    "RUNTIME_DEPENDENCY_OF": (True, Scope.REQUIRED),
    "PROVIDED_DEPENDENCY_OF": (True, None),
    "BUILD_DEPENDENCY_OF": (True, Scope.EXCLUDED),
    "DEV_DEPENDENCY_OF": (True, Scope.EXCLUDED),
    "TEST_DEPENDENCY_OF": (True, Scope.EXCLUDED),
    "OPTIONAL_DEPENDENCY_OF": (True, Scope.OPTIONAL),
    "HAS_PREREQUISITE": (False, None),
    "PREREQUISITE_FOR": (True, None),
    "STATIC_LINK": (False, None),
    "DYNAMIC_LINK": (False, None),
}
CONTAINMENTS = {"CONTAINS": False, "CONTAINED_BY": True, "PACKAGE_OF": True}

TYPES = {
    "application": "application",
    "framework": "framework",
    "library": "library",
    "container": "container",
    "operatingsystem": "operating-system",
    "device": "device",
    "firmware": "firmware",
    "file": "file",
    "platform": "platform",
    "devicedriver": "device-driver",
    "model": "machine-learning-model",
    "data": "data",
}

_HASHES = {
    "sha1": "SHA-1",
    "sha256": "SHA-256",
    "sha384": "SHA-384",
    "sha512": "SHA-512",
    "sha3256": "SHA3-256",
    "sha3384": "SHA3-384",
    "sha3512": "SHA3-512",
    "md5": "MD5",
    "blake2b256": "BLAKE2b-256",
    "blake2b384": "BLAKE2b-384",
    "blake2b512": "BLAKE2b-512",
    "blake3": "BLAKE3",
}

# CycloneDX's word for a reference -> that of SPDX 3; the others have the same word, or none.
REFERENCES_OF_SPDX_3 = {
    "issue-tracker": "issueTracker",
    "website": "altWebPage",
    "advisories": "securityAdvisory",
    "mailing-list": "mailingList",
    "social": "socialMedia",
    "distribution": "altDownloadLocation",
    "build-meta": "buildMeta",
    "build-system": "buildSystem",
    "release-notes": "releaseNotes",
    "security-contact": "securityPolicy",
    "source-distribution": "sourceArtifact",
    "threat-model": "securityThreatModel",
    "adversary-model": "securityAdversaryModel",
    "risk-assessment": "riskAssessment",
    "pentest-report": "securityPenTestReport",
    "exploitability-statement": "vulnerabilityExploitabilityAssessment",
    "vulnerability-assertion": "vulnerabilityDisclosureReport",
    "static-analysis-report": "staticAnalysisReport",
    "dynamic-analysis-report": "dynamicAnalysisReport",
    "runtime-analysis-report": "runtimeAnalysisReport",
    "component-analysis-report": "componentAnalysisReport",
    "certification-report": "certificationReport",
    "chat": "chat",
    "documentation": "documentation",
    "license": "license",
    "support": "support",
    "vcs": "vcs",
}
REFERENCES_FROM_SPDX_3 = {word: ours for ours, word in REFERENCES_OF_SPDX_3.items()}
HASHES_OF_SPDX_2 = {
    "SHA-1": "SHA1",
    "SHA-256": "SHA256",
    "SHA-384": "SHA384",
    "SHA-512": "SHA512",
    **{word: word for word in ("MD5", "SHA3-256", "SHA3-384", "SHA3-512", "BLAKE3")},
    **{word: word for word in ("BLAKE2b-256", "BLAKE2b-384", "BLAKE2b-512")},
}
HASHES_OF_SPDX_3 = {
    "SHA-1": "sha1",
    "SHA-256": "sha256",
    "SHA-384": "sha384",
    "SHA-512": "sha512",
    "MD5": "md5",
    "SHA3-256": "sha3_256",
    "SHA3-384": "sha3_384",
    "SHA3-512": "sha3_512",
    "BLAKE2b-256": "blake2b256",
    "BLAKE2b-384": "blake2b384",
    "BLAKE2b-512": "blake2b512",
    "BLAKE3": "blake3",
}


def hash_algorithm(stated: str) -> str:
    """Spell a hash as CycloneDX does; one that it lacks keeps its name.

    >>> hash_algorithm("SHA256"), hash_algorithm("checksumAlgorithm_sha3_512"), hash_algorithm("ADLER32")
    ('SHA-256', 'SHA3-512', 'ADLER32')
    """
    bare = stated.lower().removeprefix("checksumalgorithm_").replace("-", "").replace("_", "")
    return _HASHES.get(bare, stated)


def component_type(purpose: str | None) -> str:
    """Give CycloneDX's word for a purpose."""
    return TYPES.get((purpose or "").lower().replace("-", "").replace("_", ""), "library")


class Arrows:
    """Gathers relationships, and the scopes they give: what anything needs in production is required.

    `document` is the ref of the document itself, which is no part.
    """

    def __init__(self, document: str) -> None:
        self.document = document
        self.dependencies = Graph()
        self.contains = Graph()
        self.described: dict[str, None] = {}
        self._scopes: dict[str, set[Scope | None]] = defaultdict(set)

    def take(self, first: str, relationship: str, second: str) -> None:
        """Take one relationship, in the words of SPDX 2."""
        if second in ("NONE", "NOASSERTION"):
            # "Depends on none" says that it needs nothing, which is more than to say nothing.
            if second == "NONE" and relationship == "DEPENDS_ON":
                self.dependencies.place(first)
        elif relationship == "DESCRIBES":
            self.described[second] = None
        elif relationship == "DESCRIBED_BY":
            self.described[first] = None
        elif relationship in CONTAINMENTS:
            self._contain(*(second, first) if CONTAINMENTS[relationship] else (first, second))
        elif relationship in DEPENDENCIES:
            is_backwards, scope = DEPENDENCIES[relationship]
            self.need(*(second, first) if is_backwards else (first, second), scope)

    def need(self, whole: str, part: str, scope: Scope | None) -> None:
        """Draw an arrow from what needs to what is needed."""
        self.dependencies.join(whole, part)
        self._scopes[part].add(scope)

    def _contain(self, whole: str, part: str) -> None:
        if whole == self.document:
            self.described[part] = None
        else:
            self.contains.join(whole, part)

    def scope(self, ref: str) -> Scope | None:
        """Give the scope; None where nothing was said."""
        said = self._scopes.get(ref, set())
        for scope in (Scope.REQUIRED, None, Scope.OPTIONAL, Scope.EXCLUDED):
            if scope in said:
                return scope
        return None


def agent_name(text: str | None) -> str | None:
    """Give the name of `Organization: Acme (mail@acme.example)`; None for NOASSERTION.

    >>> agent_name("Organization: Acme ()"), agent_name("NOASSERTION")
    ('Acme', None)
    """
    if not text or text in ("NOASSERTION", "NONE"):
        return None
    kind, separator, name = text.partition(":")
    named = name if separator and kind in ("Person", "Organization", "Tool") else text
    return named.strip().removesuffix("()").strip() or None
