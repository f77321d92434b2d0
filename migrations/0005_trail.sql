-- Append only. Each row carries the hash of the one before it in its chain; a chain is an organization's, or a
-- person's where no organization manages them.
CREATE TABLE audit (
    id TEXT NOT NULL PRIMARY KEY,
    chain TEXT NOT NULL,
    seq BIGINT NOT NULL,
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    person_id TEXT NOT NULL,
    actor_id TEXT NOT NULL,
    ip TEXT NOT NULL,
    agent TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (chain, seq)
);
CREATE INDEX audit_of_person ON audit (person_id, at);

CREATE TABLE audit_head (
    chain TEXT NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL
);

-- Messages to phones: every sending budget is counted from these rows.
CREATE TABLE send_log (
    id TEXT NOT NULL PRIMARY KEY,
    at BIGINT NOT NULL,
    person_id TEXT NOT NULL,
    number_index TEXT NOT NULL,
    prefix_index TEXT NOT NULL,
    country TEXT NOT NULL,
    ip TEXT NOT NULL,
    channel TEXT NOT NULL
);
CREATE INDEX send_log_person ON send_log (person_id, at);
CREATE INDEX send_log_number ON send_log (number_index, at);
CREATE INDEX send_log_prefix ON send_log (prefix_index, at);
CREATE INDEX send_log_ip ON send_log (ip, at);
CREATE INDEX send_log_at ON send_log (at);

-- Daily caps, per country and in all; a day is a UTC calendar day (days since 1970-01-01).
CREATE TABLE daily_count (
    key TEXT NOT NULL,
    day BIGINT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (key, day)
);

-- Other rolling budgets: one event a row. The key's own row is what concurrent transactions queue on.
CREATE TABLE budget_key (
    key TEXT NOT NULL PRIMARY KEY,
    touched_at BIGINT NOT NULL
);
CREATE TABLE budget_event (
    id TEXT NOT NULL PRIMARY KEY,
    key TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX budget_event_of_key ON budget_event (key, at);

-- Growing waits after wrong passwords, per address and known browser.
CREATE TABLE lockout (
    key TEXT NOT NULL PRIMARY KEY,
    failures BIGINT NOT NULL,
    until_at BIGINT NOT NULL
);

-- Messages to send, written in the transaction that needs them. No code and no link in it: both are derived when the
-- message is sent.
CREATE TABLE outbox (
    id TEXT NOT NULL PRIMARY KEY,
    person_id TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('sms', 'call', 'email')),
    destination_sealed TEXT NOT NULL,
    challenge_id TEXT,
    notice TEXT,
    state TEXT NOT NULL CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'expired')),
    created_at BIGINT NOT NULL,
    not_after BIGINT NOT NULL,
    next_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL DEFAULT 0,
    lease_until BIGINT,
    finished_at BIGINT,
    failure TEXT,
    CHECK ((challenge_id IS NULL) <> (notice IS NULL))
);
CREATE INDEX outbox_due ON outbox (next_at) WHERE state IN ('queued', 'sending');
