CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- Users, groups, applications and service principals, as Graph shows them whole.
CREATE TABLE object (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('user', 'group', 'application', 'servicePrincipal')),
    -- When it was soft-deleted.
    deleted TEXT,
    -- Grows with every change of a user, for deltas.
    changed INTEGER NOT NULL,
    json TEXT NOT NULL
) STRICT;
CREATE INDEX object_by_kind ON object (kind, seq);
CREATE INDEX object_by_change ON object (kind, changed);

CREATE TABLE manager (
    user TEXT PRIMARY KEY REFERENCES object (id) ON DELETE CASCADE,
    manager TEXT NOT NULL REFERENCES object (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE member (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    in_group TEXT NOT NULL REFERENCES object (id) ON DELETE CASCADE,
    member TEXT NOT NULL REFERENCES object (id) ON DELETE CASCADE,
    UNIQUE (in_group, member)
) STRICT;

-- Users that are gone for good, for deltas.
CREATE TABLE purged (
    id TEXT PRIMARY KEY,
    changed INTEGER NOT NULL
) STRICT;

CREATE TABLE assignment (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    sp TEXT NOT NULL REFERENCES object (id) ON DELETE CASCADE,
    principal TEXT NOT NULL REFERENCES object (id) ON DELETE CASCADE,
    role TEXT NOT NULL,
    created TEXT NOT NULL,
    UNIQUE (sp, principal, role)
) STRICT;

-- A saved connection. A secret's value is with the keeper; here it is null.
CREATE TABLE connection (
    sp TEXT NOT NULL REFERENCES object (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    value TEXT,
    PRIMARY KEY (sp, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE job (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    sp TEXT NOT NULL REFERENCES object (id) ON DELETE CASCADE,
    template TEXT NOT NULL,
    created TEXT NOT NULL,
    schema TEXT NOT NULL,
    version TEXT NOT NULL,
    settings TEXT NOT NULL,
    state TEXT NOT NULL
) STRICT;

CREATE TABLE link (
    job TEXT NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    object_id TEXT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (job, object_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE escrow (
    job TEXT NOT NULL REFERENCES job (id) ON DELETE CASCADE,
    object_id TEXT NOT NULL,
    json TEXT NOT NULL,
    PRIMARY KEY (job, object_id)
) STRICT, WITHOUT ROWID;

-- Outlives its job, as Entra's log does.
CREATE TABLE log (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    job TEXT NOT NULL,
    cycle TEXT NOT NULL,
    at TEXT NOT NULL,
    json TEXT NOT NULL
) STRICT;
CREATE INDEX log_by_job ON log (job, at);
