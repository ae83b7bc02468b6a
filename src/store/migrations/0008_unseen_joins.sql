-- Joins of people whom no sweep saw.

-- What the system channel announced: who joined, and when. Never any text.
CREATE TABLE join_message (
    guild_id   {{integer}} NOT NULL REFERENCES guild,
    message_id {{integer}} NOT NULL,
    channel_id {{integer}} NOT NULL,
    user_id    {{integer}} NOT NULL,
    at         {{integer}} NOT NULL,
    PRIMARY KEY (guild_id, message_id)
) {{clustered}};
CREATE INDEX join_message_user ON join_message (guild_id, user_id, at);

-- Where it is set, the join lies in (joined_after, joined_at]: known from a join message or a kick, until
-- a sweep sees the member.
ALTER TABLE member_spell ADD COLUMN joined_after {{integer}};
CREATE INDEX member_spell_unseen ON member_spell (guild_id, first_sweep) WHERE joined_after IS NOT NULL;
