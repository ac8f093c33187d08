"""Who may have an account: the first to sign in owns the deployment; everybody else as KITH_SIGN_UP says."""

from dataclasses import dataclass

from base.errors import Forbidden
from integrations.google.grants import Identity

INVITED, OPEN, DOMAIN = "invited", "open", "domain"
_GOOGLES_OWN = frozenset({"gmail.com", "googlemail.com"})


class NotInvited(Forbidden):
    """This Kith is by invitation, and you have no account here. Ask its owner for a link, and open it."""


class OtherDomain(Forbidden):
    """This Kith is for addresses of its own domains. Sign in with yours there, or ask its owner for an invitation."""


class InvitationSpent(Forbidden):
    """This invitation was used, taken back, or is too old. Ask for a new link."""


@dataclass(frozen=True)
class SignUpRule:
    """What KITH_SIGN_UP says. `domains` where it is `domain`."""

    kind: str
    domains: frozenset[str] = frozenset()

    @classmethod
    def parse(cls, setting: str) -> "SignUpRule":
        """From `invited`, `open` or `domain:a.example,b.example`, as settings have checked it."""
        kind, _, domains = setting.partition(":")
        return cls(kind, frozenset(domains.split(",")) if domains else frozenset())

    def admits(self, identity: Identity) -> bool:
        """May somebody sign up who has no invitation?

        A domain counts where Google answers for its addresses: for its own, and for those of a Workspace. Whoever
        once had an address elsewhere can keep a private Google account in its name (its `email_verified` stays).
        """
        domain = identity.email.rpartition("@")[2]
        google_knows = identity.hosted_domain is not None or domain in _GOOGLES_OWN
        return self.kind == OPEN or (self.kind == DOMAIN and domain in self.domains and google_knows)

    def refusal(self, *, invited: bool) -> Forbidden:
        """Why somebody is not admitted, who came with an invitation or without."""
        if invited:
            return InvitationSpent()
        return OtherDomain() if self.kind == DOMAIN else NotInvited()
