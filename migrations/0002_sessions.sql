-- Tokens rest as SHA-256 digests in hexadecimal; the tokens themselves are only in the browser.
CREATE TABLE session (
    id TEXT NOT NULL PRIMARY KEY,
    token_digest TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES person (id),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    -- Last full sign-in in this session: password plus second factor where there is one.
    full_at BIGINT NOT NULL,
    -- User Settings is open until then.
    gate_until BIGINT NOT NULL DEFAULT 0,
    ip TEXT NOT NULL,
    agent TEXT NOT NULL,
    ended_at BIGINT,
    ended_why TEXT,
    CHECK ((ended_at IS NULL) = (ended_why IS NULL))
);
CREATE INDEX session_of_person ON session (person_id, ended_at);

-- Browsers that completed a full sign-in. They never skip a factor (63B §5.1); they only have a budget of their own.
CREATE TABLE device (
    id TEXT NOT NULL PRIMARY KEY,
    token_digest TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    created_at BIGINT NOT NULL,
    ended_at BIGINT,
    UNIQUE (token_digest, person_id)
);
