-- What the guards against toll fraud count by. A message to a number that is not in force yet is fresh: blocks concern
-- those alone, so that nobody who signs in waits for what strangers asked for.
ALTER TABLE send_log ADD COLUMN fresh BIGINT NOT NULL DEFAULT 0;
-- Who manages the person; empty: nobody.
ALTER TABLE send_log ADD COLUMN organization_id TEXT NOT NULL DEFAULT '';
-- Keyed digests of the calling code with five more digits, and of the number without its last three; those three.
ALTER TABLE send_log ADD COLUMN range_index TEXT NOT NULL DEFAULT '';
ALTER TABLE send_log ADD COLUMN thousand_index TEXT NOT NULL DEFAULT '';
ALTER TABLE send_log ADD COLUMN tail BIGINT NOT NULL DEFAULT 0;
-- The code it carried, and when that was given back right.
ALTER TABLE send_log ADD COLUMN challenge_id TEXT;
ALTER TABLE send_log ADD COLUMN used_at BIGINT;
CREATE INDEX send_log_fresh_country ON send_log (country, at) WHERE fresh = 1;
CREATE INDEX send_log_fresh_range ON send_log (range_index, at) WHERE fresh = 1;
CREATE INDEX send_log_fresh_thousand ON send_log (thousand_index, at) WHERE fresh = 1;
CREATE INDEX send_log_fresh_code ON send_log (challenge_id) WHERE fresh = 1;

-- Codes to new numbers are held back: one row each time.
CREATE TABLE guard_block (
    id TEXT NOT NULL PRIMARY KEY,
    -- Whose people it concerns: an organization's; empty: those whom none manages; '*': everybody's on this server.
    organization_id TEXT NOT NULL,
    guard TEXT NOT NULL CHECK (guard IN ('range', 'sequence', 'conversion', 'carrier', 'spend')),
    -- Which numbers: a digest, a region, or for a day's spend the day.
    key TEXT NOT NULL,
    -- Region of the number that brought it about; empty where it concerns all.
    region TEXT NOT NULL,
    begun_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    -- How many there were before it in a row: each lasts twice as long.
    level BIGINT NOT NULL,
    -- Numbers that were sent a code, and those whose code came back.
    numbers BIGINT NOT NULL,
    answered BIGINT NOT NULL,
    lifted_at BIGINT,
    UNIQUE (organization_id, guard, key, begun_at)
);
CREATE INDEX guard_block_until ON guard_block (until_at);

-- Numbers that got no code because of one: a few of each person's, for whoever may allow them.
CREATE TABLE guard_refused (
    id TEXT NOT NULL PRIMARY KEY,
    block_id TEXT NOT NULL REFERENCES guard_block (id),
    -- Who manages the person that asked.
    organization_id TEXT NOT NULL,
    number_index TEXT NOT NULL,
    calling_code TEXT NOT NULL,
    dots TEXT NOT NULL,
    last TEXT NOT NULL,
    region TEXT NOT NULL,
    person_id TEXT NOT NULL REFERENCES person (id),
    at BIGINT NOT NULL,
    UNIQUE (block_id, organization_id, number_index)
);
CREATE INDEX guard_refused_of_organization ON guard_refused (organization_id, at);
CREATE INDEX guard_refused_of_person ON guard_refused (person_id, at);

-- Numbers that somebody vouched for.
CREATE TABLE guard_allowed (
    organization_id TEXT NOT NULL,
    number_index TEXT NOT NULL,
    allowed_by TEXT NOT NULL,
    allowed_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, number_index)
);

-- Which carrier a code went by, when it is given back.
CREATE INDEX outbox_code ON outbox (challenge_id) WHERE challenge_id IS NOT NULL;
