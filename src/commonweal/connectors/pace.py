"""How fast we may ask one host: a token bucket each, shared by all threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Bucket:
    """A token bucket that hands out waiting times; `held_until` is when the host itself lets us go on."""

    rate_per_second: float
    burst: int
    tokens: float
    seen_at: float
    held_until: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def reserve(self, now: float) -> float:
        """Take a token, on credit if need be, and return how many seconds to wait before using it."""
        with self.lock:
            self.tokens = min(self.burst, self.tokens + (now - self.seen_at) * self.rate_per_second)
            self.seen_at = now
            self.tokens -= 1
            return max(-self.tokens / self.rate_per_second, 0.0)

    def hold(self, until: float) -> None:
        """Let nothing through before this moment."""
        with self.lock:
            self.held_until = max(self.held_until, until)

    def held_for(self, now: float) -> float:
        """Return how many seconds the host still wants us to stay away."""
        with self.lock:
            return max(self.held_until - now, 0.0)


class Pace:
    """The buckets of all hosts."""

    def __init__(self, rate_per_second: float, burst: int, clock: Callable[[], float]) -> None:
        self._rate_per_second = rate_per_second
        self._burst = burst
        self._clock = clock
        self._lock = threading.Lock()
        self._buckets: dict[str, Bucket] = {}

    def bucket(self, host: str) -> Bucket:
        """Return the one bucket of a host."""
        with self._lock:
            if host not in self._buckets:
                self._buckets[host] = Bucket(self._rate_per_second, self._burst, self._burst, self._clock())
            return self._buckets[host]
