// Names made to do harm, through every format that people read.
//
// 10,000 of them, INVITECTL_ROUNDS times; INVITECTL_SEED repeats a run.
#include "tests/support/hostile_names.hpp"

#include "invitectl/base/escape.hpp"
#include "invitectl/base/width.hpp"
#include "invitectl/render/render.hpp"

#include "tests/reconcile/campaign.hpp"
#include <gtest/gtest.h>

#include <sstream>

namespace invitectl::render {
namespace {

using report::column;
using report::Format;
using report::RenderOptions;
using report::Table;
using report::Type;
using testing::first_forbidden;

std::size_t how_many() {
    constexpr std::size_t kUsual = 10'000;
    return kUsual * static_cast<std::size_t>(reconcile::rounds(1));
}

class HostileOutput : public ::testing::Test {
  protected:
    HostileOutput()
        : seed(static_cast<unsigned>(reconcile::campaign_seed())),
          names(testing::hostile_names(how_many(), seed)) {}

    Table table() const {
        Table table;
        table.name = "people";
        table.title = "People of " + names.front();
        table.columns = {column("name", "name", Type::text, "a name"),
                         column("mark", "mark", Type::enumeration, "where the name's cell ends")};
        std::vector<report::Row> rows;
        for (const std::string& name : names) {
            rows.push_back({{name, std::string("|")}});
        }
        table.rows = report::rows_of(std::move(rows));
        table.notes = {"A note about " + names.front()};
        return table;
    }

    Table list() const {
        Table record = table();
        record.record = true;
        return record;
    }

    std::string printed(const Table& table, Format format, const RenderOptions& options) const {
        std::ostringstream out;
        render(table, format, options, out);
        return out.str();
    }

    unsigned seed;
    std::vector<std::string> names;
};

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

TEST_F(HostileOutput, do_nothing_to_a_terminal_and_stay_in_their_column) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    for (const int width : {0, 40, 80}) {
        for (const bool ascii : {false, true}) {
            RenderOptions options;
            options.width = width;
            options.ascii = ascii;
            options.colour = width == 80;
            const std::string text = printed(table(), Format::table, options);
            ASSERT_EQ(first_forbidden(text, options.colour), "");
            options.colour = false;
            std::size_t rows = 0;
            std::vector<int> ends;
            for (const std::string& line : lines_of(printed(table(), Format::table, options))) {
                if (line.ends_with("|")) {
                    ends.push_back(display_width(line));
                    ++rows;
                }
            }
            ASSERT_EQ(rows, names.size()) << "a row was broken";
            ASSERT_LE(width == 0 ? 0 : ends.back(), width);
            for (std::size_t i = 1; i < ends.size(); ++i) {
                constexpr std::size_t kLot = 4096;  // columns may become wider from lot to lot
                ASSERT_TRUE(ends[i] == ends[i - 1] || i % kLot == 0) << names[i];
            }
        }
    }
}

TEST_F(HostileOutput, are_harmless_in_lists_and_markdown) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    EXPECT_EQ(first_forbidden(printed(list(), Format::table, {})), "");
    const std::string text = printed(table(), Format::markdown, {});
    EXPECT_EQ(first_forbidden(text), "");
    std::size_t rows = 0;
    for (const std::string& line : lines_of(text)) {
        if (line.starts_with("| ")) {
            std::size_t bars = 0;
            for (std::size_t i = 0; i < line.size(); ++i) {
                const bool escaped = i > 0 && line[i - 1] == '\\';
                bars += line[i] == '|' && !escaped ? 1U : 0U;
            }
            ASSERT_EQ(bars, 3U) << line;
            ++rows;
        }
    }
    EXPECT_EQ(rows, names.size() + 2);
}

TEST_F(HostileOutput, come_back_whole_from_a_pipe) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const std::string text = printed(table(), Format::tsv, {});
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    EXPECT_EQ(text.find('\r'), std::string::npos);
    const std::vector<std::string> lines = lines_of(text);
    ASSERT_EQ(lines.size(), names.size() + 1);
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::string& line = lines[i + 1];
        ASSERT_EQ(unescape(line.substr(0, line.find('\t'))), names[i]);
    }
}

TEST_F(HostileOutput, are_harmless_in_json) {
    EXPECT_EQ(first_forbidden(printed(table(), Format::json, {})), "");
    EXPECT_EQ(first_forbidden(printed(table(), Format::ndjson, {})), "");
}

TEST(OrdinaryNames, stay_as_they_are) {
    const std::vector<std::string> names = testing::ordinary_names();
    ASSERT_GE(names.size(), 2000U);
    for (const std::string& name : names) {
        EXPECT_EQ(escape_for_terminal(name), name);
        EXPECT_EQ(first_forbidden(name), "") << name;
        const std::string shown = text_for_people(name);
        EXPECT_TRUE(shown == name || shown == name + " ⟨RTL⟩") << name << " became " << shown;
    }
}

}  // namespace
}  // namespace invitectl::render
