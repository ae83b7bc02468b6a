// Every report: its columns explain themselves, its rows fit them, and it says what it was given.
#include "invitectl/base/time_text.hpp"
#include "invitectl/report/guilds.hpp"
#include "invitectl/report/invites.hpp"
#include "invitectl/report/joins.hpp"
#include "invitectl/report/journal.hpp"
#include "invitectl/report/leaderboard.hpp"
#include "invitectl/report/members.hpp"
#include "invitectl/report/runs.hpp"
#include "invitectl/report/settings.hpp"
#include "invitectl/report/snapshots.hpp"
#include "invitectl/report/sources.hpp"
#include "invitectl/report/stats.hpp"
#include "invitectl/report/table_tools.hpp"

#include "tests/analytics/world.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <utility>

namespace invitectl::report {
namespace {

using namespace std::chrono_literals;
using namespace analytics::testing;

Names known_names() {
    Names names;
    names.person = [](UserId id) -> std::optional<Person> {
        if (id.value == 7) {
            return Person{id, "joe", "Joe"};
        }
        return std::nullopt;
    };
    names.source = [](SourceId id) -> std::optional<std::string> {
        return id == 4 ? std::optional<std::string>("Reddit ad") : std::nullopt;
    };
    return names;
}

InviteCode code(std::string_view text) {
    return *InviteCode::parse(text);
}

// The cell of a row by its column's key.
Cell cell(const Table& table, const Row& row, std::string_view key) {
    const auto found = std::ranges::find(table.columns, key, &Column::key);
    EXPECT_NE(found, table.columns.end()) << key;
    return row.cells.at(static_cast<std::size_t>(found - table.columns.begin()));
}

std::string text_of(const Table& table, const Row& row, std::string_view key) {
    const Cell value = cell(table, row, key);
    const auto* text = std::get_if<std::string>(&value);
    return text != nullptr ? *text : is_empty(value) ? "(empty)" : "(no text)";
}

bool fits(const Cell& cell, Type type) {
    switch (type) {
        case Type::text:
        case Type::enumeration:
            return std::holds_alternative<std::string>(cell);
        case Type::id:
        case Type::integer:
            return std::holds_alternative<std::int64_t>(cell);
        case Type::real:
        case Type::probability:
            return std::holds_alternative<double>(cell);
        case Type::instant:
            return std::holds_alternative<Instant>(cell);
        case Type::duration:
            return std::holds_alternative<Duration>(cell);
        case Type::boolean:
            return std::holds_alternative<bool>(cell);
    }
    return false;
}

// What holds for every report; returns its rows.
std::vector<Row> checked_rows(const Table& table) {
    EXPECT_FALSE(table.name.empty());
    std::set<std::string> keys;
    for (const Column& column : table.columns) {
        EXPECT_TRUE(keys.insert(column.key).second) << table.name << ": " << column.key << " twice";
        EXPECT_FALSE(column.title.empty()) << table.name << ": " << column.key;
        EXPECT_FALSE(column.definition.empty()) << table.name << ": " << column.key;
        EXPECT_FALSE(column.definition.ends_with('.')) << table.name << ": " << column.key;
    }
    auto rows = collect(table);
    EXPECT_FALSE(rows.empty()) << table.name;
    for (const Row& row : rows) {
        EXPECT_EQ(row.cells.size(), table.columns.size()) << table.name;
        for (std::size_t i = 0; i < std::min(row.cells.size(), table.columns.size()); ++i) {
            EXPECT_TRUE(is_empty(row.cells[i]) || fits(row.cells[i], table.columns[i].type))
                << table.name << ": " << table.columns[i].key;
        }
    }
    EXPECT_TRUE(table.record ? rows.size() == 1 : !table.empty_message.empty()) << table.name;
    return rows;
}

JoinLine some_join() {
    JoinLine join;
    join.id = 12;
    join.spell = {UserId{7}, kStart, Leave{kStart + 1h, kStart + 2h}};
    join.outcome = Outcome::left;
    Attribution answer;
    answer.join = 12;
    answer.code = {Verdict::open, 0.75};
    answer.inviter = {Verdict::proved, 1};
    answer.source = {Verdict::likely, 0.95};
    answer.by = Candidate::Kind::invite;
    answer.inviter_value = UserId{7};
    answer.reason = "window";
    answer.candidates = {{Candidate::Kind::invite, code("abc"), UserId{7}, 4, 0.75},
                         {Candidate::Kind::none, {}, {}, {}, 0.25}};
    join.attribution = answer;
    return join;
}

TEST(Joins, show_each_level_where_it_is_credited) {
    const Table table =
        joins({"join list", "Joins", joins_of({some_join()}), known_names(), kStart});
    const Row row = checked_rows(table).at(0);
    EXPECT_EQ(text_of(table, row, "user"), "Joe (joe)");
    EXPECT_EQ(text_of(table, row, "code"), "(empty)") << "open";
    EXPECT_EQ(text_of(table, row, "inviter"), "Joe (joe)");
    EXPECT_EQ(text_of(table, row, "source"), "(unassigned)") << "likely of no source";
    EXPECT_EQ(text_of(table, row, "verdict"), "open");
    EXPECT_EQ(cell(table, row, "p"), Cell{0.75});
    EXPECT_EQ(text_of(table, row, "by"), "invite");
    EXPECT_EQ(cell(table, row, "left_by"), Cell{kStart + 2h});
}

TEST(Joins, say_what_came_without_an_invite) {
    for (const auto& [kind, word] : {std::pair{Candidate::Kind::vanity, "(server)"},
                                     std::pair{Candidate::Kind::bot, "(bot)"},
                                     std::pair{Candidate::Kind::none, "(no invite)"}}) {
        JoinLine join = some_join();
        join.attribution->by = kind;
        join.attribution->inviter_value.reset();
        const Table table = joins({"join list", "", joins_of({join}), {}, kStart});
        const Row row = checked_rows(table).at(0);
        EXPECT_EQ(text_of(table, row, "inviter"), word);
        EXPECT_EQ(text_of(table, row, "source"), word);
    }
}

TEST(Joins, not_reconciled_yet_are_empty_there) {
    JoinLine join = some_join();
    join.attribution.reset();
    join.spell.leave.reset();
    const Table table = joins({"join list", "Joins", joins_of({join}), {}, kStart});
    const Row row = checked_rows(table).at(0);
    EXPECT_EQ(text_of(table, row, "verdict"), "(empty)");
    EXPECT_EQ(text_of(table, row, "outcome"), "left");
    EXPECT_EQ(text_of(table, row, "leave_cause"), "(empty)");
}

TEST(Joins, are_pulled_one_by_one) {
    int pulled = 0;
    JoinsInput input{"export joins", "", {}, {}, kStart};
    input.joins = [&pulled](JoinLine& join) {
        join = some_join();
        return ++pulled < 1'000'000;
    };
    const Table table = joins(std::move(input));
    Row row;
    EXPECT_TRUE(table.rows(row) && table.rows(row));
    EXPECT_EQ(pulled, 2);
}

TEST(JoinExplanation, has_the_readings_the_demands_and_the_candidates) {
    JoinExplanation explanation;
    explanation.join = some_join();
    explanation.readings = {{Stream::invites, 3, {kStart - 5min, kStart - 4min}},
                            {Stream::invites, 4, {kStart + 1min, kStart + 2min}}};
    explanation.demands = {
        {code("abc"), 1, Stream::invites, "counted", 2, {}, kStart - 5min, kStart, 1.5, 0.5}};
    explanation.reason = "two codes moved and two members joined";
    explanation.names = known_names();
    explanation.now = kStart;
    Document document = join_explain(explanation);
    ASSERT_EQ(document.tables.size(), 6U);
    std::vector<std::vector<Row>> rows;
    for (const Table& table : document.tables) {
        const bool may_be_empty = table.name == "evidence" || table.name == "ruled_out";
        rows.push_back(may_be_empty ? collect(table) : checked_rows(table));
    }
    EXPECT_EQ(text_of(document.tables[0], rows[0][0], "explanation"), explanation.reason);
    EXPECT_TRUE(rows[1].empty()) << "nothing is known beside the counters";
    EXPECT_EQ(text_of(document.tables[2], rows[2][0], "side"), "before");
    EXPECT_EQ(text_of(document.tables[2], rows[2][1], "side"), "after");
    EXPECT_EQ(text_of(document.tables[3], rows[3][0], "code"), "abc");
    EXPECT_EQ(text_of(document.tables[3], rows[3][0], "uses_max"), "(empty)");
    EXPECT_EQ(text_of(document.tables[4], rows[4][0], "source"), "Reddit ad");
    EXPECT_EQ(text_of(document.tables[4], rows[4][1], "code"), "(no invite)");
    EXPECT_NO_THROW(flatten(join_explain(explanation)));
}

// One code left for a join, another one out of the question, in a server declared closed.
JoinExplanation one_code_left() {
    JoinExplanation explanation;
    explanation.join = some_join();
    explanation.join.attribution->settled = true;
    explanation.join.attribution->code.verdict = Verdict::proved;
    explanation.join.attribution->candidates = {
        {Candidate::Kind::invite, code("abc"), UserId{5}, {}, 1}};
    for (const char* other : {"abc", "def"}) {
        explanation.demands.push_back(
            {code(other), 1, Stream::invites, "moved", 1, 1, kStart - 5min, kStart, 1, 0});
    }
    explanation.names = known_names();
    explanation.now = kStart;
    explanation.evidence.closed = true;
    return explanation;
}

TEST(JoinExplanation, says_what_ruled_the_others_out) {
    const auto why = [](const JoinExplanation& explanation) {
        const Table table = join_explain(explanation).tables[5];
        std::vector<std::string> words;
        for (const Row& row : collect(table)) {
            words.push_back(text_of(table, row, "code") + " " + text_of(table, row, "why"));
        }
        return words;
    };
    JoinExplanation explanation = one_code_left();
    EXPECT_EQ(why(explanation), (std::vector<std::string>{"def used_by_others", "(empty) closed"}));
    explanation.evidence.for_others = {code("def")};
    EXPECT_EQ(why(explanation).front(), "def for_others");
    explanation.evidence.for_others.clear();
    explanation.evidence.stamped = {code("abc")};
    explanation.join.attribution->code.verdict = Verdict::stamped;
    EXPECT_EQ(why(explanation), (std::vector<std::string>{"def stamped"}));
    explanation.join.attribution->settled = false;
    EXPECT_TRUE(why(explanation).empty()) << "what is to come may still leave it in";
}

TEST(JoinExplanation, tells_evidence_and_an_interval_in_words) {
    JoinExplanation explanation = one_code_left();
    explanation.join.spell.joined_after = explanation.join.spell.joined_at - 10s;
    explanation.evidence.announced = {kStart};
    explanation.evidence.stamped = {code("abc")};
    const Document document = join_explain(explanation);
    EXPECT_NE(document.tables[0].story.front().find("between"), std::string::npos);
    EXPECT_NE(document.tables[0].story.front().find("seen by no look"), std::string::npos);
    std::string told;
    for (const std::string& line : document.tables[1].story) {
        told += line + "\n";
    }
    EXPECT_NE(told.find("marker role"), std::string::npos) << told;
    EXPECT_NE(told.find("join message"), std::string::npos) << told;
    EXPECT_NE(told.find("declared closed"), std::string::npos) << told;
}

TEST(Stats, by_time_note_the_zone_and_the_sum) {
    analytics::StatsRules rules;
    rules.bucket = analytics::Bucket::week;
    rules.now = kStart;
    rules.outcome = {600s, kDay * 7};
    analytics::StatsRow week{"2026-W31", {}};
    week.tally.add(Outcome::retained);
    const Table table = stats_by_time({week}, rules, "Europe/Berlin");
    const auto rows = checked_rows(table);
    EXPECT_EQ(text_of(table, rows[0], "week"), "2026-W31");
    EXPECT_EQ(cell(table, rows[0], "kept_share"), Cell{1.0});
    EXPECT_NE(table.notes.front().find("Europe/Berlin"), std::string::npos);
    EXPECT_NE(table.notes.back().find("the 1 join: 1 retained, 0 left"), std::string::npos);
}

TEST(Invites, show_limits_only_where_there_are_some) {
    InviteLine line{.terms = {.code = code("abc"),
                              .channel = ChannelId{3},
                              .inviter = UserId{7},
                              .created_at = kStart,
                              .expires_at = {},
                              .roles = {}},
                    .state = {},
                    .source = {}};
    line.state = "active";
    line.source = 4;
    line.uses = 9;
    const Table table = invites({line}, known_names());
    const Row row = checked_rows(table).at(0);
    EXPECT_EQ(text_of(table, row, "source"), "Reddit ad");
    EXPECT_EQ(text_of(table, row, "max_uses"), "(empty)");
    EXPECT_EQ(text_of(table, row, "expires_at"), "(empty)");
    line.terms.max_uses = 5;
    const Table limited = invites({line}, {});
    EXPECT_EQ(cell(limited, checked_rows(limited).at(0), "max_uses"), Cell{std::int64_t{5}});
    InviteView view{.code = line.terms.code, .line = line};
    const Document show = invite_show(view, {});
    ASSERT_EQ(show.tables.size(), 3U);
    checked_rows(show.tables[0]);
    const auto findings = checked_rows(show.tables[1]);
    ASSERT_EQ(findings.size(), 2U);
    EXPECT_EQ(text_of(show.tables[1], findings[0], "finding"), "unseen");
    EXPECT_EQ(text_of(show.tables[1], findings[1], "finding"), "unassigned");
    view.line.reset();
    EXPECT_EQ(invite_show(view, {}).tables.size(), 2U);
}

TEST(Sources, list_and_show) {
    SourceLine line{{4, "Reddit ad", SourceKind::named, kStart, {}}, 2, 1, 10};
    line.retained = 4;
    line.cost = 12'000;
    line.source.tags = {"paid", "summer"};
    const Table table = sources({line}, known_names());
    const auto listed = checked_rows(table);
    EXPECT_EQ(text_of(table, listed.at(0), "source"), "Reddit ad");
    EXPECT_EQ(cell(table, listed.at(0), "cost"), Cell{120.0});
    EXPECT_EQ(cell(table, listed.at(0), "cost_per_retained"), Cell{30.0});
    EXPECT_EQ(text_of(table, listed.at(0), "tags"), "paid,summer");
    const Document show = source_show(line,
                                      {{code("abc"), 4, {}, kStart, "ana"}},
                                      {{12'000, {kStart, kStart + 24h}}},
                                      known_names());
    checked_rows(show.tables.at(2));
    checked_rows(show.tables.at(0));
    const auto rows = checked_rows(show.tables.at(1));
    EXPECT_EQ(text_of(show.tables[1], rows[0], "assigned_to"), "Reddit ad");
    EXPECT_EQ(text_of(show.tables[1], rows[0], "from"), "(empty)");
}

TEST(History, says_what_was_taken_back) {
    const Table table =
        history({{2, kStart + 1s, "ana", "undo", "source create", "entry 1 taken back", 1, {}},
                 {1, kStart, "ana", "source create", "Reddit ad", "", {}, 2}});
    const auto rows = checked_rows(table);
    EXPECT_EQ(cell(table, rows.at(1), "undone_by"), Cell{std::int64_t{2}});
    EXPECT_EQ(text_of(table, rows.at(1), "detail"), "(empty)");
}

TEST(Members, list_and_show) {
    MemberLine baseline;
    baseline.join.spell.user = UserId{7};
    baseline.label = "Reddit ad";
    bool given = false;
    const Table table = members(
        [&](MemberLine& line) {
            line = baseline;
            return !std::exchange(given, true);
        },
        known_names());
    const auto rows = checked_rows(table);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(cell(table, rows[0], "before_tracking"), Cell{true});
    EXPECT_EQ(text_of(table, rows[0], "verdict"), "manual");
    MemberView view;
    view.user = UserId{7};
    view.spells = {baseline};
    const Document show = member_show(view, known_names());
    checked_rows(show.tables.at(0));
    EXPECT_EQ(checked_rows(show.tables.at(1)).size(), 1U);
    EXPECT_EQ(show.tables.at(2).name, "invites");
}

TEST(Guilds, list_and_show) {
    GuildLine line;
    line.guild.id = GuildId{11};
    line.guild.name = "My Guild";
    line.guild.owner = UserId{7};
    line.alias = "mine";
    const Table table = guilds({line});
    EXPECT_EQ(text_of(table, checked_rows(table).at(0), "last_reading"), "(empty)");
    const Table show = guild_show(line, known_names());
    EXPECT_EQ(text_of(show, checked_rows(show).at(0), "owner"), "Joe (joe)");
}

TEST(Snapshots, list_and_show) {
    SnapshotLine line;
    line.reading = {Stream::invites, 3, {kStart, kStart + 1s}};
    line.uses = 40;
    const Table table = snapshots({line});
    EXPECT_EQ(cell(table, checked_rows(table).at(0), "uses"), Cell{std::int64_t{40}});
    const Document show = snapshot_show(
        line, {{code("abc"), 1, 5, 3}, {code("new"), 1, {}, 2}, {code("old"), 1, 9, {}}});
    checked_rows(show.tables.at(0));
    EXPECT_EQ(cell(show.tables[1], checked_rows(show.tables[1]).at(0), "change"),
              Cell{std::int64_t{-2}});
    const Table diff = snapshot_diff(
        line.reading, line.reading, {{code("new"), 1, {}, 2}, {code("old"), 1, 9, {}}});
    const auto rows = checked_rows(diff);
    EXPECT_EQ(text_of(diff, rows[0], "kind"), "came");
    EXPECT_EQ(text_of(diff, rows[0], "before"), "(empty)");
    EXPECT_EQ(cell(diff, rows[0], "change"), Cell{std::int64_t{2}});
    EXPECT_EQ(text_of(diff, rows[1], "kind"), "went");
    EXPECT_EQ(text_of(diff, rows[1], "change"), "(empty)");
    EXPECT_NO_THROW(flatten(snapshot_show(line, {})));
}

TEST(Settings, show_value_default_and_range) {
    const Table table = settings(
        {{find_setting("retain_days"), 30, kStart, "user"}, {find_setting("closed"), 1, {}, {}}});
    const auto rows = checked_rows(table);
    EXPECT_EQ(text_of(table, rows[0], "value"), "30");
    EXPECT_EQ(text_of(table, rows[0], "default"), "7");
    EXPECT_EQ(text_of(table, rows[0], "range"), "1..365");
    EXPECT_EQ(text_of(table, rows[0], "set_by"), "user");
    EXPECT_EQ(text_of(table, rows[1], "set_by"), "(empty)");
    EXPECT_EQ(text_of(table, rows[1], "value"), "on");
    EXPECT_EQ(text_of(table, rows[1], "set_at"), "(empty)");
}

TEST(Runs, list_and_show) {
    RunLine line{3, "sync", "harbour", kStart, kStart + 2s, "ok", "", "host", 99};
    const Table table = runs({line});
    EXPECT_EQ(cell(table, checked_rows(table).at(0), "took"), Cell{Duration{2s}});
    line.ended.reset();
    const Table show = run_show(line);
    EXPECT_EQ(text_of(show, checked_rows(show).at(0), "took"), "(empty)");
}

TEST(Leaderboard, special_rows_have_names_and_no_rank) {
    const analytics::Dictionaries dictionaries = analytics::testing::dictionaries();
    analytics::BoardBuilder builder(rules_by(analytics::Axis::inviter), dictionaries);
    analytics::JoinColumnVectors columns;
    columns.add(came(kByAbc, Verdict::proved), {});
    columns.add(came(kByOwnUrl, Verdict::proved), {});
    builder.add(columns.view());
    const Table table = leaderboard({builder.finish(), dictionaries, {}});
    const auto rows = checked_rows(table);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(cell(table, rows[0], "rank"), Cell{std::int64_t{1}});
    EXPECT_EQ(cell(table, rows[0], "inviter_id"), Cell{dictionaries.inviters[ana].value});
    EXPECT_EQ(text_of(table, rows[0], "row"), "group");
    EXPECT_EQ(text_of(table, rows[1], "rank"), "(empty)");
    EXPECT_EQ(text_of(table, rows[1], "inviter"), "(server)");
    EXPECT_EQ(text_of(table, rows[1], "row"), "server");
    EXPECT_TRUE(rows[1].special);
}

TEST(Leaderboard, every_special_row_has_a_name_of_its_own) {
    using analytics::Denial;
    using analytics::RowKind;
    std::set<std::string> names;
    for (const RowKind kind : {RowKind::others,
                               RowKind::server,
                               RowKind::no_invite,
                               RowKind::bot,
                               RowKind::no_inviter,
                               RowKind::no_channel,
                               RowKind::unassigned,
                               RowKind::open}) {
        EXPECT_TRUE(names.insert(special_name({kind, Denial::none, 0})).second);
    }
    for (std::size_t i = 1; i < analytics::kDenialCount; ++i) {
        const auto denial = static_cast<Denial>(i);
        EXPECT_TRUE(names.insert(special_name({RowKind::denied, denial, 0})).second);
    }
}

TEST(Stats, by_group_show_the_share_of_all_joins) {
    const analytics::Dictionaries dictionaries = analytics::testing::dictionaries();
    analytics::BoardRules rules = rules_by(analytics::Axis::code);
    rules.ranking = analytics::Ranking::joins;
    analytics::BoardBuilder builder(rules, dictionaries);
    analytics::JoinColumnVectors columns;
    for (const auto& way : {kByAbc, kByAbc, kByAbc, kByNothing}) {
        columns.add(came(way, Verdict::proved), {});
    }
    builder.add(columns.view());
    const Table table = stats_by_group({builder.finish(), dictionaries, {}});
    const auto rows = checked_rows(table);
    EXPECT_EQ(text_of(table, rows[0], "code"), "abc");
    EXPECT_EQ(cell(table, rows[0], "share_of_joins"), Cell{0.75});
    EXPECT_EQ(text_of(table, rows[1], "code"), "(no invite)");
}

}  // namespace
}  // namespace invitectl::report
