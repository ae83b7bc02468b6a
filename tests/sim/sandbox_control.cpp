#include "tests/sim/sandbox_control.hpp"

#include "invitectl/base/time_text.hpp"

#include "tests/sim/api_error.hpp"
#include <nlohmann/json.hpp>

#include <stdexcept>

namespace invitectl::sim {

using nlohmann::json;

namespace {

std::string to_text(Way way) {
    switch (way) {
        case Way::invite:
            return "invite";
        case Way::vanity:
            return "vanity";
        case Way::bot:
            return "bot";
        case Way::none:
            break;
    }
    return "none";
}

template <class Value, class Write>
json or_null(const std::optional<Value>& value, Write write) {
    return value ? json(write(*value)) : json(nullptr);
}

std::string id_text(UserId id) {
    return id.text();
}

json entry_view(const TruthEntry& entry) {
    return {{"user", entry.user.text()},
            {"joined_at", format_rfc3339(entry.joined_at)},
            {"kind", to_text(entry.way)},
            {"code", entry.code.empty() ? json(nullptr) : json(entry.code)},
            {"inviter", or_null(entry.inviter, id_text)},
            {"left_at", or_null(entry.left_at, format_rfc3339)},
            {"left_how",
             or_null(entry.left_at,
                     [&](Instant) { return std::string(invitectl::to_text(entry.left_how)); })},
            {"rejoined", entry.rejoined},
            {"before_start", entry.before_start}};
}

json code_view(const CodeTruth& code) {
    return {{"kind", to_text(code.way)},
            {"code", code.code},
            {"inviter", or_null(code.inviter, id_text)},
            {"created_at", format_rfc3339(code.created_at)},
            {"gone_at", or_null(code.gone_at, format_rfc3339)},
            {"initial_uses", code.initial_uses},
            {"uses", code.uses}};
}

json truth_view(const World& world) {
    json guilds = json::array();
    for (const auto& [id, guild] : world.guilds()) {
        json entries = json::array();
        for (const TruthEntry& entry : guild->truth.entries) {
            entries.push_back(entry_view(entry));
        }
        json codes = json::array();
        for (const CodeTruth& code : guild->truth.codes) {
            codes.push_back(code_view(code));
        }
        guilds.push_back({{"guild", id.text()}, {"entries", entries}, {"codes", codes}});
    }
    return {{"now", format_rfc3339(world.now())}, {"guilds", guilds}};
}

json journal_view(const std::vector<JournalLine>& journal) {
    json list = json::array();
    for (const JournalLine& line : journal) {
        list.push_back({{"method", line.method},
                        {"path", line.path},
                        {"query", line.query},
                        {"route", line.route},
                        {"status", line.status},
                        {"at", format_rfc3339(line.at)}});
    }
    return list;
}

json clock_view(const World& world) {
    return {{"now", format_rfc3339(world.now())}};
}

std::optional<Instant> wanted_time(const World& world, const std::string& body) {
    const json order = json::parse(body, nullptr, false);
    if (!order.is_object()) {
        return std::nullopt;
    }
    if (order.contains("advance") && order["advance"].is_string()) {
        const auto by = parse_duration(order["advance"].get<std::string>());
        return by ? std::optional(world.now() + *by) : std::nullopt;
    }
    if (order.contains("to") && order["to"].is_string()) {
        return parse_rfc3339(order["to"].get<std::string>());
    }
    return std::nullopt;
}

Answer move_clock(World& world, const std::string& body) {
    const auto t = wanted_time(world, body);
    if (!t || *t < world.now()) {
        return error_answer(
            400, 0, R"(say {"advance":"6h"} or {"to":"2026-08-01T12:00:00Z"}, not in the past)");
    }
    world.advance_to(*t);
    return {.body = clock_view(world).dump()};
}

}  // namespace

Answer control_answer(World& world,
                      const std::vector<JournalLine>& journal,
                      const std::string& method,
                      const std::string& path,
                      const std::string& body) {
    if (method == "POST" && path == "/clock") {
        return move_clock(world, body);
    }
    if (method == "GET" && path == "/clock") {
        return {.body = clock_view(world).dump()};
    }
    if (method == "GET" && path == "/truth") {
        return {.body = truth_view(world).dump()};
    }
    if (method == "GET" && path == "/journal") {
        return {.body = journal_view(journal).dump()};
    }
    return error_answer(404, 0, "the sandbox knows clock, truth and journal");
}

}  // namespace invitectl::sim
