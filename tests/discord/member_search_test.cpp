// members-search: what is asked, what its answer means, and that nothing else is undocumented.
#include "discord/json_fields.hpp"
#include "discord/readers.hpp"
#include "discord/wire_member_search.hpp"
#include "test_paths.hpp"
#include "tests/discord/notes.hpp"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>

namespace invitectl::discord {
namespace {

using nlohmann::json;

const Instant kSince = from_micros(1'720'123'456'789'000);

json body_of(const std::optional<SearchPlace>& after) {
    return json::parse(ask_member_search(kGuild, kSince, after).body);
}

StatedSource stated(std::int64_t user,
                    const char* joined,
                    Candidate::Kind way,
                    const char* code = nullptr,
                    std::optional<UserId> inviter = {}) {
    return {UserId{user},
            at(joined),
            way,
            code == nullptr ? std::nullopt : InviteCode::parse(code),
            inviter};
}

TEST(MemberSearch, is_the_only_request_that_discord_does_not_document) {
    std::vector<Endpoint> undocumented;
    std::vector<Endpoint> posts;  // that only ask
    for (const Route& route : all_routes()) {
        if (!route.documented) {
            undocumented.push_back(route.endpoint);
        }
        if (route.method == Method::post && route.pattern.ends_with("search")) {
            posts.push_back(route.endpoint);
        }
    }
    EXPECT_EQ(undocumented, std::vector{Endpoint::member_search});
    EXPECT_EQ(posts, std::vector{Endpoint::member_search});
}

TEST(MemberSearch, asks_for_the_oldest_joins_since_a_time) {
    const Request request = ask_member_search(kGuild, kSince + Duration{999}, std::nullopt);
    EXPECT_EQ(request.path, "/guilds/" + kGuild.text() + "/members-search");
    EXPECT_EQ(request.resource, kGuild.text());
    EXPECT_EQ(label_of(request.endpoint), "POST /guilds/{guild}/members-search");
    EXPECT_EQ(request.body,
              R"({"limit":1000,"sort":2,"and_query":{"guild_joined_at":)"
              R"({"range":{"gte":1720123456789}}}})");
    const json after = body_of(SearchPlace{kSince, UserId{257496590401536000}})["after"];
    EXPECT_EQ(after, (json{{"guild_joined_at", 1720123456789}, {"user_id", "257496590401536000"}}));
}

TEST(MemberSearch, reads_the_ways_in_and_leaves_out_what_is_not_said) {
    const SourcePage page = read_source_page(fixture("members_search.json"), 1000);
    EXPECT_EQ(
        page.stated,
        (std::vector{
            stated(1400000000000000001,
                   "2026-08-01T10:00:00.000250Z",
                   Candidate::Kind::invite,
                   "spring",
                   UserId{1000000000000000001}),
            stated(1400000000000000002, "2026-08-01T10:01:00Z", Candidate::Kind::vanity, "harbour"),
            stated(1400000000000000003, "2026-08-01T10:02:00Z", Candidate::Kind::none)}));
    EXPECT_EQ(page.last, (SearchPlace{at("2026-08-01T10:06:00Z"), UserId{1400000000000000007}}));
    EXPECT_TRUE(page.complete);
    EXPECT_FALSE(read_source_page(fixture("members_search.json"), 7).complete);
}

TEST(MemberSearch, an_answer_that_breaks_its_form_is_named_by_its_place) {
    const auto problem = [](const std::string& body) -> std::string {
        try {
            read_source_page(body, 1000);
        } catch (const FieldError& error) {
            return error.what();
        }
        return "(read)";
    };
    EXPECT_NE(problem("{}"), "(read)");
    EXPECT_NE(problem(R"({"members": {}})"), "(read)");
    EXPECT_NE(problem(R"({"members": [{}]})"), "(read)");
    EXPECT_NE(problem(R"({"members": [{"member": {"joined_at": "soon", "user": {"id": "1"}}}]})"),
              "(read)");
    EXPECT_NE(problem(R"({"members": [{"member": {"joined_at": "2026-08-01T10:00:00+00:00",
                          "user": {"id": 7}}}]})"),
              "(read)");
    EXPECT_NE(problem(R"({"members": [{"member": {"joined_at": "2026-08-01T10:00:00+00:00",
                          "user": {"id": "7"}}, "source_invite_code": 5}]})"),
              "(read)");
    EXPECT_EQ(problem(R"({"members": []})"), "(read)");
}

TEST(MemberSearch, an_index_that_is_not_ready_is_no_empty_answer) {
    ScriptedTransport transport;
    Readers readers(transport);
    transport.answers.push_back(answer(202, R"({"message": "Index not yet available.",
        "code": 110000, "documents_indexed": 0, "retry_after": 2})"));
    EXPECT_EQ(failure_of([&] { readers.stated_sources(kGuild, kSince, {}); }).first,
              ErrorCode::discord_unavailable);
    transport.answers.push_back(answer(404, R"({"message": "404: Not Found", "code": 0})"));
    EXPECT_EQ(failure_of([&] { readers.stated_sources(kGuild, kSince, {}); }).first,
              ErrorCode::refused_by_discord);
    transport.answers.push_back(
        answer(403, R"({"message": "Missing Permissions", "code": 50013})"));
    EXPECT_EQ(failure_of([&] { readers.stated_sources(kGuild, kSince, {}); }).first,
              ErrorCode::missing_permission);
}

class MemberSearchExamples : public testing::Test {
  protected:
    const std::filesystem::path folder =
        std::filesystem::path(INVITECTL_DISCORD_REFERENCE) / "examples";

    void SetUp() override {
        if (!std::filesystem::is_directory(folder)) {
            GTEST_SKIP() << "no example payloads in " << folder;
        }
    }
    std::string text(const std::string& name) const {
        std::ifstream file(folder / name);
        EXPECT_TRUE(file.is_open()) << name;
        std::ostringstream body;
        body << file.rdbuf();
        return body.str();
    }
};

TEST_F(MemberSearchExamples, requests_have_their_form) {
    EXPECT_EQ(body_of({}), json::parse(text("constructed_members_search_request_since.json")));
    const json page = json::parse(text("constructed_members_search_request_page.json"));
    const json ours = body_of(SearchPlace{kSince, UserId{257496590401536000}});
    for (const char* key : {"limit", "sort", "after"}) {
        EXPECT_EQ(ours[key], page[key]) << key;
    }
}

TEST_F(MemberSearchExamples, the_response_is_read) {
    const SourcePage page =
        read_source_page(text("constructed_members_search_response.json"), 1000);
    ASSERT_EQ(page.stated.size(), 4U);  // of the oldest one nothing is recorded
    EXPECT_EQ(page.stated[0].code, InviteCode::parse("41i3n5"));
    EXPECT_EQ(page.stated[0].inviter, UserId{1081004946872352958});
    EXPECT_EQ(page.stated[1].way, Candidate::Kind::vanity);
    EXPECT_EQ(page.stated[1].code, InviteCode::parse("my-vanity"));
    EXPECT_EQ(page.stated[2].way, Candidate::Kind::none);
    EXPECT_EQ(page.stated[3].way, Candidate::Kind::none);
    EXPECT_FALSE(page.stated[3].inviter);
    EXPECT_EQ(page.last->user, UserId{1211000000000000003});
}

}  // namespace
}  // namespace invitectl::discord
