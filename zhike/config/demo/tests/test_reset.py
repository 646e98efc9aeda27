"""A demo is taken away whole, and nothing but a demo ever is."""

from pathlib import Path

import pytest

from zhike.config.demo.reset import remove_demo
from zhike.config.embedded.lock import HomeLock
from zhike.config.embedded.places import Places
from zhike.config.refusal import Refusal


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home that looks as a demo leaves it."""
    (tmp_path / "migrated").write_text("0123abc demo")
    (tmp_path / "sign_in").write_text("Sign in as …")
    (tmp_path / "secret_key").write_text("kept")
    for folder in (Places(tmp_path).data, tmp_path / "imports" / "one"):
        folder.mkdir(parents=True)
        (folder / "file").touch()
    return tmp_path


def test_a_demo_is_removed_with_its_files(home: Path) -> None:
    remove_demo(home)
    assert {path.name for path in home.iterdir()} == {"secret_key", "lock"}


def test_a_real_installation_is_left_alone(home: Path) -> None:
    (home / "migrated").write_text("0123abc")
    with pytest.raises(Refusal):
        remove_demo(home)
    assert (Places(home).data / "file").exists()


def test_an_external_database_is_left_alone(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner@host/name")
    with pytest.raises(Refusal):
        remove_demo(home)
    assert (home / "migrated").exists()


def test_a_running_demo_is_left_alone(home: Path) -> None:
    lock = HomeLock(Places(home).lock)
    lock.require(port=8000)
    with pytest.raises(Refusal):
        remove_demo(home)
    assert (Places(home).data / "file").exists()
    lock.release()
