"""What Google, or what stands between it and Kith, says of this deployment rather than of a person."""

from base.errors import DeploymentFault
from models.contracts.gmail.health import MISCONFIGURED

# What the token endpoint says of a grant, or of a person's wish (RFC 6749, sections 4.1.2.1 and 5.2, and Google's page
# "Using OAuth 2.0"). Whatever else it refuses is about the client.
GRANT_ERRORS = {"invalid_grant", "invalid_scope", "access_denied", "admin_policy_enforced"}
_SETTINGS = {"invalid_client": "KITH_GOOGLE_CLIENT_SECRET", "unauthorized_client": "KITH_GOOGLE_CLIENT_ID"}


def client_refused(error: str) -> DeploymentFault:
    """The token endpoint refuses this deployment's OAuth client."""
    mend = f"mend {_SETTINGS[error]}" if error in _SETTINGS else "look after the OAuth client in Google's console"
    return DeploymentFault(f"{MISCONFIGURED} ({error}). Its operator has to {mend}.")


def project_refused(reason: str) -> DeploymentFault:
    """Gmail refuses this deployment's project."""
    mend = "enable the Gmail API" if reason == "accessNotConfigured" else "look after the project"
    return DeploymentFault(f"{MISCONFIGURED} ({reason}). Its operator has to {mend} in Google's console.")


def not_google(status: int) -> DeploymentFault:
    """An answer that is not Google's."""
    return DeploymentFault(
        f"{MISCONFIGURED}: something between Kith and Google answers in its place ({status}). "
        "Its operator has to let Kith through."
    )
