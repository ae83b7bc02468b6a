// Words in, values out: what is read, what is refused, and what is said about it.
#include "invitectl/cli/option_set.hpp"

#include "invitectl/base/error.hpp"

#include <gtest/gtest.h>

#include <map>

namespace invitectl::cli {
namespace {

struct Values {
    bool full = false;
    int verbose = 0;
    std::string by = "inviter";
    std::optional<std::string> since;
    std::int64_t limit = 30;
    std::optional<std::int64_t> days;
    std::vector<std::string> tags;
    std::optional<std::string> json;
};

class Parsing : public ::testing::Test {
  protected:
    void parse(const std::vector<std::string>& words) {
        const auto environment = [this](const std::string& name) -> std::optional<std::string> {
            const auto found = variables.find(name);
            return found == variables.end() ? std::nullopt : std::optional(found->second);
        };
        set.parse(words, environment);
    }

    // What was wrong: "what / why / next".
    std::string refusal(const std::vector<std::string>& words) {
        try {
            parse(words);
        } catch (const Error& error) {
            return error.happened() + " / " + error.why() + " / " + error.next();
        }
        return "accepted";
    }

    std::map<std::string, std::string> variables;
    Values values;
    OptionSet set;
};

class Options : public Parsing {
  protected:
    Options() {
        set.flag("-f,--full", values.full, "everything");
        set.counter("-v,--verbose", values.verbose, "say more");
        set.option("--by", values.by, "WHAT", "what a row stands for")
            .choices({"inviter", "source", "code"});
        set.option("-s,--since", values.since, "TIME", "from then on");
        set.option("-L,--limit", values.limit, "N", "rows", 0, 1000);
        set.option("--days", values.days, "N", "days", 1, 365);
        set.option("--tag", values.tags, "TAG", "a tag");
        set.optional_value("--json", values.json, "FIELDS", "as JSON");
    }
};

TEST_F(Options, keep_their_defaults) {
    parse({});
    EXPECT_FALSE(values.full);
    EXPECT_EQ(values.by, "inviter");
    EXPECT_EQ(values.since, std::nullopt);
    EXPECT_EQ(values.limit, 30);
    EXPECT_EQ(values.json, std::nullopt);
    EXPECT_FALSE(set.given("--limit"));
}

TEST_F(Options, are_read_in_every_spelling) {
    parse({"-fvv", "--by", "source", "--since=7d", "-L5", "--days", "30", "--tag", "a", "--tag=b"});
    EXPECT_TRUE(values.full);
    EXPECT_EQ(values.verbose, 2);
    EXPECT_EQ(values.by, "source");
    EXPECT_EQ(values.since, "7d");
    EXPECT_EQ(values.limit, 5);
    EXPECT_EQ(values.days, 30);
    EXPECT_EQ(values.tags, (std::vector<std::string>{"a", "b"}));
    EXPECT_TRUE(set.given("--limit"));
}

TEST_F(Options, an_optional_value_needs_its_sign) {
    parse({"--json"});
    EXPECT_EQ(values.json, "");
    parse({"--json="});
    EXPECT_EQ(values.json, "");
    parse({"--json=a,b"});
    EXPECT_EQ(values.json, "a,b");
    EXPECT_EQ(refusal({"--json", "a,b"}),
              "there is one word too many: \"a,b\" / texts of several words need quotes / ");
}

TEST_F(Options, say_what_is_wrong) {
    EXPECT_EQ(refusal({"--limt", "5"}),
              "this command has no option --limt / did you mean --limit? / ");
    EXPECT_EQ(refusal({"--nonsense=1"}), "this command has no option --nonsense /  / ");
    EXPECT_EQ(refusal({"-x"}), "this command has no option -x /  / ");
    EXPECT_EQ(refusal({"--since"}), "--since needs a value / from then on / --since TIME");
    EXPECT_EQ(refusal({"--since=", "--full"}),
              "--since needs a value / from then on / --since TIME");
    EXPECT_EQ(refusal({"--by", "souce"}),
              "--by cannot be \"souce\" / did you mean \"source\"? it is one of: inviter, source, "
              "code / ");
    EXPECT_EQ(refusal({"--limit=1001"}),
              "--limit cannot be \"1001\" / a whole number from 0 to 1000 is expected / ");
    EXPECT_EQ(refusal({"--since", "1d", "--since", "2d"}), "--since is given twice /  / ");
}

TEST_F(Options, numbers_are_whole_and_in_range) {
    for (const auto* text :
         {"", "-1", "1.5", "1e3", "0x10", " 5", "5 ", "+5", "ten", "99999999999999999999"}) {
        EXPECT_NE(refusal({std::string("--limit=") + text}), "accepted") << text;
    }
    EXPECT_EQ(values.limit, 30);
    EXPECT_NE(refusal({"--days=0"}), "accepted");
    parse({"--limit=0"});
    EXPECT_EQ(values.limit, 0);
}

TEST_F(Options, have_twins_in_the_environment) {
    variables = {{"INVITECTL_FULL", "1"},
                 {"INVITECTL_BY", "code"},
                 {"INVITECTL_LIMIT", "7"},
                 {"INVITECTL_JSON", "a,b"},
                 {"INVITECTL_VERBOSE", "2"},
                 {"INVITECTL_SINCE", ""}};
    parse({"--by", "source"});
    EXPECT_TRUE(values.full);
    EXPECT_EQ(values.by, "source");  // the command line comes first
    EXPECT_EQ(values.limit, 7);
    EXPECT_EQ(values.json, "a,b");
    EXPECT_EQ(values.verbose, 2);
    EXPECT_EQ(values.since, std::nullopt);  // empty counts as not set
}

TEST_F(Options, the_environment_is_held_to_the_same_rules) {
    variables = {{"INVITECTL_LIMIT", "many"}};
    EXPECT_EQ(refusal({}),
              "INVITECTL_LIMIT cannot be \"many\" / a whole number from 0 to 1000 is expected / ");
    variables = {{"INVITECTL_FULL", "maybe"}};
    EXPECT_EQ(refusal({}), "INVITECTL_FULL cannot be \"maybe\" / 1 or 0 is expected / ");
}

TEST_F(Options, switches_of_the_environment_can_be_off) {
    variables = {{"INVITECTL_FULL", "0"}, {"INVITECTL_JSON", "false"}};
    parse({});
    EXPECT_FALSE(values.full);
    EXPECT_EQ(values.json, std::nullopt);
    variables = {{"INVITECTL_JSON", "1"}};
    parse({});
    EXPECT_EQ(values.json, "");
}

TEST_F(Parsing, guards_have_no_twin) {
    std::optional<std::string> base;
    std::optional<std::string> file;
    set.option("--api-base", base, "URL", "another API").without_environment();
    set.option("--token-file", file, "FILE", "the token").environment_read_elsewhere();
    variables = {{"INVITECTL_API_BASE", "https://evil.example"}, {"INVITECTL_TOKEN_FILE", "x"}};
    parse({});
    EXPECT_EQ(base, std::nullopt);
    EXPECT_EQ(file, std::nullopt);
    EXPECT_EQ(set.options().front().environment(), "");
    EXPECT_EQ(set.options().back().environment(), "INVITECTL_TOKEN_FILE");
}

TEST_F(Parsing, the_last_word_is_split_off) {
    std::vector<std::string> codes;
    std::string source;
    bool now = false;
    set.positional("CODE", codes, "codes").required();
    set.last_positional("SOURCE", source, "the source");
    set.flag("--now", now, "at once");
    parse({"abc", "def", "--now", "Reddit ad"});
    EXPECT_EQ(codes, (std::vector<std::string>{"abc", "def"}));
    EXPECT_EQ(source, "Reddit ad");
    EXPECT_TRUE(now);
    EXPECT_EQ(refusal({"Reddit ad"}), "SOURCE is missing / the source / ");
    EXPECT_EQ(refusal({}), "CODE is missing / codes / ");
}

TEST_F(Parsing, a_single_word_is_left_to_what_must_be_there) {
    std::vector<std::string> codes;
    std::optional<std::string> user;
    set.positional("CODE", codes, "codes").required();
    set.last_positional("USER", user, "whom");
    parse({"abc"});
    EXPECT_EQ(codes, (std::vector<std::string>{"abc"}));
    EXPECT_EQ(user, std::nullopt);
    parse({"abc", "def", "ana"});
    EXPECT_EQ(codes, (std::vector<std::string>{"abc", "def"}));
    EXPECT_EQ(user, "ana");
    EXPECT_EQ(refusal({}), "CODE is missing / codes / ");
}

TEST_F(Parsing, positionals_are_filled_in_order) {
    std::string key;
    std::optional<std::string> value;
    set.positional("KEY", key, "a key");
    set.positional("VALUE", value, "a value");
    parse({"closed"});
    EXPECT_EQ(key, "closed");
    EXPECT_EQ(value, std::nullopt);
    parse({"closed", "on"});
    EXPECT_EQ(value, "on");
    EXPECT_EQ(refusal({}), "KEY is missing / a key / ");
    EXPECT_NE(refusal({"a", "b", "c"}).find("one word too many: \"c\""), std::string::npos);
}

TEST_F(Parsing, after_two_hyphens_nothing_is_an_option) {
    std::vector<std::string> words;
    set.positional("WORD", words, "words");
    parse({"a", "--", "--b", "-c", "--"});
    EXPECT_EQ(words, (std::vector<std::string>{"a", "--b", "-c", "--"}));
    parse({"-"});  // one alone is a word
    EXPECT_EQ(words, (std::vector<std::string>{"-"}));
}

TEST_F(Parsing, odd_words_are_survived) {
    std::vector<std::string> words;
    set.positional("WORD", words, "words");
    for (const std::string& word : std::vector<std::string>{
             "", " ", "=", "--=", "-=", "--=x", "\xff\xfe", std::string(100'000, 'x'), "--%s%n"}) {
        const std::string answer = refusal({word});
        EXPECT_TRUE(answer == "accepted" || answer.find(" / ") != std::string::npos) << word;
    }
}

TEST_F(Options, are_there_as_data) {
    const Option& by = *std::next(set.options().begin(), 2);
    EXPECT_EQ(by.long_name(), "--by");
    EXPECT_EQ(by.value_name, "WHAT");
    EXPECT_EQ(by.default_text, "inviter");
    EXPECT_EQ(by.environment(), "INVITECTL_BY");
    EXPECT_EQ(set.options().front().long_name(), "--full");
}

}  // namespace
}  // namespace invitectl::cli
