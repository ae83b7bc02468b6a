// Reads one guild once: invites, vanity URL, members, join messages, audit log, and what Discord
// states of joins where the guild allows to ask, in that order, each step stored in one transaction
// of its own, and no request inside a transaction.
//
// The order matters: a join is explained by readings that began after it, and a kick by an audit
// entry read after the sweep that misses the member. A join message of somebody whom the sweep
// before it does not know is a join of its own.
#pragma once

#include "invitectl/domain/settings.hpp"
#include "invitectl/ports/clock.hpp"
#include "invitectl/ports/discord.hpp"
#include "invitectl/ports/log.hpp"
#include "invitectl/ports/progress.hpp"
#include "invitectl/ports/sql.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/store/runs.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace invitectl::workflow {

// Who wrote when.
struct MessagesRead {
    std::int64_t messages = 0;            // new ones
    int behind = 0;                       // channels of which more is left for the next run
    std::vector<std::string> unreadable;  // names of channels that Discord refuses
};

struct Collected {
    store::ReadingOutcome invites;
    std::optional<store::ReadingOutcome> vanity;  // absent: the guild has no URL of its own
    std::optional<store::SweepOutcome> members;
    std::optional<std::int64_t> audit_entries;  // new ones; absent: the audit log may not be read
    std::optional<std::int64_t> stated;         // new statements; absent: not asked, or no answer
    std::optional<std::int64_t> join_messages;  // new ones; absent: none can be read
    std::int64_t unseen = 0;                    // new joins of people whom no sweep saw
    std::optional<MessagesRead> messages;       // absent: the setting is off
    Instant read_at;                            // end of the latest request, in Discord's time

    // A code came or went, or a counter moved.
    bool counters_moved() const { return invites.news > 0 || (vanity && vanity->news > 0); }
};

class Collector {
  public:
    Collector(sql::Connection& database,
              Discord& discord,
              Clock& clock,
              Log& log,
              Progress& progress = unwatched());

    // Everything. A step that fails is noted as such and throws; what earlier steps stored stays.
    // `all_members`: to the last one, whatever `members_every` says.
    Collected collect(GuildId guild, store::RunId run, bool all_members = false);

    // The invite list and the vanity counter alone.
    Collected take_snapshot(GuildId guild, store::RunId run);

    // Who wrote when, where the setting `messages` is on; else the gap is noted. Comes last, and
    // after answers were worked out: it is the most work, and nothing hangs on it.
    void read_activity(GuildId guild, store::RunId run, Collected& into);

    // The member list alone, the audit log alone, the messages alone.
    Collected poll_members(GuildId guild, store::RunId run);
    Collected poll_audit(GuildId guild, store::RunId run);
    Collected poll_messages(GuildId guild, store::RunId run);

    // The counters, and the rest only if one of them moved.
    Collected collect_if_moved(GuildId guild, store::RunId run);

  private:
    template <class Read>
    auto noting_failure(GuildId guild, store::PollKind kind, store::RunId run, Read read);

    void go_on_from_last_poll(GuildId guild);
    Bracket in_order(Bracket bracket);
    Timed<Guild> refresh_guild(GuildId guild);
    void record_no_vanity(GuildId guild, store::RunId run, const Bracket& seen);
    void refresh_channels(GuildId guild, const std::vector<Invite>& invites);
    void read_beyond_counters(GuildId guild, store::RunId run, bool all_members, Collected& into);
    void read_invites(GuildId guild, store::RunId run, Collected& into);
    void read_vanity(GuildId guild, store::RunId run, Collected& into);
    void sweep_members(GuildId guild, store::RunId run, bool all_members, Collected& into);
    bool read_member_pages(GuildId guild,
                           store::RunId run,
                           std::optional<int> most,
                           Collected& into);
    // The last page is there.
    void finish_sweep(GuildId guild, store::RunId run, Collected& into);
    std::vector<UserId> look_for_missing(GuildId guild, Collected& into);
    void look_for_announced(GuildId guild, const std::vector<Message>& messages, Collected& into);
    void read_audit_log(GuildId guild, store::RunId run, Collected& into);
    void read_join_messages(GuildId guild, store::RunId run, Collected& into);
    std::optional<ChannelId> channel_to_read(GuildId guild, Instant read_until, Instant now);
    Bracket read_message_pages(GuildId guild, ChannelId channel, MessageId after, Collected& into);
    void read_targets(GuildId guild, Collected& into);
    void hold_against_members(GuildId guild, AuditEntryId after, Instant now, Collected& into);
    void open_again(GuildId guild,
                    std::optional<Instant> since,
                    Instant now,
                    std::string_view subject,
                    std::string_view what);
    void read_stated_sources(GuildId guild, store::RunId run, Collected& into);
    Bracket read_source_pages(GuildId guild, Instant since, std::int64_t& recorded);
    void record_stated(GuildId guild, const Timed<SourcePage>& page, std::int64_t& recorded);
    Bracket read_new_entries(GuildId guild, AuditEntryId after, std::int64_t& recorded);

    sql::Connection& database_;
    Discord& discord_;
    Clock& clock_;
    Log& log_;
    bool swept_ = false;               // every member was listed in this collection
    int newcomers_ = 0;                // looked for in this collection
    std::optional<Instant> previous_;  // when the invites were read before this collection
    Progress& progress_;
    std::optional<ChannelId> system_channel_;  // of the guild that is being read
    Instant latest_ = Instant::min();          // end of the latest request that was answered
};

}  // namespace invitectl::workflow
