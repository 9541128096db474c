"""Settings: environment variables ``HOCTAP_…``, or the same names in small letters in a TOML file."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    PrivateAttr,
    ValidationError,
    model_validator,
)
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from storage.kit.keys import Keys

if TYPE_CHECKING:
    from bot.passwords import Passwords


def _http(value: str | None) -> str | None:
    if value is None or value == "":
        return None
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError("phải là địa chỉ http(s)://máy, không có dấu / ở cuối (an http(s) address, no trailing slash)")
    return value.rstrip("/")


def _bind(value: str) -> str:
    host, _, port = value.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise ValueError("phải là máy:cổng, ví dụ 127.0.0.1:8080 (host:port)")
    return value


def _hosts(value: str) -> str:
    for each in value.split(","):
        if each.strip():
            _bind(each.strip())
    return value


def _folder(value: object) -> object:
    return None if value == "" else value


Address = Annotated[str | None, AfterValidator(_http)]


class Settings(BaseSettings):
    """What can be set. Each is documented in docs/operating.md; a test holds the two together."""

    model_config = SettingsConfigDict(env_prefix="HOCTAP_", toml_file="hoctap.toml", extra="forbid")

    data_dir: Path = Field(
        default=Path("data"), description="Folder of the database, exported files and the secret key."
    )
    database_url: str = Field(
        default="", description="sqlite:///… or postgresql://…; SQLite in the data folder if empty."
    )
    web_bind: Annotated[str, AfterValidator(_bind)] = Field(
        default="127.0.0.1:8080", description="Where the web server listens, host:port."
    )
    public_url: Address = Field(
        default=None,
        description="The address people and messengers reach the web server at. Set: webhooks. Empty: polling.",
    )
    secret_key: str = Field(
        default="",
        description="Secret from which webhook secrets and the keys of what lies encrypted are made: 32 random "
        "characters or more. Kept in the data folder if empty.",
    )
    telegram_token: str = Field(
        default="", description="Token of the Telegram bot, from BotFather. Empty: no Telegram."
    )
    telegram_api_url: Annotated[str, AfterValidator(lambda v: _http(v) or "")] = Field(
        default="https://api.telegram.org", description="Bot API server; /bot<token> is appended."
    )
    zalo_token: str = Field(default="", description="Token of the Zalo Bot, from Zalo Bot Creator. Empty: no Zalo Bot.")
    zalo_api_url: Annotated[str, AfterValidator(lambda v: _http(v) or "")] = Field(
        default="https://bot-api.zaloplatforms.com", description="Zalo Bot server; /bot<token> is appended."
    )
    zalo_monthly_messages: int = Field(
        default=3000, ge=0, description="Messages a month of the Zalo Bot's plan; 0: no limit. The free plan has 3,000."
    )
    zalo_oa_app_id: str = Field(
        default="", description="Id of the app at developers.zalo.me. Empty: no Official Account."
    )
    zalo_oa_secret_key: str = Field(default="", description="Secret key of that app.")
    zalo_oa_webhook_secret: str = Field(
        default="", description="The Official Account's secret key that signs webhook calls."
    )
    zalo_oa_refresh_token: str = Field(
        default="",
        description="The first refresh token. Later ones are kept in the database; a new one here starts afresh.",
    )
    zalo_oa_api_url: Annotated[str, AfterValidator(lambda v: _http(v) or "")] = Field(
        default="https://openapi.zalo.me", description="Server of the Official Account API."
    )
    zalo_oa_oauth_url: Annotated[str, AfterValidator(lambda v: _http(v) or "")] = Field(
        default="https://oauth.zaloapp.com", description="Server that renews the Official Account's tokens."
    )
    zalo_oa_paid_messages: bool = Field(
        default=False,
        description="Also write 48 hours to 7 days after a person's last message, which costs money.",
    )
    media_extra_hosts: Annotated[str, AfterValidator(_hosts)] = Field(
        default="",
        description="Hosts, as host:port with commas between, from which pictures and files may be fetched although "
        "they are no https servers of the open internet. For tests; else empty.",
    )
    open_browser: bool = Field(
        default=True, description="Where no channel is set up: open the chat in this computer's browser at the start."
    )
    web_chat: bool = Field(default=False, description="Serve the web chat to residents at the public address.")
    clock: AwareDatetime | None = Field(
        default=None,
        description="The moment, with its zone, at which the program's clock starts; it runs on from there. For tests "
        "and the demo; elsewhere refused.",
    )
    backup_dir: Annotated[Path | None, BeforeValidator(_folder)] = Field(
        default=None,
        description="Folder for a backup every night at 2:00 in Viet Nam, better on another disk. Empty: none is made.",
    )
    backup_keep: int = Field(default=14, ge=1, description="How many backups are kept in that folder; older ones go.")
    log_json: bool = Field(default=False, description="Log lines as JSON, for machines.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is passed in comes first, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def database(self) -> str:
        """The database's URL, the default filled in."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'hoctap.db').absolute()}"

    @property
    def is_alone(self) -> bool:
        """Whether no channel is set up and there is no public address: this computer serves itself alone."""
        channels = (self.telegram_token, self.zalo_token, self.zalo_oa_app_id, self.web_chat)
        return not any(channels) and self.public_url is None

    def passwords(self) -> Passwords:
        """The passwords of who sits down at a computer that is used alone."""
        from bot.passwords import FILE, Passwords

        return Passwords(self.data_dir / FILE)

    @property
    def is_loopback(self) -> bool:
        """Whether the web server can be reached from this computer only."""
        return self.bind[0] in {"127.0.0.1", "::1", "localhost"}

    @property
    def web_url(self) -> str:
        """The address people reach the web server at; on this machine where no public one is set."""
        return self.public_url or f"http://{self.web_bind}"

    @model_validator(mode="after")
    def _whole_oa(self) -> Settings:
        needed = ("zalo_oa_secret_key", "zalo_oa_webhook_secret", "zalo_oa_refresh_token")
        missing = [f"HOCTAP_{name.upper()}" for name in needed if not getattr(self, name)]
        if self.zalo_oa_app_id and missing:
            raise ValueError(f"HOCTAP_ZALO_OA_APP_ID cần đi cùng (also needs): {', '.join(missing)}")
        return self

    @property
    def bind(self) -> tuple[str, int]:
        """Host and port of the web server."""
        host, _, port = self.web_bind.rpartition(":")
        return host.strip("[]"), int(port)

    @property
    def extra_hosts(self) -> frozenset[str]:
        """The hosts of ``media_extra_hosts``."""
        return frozenset(each.strip() for each in self.media_extra_hosts.split(",") if each.strip())

    _known_key: str = PrivateAttr("")

    @property
    def _key_file(self) -> Path:
        return self.data_dir / "secret.key"

    def key(self) -> bytes:
        """The secret key: the one that is set, else that of the data folder, else one made now (:meth:`keep_key`)."""
        if self.secret_key:
            return self.secret_key.encode()
        if not self._known_key:
            self._known_key = self._kept_key() or secrets.token_urlsafe(32)
        return self._known_key.encode()

    def _kept_key(self) -> str:
        return self._key_file.read_text("utf-8").strip() if self._key_file.exists() else ""

    def keep_key(self) -> None:
        """Write a key that was made now to the data folder.

        Raises:
            FileExistsError: there is another one: a second program was started at the same moment.
        """
        if self.secret_key or self._kept_key() == self.key().decode():
            return
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with open(self._key_file, "xb", opener=lambda path, how: os.open(path, how, 0o600)) as file:
            file.write(self.key())

    def data_keys(self) -> Keys:
        """The keys of what lies encrypted. Where the secret was in the data folder before, that one opens them, too."""
        former = self._kept_key().encode() if self.secret_key else b""
        return Keys(self.data_dir / "data.keys", self.key(), former)

    def close_folder(self) -> None:
        """Let nobody but the program's own user into the data folder, also one that was made before; where it may."""
        if os.name == "posix" and self.data_dir.exists():
            with suppress(PermissionError):
                self.data_dir.chmod(0o700)

    @property
    def log_key(self) -> bytes:
        """What seals the log; empty where there is no key that was set or kept: one made now would fit nothing."""
        return self.derived_secret("log").encode() if self.secret_key or self._known_key or self._kept_key() else b""

    @property
    def former_log_key(self) -> bytes:
        """What sealed the log before another secret was set; empty where none was: the old one stands in the folder."""
        kept = self._kept_key()
        is_other = self.secret_key and kept and kept != self.secret_key
        return _derived(kept.encode(), "log").encode() if is_other else b""

    def in_folder(self, folder: Path) -> Settings:
        """These settings with another data folder, and with the key that lies there."""
        other = self.model_copy(update={"data_dir": folder})
        other._known_key = ""
        return other

    def derived_secret(self, purpose: str) -> str:
        """A secret for one purpose, made from the key, so that it need not be stored."""
        return _derived(self.key(), purpose)


def explain(error: ValidationError) -> str:
    """What is wrong with the settings, one line each, by the name the person set."""
    lines = []
    for each in error.errors():
        name = "HOCTAP_" + "_".join(str(part) for part in each["loc"]).upper()
        lines.append(f"{name}: {each['msg']}" if each["loc"] else str(each["msg"]))
    return "\n".join(lines)


def unknown_names(environment: Mapping[str, str]) -> list[str]:
    """Variables that look like ours but set nothing: a misspelt setting must not pass in silence."""
    known = {f"HOCTAP_{name.upper()}" for name in Settings.model_fields}
    others = ("HOCTAP_TEST_", "HOCTAP_BENCH_")
    return [n for n in environment if n.startswith("HOCTAP_") and n not in known and not n.startswith(others)]


def _derived(key: bytes, purpose: str) -> str:
    return hmac.new(key, purpose.encode(), hashlib.sha256).hexdigest()
