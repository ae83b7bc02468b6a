-- What members-search said of how a member came in, by the join it is about; never changed afterwards.
-- The join need not be known yet.
CREATE TABLE stated_source (
    guild_id   {{integer}} NOT NULL REFERENCES guild,
    user_id    {{integer}} NOT NULL,
    joined_at  {{integer}} NOT NULL,
    way        {{integer}} NOT NULL,
    code       TEXT,
    inviter_id {{integer}},
    stated_at  {{integer}} NOT NULL,
    PRIMARY KEY (guild_id, user_id, joined_at)
) {{clustered}};
