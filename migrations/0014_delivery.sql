-- Who took a message, and what carriers reported of it since, as far as it came: reports arrive late, twice and in any
-- order, and only ever raise it.
ALTER TABLE outbox ADD COLUMN carrier TEXT;
ALTER TABLE outbox ADD COLUMN reported TEXT
    CHECK (reported IN ('accepted', 'sent', 'undelivered', 'failed', 'delivered'));
ALTER TABLE outbox ADD COLUMN reported_at BIGINT;

-- Every hand-over, written before the carrier is asked: one without an outcome tells, after a crash, that the message may
-- be on its way.
CREATE TABLE attempt (
    outbox_id TEXT NOT NULL REFERENCES outbox (id),
    -- The claim it was made under.
    claim BIGINT NOT NULL,
    carrier TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at BIGINT,
    -- 'taken', or the class of what went wrong.
    outcome TEXT,
    -- The carrier's own code for it; never its words, which may hold a number.
    code TEXT NOT NULL DEFAULT '',
    -- The carrier's own id of the message.
    reference TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (outbox_id, claim, carrier),
    CHECK ((ended_at IS NULL) = (outcome IS NULL))
);

-- What carriers reported, as it came, each thing once.
CREATE TABLE receipt (
    outbox_id TEXT NOT NULL REFERENCES outbox (id),
    reference TEXT NOT NULL,
    status TEXT NOT NULL,
    code TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (outbox_id, reference, status, code)
);
