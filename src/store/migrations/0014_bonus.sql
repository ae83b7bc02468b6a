-- Credit that people give to an inviter beside the joins, or take from one: rows add up.
CREATE TABLE bonus (
    guild_id     {{integer}} NOT NULL REFERENCES guild,
    bonus_id     {{integer}} NOT NULL,
    user_id      {{integer}} NOT NULL,
    amount       {{integer}} NOT NULL,
    reason       TEXT NOT NULL,
    made_at      {{integer}} NOT NULL,
    author       TEXT NOT NULL,
    entry_id     {{integer}},
    withdrawn_at {{integer}},
    PRIMARY KEY (guild_id, bonus_id)
) {{clustered}};
