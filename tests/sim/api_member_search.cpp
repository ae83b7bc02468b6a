// POST /guilds/{guild_id}/members-search, which Discord answers but does not document.
#include "tests/sim/api_error.hpp"
#include "tests/sim/api_handlers.hpp"
#include "tests/sim/api_query.hpp"
#include "tests/sim/api_views.hpp"
#include "tests/sim/member_search.hpp"
#include <nlohmann/json.hpp>

#include <algorithm>

namespace invitectl::sim {

using nlohmann::json;

namespace {

constexpr int kOldestJoinFirst = 2;

struct Search {
    std::size_t limit = 25;
    std::int64_t since = 0;
    std::optional<SearchCursor> after;
};

// Only what a poller asks for is understood; the rest is refused, so that no test relies on it.
Search read_search(const std::string& body) {
    const json query = json::parse(body, nullptr, false);
    if (!query.is_object()) {
        throw ApiRefusal{error_answer(400, 50109, "The request body contains invalid JSON.")};
    }
    const auto limit = query.value("limit", 25);
    if (limit < 1 || limit > 1000 || query.value("sort", 1) != kOldestJoinFirst) {
        throw ApiRefusal{
            form_error("limit", "NUMBER_TYPE_MAX", "int value should be between 1 and 1000.")};
    }
    Search search;
    search.limit = static_cast<std::size_t>(limit);
    search.since = query.value("/and_query/guild_joined_at/range/gte"_json_pointer, std::int64_t{});
    if (query.contains("after")) {
        search.after = {query.at("after").at("guild_joined_at"),
                        path_snowflake("after", query.at("after").at("user_id"))};
    }
    return search;
}

json hit_view(const SearchHit& hit) {
    return {{"member", member_view(*hit.member)},
            {"source_invite_code", hit.code.empty() ? json(nullptr) : json(hit.code)},
            {"join_source_type", hit.type},
            {"inviter_id", hit.inviter ? json(hit.inviter->text()) : json(nullptr)}};
}

const GuildState& searchable_guild(const Call& call) {
    const GuildState* guild =
        call.world.find_guild(GuildId{path_snowflake("guild_id", call.ids.at(0))});
    if (guild == nullptr || !guild->search.offered) {
        throw ApiRefusal{error_answer(404, 0, "404: Not Found")};
    }
    const auto held = guild_permissions(*guild, call.world.bot());
    if (!guild->bot_present || !call.world.members_intent()) {
        throw ApiRefusal{missing_access()};
    }
    if (!permission::has(held, permission::kManageGuild)) {
        throw ApiRefusal{missing_permissions()};
    }
    return *guild;
}

}  // namespace

json post_member_search(const Call& call) {
    const GuildState& guild = searchable_guild(call);
    const Search search = read_search(call.request.body);
    if (!guild.search.indexed) {
        throw ApiRefusal{{.status = 202,
                          .body = json{
                              {"message", "Index not yet available. Try again later"},
                              {"code", 110000},
                              {"documents_indexed", 0},
                              {"retry_after",
                               15}}.dump()}};
    }
    const auto hits = search_members(guild, call.world.now(), search.since, search.after);
    json members = json::array();
    for (std::size_t i = 0; i < std::min(search.limit, hits.size()); ++i) {
        members.push_back(hit_view(hits[i]));
    }
    const std::size_t count = members.size();
    return {{"guild_id", guild.id.text()},
            {"members", std::move(members)},
            {"page_result_count", count},
            {"total_result_count", hits.size()}};
}

}  // namespace invitectl::sim
