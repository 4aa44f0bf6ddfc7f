"""The vocabularies of CycloneDX, each word with the first version that has it.

Source: CycloneDX specification 1.0 to 1.7 (ECMA-424), bom-1.x.schema.json and bom-1.x.xsd.
"""

VERSIONS = ("1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7")
_FIRST = VERSIONS[0]


def words_of(vocabulary: dict[str, str], version: str) -> dict[str, str]:
    """Give the words that a version knows.

    >>> "platform" in words_of(COMPONENT_TYPES, "1.4")
    False
    """
    return {word: since for word, since in vocabulary.items() if since <= version}


def _since(**words: str) -> dict[str, str]:
    versions = {f"v{version.replace('.', '')}": version for version in VERSIONS}
    return {word: versions[since] for since, text in words.items() for word in text.split()}


COMPONENT_TYPES = _since(
    v10="application framework library operating-system device file",
    v12="container firmware",
    v15="platform device-driver machine-learning-model data",
    v16="cryptographic-asset",
)
HASH_ALGORITHMS = _since(
    v10="MD5 SHA-1 SHA-256 SHA-384 SHA-512 SHA3-256 SHA3-512",
    v12="SHA3-384 BLAKE2b-256 BLAKE2b-384 BLAKE2b-512 BLAKE3",
    v17="Streebog-256 Streebog-512",
)
SCOPES = _since(v10="required optional", v11="excluded")
REFERENCE_TYPES = _since(
    v11="vcs issue-tracker website advisories bom mailing-list social chat documentation support distribution license"
    " build-meta build-system other",
    v14="release-notes",
    v15="distribution-intake security-contact model-card log configuration evidence formulation attestation"
    " threat-model adversary-model risk-assessment vulnerability-assertion exploitability-statement pentest-report"
    " static-analysis-report dynamic-analysis-report runtime-analysis-report component-analysis-report"
    " maturity-report certification-report codified-infrastructure quality-metrics poam",
    v16="source-distribution electronic-signature digital-signature rfc-9116",
    v17="patent patent-family patent-assertion citation",
)
PATCH_TYPES = _since(v11="unofficial monkey backport cherry-pick")
ISSUE_TYPES = _since(v11="defect enhancement security")
AGGREGATES = _since(
    v13="complete incomplete incomplete_first_party_only incomplete_third_party_only unknown not_specified",
    v15="incomplete_first_party_proprietary_only incomplete_first_party_opensource_only"
    " incomplete_third_party_proprietary_only incomplete_third_party_opensource_only",
)
PHASES = _since(v15="design pre-build build post-build operations discovery decommission")
SEVERITIES = _since(v14="critical high medium low info none unknown")
SCORE_METHODS = _since(v14="CVSSv2 CVSSv3 CVSSv31 OWASP other", v15="CVSSv4 SSVC")
ANALYSIS_STATES = _since(v14="resolved resolved_with_pedigree exploitable in_triage false_positive not_affected")
JUSTIFICATIONS = _since(
    v14="code_not_present code_not_reachable requires_configuration requires_dependency requires_environment"
    " protected_by_compiler protected_at_runtime protected_at_perimeter protected_by_mitigating_control"
)
RESPONSES = _since(v14="can_not_fix will_not_fix update rollback workaround_available")
AFFECTED = _since(v14="affected unaffected unknown")
ACKNOWLEDGEMENTS = _since(v16="declared concluded")
