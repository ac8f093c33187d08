"""Who somebody is, and what Google lets Kith do for them."""

from dataclasses import dataclass

from integrations.google.oauth import GoogleOAuth
from integrations.google.openid import OpenIdIssuer
from services.accounts.authorizations import Authorizations
from services.accounts.sign_in import SignIn
from services.core.wiring import CoreServices


@dataclass(frozen=True)
class AccountServices:
    """Sign-in and OAuth grants."""

    oauth: GoogleOAuth
    sign_in: SignIn
    authorizations: Authorizations

    @classmethod
    def build(cls, core: CoreServices) -> "AccountServices":
        """From settings and what stands below."""
        settings = core.settings
        secret = settings.google_client_secret
        oauth = GoogleOAuth(
            OpenIdIssuer(settings.google_issuer, core.http),
            core.http,
            settings.google_client_id,
            secret.get_secret_value() if secret else None,
        )
        return cls(
            oauth=oauth,
            sign_in=SignIn(core.database, core.keyring),
            authorizations=Authorizations(core.redis, oauth),
        )
