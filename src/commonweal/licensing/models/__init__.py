"""The nouns of the context."""

from commonweal.licensing.models.conclusions import Conclusion
from commonweal.licensing.models.obligations import Fulfilment, FulfilmentState, SystemUse, Use
from commonweal.licensing.models.policies import Choice, PolicyChoice

__all__ = ["Choice", "Conclusion", "Fulfilment", "FulfilmentState", "PolicyChoice", "SystemUse", "Use"]
