-- Mail that the owner sent is fetched first: it names the people who matter.

ALTER TABLE ledger ADD sent boolean NOT NULL DEFAULT false;
CREATE INDEX ledger_order ON ledger (mailbox_id, sent DESC, position) WHERE state = 'listed';
