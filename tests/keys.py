"""Keys for tests that need no database."""

from uuid import UUID

import tink
from tink import aead, prf

from base.ids import new_id
from integrations import kms
from services.core.keyring import UserKeys


def fresh_keys(user_id: UUID | None = None) -> UserKeys:
    """A user's keys that nobody else has."""
    return UserKeys(
        user_id or new_id(),
        kms.aead_of(tink.new_keyset_handle(aead.aead_key_templates.AES256_GCM)),
        kms.prf_of(tink.new_keyset_handle(prf.prf_key_templates.HMAC_SHA256)),
    )
