-- An admin or the operator took every second factor away then. The mark goes with a phone that a valid pass enrolled, or
-- with "This wasn't me": until then the password alone opens nothing, whatever happened to the pass.
ALTER TABLE person ADD COLUMN reset_at BIGINT;

-- `Reset 2FA` by an admin or owner: asked for, perhaps waiting for a second person, and done.
CREATE TABLE admin_reset (
    id TEXT NOT NULL PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organization (id),
    person_id TEXT NOT NULL REFERENCES person (id),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'declined', 'withdrawn', 'expired')),
    reason TEXT NOT NULL,
    details TEXT NOT NULL,
    ticket TEXT NOT NULL,
    -- Which text of the box was ticked.
    text_version BIGINT NOT NULL,
    -- A person's id, or "operator".
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    -- Nobody may approve it from then on.
    expires_at BIGINT NOT NULL,
    decided_by TEXT,
    decided_at BIGINT,
    -- What the organization's policy and the person's role asked for then: 1, a second person.
    second_person BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 0,
    CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
    CHECK (state <> 'done' OR second_person = 0 OR (decided_by IS NOT NULL AND decided_by <> asked_by))
);
CREATE UNIQUE INDEX admin_reset_waiting ON admin_reset (person_id) WHERE state = 'waiting';
CREATE INDEX admin_reset_of_organization ON admin_reset (organization_id, state, asked_at);
CREATE INDEX admin_reset_of_person ON admin_reset (person_id, asked_at);

-- The pass that a reset leaves is a request that is granted from the start.
ALTER TABLE reset_case ADD COLUMN reset_id TEXT;
-- 1: the operator told the person the code of the pass; none is ever mailed for it.
ALTER TABLE reset_case ADD COLUMN code_told BIGINT NOT NULL DEFAULT 0;

-- What a reviewer wants to know before deciding on a request, and the answer. Sealed: either may say anything.
CREATE TABLE case_question (
    id TEXT NOT NULL PRIMARY KEY,
    case_id TEXT NOT NULL REFERENCES reset_case (id),
    organization_id TEXT NOT NULL REFERENCES organization (id),
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    question_sealed TEXT NOT NULL,
    answer_sealed TEXT,
    answered_at BIGINT,
    CHECK ((answer_sealed IS NULL) = (answered_at IS NULL))
);
CREATE INDEX case_question_of_case ON case_question (case_id, asked_at);

-- One more state. Its CHECK cannot be widened in place on both databases, and rows live twenty minutes at most: whoever is
-- half-way through a sign-in during the update starts again.
DROP TABLE sign_in;
CREATE TABLE sign_in (
    id TEXT NOT NULL PRIMARY KEY,
    token_digest TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES person (id),
    state TEXT NOT NULL CHECK (state IN ('code', 'pass', 'barred', 'password', 'enrol', 'done', 'ended')),
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
