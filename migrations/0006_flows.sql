-- More purposes, states and reasons. Their CHECKs cannot be widened in place on both databases, and rows of these tables
-- live half an hour at most: whoever is half-way through something during the update starts again.
DROP TABLE enrolment;
DROP TABLE sign_in;
DROP TABLE challenge;

CREATE TABLE challenge (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    purpose TEXT NOT NULL CHECK (purpose IN ('sign_in', 'gate', 'new_phone', 'proof', 'case', 'pass', 'email', 'forgot')),
    -- The flow or session that asked: a code is of no use anywhere else (v5.0.0-6.6.2).
    binding TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('sms', 'call', 'email')),
    destination_sealed TEXT NOT NULL,
    destination_index TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    tries BIGINT NOT NULL DEFAULT 0,
    sends BIGINT NOT NULL DEFAULT 1,
    again_at BIGINT NOT NULL,
    failed_at BIGINT,
    used_at BIGINT,
    ended_at BIGINT,
    CHECK (used_at IS NULL OR ended_at IS NULL)
);
-- One live code per person and purpose (product: live codes).
CREATE UNIQUE INDEX challenge_live ON challenge (person_id, purpose) WHERE used_at IS NULL AND ended_at IS NULL;
CREATE INDEX challenge_of_binding ON challenge (binding, purpose, created_at);

-- A sign-in under way, from the password to the session.
CREATE TABLE sign_in (
    id TEXT NOT NULL PRIMARY KEY,
    token_digest TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES person (id),
    state TEXT NOT NULL CHECK (state IN ('code', 'pass', 'password', 'enrol', 'done', 'ended')),
    challenge_id TEXT REFERENCES challenge (id),
    -- The recovery code was given in place of the phone.
    recovered_at BIGINT,
    -- The enrolment pass of this case is used in place of the phone.
    case_id TEXT,
    next_place TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX sign_in_of_person ON sign_in (person_id, state);

-- A phone being added or replaced, from "Reset and continue" to "Finish".
CREATE TABLE enrolment (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL REFERENCES person (id),
    -- The session or the sign-in it belongs to.
    binding TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (reason IN ('add', 'replace', 'spare', 'forced', 'recovered', 'pass', 'code_only')),
    state TEXT NOT NULL CHECK (state IN ('proving', 'choosing', 'code', 'saving', 'finished', 'ended')),
    challenge_id TEXT REFERENCES challenge (id),
    -- What was typed, sealed, so that a refusal or "Change number" loses nothing.
    typed_country TEXT NOT NULL DEFAULT '',
    typed_sealed TEXT,
    number_sealed TEXT,
    recovery_sealed TEXT,
    shown_at BIGINT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 0,
    CHECK (state <> 'code' OR (challenge_id IS NOT NULL AND number_sealed IS NOT NULL))
);
-- The newest flow wins; an older one is ended before it is made.
CREATE UNIQUE INDEX enrolment_open ON enrolment (person_id) WHERE state IN ('proving', 'choosing', 'code');
CREATE INDEX enrolment_of_binding ON enrolment (binding, created_at);

-- A forgotten password under way. Nobody's address has one, too, so that both look alike.
CREATE TABLE forgot (
    id TEXT NOT NULL PRIMARY KEY,
    token_digest TEXT NOT NULL UNIQUE,
    person_id TEXT REFERENCES person (id),
    -- The address as typed, sealed: shown again on the page of its own browser.
    typed_sealed TEXT NOT NULL,
    challenge_id TEXT REFERENCES challenge (id),
    tries BIGINT NOT NULL DEFAULT 0,
    sends BIGINT NOT NULL DEFAULT 1,
    again_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);
