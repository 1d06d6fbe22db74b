-- Version 1. Names are unique without case and blanks around them (R1, R4); the keys are made by the program, because
-- SQLite's own lower() knows ASCII only.
CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT;

CREATE TABLE token (
  only_one INTEGER PRIMARY KEY CHECK (only_one = 1),
  sha256 BLOB NOT NULL CHECK (length(sha256) = 32)
) STRICT;

CREATE TABLE location (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE CHECK (name_key <> '')
) STRICT;

CREATE TABLE department (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL UNIQUE CHECK (name_key <> '')
) STRICT;

CREATE TABLE account (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  managed INTEGER NOT NULL CHECK (managed IN (0, 1)),
  active INTEGER NOT NULL CHECK (active IN (0, 1)),
  user_name TEXT,
  user_name_key TEXT UNIQUE,
  external_id TEXT,
  given_name TEXT,
  family_name TEXT,
  email TEXT,
  locality TEXT,
  location_id INTEGER REFERENCES location (id),
  department TEXT,
  department_id INTEGER REFERENCES department (id),
  employee_number TEXT,
  manager_id TEXT REFERENCES account (id),
  -- Given by hand; otherwise it follows from who reports to the account (R7).
  role TEXT CHECK (role IN ('owner', 'admin', 'manager', 'employee', 'bookkeeper', 'it-admin', 'guest')),
  created TEXT NOT NULL,
  last_modified TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1),
  CHECK ((user_name IS NULL) = (user_name_key IS NULL)),
  CHECK ((locality IS NULL) = (location_id IS NULL)),
  CHECK ((department IS NULL) = (department_id IS NULL)),
  CHECK (managed = 0 OR user_name IS NOT NULL)
) STRICT;

CREATE INDEX account_manager ON account (manager_id);

-- The invite email of an account; no sender is the account owner (R8).
CREATE TABLE invite (
  account_id TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
  sender_id TEXT REFERENCES account (id)
) STRICT;
