-- What was to be done at Discord, written down before the request, and what came of it. An open one whose
-- program died is looked into before anything is tried again.
CREATE TABLE intent (
    guild_id     {{integer}} NOT NULL REFERENCES guild,
    intent_id    {{integer}} NOT NULL,
    kind         TEXT NOT NULL,
    state        TEXT NOT NULL,
    made_at      {{integer}} NOT NULL,
    author       TEXT NOT NULL,
    channel_id   {{integer}},
    source_id    {{integer}},
    code         TEXT,
    role_name    TEXT,
    role_id      {{integer}},
    max_age      {{integer}},
    max_uses     {{integer}},
    is_temporary {{integer}},
    targets      TEXT,
    credit_id    {{integer}},
    reason       TEXT NOT NULL,
    ended_at     {{integer}},
    outcome      TEXT NOT NULL,
    PRIMARY KEY (guild_id, intent_id)
) {{clustered}};
