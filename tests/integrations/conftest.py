"""What the engines need to run in a test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest


def start(ray: Any, attempts: int = 4) -> None:
    """Start it. It allows itself half a minute for that, and a busy machine may need more than one."""
    for left in reversed(range(attempts)):
        try:
            ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="error", object_store_memory=200 << 20)
            return
        except Exception as error:
            ray.shutdown()
            if not left or "timed out" not in str(error):
                raise


@pytest.fixture(scope="session")
def ray_cluster() -> Iterator[Any]:
    """A Ray of this machine, with two processors."""
    ray = pytest.importorskip("ray")
    # By default Ray's workers give way to everything else on the machine.
    os.environ["RAY_worker_niceness"] = "0"  # noqa: SIM112 - spelled like this
    start(ray)
    yield ray
    ray.shutdown()
