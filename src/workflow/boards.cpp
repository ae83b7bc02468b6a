#include "invitectl/workflow/boards.hpp"

#include "invitectl/store/bonuses.hpp"
#include "invitectl/store/join_columns.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/store/messages.hpp"
#include "invitectl/store/people.hpp"
#include "invitectl/store/settings_store.hpp"
#include "invitectl/store/standing.hpp"

#include <utility>

namespace invitectl::workflow {
namespace {

// Every analysis says which columns it wants and takes them segment by segment, some gathered.
template <class Builder>
void count_all(store::JoinColumnLoader& loader, Builder& builder) {
    loader.each_segment(
        [&](const analytics::SegmentBounds& bounds) {
            analytics::Parts parts = builder.wants(bounds);
            if constexpr (requires { builder.shortcuts(bounds); }) {
                if (!parts.empty()) {
                    parts |= builder.shortcuts(bounds);
                }
            }
            return parts;
        },
        [&](const analytics::JoinColumns& segment) { builder.add(segment); });
}

store::Words words_for(const std::optional<analytics::Axis>& axis) {
    const bool codes = axis == analytics::Axis::code || axis == analytics::Axis::channel;
    return codes ? store::Words::all : store::Words::without_codes;
}

// Reports speak of whole seconds.
template <class Rules>
Rules in_whole_seconds(Rules rules) {
    rules.now = std::chrono::floor<std::chrono::seconds>(rules.now);
    return rules;
}

void hide_absent(sql::Connection& database,
                 GuildId guild,
                 const analytics::Dictionaries& names,
                 analytics::BoardBuilder& builder) {
    const std::vector<UserId> absent = store::absent_among(database, guild, names.inviters);
    std::vector<std::uint32_t> hidden;
    for (std::uint32_t i = 0; i < names.inviters.size() && hidden.size() < absent.size(); ++i) {
        if (names.inviters[i] == absent[hidden.size()]) {
            hidden.push_back(i);
        }
    }
    builder.hide(hidden);
}

std::vector<analytics::Bonus> bonuses_of(sql::Connection& database,
                                         GuildId guild,
                                         store::JoinColumnLoader& loader) {
    std::vector<analytics::Bonus> found;
    for (const store::StoredBonus& bonus : store::bonuses(database, guild)) {
        found.push_back({loader.inviter(bonus.user), bonus.amount});
    }
    return found;
}

}  // namespace

analytics::CreditRules credit_rules(sql::Connection& database,
                                    GuildId guild,
                                    analytics::Axis axis) {
    const Settings settings = store::settings(database, guild);
    analytics::CreditRules rules;
    rules.min_inviter_age = std::chrono::days{settings.min_inviter_age_days};
    rules.min_member_age = std::chrono::days{settings.min_member_age_days};
    rules.rejoins = settings.credit_rejoins;
    rules.self_invites = settings.credit_self_invites;
    for (const auto& [user, exclusion] : store::exclusions(database, guild)) {
        if (exclusion.as_inviter && axis == analytics::Axis::inviter) {
            rules.excluded_inviters.push_back(user);
        }
        if (exclusion.as_member) {
            rules.excluded_members.push_back(user);
        }
    }
    if (axis == analytics::Axis::inviter) {
        rules.bots = store::bot_accounts(database, guild);
    }
    if (axis != analytics::Axis::source) {
        for (const auto& [code, scope] : store::ignored_codes(database, guild)) {
            if (scope.board) {
                rules.ignored.push_back(code);
            }
        }
    }
    return rules;
}

JoinBoard make_board(sql::Connection& database, GuildId guild, const analytics::BoardRules& rules) {
    const sql::Transaction snapshot(database);
    const auto words = rules.reads_codes() ? store::Words::all : store::Words::without_codes;
    store::JoinColumnLoader loader(database, guild, words);
    analytics::BoardBuilder builder(in_whole_seconds(rules), loader.dictionaries());
    count_all(loader, builder);
    builder.add(loader.other_uses(rules.window, rules.now));
    if (rules.axis == analytics::Axis::inviter) {
        builder.add(bonuses_of(database, guild, loader));
    }
    if (rules.hide_left && rules.axis == analytics::Axis::inviter) {
        hide_absent(database, guild, loader.dictionaries(), builder);
    }
    return {builder.finish(), loader.dictionaries()};
}

std::vector<analytics::StatsRow> make_stats(sql::Connection& database,
                                            GuildId guild,
                                            const analytics::StatsRules& rules) {
    const sql::Transaction snapshot(database);
    store::JoinColumnLoader loader(database, guild, store::Words::without_codes);
    analytics::StatsBuilder builder(in_whole_seconds(rules));
    count_all(loader, builder);
    return builder.finish();
}

JoinRetention make_retention(sql::Connection& database,
                             GuildId guild,
                             const analytics::RetentionRules& rules) {
    const sql::Transaction snapshot(database);
    store::JoinColumnLoader loader(database, guild, words_for(rules.axis));
    analytics::RetentionBuilder builder(in_whole_seconds(rules), loader.dictionaries());
    count_all(loader, builder);
    return {builder.finish(), loader.dictionaries()};
}

JoinActivity make_activity(sql::Connection& database,
                           GuildId guild,
                           const analytics::RetentionRules& rules) {
    const sql::Transaction snapshot(database);
    analytics::MessagesKnown known;
    if (const auto reach = store::message_reach(database, guild)) {
        known = {reach->since, reach->until, reach->gaps};
    }
    const analytics::LastPosts posts =
        store::last_posts(database, guild, analytics::known_at(rules, known));
    store::JoinColumnLoader loader(database, guild);
    analytics::ActivityBuilder builder(
        in_whole_seconds(rules), std::move(known), posts, loader.dictionaries());
    count_all(loader, builder);
    return {builder.finish(), loader.dictionaries()};
}

JoinStays make_stays(sql::Connection& database, GuildId guild, const analytics::StayRules& rules) {
    const sql::Transaction snapshot(database);
    store::JoinColumnLoader loader(database, guild, words_for(rules.axis));
    analytics::StayBuilder builder(in_whole_seconds(rules), loader.dictionaries());
    count_all(loader, builder);
    return {builder.finish(), loader.dictionaries()};
}

JoinBriefing make_briefing(sql::Connection& database,
                           GuildId guild,
                           const analytics::BriefingRules& rules) {
    const sql::Transaction snapshot(database);
    store::JoinColumnLoader loader(database, guild);
    analytics::BriefingRules whole = rules;
    whole.inviters = in_whole_seconds(rules.inviters);
    whole.sources = in_whole_seconds(rules.sources);
    analytics::BriefingBuilder builder(whole, loader.dictionaries());
    count_all(loader, builder);
    return {builder.finish(), loader.dictionaries()};
}

std::vector<analytics::TreeRow> make_tree(sql::Connection& database,
                                          GuildId guild,
                                          const analytics::TreeRules& rules) {
    const sql::Transaction snapshot(database);
    store::JoinColumnLoader loader(database, guild);
    analytics::TreeBuilder builder(in_whole_seconds(rules), loader.dictionaries());
    count_all(loader, builder);
    return builder.finish();
}

}  // namespace invitectl::workflow
