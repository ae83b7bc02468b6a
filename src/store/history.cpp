#include "invitectl/store/history.hpp"

#include "invitectl/store/attributions.hpp"
#include "invitectl/store/cursors.hpp"
#include "invitectl/store/demands.hpp"
#include "invitectl/store/markers.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/store/runs.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/store/stated.hpp"
#include "invitectl/store/targets.hpp"
#include "invitectl/store/unseen.hpp"

#include "store/query.hpp"

#include <algorithm>
#include <map>

namespace invitectl::store {

namespace {

using reconcile::History;

constexpr std::array kStreams = {Stream::invites, Stream::vanity};

// How far before the first reading that matters a log entry may still tell something about it.
constexpr Duration kLogMargin = std::chrono::hours{24};

ReadingNumber mark_of(const History& history, Stream stream) {
    return stream == Stream::invites ? history.marks.invites : history.marks.vanity;
}

void load_readings(sql::Connection& connection, GuildId guild, History& history) {
    Query find(connection,
               "SELECT number, began, ended FROM reading WHERE guild_id = $guild"
               " AND stream = $stream AND number >= $first ORDER BY number",
               {"guild", "stream", "first"});
    for (const Stream stream : kStreams) {
        for (find.with(guild, stream, mark_of(history, stream) - 1); find.next();) {
            history.readings.push_back(
                {stream, find.get<ReadingNumber>(0), {find.get<Instant>(1), find.get<Instant>(2)}});
        }
    }
}

// Columns in the order code, epoch, channel_id, inviter_id, created_at, expires_at, max_uses,
// max_age, is_temporary, targeted, first_reading, first_uses, carried_uses, gone_reading,
// last_uses. Roles tell nothing about counters and are left out.
reconcile::CodeLife read_life(const Query& row, Stream stream) {
    return {.terms = {.code = row.get<InviteCode>(0),
                      .channel = row.get<std::optional<ChannelId>>(2),
                      .inviter = row.get<std::optional<UserId>>(3),
                      .created_at = row.get<std::optional<Instant>>(4).value_or(Instant{}),
                      .expires_at = row.get<std::optional<Instant>>(5),
                      .max_uses = row.get<std::int64_t>(6),
                      .max_age = row.get<std::int64_t>(7),
                      .temporary = row.get<bool>(8),
                      .roles = {},
                      .targeted = row.get<bool>(9)},
            .epoch = row.get<int>(1),
            .stream = stream,
            .first_reading = row.get<ReadingNumber>(10),
            .first_uses = row.get<std::int64_t>(11),
            .carried_uses = row.get<std::int64_t>(12),
            .gone_reading = row.get<std::optional<ReadingNumber>>(13),
            .last_uses = row.get<std::int64_t>(14)};
}

void load_lives(sql::Connection& connection, GuildId guild, History& history) {
    Query find(connection,
               "SELECT code, epoch, channel_id, inviter_id, created_at, expires_at, max_uses,"
               " max_age, is_temporary, targeted, first_reading, first_uses, carried_uses,"
               " gone_reading, last_uses FROM invite WHERE guild_id = $guild AND stream = $stream"
               " AND (code, epoch) IN (SELECT code, epoch FROM invite WHERE guild_id = $guild"
               " AND stream = $stream AND first_reading >= $mark"
               " UNION SELECT code, epoch FROM invite WHERE guild_id = $guild"
               " AND stream = $stream AND gone_reading >= $mark"
               " UNION SELECT code, epoch FROM use_change WHERE guild_id = $guild"
               " AND stream = $stream AND reading >= $mark) ORDER BY code, epoch",
               {"guild", "stream", "mark"});
    for (const Stream stream : kStreams) {
        for (find.with(guild, stream, mark_of(history, stream)); find.next();) {
            history.lives.push_back(read_life(find, stream));
        }
    }
}

void load_changes(sql::Connection& connection, GuildId guild, History& history) {
    Query find(connection,
               "SELECT reading, code, epoch, uses_before, uses_after FROM use_change"
               " WHERE guild_id = $guild AND stream = $stream AND reading >= $mark"
               " ORDER BY reading, code, epoch",
               {"guild", "stream", "mark"});
    for (const Stream stream : kStreams) {
        for (find.with(guild, stream, mark_of(history, stream)); find.next();) {
            history.changes.push_back({.stream = stream,
                                       .reading = find.get<ReadingNumber>(0),
                                       .code = find.get<InviteCode>(1),
                                       .epoch = find.get<int>(2),
                                       .before = find.get<std::int64_t>(3),
                                       .after = find.get<std::int64_t>(4)});
        }
    }
}

// The lowest entry id that matters, given the readings.
AuditEntryId first_log_entry(const History& history) {
    const bool whole = history.marks == reconcile::Marks{};
    if (whole || history.readings.empty()) {
        return {0};
    }
    Instant earliest = Instant::max();
    for (const Reading& reading : history.readings) {
        earliest = std::min(earliest, reading.bracket.began);
    }
    return {first_snowflake_at(earliest - kLogMargin)};
}

reconcile::InviteLogEntry read_log_entry(const Query& row) {
    return {.at = row.get<Instant>(0),
            .invite = {.code = row.get<InviteCode>(1),
                       .channel = row.get<std::optional<ChannelId>>(2),
                       .inviter = row.get<std::optional<UserId>>(3),
                       .uses = row.get<std::optional<std::int64_t>>(4),
                       .max_uses = row.get<std::optional<std::int64_t>>(5),
                       .max_age = row.get<std::optional<std::int64_t>>(6),
                       .temporary = row.get<std::optional<bool>>(7)}};
}

void load_invite_log(sql::Connection& connection, GuildId guild, History& history) {
    const AuditEntryId first = first_log_entry(history);
    Query created(connection,
                  "SELECT a.at, a.code, a.channel_id, a.inviter_id, a.uses, a.max_uses, a.max_age,"
                  " a.is_temporary FROM audit_entry a WHERE a.guild_id = $guild"
                  " AND a.entry_id >= $first AND a.action = $action AND a.code IS NOT NULL"
                  " AND NOT EXISTS (SELECT 1 FROM invite i WHERE i.guild_id = a.guild_id"
                  " AND i.code = a.code) ORDER BY a.entry_id",
                  {"guild", "first", "action"});
    for (created.with(guild, first, audit_action::kInviteCreate); created.next();) {
        history.created.push_back(read_log_entry(created));
    }
    Query deleted(connection,
                  "SELECT at, code, channel_id, inviter_id, uses, max_uses, max_age, is_temporary"
                  " FROM audit_entry WHERE guild_id = $guild AND entry_id >= $first"
                  " AND action = $action AND code IS NOT NULL ORDER BY entry_id",
                  {"guild", "first", "action"});
    for (deleted.with(guild, first, audit_action::kInviteDelete); deleted.next();) {
        history.deleted.push_back(read_log_entry(deleted));
    }
    Query channels(connection,
                   "SELECT target_id, at FROM audit_entry WHERE guild_id = $guild"
                   " AND entry_id >= $first AND action = $action AND target_id IS NOT NULL"
                   " ORDER BY entry_id",
                   {"guild", "first", "action"});
    for (channels.with(guild, first, audit_action::kChannelDelete); channels.next();) {
        history.channels_deleted.push_back({channels.get<ChannelId>(0), channels.get<Instant>(1)});
    }
}

// By number.
std::map<std::int64_t, Bracket> sweeps_from(sql::Connection& connection,
                                            GuildId guild,
                                            std::int64_t first) {
    Query all(connection,
              "SELECT number, began, ended FROM sweep WHERE guild_id = $guild"
              " AND number >= $first ORDER BY number",
              {"guild", "first"});
    std::map<std::int64_t, Bracket> sweeps;
    for (all.with(guild, first); all.next();) {
        sweeps.emplace_hint(sweeps.end(),
                            all.get<std::int64_t>(0),
                            Bracket{all.get<Instant>(1), all.get<Instant>(2)});
    }
    return sweeps;
}

// When the arrivals, with the numbers of the sweeps that saw them first, were seen.
void note_sightings(sql::Connection& connection,
                    GuildId guild,
                    const std::vector<std::int64_t>& first_sweeps,
                    std::vector<reconcile::Arrival>& arrivals) {
    if (arrivals.empty()) {
        return;
    }
    const auto sweeps = sweeps_from(connection, guild, *std::ranges::min_element(first_sweeps) - 1);
    for (std::size_t i = 0; i < arrivals.size(); ++i) {
        if (arrivals[i].joined_after) {
            continue;
        }
        if (const auto seen = sweeps.find(first_sweeps[i]); seen != sweeps.end()) {
            arrivals[i].seen_by = seen->second.ended;
        }
        if (const auto before = sweeps.find(first_sweeps[i] - 1); before != sweeps.end()) {
            arrivals[i].unseen_at = before->second.began;
        }
    }
}

void load_arrivals(sql::Connection& connection, GuildId guild, History& history) {
    Query find(connection,
               "SELECT m.join_id, m.user_id, m.joined_at, m.bot, m.did_rejoin, m.joined_after,"
               " m.first_sweep"
               " FROM member_spell m"
               " LEFT JOIN attribution a ON a.guild_id = m.guild_id AND a.join_id = m.join_id"
               " WHERE m.guild_id = $guild AND m.join_id >= $mark"
               " AND COALESCE(a.settled, 0) = 0 ORDER BY m.join_id",
               {"guild", "mark"});
    std::vector<std::int64_t> first_sweeps;
    for (find.with(guild, history.marks.join); find.next();) {
        first_sweeps.push_back(find.get<std::int64_t>(6));
        history.arrivals.push_back({.join = find.get<JoinId>(0),
                                    .user = find.get<UserId>(1),
                                    .joined_at = find.get<Instant>(2),
                                    .bot = find.get<bool>(3),
                                    .did_rejoin = find.get<bool>(4),
                                    .joined_after = find.get<std::optional<Instant>>(5)});
    }
    note_sightings(connection, guild, first_sweeps, history.arrivals);
    // A join may have been settled while an earlier one still waited.
    Query highest(connection,
                  "SELECT COALESCE(MAX(join_id), 0) FROM member_spell WHERE guild_id = $guild"
                  " AND join_id IS NOT NULL",
                  {"guild"});
    highest.with(guild).next();
    history.next_join = highest.get<JoinId>(0) + 1;
}

void load_bot_additions(sql::Connection& connection, GuildId guild, History& history) {
    Query find(connection,
               "SELECT at, actor_id FROM audit_entry WHERE guild_id = $guild"
               " AND target_id = $bot AND action IN (20, 22, 28) AND action = 28"
               " ORDER BY entry_id",
               {"guild", "bot"});
    std::vector<UserId> bots;
    for (const reconcile::Arrival& arrival : history.arrivals) {
        if (arrival.bot) {
            bots.push_back(arrival.user);
        }
    }
    std::ranges::sort(bots);
    bots.erase(std::ranges::unique(bots).begin(), bots.end());
    for (const UserId bot : bots) {
        for (find.with(guild, bot); find.next();) {
            history.bots_added.push_back(
                {bot, find.get<Instant>(0), find.get<std::optional<UserId>>(1)});
        }
    }
}

void load_settled_demands(sql::Connection& connection, GuildId guild, History& history) {
    Query find(connection,
               "SELECT reading, code, epoch, kind FROM demand WHERE guild_id = $guild"
               " AND stream = $stream AND reading >= $mark AND settled = 1"
               " ORDER BY reading, code, epoch, kind",
               {"guild", "stream", "mark"});
    for (const Stream stream : kStreams) {
        for (find.with(guild, stream, mark_of(history, stream)); find.next();) {
            history.settled.push_back({stream,
                                       find.get<ReadingNumber>(0),
                                       find.get<InviteCode>(1),
                                       find.get<int>(2),
                                       find.get<reconcile::DemandKind>(3)});
        }
    }
}

std::optional<Bracket> bracket_of(const std::optional<Reading>& reading) {
    return reading ? std::optional(reading->bracket) : std::nullopt;
}

// Whether waiting for this kind can end: what the bot may not read will not come. Other failures
// pass.
bool readable(const std::optional<Poll>& poll) {
    return !poll || poll->outcome != error_id(ErrorCode::missing_permission);
}

bool has_vanity(sql::Connection& connection, GuildId guild) {
    Query find(connection, "SELECT has_vanity FROM guild WHERE guild_id = $guild", {"guild"});
    return find.with(guild).next() && find.get<bool>(0);
}

reconcile::Coverage coverage(sql::Connection& connection, GuildId guild) {
    const auto vanity_poll = latest_poll(connection, guild, PollKind::vanity);
    const auto audit_poll = latest_poll(connection, guild, PollKind::audit);
    const auto message_poll = latest_poll(connection, guild, PollKind::join_messages);
    const auto sweep = latest_sweep(connection, guild);
    reconcile::Coverage reach{
        .first_invites = bracket_of(first_reading(connection, guild, Stream::invites)),
        .latest_invites = bracket_of(latest_reading(connection, guild, Stream::invites)),
        .first_vanity = bracket_of(first_reading(connection, guild, Stream::vanity)),
        .latest_vanity = bracket_of(latest_reading(connection, guild, Stream::vanity)),
        .awaits_vanity = has_vanity(connection, guild) && readable(vanity_poll),
        .latest_sweep_began = sweep ? std::optional(sweep->bracket.began) : std::nullopt,
        .awaits_audit = readable(audit_poll),
        .latest_audit_began = audit_poll && audit_poll->last_ok
                                  ? std::optional(audit_poll->last_ok->began)
                                  : std::nullopt,
        .audit_gaps = {},
        .messages_known_until = {},
        .message_gaps = {}};
    reach.awaits_messages = message_poll && readable(message_poll) &&
                            message_poll->outcome != error_id(ErrorCode::refused_by_discord) &&
                            cursor(connection, guild, kSystemChannelCursor).value_or(0) != 0;
    if (message_poll && message_poll->last_ok) {
        reach.messages_known_until = message_poll->last_ok->began - kJoinMessageDelay;
    }
    for (const Gap& gap : gaps(connection, guild)) {
        // From (from, until] to [from, until).
        const TimeRange range{gap.from + Duration{1}, gap.until + Duration{1}};
        if (gap.kind == PollKind::audit) {
            reach.audit_gaps.push_back(range);
        } else if (gap.kind == PollKind::join_messages) {
            reach.message_gaps.push_back(range);
        }
    }
    return reach;
}

}  // namespace

reconcile::History load_history(sql::Connection& connection, GuildId guild) {
    History history;
    history.marks = low_water_marks(connection, guild);
    load_readings(connection, guild, history);
    load_lives(connection, guild, history);
    load_changes(connection, guild, history);
    load_invite_log(connection, guild, history);
    load_arrivals(connection, guild, history);
    load_bot_additions(connection, guild, history);
    history.statements = open_statements(connection, guild, history.marks.join);
    history.targetings = targetings(connection, guild, history.lives);
    history.stamps = open_stamps(connection, guild, history.marks.join);
    load_settled_demands(connection, guild, history);
    history.coverage = coverage(connection, guild);
    history.calibrations = calibrations(connection, guild);
    return history;
}

ResultWriter::ResultWriter(sql::Connection& connection, GuildId guild, const History& history)
    : connection_(connection),
      guild_(guild),
      attributions_(connection, guild),
      demands_(connection, guild, history.marks) {}

reconcile::Receiver ResultWriter::receiver() {
    return {
        .answer =
            [this](const Attribution& answer) { written_ += attributions_.write(answer) ? 1 : 0; },
        .demand = [this](const reconcile::DemandOutcome& outcome) { demands_.write(outcome); }};
}

Written ResultWriter::finish(const reconcile::Marks& marks) {
    demands_.finish();
    set_low_water_marks(connection_, guild_, marks);
    return {.attributions = written_, .marks = marks};
}

Written store_result(sql::Connection& connection,
                     GuildId guild,
                     const reconcile::History& history,
                     const reconcile::Result& result) {
    ResultWriter writer(connection, guild, history);
    const reconcile::Receiver receiver = writer.receiver();
    std::ranges::for_each(result.attributions, receiver.answer);
    std::ranges::for_each(result.demands, receiver.demand);
    return writer.finish(result.marks);
}

}  // namespace invitectl::store
