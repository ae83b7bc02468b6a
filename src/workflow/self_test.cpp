#include "invitectl/workflow/self_test.hpp"

#include "invitectl/base/edit_distance.hpp"
#include "invitectl/base/error.hpp"
#include "invitectl/base/escape.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/base/token_shape.hpp"
#include "invitectl/base/utf8.hpp"
#include "invitectl/base/width.hpp"
#include "invitectl/domain/invite_code.hpp"
#include "invitectl/domain/outcome.hpp"
#include "invitectl/domain/settings.hpp"
#include "invitectl/domain/snowflake.hpp"
#include "invitectl/domain/source.hpp"
#include "invitectl/reconcile/solver.hpp"
#include "invitectl/store/guilds.hpp"
#include "invitectl/store/schema.hpp"

#include <cmath>

namespace invitectl::workflow {

namespace {

using namespace std::chrono_literals;

std::string yes_or_no(bool value) {
    return value ? "yes" : "no";
}

std::string snowflake(std::string_view text) {
    const auto id = parse_snowflake(text);
    return id ? std::to_string(*id) : "none";
}

std::string instant(std::string_view text) {
    const auto t = parse_rfc3339(text);
    return t ? format_rfc3339(*t) : "none";
}

std::string duration(std::string_view text) {
    const auto d = parse_duration(text);
    return d ? format_duration(*d) : "none";
}

std::string code(std::string_view pasted) {
    const auto parsed = InviteCode::parse_pasted(pasted);
    return parsed ? parsed->text() : "none";
}

std::string outcome_after(Duration stayed) {
    const Instant joined = from_micros(1'785'542'400'000'000);
    const Leave leave{joined + stayed, joined + stayed, LeaveCause::kicked};
    return std::string(to_text(outcome_of({.user = {}, .joined_at = joined, .leave = leave},
                                          joined + 24h * 30,
                                          {600s, std::chrono::days{7}})));
}

// Two counters, each moved by one, and two people: `second` after the first.
std::string ways_of_two(Duration second) {
    const Instant start = from_micros(1'785'542'400'000'000);
    reconcile::Problem problem;
    for (int label = 0; label < 2; ++label) {
        reconcile::Node node;
        node.from = start + label * 600s;
        node.until = node.from + 600s;
        node.label = label;
        node.at_least = node.at_most = 1;
        node.ghosts = false;
        problem.nodes.push_back(node);
    }
    problem.newcomers.push_back({.at = start + 1s, .may_be_none = false});
    problem.newcomers.push_back({.at = start + 1s + second, .may_be_none = false});
    const reconcile::Solution solution = reconcile::solve(problem);
    std::string text;
    for (std::size_t i = 0; i < problem.newcomers.size(); ++i) {
        for (const reconcile::Way& way : solution.ways_of(i)) {
            text += (text.empty() ? "" : " ") + std::to_string(i) + ":" +
                    std::to_string(way.label) + "=" + std::to_string(std::lround(way.p * 1000));
        }
    }
    return text;
}

// One counter moved by one, two people who can both have done it.
std::string one_use_for_two() {
    const Instant start = from_micros(1'785'542'400'000'000);
    reconcile::Problem problem;
    reconcile::Node node;
    node.from = start;
    node.until = start + 600s;
    node.at_least = node.at_most = 1;
    node.ghosts = false;
    problem.nodes.push_back(node);
    problem.newcomers.push_back({.at = start + 1s, .none_rate = 0.1});
    problem.newcomers.push_back({.at = start + 1s, .none_rate = 0.1});
    const reconcile::Solution solution = reconcile::solve(problem);
    return std::to_string(solution.ways_of(0).size()) + " ways, " +
           std::to_string(std::lround(solution.attributed[0] * 1000));
}

std::string assigned(Instant at) {
    const Instant from = from_micros(1'785'542'400'000'000);
    const InviteCode invite = *InviteCode::parse("abc");
    AssignmentTimeline timeline;
    timeline.add({invite, SourceId{7}, {}});
    timeline.add({invite, SourceId{8}, from});
    const auto source = timeline.source_of(invite, at);
    return source ? std::to_string(*source) : "none";
}

std::string setting(std::string_view key, std::string_view text) {
    try {
        const SettingRow& row = *find_setting(key);
        return format_setting(row, parse_setting(row, text));
    } catch (const Error& error) {
        return std::string(error_id(error.code()));
    }
}

// Through every migration, in memory: a row written is the row read.
std::string stored_name(DatabaseAdmin& admin, const std::string& name) {
    const auto connection = admin.open(":memory:", OpenMode::create);
    store::migrate(*connection, admin);
    const GuildId id{1'308'388'315'686'375'505};
    sql::Transaction step(*connection);
    Guild guild;
    guild.id = id;
    guild.name = name;
    store::add_guild(*connection, guild, "vector", Instant{});
    step.commit();
    return store::find_guild(*connection, id.text())->guild.name;
}

std::vector<Vector> text_vectors() {
    return {
        {"a snowflake", [] { return snowflake("1308388315686375505"); }, "1308388315686375505"},
        {"the largest snowflake",
         [] { return snowflake("9223372036854775807"); },
         "9223372036854775807"},
        {"a snowflake too large", [] { return snowflake("9223372036854775808"); }, "none"},
        {"a negative snowflake", [] { return snowflake("-1"); }, "none"},
        {"the time in a snowflake",
         [] { return format_rfc3339(snowflake_time(1'308'388'315'686'375'505)); },
         "2024-11-19T11:08:03.139000Z"},
        {"a time with a zone",
         [] { return instant("2026-08-01T12:00:00+02:00"); },
         "2026-08-01T10:00:00Z"},
        {"a leap day", [] { return instant("2028-02-29T00:00:00Z"); }, "2028-02-29T00:00:00Z"},
        {"no leap day", [] { return instant("2026-02-29T00:00:00Z"); }, "none"},
        {"a time after 2038",
         [] { return instant("2040-01-01T00:00:00.5Z"); },
         "2040-01-01T00:00:00.500000Z"},
        {"a duration", [] { return duration("90m"); }, "1h 30m"},
        {"a number is no duration", [] { return duration("90"); }, "none"},
        {"a pasted link", [] { return code("https://discord.gg/abc?event=1"); }, "abc"},
        {"what is no link", [] { return code("a/b"); }, "none"},
        {"hostile text",
         [] {
             return escape_for_terminal(
                 "a\x1b[2J\xE2\x80\xAE"
                 "b");
         },
         "a\\u{1b}[2J\\u{202e}b"},
        {"JSON of hostile text",
         [] { return json_string("a\"\x1b\xFF"); },
         "\"a\\\"\\u001b\xEF\xBF\xBD\""},
        {"the width of a flag and wide letters",
         [] {
             return std::to_string(
                 display_width("\xF0\x9F\x87\xA9\xF0\x9F\x87\xAA"
                               "\xE6\xBC\xA2"));
         },
         "4"},
        {"an overlong byte sequence", [] { return yes_or_no(is_valid_utf8("\xC0\xAF")); }, "no"},
        {"a token is recognised",
         [] {
             return yes_or_no(
                 find_token("MTExMTExMTExMTExMTExMTEx.GsimuX.of-the-shape-of-a-token-0123456789")
                     .has_value());
         },
         "yes"},
        {"a sentence is no token",
         [] { return yes_or_no(find_token("discord.com/api/v10").has_value()); },
         "no"},
        {"the nearest word",
         [] {
             const std::vector<std::string> words = {"leaderboard", "stats"};
             return nearest("leaderbord", words).value_or("none");
         },
         "leaderboard"},
    };
}

std::vector<Vector> rule_vectors() {
    const Instant from = from_micros(1'785'542'400'000'000);
    return {
        {"left after 599 s", [] { return outcome_after(599s); }, "fake"},
        {"left after 600 s", [] { return outcome_after(600s); }, "fake"},
        {"left after 601 s", [] { return outcome_after(601s); }, "left"},
        {"left after 7 days", [] { return outcome_after(24h * 7); }, "retained"},
        {"a setting in its unit", [] { return setting("fake_threshold", "10m"); }, "600"},
        {"a setting out of its range", [] { return setting("retain_days", "366"); }, "E-USE-02"},
        {"a source before a later assignment", [from] { return assigned(from - 1s); }, "7"},
        {"a source from a later assignment on", [from] { return assigned(from); }, "8"},
        {"two people apart are told apart", [] { return ways_of_two(700s); }, "0:0=1000 1:1=1000"},
        {"one use for two people", [] { return one_use_for_two(); }, "2 ways, 1000"},
    };
}

}  // namespace

std::vector<Vector> self_test_vectors(DatabaseAdmin& admin) {
    std::vector<Vector> vectors = text_vectors();
    for (Vector& more : rule_vectors()) {
        vectors.push_back(std::move(more));
    }
    vectors.push_back({"what is stored is read",
                       [&admin] { return stored_name(admin, "Harbour \xF0\x9F\x8C\x8A"); },
                       "Harbour \xF0\x9F\x8C\x8A"});
    return vectors;
}

std::vector<FailedVector> run_vectors(std::span<const Vector> vectors) {
    std::vector<FailedVector> failed;
    for (const Vector& vector : vectors) {
        std::string given;
        try {
            given = vector.work();
        } catch (const std::exception& error) {
            given = std::string("an error: ") + error.what();
        }
        if (given != vector.expected) {
            failed.push_back({vector.name, given, vector.expected});
        }
    }
    return failed;
}

}  // namespace invitectl::workflow
