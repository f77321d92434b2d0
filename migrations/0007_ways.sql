-- Several phones a person, one of them the main one, to which codes go unless another is asked for.
DROP INDEX phone_in_force;
ALTER TABLE phone ADD COLUMN main_since BIGINT;
UPDATE phone SET main_since = verified_at WHERE removed_at IS NULL;
CREATE UNIQUE INDEX phone_main ON phone (person_id) WHERE removed_at IS NULL AND main_since IS NOT NULL;
CREATE UNIQUE INDEX phone_once ON phone (person_id, number_index) WHERE removed_at IS NULL;

-- Authenticator apps (RFC 6238): the unrestricted alternative that 63B §3.2.9 asks for. Written by auth::factor only.
CREATE TABLE app (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    -- The session that sets it up; of no use once it is in force.
    binding TEXT NOT NULL,
    name TEXT NOT NULL,
    secret_sealed TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- In force from then on; until then it proves nothing.
    added_at BIGINT,
    -- The last accepted time step: none is accepted twice (RFC 6238 §5.2, v5.0.0-6.5.1).
    last_step BIGINT NOT NULL DEFAULT 0,
    used_at BIGINT,
    removed_at BIGINT
);
CREATE INDEX app_of_person ON app (person_id) WHERE removed_at IS NULL;

-- The password was set through a mailed code, and no second factor has confirmed its owner since: it proves no more than
-- the mailbox does.
ALTER TABLE person ADD COLUMN password_mailed_at BIGINT;

-- "This wasn't me" takes back any change: the row holds how things stood before it (ids, and the address).
CREATE TABLE undo_next (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    before TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
INSERT INTO undo_next (id, person_id, kind, before, created_at, expires_at, used_at)
SELECT u.id, u.person_id, CASE WHEN u.old_phone_id IS NULL THEN 'phone.add' ELSE 'phone.change' END,
    '{"phones":[' || COALESCE('"' || u.old_phone_id || '"', '') || '],"main":'
    || COALESCE('"' || u.old_phone_id || '"', 'null') || ',"apps":[ ],"recovery":'
    || COALESCE('"' || u.old_recovery_id || '"', 'null') || ',"email":"' || p.email || '","addresses":["' || p.email || '"]}',
    u.created_at, u.expires_at, u.used_at
FROM undo u JOIN person p ON p.id = u.person_id;
DROP TABLE undo;
ALTER TABLE undo_next RENAME TO undo;
CREATE INDEX undo_of_person ON undo (person_id, created_at);

-- What a notice is about: the case or the change, so that its delivery can be looked up.
ALTER TABLE outbox ADD COLUMN about TEXT;
CREATE INDEX outbox_about ON outbox (about) WHERE about IS NOT NULL;

-- 1: asked for by a browser that its person signed in with before; a few messages are kept for those.
ALTER TABLE send_log ADD COLUMN known BIGINT NOT NULL DEFAULT 0;

-- The password was given again in this session, as the first half of a proof.
ALTER TABLE session ADD COLUMN proving_at BIGINT;
