-- Facts: what Discord said and what people decided. Nothing here is computed.
--
-- Every key starts with the guild, so that a guild's rows lie together and a distributed engine can split
-- by it. Times are microseconds since 1970 in UTC, truth is 0 or 1, and small integers stand for the
-- values of an enumeration as src/store/codes.hpp numbers them. Words in double braces are explained in
-- ports/sql.hpp.

CREATE TABLE guild (
    guild_id          {{integer}} NOT NULL PRIMARY KEY,
    alias             TEXT NOT NULL UNIQUE,
    name              TEXT NOT NULL,
    owner_id          {{integer}} NOT NULL,
    has_vanity        {{integer}} NOT NULL,
    discoverable      {{integer}} NOT NULL,
    system_channel_id {{integer}},
    added_at          {{integer}} NOT NULL,
    is_default        {{integer}} NOT NULL
) {{clustered}};

CREATE TABLE channel (
    guild_id   {{integer}} NOT NULL REFERENCES guild,
    channel_id {{integer}} NOT NULL,
    name       TEXT NOT NULL,
    type       {{integer}} NOT NULL,
    PRIMARY KEY (guild_id, channel_id)
) {{clustered}};

-- The latest names only.
CREATE TABLE person (
    guild_id     {{integer}} NOT NULL REFERENCES guild,
    user_id      {{integer}} NOT NULL,
    username     TEXT NOT NULL,
    display_name TEXT NOT NULL,
    bot          {{integer}} NOT NULL,
    has_avatar   {{integer}} NOT NULL,
    PRIMARY KEY (guild_id, user_id)
) {{clustered}};

-- Belongs to the machine, not to a guild; its times are the local clock's.
CREATE TABLE run (
    run_id  {{id}},
    command TEXT NOT NULL,
    began   {{integer}} NOT NULL,
    ended   {{integer}},
    outcome TEXT NOT NULL,
    detail  TEXT NOT NULL,
    host    TEXT NOT NULL,
    pid     {{integer}} NOT NULL
) {{heap}};

-- The latest attempt of its kind; overwritten in place.
CREATE TABLE poll (
    guild_id   {{integer}} NOT NULL REFERENCES guild,
    kind       {{integer}} NOT NULL,
    began      {{integer}} NOT NULL,
    ended      {{integer}} NOT NULL,
    outcome    TEXT NOT NULL,
    run_id     {{integer}} NOT NULL,
    ok_began   {{integer}},
    ok_ended   {{integer}},
    PRIMARY KEY (guild_id, kind)
) {{clustered}};

-- (gap_from, gap_until] cannot be read any more, or was not to be read.
CREATE TABLE gap (
    guild_id  {{integer}} NOT NULL REFERENCES guild,
    kind      {{integer}} NOT NULL,
    gap_from  {{integer}} NOT NULL,
    reason    TEXT NOT NULL,
    gap_until {{integer}} NOT NULL,
    PRIMARY KEY (guild_id, kind, gap_from, reason)
) {{clustered}};

-- A row per reading with news, and after it at most one quiet row, which moves.
CREATE TABLE reading (
    guild_id {{integer}} NOT NULL REFERENCES guild,
    stream   {{integer}} NOT NULL,
    number   {{integer}} NOT NULL,
    began    {{integer}} NOT NULL,
    ended    {{integer}} NOT NULL,
    quiet    {{integer}} NOT NULL,
    PRIMARY KEY (guild_id, stream, number)
) {{clustered}};

-- One life of a code. last_uses is the counter now; carried_uses is what an earlier epoch of the very
-- same invite had shown already.
CREATE TABLE invite (
    guild_id      {{integer}} NOT NULL REFERENCES guild,
    code          TEXT NOT NULL,
    epoch         {{integer}} NOT NULL,
    stream        {{integer}} NOT NULL,
    channel_id    {{integer}},
    inviter_id    {{integer}},
    created_at    {{integer}},
    expires_at    {{integer}},
    max_uses      {{integer}} NOT NULL,
    max_age       {{integer}} NOT NULL,
    is_temporary  {{integer}} NOT NULL,
    targeted      {{integer}} NOT NULL,
    first_reading {{integer}} NOT NULL,
    first_uses    {{integer}} NOT NULL,
    carried_uses  {{integer}} NOT NULL,
    gone_reading  {{integer}},
    last_uses     {{integer}} NOT NULL,
    PRIMARY KEY (guild_id, code, epoch)
) {{clustered}};
CREATE INDEX invite_first ON invite (guild_id, stream, first_reading);
CREATE INDEX invite_gone ON invite (guild_id, stream, gone_reading) WHERE gone_reading IS NOT NULL;
CREATE INDEX invite_listed ON invite (guild_id, stream, code) WHERE gone_reading IS NULL;

CREATE TABLE invite_role (
    guild_id {{integer}} NOT NULL,
    code     TEXT NOT NULL,
    epoch    {{integer}} NOT NULL,
    role_id  {{integer}} NOT NULL,
    PRIMARY KEY (guild_id, code, epoch, role_id),
    FOREIGN KEY (guild_id, code, epoch) REFERENCES invite (guild_id, code, epoch)
) {{clustered}};

-- A counter that moved, also downwards.
CREATE TABLE use_change (
    guild_id    {{integer}} NOT NULL,
    stream      {{integer}} NOT NULL,
    reading     {{integer}} NOT NULL,
    code        TEXT NOT NULL,
    epoch       {{integer}} NOT NULL,
    uses_before {{integer}} NOT NULL,
    uses_after  {{integer}} NOT NULL,
    PRIMARY KEY (guild_id, stream, reading, code, epoch),
    FOREIGN KEY (guild_id, code, epoch) REFERENCES invite (guild_id, code, epoch)
) {{clustered}};

-- As readings: a row per sweep with news, and one quiet row that moves.
CREATE TABLE sweep (
    guild_id {{integer}} NOT NULL REFERENCES guild,
    number   {{integer}} NOT NULL,
    began    {{integer}} NOT NULL,
    ended    {{integer}} NOT NULL,
    members  {{integer}} NOT NULL,
    quiet    {{integer}} NOT NULL,
    PRIMARY KEY (guild_id, number)
) {{clustered}};

-- From a join to its leave. No join id: a member from before tracking began. No leave: present.
CREATE TABLE member_spell (
    guild_id       {{integer}} NOT NULL REFERENCES guild,
    user_id        {{integer}} NOT NULL,
    joined_at      {{integer}} NOT NULL,
    join_id        {{integer}},
    first_sweep    {{integer}} NOT NULL,
    bot            {{integer}} NOT NULL,
    did_rejoin     {{integer}} NOT NULL,
    pending        {{integer}} NOT NULL,
    leave_earliest {{integer}},
    leave_latest   {{integer}},
    leave_cause    {{integer}},
    left_sweep     {{integer}},
    PRIMARY KEY (guild_id, user_id, joined_at)
) {{clustered}};
CREATE UNIQUE INDEX member_spell_join ON member_spell (guild_id, join_id) WHERE join_id IS NOT NULL;
CREATE INDEX member_spell_present ON member_spell (guild_id, user_id, joined_at)
    WHERE leave_latest IS NULL;

-- A sweep under way: what the pages read so far have shown.
CREATE TABLE staging_sweep (
    guild_id   {{integer}} NOT NULL PRIMARY KEY REFERENCES guild,
    began      {{integer}},
    ended      {{integer}},
    after_user {{integer}} NOT NULL,
    complete   {{integer}} NOT NULL,
    members    {{integer}} NOT NULL
) {{clustered}};

CREATE TABLE staging_member (
    guild_id   {{integer}} NOT NULL REFERENCES guild,
    user_id    {{integer}} NOT NULL,
    joined_at  {{integer}} NOT NULL,
    bot        {{integer}} NOT NULL,
    did_rejoin {{integer}} NOT NULL,
    pending    {{integer}} NOT NULL,
    PRIMARY KEY (guild_id, user_id)
) {{clustered}};

CREATE TABLE audit_entry (
    guild_id     {{integer}} NOT NULL REFERENCES guild,
    entry_id     {{integer}} NOT NULL,
    at           {{integer}} NOT NULL,
    action       {{integer}} NOT NULL,
    actor_id     {{integer}},
    target_id    {{integer}},
    reason       TEXT NOT NULL,
    code         TEXT,
    channel_id   {{integer}},
    inviter_id   {{integer}},
    uses         {{integer}},
    max_uses     {{integer}},
    max_age      {{integer}},
    is_temporary {{integer}},
    PRIMARY KEY (guild_id, entry_id)
) {{clustered}};
CREATE INDEX audit_entry_code ON audit_entry (guild_id, code) WHERE code IS NOT NULL;
-- Kicks, bans and additions of bots, by whom they are about.
CREATE INDEX audit_entry_target ON audit_entry (guild_id, target_id) WHERE action IN (20, 22, 28);

CREATE TABLE read_cursor (
    guild_id {{integer}} NOT NULL REFERENCES guild,
    name     TEXT NOT NULL,
    value    {{integer}} NOT NULL,
    PRIMARY KEY (guild_id, name)
) {{clustered}};

CREATE TABLE source (
    guild_id   {{integer}} NOT NULL REFERENCES guild,
    source_id  {{integer}} NOT NULL,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    created_at {{integer}} NOT NULL,
    retired_at {{integer}},
    PRIMARY KEY (guild_id, source_id),
    UNIQUE (guild_id, name)
) {{clustered}};

-- No source: to none. No valid_from: for all history. A later row wins where both apply.
CREATE TABLE assignment (
    guild_id      {{integer}} NOT NULL,
    assignment_id {{integer}} NOT NULL,
    code          TEXT NOT NULL,
    source_id     {{integer}},
    valid_from    {{integer}},
    made_at       {{integer}} NOT NULL,
    author        TEXT NOT NULL,
    PRIMARY KEY (guild_id, assignment_id),
    FOREIGN KEY (guild_id, source_id) REFERENCES source (guild_id, source_id)
) {{clustered}};

-- What a person says of one join, over what was worked out.
CREATE TABLE label (
    guild_id     {{integer}} NOT NULL REFERENCES guild,
    label_id     {{integer}} NOT NULL,
    user_id      {{integer}} NOT NULL,
    joined_at    {{integer}} NOT NULL,
    source_id    {{integer}},
    code         TEXT,
    inviter_id   {{integer}},
    reason       TEXT NOT NULL,
    author       TEXT NOT NULL,
    made_at      {{integer}} NOT NULL,
    withdrawn_at {{integer}},
    PRIMARY KEY (guild_id, label_id),
    FOREIGN KEY (guild_id, source_id) REFERENCES source (guild_id, source_id)
) {{clustered}};

-- The last row of a key holds; no value: back to the default.
CREATE TABLE setting (
    guild_id   {{integer}} NOT NULL REFERENCES guild,
    setting_id {{integer}} NOT NULL,
    key        TEXT NOT NULL,
    value      {{integer}},
    made_at    {{integer}} NOT NULL,
    PRIMARY KEY (guild_id, setting_id)
) {{clustered}};

-- Bounds and declarations on [valid_from, valid_until); absent ends are open. A later row holds on its range.
CREATE TABLE calibration (
    guild_id       {{integer}} NOT NULL REFERENCES guild,
    calibration_id {{integer}} NOT NULL,
    valid_from     {{integer}},
    valid_until    {{integer}},
    lag_bound      {{integer}} NOT NULL,
    clock_bound    {{integer}} NOT NULL,
    closed         {{integer}} NOT NULL,
    no_ghosts      {{integer}} NOT NULL,
    lag_scale      {{integer}} NOT NULL,
    no_invite_rate {{real}} NOT NULL,
    bounce_share   {{real}} NOT NULL,
    bounce_tau     {{integer}} NOT NULL,
    made_at        {{integer}} NOT NULL,
    origin         TEXT NOT NULL,
    note           TEXT NOT NULL,
    PRIMARY KEY (guild_id, calibration_id)
) {{clustered}};

CREATE TABLE journal (
    guild_id {{integer}} NOT NULL REFERENCES guild,
    entry_id {{integer}} NOT NULL,
    at       {{integer}} NOT NULL,
    author   TEXT NOT NULL,
    action   TEXT NOT NULL,
    subject  TEXT NOT NULL,
    detail   TEXT NOT NULL,
    PRIMARY KEY (guild_id, entry_id)
) {{clustered}};
