-- Invites that only listed people may accept. The list of invites does not say which these are; each is
-- asked about by itself.

CREATE TABLE invite_targeting (
    guild_id {{integer}} NOT NULL,
    code     TEXT NOT NULL,
    epoch    {{integer}} NOT NULL,
    targeted {{integer}} NOT NULL,
    uses     {{integer}} NOT NULL,
    asked_at {{integer}} NOT NULL,
    PRIMARY KEY (guild_id, code, epoch),
    FOREIGN KEY (guild_id, code, epoch) REFERENCES invite (guild_id, code, epoch)
) {{clustered}};

-- Everybody who was ever on the list of such an invite.
CREATE TABLE invite_target (
    guild_id {{integer}} NOT NULL,
    code     TEXT NOT NULL,
    epoch    {{integer}} NOT NULL,
    user_id  {{integer}} NOT NULL,
    PRIMARY KEY (guild_id, code, epoch, user_id),
    FOREIGN KEY (guild_id, code, epoch) REFERENCES invite (guild_id, code, epoch)
) {{clustered}};
