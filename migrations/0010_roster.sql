-- What a list of people shows, one row per organization and person: a copy of facts that are the truth elsewhere, renewed in
-- the transaction that changes them (auth::roster). Lists of a million people are short ranges of these indexes. Rows that
-- are missing are made when the server starts.
CREATE TABLE roster (
    organization_id TEXT NOT NULL REFERENCES organization (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    -- The name in lower case without accents: what lists are in the order of.
    name_key TEXT NOT NULL,
    -- What roster_term was made of.
    words TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
    -- 1: this organization manages the person.
    managed BIGINT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('on', 'none', 'pending', 'suspended')),
    method TEXT NOT NULL CHECK (method IN ('sms', 'call', 'app', 'none')),
    -- The main phone, masked, and its ISO 3166 region.
    phone TEXT NOT NULL,
    region TEXT NOT NULL,
    recovery TEXT NOT NULL CHECK (recovery IN ('none', 'ready', 'used')),
    -- Times are 0 where there is none: 0 sorts and compares, NULL does neither.
    recovery_at BIGINT NOT NULL,
    enrolled_at BIGINT NOT NULL,
    reset_at BIGINT NOT NULL,
    signed_in_at BIGINT NOT NULL,
    -- Locked while this is in the future: it ends without a write.
    locked_until BIGINT NOT NULL,
    PRIMARY KEY (organization_id, person_id)
);
CREATE INDEX roster_of_person ON roster (person_id);
CREATE INDEX roster_name ON roster (organization_id, name_key, person_id);
CREATE INDEX roster_status ON roster (organization_id, status, name_key, person_id);
CREATE INDEX roster_method ON roster (organization_id, method, name_key, person_id);
CREATE INDEX roster_role ON roster (organization_id, role, name_key, person_id);
CREATE INDEX roster_region ON roster (organization_id, region, name_key, person_id);
CREATE INDEX roster_seen ON roster (organization_id, signed_in_at, person_id);
CREATE INDEX roster_enrolled ON roster (organization_id, enrolled_at, person_id);
CREATE INDEX roster_reset ON roster (organization_id, reset_at, person_id);
CREATE INDEX roster_staff ON roster (organization_id, name_key, person_id) WHERE role <> 'member';
CREATE INDEX roster_locked ON roster (organization_id, locked_until) WHERE locked_until > 0;

-- Every way to begin typing a person's name, address or last digits, as two numbers of ten characters each: a prefix is a
-- range of numbers, whatever the database's collation.
CREATE TABLE roster_term (
    organization_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    head BIGINT NOT NULL,
    tail BIGINT NOT NULL,
    PRIMARY KEY (organization_id, head, tail, person_id)
);
CREATE INDEX roster_term_of_person ON roster_term (person_id, organization_id, head, tail);

-- How many people have a status, a method, a role, a region; the sum of the rows counts. Changes are added as rows, so nobody
-- waits for anybody else's count, and housekeeping puts them together.
CREATE TABLE roster_tally (
    organization_id TEXT NOT NULL,
    facet TEXT NOT NULL CHECK (facet IN ('all', 'status', 'method', 'role', 'region')),
    word TEXT NOT NULL,
    people BIGINT NOT NULL
);
CREATE INDEX roster_tally_of_organization ON roster_tally (organization_id, facet, word);
