-- Suspended by the organization that manages the person: no session and no sign-in until that ends.
ALTER TABLE person ADD COLUMN suspended_at BIGINT;

-- Invitations by mail. The link's secret is derived from the id and the number of the message, so that sending it again ends
-- the link before.
CREATE TABLE invitation (
    id TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organization (id),
    email TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('owner', 'admin', 'member')),
    invited_by TEXT NOT NULL REFERENCES person (id),
    created_at BIGINT NOT NULL,
    -- Messages sent.
    sends BIGINT NOT NULL DEFAULT 1,
    sent_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_how TEXT CHECK (ended_how IN ('accepted', 'declined', 'revoked', 'expired')),
    CHECK ((ended_at IS NULL) = (ended_how IS NULL))
);
CREATE UNIQUE INDEX invitation_open ON invitation (organization_id, email) WHERE ended_at IS NULL;
CREATE INDEX invitation_to ON invitation (email) WHERE ended_at IS NULL;

-- People picked from a list, kept for their maker. Once confirmed it is a job: each person's row is done in the transaction
-- that changes the person, so that nobody is done twice, whoever works on it and however often it starts again.
CREATE TABLE selection (
    id TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organization (id),
    made_by TEXT NOT NULL REFERENCES person (id),
    created_at BIGINT NOT NULL,
    -- Not confirmed until then, it is forgotten.
    expires_at BIGINT NOT NULL,
    deed TEXT CHECK (deed IN ('reset', 'remind')),
    reason TEXT NOT NULL DEFAULT '',
    ticket TEXT NOT NULL DEFAULT '',
    -- Where it was confirmed, for the trail.
    ip TEXT NOT NULL DEFAULT '',
    agent TEXT NOT NULL DEFAULT '',
    started_at BIGINT,
    finished_at BIGINT,
    CHECK ((deed IS NULL) = (started_at IS NULL))
);
CREATE INDEX selection_running ON selection (started_at) WHERE started_at IS NOT NULL AND finished_at IS NULL;
CREATE INDEX selection_made ON selection (created_at);

CREATE TABLE selected (
    selection_id TEXT NOT NULL REFERENCES selection (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    state TEXT NOT NULL CHECK (state IN ('picked', 'waiting', 'done', 'skipped', 'failed')),
    -- Why it was skipped, or how it ended: a word.
    result TEXT NOT NULL DEFAULT '',
    -- A node works on it until then.
    lease_until BIGINT NOT NULL DEFAULT 0,
    done_at BIGINT,
    PRIMARY KEY (selection_id, person_id)
);
CREATE INDEX selected_waiting ON selected (selection_id, person_id) WHERE state = 'waiting';

-- What somebody typed into the page that invites, until it is right: sealed, one a person and organization.
CREATE TABLE invite_draft (
    organization_id TEXT NOT NULL REFERENCES organization (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    typed_sealed TEXT NOT NULL,
    role TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (organization_id, person_id)
);
