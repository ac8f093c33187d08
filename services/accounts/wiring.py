"""Who somebody is, and what Google lets Kith do for them."""

from dataclasses import dataclass

from integrations.google.oauth import GoogleOAuth
from integrations.google.openid import OpenIdIssuer
from services.accounts.account_lookup import AccountLookup
from services.accounts.authentication import Authentication
from services.accounts.authorizations import Authorizations
from services.accounts.invitations import Invitations
from services.accounts.sessions import Sessions
from services.accounts.sign_in import SignIn
from services.accounts.sign_up import SignUpRule
from services.accounts.tokens import Tokens
from services.core.wiring import CoreServices


@dataclass(frozen=True)
class AccountServices:
    """Sign-in, who may sign up, and OAuth grants."""

    oauth: GoogleOAuth
    sign_up: SignUpRule
    sign_in: SignIn
    lookup: AccountLookup
    sessions: Sessions
    invitations: Invitations
    tokens: Tokens
    authentication: Authentication
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
        rule = SignUpRule.parse(settings.sign_up)
        invitations = Invitations(core.database, core.keyring)
        sessions = Sessions(core.database, core.keyring, settings.google_issuer)
        tokens = Tokens(core.database, core.keyring)
        sign_in = SignIn(core.database, core.keyring, invitations, rule, settings.google_issuer)
        return cls(
            oauth=oauth,
            sign_up=rule,
            sign_in=sign_in,
            lookup=AccountLookup(core.database, core.keyring, sign_in),
            sessions=sessions,
            invitations=invitations,
            tokens=tokens,
            authentication=Authentication(core.database, sessions, tokens),
            authorizations=Authorizations(core.redis, oauth),
        )
