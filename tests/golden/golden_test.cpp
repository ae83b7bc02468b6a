// What commands print, letter by letter: one small guild, every row of commands.txt at 80 columns,
// at 200 and in a pipe, compared with the files beside this one; and every JSON output held against
// the schema of its command. After a wanted change
//
//     INVITECTL_UPDATE_GOLDEN=1 build/dev/golden_test
//
// writes both anew, and `git diff` shows what changed for people and programs.
#include "invitectl/base/width.hpp"

#include "commands/all.hpp"
#include "test_paths.hpp"
#include "tests/end_to_end/site.hpp"
#include "tests/golden/rows.hpp"
#include "tests/golden/schema.hpp"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <filesystem>
#include <regex>
#include <set>
#include <sstream>

namespace invitectl::testing {
namespace {

// Eleven days: joins that are proved, one open pair, a fake, a leave, a bot, and somebody new.
class HarbourGuild : public Site {
  public:
    HarbourGuild() : Site({.name = "Harbour Lights"}) {
        sim::InviteSpec old;
        old.created_at = guild.world().start() - 240h;
        old.uses = 12;
        guild.invite("reddit1", "ana", old);
        guild.invite("twitch", "ben");
        guild.invite("cafe", "さくら");
        guild.set_vanity("harbour");
        init();
        must({"source", "create", "Reddit ad"});
        must({"invite", "assign", "reddit1", "Reddit ad"});
        fix_names();
        live();
    }

  private:
    void live() {
        five_minutes([&] { guild.join("carl", "reddit1"); });
        five_minutes([&] { guild.join("dora", "twitch"); });
        five_minutes([&] { guild.join_by_vanity("eve"); });
        five_minutes([&] {
            guild.join("finn", "reddit1");
            guild.join("gus", "cafe");
        });
        five_minutes([&] { guild.join("hal", "twitch"); });
        five_minutes([&] { guild.leave("hal"); });
        five_minutes([&] { guild.add_bot("helper", "ana"); });
        pass(48h);
        five_minutes([&] { guild.leave("dora"); });
        pass(192h);
        five_minutes([&] { guild.join("ivy", "cafe"); });
        five_minutes([] {});  // with which ivy is settled
    }

    template <class Event>
    void five_minutes(Event event) {
        pass(2min);
        server.with_world([&](sim::World&) { event(); });
        pass(3min);
        must({"sync"});
    }
};

// The simulated clock stands still while the program works, and the program does not know that:
// its moments are some real milliseconds late. So seconds are not compared.
std::string without_seconds(std::string text) {
    const auto is = [&text](std::size_t i, char kind) {
        return i < text.size() &&
               (kind == 'd' ? std::isdigit(static_cast<unsigned char>(text[i])) != 0
                            : text[i] == kind);
    };
    for (std::size_t i = 0; i + 8 <= text.size(); ++i) {
        const std::string_view shape = "dd:dd:dd";
        bool is_time = true;
        for (std::size_t k = 0; k < shape.size() && is_time; ++k) {
            is_time = is(i + k, shape[k]);
        }
        if (is_time) {
            text.replace(i + 6, 2, "ss");
            std::size_t end = i + 8;
            while (is(end, 'd') || is(end, '.')) {
                ++end;
            }
            text.erase(i + 8, is(i + 8, '.') && is(i + 9, 'd') ? end - i - 8 : 0);
        }
    }
    return text;
}

// Of shares that hang on those milliseconds, the first digits.
std::string with_short_fractions(const std::string& text) {
    constexpr std::size_t kDigits = 6;
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        out += text[i];
        const bool in_number = i > 0 && std::isdigit(static_cast<unsigned char>(text[i - 1])) != 0;
        std::size_t end = i + 1;
        while (text[i] == '.' && in_number && end < text.size() &&
               std::isdigit(static_cast<unsigned char>(text[end])) != 0) {
            ++end;
        }
        if (end - i - 1 > kDigits) {
            out += text.substr(i + 1, kDigits);
            i = end - 1;
        }
    }
    return out;
}

// What differs from one test run to the next.
void replace_all(std::string& text, const std::string& what, const std::string& with) {
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += with.size()) {
        text.replace(at, what.size(), with);
    }
}

bool is_updating() {
    return std::getenv("INVITECTL_UPDATE_GOLDEN") != nullptr;
}

void expect_fits(const std::string& text, int columns) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        EXPECT_LE(display_width(line), columns) << line;
    }
}

const cli::Command* command_of(const GoldenRow& row, const std::vector<cli::Command>& commands) {
    const cli::Command* found = nullptr;
    for (const cli::Command& command : commands) {
        const bool begins = (row.line + " ").starts_with(command.path + " ");
        found = begins && (found == nullptr || command.path.size() > found->path.size()) ? &command
                                                                                         : found;
    }
    return found;
}

class Golden : public ::testing::Test {
  protected:
    Golden() {
        std::filesystem::copy_file(site_.database(), kept_);
        for (const auto& entry : std::filesystem::directory_iterator(site_.file(""))) {
            there_.insert(entry.path().filename().string());
        }
    }

    // The folder as it was, and in it the same database.
    void tidy_up() const {
        std::vector<std::filesystem::path> others;
        for (const auto& entry : std::filesystem::directory_iterator(site_.file(""))) {
            if (!there_.contains(entry.path().filename().string())) {
                others.push_back(entry.path());
            }
        }
        for (const std::filesystem::path& other : others) {
            std::filesystem::remove_all(other);
        }
        std::filesystem::copy_file(
            kept_, site_.database(), std::filesystem::copy_options::overwrite_existing);
    }

    // `columns` of 0: in a pipe.
    Finished run(const GoldenRow& row,
                 int columns,
                 const std::vector<std::string>& more = {},
                 const std::string& locale = "C.UTF-8") {
        tidy_up();
        Launch launch = site_.launch(row.words);
        for (std::string& word : launch.arguments) {
            replace_all(word, "$SITE/", site_.file(""));
        }
        launch.arguments.insert(launch.arguments.end(), more.begin(), more.end());
        launch.environment["NO_COLOR"] = "1";
        launch.environment["LC_ALL"] = locale;
        launch.environment["USER"] = "ana";
        if (columns > 0) {
            launch.environment["INVITECTL_FORCE_TTY"] = std::to_string(columns);
        }
        Finished finished = testing::run(launch);
        EXPECT_EQ(finished.status, row.exit) << finished.err;
        if (!row.says) {
            EXPECT_EQ(finished.err, "");
        }
        return finished;
    }

    std::string same_everywhere(std::string text) const {
        text = with_short_fractions(without_seconds(std::move(text)));
        replace_all(text, site_.server.base_url(), "$DISCORD");
        replace_all(text, site_.file(""), "$SITE/");
        return text;
    }

    std::string printed(const GoldenRow& row, int columns) {
        const Finished finished = run(row, columns);
        const std::string said =
            row.says && !finished.err.empty() ? "--- on standard error\n" + finished.err : "";
        // Help and files (scripts, manuals, settings) are wider, and "…" stands in their examples.
        // So are Markdown and the CSV of exports.
        const bool is_table = row.line.find("--help") == std::string::npos &&
                              row.line.find("--format md") == std::string::npos &&
                              !row.line.starts_with("export ") &&
                              command_of(row, commands_)->tables != nullptr;
        if (is_table && columns > 0) {
            expect_fits(finished.out, columns);
        }
        if (columns == 0) {
            EXPECT_EQ(finished.out.find('\x1b'), std::string::npos);
            EXPECT_TRUE(!is_table || finished.out.find("…") == std::string::npos);
        }
        return same_everywhere(finished.out + said);
    }

    // The same in a locale without UTF-8, which is as with --ascii.
    std::string printed_in_ascii(const GoldenRow& row, int columns) {
        const Finished finished = run(row, columns, {}, "C");
        EXPECT_EQ(finished.out, run(row, columns, {"--ascii"}).out);
        EXPECT_TRUE(std::ranges::all_of(
            finished.out, [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
        expect_fits(finished.out, columns);
        return same_everywhere(finished.out);
    }

    std::string all_charts(const GoldenRow& row) {
        std::string all = "$ invitectl " + row.line + "\n";
        for (const int columns : {60, 80, 120, 200}) {
            all += "\n--- " + std::to_string(columns) + " columns\n" + printed(row, columns);
            all += "\n--- " + std::to_string(columns) + " columns, ASCII\n" +
                   printed_in_ascii(row, columns);
        }
        return all;
    }

    std::string all_ways(const GoldenRow& row) {
        if (row.charts) {
            return all_charts(row);
        }
        std::string all = "$ invitectl " + row.line + "\n";
        all += "\n--- 80 columns\n" + printed(row, 80);
        all += "\n--- 200 columns\n" + printed(row, 200);
        all += "\n--- in a pipe\n" + printed(row, 0);
        for (const auto* format : {"csv", "json", "ndjson", "md"}) {
            if (row.formats) {
                all += "\n--- as " + std::string(format) + "\n" +
                       same_everywhere(run(row, 0, {"--format", format}).out);
            }
        }
        return all;
    }

    const std::vector<cli::Command> commands_ = commands::all();
    HarbourGuild site_;
    std::string kept_ = site_.file("kept.db");
    std::set<std::string> there_;  // files
};

TEST_F(Golden, every_row_prints_what_its_file_holds) {
    for (const GoldenRow& row : golden_rows()) {
        SCOPED_TRACE(row.name);
        const std::string path =
            std::string(INVITECTL_SOURCE_DIR "/tests/golden/") + row.name + ".txt";
        const std::string now = all_ways(row);
        if (is_updating()) {
            write_file(path, now, 0644);
        }
        EXPECT_EQ(now, read_file(path));
    }
}

// The last block of an output: the chart, each line of it.
std::vector<std::string> chart_in(const std::string& out) {
    const std::size_t blank = out.rfind("\n\n");
    std::istringstream lines(blank == std::string::npos ? out : out.substr(blank + 2));
    std::vector<std::string> chart;
    for (std::string line; std::getline(lines, line);) {
        chart.push_back(line);
    }
    return chart;
}

// The figures of a chart, of bars ("ana  2  ███") or of a triangle ("n = 7"), summed.
std::int64_t total_of(const std::vector<std::string>& chart) {
    const std::regex figure("^.*\\S  +([0-9]+)  [^ ]*$|n = +([0-9]+)$");
    std::int64_t total = 0;
    for (const std::string& line : chart) {
        std::smatch found;
        if (std::regex_search(line, found, figure)) {
            total += std::stoll(found.str(1).empty() ? found.str(2) : found.str(1));
        }
    }
    return total;
}

TEST_F(Golden, charts_add_up_to_what_json_says_and_fill_their_width) {
    for (const GoldenRow& row : golden_rows()) {
        if (!row.charts) {
            continue;
        }
        SCOPED_TRACE(row.name);
        double joins = 0;
        for (const auto& line : nlohmann::json::parse(run(row, 0, {"--json=joins"}).out)) {
            joins += line.at("joins").get<double>();
        }
        EXPECT_GT(joins, 0);
        for (int columns = 60; columns <= 200; columns += 20) {
            for (const auto* locale : {"C.UTF-8", "C"}) {
                const auto chart = chart_in(run(row, columns, {}, locale).out);
                EXPECT_EQ(static_cast<double>(total_of(chart)), joins) << columns << locale;
                int widest = 0;
                for (const std::string& line : chart) {
                    widest = std::max(widest, display_width(line));
                }
                const bool is_bars = row.line.find("retention") == std::string::npos;
                EXPECT_TRUE(is_bars ? widest == columns : widest <= columns)
                    << widest << " of " << columns << " in " << locale;
            }
        }
    }
}

// An array of flat objects with the fields the schema of the command has, each of its type.
TEST_F(Golden, every_json_output_is_what_its_schema_says) {
    const std::vector<cli::Command> commands = commands::all();
    const TemporaryFolder folder;
    for (const GoldenRow& row : golden_rows()) {
        const cli::Command* command = command_of(row, commands);
        ASSERT_NE(command, nullptr) << row.name;
        if (row.exit == 0 && command->tables && row.line.find("--json") == std::string::npos &&
            row.line.find("--format") == std::string::npos &&
            row.line.find("--columns") == std::string::npos) {
            const std::string out = run(row, 0, {"--json"}).out;
            // Some print a table only where there is something to tell.
            if (!out.empty()) {
                write_file(folder.file(schema_name(*command) + "@" + row.name + ".json"), out);
            }
        }
    }
    const Finished checked =
        testing::run({.arguments = {"/usr/bin/python3",
                                    INVITECTL_SOURCE_DIR "/tests/golden/check_schemas.py",
                                    schema_folder(),
                                    folder.path()},
                      .environment = {{"PYTHONDONTWRITEBYTECODE", "1"}, {"LC_ALL", "C.UTF-8"}},
                      .input = {}});
    EXPECT_EQ(checked.status, 0) << checked.out << checked.err;
}

TEST(GoldenRows, every_command_has_one) {
    const std::vector<cli::Command> commands = commands::all();
    const std::vector<GoldenRow> rows = golden_rows();
    for (const cli::Command& command : commands) {
        const bool there = std::ranges::any_of(
            rows, [&](const GoldenRow& row) { return command_of(row, commands) == &command; });
        EXPECT_TRUE(there) << command.path << ": add a row to tests/golden/commands.txt";
    }
}

// Programs rely on these: a field that once was there stays, with its type.
TEST(Schemas, are_current_and_lose_nothing) {
    for (const cli::Command& command : commands::all()) {
        EXPECT_EQ(command.needs.table, command.tables != nullptr) << command.path;
        if (!command.tables) {
            continue;
        }
        const std::string path = schema_folder() + "/" + schema_name(command) + ".json";
        const std::string now = schema_of(command);
        const std::string before = read_file(path);
        EXPECT_EQ(lost_fields(before, now), std::vector<std::string>{}) << command.path;
        if (is_updating() && lost_fields(before, now).empty()) {
            write_file(path, now, 0644);
        }
        EXPECT_EQ(now, read_file(path)) << command.path;
    }
}

TEST(Schemas, notice_a_field_that_is_gone_or_of_another_type) {
    const std::string before = R"({"items":{"properties":{"a":{"type":"string"},)"
                               R"("b":{"type":"integer"},"c":{"type":"string"}}}})";
    const std::string after = R"({"items":{"properties":{"a":{"type":"string","title":"x"},)"
                              R"("b":{"type":"string"},"d":{"type":"string"}}}})";
    EXPECT_EQ(lost_fields(before, after), (std::vector<std::string>{"b", "c"}));
    EXPECT_EQ(lost_fields("", after), std::vector<std::string>{});
}

}  // namespace
}  // namespace invitectl::testing
