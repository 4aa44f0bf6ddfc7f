"""How long a reader waits for a page while nineteen others read too.

    ./commonweal up              # in one terminal, so that the demo world is there
    .venv/bin/python benchmarks/pages.py http://localhost:8000

Twenty readers ask without pause over kept-alive connections for the time given; readers, server and database share the
machine. The peer is the smallest answer the same server gives (its favicon): the ratio says what our code adds.
"""

import argparse
import http.client
import itertools
import statistics
import threading
import time
from urllib.parse import urlsplit

PAGES = {
    "favicon (peer)": None,
    "home": "/",
    "search, no words": "/software",
    "search, words and a facet": "/software?q=school+canteen&openness=open",
    "search, asked by nobody before": "/software?q=school+canteen&once={number}",
    "software page": None,
}
PERCENTILES = (50, 95, 99)


def main() -> None:
    """Measure each page and print a table."""
    options = _options()
    address = urlsplit(options.address)
    readers = [_Reader(address.hostname or "localhost", address.port or 80) for _ in range(options.readers)]
    home, _ = readers[0].get("/")
    listing, _ = readers[0].get("/software")
    pages = {
        **PAGES,
        "favicon (peer)": _between(home, 'rel="icon" href="', '"'),
        "software page": "/software/" + _between(listing, 'href="/software/', '"'),
    }
    print(f"{options.readers} readers, {options.seconds} s each\n")
    print("| page | requests/s | p50 ms | p95 ms | p99 ms | p95 beside peer |\n|---|---|---|---|---|---|")
    peer = 0.0
    for name, path in pages.items():
        times = _measure(readers, path or "/", options.seconds)
        p50, p95, p99 = (statistics.quantiles(times, n=100)[each - 1] * 1000 for each in PERCENTILES)
        peer = peer or p95
        print(
            f"| {name} | {len(times) / options.seconds:.0f} | {p50:.1f} | {p95:.1f} | {p99:.1f} | {p95 / peer:.1f} |",
            flush=True,
        )


class _Reader:
    """One connection that stays open."""

    def __init__(self, host: str, port: int) -> None:
        self._connection = http.client.HTTPConnection(host, port, timeout=30)

    def get(self, path: str) -> tuple[str, float]:
        """The page and the seconds it took; anything but success stops the benchmark."""
        started = time.perf_counter()
        self._connection.request("GET", path, headers={"Accept-Encoding": "identity"})
        response = self._connection.getresponse()
        body = response.read()
        taken = time.perf_counter() - started
        if response.status != http.client.OK:
            raise SystemExit(f"{path} answered {response.status}")
        return body.decode("utf-8", "replace"), taken


def _measure(readers: list[_Reader], path: str, seconds: float) -> list[float]:
    times: list[float] = []
    until = time.monotonic() + seconds
    numbers = itertools.count(time.time_ns())

    def read(reader: _Reader) -> None:
        while time.monotonic() < until:
            times.append(reader.get(path.format(number=next(numbers)))[1])

    threads = [threading.Thread(target=read, args=(reader,)) for reader in readers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def _between(text: str, before: str, after: str) -> str:
    return text.partition(before)[2].partition(after)[0]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("address")
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=10)
    return parser.parse_args()


if __name__ == "__main__":
    main()
