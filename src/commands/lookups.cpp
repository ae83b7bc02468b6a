#include "commands/lookups.hpp"

#include "invitectl/store/attributions.hpp"
#include "invitectl/store/guilds.hpp"
#include "invitectl/store/people.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/store/sources.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <memory>

namespace invitectl::commands {

report::Names names_of(sql::Connection& database, GuildId guild) {
    auto channels =
        std::make_shared<std::map<ChannelId, Channel>>(store::channels(database, guild));
    auto sources = std::make_shared<std::vector<Source>>(store::sources(database, guild));
    report::Names names;
    names.person = [finder = std::make_shared<store::PersonFinder>(database, guild)](UserId user) {
        return finder->find(user);
    };
    names.channel = [channels](ChannelId id) -> std::optional<std::string> {
        const auto found = channels->find(id);
        return found == channels->end() ? std::nullopt : std::optional(found->second.name);
    };
    names.source = [sources](SourceId id) -> std::optional<std::string> {
        for (const Source& source : *sources) {
            if (source.id == id) {
                return source.name;
            }
        }
        return {};
    };
    return names;
}

OutcomeRules outcome_rules(const Settings& settings) {
    return {settings.fake_threshold, std::chrono::days{settings.retain_days}};
}

report::JoinLine join_line(sql::Connection& database,
                           GuildId guild,
                           const store::StoredJoin& join,
                           const OutcomeRules& rules,
                           Instant now) {
    report::JoinLine line;
    line.id = join.id;
    line.spell = join.spell;
    line.bot = join.bot;
    line.did_rejoin = join.did_rejoin;
    line.outcome = outcome_of(join.spell.joined_at, leave_from_join(join.spell), now, rules);
    line.attribution = store::load_attribution(database, guild, join.id);
    return line;
}

report::JoinSource found_joins(sql::Connection& database,
                               GuildId guild,
                               const store::JoinFilter& filter,
                               Instant now) {
    return [rows = std::make_shared<store::FoundJoins>(database, guild, filter),
            rules = outcome_rules(store::settings(database, guild)),
            now](report::JoinLine& line) {
        store::StoredJoin join;
        if (!rows->next(join, line.attribution)) {
            return false;
        }
        line.id = join.id;
        line.spell = join.spell;
        line.bot = join.bot;
        line.did_rejoin = join.did_rejoin;
        line.outcome = outcome_of(join.spell.joined_at, join.spell.leave, now, rules);
        return true;
    };
}

analytics::BoardRules board_rules(const Settings& settings, analytics::Axis axis, Instant now) {
    analytics::BoardRules rules;
    rules.axis = axis;
    rules.now = now;
    rules.outcome = outcome_rules(settings);
    rules.credit.min_inviter_age = std::chrono::days{settings.min_inviter_age_days};
    rules.credit.min_member_age = std::chrono::days{settings.min_member_age_days};
    return rules;
}

report::SnapshotLine snapshot_line(const store::ReadingSummary& summary) {
    return {summary.reading,
            summary.quiet,
            summary.codes,
            summary.uses,
            summary.moved_codes,
            summary.new_uses,
            summary.came,
            summary.went};
}

Schedule schedule_here(cli::Context& context, Duration every) {
    const auto absolute = [](const std::string& path) {
        return std::filesystem::absolute(path).lexically_normal().string();
    };
    Schedule schedule;
    schedule.every = every;
    std::error_code failed;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", failed);
    schedule.program = failed ? "invitectl" : program.string();
    if (context.options().config) {
        schedule.config = absolute(*context.options().config);
    }
    schedule.database = absolute(context.database_path());
    const auto& named = context.options().token_file;
    const auto& token_file = named && *named != "-" ? named : context.config().token_file;
    if (token_file) {
        schedule.token_file = absolute(*token_file);
    }
    schedule.user = context.login_name();
    return schedule;
}

std::string counted(std::int64_t number, std::string_view thing) {
    return fmt::format("{} {}{}", number, thing, number == 1 ? "" : "s");
}

std::string counted(std::int64_t number, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", number, number == 1 ? one : many);
}

}  // namespace invitectl::commands
