"""A first publiccode.yml from what a repository says of itself already: citation, codemeta, manifests, README, licence.

Nothing is invented: what no file and no host says stays absent. Which file a value comes from is told with it. Nouns:
HostFacts, Origin, Prefilled, Said (what one file says).
"""

from commonweal.standards.publiccode.prefill.files import wanted
from commonweal.standards.publiccode.prefill.merging import HostFacts, Origin, Prefilled, prefill

__all__ = ["HostFacts", "Origin", "Prefilled", "prefill", "wanted"]
