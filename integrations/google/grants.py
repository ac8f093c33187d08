"""What Google's OAuth hands out: who somebody is, and tokens to act for them."""

import json
from dataclasses import asdict, dataclass

SIGN_IN = (
    "openid",
    "https://www.googleapis.com/auth/userinfo.email",
    "https://www.googleapis.com/auth/userinfo.profile",
)
_GMAIL = "https://www.googleapis.com/auth/gmail"
ALL_MAIL = "https://mail.google.com/"
READ_MAIL = f"{_GMAIL}.readonly"
SEND_MAIL = f"{_GMAIL}.send"
MODIFY_MAIL = f"{_GMAIL}.modify"
COMPOSE_MAIL = f"{_GMAIL}.compose"
READ_CONTACTS = "https://www.googleapis.com/auth/contacts.readonly"
READ_OTHER_CONTACTS = "https://www.googleapis.com/auth/contacts.other.readonly"


def is_lasting(scope: str) -> bool:
    """Is it about what somebody has at Google, mail or contacts, rather than about who they are?"""
    return scope in {ALL_MAIL, READ_CONTACTS, READ_OTHER_CONTACTS} or scope.startswith(f"{_GMAIL}.")


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
    hosted_domain: str | None = None  # of the Workspace that the account belongs to


@dataclass(frozen=True)
class Started:
    """An authorization that a browser is sent to; the verifier (RFC 7636) is kept until it comes back."""

    url: str
    verifier: str
