#include "invitectl/base/error.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/domain/calibration.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/audit.hpp"
#include "invitectl/store/cursors.hpp"
#include "invitectl/store/guilds.hpp"
#include "invitectl/store/journal.hpp"
#include "invitectl/store/people.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/store/stated.hpp"

#include "workflow/collect_parts.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace invitectl::workflow {

namespace {

// Discord keeps the audit log this long (https://discord.com/developers/docs/resources/audit-log).
constexpr Duration kAuditHorizon = std::chrono::days{45};

// Who joined less than this ago may be missing from the index behind members-search, which was seen
// to be 20 s late, and is asked for again.
constexpr Duration kIndexLag = std::chrono::minutes{2};

// Two estimates of Discord's time, each a clock bound (domain/calibration.hpp) off, can disagree by
// this.
constexpr Duration kClockDisagreement = 2 * Calibration{}.clock_bound;

// What an endpoint that nobody promises may answer without harm.
bool is_no_answer(ErrorCode code) {
    switch (code) {
        case ErrorCode::token_rejected:
        case ErrorCode::missing_permission:
        case ErrorCode::missing_intent:
        case ErrorCode::guild_gone:
        case ErrorCode::rate_limited:
        case ErrorCode::network:
        case ErrorCode::discord_unavailable:
        case ErrorCode::broken_protocol:
        case ErrorCode::refused_by_discord:
            return true;
        default:
            return false;
    }
}

// Pages may shift while they are read; one that leads nowhere is the last.
bool leads_on(const SourcePage& page, const std::optional<SearchPlace>& after) {
    return !page.complete && page.last &&
           (!after || std::tie(after->joined_at, after->user) <
                          std::tie(page.last->joined_at, page.last->user));
}

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

Collected Collector::collect(GuildId guild, store::RunId run) {
    Collected collected = take_snapshot(guild, run);
    read_beyond_counters(guild, run, collected);
    return collected;
}

Collected Collector::collect_if_moved(GuildId guild, store::RunId run) {
    Collected collected = take_snapshot(guild, run);
    if (collected.counters_moved()) {
        read_beyond_counters(guild, run, collected);
    }
    return collected;
}

void Collector::read_beyond_counters(GuildId guild, store::RunId run, Collected& into) {
    sweep_members(guild, run, into);
    read_audit_log(guild, run, into);
    if (store::settings(database_, guild).members_search) {
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
    if (latest_ != Instant::min() && bracket.began + kClockDisagreement < latest_) {
        throw Error(ErrorCode::broken_protocol,
                    "Discord's time went back, from " + format_rfc3339(latest_) + " to " +
                        format_rfc3339(bracket.began),
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

// Reads page by page; a page and the cursor behind it are stored together, so a killed run goes on
// where it was. Returns the bracket of the whole read.
Bracket Collector::read_new_entries(GuildId guild, AuditEntryId after, std::int64_t& recorded) {
    std::optional<Bracket> whole;
    for (bool complete = false; !complete;) {
        auto page = discord_.audit.audit_entries(guild, after);
        page.bracket = in_order(page.bracket);
        sql::Transaction step(database_);
        store::remember_people(database_, guild, page.value.people);
        recorded += store::record_audit_entries(database_, guild, page.value.entries);
        for (const AuditEntry& entry : page.value.entries) {
            after = std::max(after, entry.id);
        }
        store::set_cursor(database_, guild, store::kAuditCursor, after.value);
        step.commit();
        complete = page.value.complete || page.value.entries.empty();
        whole = Bracket{whole ? whole->began : page.bracket.began, page.bracket.ended};
    }
    return *whole;
}

// The audit log is evidence, not a need: without the permission the rest goes on, and the gap is
// said.
void Collector::read_audit_log(GuildId guild, store::RunId run, Collected& into) {
    progress_.begin("the audit log");
    const auto last = store::latest_poll(database_, guild, store::PollKind::audit);
    const auto first = store::first_reading(database_, guild, Stream::invites);
    const Instant tracking_since = first ? first->bracket.began : into.read_at;
    const Instant read_until = last && last->last_ok ? last->last_ok->began : tracking_since;
    const AuditEntryId after{store::cursor(database_, guild, store::kAuditCursor)
                                 .value_or(first_snowflake_at(tracking_since))};
    try {
        std::int64_t recorded = 0;
        const Bracket bracket = noting_failure(guild, store::PollKind::audit, run, [&] {
            return read_new_entries(guild, after, recorded);
        });
        sql::Transaction step(database_);
        store::refine_leaves_from_audit(database_, guild, after);
        if (const Instant oldest = bracket.began - kAuditHorizon; read_until < oldest) {
            store::record_gap(
                database_, guild, {store::PollKind::audit, read_until, oldest, "horizon"});
        }
        store::record_poll(database_, guild, store::PollKind::audit, bracket, "ok", run);
        step.commit();
        into.audit_entries = recorded;
        into.read_at = std::max(into.read_at, bracket.ended);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::missing_permission) {
            throw;
        }
        if (!last || last->ok()) {
            log_.warning(
                "the audit log cannot be read (View Audit Log is missing), so less can be "
                "proved; deleted invites cannot be told from expired ones");
        }
        sql::Transaction step(database_);
        store::record_gap(
            database_, guild, {store::PollKind::audit, read_until, into.read_at, "permission"});
        step.commit();
    }
}

// Joins that were settled without these statements are opened again, together with what hangs
// together with them; the journal says so.
void Collector::record_stated(GuildId guild,
                              const Timed<SourcePage>& page,
                              std::int64_t& recorded) {
    const store::StatedNews news =
        store::record_stated_sources(database_, guild, page.value.stated, page.bracket.ended);
    recorded += news.recorded;
    if (news.settled_since) {
        store::unsettle_from(database_, guild, *news.settled_since - Duration{1});
        store::add_journal_entry(
            database_,
            guild,
            {0,
             page.bracket.ended,
             "invitectl",
             "late evidence",
             "members-search",
             "joins from " + format_rfc3339(*news.settled_since) + " on are worked out anew"});
    }
}

// A page and the cursor behind it are stored together, so a killed run goes on where it was.
Bracket Collector::read_source_pages(GuildId guild, Instant since, std::int64_t& recorded) {
    std::optional<SearchPlace> after;
    std::optional<Bracket> whole;
    for (bool more = true; more;) {
        auto page = discord_.sources.stated_sources(guild, since, after);
        page.bracket = in_order(page.bracket);
        whole = Bracket{whole ? whole->began : page.bracket.began, page.bracket.ended};
        more = leads_on(page.value, after);
        after = page.value.last;
        const Instant indexed = whole->began - kIndexLag;
        const Instant done = more ? std::min(after->joined_at, indexed) : indexed;
        sql::Transaction step(database_);
        record_stated(guild, page, recorded);
        store::set_cursor(database_, guild, store::kStatedCursor, to_micros(std::max(since, done)));
        step.commit();
    }
    return *whole;
}

// Evidence beside the counters, from an endpoint nobody promises: without it everything else goes
// on, and the next run asks for the same joins again.
void Collector::read_stated_sources(GuildId guild, store::RunId run, Collected& into) {
    progress_.begin("members-search");
    const auto last = store::latest_poll(database_, guild, store::PollKind::stated);
    const auto first = store::first_reading(database_, guild, Stream::invites);
    const auto cursor = store::cursor(database_, guild, store::kStatedCursor);
    const Instant since = cursor  ? from_micros(*cursor)
                          : first ? first->bracket.began
                                  : into.read_at;
    try {
        std::int64_t recorded = 0;
        const Bracket bracket = noting_failure(guild, store::PollKind::stated, run, [&] {
            return read_source_pages(guild, since, recorded);
        });
        sql::Transaction step(database_);
        store::record_poll(database_, guild, store::PollKind::stated, bracket, "ok", run);
        step.commit();
        into.stated = recorded;
        into.read_at = std::max(into.read_at, bracket.ended);
    } catch (const Error& error) {
        if (!is_no_answer(error.code())) {
            throw;
        }
        const bool told_before = last && last->outcome == error_id(error.code());
        const std::string text = "members-search gave no answer (" + error.happened() +
                                 "); joins are worked out without it";
        if (told_before) {
            log_.info(text);
        } else {
            log_.warning(text);
        }
    }
}

}  // namespace invitectl::workflow
