#include "invitectl/store/intents.hpp"

#include "store/query.hpp"

#include <array>
#include <utility>

namespace invitectl::store {

namespace {

constexpr std::array<std::string_view, 4> kStates = {"open", "done", "failed", "untold"};

std::string_view state_text(IntentState state) {
    return kStates.at(static_cast<std::size_t>(state));
}

IntentState parse_state(std::string_view text) {
    for (std::size_t i = 0; i < kStates.size(); ++i) {
        if (kStates.at(i) == text) {
            return static_cast<IntentState>(i);
        }
    }
    throw Error(ErrorCode::damaged_database, "the database holds an intent in no known state");
}

plan::Action parse_action(std::string_view text) {
    for (const auto action :
         {plan::Action::create_role, plan::Action::create_invite, plan::Action::delete_invite}) {
        if (plan::to_text(action) == text) {
            return action;
        }
    }
    throw Error(ErrorCode::damaged_database, "the database holds an intent of no known kind");
}

std::string joined(const std::vector<UserId>& users) {
    std::string text;
    for (const UserId user : users) {
        text += (text.empty() ? "" : " ") + user.text();
    }
    return text;
}

std::vector<UserId> split(std::string_view text) {
    std::vector<UserId> users;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        if (const auto user = UserId::parse(text.substr(0, end))) {
            users.push_back(*user);
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return users;
}

// Columns in the order intent_id, kind, state, made_at, author, channel_id, source_id, code,
// role_name, role_id, max_age, max_uses, is_temporary, targets, credit_id, reason, ended_at,
// outcome.
Intent read_intent(const Query& row) {
    Intent intent;
    intent.id = row.get<IntentId>(0);
    intent.action = parse_action(row.text(1));
    intent.state = parse_state(row.text(2));
    intent.made_at = row.get<Instant>(3);
    intent.author = row.get<std::string>(4);
    intent.wish.channel = row.get<std::optional<ChannelId>>(5).value_or(ChannelId{});
    intent.wish.source = row.get<std::optional<SourceId>>(6).value_or(0);
    intent.code = row.get<std::optional<InviteCode>>(7);
    intent.wish.marker_role = row.get<std::optional<std::string>>(8);
    intent.role = row.get<std::optional<RoleId>>(9);
    intent.wish.max_age = row.get<std::optional<std::int64_t>>(10).value_or(0);
    intent.wish.max_uses = row.get<std::optional<std::int64_t>>(11).value_or(0);
    intent.wish.temporary = row.get<std::optional<bool>>(12).value_or(false);
    intent.wish.targets = split(row.get<std::optional<std::string>>(13).value_or(""));
    intent.wish.credit = row.get<std::optional<UserId>>(14);
    intent.reason = row.get<std::string>(15);
    intent.ended_at = row.get<std::optional<Instant>>(16);
    intent.outcome = row.get<std::string>(17);
    return intent;
}

}  // namespace

IntentId add_intent(sql::Connection& connection, GuildId guild, const Intent& intent) {
    require_transaction(connection);
    const plan::InviteWish& wish = intent.wish;
    const bool about_invite = intent.action == plan::Action::create_invite;
    const auto of_invite = [&](auto value) {
        return about_invite ? std::optional(value) : std::nullopt;
    };
    Query add(connection,
              "INSERT INTO intent (guild_id, intent_id, kind, state, made_at, author, channel_id,"
              " source_id, code, role_name, role_id, max_age, max_uses, is_temporary, targets,"
              " credit_id, reason, outcome) SELECT $guild, COALESCE(MAX(intent_id), 0) + 1, $kind,"
              " $state, $made_at, $author, $channel, $source, $code, $role_name, $role, $max_age,"
              " $max_uses, $temporary, $targets, $credit, $reason, '' FROM intent"
              " WHERE guild_id = $guild RETURNING intent_id",
              {"guild",
               "kind",
               "state",
               "made_at",
               "author",
               "channel",
               "source",
               "code",
               "role_name",
               "role",
               "max_age",
               "max_uses",
               "temporary",
               "targets",
               "credit",
               "reason"});
    add.with(guild,
             plan::to_text(intent.action),
             state_text(intent.state),
             intent.made_at,
             intent.author,
             of_invite(wish.channel),
             wish.source == 0 ? std::nullopt : std::optional(wish.source),
             intent.code,
             wish.marker_role,
             intent.role,
             of_invite(wish.max_age),
             of_invite(wish.max_uses),
             of_invite(wish.temporary),
             of_invite(joined(wish.targets)),
             wish.credit,
             intent.reason)
        .next();
    return add.get<IntentId>(0);
}

void end_intent(sql::Connection& connection, GuildId guild, const Intent& intent) {
    require_transaction(connection);
    Query(connection,
          "UPDATE intent SET state = $state, code = $code, role_id = $role, ended_at = $ended_at,"
          " outcome = $outcome WHERE guild_id = $guild AND intent_id = $intent",
          {"state", "code", "role", "ended_at", "outcome", "guild", "intent"})
        .with(state_text(intent.state),
              intent.code,
              intent.role,
              intent.ended_at,
              intent.outcome,
              guild,
              intent.id)
        .run();
}

std::vector<Intent> unfinished_intents(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT intent_id, kind, state, made_at, author, channel_id, source_id, code,"
              " role_name, role_id, max_age, max_uses, is_temporary, targets, credit_id, reason,"
              " ended_at, outcome FROM intent WHERE guild_id = $guild"
              " AND state IN ('open', 'untold') ORDER BY intent_id",
              {"guild"});
    std::vector<Intent> found;
    for (all.with(guild); all.next();) {
        found.push_back(read_intent(all));
    }
    return found;
}

std::set<InviteCode> codes_made(sql::Connection& connection, GuildId guild) {
    Query all(connection,
              "SELECT code FROM intent WHERE guild_id = $guild AND kind = $kind"
              " AND code IS NOT NULL",
              {"guild", "kind"});
    std::set<InviteCode> codes;
    for (all.with(guild, plan::to_text(plan::Action::create_invite)); all.next();) {
        codes.insert(all.get<InviteCode>(0));
    }
    return codes;
}

}  // namespace invitectl::store
