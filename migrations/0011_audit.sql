-- Signed checkpoints of the trail. Append only: each covers a row's position and hash, and the checkpoint before it.
CREATE TABLE audit_checkpoint (
    chain TEXT NOT NULL,
    number BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    hash TEXT NOT NULL,
    at BIGINT NOT NULL,
    previous TEXT NOT NULL,
    signature TEXT NOT NULL,
    PRIMARY KEY (chain, number),
    UNIQUE (chain, seq)
);

-- Each chain's end is signed as it moves, and knows its last checkpoint: nothing after it can be cut off unseen.
ALTER TABLE audit_head ADD COLUMN checkpoint_seq BIGINT NOT NULL DEFAULT 0;
ALTER TABLE audit_head ADD COLUMN checkpoint_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE audit_head ADD COLUMN signature TEXT NOT NULL DEFAULT '';
CREATE INDEX audit_head_due ON audit_head (checkpoint_at) WHERE seq > checkpoint_seq;

-- The organization's log: newest first, whole or of one kind, actor, person or address.
CREATE INDEX audit_of_chain ON audit (chain, at, seq);
CREATE INDEX audit_of_kind ON audit (chain, kind, at, seq);
CREATE INDEX audit_of_member ON audit (chain, person_id, at, seq);
CREATE INDEX audit_of_actor ON audit (chain, actor_id, at, seq);
CREATE INDEX audit_of_address ON audit (chain, ip, at, seq);

-- Notices about one person's account around a moment: what a dossier says of who was told.
CREATE INDEX outbox_notices ON outbox (person_id, created_at) WHERE notice IS NOT NULL;
