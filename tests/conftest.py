"""What holds for every test: repeatable examples, and no request to another host."""

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The same examples every time, on slow machines too: a red test is red for everybody.
settings.register_profile(
    "repeatable",
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("repeatable")

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The checkout that is tested."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True, scope="session")
def offline() -> Iterator[None]:
    """Refuse connections to other hosts: everything works without internet."""
    connect = socket.socket.connect

    def refuse(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple) and address[0] not in LOOPBACK:
            raise PermissionError(f"the tests must not reach {address[0]}")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        yield


@pytest.fixture(autouse=True, scope="session")
def counties_stay_as_built() -> Iterator[None]:
    """Let no test write to a county that others share: their numbers would follow the order."""
    yield
    if shared := sys.modules.get("real_county"):
        assert shared.changed() == [], "a test wrote to the start: see real_county.own_county"


@pytest.fixture(scope="session")
def lent_pair(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the tables of one real pair, which cheap runs lend to all their pairs."""
    import cheap_run

    folder = tmp_path_factory.mktemp("pair")
    cheap_run.lend(folder)
    return folder


@pytest.fixture(scope="session")
def cheap_runs(lent_pair: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two finished cheap runs to copy: `small`, one draw and seed, and `fresh`, two of each."""
    import cheap_run

    folder = tmp_path_factory.mktemp("cheap_runs")
    with pytest.MonkeyPatch.context() as patch:
        cheap_run.borrow(patch, lent_pair, folder / "log.txt")
        assert cheap_run.forecast(folder / "small", 1, 1) == 0
        assert cheap_run.forecast(folder / "fresh", 2, 2) == 0
    return folder


@pytest.fixture
def cheap(lent_pair: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let runs use the lent pair; the file in which every pair that is worked on leaves a line."""
    import cheap_run

    log = tmp_path / "worked_on.txt"
    cheap_run.borrow(monkeypatch, lent_pair, log)
    return log
