-- Version 3. Several tokens at once, known by a fingerprint (R16); what happened, in words; emails that wait for their
-- owner (R11).
CREATE TABLE api_token (
  id INTEGER PRIMARY KEY,
  -- The first eight hexadecimal digits of the hash.
  fingerprint TEXT NOT NULL UNIQUE CHECK (length(fingerprint) = 8),
  sha256 BLOB NOT NULL UNIQUE CHECK (length(sha256) = 32),
  label TEXT,
  created TEXT NOT NULL,
  -- A day, not a moment: one write for each day of use.
  last_used TEXT,
  revoked TEXT
) STRICT;

INSERT INTO api_token (fingerprint, sha256, created)
SELECT lower(hex(substr(sha256, 1, 4))), sha256, strftime('%Y-%m-%dT%H:%M:%fZ', 'now') FROM token;

DROP TABLE token;

-- Numbers are never given twice: whoever asks for what is new keeps the last one they saw.
CREATE TABLE event (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  time TEXT NOT NULL,
  rule INTEGER NOT NULL,
  kind TEXT NOT NULL,
  user_id TEXT,
  user_name TEXT,
  sentence TEXT NOT NULL
) STRICT;

-- An account whose new email is not confirmed yet, and the one it keeps until then.
CREATE TABLE email_wait (
  account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  email TEXT NOT NULL
) STRICT;

-- Accounts made by hand are few among many: a create looks through them alone (R17).
CREATE INDEX account_by_hand ON account (seq) WHERE managed = 0 AND user_name IS NULL;
