-- Marker roles: roles that invites of one source give to whoever accepts them.

-- A decision which source a role stands for. No source: none any more. A later row about a role holds.
CREATE TABLE marker_role (
    guild_id  {{integer}} NOT NULL REFERENCES guild,
    marker_id {{integer}} NOT NULL,
    role_id   {{integer}} NOT NULL,
    source_id {{integer}},
    made_at   {{integer}} NOT NULL,
    author    TEXT NOT NULL,
    PRIMARY KEY (guild_id, marker_id),
    FOREIGN KEY (guild_id, source_id) REFERENCES source (guild_id, source_id)
) {{clustered}};

-- Which of the roles that invites give, or that stand for a source, a member held when first seen.
CREATE TABLE role_holding (
    guild_id  {{integer}} NOT NULL REFERENCES guild,
    user_id   {{integer}} NOT NULL,
    joined_at {{integer}} NOT NULL,
    role_id   {{integer}} NOT NULL,
    PRIMARY KEY (guild_id, user_id, joined_at, role_id)
) {{clustered}};
CREATE INDEX role_holding_role ON role_holding (guild_id, role_id, joined_at);

CREATE TABLE staging_role (
    guild_id {{integer}} NOT NULL REFERENCES guild,
    user_id  {{integer}} NOT NULL,
    role_id  {{integer}} NOT NULL,
    PRIMARY KEY (guild_id, user_id, role_id)
) {{clustered}};
