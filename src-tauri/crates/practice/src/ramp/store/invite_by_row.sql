-- Version 5. An invite is kept under its account's row number: a new one is written beside the one before it, not
-- wherever a random id falls.
CREATE TABLE invite_by_row (
  account INTEGER PRIMARY KEY REFERENCES account (seq) ON DELETE CASCADE,
  sender_id TEXT REFERENCES account (id)
) STRICT;

INSERT INTO invite_by_row SELECT seq, sender_id FROM invite JOIN account ON account.id = invite.account_id;

DROP TABLE invite;

ALTER TABLE invite_by_row RENAME TO invite;

CREATE INDEX invite_sender ON invite (sender_id) WHERE sender_id IS NOT NULL;
