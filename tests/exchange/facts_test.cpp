// Facts out of one database and into another: nothing is lost, nothing wrong comes in.
#include "invitectl/workflow/facts.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/engine/sqlite.hpp"
#include "invitectl/exchange/facts_ndjson.hpp"
#include "invitectl/store/guilds.hpp"
#include "invitectl/store/journal.hpp"
#include "invitectl/store/schema.hpp"
#include "invitectl/store/sources.hpp"
#include "invitectl/workflow/edits.hpp"
#include "invitectl/workflow/source_edits.hpp"

#include "store/codes.hpp"
#include "tests/scenarios/follower.hpp"
#include "tests/sim/life.hpp"
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <sstream>

namespace invitectl::exchange {
namespace {

using namespace std::chrono_literals;

struct Database {
    std::unique_ptr<DatabaseAdmin> admin = engine::sqlite_admin();
    std::unique_ptr<sql::Connection> connection = admin->open(":memory:", OpenMode::create);

    Database() { store::migrate(*connection, *admin); }
};

std::string exported(sql::Connection& database, GuildId guild) {
    std::ostringstream out;
    FactsWriter writer(out, guild);
    workflow::export_facts(database, guild, [&](const store::Fact& fact) { writer.add(fact); });
    writer.finish();
    return out.str();
}

workflow::ImportedFacts import(sql::Connection& database,
                               const std::string& text,
                               const std::optional<std::string>& alias = {}) {
    std::istringstream in(text);
    FactsReader reader(in);
    return workflow::import_facts(
        database, reader.guild(), alias, [&]() -> std::optional<workflow::OfferedFact> {
            auto line = reader.next();
            if (!line) {
                return {};
            }
            return workflow::OfferedFact{line->number, line->fact, line->problem};
        });
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

std::string joined(const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines) {
        text += line + "\n";
    }
    return text;
}

// Every row of the tables, columns as SQL literals.
std::vector<std::string> rows_of(sql::Connection& database,
                                 const std::vector<std::string>& tables) {
    std::vector<std::string> rows;
    for (const std::string& table : tables) {
        const auto columns = database.prepare(
            "SELECT group_concat('quote(' || name || ')', ' || ''|'' || ') FROM "
            "pragma_table_info('" +
            table + "')");
        columns->step();
        const auto all = database.prepare("SELECT " + std::string(columns->text(0)) + " FROM " +
                                          table + " ORDER BY 1");
        while (all->step()) {
            rows.push_back(table + " " + std::string(all->text(0)));
        }
    }
    return rows;
}

std::vector<std::string> tables_of(sql::Connection& database) {
    std::vector<std::string> names;
    const auto all =
        database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name");
    while (all->step()) {
        names.emplace_back(all->text(0));
    }
    return names;
}

std::vector<std::string> answers_in(sql::Connection& database) {
    return rows_of(database, {"attribution", "candidate", "demand", "low_water_mark"});
}

// But for the key that every database draws for its pseudonyms.
bool is_empty(sql::Connection& database) {
    std::vector<std::string> tables = tables_of(database);
    std::erase(tables, "pseudonym_key");
    return rows_of(database, tables).empty();
}

// A guild of hostile names, followed for two days, with every kind of decision made about it.
class Facts : public ::testing::Test {
  protected:
    static void SetUpTestSuite() {
        sim::LifeConfig life;
        life.joins_per_hour = 6;
        life.popular_codes = 8;
        life.kick_share = 0.1;
        life.kick_mean = 1h;
        life.names.hostile = 0.6;
        life.names.international = 0.3;
        sim::WorldConfig config;
        config.seed = 7;
        living() = sim::living_guild(config, life);
        tool() = std::make_unique<testing::Follower>(*living().world, living().guild);
        tool()->begin(true);
        for (int hour = 0; hour < 48; ++hour) {
            tool()->pass(1h);
            tool()->sync();
        }
        decide();
        text() = exported(tool()->database(), living().guild);
    }

    static void TearDownTestSuite() {
        tool().reset();
        living().world.reset();
    }

    static void decide() {
        sql::Connection& database = tool()->database();
        const workflow::Author ana{"ana", living().world->now()};
        workflow::create_source(database, living().guild, "Reddit ad \xE2\x98\x95", ana);
        const auto code = *InviteCode::parse("never-seen");
        workflow::assign_codes(database, living().guild, {code}, "Reddit ad \xE2\x98\x95", {}, ana);
        tool()->set("retain_days", "3");
        sql::Transaction step(database);
        const std::string bytes("\xff\xfe not text \0 at all", 20);
        store::add_journal_entry(database,
                                 living().guild,
                                 {0, ana.at, "ana\x1b[31m", "note", bytes, "{\"hex\":\"00\"}"});
        step.commit();
    }

    static sim::LivingGuild& living() {
        static sim::LivingGuild guild;
        return guild;
    }
    static std::unique_ptr<testing::Follower>& tool() {
        static std::unique_ptr<testing::Follower> follower;
        return follower;
    }
    static std::string& text() {
        static std::string exported;
        return exported;
    }

    // Position of the first line of that kind.
    static std::size_t line_of(const std::vector<std::string>& lines, const std::string& fact) {
        const auto found = std::ranges::find_if(lines, [&](const std::string& line) {
            return line.rfind("{\"fact\":\"" + fact + "\"", 0) == 0;
        });
        EXPECT_NE(found, lines.end()) << fact;
        return static_cast<std::size_t>(found - lines.begin());
    }

    // The only line refused is the given one (counted from 0), for a reason that says `why`; and
    // nothing was stored.
    static void expect_refused(const std::vector<std::string>& lines,
                               std::size_t line,
                               const std::string& why) {
        Database other;
        const auto imported = import(*other.connection, joined(lines));
        EXPECT_EQ(imported.facts, 0);
        EXPECT_TRUE(is_empty(*other.connection));
        ASSERT_GE(imported.refusals.size(), 1U) << why;
        EXPECT_EQ(imported.refusals.front().line, static_cast<std::int64_t>(line) + 1) << why;
        EXPECT_NE(imported.refusals.front().problem.find(why), std::string::npos)
            << imported.refusals.front().problem;
        EXPECT_EQ(imported.refused, 1)
            << imported.refusals.back().line << ": " << imported.refusals.back().problem;
    }

    // As above, after `what` was replaced by `with` in the first line of that kind.
    static void expect_edit_refused(const std::string& fact,
                                    const std::string& what,
                                    const std::string& with,
                                    const std::string& why) {
        auto lines = lines_of(text());
        const std::size_t at = line_of(lines, fact);
        const auto place = lines[at].find(what);
        ASSERT_NE(place, std::string::npos) << what << " in " << lines[at];
        lines[at].replace(place, what.size(), with);
        expect_refused(lines, at, why);
    }
};

TEST_F(Facts, come_back_as_the_same_bytes) {
    Database other;
    const auto imported = import(*other.connection, text());
    EXPECT_EQ(imported.refused, 0);
    EXPECT_GT(imported.facts, 500);
    EXPECT_EQ(exported(*other.connection, living().guild), text());
}

TEST_F(Facts, are_of_every_kind_that_the_guild_has) {
    std::set<std::string> seen;
    for (const std::string& line : lines_of(text())) {
        if (line.rfind("{\"fact\":\"", 0) == 0) {
            seen.insert(line.substr(9, line.find('"', 9) - 9));
        }
    }
    for (const store::FactTable& table : store::fact_tables()) {
        const auto rows = rows_of(tool()->database(), {std::string(table.name)});
        EXPECT_EQ(seen.contains(std::string(table.name)), !rows.empty()) << table.name;
    }
    EXPECT_GE(seen.size(), 15U);
}

TEST_F(Facts, give_the_same_answers_elsewhere) {
    Database other;
    import(*other.connection, text());
    EXPECT_TRUE(answers_in(*other.connection).empty());
    workflow::rebuild_guild(*other.connection, living().guild);
    EXPECT_GT(answers_in(*other.connection).size(), 100U);
    EXPECT_EQ(answers_in(*other.connection), answers_in(tool()->database()));
}

TEST_F(Facts, show_no_terminal_control) {
    for (const char c : text()) {
        ASSERT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
    }
    EXPECT_EQ(text().find("\xE2\x80\xAE"), std::string::npos);
}

TEST_F(Facts, keep_their_server_apart) {
    Database other;
    sql::Transaction step(*other.connection);
    store::add_guild(*other.connection,
                     {.id = GuildId{77}, .name = "Other", .owner = UserId{1}, .system_channel = {}},
                     "other",
                     from_micros(1));
    step.commit();
    const std::string before = exported(*other.connection, GuildId{77});
    EXPECT_EQ(import(*other.connection, text(), "copy").refused, 0);
    EXPECT_EQ(exported(*other.connection, GuildId{77}), before);
    EXPECT_EQ(store::find_guild(*other.connection, "copy")->guild.id, living().guild);
    EXPECT_FALSE(store::find_guild(*other.connection, "copy")->is_default);
}

TEST_F(Facts, of_a_server_that_is_there_are_refused) {
    const std::string before = exported(tool()->database(), living().guild);
    try {
        import(tool()->database(), text());
        FAIL() << "was not refused";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::refused);
    }
    EXPECT_EQ(exported(tool()->database(), living().guild), before);
}

TEST_F(Facts, of_another_version_are_refused) {
    auto lines = lines_of(text());
    lines[0].replace(lines[0].find("\"version\":1"), 11, "\"version\":2");
    Database other;
    try {
        import(*other.connection, joined(lines));
        FAIL() << "was not refused";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::refused);
    }
    for (const std::string& first : {std::string(),
                                     std::string("[]"),
                                     std::string("{}"),
                                     std::string("\x7f"
                                                 "ELF"),
                                     std::string("{\"format\":\"x\"}")}) {
        EXPECT_THROW(import(*other.connection, first + "\n"), Error) << first;
    }
    EXPECT_TRUE(is_empty(*other.connection));
}

TEST_F(Facts, with_a_wrong_value_are_refused_by_line) {
    expect_edit_refused("reading", "\"quiet\":", "\"quiet\":1,\"calm\":", "no field of it");
    expect_edit_refused("reading", "\"number\":1", "\"number\":\"1\"", "whole number");
    expect_edit_refused("reading", "\"number\":1", "\"number\":0", "out of its range");
    expect_edit_refused("reading", "\"number\":1", "\"number\":1.5", "whole number");
    expect_edit_refused("reading", ",\"number\":1", "", "\"number\" is missing");
    expect_edit_refused("reading", "\"number\":1", "\"number\":1,\"number\":1", "twice");
    expect_edit_refused("reading", "\"number\":1", "\"number\":[1]", "list");
    expect_edit_refused("reading", "\"stream\":\"invites\"", "\"stream\":\"rivers\"", "words");
    expect_edit_refused("reading", "\"fact\":\"reading\"", "\"fact\":\"secret\"", "no known fact");
    expect_edit_refused("reading", "\"began\":\"", "\"began\":\"x", "a time");
    expect_edit_refused("person", "\"bot\":", "\"bot\":\"no\",\"b\":", "no field of it");
    expect_edit_refused("person", "\"username\":\"", "\"username\":null,\"bot\":\"", "twice");
    expect_edit_refused("person", "\"guild\":\"", "\"guild\":\"1", "another server");
    expect_edit_refused("person", "\"guild\":", "\"gild\":", "\"guild\" is missing");
    expect_edit_refused("person", "\"user_id\":\"", "\"user_id\":\"99999999999999999999", "an id");
    expect_edit_refused("invite", "\"code\":\"", "\"code\":\"a/b", "no invite code");
    expect_edit_refused("setting", "\"key\":\"", "\"key\":\"un", "no setting");
    expect_edit_refused("calibration", "\"bounce_share\":", "\"bounce_share\":7", "no share");
    expect_edit_refused("journal", "\"action\":\"", "\"action\":{\"hex\":\"0g\"},\"x\":\"", "hex");
}

TEST_F(Facts, with_ids_beyond_63_bits_are_refused) {
    auto lines = lines_of(text());
    const std::size_t at = line_of(lines, "person");
    const auto place = lines[at].find("\"user_id\":\"") + 11;
    const auto end = lines[at].find('"', place);
    for (const auto* id : {"9223372036854775808", "18446744073709551616", "-5", "0", "1e3", ""}) {
        auto edited = lines;
        edited[at].replace(place, end - place, id);
        expect_refused(edited, at, "an id");
    }
}

TEST_F(Facts, that_contradict_each_other_are_refused) {
    expect_edit_refused("use_change", "\"reading\":", "\"reading\":9999", "names no reading");
    expect_edit_refused("invite", "\"first_reading\":", "\"first_reading\":9999", "");
    expect_edit_refused(
        "member_spell", "\"first_sweep\":", "\"first_sweep\":9999", "names no sweep");
    expect_edit_refused("assignment", "\"source_id\":", "\"source_id\":9", "names no source");
    auto lines = lines_of(text());
    const std::size_t person = line_of(lines, "person");
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(person), lines[person]);
    lines.back() = "{\"fact\":\"end\",\"guild\":\"" + living().guild.text() +
                   "\",\"facts\":" + std::to_string(lines.size() - 2) + "}";
    expect_refused(lines, person + 1, "twice");
}

TEST_F(Facts, cut_short_are_refused) {
    auto lines = lines_of(text());
    lines.pop_back();
    expect_refused(lines, lines.size(), "closing line");
    lines = lines_of(text());
    lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(line_of(lines, "journal")));
    expect_refused(lines, lines.size() - 1, "came before it");
    lines = lines_of(text());
    const std::size_t guild = line_of(lines, "guild");
    lines[guild] = lines[guild].substr(0, lines[guild].size() / 2);
    expect_refused(lines, guild, "is no JSON");
}

TEST_F(Facts, wrong_in_several_lines_are_all_named) {
    auto lines = lines_of(text());
    std::vector<std::int64_t> broken;
    for (std::size_t i = 5; i + 1 < lines.size() && broken.size() < 20; i += 20) {
        lines[i] = i % 40 == 5 ? "{\"fact\"" : "[1,2]";
        broken.push_back(static_cast<std::int64_t>(i) + 1);
    }
    Database other;
    const auto imported = import(*other.connection, joined(lines));
    std::vector<std::int64_t> named;
    for (const auto& refused : imported.refusals) {
        named.push_back(refused.line);
    }
    EXPECT_EQ(named, broken);
    EXPECT_TRUE(is_empty(*other.connection));
}

TEST_F(Facts, without_end_are_counted_but_not_kept) {
    std::string many = lines_of(text())[0] + "\n";
    for (int i = 0; i < 5000; ++i) {
        many += "nonsense\n";
    }
    many += std::string(3 * kLongestFactLine, 'x') + "\n";
    Database other;
    const auto imported = import(*other.connection, many);
    EXPECT_EQ(imported.refused, 5002);  // the long line and the missing end included
    EXPECT_EQ(imported.refusals.size(), workflow::kRefusalsKept);
}

// Whatever is changed in a file, it is taken whole (and then well-formed) or not at all.
TEST_F(Facts, damaged_at_random_never_come_in_by_half) {
    const std::uint32_t seed = std::random_device{}();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    // A short file of every kind.
    std::vector<std::string> lines;
    std::map<std::string, int> kinds;
    for (const std::string& line : lines_of(text())) {
        if (++kinds[line.substr(0, 14)] <= 6) {
            lines.push_back(line);
        }
    }
    const std::string whole = joined(lines);
    int refused = 0;
    for (int round = 0; round < 200; ++round) {
        std::string damaged = whole;
        for (int times = static_cast<int>(random() % 3); times >= 0; --times) {
            const std::size_t at = random() % damaged.size();
            switch (random() % 4) {
                case 0:
                    damaged[at] = static_cast<char>(random() % 256);
                    break;
                case 1:
                    damaged.erase(at, random() % 40);
                    break;
                case 2:
                    damaged.insert(at, damaged.substr(random() % damaged.size(), random() % 40));
                    break;
                default:
                    damaged.insert(at, std::string(random() % 20, "9\"{[0e"[random() % 6]));
            }
        }
        Database other;
        try {
            if (import(*other.connection, damaged).refused > 0) {
                ++refused;
                EXPECT_TRUE(is_empty(*other.connection));
            }
        } catch (const Error&) {
            ++refused;
            EXPECT_TRUE(is_empty(*other.connection));
        }
    }
    EXPECT_GT(refused, 150);
}

template <class Enum>
void expect_words(const std::string& table, const std::string& column) {
    const auto& columns = store::find_fact_table(table)->columns;
    const auto found =
        std::ranges::find(columns, std::string_view(column), &store::FactColumn::name);
    ASSERT_NE(found, columns.end());
    ASSERT_EQ(found->words.size(), store::Codes<Enum>::kTable.size()) << table;
    for (const auto& code : store::Codes<Enum>::kTable) {
        EXPECT_EQ(found->words[static_cast<std::size_t>(code.number)], to_text(code.value));
    }
}

TEST(FactTables, call_numbers_by_their_words) {
    expect_words<Stream>("reading", "stream");
    expect_words<store::PollKind>("poll", "kind");
    expect_words<LeaveCause>("member_spell", "leave_cause");
    EXPECT_EQ(store::find_fact_table("stated_source")->columns[2].words.size(),
              store::Codes<Candidate::Kind>::kTable.size());
}

// Who adds a table or a column decides whether it travels.
TEST(FactTables, leave_out_only_what_is_known_to_stay) {
    const std::set<std::string> staying = {
        "run",           "request_memory", "refused_requests", "doubtful_leave",
        "staging_sweep", "staging_member", "staging_role",     "intent",
        "segment",       "segment_answer", "segment_column",   "segment_leaves",
        "segment_rules", "segment_total",  "segment_word",     "attribution",
        "candidate",     "demand",         "low_water_mark",   "pseudonym_key"};
    const std::set<std::string> columns_staying = {"guild_id", "run_id", "is_default"};
    Database database;
    for (const std::string& name : tables_of(*database.connection)) {
        const store::FactTable* table = store::find_fact_table(name);
        EXPECT_NE(table != nullptr, staying.contains(name)) << name;
        if (table == nullptr) {
            continue;
        }
        const auto columns =
            database.connection->prepare("SELECT name FROM pragma_table_info('" + name + "')");
        while (columns->step()) {
            const std::string column(columns->text(0));
            const bool described =
                std::ranges::find(table->columns, column, &store::FactColumn::name) !=
                table->columns.end();
            EXPECT_NE(described, columns_staying.contains(column)) << name << "." << column;
        }
    }
}

// The statements are literals beside the description, so the two are compared.
TEST(FactTables, are_read_and_written_column_by_column) {
    for (const store::FactTable& table : store::fact_tables()) {
        std::string list;
        std::string values;
        for (const store::FactColumn& column : table.columns) {
            list += (list.empty() ? "" : ", ") + std::string(column.name);
            values += ", $" + std::string(column.name);
        }
        EXPECT_EQ(table.select.rfind("SELECT " + list + " FROM ", 0), 0U) << table.name;
        EXPECT_NE(table.insert.find("(guild_id, " + list), std::string_view::npos) << table.name;
        EXPECT_NE(table.insert.find("$guild_id" + values), std::string_view::npos) << table.name;
    }
}

}  // namespace
}  // namespace invitectl::exchange
