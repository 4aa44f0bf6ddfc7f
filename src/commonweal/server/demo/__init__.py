"""The demo world: Esempia, a country that does not exist, built by calling the same actions as everybody.

Shared by the demo, the tests and the pictures of the documentation.
"""

from commonweal.server.demo.building import InUse, build
from commonweal.server.demo.people import LOGINS

__all__ = ["LOGINS", "InUse", "build"]
