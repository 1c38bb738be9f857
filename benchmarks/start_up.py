"""How long `bioclustergraph --help` takes, beside a bare Python: `make start-up`.

Prints the median of five for each, and the difference, in milliseconds. Run on request only: a time
measured on a busy machine proves nothing, so no test depends on it.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time

TIMES = 5


def median(*command: str) -> float:
    """Run ``command`` once to warm the caches, then five times; give the median in milliseconds."""
    taken = []
    for _ in range(TIMES + 1):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken[1:])


def main() -> None:
    """Measure and print."""
    bare = median(sys.executable, "-c", "pass")
    helped = median(sys.executable, "-m", "bioclustergraph", "--help")
    print(f"python -c pass              {bare:7.0f} ms")
    print(f"bioclustergraph --help      {helped:7.0f} ms")
    print(f"difference                  {helped - bare:7.0f} ms   (medians of {TIMES})")


if __name__ == "__main__":
    main()
