-- When Gmail last told of a change, when it was last asked, and when that is due again.

ALTER TABLE mailboxes
    ADD last_push_at timestamptz,
    ADD last_poll_at timestamptz,
    ADD push_missed_at timestamptz;               -- a poll found changes that no push had told of
