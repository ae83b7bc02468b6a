// --where, --after, --limit and --names on a table.
#include "invitectl/report/filter.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/report/paging.hpp"
#include "invitectl/report/people.hpp"
#include "invitectl/report/table_tools.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <random>

namespace invitectl::report {
namespace {

Instant day(int number) {
    return *parse_rfc3339("2026-08-0" + std::to_string(number) + "T00:00:00Z");
}

Row join(std::int64_t id, Cell who, Cell person, std::string verdict, Cell p, Cell source) {
    return {{id,
             std::move(who),
             std::move(person),
             std::move(verdict),
             std::move(p),
             std::move(source),
             day(static_cast<int>(id)),
             id > 2,
             Duration{std::chrono::hours{id}}}};
}

Table joins() {
    Table table;
    table.name = "joins";
    table.columns = {column("join", "join", Type::id, "its number"),
                     person_column("user", "member", "who", "user_id"),
                     person_id_column("user_id", "id", "whose"),
                     column("verdict", "verdict", Type::enumeration, "how sure"),
                     column("p", "p", Type::probability, "how likely"),
                     column("source", "source", Type::text, "from where"),
                     column("at", "at", Type::instant, "when"),
                     column("bot", "bot", Type::boolean, "a bot"),
                     column("stayed", "stayed", Type::duration, "how long")};
    table.identity = {"join"};
    table.rows = rows_of(
        {join(1, std::string("ana"), std::int64_t{11}, "proved", 1.0, std::string("Reddit ad")),
         join(2, std::string("ben"), std::int64_t{12}, "open", 0.5, {}),
         join(3, std::string("cem"), std::int64_t{13}, "likely", 0.95, std::string("reddit, old")),
         join(4, std::string("ana"), std::int64_t{11}, "unknown", {}, std::string("Twitch")),
         {{{}, std::string("(open)"), {}, std::string("open"), {}, {}, {}, {}, {}}, true}});
    return table;
}

TimeReader reader() {
    return [](std::string_view text) {
        const auto t = parse_rfc3339(std::string(text) + "T00:00:00Z");
        if (!t) {
            throw Error(ErrorCode::bad_value, "no time");
        }
        return *t;
    };
}

// First cells of the rows: "1 3"; "-" for an empty one.
std::string ids_of(const Table& table) {
    std::string text;
    for (const Row& row : collect(table)) {
        const auto* id = std::get_if<std::int64_t>(&row.cells.at(0));
        text += (text.empty() ? "" : " ") + (id != nullptr ? std::to_string(*id) : "-");
    }
    return text;
}

std::string where(const std::vector<std::string>& conditions) {
    return ids_of(filter_rows(joins(), conditions, reader()));
}

std::string refusal(const std::string& condition) {
    try {
        where({condition});
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::bad_value);
        return error.happened() + "; " + error.why();
    }
    return "accepted";
}

TEST(Where, compares_words_and_parts_of_texts) {
    EXPECT_EQ(where({"verdict=proved"}), "1");
    EXPECT_EQ(where({"verdict=proved,likely"}), "1 3");
    EXPECT_EQ(where({"verdict!=open"}), "1 3 4");
    EXPECT_EQ(where({"source~REDDIT"}), "1 3");
    EXPECT_EQ(where({"source!~reddit"}), "2 4 -");
    EXPECT_EQ(where({"source=\"Reddit ad\""}), "1");
    EXPECT_EQ(where({"source='reddit, old'"}), "3");
    EXPECT_EQ(where({"source=reddit"}), "") << "equal is equal";
}

TEST(Where, knows_what_has_no_value) {
    EXPECT_EQ(where({"source="}), "2 -");
    EXPECT_EQ(where({"source!="}), "1 3 4");
    EXPECT_EQ(where({"p<90%"}), "2") << "nothing is not less";
}

TEST(Where, compares_values_as_values) {
    EXPECT_EQ(where({"p>=95%"}), "1 3");
    EXPECT_EQ(where({"p>0.5"}), "1 3");
    EXPECT_EQ(where({"join=2,4"}), "2 4");
    EXPECT_EQ(where({"at<2026-08-03"}), "1 2");
    EXPECT_EQ(where({"bot=yes"}), "3 4");
    EXPECT_EQ(where({"bot=false"}), "1 2");
    EXPECT_EQ(where({"stayed<=2h"}), "1 2");
    EXPECT_EQ(where({"stayed>1.5h"}), "2 3 4");
}

TEST(Where, all_conditions_must_hold) {
    EXPECT_EQ(where({"verdict=proved,likely source~ad"}), "1");
    EXPECT_EQ(where({"verdict=proved,likely", "p<1"}), "3");
    EXPECT_EQ(where({""}), "1 2 3 4 -");
}

TEST(Where, says_what_it_cannot_read) {
    EXPECT_NE(refusal("vredict=open").find("did you mean \"verdict\"?"), std::string::npos);
    EXPECT_NE(refusal("open").find("is no condition"), std::string::npos);
    EXPECT_NE(refusal("=open").find("is no condition"), std::string::npos);
    EXPECT_NE(refusal("join=x").find("is no value of column join"), std::string::npos);
    EXPECT_NE(refusal("p=much").find("0.9 or 90%"), std::string::npos);
    EXPECT_NE(refusal("bot=maybe").find("yes or no"), std::string::npos);
    EXPECT_NE(refusal("join~2").find("is no text"), std::string::npos);
    EXPECT_NE(refusal("source=\"x").find("a quote is open"), std::string::npos);
}

// Whatever somebody types is a condition or is refused as a bad value.
TEST(Where, survives_any_text) {
    const auto seed =
        static_cast<unsigned>(std::chrono::steady_clock::now().time_since_epoch().count());
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    std::mt19937 random(seed);
    const std::vector<std::string> pieces = {
        "verdict", "source", "p",    "join", "at", "=",    "!=",  "~",  "!~",
        "<",       ">=",     " ",    "\"",   "'",  ",",    "90%", "-1", "7d",
        "''",      ";",      "DROP", "é",    "\n", "\xff", "1e99"};
    for (int i = 0; i < 10'000; ++i) {
        std::string text;
        for (auto n = random() % 8; n > 0; --n) {
            text += pieces[random() % pieces.size()];
        }
        try {
            where({text});
        } catch (const Error& error) {
            ASSERT_EQ(error.code(), ErrorCode::bad_value) << text;
        }
    }
}

std::string page(Table table, std::size_t limit, PageCount& result) {
    const auto count = std::make_shared<PageCount>();
    const std::string ids = ids_of(limit_rows(std::move(table), limit, count));
    result = *count;
    return ids;
}

TEST(Paging, shows_the_first_rows_and_counts_the_rest) {
    PageCount count;
    EXPECT_EQ(page(joins(), 3, count), "1 2 3 -");
    EXPECT_EQ(count.shown, 3);
    EXPECT_EQ(count.left_out, 1);
    EXPECT_FALSE(count.more);
    EXPECT_EQ(count.last, "3");
    EXPECT_EQ(page(joins(), 0, count), "1 2 3 4 -");
    EXPECT_EQ(count.left_out, 0);
}

TEST(Paging, goes_on_after_a_row_wherever_it_is) {
    EXPECT_EQ(ids_of(rows_after(joins(), "2")), "3 4 -");
    EXPECT_EQ(ids_of(rows_after(sort_rows(joins(), "p:desc"), "3")), "2 4 -");
    EXPECT_THROW(collect(rows_after(joins(), "77")), Error);
}

// A row that comes in between two pages shows neither row twice and hides none.
TEST(Paging, is_not_moved_by_rows_that_come_in) {
    std::vector<std::int64_t> ids = {9, 7, 5, 3, 1};
    const auto table = [&ids] {
        Table numbers;
        numbers.name = "numbers";
        numbers.columns = {column("id", "id", Type::id, "its number")};
        numbers.identity = {"id"};
        std::vector<Row> rows;
        for (const std::int64_t id : ids) {
            rows.push_back({{id}});
        }
        numbers.rows = rows_of(std::move(rows));
        return numbers;
    };
    PageCount count;
    EXPECT_EQ(page(table(), 2, count), "9 7");
    ids.insert(ids.begin(), 11);
    EXPECT_EQ(page(rows_after(table(), count.last), 2, count), "5 3");
    ids.insert(ids.begin(), 12);
    EXPECT_EQ(page(rows_after(table(), count.last), 2, count), "1");
    EXPECT_EQ(count.left_out, 0);
}

TEST(Paging, does_not_count_millions) {
    Table table;
    table.name = "many";
    table.columns = {column("id", "id", Type::id, "its number")};
    table.identity = {"id"};
    table.streams = true;
    std::int64_t pulled = 0;
    table.rows = [&pulled](Row& row) {
        row.cells = {++pulled};
        return pulled < 10'000'000;
    };
    PageCount count;
    EXPECT_EQ(page(std::move(table), 2, count), "1 2");
    EXPECT_TRUE(count.more);
    EXPECT_LT(pulled, 5000);
}

std::string people_in(NameMode mode) {
    std::string text;
    const auto call = [](std::int64_t person) { return "no. " + std::to_string(person - 10); };
    for (const Row& row : collect(hide_people(joins(), mode, call))) {
        for (const std::size_t i : {1U, 2U}) {
            const auto* name = std::get_if<std::string>(&row.cells.at(i));
            const auto* id = std::get_if<std::int64_t>(&row.cells.at(i));
            text += name != nullptr ? *name : id != nullptr ? std::to_string(*id) : "-";
            text += i == 1 ? "/" : " ";
        }
    }
    return text;
}

TEST(People, are_named_called_something_else_or_left_out) {
    EXPECT_EQ(people_in(NameMode::full), "ana/11 ben/12 cem/13 ana/11 (open)/- ");
    EXPECT_EQ(people_in(NameMode::pseudonym),
              "no. 1/no. 1 no. 2/no. 2 no. 3/no. 3 no. 1/no. 1 (open)/- ");
    EXPECT_EQ(people_in(NameMode::none), "-/- -/- -/- -/- (open)/- ");
}

// A cursor is printed and kept in scripts: it says no more than the rows do.
TEST(People, are_no_part_of_a_cursor) {
    const auto call = [](std::int64_t person) { return "no. " + std::to_string(person - 10); };
    const auto hidden = [&](NameMode mode) {
        Table table = joins();
        table.identity = {"user_id", "join"};
        return hide_people(std::move(table), mode, call);
    };
    PageCount count;
    EXPECT_EQ(page(hidden(NameMode::pseudonym), 2, count), "1 2 -");
    EXPECT_EQ(count.last, "no. 2:2");
    EXPECT_EQ(ids_of(rows_after(hidden(NameMode::pseudonym), count.last)), "3 4 -");
    EXPECT_EQ(page(hidden(NameMode::none), 2, count), "1 2 -");
    EXPECT_EQ(count.last, "");
    EXPECT_THROW(rows_after(hidden(NameMode::none), "12:2"), Error);
}

// Worked out with Python's hmac module, as everybody could who has the key.
TEST(People, have_pseudonyms_that_follow_from_key_guild_and_id) {
    Pseudonyms pseudonyms("a key of some bytes", GuildId{1308388315686375505});
    EXPECT_EQ(pseudonyms.of(175928847299117063), "member-aej8wfxc06z1");
    EXPECT_EQ(pseudonyms.of(1), "member-68150gqc5b8t");
    EXPECT_EQ(pseudonyms.of(175928847299117063), "member-aej8wfxc06z1");
    EXPECT_NE(Pseudonyms("a key of some bytes", GuildId{2}).of(1), pseudonyms.of(1));
    EXPECT_NE(Pseudonyms("another key", GuildId{1308388315686375505}).of(1), pseudonyms.of(1));
}

// The moment an account was made is most of its id.
TEST(People, are_not_given_away_by_the_age_of_their_account) {
    using namespace std::chrono_literals;
    Table table;
    table.columns = {account_column("made", "made", Type::instant, "when"),
                     account_column("age", "age", Type::duration, "how old"),
                     column("joined", "joined", Type::instant, "when")};
    const Instant t = Instant{} + 100h + 1s;
    const auto rows = [&] { return rows_of({{{t, Duration{49h}, t}}, {{{}, {}, t}}}); };
    table.rows = rows();
    const Instant day = Instant{} + 96h;
    for (const NameMode mode : {NameMode::pseudonym, NameMode::none}) {
        table.rows = rows();
        const std::vector<Row> hidden = collect(hide_people(table, mode, {}));
        EXPECT_EQ(hidden.at(0).cells, (std::vector<Cell>{day, Duration{48h}, t}));
        EXPECT_EQ(hidden.at(1).cells, (std::vector<Cell>{{}, {}, t}));
    }
    table.rows = rows();
    EXPECT_EQ(collect(hide_people(table, NameMode::full, {})).at(0).cells.at(0), Cell{t});
}

}  // namespace
}  // namespace invitectl::report
