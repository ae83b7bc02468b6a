-- Joins as columns: what boards read. Derived, as the answers are.
--
-- Segment N holds the joins with the ids N * 65536 + 1 to (N + 1) * 65536; the last one may hold fewer.
-- Joins behind the last segment, and what changed inside since, are read from their rows and from
-- segment_leave, and folded in when there is enough of it. Times are in ticks (analytics/tick.hpp).

CREATE {{derived}} TABLE segment (
    guild_id        {{integer}} NOT NULL,
    number          {{integer}} NOT NULL,
    joins           {{integer}} NOT NULL,
    first_joined    {{integer}} NOT NULL,
    last_joined     {{integer}} NOT NULL,
    last_left       {{integer}} NOT NULL,
    leaves_changed  {{integer}} NOT NULL,
    answers_changed {{integer}} NOT NULL,
    PRIMARY KEY (guild_id, number)
) {{clustered}};

-- One column of one segment, as src/store/segment_codec.hpp packs it.
CREATE {{derived}} TABLE segment_column (
    guild_id {{integer}} NOT NULL,
    number   {{integer}} NOT NULL,
    name     {{integer}} NOT NULL,
    bytes    {{blob}} NOT NULL,
    PRIMARY KEY (guild_id, number, name)
) {{clustered}};

-- What the numbers in the columns stand for: kind 0 codes, 1 inviters, 2 sources.
CREATE {{derived}} TABLE segment_word (
    guild_id {{integer}} NOT NULL,
    kind     {{integer}} NOT NULL,
    position {{integer}} NOT NULL,
    code     TEXT,
    id       {{integer}},
    PRIMARY KEY (guild_id, kind, position)
) {{clustered}};

-- Leaves that came, changed or were taken back since their segment was written.
CREATE {{derived}} TABLE segment_leave (
    guild_id     {{integer}} NOT NULL,
    join_id      {{integer}} NOT NULL,
    left_least   {{integer}} NOT NULL,
    left_most    {{integer}} NOT NULL,
    stayed_least {{integer}} NOT NULL,
    stayed_most  {{integer}} NOT NULL,
    PRIMARY KEY (guild_id, join_id)
) {{clustered}};

-- Joins whose answer changed since; the answer is read from its rows.
CREATE {{derived}} TABLE segment_answer (
    guild_id {{integer}} NOT NULL,
    join_id  {{integer}} NOT NULL,
    PRIMARY KEY (guild_id, join_id)
) {{clustered}};
