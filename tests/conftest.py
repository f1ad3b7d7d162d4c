"""No test reads the configuration of whoever runs it."""

import pytest


@pytest.fixture(autouse=True)
def _no_configuration_of_the_user(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    nowhere = tmp_path_factory.getbasetemp() / "nowhere"
    monkeypatch.setattr("cleaner.config.user_file", lambda: nowhere / "cleaner.toml")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(nowhere))  # for what runs in another process
