// What the database says of how collecting goes.
#include "invitectl/analytics/share_jumps.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/store/attributions.hpp"
#include "invitectl/store/history.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/store/messages.hpp"
#include "invitectl/store/request_memory.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/store/sources.hpp"
#include "invitectl/store/tallies.hpp"
#include "invitectl/workflow/checkup.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>

namespace invitectl::workflow {

namespace {

constexpr std::array<std::string_view, 10> kDatabaseIds = {"schema",
                                                           "database-check",
                                                           "requests",
                                                           "last-run",
                                                           "schedule",
                                                           "readings",
                                                           "counters",
                                                           "source-share",
                                                           "gaps",
                                                           "declarations"};

// So many joins without a single use counted are no chance.
constexpr std::int64_t kJoinsThatShouldCount = 5;
constexpr std::chrono::days kRecent{7};
// A source that has nearly all of the recent joins, and had far fewer before.
constexpr double kSwallows = 0.9;
constexpr double kSuddenly = 0.4;
// Newest joins that are looked at, so that a large guild answers at once.
constexpr int kJoinsLookedAt = 20'000;
constexpr std::chrono::days kAuditHorizon{45};

Check check_last_run(const Rhythm& rhythm, const std::string& guild) {
    if (!rhythm.last) {
        return {"last-run",
                guild,
                Health::note,
                "sync has not run yet",
                "",
                "invitectl sync -g " + guild};
    }
    const store::Run& last = *rhythm.last;
    switch (last.outcome) {
        case store::RunOutcome::ok:
        case store::RunOutcome::running:
            return {"last-run",
                    guild,
                    Health::ok,
                    last.outcome == store::RunOutcome::ok
                        ? "the latest sync, at " + format_compact(last.began) + ", went well"
                        : "a sync is at work"};
        case store::RunOutcome::partial:
        case store::RunOutcome::failed:
            break;
    }
    return {"last-run",
            guild,
            Health::failure,
            "the latest sync, at " + format_compact(last.began) + ", " +
                (last.outcome == store::RunOutcome::partial ? "failed for some guilds" : "failed"),
            last.detail,
            "invitectl sync -v -g " + guild};
}

// Half of what the program itself stops at, which is a tenth of what Discord bans an address for:
// https://discord.com/developers/docs/topics/rate-limits#invalid-request-limit-aka-cloudflare-bans
constexpr std::int64_t kManyRefusals = 500;
constexpr Duration kRefusalWindow = std::chrono::minutes{10};

// A token that was refused is a matter of token-accepted.
Check check_requests(sql::Connection& database, Instant now) {
    const auto memory = store::request_memory(database);
    for (const Remembered& refusal : memory->all()) {
        if (refusal.until > now && !refusal.subject.starts_with("token ")) {
            return {"requests",
                    "",
                    Health::warning,
                    "Discord refused " + refusal.subject + " at " + format_compact(refusal.since),
                    refusal.detail,
                    "mend what it says; sync asks again after " + format_compact(refusal.until)};
        }
    }
    const std::int64_t refused = memory->refused_since(now - kRefusalWindow);
    if (refused >= kManyRefusals) {
        return {"requests",
                "",
                Health::warning,
                fmt::format("{} requests were refused in ten minutes", refused),
                "Discord bans an address for 10,000 of them; this program stops long before",
                "look for other programs that use this token or this address"};
    }
    return {"requests", "", Health::ok, "Discord lets this machine ask"};
}

Check check_schedule(const Rhythm& rhythm, Instant now) {
    if (!rhythm.every) {
        return {"schedule",
                "",
                Health::note,
                "sync has run too seldom, or only by hand, to tell how often it is started",
                "it works best when cron or systemd starts it",
                "invitectl schedule print --cron"};
    }
    const auto minutes = [](Duration d) {
        return format_duration(std::chrono::round<std::chrono::seconds>(d));
    };
    if (!rhythm.late) {
        return {"schedule", "", Health::ok, "sync runs each " + minutes(*rhythm.every)};
    }
    return {
        "schedule",
        "",
        Health::failure,
        "sync has not run for " +
            format_duration(std::chrono::floor<std::chrono::minutes>(now - rhythm.last->began)) +
            ", and used to run each " + minutes(*rhythm.every),
        "joins of that time can hardly be told apart any more",
        "look at crontab -l or systemctl list-timers, then: invitectl sync"};
}

// Of one guild.
class Books {
  public:
    Books(sql::Connection& database,
          const store::StoredGuild& guild,
          const Rhythm& rhythm,
          const Rhythm& own,
          Instant now)
        : database_(database), guild_(guild), rhythm_(rhythm), own_(own), now_(now) {}

    std::vector<Check> examine() {
        if (!store::settings(database_, id()).enabled) {
            for (const std::string_view key : {"readings", "counters"}) {
                add(key, Health::skipped, "not looked at", "the guild is paused", "");
            }
        } else {
            check_readings();
            check_counters();
        }
        check_source_share();
        check_messages();
        check_gaps();
        check_declarations();
        return std::move(checks_);
    }

  private:
    GuildId id() const { return guild_.guild.id; }

    void add(
        std::string_view key, Health health, std::string what, std::string why, std::string next) {
        checks_.push_back({std::string(key),
                           guild_.alias,
                           health,
                           std::move(what),
                           std::move(why),
                           std::move(next)});
    }

    // That runs go on while this guild is not read: mostly it is not the default one, and nobody
    // said --all-guilds.
    void check_readings() {
        const auto invites = store::latest_poll(database_, id(), store::PollKind::invites);
        if (!invites || !invites->last_ok) {
            add("readings",
                rhythm_.last ? Health::failure : Health::note,
                "the guild was never read",
                "without a first reading there is no baseline",
                "invitectl sync -g " + guild_.alias);
            return;
        }
        const bool left_out = is_left_out();
        add("readings",
            left_out ? Health::failure : Health::ok,
            left_out ? "the guild is not read any more, though sync runs"
                     : "the invites were read at " + format_compact(invites->last_ok->ended),
            left_out ? "sync reads the default guild unless it is told otherwise" : "",
            left_out ? "let cron run: invitectl sync --all-guilds" : "");
    }

    // By the runs, which all follow one clock.
    bool is_left_out() const {
        if (!rhythm_.every || !rhythm_.last) {
            return false;
        }
        return !own_.last ||
               rhythm_.last->began - own_.last->began > kMissedRuns * *rhythm_.every + kLeeway;
    }

    void check_counters() {
        const Instant since = now_ - kRecent;
        const std::int64_t joins = store::joins_since(database_, id(), since);
        const std::int64_t uses = store::uses_since(database_, id(), since);
        if (joins < kJoinsThatShouldCount || uses > 0) {
            add("counters",
                Health::ok,
                fmt::format("{} joins and {} uses in 7 days", joins, uses),
                "",
                "");
            return;
        }
        add("counters",
            Health::failure,
            fmt::format("{} people joined in 7 days, and no counter moved", joins),
            "either they come without an invite (discovery, widget, other bots), or the counters "
            "are not those of this guild",
            "invitectl join recent -g " + guild_.alias);
    }

    void check_source_share() {
        const auto reserved = store::reserved_sources(database_, id());
        AssignmentTimeline present;
        AssignmentTimeline before;
        analytics::ShareJumps jumps({}, now_);
        for (const store::StoredAssignment& made : store::assignments(database_, id())) {
            present.add(made.assignment);
            if (made.made_at <= jumps.recent_from()) {
                before.add(made.assignment);
            }
        }
        auto newest = store::recent_joins(database_, id(), kJoinsLookedAt);
        std::map<JoinId, Instant> joined_at;
        for (const store::StoredJoin& join : newest) {
            joined_at[join.id] = join.spell.joined_at;
        }
        const JoinId oldest = joined_at.empty() ? 0 : joined_at.begin()->first;
        store::each_attribution(database_, id(), oldest - 1, [&](const Attribution& answer) {
            const auto join = joined_at.find(answer.join);
            if (join == joined_at.end() || !is_credited(answer.code.verdict)) {
                return;
            }
            const Candidate credited{answer.by, answer.code_value, {}, {}, 1};
            jumps.add(join->second,
                      answer.code_value,
                      reconcile::source_of(credited, join->second, present, reserved),
                      reconcile::source_of(credited, join->second, before, reserved));
        });
        report_share(jumps.finish());
    }

    void report_share(const std::vector<analytics::ShareJump>& jumps) {
        const auto swallowing = std::ranges::find_if(jumps, [](const analytics::ShareJump& jump) {
            return jump.now >= kSwallows && jump.now - jump.before >= kSuddenly;
        });
        if (swallowing == jumps.end()) {
            add("source-share", Health::ok, "no source took over suddenly", "", "");
            return;
        }
        std::string name = std::to_string(swallowing->source);
        for (const Source& source : store::sources(database_, id())) {
            name = source.id == swallowing->source ? source.name : name;
        }
        const std::string code = swallowing->code ? swallowing->code->text() : "";
        add("source-share",
            Health::warning,
            fmt::format("the source \"{}\" has {:.0f} % of the joins of 7 days, and had {:.0f} %",
                        name,
                        swallowing->now * 100,
                        swallowing->before * 100),
            "a wave of people, or codes assigned to the wrong source",
            code.empty() ? "invitectl coverage -g " + guild_.alias
                         : "invitectl join recent -g " + guild_.alias +
                               "; if it is wrong: invitectl invite unassign " + code);
    }

    void check_messages() {
        if (!store::settings(database_, id()).messages) {
            add("messages", Health::skipped, "not looked at", "the setting messages is off", "");
            return;
        }
        const auto channels = store::channels(database_, id());
        std::string names;
        for (const store::MessageChannel& state : store::message_channels(database_, id())) {
            const auto channel = channels.find(state.channel);
            if (state.unreadable() && channel != channels.end()) {
                names += (names.empty() ? "#" : ", #") + channel->second.name;
            }
        }
        if (names.empty()) {
            add("messages", Health::ok, "no channel hides what is written", "", "");
            return;
        }
        add("messages",
            Health::warning,
            "what is written in " + names + " cannot be read",
            "who writes only there counts as silent",
            "give the bot View Channel and Read Message History there, or leave the channels out "
            "with: invitectl settings set messages_except ID,ID");
    }

    // Gaps by a permission that is missing now have a check of their own, and pauses were wanted.
    void check_gaps() {
        for (const store::Gap& gap : store::gaps(database_, id())) {
            if (gap.reason == "horizon" && gap.until > now_ - 2 * kAuditHorizon) {
                add("gaps",
                    Health::warning,
                    "the audit log from " + format_compact(gap.from) + " until " +
                        format_compact(gap.until) + " is lost",
                    "Discord keeps it for 45 days, and nobody read it in time",
                    "let sync run at least once a month: invitectl schedule print --cron");
                return;
            }
        }
        add("gaps", Health::ok, "nothing was lost lately", "", "");
    }

    void check_declarations() {
        for (const store::SettingInForce& setting :
             store::settings_in_force(database_, id(), now_)) {
            if (setting.set_by == "program") {
                add("declarations",
                    Health::warning,
                    std::string(setting.row->key) + " was withdrawn",
                    setting.note,
                    "invitectl coverage -g " + guild_.alias);
                return;
            }
        }
        add("declarations", Health::ok, "the counters contradict no declaration", "", "");
    }

    static constexpr Duration kLeeway = std::chrono::minutes{2};

    sql::Connection& database_;
    const store::StoredGuild& guild_;
    const Rhythm& rhythm_;  // of the guild that was read last
    const Rhythm& own_;
    Instant now_;
    std::vector<Check> checks_;
};

}  // namespace

std::vector<Check> check_database(sql::Connection& database, DatabaseAdmin& admin) {
    constexpr int kProblemsShown = 3;
    std::vector<Check> checks;
    const auto problems = admin.problems(database, kProblemsShown);
    if (problems.empty()) {
        return {{"database-check", "", Health::ok, "the database is sound"}};
    }
    std::string text;
    for (const std::string& problem : problems) {
        text += (text.empty() ? "" : "; ") + problem;
    }
    return {
        {"database-check",
         "",
         Health::failure,
         "the database is damaged",
         text,
         "restore the latest backup, or save the facts: invitectl facts export -o facts.ndjson"}};
}

std::vector<Check> check_collecting(sql::Connection& database,
                                    Instant local_now,
                                    Instant discord_now) {
    const Rhythm rhythm = latest_rhythm(database, local_now);
    std::vector<Check> checks = {check_requests(database, local_now),
                                 check_schedule(rhythm, local_now)};
    for (const store::StoredGuild& guild : store::guilds(database)) {
        const Rhythm own = sync_rhythm(database, guild.guild.id, local_now);
        checks.push_back(check_last_run(own, guild.alias));
        std::ranges::move(Books(database, guild, rhythm, own, discord_now).examine(),
                          std::back_inserter(checks));
    }
    return checks;
}

std::vector<Check> skip_database(std::string_view why) {
    std::vector<Check> checks;
    for (const std::string_view id : kDatabaseIds) {
        checks.push_back({std::string(id), "", Health::skipped, "not looked at", std::string(why)});
    }
    return checks;
}

}  // namespace invitectl::workflow
