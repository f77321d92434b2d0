-- What an organization asks beyond the settings; no row: nothing. From when on it asks for 2FA is in its own row.
CREATE TABLE org_policy (
    organization_id TEXT NOT NULL PRIMARY KEY REFERENCES organization (id),
    -- 1: asks admins and owners alone for 2FA.
    staff_only BIGINT NOT NULL DEFAULT 0,
    -- Ways that codes may go and 2FA may be shown, each 0 or 1.
    sms BIGINT NOT NULL DEFAULT 1,
    call BIGINT NOT NULL DEFAULT 1,
    app BIGINT NOT NULL DEFAULT 1,
    -- ISO 3166 regions of new numbers, parted by spaces; null: all that the settings allow.
    countries TEXT,
    -- 1: refuses VoIP numbers though the settings allow them.
    voip_refused BIGINT NOT NULL DEFAULT 0,
    resetters TEXT NOT NULL DEFAULT 'admins' CHECK (resetters IN ('owners', 'admins')),
    -- 1: every reset takes a second person.
    second_person BIGINT NOT NULL DEFAULT 0,
    -- From a confirmed `Reset MFA` request to its completion; null: as the settings say.
    case_wait_seconds BIGINT,
    changed_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    CHECK (sms = 1 OR call = 1)
);

-- Until then a person put off what an organization will require; asked again only for a later date.
ALTER TABLE person ADD COLUMN skipped_2fa_until BIGINT;

-- Figures of an organization by UTC day (days since 1970-01-01). Kinds: levels are changes of how many people are so,
-- everything else counts what happened.
CREATE TABLE tally (
    organization_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    day BIGINT NOT NULL,
    key TEXT NOT NULL,
    count BIGINT NOT NULL,
    PRIMARY KEY (organization_id, kind, day, key)
);
-- The same, as it happens: only ever added to, so that no two transactions wait for each other. Folded into the table
-- above every few minutes; whoever reads adds both.
CREATE TABLE tally_event (
    id TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    day BIGINT NOT NULL,
    key TEXT NOT NULL,
    count BIGINT NOT NULL
);
CREATE INDEX tally_event_of_organization ON tally_event (organization_id, kind, day);

-- As what the levels count a member, words parted by spaces. Outlives the membership, until that is taken off the levels.
CREATE TABLE tally_member (
    person_id TEXT NOT NULL,
    organization_id TEXT NOT NULL,
    counted TEXT NOT NULL,
    PRIMARY KEY (person_id, organization_id)
);
-- 1: the levels have not seen this member yet, or something changed that housekeeping has to look at.
ALTER TABLE membership ADD COLUMN count_due BIGINT NOT NULL DEFAULT 1;
CREATE INDEX membership_due ON membership (person_id) WHERE count_due = 1;
CREATE INDEX membership_of_role ON membership (organization_id, role);

-- The mailbox refused the last message for good.
ALTER TABLE address ADD COLUMN refused_at BIGINT;
CREATE INDEX address_of_mailbox ON address (email);

-- Whose figures a message with a code counts in: organization, region and channel, parted by spaces.
ALTER TABLE outbox ADD COLUMN tally TEXT;
-- Its first message was taken by the carrier.
ALTER TABLE challenge ADD COLUMN delivered_at BIGINT;
