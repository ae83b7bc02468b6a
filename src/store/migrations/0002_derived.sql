-- Derived rows: everything here can be dropped and worked out again from the facts, to the same bytes.
--
-- The word before each TABLE is empty here; store/rehearsal.cpp runs the same statements with "TEMPORARY"
-- in its place.

CREATE {{derived}} TABLE attribution (
    guild_id        {{integer}} NOT NULL,
    join_id         {{integer}} NOT NULL,
    settled         {{integer}} NOT NULL,
    by_kind         {{integer}} NOT NULL,
    code_verdict    {{integer}} NOT NULL,
    code_p          {{real}} NOT NULL,
    code            TEXT,
    inviter_verdict {{integer}} NOT NULL,
    inviter_p       {{real}} NOT NULL,
    inviter_id      {{integer}},
    source_verdict  {{integer}} NOT NULL,
    source_p        {{real}} NOT NULL,
    source_id       {{integer}},
    reason          TEXT NOT NULL,
    PRIMARY KEY (guild_id, join_id)
) {{clustered}};

-- rank 1 is the most probable.
CREATE {{derived}} TABLE candidate (
    guild_id   {{integer}} NOT NULL,
    join_id    {{integer}} NOT NULL,
    rank       {{integer}} NOT NULL,
    kind       {{integer}} NOT NULL,
    code       TEXT,
    inviter_id {{integer}},
    source_id  {{integer}},
    p          {{real}} NOT NULL,
    PRIMARY KEY (guild_id, join_id, rank)
) {{clustered}};

-- Uses that some joins must explain: between at_least and at_most (absent: no limit) of them, by joins in
-- (interval_from, interval_until]. attributed and ghosts are expectations.
CREATE {{derived}} TABLE demand (
    guild_id       {{integer}} NOT NULL,
    stream         {{integer}} NOT NULL,
    reading        {{integer}} NOT NULL,
    code           TEXT NOT NULL,
    epoch          {{integer}} NOT NULL,
    kind           {{integer}} NOT NULL,
    at_least       {{integer}} NOT NULL,
    at_most        {{integer}},
    interval_from  {{integer}} NOT NULL,
    interval_until {{integer}} NOT NULL,
    attributed     {{real}} NOT NULL,
    ghosts         {{real}} NOT NULL,
    settled        {{integer}} NOT NULL,
    PRIMARY KEY (guild_id, stream, reading, code, epoch, kind)
) {{clustered}};

-- Below these everything is settled.
CREATE {{derived}} TABLE low_water_mark (
    guild_id {{integer}} NOT NULL PRIMARY KEY,
    invites  {{integer}} NOT NULL,
    vanity   {{integer}} NOT NULL,
    join_id  {{integer}} NOT NULL
) {{clustered}};
