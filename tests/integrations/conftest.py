"""What the engines need to run in a test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session")
def ray_cluster() -> Iterator[Any]:
    """A Ray of this machine, with two processors."""
    ray = pytest.importorskip("ray")
    # By default Ray's workers give way to everything else on the machine.
    os.environ["RAY_worker_niceness"] = "0"  # noqa: SIM112 - spelled like this
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="error", object_store_memory=200 << 20)
    yield ray
    ray.shutdown()
