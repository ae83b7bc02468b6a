-- Segments anew, with totals; the next sync fills them. The number of a segment is the id of its first
-- join from now on, and it holds as many as it says. Long bytes lie in tables by row id: in clustered
-- ones every level of the tree would be full of them.
DROP TABLE segment_leave;
DROP TABLE segment_column;
DELETE FROM segment_answer;
DELETE FROM segment;

-- One column of one segment, as src/store/segment_codec.hpp packs it.
CREATE {{derived}} TABLE segment_column (
    guild_id {{integer}} NOT NULL,
    number   {{integer}} NOT NULL,
    name     {{integer}} NOT NULL,
    bytes    {{blob}} NOT NULL,
    PRIMARY KEY (guild_id, number, name)
) {{heap}};

-- What boards count of a whole segment, for levels 1 (inviter) and 2 (source), as
-- src/store/segment_totals.hpp packs it.
CREATE {{derived}} TABLE segment_total (
    guild_id {{integer}} NOT NULL,
    number   {{integer}} NOT NULL,
    level    {{integer}} NOT NULL,
    bytes    {{blob}} NOT NULL,
    PRIMARY KEY (guild_id, number, level)
) {{heap}};

-- The thresholds under which all totals of a guild hold, in ticks.
CREATE {{derived}} TABLE segment_rules (
    guild_id       {{integer}} NOT NULL,
    fake_threshold {{integer}} NOT NULL,
    retained_after {{integer}} NOT NULL,
    PRIMARY KEY (guild_id)
) {{clustered}};

-- Leaves that came, changed or were taken back since their segment was written, as
-- src/store/segment_changes.cpp packs them; `batch` rises from one transaction to the next.
CREATE {{derived}} TABLE segment_leaves (
    guild_id {{integer}} NOT NULL,
    number   {{integer}} NOT NULL,
    batch    {{integer}} NOT NULL,
    bytes    {{blob}} NOT NULL,
    PRIMARY KEY (guild_id, number, batch)
) {{heap}};
