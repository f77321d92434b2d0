-- Written by one function only (auth::factor). Rows are never deleted: the history of authenticators is kept
-- (63B §4.1).
CREATE TABLE phone (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    -- XChaCha20-Poly1305 over the E.164 number.
    number_sealed TEXT NOT NULL,
    -- Keyed digest of the number, for equality.
    number_index TEXT NOT NULL,
    calling_code TEXT NOT NULL,
    dots TEXT NOT NULL,
    last TEXT NOT NULL,
    region TEXT NOT NULL,
    verified_at BIGINT NOT NULL,
    removed_at BIGINT
);
CREATE UNIQUE INDEX phone_in_force ON phone (person_id) WHERE removed_at IS NULL;
CREATE INDEX phone_number ON phone (number_index) WHERE removed_at IS NULL;

CREATE TABLE recovery_code (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    phc TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    used_at BIGINT,
    ended_at BIGINT
);
CREATE UNIQUE INDEX recovery_code_in_force ON recovery_code (person_id) WHERE ended_at IS NULL;

-- "This wasn't me": what a change did, so that it can be taken back without signing in. The link's token is derived
-- from the id; only its digest would be here, and even that is not needed.
CREATE TABLE undo (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    old_phone_id TEXT REFERENCES phone (id),
    new_phone_id TEXT NOT NULL REFERENCES phone (id),
    old_recovery_id TEXT REFERENCES recovery_code (id),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX undo_of_person ON undo (person_id, created_at);
