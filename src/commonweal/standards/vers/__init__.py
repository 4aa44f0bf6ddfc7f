"""VERS, the version range specifier: read, written, asked, and made of the ranges that ecosystems write.

Source: package-url/vers-spec (draft for Ecma TC54, August 2026), "Core specification" and "How to parse and validate".
"""

from commonweal.standards.vers.model import Comparator, Constraint, Vers, make, read
from commonweal.standards.vers.native import from_native

__all__ = ["Comparator", "Constraint", "Vers", "from_native", "make", "read"]
