-- Members whom the latest sweep did not list and nobody looked for: the next one decides.
CREATE TABLE doubtful_leave (
    guild_id {{integer}} NOT NULL REFERENCES guild,
    user_id  {{integer}} NOT NULL,
    PRIMARY KEY (guild_id, user_id)
) {{clustered}};
