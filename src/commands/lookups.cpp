#include "commands/lookups.hpp"

#include "invitectl/store/attributions.hpp"
#include "invitectl/store/guilds.hpp"
#include "invitectl/store/people.hpp"
#include "invitectl/store/sources.hpp"

#include <fmt/format.h>
#include <memory>

namespace invitectl::commands {

report::Names names_of(sql::Connection& database, GuildId guild) {
    auto channels =
        std::make_shared<std::map<ChannelId, Channel>>(store::channels(database, guild));
    auto sources = std::make_shared<std::vector<Source>>(store::sources(database, guild));
    report::Names names;
    names.person = [&database, guild](UserId user) { return store::person(database, guild, user); };
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

std::string counted(std::int64_t number, std::string_view thing) {
    return fmt::format("{} {}{}", number, thing, number == 1 ? "" : "s");
}

std::string counted(std::int64_t number, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", number, number == 1 ? one : many);
}

}  // namespace invitectl::commands
