// Reading what stands beside counters and members: join messages, the audit log, what Discord
// states of joins, and whom invites are for. All of it is evidence and no need.
#include "invitectl/base/error.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/audit.hpp"
#include "invitectl/store/cursors.hpp"
#include "invitectl/store/journal.hpp"
#include "invitectl/store/people.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/store/stated.hpp"
#include "invitectl/store/targets.hpp"
#include "invitectl/store/unseen.hpp"
#include "invitectl/workflow/collect.hpp"

#include "workflow/collect_parts.hpp"

#include <algorithm>
#include <tuple>

namespace invitectl::workflow {

namespace {

// Discord keeps the audit log this long (https://discord.com/developers/docs/resources/audit-log).
constexpr Duration kAuditHorizon = std::chrono::days{45};

// Who joined less than this ago may be missing from the index behind members-search, which was seen
// to be 20 s late, and is asked for again.
constexpr Duration kIndexLag = std::chrono::minutes{2};

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
        case ErrorCode::not_found:
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

// Invites asked about in one sync; the rest is asked about in the next ones.
constexpr int kQuestionsAtOnce = 20;

}  // namespace

// What is known only now of a time that was settled without it: the answers from there on are
// opened again, and the journal says so. Inside a transaction.
void Collector::open_again(GuildId guild,
                           std::optional<Instant> since,
                           Instant now,
                           std::string_view subject,
                           std::string_view what) {
    if (!since || !store::reaches_settled(database_, guild, *since)) {
        return;
    }
    store::unsettle_from(database_, guild, *since - Duration{1});
    store::add_journal_entry(
        database_,
        guild,
        {0,
         now,
         "invitectl",
         "late evidence",
         std::string(subject),
         std::string(what) + ": joins from " + format_rfc3339(*since) + " on are worked out anew"});
}

// The channel in which joins are announced, if it may be read. Where it changes, what was announced
// in between may be in either, or nowhere.
std::optional<ChannelId> Collector::channel_to_read(GuildId guild,
                                                    Instant read_until,
                                                    Instant now) {
    const bool wanted = store::settings(database_, guild).join_messages;
    const auto channel = wanted ? system_channel_ : std::nullopt;
    const auto before = store::cursor(database_, guild, store::kSystemChannelCursor);
    const std::int64_t present = channel ? channel->value : 0;
    if (!before && !channel) {
        return {};
    }
    sql::Transaction step(database_);
    store::set_cursor(database_, guild, store::kSystemChannelCursor, present);
    if (!channel || (before && *before != present)) {
        store::record_gap(
            database_,
            guild,
            {store::PollKind::join_messages, read_until, now, channel ? "moved" : "disabled"});
    }
    step.commit();
    return channel;
}

// A page and the cursor behind it are stored together, so a killed run goes on where it was.
Bracket Collector::read_message_pages(GuildId guild,
                                      ChannelId channel,
                                      MessageId after,
                                      Collected& into) {
    std::optional<Bracket> whole;
    for (bool complete = false; !complete;) {
        auto page = discord_.messages.messages(channel, after);
        page.bracket = in_order(page.bracket);
        look_for_announced(guild, page.value.messages, into);
        sql::Transaction step(database_);
        store::remember_people(database_, guild, page.value.people);
        const store::UnseenNews news =
            store::record_join_messages(database_, guild, page.value.messages);
        into.join_messages = into.join_messages.value_or(0) + news.messages;
        into.unseen += news.joins;
        open_again(guild,
                   news.since,
                   page.bracket.ended,
                   "join messages",
                   "people were announced whom no sweep saw");
        for (const Message& message : page.value.messages) {
            after = std::max(after, message.id);
        }
        store::set_cursor(database_, guild, store::kJoinMessageCursor, after.value);
        step.commit();
        complete = page.value.complete || page.value.messages.empty();
        whole = Bracket{whole ? whole->began : page.bracket.began, page.bracket.ended};
    }
    return *whole;
}

// Join messages are evidence, not a need: where they cannot be read the rest goes on, and the gap
// is said.
void Collector::read_join_messages(GuildId guild, store::RunId run, Collected& into) {
    const auto last = store::latest_poll(database_, guild, store::PollKind::join_messages);
    const auto first = store::first_reading(database_, guild, Stream::invites);
    const Instant tracking_since = first ? first->bracket.began : into.read_at;
    const Instant read_until = last && last->last_ok ? last->last_ok->began : tracking_since;
    const auto channel = channel_to_read(guild, read_until, into.read_at);
    if (!channel) {
        return;
    }
    const MessageId after{store::cursor(database_, guild, store::kJoinMessageCursor)
                              .value_or(first_snowflake_at(tracking_since))};
    try {
        const Bracket bracket = noting_failure(guild, store::PollKind::join_messages, run, [&] {
            return read_message_pages(guild, *channel, after, into);
        });
        sql::Transaction step(database_);
        store::record_poll(database_, guild, store::PollKind::join_messages, bracket, "ok", run);
        step.commit();
        into.read_at = std::max(into.read_at, bracket.ended);
    } catch (const Error& error) {
        if (error.code() != ErrorCode::missing_permission &&
            error.code() != ErrorCode::refused_by_discord && error.code() != ErrorCode::not_found) {
            throw;
        }
        if (!last || last->ok()) {
            log_.warning(
                "the join messages cannot be read (" + error.happened() +
                "), so people who come and go between two looks at the members stay unknown");
        }
        sql::Transaction step(database_);
        store::record_gap(database_,
                          guild,
                          {store::PollKind::join_messages, read_until, into.read_at, "permission"});
        step.commit();
    }
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
        hold_against_members(guild, after, bracket.ended, into);
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

// Kicks and bans make leaves exact, and kicks tell of people whom no sweep saw. From a cursor of
// its own, so that a killed run leaves none out.
void Collector::hold_against_members(GuildId guild,
                                     AuditEntryId after,
                                     Instant now,
                                     Collected& into) {
    const AuditEntryId held{
        store::cursor(database_, guild, store::kRemovalCursor).value_or(after.value)};
    store::refine_leaves_from_audit(database_, guild, held);
    const store::UnseenNews news = store::admit_kicked(database_, guild, held);
    into.unseen += news.joins;
    open_again(guild, news.since, now, "audit log", "people were kicked whom no sweep saw");
    store::set_cursor(database_,
                      guild,
                      store::kRemovalCursor,
                      store::cursor(database_, guild, store::kAuditCursor).value_or(held.value));
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

// Asks about invites that are new, or targeted and used since.
void Collector::read_targets(GuildId guild, Collected& into) {
    for (const store::TargetQuestion& invite :
         store::untold_invites(database_, guild, kQuestionsAtOnce)) {
        try {
            auto answer = discord_.invites.target_users(invite.code);
            answer.bracket = in_order(answer.bracket);
            sql::Transaction step(database_);
            const bool news =
                store::record_targets(database_, guild, invite, answer.value, answer.bracket.ended);
            open_again(guild,
                       news ? std::optional(invite.created_at) : std::nullopt,
                       answer.bracket.ended,
                       "invite " + invite.code.text(),
                       "only listed people may accept it");
            step.commit();
            into.read_at = std::max(into.read_at, answer.bracket.ended);
        } catch (const Error& error) {
            if (error.code() == ErrorCode::missing_permission) {
                log_.warning("whom invites are for cannot be read (" + error.happened() + ")");
                return;
            }
            if (error.code() != ErrorCode::refused_by_discord &&
                error.code() != ErrorCode::not_found) {
                throw;
            }
            // Gone since it was listed: the next reading says so.
        }
    }
}

}  // namespace invitectl::workflow
