#include "tests/scenarios/follower.hpp"

#include "invitectl/engine/sqlite.hpp"
#include "invitectl/store/schema.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/workflow/boards.hpp"
#include "invitectl/workflow/reconcile_run.hpp"
#include "invitectl/workflow/setting_edits.hpp"
#include "invitectl/workflow/setup.hpp"

namespace invitectl::testing {

Follower::Follower(sim::World& world, GuildId guild, const sim::MemoryOptions& options)
    : world_(world), guild_(guild), discord_(world, options), clock_(world) {
    const auto admin = engine::sqlite_admin();
    database_ = admin->open(folder_.file("guild.db"), OpenMode::create);
    store::migrate(*database_, *admin);
}

void Follower::begin(bool closed) {
    workflow::add_guild(*database_, discord_.guild(guild_).value, "test", clock_.now());
    sync();
    if (closed) {
        set("closed", "on");
    }
}

void Follower::sync() {
    Discord ports{discord_, discord_, discord_, discord_, discord_, discord_};
    const auto results = workflow::sync_guilds(*database_, ports, clock_, log_, {guild_});
    if (results.front().failure) {
        throw *results.front().failure;
    }
}

void Follower::work_out() {
    workflow::reconcile_guild(*database_, guild_, clock_, log_);
}

void Follower::pass(Duration time) {
    world_.advance(time);
    sync();
}

void Follower::settle() {
    pass(std::chrono::minutes{1});
    pass(std::chrono::minutes{1});
}

void Follower::set(std::string_view setting, std::string_view value) {
    const SettingRow& row = *find_setting(setting);
    workflow::change_setting(
        *database_, guild_, row, parse_setting(row, value), {}, {"tester", clock_.now()});
}

analytics::Board Follower::board(analytics::Axis axis) {
    const Settings settings = store::settings(*database_, guild_);
    analytics::BoardRules rules;
    rules.axis = axis;
    rules.now = clock_.now();
    rules.outcome = {settings.fake_threshold, std::chrono::days{settings.retain_days}};
    rules.credit = workflow::credit_rules(*database_, guild_, axis);
    return workflow::make_board(*database_, guild_, rules).board;
}

}  // namespace invitectl::testing
