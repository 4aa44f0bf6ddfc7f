"""What systems are made of: lists of components (SBOMs) received, packages and their versions, and where they run.

Nouns: Package, PackageVersion, LicenceStatement, SbomDocument, SbomContent, Occurrence, AccessToken, Oversight.

Records: components.sbom_received, .sbom_withdrawn, .sbom_moved, .token_made, .token_revoked, .oversight_agreed,
.oversight_ended.
Follows: usage.systems_joined.
"""
