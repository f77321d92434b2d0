-- The language that somebody chose for messages to them: a tag such as 'de'; null: nobody chose one.
ALTER TABLE person ADD COLUMN language TEXT;

-- The language of a message, fixed when it is written here: what the browser of whoever caused it asked for is not known
-- any more when its words are made.
ALTER TABLE outbox ADD COLUMN language TEXT NOT NULL DEFAULT 'en';

-- How far the messages of a code came, asked once a second by the page that waits for it.
CREATE INDEX outbox_codes ON outbox (challenge_id, created_at) WHERE challenge_id IS NOT NULL;
