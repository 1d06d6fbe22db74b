-- Version 2. The manager as it was sent: a plain SCIM service keeps the id of someone it does not know. manager_id stays
-- the account behind it, where there is one.
ALTER TABLE account ADD COLUMN manager TEXT;

UPDATE account SET manager = manager_id;
