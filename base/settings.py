"""Every setting of Kith. Each comes from `KITH_<NAME>`, else from the running dev stack's endpoints."""

import difflib
import json
import os
import re
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import ByteSize, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from base.errors import InvalidSettings
from base.llm_settings import LlmSettings

PREFIX = "KITH_"
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+")
ENDPOINTS = "endpoints.json"  # what a running dev stack writes into its data folder


class Settings(LlmSettings, BaseSettings):
    """All settings; an unset one has the embedded default. Raises InvalidSettings through `load`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    home: Path = Field(Path(".kith"), description="Data folder of the embedded parts")
    host: str = Field("127.0.0.1", description="Address that the API listens on")
    port: int = Field(8000, description="Port that the API listens on", ge=0, le=65535)
    public_url: str = Field("http://127.0.0.1:8000", description="Where browsers and Google reach the API")

    database_url: SecretStr | None = Field(None, description="PostgreSQL as the unprivileged role kith_app")
    database_owner_url: SecretStr | None = Field(None, description="PostgreSQL as kith_owner, for migrations")
    redis_url: SecretStr | None = Field(None, description="Redis 6.2 or Valkey")
    temporal_address: str = Field("127.0.0.1:7233", description="Temporal frontend, host:port")
    temporal_namespace: str = Field("default", description="Temporal namespace")
    temporal_ui_url: str | None = Field(None, description="Temporal Web UI, for links to a job's history")
    temporal_cli: Path | None = Field(None, description="A `temporal` binary for the embedded server")
    storage_url: str | None = Field(
        None, description="Object storage: file://, s3://, gs://, az://; default: home/objects"
    )
    kek_uri: str | None = Field(None, description="Key-encryption key: file:///path; default: home/keys/kek.json")

    google_issuer: str = Field("https://accounts.google.com", description="OpenID issuer")
    google_client_id: str | None = Field(None, description="OAuth client of the deployment")
    google_client_secret: SecretStr | None = Field(None, description="Secret of that client")
    sign_up: str = Field("invited", description="Who may sign up after the first: invited, domain:…, or open")
    gmail_url: str = Field("https://gmail.googleapis.com", description="Root of the Gmail API, batch included")
    people_url: str = Field("https://people.googleapis.com", description="Root of the People API, of Google's contacts")
    gmail_quota: str = Field("auto", description="`auto`, `2026`, `legacy`, or one with limits: 2026:user_per_minute=…")
    gmail_live_share: float = Field(0.1, ge=0, lt=1, description="Share of the day's quota that backfills leave alone")
    gmail_write_timeout: float = Field(60, gt=0, description="Seconds that a request which changes something may last")
    send_delay: float = Field(
        10, ge=0, le=60, description="Seconds until what somebody sends goes out: until then it can be taken back"
    )
    gmail_write_settles: float = Field(
        15, ge=0, description="Seconds until Gmail's search knows what was sent; a mail is not tried again before"
    )
    gmail_topic: str | None = Field(None, description="Pub/Sub topic that watches publish to")
    gmail_subscription: str | None = Field(
        None,
        pattern=r"^projects/[^/:]+/subscriptions/[^/:]+$",
        description="Pull changes from projects/…/subscriptions/…, where Google cannot push",
    )
    pubsub_url: str = Field("https://pubsub.googleapis.com", description="Root of the Pub/Sub API, or of an emulator")
    gmail_push_audience: str | None = Field(None, description="`aud` of Pub/Sub's push tokens")
    gmail_push_service_account: str | None = Field(None, description="Address that Pub/Sub pushes as")
    gmail_push_issuer: str = Field("https://accounts.google.com", description="Issuer of push tokens")

    enrichment_sources: str = Field(
        "", description="Sources that people here may switch on, such as gravatar,github,dns; all; none where empty"
    )
    enrichment_contact: str = Field("", description="Mail or web address by which vendors reach who runs this Kith")
    enrichment_apollo_key: SecretStr | None = Field(None, description="Apollo's API key")
    enrichment_brandfetch_key: SecretStr | None = Field(None, description="Brandfetch's API key")
    enrichment_github_key: SecretStr | None = Field(None, description="A GitHub token; without one fewer calls")
    enrichment_gravatar_key: SecretStr | None = Field(None, description="Gravatar's API key; without one fewer calls")
    enrichment_hunter_key: SecretStr | None = Field(None, description="Hunter's API key")
    enrichment_linkedin_key: SecretStr | None = Field(None, description="A LinkedIn member's access token")
    enrichment_people_data_labs_key: SecretStr | None = Field(None, description="People Data Labs' API key")
    enrichment_x_key: SecretStr | None = Field(None, description="An app's bearer token of X")
    enrichment_monthly_units: int = Field(
        50, ge=0, description="Credits of each billed source that this Kith may use in a calendar month (UTC)"
    )
    enrichment_budgets: dict[str, int] = Field(
        default_factory=dict, description='The same of single sources, as JSON: {"hunter": 500}'
    )
    enrichment_monthly_usd: float = Field(
        5, ge=0, description="US dollars that all sources which bill each call may cost in a calendar month (UTC)"
    )
    enrichment_roots: dict[str, str] = Field(
        default_factory=dict, description='Where vendors are reached instead, as JSON: {"hunter": "https://…"}'
    )
    enrichment_demo_hosts: dict[str, str] = Field(
        default_factory=dict,
        description="For the dev stack alone: hosts below .example, and the server that stands for each, as JSON",
    )

    attachments_ahead: ByteSize = Field(
        ByteSize(0), description="Attachments up to this size, such as 1MB, are fetched before anybody asks; 0: none"
    )
    attachments_ahead_days: int = Field(30, ge=1, description="Only those of mail that is not older than this")
    parsers: int | None = Field(
        None,
        ge=1,
        le=64,
        description="Processes that read mail, beside each worker and API; default: one a core, at most 4",
    )
    parser_memory: ByteSize = Field(
        ByteSize(512 * 2**20), ge=128 * 2**20, description="What reading one mail may take, such as 512MiB"
    )
    parser_seconds: float = Field(10, ge=1, description="Seconds of computing that reading one mail may take")
    upload_quota: ByteSize = Field(
        ByteSize(50 * 1000**3), gt=0, description="How much of uploaded files is kept for each person, such as 50GB"
    )
    heartbeat: float = Field(120, ge=1, description="Seconds of silence after which a job goes to another worker")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="What the logs leave out")

    @field_validator("database_url", "database_owner_url")
    @classmethod
    def _postgres(cls, value: SecretStr | None) -> SecretStr | None:
        return _server(value, "postgresql://user:password@host:5432/database", {"postgresql", "postgres"})

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, value: SecretStr | None) -> SecretStr | None:
        return _server(value, "redis://:password@host:6379/0", {"redis", "rediss", "unix"})

    @field_validator("sign_up", mode="before")
    @classmethod
    def _sign_up(cls, value: Any) -> Any:
        """`invited`, `open`, or `domain:` and domains: in small letters, without spaces."""
        plain = "".join(value.split()).lower() if isinstance(value, str) else ""
        kind, _, domains = plain.partition(":")
        if plain in {"invited", "open"} or (kind == "domain" and all(map(_DOMAIN.fullmatch, domains.split(",")))):
            return plain
        raise ValueError("It must be invited, open, or domain:example.com,example.org")

    @field_validator("enrichment_budgets", "enrichment_roots", "enrichment_demo_hosts", mode="before")
    @classmethod
    def _json(cls, value: Any) -> Any:
        """What the dev stack wrote is text, as variables are."""
        return json.loads(value) if isinstance(value, str) else value

    @field_validator("enrichment_demo_hosts")
    @classmethod
    def _demo_hosts(cls, value: dict[str, str]) -> dict[str, str]:
        """Names that nobody can own (RFC 2606): no real one may be sent to a server inside."""
        for host in value:
            if not host.endswith(".example"):
                raise ValueError(f"{host} may be somebody's: only hosts below .example can be mapped")
        return value

    @field_validator("enrichment_budgets")
    @classmethod
    def _budgets(cls, value: dict[str, int]) -> dict[str, int]:
        for source, units in value.items():
            if units < 0:
                raise ValueError(f"{source} has a budget below zero")
        return value

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) else value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the dev stack that runs on the same data folder."""
        return init_settings, env_settings, _RunningStack(settings_cls)

    @property
    def storage(self) -> str:
        """The object storage in force."""
        return self.storage_url or (self.home / "objects").absolute().as_uri()

    @property
    def kek(self) -> str:
        """The address of the key-encryption key in force."""
        return self.kek_uri or (self.home / "keys" / "kek.json").absolute().as_uri()


def _server(value: SecretStr | None, example: str, schemes: set[str]) -> SecretStr | None:
    """An address that can be read. The error does not repeat it: a password may stand in it."""
    if value is None:
        return None
    try:
        parts = urlsplit(value.get_secret_value())
        readable = parts.scheme in schemes and (parts.port is None or parts.port > 0)
    except ValueError:
        readable = False
    if not readable:
        raise ValueError(f"It must look like {example}, with %-escapes for special characters in the password")
    return value


class _RunningStack(PydanticBaseSettingsSource):
    """The addresses that `kith dev` wrote for the commands beside it."""

    def get_field_value(self, field: Any, field_name: str) -> tuple[Any, str, bool]:
        """Unused: the whole file is read at once."""
        return None, field_name, False

    def __call__(self) -> dict[str, Any]:
        """The file's content, or nothing where no stack has run. Raises InvalidSettings."""
        home = self.current_state.get("home") or ".kith"
        file = Path(home) / ENDPOINTS
        try:
            values: dict[str, Any] = json.loads(file.read_text())
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (OSError, ValueError) as error:
            raise InvalidSettings(
                f"What the dev stack says of itself in {file} cannot be read ({error}). "
                "Stop it and start it anew, or set KITH_HOME to another folder.",
                field="KITH_HOME",
            ) from error
        return values


def expected(value: SecretStr | None, variable: str) -> SecretStr:
    """A server's address that nothing works without. Raises InvalidSettings."""
    if value is None:
        raise InvalidSettings(
            f"{variable} is not set and no dev stack runs here. Start one with `make run`, or set it.", field=variable
        )
    return value


def load(**overrides: Any) -> Settings:
    """Read the settings. Raises InvalidSettings that names the variable and the fix."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for name in sorted(os.environ):
        if name.startswith(PREFIX) and name not in known:
            near = difflib.get_close_matches(name, known, 1, cutoff=0.75)
            hint = f" Did you mean {near[0]}?" if near else " Unset it."
            raise InvalidSettings(f"{name} is not a setting of Kith.{hint}", field=name)
    try:
        return Settings(**overrides)
    except SettingsError as error:  # what should be JSON is none; its words repeat the value, which may be a key
        found = next((name for name in Settings.model_fields if f'"{name}"' in str(error)), "")
        name = PREFIX + found.upper()
        raise InvalidSettings(
            f'{name}: It must be JSON, such as {{"name": …}}. Correct it, or unset it.', field=name
        ) from None
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + str(first["loc"][0]).upper()
        problem = first["msg"].removeprefix("Value error, ")
        raise InvalidSettings(f"{name}: {problem}. Correct it, or unset it.", field=name) from error
