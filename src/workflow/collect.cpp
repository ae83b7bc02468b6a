#include "invitectl/base/error.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/domain/calibration.hpp"
#include "invitectl/store/guilds.hpp"
#include "invitectl/store/settings_store.hpp"

#include "workflow/collect_messages.hpp"
#include "workflow/collect_parts.hpp"

#include <algorithm>

namespace invitectl::workflow {

namespace {

// Two estimates of Discord's time, each a clock bound (domain/calibration.hpp) off, can disagree by
// this.
constexpr Duration kClockDisagreement = 2 * Calibration{}.clock_bound;

}  // namespace

Collector::Collector(
    sql::Connection& database, Discord& discord, Clock& clock, Log& log, Progress& progress)
    : database_(database), discord_(discord), clock_(clock), log_(log), progress_(progress) {}

Collected Collector::take_snapshot(GuildId guild, store::RunId run) {
    Collected collected;
    go_on_from_last_poll(guild);
    const Timed<Guild> now = refresh_guild(guild);
    read_invites(guild, run, collected);
    if (now.value.has_vanity) {
        read_vanity(guild, run, collected);
    } else {
        record_no_vanity(guild, run, now.bracket);
    }
    return collected;
}

Collected Collector::poll_members(GuildId guild, store::RunId run) {
    Collected collected;
    go_on_from_last_poll(guild);
    collected.read_at = refresh_guild(guild).bracket.ended;
    read_member_pages(guild, run, {}, collected);
    finish_sweep(guild, run, collected);
    return collected;
}

Collected Collector::poll_audit(GuildId guild, store::RunId run) {
    Collected collected;
    go_on_from_last_poll(guild);
    collected.read_at = refresh_guild(guild).bracket.ended;
    read_audit_log(guild, run, collected);
    return collected;
}

Collected Collector::poll_messages(GuildId guild, store::RunId run) {
    Collected collected;
    go_on_from_last_poll(guild);
    collected.read_at = refresh_guild(guild).bracket.ended;
    read_join_messages(guild, run, collected);
    read_activity(guild, run, collected);
    return collected;
}

void Collector::read_activity(GuildId guild, store::RunId run, Collected& into) {
    if (!store::settings(database_, guild).messages) {
        note_messages_off(database_, guild, into.read_at);
        return;
    }
    into.messages = read_messages(database_, discord_, log_, progress_, guild, run, into.read_at);
}

Collected Collector::collect(GuildId guild, store::RunId run, bool all_members) {
    Collected collected = take_snapshot(guild, run);
    read_beyond_counters(guild, run, all_members, collected);
    return collected;
}

Collected Collector::collect_if_moved(GuildId guild, store::RunId run) {
    Collected collected = take_snapshot(guild, run);
    if (collected.counters_moved()) {
        read_beyond_counters(guild, run, false, collected);
    }
    return collected;
}

void Collector::read_beyond_counters(GuildId guild,
                                     store::RunId run,
                                     bool all_members,
                                     Collected& into) {
    sweep_members(guild, run, all_members, into);
    read_join_messages(guild, run, into);
    read_audit_log(guild, run, into);
    const Settings settings = store::settings(database_, guild);
    if (settings.invite_targets) {
        read_targets(guild, into);
    }
    if (settings.members_search) {
        read_stated_sources(guild, run, into);
    }
}

// Time goes on from where the latest run left it.
void Collector::go_on_from_last_poll(GuildId guild) {
    for (const store::Poll& poll : store::polls(database_, guild)) {
        if (poll.kind == store::PollKind::invites && poll.last_ok) {
            previous_ = poll.last_ok->began;
        }
        latest_ = poll.last_ok ? std::max(latest_, poll.last_ok->ended) : latest_;
    }
}

// Requests follow one another, while estimates of Discord's time may cross by their error. Moving a
// bracket up to the end of the one before leaves it no further from the truth than the worse of the
// two estimates.
Bracket Collector::in_order(Bracket bracket) {
    if (latest_ != Instant::min() && bracket.ended + kClockDisagreement < latest_) {
        throw Error(ErrorCode::broken_protocol,
                    "Discord's time went back, from " + format_rfc3339(latest_) + " to " +
                        format_rfc3339(bracket.ended),
                    "facts must not be stored in another order than they were read",
                    "check the clock of the server behind the API base, then run: invitectl sync");
    }
    bracket.began = std::max(bracket.began, latest_);
    bracket.ended = std::max(bracket.ended, bracket.began);
    latest_ = bracket.ended;
    return bracket;
}

Timed<Guild> Collector::refresh_guild(GuildId guild) {
    progress_.begin("the server itself");
    auto now = discord_.guilds.guild(guild);
    now.bracket = in_order(now.bracket);
    sql::Transaction step(database_);
    store::update_guild(database_, now.value);
    step.commit();
    system_channel_ = now.value.system_channel;
    return now;
}

// That a guild has no vanity URL is a reading of its own: should it get one later, its counter is
// known to have begun after this.
void Collector::record_no_vanity(GuildId guild, store::RunId run, const Bracket& seen) {
    sql::Transaction step(database_);
    store::record_vanity(database_, guild, {std::nullopt, seen});
    store::record_poll(database_, guild, store::PollKind::vanity, seen, "ok", run);
    step.commit();
}

// Channels change seldom, so they are asked for only when an invite leads to one not known yet.
void Collector::refresh_channels(GuildId guild, const std::vector<Invite>& invites) {
    const auto known = store::channels(database_, guild);
    const bool all_known = std::ranges::all_of(invites, [&](const Invite& invite) {
        return !invite.terms.channel || known.contains(*invite.terms.channel);
    });
    if (all_known) {
        return;
    }
    const std::vector<Channel> channels = discord_.guilds.channels(guild);
    sql::Transaction step(database_);
    store::update_channels(database_, guild, channels);
    step.commit();
}

void Collector::read_invites(GuildId guild, store::RunId run, Collected& into) {
    progress_.begin("invites");
    auto list = noting_failure(
        guild, store::PollKind::invites, run, [&] { return discord_.invites.invites(guild); });
    list.bracket = in_order(list.bracket);
    sql::Transaction step(database_);
    into.invites = store::record_invites(database_, guild, list);
    store::record_poll(database_, guild, store::PollKind::invites, list.bracket, "ok", run);
    step.commit();
    into.read_at = list.bracket.ended;
    refresh_channels(guild, list.value);
}

void Collector::read_vanity(GuildId guild, store::RunId run, Collected& into) {
    progress_.begin("the server's own URL");
    auto vanity = noting_failure(
        guild, store::PollKind::vanity, run, [&] { return discord_.invites.vanity(guild); });
    vanity.bracket = in_order(vanity.bracket);
    sql::Transaction step(database_);
    into.vanity = store::record_vanity(database_, guild, vanity);
    store::record_poll(database_, guild, store::PollKind::vanity, vanity.bracket, "ok", run);
    step.commit();
    into.read_at = vanity.bracket.ended;
}

}  // namespace invitectl::workflow
