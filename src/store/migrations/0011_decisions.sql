-- Decisions that can be taken back. Every row a person decides names the journal entry it belongs to; when
-- that entry is undone the row stays and is marked as withdrawn, and counts for nothing from then on.

-- undoes: the entry that this one takes back. undone_by: the entry that took this one back, while it holds.
ALTER TABLE journal ADD COLUMN undoes {{integer}};
ALTER TABLE journal ADD COLUMN undone_by {{integer}};

ALTER TABLE assignment ADD COLUMN entry_id {{integer}};
ALTER TABLE assignment ADD COLUMN withdrawn_at {{integer}};
ALTER TABLE setting ADD COLUMN entry_id {{integer}};
ALTER TABLE setting ADD COLUMN withdrawn_at {{integer}};
ALTER TABLE calibration ADD COLUMN entry_id {{integer}};
ALTER TABLE calibration ADD COLUMN withdrawn_at {{integer}};

-- way: what the label says of the kind of way in; made_by: who made the code, by what was known then.
ALTER TABLE label ADD COLUMN way {{integer}};
ALTER TABLE label ADD COLUMN made_by {{integer}};
ALTER TABLE label ADD COLUMN entry_id {{integer}};

-- What is said of a source, one property a row; the last one in force holds. The row in `source` is what
-- they come to. A source whose making was undone has withdrawn_at, and a name that nobody can type.
CREATE TABLE source_change (
    guild_id     {{integer}} NOT NULL,
    change_id    {{integer}} NOT NULL,
    source_id    {{integer}} NOT NULL,
    property     TEXT NOT NULL,
    value        TEXT,
    made_at      {{integer}} NOT NULL,
    author       TEXT NOT NULL,
    entry_id     {{integer}},
    withdrawn_at {{integer}},
    PRIMARY KEY (guild_id, change_id),
    FOREIGN KEY (guild_id, source_id) REFERENCES source (guild_id, source_id)
) {{clustered}};

ALTER TABLE source ADD COLUMN merged_into {{integer}};
ALTER TABLE source ADD COLUMN owner_id {{integer}};
ALTER TABLE source ADD COLUMN note TEXT;
ALTER TABLE source ADD COLUMN tags TEXT;
ALTER TABLE source ADD COLUMN withdrawn_at {{integer}};

INSERT INTO source_change (guild_id, change_id, source_id, property, value, made_at, author)
    SELECT guild_id, source_id, source_id, 'name', name, created_at, '' FROM source WHERE kind = 'named';
INSERT INTO source_change (guild_id, change_id, source_id, property, value, made_at, author)
    SELECT guild_id, 1000000000 + source_id, source_id, 'retired_at', CAST(retired_at AS TEXT), retired_at, ''
    FROM source WHERE kind = 'named' AND retired_at IS NOT NULL;

-- Whom a code is credited to from valid_from on (absent: always). No user: whoever made it.
CREATE TABLE credit (
    guild_id     {{integer}} NOT NULL REFERENCES guild,
    credit_id    {{integer}} NOT NULL,
    code         TEXT NOT NULL,
    user_id      {{integer}},
    valid_from   {{integer}},
    made_at      {{integer}} NOT NULL,
    author       TEXT NOT NULL,
    entry_id     {{integer}},
    withdrawn_at {{integer}},
    PRIMARY KEY (guild_id, credit_id)
) {{clustered}};

-- Where a code does not appear: the last row of a code holds.
CREATE TABLE ignored_code (
    guild_id     {{integer}} NOT NULL REFERENCES guild,
    ignored_id   {{integer}} NOT NULL,
    code         TEXT NOT NULL,
    on_log       {{integer}} NOT NULL,
    on_board     {{integer}} NOT NULL,
    on_xp        {{integer}} NOT NULL,
    made_at      {{integer}} NOT NULL,
    author       TEXT NOT NULL,
    entry_id     {{integer}},
    withdrawn_at {{integer}},
    PRIMARY KEY (guild_id, ignored_id)
) {{clustered}};

-- Whose joins, or whose invitees, earn no credit on boards: the last row of a user holds.
CREATE TABLE exclusion (
    guild_id     {{integer}} NOT NULL REFERENCES guild,
    exclusion_id {{integer}} NOT NULL,
    user_id      {{integer}} NOT NULL,
    as_inviter   {{integer}} NOT NULL,
    as_member    {{integer}} NOT NULL,
    made_at      {{integer}} NOT NULL,
    author       TEXT NOT NULL,
    entry_id     {{integer}},
    withdrawn_at {{integer}},
    PRIMARY KEY (guild_id, exclusion_id)
) {{clustered}};

-- What a source cost, in hundredths, over a stretch of time (absent ends: open). The last row of a stretch
-- holds; different stretches add up.
CREATE TABLE cost (
    guild_id     {{integer}} NOT NULL,
    cost_id      {{integer}} NOT NULL,
    source_id    {{integer}} NOT NULL,
    amount       {{integer}} NOT NULL,
    valid_from   {{integer}},
    valid_until  {{integer}},
    made_at      {{integer}} NOT NULL,
    author       TEXT NOT NULL,
    entry_id     {{integer}},
    withdrawn_at {{integer}},
    PRIMARY KEY (guild_id, cost_id),
    FOREIGN KEY (guild_id, source_id) REFERENCES source (guild_id, source_id)
) {{clustered}};
