#include "tests/trust/day.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/engine/sqlite.hpp"
#include "invitectl/store/request_memory.hpp"
#include "invitectl/store/schema.hpp"
#include "invitectl/workflow/setup.hpp"
#include "invitectl/workflow/sync.hpp"

#include "discord/rest_client.hpp"

#include <functional>

namespace invitectl::trust {
namespace {

using namespace std::chrono_literals;

class NoLog final : public Log {
  public:
    void warning(std::string_view) override {}
    void info(std::string_view) override {}
    void debug(std::string_view) override {}
};

sim::LifeConfig busy_life(const DayPlan& plan) {
    sim::LifeConfig life;
    life.joins_per_hour = plan.joins_per_hour;
    life.deletions_per_day = 4;
    life.passing_invites_per_day = 6;
    life.channel_deletions_per_month = 10;
    life.initial_members = plan.members;
    return life;
}

constexpr sim::FaultKind kSpoiling[] = {
    sim::FaultKind::limited_user,   sim::FaultKind::limited_shared,
    sim::FaultKind::limited_global, sim::FaultKind::cloudflare_ban,
    sim::FaultKind::error_500,      sim::FaultKind::error_502,
    sim::FaultKind::error_503,      sim::FaultKind::error_504,
    sim::FaultKind::error_524,      sim::FaultKind::html_200,
    sim::FaultKind::empty_body,     sim::FaultKind::not_json,
    sim::FaultKind::truncated,      sim::FaultKind::garbled,
    sim::FaultKind::wrong_type,     sim::FaultKind::null_field,
    sim::FaultKind::missing_field,  sim::FaultKind::duplicate_key,
    sim::FaultKind::extra_field,    sim::FaultKind::shuffled,
    sim::FaultKind::repeated_items, sim::FaultKind::slow};

}  // namespace

Day::Day(const DayPlan& plan)
    : plan_(plan),
      living_(sim::living_guild({.seed = plan.seed}, busy_life(plan))),
      random_(plan.seed * 7919 + 1),
      server_(*living_.world, {.token = "token", .limits = {}, .fault_seed = plan.seed}) {
    const auto admin = engine::sqlite_admin();
    database_ = admin->open(":memory:", OpenMode::create);
    store::migrate(*database_, *admin);
}

void Day::run() {
    begin();
    for (int minute = 0; minute < plan_.minutes; ++minute) {
        cron(true);
    }
    recover();
    for (int minute = 0; minute < plan_.quiet_minutes; ++minute) {
        cron(false);
    }
}

void Day::begin() {
    const sim::GuildState& state = world().guild(guild());
    workflow::add_guild(
        *database_,
        {guild(), state.name, state.owner, state.vanity_feature, false, state.system_channel},
        "busy",
        world().now());
    sync();
    tracked_since_ = world().now();
    if (plan_.revoked) {
        server_.faults().add({.kind = sim::FaultKind::unauthorized, .times = -1});
        return;
    }
    line_ = {.refused = plan_.spoilt, .cut = plan_.spoilt, .silent = plan_.spoilt, .slow = 0.01};
    add_faults();
}

// Each field that matters is hit: an id, a time, a counter.
void Day::add_faults() {
    for (const sim::FaultKind kind : kSpoiling) {
        for (const char* field : {"id", "joined_at", "uses"}) {
            server_.faults().add({.kind = kind,
                                  .times = -1,
                                  .probability = plan_.spoilt / 3,
                                  .field = field,
                                  .delay = 2s});
        }
    }
    server_.faults().add({.kind = sim::FaultKind::dropped_item,
                          .route = "members",
                          .times = -1,
                          .probability = plan_.spoilt * 5});
}

// Starts with the next whole minute; a run that took longer has used up its successors' turn.
void Day::cron(bool faults) {
    const auto next = std::chrono::floor<std::chrono::minutes>(world().now()) + 1min;
    world().advance_to(next);
    if (faults && random_.chance(plan_.trouble)) {
        cause_trouble();
    }
    sync();
    if (misreported_ && world().usable(guild(), *misreported_)) {  // it comes right again
        const sim::InviteState& invite = *world().guild(guild()).usable.at(*misreported_);
        world().misreport_uses(guild(), *misreported_, invite.visible + 1);
    }
    misreported_.reset();
}

// What no answer shows: the host's clock, the guild's URL, counters that go back for a while.
void Day::cause_trouble() {
    const sim::GuildState& state = world().guild(guild());
    switch (random_.between(0, 3)) {
        case 0:
            clock_error_ = random_.between(-1, 1) * 1h;
            break;
        case 1:
            world().set_vanity(guild(),
                               state.vanity ? std::nullopt : std::optional<std::string>("harbour"));
            break;
        case 2:
            if (!state.listed.empty()) {
                const auto last = static_cast<std::int64_t>(state.listed.size()) - 1;
                const sim::InviteState& invite =
                    *state.listed[static_cast<std::size_t>(random_.between(0, last))];
                if (invite.usable && invite.visible > 0 && invite.visible == invite.uses) {
                    misreported_ = invite.terms.code.text();
                    world().misreport_uses(guild(), *misreported_, invite.visible - 1);
                }
            }
            break;
        default:  // Discord is away for some minutes
            server_.faults().add({.kind = sim::FaultKind::error_503, .times = 30});
            break;
    }
}

void Day::recover() {
    server_.faults().clear();
    line_ = {};
    clock_error_ = Duration{0};
    world().advance(plan_.rest);
}

// A process of its own: nothing but the database knows of the run before.
void Day::sync() {
    shown_before_.clear();
    for (const sim::InviteState* invite : world().guild(guild()).listed) {
        shown_before_.emplace(invite->terms.code.text(), invite->visible);
    }
    HostClock clock(world(), clock_error_);
    NoLog log;
    const auto memory = store::request_memory(*database_);
    discord::ClientOptions options;
    options.memory = memory.get();
    discord::RestClient client(
        [this] { return std::make_unique<SimTransport>(server_, line_, random_); },
        options,
        Secret("token"),
        [this] { return static_cast<double>(random_.between(0, 999)) / 1000; },
        clock,
        log);
    Discord ports{client.invites(),
                  client.members(),
                  client.audit(),
                  client.guilds(),
                  client.sources(),
                  client.messages()};
    ++runs_;
    const auto results = workflow::sync_guilds(*database_, ports, clock, log, {guild()});
    failed_runs_ += results.front().failure ? 1 : 0;
}

std::uint64_t Day::fingerprint() {
    std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a
    const auto add = [&](std::string_view text) {
        for (const char c : text) {
            hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
        }
    };
    for (const sim::JournalLine& line : journal()) {
        add(line.method + line.path + line.query + std::to_string(line.status) +
            std::to_string(to_micros(line.at)));
    }
    for (const char* sql :
         {"SELECT user_id || ' ' || joined_at || ' ' || COALESCE(leave_latest, 0)"
          " FROM member_spell ORDER BY user_id, joined_at",
          "SELECT stream || ' ' || reading || ' ' || code || ' ' || epoch ||"
          " ' ' || uses_after FROM use_change"
          " ORDER BY stream, reading, code, epoch",
          "SELECT join_id || ' ' || code_verdict FROM attribution ORDER BY join_id"}) {
        for (const auto rows = database_->prepare(sql); rows->step();) {
            add(rows->text(0));
        }
    }
    return hash;
}

}  // namespace invitectl::trust
