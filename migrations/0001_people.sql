-- One text for SQLite and PostgreSQL: TEXT and BIGINT only, times in unix milliseconds, ids made by the server.
CREATE TABLE organization (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    plan TEXT NOT NULL CHECK (plan IN ('trial', 'paid')),
    -- The policy asks everybody for 2FA from this time on; a paid plan asks in any case.
    require_2fa_at BIGINT,
    created_at BIGINT NOT NULL
);

CREATE TABLE person (
    id TEXT NOT NULL PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_phc TEXT NOT NULL,
    -- The one organization whose admins may reset this person's 2FA; nobody's if null.
    managed_by TEXT REFERENCES organization (id),
    channel TEXT NOT NULL DEFAULT 'sms' CHECK (channel IN ('sms', 'call')),
    -- Wrong codes in a row, over all challenges; only a success clears it.
    wrong_run BIGINT NOT NULL DEFAULT 0,
    phone_disabled_at BIGINT,
    frozen_until BIGINT,
    new_password_at BIGINT,
    created_at BIGINT NOT NULL
);

-- Addresses that are told of changes (63B §4.6 asks for room for two or more).
CREATE TABLE address (
    person_id TEXT NOT NULL REFERENCES person (id),
    email TEXT NOT NULL,
    added_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, email)
);

CREATE TABLE membership (
    organization_id TEXT NOT NULL REFERENCES organization (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
    PRIMARY KEY (organization_id, person_id)
);
CREATE INDEX membership_of_person ON membership (person_id);

-- A one-time link that makes the first owner.
CREATE TABLE setup (
    token_digest TEXT NOT NULL PRIMARY KEY,
    created_at BIGINT NOT NULL,
    used_at BIGINT
);
