"""What Google's OAuth hands out: who somebody is, and tokens to act for them."""

import json
from dataclasses import asdict, dataclass

SIGN_IN = (
    "openid",
    "https://www.googleapis.com/auth/userinfo.email",
    "https://www.googleapis.com/auth/userinfo.profile",
)
READ_MAIL = "https://www.googleapis.com/auth/gmail.readonly"


@dataclass(frozen=True)
class Tokens:
    """What a grant consists of, as it is stored (encrypted)."""

    access_token: str
    refresh_token: str | None
    scopes: list[str]

    def dump(self) -> bytes:
        """As bytes to encrypt."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def load(cls, data: bytes) -> "Tokens":
        """From decrypted bytes."""
        return cls(**json.loads(data))


@dataclass(frozen=True)
class Identity:
    """Who Google says has signed in. `subject` never changes; the address may."""

    subject: str
    email: str
    name: str
    picture_url: str | None


@dataclass(frozen=True)
class Started:
    """An authorization that a browser is sent to; the verifier (RFC 7636) is kept until it comes back."""

    url: str
    verifier: str
