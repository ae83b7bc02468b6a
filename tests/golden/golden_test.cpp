// What commands print, letter by letter: one small guild, every report at 80 columns, at 200 and in
// a pipe, compared with the files beside this one. After a wanted change
//
//     INVITECTL_UPDATE_GOLDEN=1 build/dev/golden_test
//
// writes them anew, and `git diff` shows what changed for people.
#include "invitectl/base/width.hpp"

#include "tests/end_to_end/site.hpp"
#include "test_paths.hpp"
#include <gtest/gtest.h>

#include <cctype>
#include <cstdlib>
#include <sstream>

namespace invitectl::testing {
namespace {

constexpr auto kAsOf = "2026-08-11T12:00:00Z";

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

struct Report {
    std::string file;
    std::vector<std::string> words;
};

const std::vector<Report> kReports = {
    {"leaderboard", {"leaderboard", "--as-of", kAsOf}},
    {"leaderboard_by_source", {"leaderboard", "--by", "source", "--as-of", kAsOf}},
    {"leaderboard_empty",
     {"leaderboard", "--since", "2026-08-11", "--as-of", "2026-08-11T00:01:00Z"}},
    {"stats_by_week", {"stats", "--by", "week", "--as-of", kAsOf}},
    {"join_recent", {"join", "recent", "--as-of", kAsOf}},
    {"join_show", {"join", "show", "1", "--as-of", kAsOf}},
    {"join_explain_proved", {"join", "show", "1", "--explain", "--as-of", kAsOf}},
    {"join_explain_open", {"join", "show", "4", "--explain", "--as-of", kAsOf}},
    {"join_explain_own_url", {"join", "show", "eve", "--explain", "--as-of", kAsOf}},
    {"invite_list", {"invite", "list"}},
    {"source_list", {"source", "list", "--columns", "source,codes,active_codes,joins,kind"}},
    {"snapshot_list", {"snapshot", "list"}},
    {"guild_list", {"guild", "list", "--columns", "alias,name,members,joins,last_reading"}},
    {"column_help", {"leaderboard", "--json=help"}},
};

class Golden : public ::testing::Test {
  protected:
    // `columns` of 0: in a pipe.
    std::string printed(const Report& report, int columns) const {
        Launch launch = site_.launch(report.words);
        launch.environment["NO_COLOR"] = "1";
        if (columns > 0) {
            launch.environment["INVITECTL_FORCE_TTY"] = std::to_string(columns);
        }
        const Finished finished = testing::run(launch);
        EXPECT_EQ(finished.status, 0) << finished.err;
        EXPECT_EQ(finished.err, "");
        return without_seconds(finished.out);
    }

    static void expect_fits(const std::string& text, int columns) {
        std::istringstream lines(text);
        for (std::string line; std::getline(lines, line);) {
            EXPECT_LE(display_width(line), columns) << line;
        }
    }

    std::string all_ways(const Report& report) const {
        std::string typed = "$ invitectl";
        for (const std::string& word : report.words) {
            typed += " " + word;
        }
        std::string all = typed + "\n";
        for (const int columns : {80, 200}) {
            const std::string text = printed(report, columns);
            expect_fits(text, columns);
            all += "\n--- " + std::to_string(columns) + " columns\n" + text;
        }
        const std::string piped = printed(report, 0);
        EXPECT_EQ(piped.find('\x1b'), std::string::npos);
        EXPECT_EQ(piped.find("…"), std::string::npos);
        return all + "\n--- in a pipe\n" + piped;
    }

    HarbourGuild site_;
};

TEST_F(Golden, every_report_prints_what_its_file_holds) {
    const bool update = std::getenv("INVITECTL_UPDATE_GOLDEN") != nullptr;
    for (const Report& report : kReports) {
        SCOPED_TRACE(report.file);
        const std::string path =
            std::string(INVITECTL_SOURCE_DIR "/tests/golden/") + report.file + ".txt";
        const std::string now = all_ways(report);
        if (update) {
            write_file(path, now, 0644);
        }
        EXPECT_EQ(now, read_file(path));
    }
}

}  // namespace
}  // namespace invitectl::testing
