"""The status that people see. It follows from what is known, at the moment of reading: nobody has to take it back."""

_PAUSED = "m.status IN ('connecting', 'backfilling', 'healthy') AND m.paused_until > now()"

# Of a row `m` of mailboxes.
STATUS = f"CASE WHEN m.erasing_at IS NOT NULL THEN 'erasing' WHEN {_PAUSED} THEN 'paused' ELSE m.status END"
REASON = f"CASE WHEN {_PAUSED} THEN m.pause_reason ELSE m.status_reason END"
