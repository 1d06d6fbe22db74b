-- The User resource as a whole, beside the values that Ramp's own pages look at, and groups. Keys are made by the program,
-- because SQLite's own lower() knows ASCII only.
ALTER TABLE account ADD COLUMN document TEXT CHECK (document IS NULL OR json_valid(document));
ALTER TABLE account ADD COLUMN email_key TEXT;

-- What earlier versions kept in columns alone. json_patch takes the nulls away.
UPDATE account SET document = json_patch('{}', json_object(
  'schemas', iif(
    coalesce(employee_number, department, manager) IS NULL,
    json_array('urn:ietf:params:scim:schemas:core:2.0:User'),
    json_array('urn:ietf:params:scim:schemas:core:2.0:User', 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User')),
  'externalId', external_id,
  'userName', user_name,
  'active', json(iif(active = 1, 'true', 'false')),
  'name', iif(coalesce(given_name, family_name) IS NULL, NULL,
    json_object('givenName', given_name, 'familyName', family_name)),
  'emails', iif(email IS NULL, NULL, json_array(json_object('type', 'work', 'value', email))),
  'addresses', iif(locality IS NULL, NULL, json_array(json_object('type', 'work', 'locality', locality))),
  'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User',
    iif(coalesce(employee_number, department, manager) IS NULL, NULL, json_object(
      'employeeNumber', employee_number, 'department', department,
      'manager', iif(manager IS NULL, NULL, json_object('value', manager))))
)) WHERE user_name IS NOT NULL;

UPDATE account SET email_key = lower(email);

CREATE INDEX account_external_id ON account (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX account_email ON account (email_key) WHERE email_key IS NOT NULL;

-- Most accounts have no manager: an index without them is a page less to write for each.
DROP INDEX account_manager;
CREATE INDEX account_manager ON account (manager_id) WHERE manager_id IS NOT NULL;
CREATE INDEX account_managed ON account (seq) WHERE managed = 1;
CREATE INDEX invite_sender ON invite (sender_id) WHERE sender_id IS NOT NULL;

CREATE TABLE team (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  -- Microsoft asks for group names that are unique; compared without case.
  display_name_key TEXT NOT NULL UNIQUE,
  external_id TEXT,
  -- The Group resource without its members.
  document TEXT NOT NULL CHECK (json_valid(document)),
  created TEXT NOT NULL,
  last_modified TEXT NOT NULL,
  version INTEGER NOT NULL CHECK (version >= 1)
) STRICT;

CREATE INDEX team_external_id ON team (external_id) WHERE external_id IS NOT NULL;

CREATE TABLE member (
  seq INTEGER PRIMARY KEY,
  team_id TEXT NOT NULL REFERENCES team (id) ON DELETE CASCADE,
  member_id TEXT NOT NULL,
  is_team INTEGER NOT NULL CHECK (is_team IN (0, 1)),
  UNIQUE (team_id, member_id)
) STRICT;

CREATE INDEX member_of ON member (member_id);
