"""No test reads the configuration of whoever runs it, and none is timed: a loaded machine is no failure."""

import pytest
from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(autouse=True)
def _no_configuration_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    nowhere = tmp_path_factory.getbasetemp() / "nowhere"
    monkeypatch.setattr("cleaner.config.user_file", lambda: nowhere / "cleaner.toml")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(nowhere))  # for what runs in another process
