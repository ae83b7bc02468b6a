#include "invitectl/store/runs.hpp"

#include "store/query.hpp"

#include <algorithm>
#include <array>

namespace invitectl::store {

namespace {

// Columns in the order kind, began, ended, outcome, run_id, ok_began, ok_ended.
Poll read_poll(const Query& row) {
    Poll poll{.kind = row.get<PollKind>(0),
              .bracket = {row.get<Instant>(1), row.get<Instant>(2)},
              .outcome = row.get<std::string>(3),
              .run = row.get<RunId>(4),
              .last_ok = {}};
    if (!row.is_null(5) && !row.is_null(6)) {
        poll.last_ok = Bracket{row.get<Instant>(5), row.get<Instant>(6)};
    }
    return poll;
}

// The latest gap that touches the new one, if any.
std::optional<Gap> touching_gap(sql::Connection& connection, GuildId guild, const Gap& gap) {
    Query find(connection,
               "SELECT gap_from, gap_until FROM gap WHERE guild_id = $guild AND kind = $kind"
               " AND reason = $reason AND gap_from <= $until AND gap_until >= $from"
               " ORDER BY gap_from DESC LIMIT 1",
               {"guild", "kind", "reason", "until", "from"});
    if (!find.with(guild, gap.kind, gap.reason, gap.until, gap.from).next()) {
        return {};
    }
    return Gap{gap.kind, find.get<Instant>(0), find.get<Instant>(1), gap.reason};
}

}  // namespace

std::string_view to_text(PollKind kind) {
    constexpr std::array<std::string_view, 7> kNames = {
        "invites", "vanity", "members", "audit", "stated", "join_messages", "messages"};
    return kNames.at(static_cast<std::size_t>(kind));
}

void record_poll(sql::Connection& connection,
                 GuildId guild,
                 PollKind kind,
                 const Bracket& bracket,
                 std::string_view outcome,
                 RunId run) {
    require_transaction(connection);
    const bool ok = outcome == "ok";
    const auto ok_began = ok ? std::optional(bracket.began) : std::nullopt;
    const auto ok_ended = ok ? std::optional(bracket.ended) : std::nullopt;
    Query(connection,
          "INSERT INTO poll (guild_id, kind, began, ended, outcome, run_id, ok_began, ok_ended)"
          " VALUES ($guild, $kind, $began, $ended, $outcome, $run, $ok_began, $ok_ended)"
          " ON CONFLICT (guild_id, kind) DO UPDATE SET began = excluded.began,"
          " ended = excluded.ended, outcome = excluded.outcome, run_id = excluded.run_id,"
          " ok_began = COALESCE(excluded.ok_began, poll.ok_began),"
          " ok_ended = COALESCE(excluded.ok_ended, poll.ok_ended)",
          {"guild", "kind", "began", "ended", "outcome", "run", "ok_began", "ok_ended"})
        .with(guild, kind, bracket.began, bracket.ended, outcome, run, ok_began, ok_ended)
        .run();
}

std::vector<Poll> polls(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT kind, began, ended, outcome, run_id, ok_began, ok_ended FROM poll"
              " WHERE guild_id = $guild ORDER BY kind",
              {"guild"});
    std::vector<Poll> found;
    all.with(guild);
    while (all.next()) {
        found.push_back(read_poll(all));
    }
    return found;
}

std::optional<Poll> latest_poll(sql::Connection& connection, GuildId guild, PollKind kind) {
    Query find(connection,
               "SELECT kind, began, ended, outcome, run_id, ok_began, ok_ended FROM poll"
               " WHERE guild_id = $guild AND kind = $kind",
               {"guild", "kind"});
    return find.with(guild, kind).next() ? std::optional(read_poll(find)) : std::nullopt;
}

void record_gap(sql::Connection& connection, GuildId guild, const Gap& gap) {
    require_transaction(connection);
    if (const auto old = touching_gap(connection, guild, gap)) {
        Query(connection,
              "UPDATE gap SET gap_from = $from, gap_until = $until WHERE guild_id = $guild"
              " AND kind = $kind AND reason = $reason AND gap_from = $old_from",
              {"from", "until", "guild", "kind", "reason", "old_from"})
            .with(std::min(old->from, gap.from),
                  std::max(old->until, gap.until),
                  guild,
                  gap.kind,
                  gap.reason,
                  old->from)
            .run();
        return;
    }
    Query(connection,
          "INSERT INTO gap (guild_id, kind, gap_from, gap_until, reason)"
          " VALUES ($guild, $kind, $from, $until, $reason)",
          {"guild", "kind", "from", "until", "reason"})
        .with(guild, gap.kind, gap.from, gap.until, gap.reason)
        .run();
}

std::vector<Gap> gaps(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT kind, gap_from, gap_until, reason FROM gap WHERE guild_id = $guild"
              " ORDER BY kind, gap_from, reason",
              {"guild"});
    std::vector<Gap> found;
    all.with(guild);
    while (all.next()) {
        found.push_back({all.get<PollKind>(0),
                         all.get<Instant>(1),
                         all.get<Instant>(2),
                         all.get<std::string>(3)});
    }
    return found;
}

}  // namespace invitectl::store
