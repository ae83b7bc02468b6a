-- The tables of `invitectl export` for any SQLite tool: the same names, the same values. Times are text
-- in UTC, truth is 0 or 1. What depends on the moment of asking is left out: outcomes, states of invites,
-- codes and costs of sources, and which rule denies a credit.
--
-- Views refer to columns by name: a migration that renames one makes these anew.

-- How people are called: "Display (username)", or whichever there is.
CREATE VIEW person_name (guild_id, user_id, name) AS
SELECT guild_id, user_id,
       CASE WHEN display_name = '' OR display_name = username
            THEN CASE username WHEN '' THEN CAST(user_id AS TEXT) ELSE username END
            WHEN username = '' THEN display_name
            ELSE display_name || ' (' || username || ')' END
FROM person;

-- The attribution record: a row per join.
CREATE VIEW export_joins AS
SELECT m.guild_id AS guild_id,
       m.join_id AS "join",
       {{rfc3339 m.joined_at}} AS joined_at,
       COALESCE(u.name, CAST(m.user_id AS TEXT)) AS user,
       m.user_id AS user_id,
       CASE WHEN a.inviter_verdict <= 4 THEN
           CASE WHEN a.inviter_id IS NOT NULL THEN COALESCE(i.name, CAST(a.inviter_id AS TEXT))
                WHEN a.by_kind = 0 THEN '(no inviter)' WHEN a.by_kind = 1 THEN '(server)'
                WHEN a.by_kind = 2 THEN '(bot)' ELSE '(no invite)' END END AS inviter,
       CASE WHEN a.code_verdict <= 4 THEN
           CASE WHEN a.code IS NOT NULL THEN a.code
                WHEN a.by_kind = 0 THEN '(no code)' WHEN a.by_kind = 1 THEN '(server)'
                WHEN a.by_kind = 2 THEN '(bot)' ELSE '(no invite)' END END AS code,
       CASE a.code_verdict WHEN 0 THEN 'manual' WHEN 1 THEN 'stated' WHEN 2 THEN 'stamped'
            WHEN 3 THEN 'proved' WHEN 4 THEN 'likely' WHEN 5 THEN 'open' WHEN 6 THEN 'unknown'
       END AS verdict,
       CASE WHEN a.source_verdict <= 4 THEN
           CASE WHEN a.source_id IS NOT NULL THEN COALESCE(s.name, CAST(a.source_id AS TEXT))
                WHEN a.by_kind = 0 THEN '(unassigned)' WHEN a.by_kind = 1 THEN '(server)'
                WHEN a.by_kind = 2 THEN '(bot)' ELSE '(no invite)' END END AS source,
       CASE WHEN a.code_verdict < 6 THEN a.code_p END AS p,
       CASE a.inviter_verdict WHEN 0 THEN 'manual' WHEN 1 THEN 'stated' WHEN 2 THEN 'stamped'
            WHEN 3 THEN 'proved' WHEN 4 THEN 'likely' WHEN 5 THEN 'open' WHEN 6 THEN 'unknown'
       END AS inviter_verdict,
       CASE WHEN a.inviter_verdict < 6 THEN a.inviter_p END AS inviter_p,
       CASE a.source_verdict WHEN 0 THEN 'manual' WHEN 1 THEN 'stated' WHEN 2 THEN 'stamped'
            WHEN 3 THEN 'proved' WHEN 4 THEN 'likely' WHEN 5 THEN 'open' WHEN 6 THEN 'unknown'
       END AS source_verdict,
       CASE WHEN a.source_verdict < 6 THEN a.source_p END AS source_p,
       a.inviter_id AS inviter_id,
       a.source_id AS source_id,
       CASE WHEN a.code_verdict <= 4 OR a.inviter_verdict <= 4 OR a.source_verdict <= 4 THEN
           CASE a.by_kind WHEN 0 THEN 'invite' WHEN 1 THEN 'vanity' WHEN 2 THEN 'bot'
                ELSE 'none' END END AS "by",
       a.settled AS settled,
       CASE a.reason WHEN '' THEN NULL ELSE a.reason END AS reason,
       {{rfc3339 m.leave_earliest}} AS left_after,
       {{rfc3339 m.leave_latest}} AS left_by,
       CASE m.leave_cause WHEN 0 THEN 'unknown' WHEN 1 THEN 'kicked' WHEN 2 THEN 'banned'
       END AS leave_cause,
       {{rfc3339 (((m.user_id >> 22) + 1420070400000) * 1000)}} AS account_created_at,
       m.bot AS bot,
       m.did_rejoin AS did_rejoin,
       (m.joined_at - ((m.user_id >> 22) + 1420070400000) * 1000) / 1000000 AS account_age,
       {{rfc3339 m.joined_after}} AS joined_after,
       NULLIF(LTRIM(
           CASE WHEN m.bot THEN ' bot' ELSE '' END
           || CASE WHEN m.did_rejoin OR EXISTS
                  (SELECT 1 FROM member_spell e WHERE e.guild_id = m.guild_id
                   AND e.user_id = m.user_id AND e.joined_at < m.joined_at)
              THEN ' rejoin' ELSE '' END
           || CASE WHEN m.joined_at - ((m.user_id >> 22) + 1420070400000) * 1000 < 86400000000
              THEN ' account_under_24h' ELSE '' END
           || CASE WHEN m.joined_at - ((m.user_id >> 22) + 1420070400000) * 1000 < 604800000000
              THEN ' account_under_7d' ELSE '' END
           || CASE WHEN m.joined_after IS NOT NULL THEN ' time_interval' ELSE '' END
           || CASE WHEN m.leave_earliest < m.leave_latest THEN ' leave_interval' ELSE '' END
           || CASE WHEN COALESCE(a.settled, 0) = 0 THEN ' unsettled' ELSE '' END), '') AS flags
FROM member_spell m
LEFT JOIN attribution a ON a.guild_id = m.guild_id AND a.join_id = m.join_id
LEFT JOIN person_name u ON u.guild_id = m.guild_id AND u.user_id = m.user_id
LEFT JOIN person_name i ON i.guild_id = m.guild_id AND i.user_id = a.inviter_id
LEFT JOIN source s ON s.guild_id = m.guild_id AND s.source_id = a.source_id
                  AND s.withdrawn_at IS NULL
WHERE m.join_id IS NOT NULL;

-- Everybody present by the latest sweep. Members from before tracking began are no joins.
CREATE VIEW export_members AS
SELECT m.guild_id AS guild_id,
       COALESCE(u.name, CAST(m.user_id AS TEXT)) AS user,
       {{rfc3339 m.joined_at}} AS joined_at,
       CASE WHEN a.source_verdict <= 4 THEN
           CASE WHEN a.source_id IS NOT NULL THEN COALESCE(s.name, CAST(a.source_id AS TEXT))
                WHEN a.by_kind = 0 THEN '(unassigned)' WHEN a.by_kind = 1 THEN '(server)'
                WHEN a.by_kind = 2 THEN '(bot)' ELSE '(no invite)' END END AS source,
       CASE WHEN a.inviter_verdict <= 4 THEN
           CASE WHEN a.inviter_id IS NOT NULL THEN COALESCE(i.name, CAST(a.inviter_id AS TEXT))
                WHEN a.by_kind = 0 THEN '(no inviter)' WHEN a.by_kind = 1 THEN '(server)'
                WHEN a.by_kind = 2 THEN '(bot)' ELSE '(no invite)' END END AS inviter,
       CASE WHEN a.code_verdict <= 4 THEN
           CASE WHEN a.code IS NOT NULL THEN a.code
                WHEN a.by_kind = 0 THEN '(no code)' WHEN a.by_kind = 1 THEN '(server)'
                WHEN a.by_kind = 2 THEN '(bot)' ELSE '(no invite)' END END AS code,
       CASE a.code_verdict WHEN 0 THEN 'manual' WHEN 1 THEN 'stated' WHEN 2 THEN 'stamped'
            WHEN 3 THEN 'proved' WHEN 4 THEN 'likely' WHEN 5 THEN 'open' WHEN 6 THEN 'unknown'
       END AS verdict,
       m.join_id IS NULL AS before_tracking,
       m.join_id AS "join",
       m.bot AS bot,
       m.user_id AS user_id,
       {{rfc3339 (((m.user_id >> 22) + 1420070400000) * 1000)}} AS account_created_at,
       a.inviter_id AS inviter_id
FROM member_spell m
LEFT JOIN attribution a ON a.guild_id = m.guild_id AND a.join_id = m.join_id
LEFT JOIN person_name u ON u.guild_id = m.guild_id AND u.user_id = m.user_id
LEFT JOIN person_name i ON i.guild_id = m.guild_id AND i.user_id = a.inviter_id
LEFT JOIN source s ON s.guild_id = m.guild_id AND s.source_id = a.source_id
                  AND s.withdrawn_at IS NULL
WHERE m.leave_latest IS NULL;

-- Every code: its lives summed up, described by the latest.
CREATE VIEW export_invites AS
SELECT l.guild_id AS guild_id,
       l.code AS code,
       CASE WHEN l.stream = 1 THEN '(server)'
            WHEN l.inviter_id IS NOT NULL THEN COALESCE(i.name, CAST(l.inviter_id AS TEXT))
       END AS inviter,
       (SELECT SUM(e.last_uses - e.carried_uses) FROM invite e
        WHERE e.guild_id = l.guild_id AND e.code = l.code) AS uses,
       (SELECT COUNT(*) FROM attribution a
        WHERE a.guild_id = l.guild_id AND a.code = l.code AND a.code_verdict <= 4) AS joins,
       (SELECT COALESCE(SUM(e.first_uses), 0) FROM invite e
        WHERE e.guild_id = l.guild_id AND e.code = l.code AND e.first_reading = 1) AS baseline,
       (SELECT COALESCE(SUM(d.ghosts), 0.0) FROM demand d
        WHERE d.guild_id = l.guild_id AND d.code = l.code) AS ghosts,
       CASE WHEN l.channel_id IS NOT NULL
            THEN COALESCE('#' || c.name, CAST(l.channel_id AS TEXT)) END AS channel,
       {{rfc3339 COALESCE(l.created_at, r.ended)}} AS created_at,
       {{rfc3339 l.expires_at}} AS expires_at,
       NULLIF(l.max_uses, 0) AS max_uses,
       l.epoch AS epoch,
       CASE l.stream WHEN 0 THEN 'invites' ELSE 'vanity' END AS stream,
       l.inviter_id AS inviter_id,
       l.channel_id AS channel_id,
       l.is_temporary AS temporary,
       l.targeted AS targeted
FROM invite l
LEFT JOIN person_name i ON i.guild_id = l.guild_id AND i.user_id = l.inviter_id
LEFT JOIN channel c ON c.guild_id = l.guild_id AND c.channel_id = l.channel_id
JOIN reading r ON r.guild_id = l.guild_id AND r.stream = l.stream AND r.number = l.first_reading
WHERE l.epoch = (SELECT MAX(e.epoch) FROM invite e
                 WHERE e.guild_id = l.guild_id AND e.code = l.code);

-- Every source that was not taken back.
CREATE VIEW export_sources AS
SELECT s.guild_id AS guild_id,
       s.name AS source,
       s.kind AS kind,
       {{rfc3339 s.created_at}} AS created_at,
       {{rfc3339 s.retired_at}} AS retired_at,
       CASE WHEN s.owner_id IS NOT NULL
            THEN COALESCE(o.name, CAST(s.owner_id AS TEXT)) END AS owner,
       NULLIF(s.tags, '') AS tags,
       NULLIF(s.note, '') AS note,
       CASE WHEN s.merged_into IS NOT NULL
            THEN COALESCE(t.name, CAST(s.merged_into AS TEXT)) END AS merged_into,
       s.owner_id AS owner_id,
       s.source_id AS source_id
FROM source s
LEFT JOIN person_name o ON o.guild_id = s.guild_id AND o.user_id = s.owner_id
LEFT JOIN source t ON t.guild_id = s.guild_id AND t.source_id = s.merged_into
                  AND t.withdrawn_at IS NULL
WHERE s.withdrawn_at IS NULL;

-- To whom joins may belong, with what probability, and where they stand; then the bonuses.
CREATE VIEW export_credits AS
WITH
share (guild_id, join_id, kind, inviter_id, p, stands) AS (
    SELECT m.guild_id, m.join_id,
           CASE WHEN a.inviter_verdict <= 4 THEN a.by_kind ELSE 4 END,
           CASE WHEN a.inviter_verdict <= 4 AND a.by_kind = 0 THEN a.inviter_id END,
           CASE WHEN a.inviter_verdict > 3 AND EXISTS
               (SELECT 1 FROM candidate c WHERE c.guild_id = m.guild_id AND c.join_id = m.join_id)
           THEN 0.0 ELSE 1.0 END,
           1
    FROM member_spell m
    LEFT JOIN attribution a ON a.guild_id = m.guild_id AND a.join_id = m.join_id
    WHERE m.join_id IS NOT NULL
    UNION ALL
    SELECT c.guild_id, c.join_id, c.kind, CASE c.kind WHEN 0 THEN c.inviter_id END, c.p, 0
    FROM candidate c
    JOIN attribution a ON a.guild_id = c.guild_id AND a.join_id = c.join_id
    WHERE a.inviter_verdict > 3
),
whole (guild_id, join_id, kind, inviter_id, p, stands) AS (
    SELECT guild_id, join_id, kind, inviter_id, SUM(p), MAX(stands)
    FROM share GROUP BY guild_id, join_id, kind, inviter_id
)
SELECT w.guild_id AS guild_id,
       w.join_id AS "join",
       NULL AS bonus,
       {{rfc3339 m.joined_at}} AS at,
       CASE WHEN w.inviter_id IS NOT NULL THEN COALESCE(i.name, CAST(w.inviter_id AS TEXT))
            WHEN w.kind = 0 THEN '(no inviter)' WHEN w.kind = 1 THEN '(server)'
            WHEN w.kind = 2 THEN '(bot)' WHEN w.kind = 3 THEN '(no invite)'
            ELSE '(open)' END AS inviter,
       w.inviter_id AS inviter_id,
       w.p AS p,
       w.stands AS stands,
       COALESCE(u.name, CAST(m.user_id AS TEXT)) AS user,
       m.user_id AS user_id
FROM whole w
JOIN member_spell m ON m.guild_id = w.guild_id AND m.join_id = w.join_id
LEFT JOIN person_name i ON i.guild_id = w.guild_id AND i.user_id = w.inviter_id
LEFT JOIN person_name u ON u.guild_id = m.guild_id AND u.user_id = m.user_id
UNION ALL
SELECT b.guild_id, NULL, b.bonus_id, {{rfc3339 b.made_at}},
       COALESCE(i.name, CAST(b.user_id AS TEXT)), b.user_id, NULL, NULL, NULL, NULL
FROM bonus b
LEFT JOIN person_name i ON i.guild_id = b.guild_id AND i.user_id = b.user_id
WHERE b.withdrawn_at IS NULL;
