// What counts as JSON, and how what is wrong in it is named.
#include "discord/json_fields.hpp"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace invitectl::discord {
namespace {

std::string problem(const std::string& text) {
    try {
        parse_strict(text);
    } catch (const FieldError& error) {
        return error.what();
    }
    return "(accepted)";
}

std::string nested(std::size_t depth) {
    return std::string(depth, '[') + std::string(depth, ']');
}

TEST(StrictJson, builds_what_was_written) {
    const Json json = parse_strict(R"( {"a": [1, -2, 2.5, true, null, "é"], "b": {"c": {}}} )");
    EXPECT_EQ(json["a"][1], -2);
    EXPECT_EQ(json["a"][5], "é");
    EXPECT_TRUE(json["b"]["c"].is_object());
    EXPECT_EQ(json.dump(), R"({"a":[1,-2,2.5,true,null,"é"],"b":{"c":{}}})");
}

TEST(StrictJson, refuses_the_same_key_twice_and_says_where) {
    EXPECT_EQ(problem(R"({"uses": 1, "uses": 2})"), "uses stands there twice");
    EXPECT_EQ(problem(R"([{}, {"a": {"b": 1, "b": 1}}])"), "[1].a.b stands there twice");
    EXPECT_EQ(problem(R"({"a": {"x": 1}, "b": {"x": 1}})"), "(accepted)");
}

TEST(StrictJson, refuses_deep_nesting_without_going_down) {
    EXPECT_EQ(problem(nested(kDeepest)), "(accepted)");
    EXPECT_EQ(problem(nested(kDeepest + 1)), "the body is nested deeper than 64");
    EXPECT_EQ(problem(std::string(5'000'000, '[')), "the body is nested deeper than 64");
}

TEST(StrictJson, refuses_what_is_no_json) {
    for (const std::string& text : {std::string(),
                                    std::string(" "),
                                    std::string("{"),
                                    std::string("[1, 2"),
                                    std::string("{\"a\": 1,}"),
                                    std::string("[1] x"),
                                    std::string("<html></html>"),
                                    std::string("nul"),
                                    std::string("'a'"),
                                    std::string("[NaN]"),
                                    std::string("[1e999]"),
                                    std::string("[\"\xff\"]"),
                                    std::string("[\"\xed\xa0\x80\"]"),
                                    std::string("[\"\\ud800\"]"),
                                    std::string("[\"a\nb\"]"),
                                    std::string("[01]"),
                                    std::string("\0", 1)}) {
        EXPECT_EQ(problem(text).rfind("the body is no JSON at byte ", 0), 0U)
            << text << ": " << problem(text);
    }
}

// An error is shown to people and kept in logs: a stranger's text does not belong there.
TEST(StrictJson, does_not_quote_the_body) {
    EXPECT_EQ(problem("[\"a secret\" x").find("secret"), std::string::npos);
    const std::string key(100'000, 'k');
    EXPECT_LT(problem("{\"" + key + "\":1,\"" + key + "\":2}").size(), 200U);
}

TEST(StrictJson, numbers_are_taken_exactly_or_refused) {
    const auto read = [](const std::string& number) -> std::string {
        try {
            return std::to_string(integer_field(parse_strict("{\"n\":" + number + "}"), "n"));
        } catch (const FieldError& error) {
            return error.what();
        }
    };
    EXPECT_EQ(read("9223372036854775807"), "9223372036854775807");
    EXPECT_EQ(read("-9223372036854775808"), "-9223372036854775808");
    EXPECT_EQ(read("9223372036854775808"), "n is too large");
    EXPECT_EQ(read("18446744073709551616"), "n is no whole number");
    EXPECT_EQ(read("1.0"), "n is no whole number");
    EXPECT_EQ(read("1e3"), "n is no whole number");
    EXPECT_EQ(read("\"1\""), "n is no whole number");
    EXPECT_EQ(read("true"), "n is no whole number");
    EXPECT_EQ(read("null"), "n is no whole number");
}

TEST(StrictJson, ids_are_taken_exactly_or_refused) {
    const auto read = [](const std::string& id) -> std::string {
        try {
            return std::to_string(snowflake_field(parse_strict("{\"id\":" + id + "}"), "id"));
        } catch (const FieldError& error) {
            return error.what();
        }
    };
    EXPECT_EQ(read("\"9223372036854775807\""), "9223372036854775807");
    for (const char* id : {"\"9223372036854775808\"",
                           "\"18446744073709551615\"",
                           "\"99999999999999999999999\"",
                           "\"0\"",
                           "\"-1\"",
                           "\"1.5\"",
                           "\"1e5\"",
                           "\"\"",
                           "\" 1\"",
                           "12",
                           "null"}) {
        EXPECT_EQ(read(id), "id is no id") << id;
    }
    EXPECT_EQ(read("\"1\", \"x\": 1"), "1");
}

TEST(StrictJson, lists_can_be_read_an_element_at_a_time) {
    std::vector<std::string> seen;
    const auto read = [&](const std::string& text) -> std::string {
        seen.clear();
        try {
            const std::size_t count = for_each_in(text, [&](const Json& element) {
                seen.push_back(element.dump());
                if (element == "bad") {
                    throw FieldError("is bad");
                }
            });
            return std::to_string(count);
        } catch (const FieldError& error) {
            return error.what();
        }
    };
    EXPECT_EQ(read(R"([{"a":[1,{"b":2}]}, 7, [], "x", null])"), "5");
    EXPECT_EQ(seen, (std::vector<std::string>{R"({"a":[1,{"b":2}]})", "7", "[]", "\"x\"", "null"}));
    EXPECT_EQ(read("[]"), "0");
    EXPECT_EQ(read("{}"), "the body is no list");
    EXPECT_EQ(read("7"), "the body is no list");
    EXPECT_EQ(read(R"([1, "bad", 3])"), "[1] is bad");
    EXPECT_EQ(read(R"([1, {"a":1,"a":2}])"), "[1].a stands there twice");
    EXPECT_EQ(seen.size(), 1U);
    EXPECT_EQ(read("[1, 2").substr(0, 19), "the body is no JSON");
}

TEST(StrictJson, cuts_text_between_characters) {
    EXPECT_EQ(cut_text("abc", 3), "abc");
    EXPECT_EQ(cut_text("abcd", 3), "abc");
    EXPECT_EQ(cut_text("aéé", 4), "aé");
    EXPECT_EQ(cut_text("🌊🌊", 6), "🌊");
    EXPECT_EQ(cut_text("\x80\x80\x80", 2), "");
}

}  // namespace
}  // namespace invitectl::discord
