"""Settings: an error names the setting and the fix."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.clock import moved_to
from bot.settings import Settings, explain, unknown_names
from storage.kit.engine import utc_now


def test_defaults_start_without_anything(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    assert settings.database == f"sqlite:///{tmp_path / 'hoctap.db'}"
    assert settings.bind == ("127.0.0.1", 8080)


def test_environment_and_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "hoctap.toml").write_text('web_bind = "0.0.0.0:80"\ntelegram_token = "from the file"\n')
    monkeypatch.setenv("HOCTAP_TELEGRAM_TOKEN", "from the environment")
    settings = Settings()
    assert settings.bind == ("0.0.0.0", 80)  # noqa: S104
    assert settings.telegram_token == "from the environment"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("web_bind", "8080", "máy:cổng"),
        ("web_bind", "a:99999", "máy:cổng"),
        ("public_url", "example.vn", "http(s)"),
        ("telegram_api_url", "ftp://x", "http(s)"),
    ],
)
def test_a_wrong_setting_is_named_with_the_fix(name: str, value: str, said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Settings.model_validate({name: value})
    assert f"HOCTAP_{name.upper()}: " in explain(caught.value)
    assert said in explain(caught.value)


def test_a_trailing_slash_does_not_matter() -> None:
    assert Settings(public_url="https://hoctap.vn/").public_url == "https://hoctap.vn"


def test_a_moved_clock_starts_at_its_moment_and_runs_on() -> None:
    at = datetime(2028, 2, 29, 20, 0, tzinfo=UTC)
    clock = moved_to(Settings(clock=at).clock)
    first, second = clock(), clock()
    assert at <= first <= second < at + timedelta(minutes=1)
    assert moved_to(None) is utc_now


def test_a_clock_without_a_zone_is_refused() -> None:
    with pytest.raises(ValidationError) as caught:
        Settings(clock=datetime(2028, 2, 29, 20, 0))  # noqa: DTZ001
    assert "HOCTAP_CLOCK" in explain(caught.value)


def test_a_misspelt_variable_does_not_pass_in_silence() -> None:
    environment = {"HOCTAP_TELEGRAM_TOKN": "x", "HOCTAP_DATA_DIR": "x", "HOCTAP_TEST_NO_SKIP": "1", "PATH": "x"}
    assert unknown_names(environment) == ["HOCTAP_TELEGRAM_TOKN"]


def test_the_key_is_made_once_and_kept_to_oneself(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    secret = settings.derived_secret("a")
    assert list(tmp_path.iterdir()) == []  # to look changes nothing
    settings.keep_key()
    assert secret == Settings(data_dir=tmp_path).derived_secret("a")
    assert secret != settings.derived_secret("b")
    assert (tmp_path / "secret.key").stat().st_mode & 0o077 == 0
    Settings(data_dir=tmp_path).keep_key()
    assert secret == settings.derived_secret("a")


def test_of_two_programs_that_make_a_key_at_once_one_is_told(tmp_path: Path) -> None:
    first, second = Settings(data_dir=tmp_path), Settings(data_dir=tmp_path)
    assert first.derived_secret("a") != second.derived_secret("a")
    first.keep_key()
    with pytest.raises(FileExistsError):
        second.keep_key()
    assert Settings(data_dir=tmp_path).derived_secret("a") == first.derived_secret("a")


def test_an_empty_key_file_signs_nothing(tmp_path: Path) -> None:
    (tmp_path / "secret.key").touch()
    with pytest.raises(FileExistsError):
        Settings(data_dir=tmp_path).keep_key()


def test_half_an_official_account_is_named_with_what_is_missing() -> None:
    with pytest.raises(ValidationError) as caught:
        Settings(zalo_oa_app_id="1", zalo_oa_secret_key="x")
    said = explain(caught.value)
    assert "HOCTAP_ZALO_OA_WEBHOOK_SECRET" in said
    assert "HOCTAP_ZALO_OA_REFRESH_TOKEN" in said
    assert "HOCTAP_ZALO_OA_SECRET_KEY" not in said
