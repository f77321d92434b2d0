-- How an organization pays, and whose name stands on the bill. No card number is ever here, only its last four digits.
CREATE TABLE billing (
    organization_id TEXT NOT NULL PRIMARY KEY REFERENCES organization (id),
    method TEXT NOT NULL CHECK (method IN ('card', 'paypal')),
    -- Last four digits of the card, or the PayPal address.
    account TEXT NOT NULL,
    name TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    country TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

-- Requests of `Reset MFA`. What was claimed is evidence for a reviewer and proves nothing (v5.0.0-6.4.2, 63B §3.1.1.2).
CREATE TABLE reset_case (
    id TEXT NOT NULL PRIMARY KEY,
    -- What people call it: "R-4821-7730".
    number TEXT NOT NULL UNIQUE,
    person_id TEXT NOT NULL REFERENCES person (id),
    organization_id TEXT NOT NULL REFERENCES organization (id),
    -- The sign-in that it was begun in.
    binding TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN
        ('draft', 'confirming', 'waiting', 'review', 'passed', 'used', 'refused', 'cancelled', 'expired')),
    -- Sealed JSON of the answers.
    claimed_sealed TEXT NOT NULL,
    -- Answers that differ from what is known.
    wrong BIGINT NOT NULL DEFAULT 0,
    challenge_id TEXT REFERENCES challenge (id),
    created_at BIGINT NOT NULL,
    opened_at BIGINT,
    -- It may complete from then on.
    ready_at BIGINT,
    -- Reminders sent: 0, 1 at half-way, 2 shortly before the end.
    reminded BIGINT NOT NULL DEFAULT 0,
    decided_at BIGINT,
    -- A person's id, "wait" or "operator".
    decided_by TEXT,
    -- The draft, the request, or its pass is over from then on.
    expires_at BIGINT NOT NULL,
    version BIGINT NOT NULL DEFAULT 0,
    CHECK (state IN ('draft', 'confirming', 'expired', 'cancelled') OR opened_at IS NOT NULL),
    CHECK ((decided_at IS NULL) = (decided_by IS NULL))
);
CREATE UNIQUE INDEX case_open ON reset_case (person_id) WHERE state IN ('waiting', 'review', 'passed');
CREATE INDEX case_due ON reset_case (state, ready_at);
CREATE INDEX case_of_binding ON reset_case (binding, created_at);
CREATE INDEX case_of_organization ON reset_case (organization_id, created_at);
