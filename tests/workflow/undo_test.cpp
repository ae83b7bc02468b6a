// Whatever is decided can be taken back, in any order, and leaves no trace in what is derived.
#include "invitectl/workflow/undo.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/store/costs.hpp"
#include "invitectl/store/labels.hpp"
#include "invitectl/store/standing.hpp"
#include "invitectl/workflow/edits.hpp"
#include "invitectl/workflow/label_edits.hpp"
#include "invitectl/workflow/reconcile_run.hpp"
#include "invitectl/workflow/source_edits.hpp"

#include "tests/reconcile/campaign.hpp"
#include "tests/scenarios/story.hpp"
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

namespace invitectl::testing {
namespace {

// Every derived row, and every decision in force, as text.
std::string rows(sql::Connection& database, std::string_view query) {
    std::string all;
    const auto statement = database.prepare(query);
    while (statement->step()) {
        all += std::string(statement->text(0)) + "\n";
    }
    return all;
}

std::string derived(sql::Connection& database) {
    return rows(database,
                "SELECT quote(join_id) || quote(settled) || quote(by_kind) || quote(code_verdict)"
                " || quote(code_p) || quote(code) || quote(inviter_verdict) || quote(inviter_p)"
                " || quote(inviter_id) || quote(source_verdict) || quote(source_p)"
                " || quote(source_id) || quote(reason) FROM attribution ORDER BY join_id") +
           rows(database,
                "SELECT quote(join_id) || quote(rank) || quote(kind) || quote(code)"
                " || quote(inviter_id) || quote(source_id) || quote(p) || quote(recredited)"
                " || quote(made_by) FROM candidate ORDER BY join_id, rank") +
           rows(database,
                "SELECT quote(code) || quote(kind) || quote(attributed) || quote(ghosts)"
                " || quote(settled) FROM demand ORDER BY stream, reading, code, epoch, kind");
}

std::string decided(sql::Connection& database, GuildId guild) {
    std::string all;
    for (const Source& source : store::sources(database, guild)) {
        all += source.name + "|" + source.note + "|" + (source.owner ? source.owner->text() : "") +
               "|" + std::to_string(source.tags.size()) + (source.retired_at ? "retired" : "") +
               (source.merged_into ? "merged" : "") + "\n";
    }
    all += std::to_string(store::assignments(database, guild).size()) + " " +
           std::to_string(store::credits(database, guild).size()) + " " +
           std::to_string(store::ignored_codes(database, guild).size()) + " " +
           std::to_string(store::exclusions(database, guild).size()) + " " +
           std::to_string(store::costs(database, guild).size()) + " " +
           std::to_string(store::labels(database, guild).size());
    return all;
}

// Joins of every kind: proved ones, open pairs, one by the server's own URL, a rejoiner.
class Harbour : public Story {
  public:
    Harbour() {
        guild.invite("abc", "ana");
        guild.invite("def", "ana");
        guild.invite("ghi", "ben");
        guild.set_vanity("harbour");
        guild.old_member("olga");
        begin();
        for (int i = 0; i < 4; ++i) {
            const std::string n = std::to_string(i);
            pass(5min);
            guild.join("single" + n, i % 2 == 0 ? "abc" : "ghi");
            pass(5min);
            guild.join("pair" + n, "abc");
            guild.join("other" + n, i % 2 == 0 ? "def" : "ghi");
        }
        pass(5min);
        guild.join_by_vanity("victor");
        pass(5min);
        guild.leave("single0");
        pass(5min);
        guild.join("single0", "def");
        settle();
    }

    sql::Connection& database() { return tool.database(); }
    GuildId id() const { return tool.guild(); }
};

store::EntryId latest_entry(Harbour& harbour) {
    return store::recent_journal(harbour.database(), harbour.id(), 1).front().id;
}

// Makes decisions at random; those that make no sense are refused and change nothing.
class Decider {
  public:
    Decider(Harbour& harbour, std::mt19937_64& random)
        : harbour_(harbour), random_(random), base_(latest_entry(harbour)) {}

    store::EntryId base() const { return base_; }

    void decide_something() {
        const workflow::Author author{"ana", harbour_.tool.world().now()};
        sql::Connection& database = harbour_.database();
        const GuildId guild = harbour_.id();
        try {
            decide(database, guild, author);
        } catch (const Error& error) {
            const ErrorCode code = error.code();
            EXPECT_TRUE(code == ErrorCode::refused || code == ErrorCode::not_found ||
                        code == ErrorCode::already_exists || code == ErrorCode::bad_value)
                << error.happened() << ": " << error.why();
        }
    }

  private:
    std::size_t any(std::size_t below) { return random_() % below; }
    template <class List>
    auto one_of(const List& list) {
        return list[any(list.size())];
    }
    std::string name() {
        static const std::vector<std::string> kNames = {"A", "B", "C", "a", "B "};
        return one_of(kNames);
    }
    std::vector<InviteCode> codes() {
        static const std::vector<std::string> kCodes = {"abc", "def", "ghi", "unseen"};
        std::vector<InviteCode> chosen{*InviteCode::parse(one_of(kCodes))};
        if (any(3) == 0) {
            chosen.push_back(*InviteCode::parse(one_of(kCodes)));
        }
        return chosen;
    }
    std::vector<std::string> joins() {
        std::vector<std::string> chosen{std::to_string(1 + any(14))};
        if (any(3) == 0) {
            chosen.emplace_back("olga");
        }
        return chosen;
    }
    UserId user() { return harbour_.guild.user(any(2) == 0 ? "ana" : "ben"); }
    std::optional<Instant> from() {
        return any(2) == 0 ? std::nullopt : std::optional(harbour_.tool.world().start() + 30min);
    }

    void decide(sql::Connection& database, GuildId guild, const workflow::Author& author) {
        switch (any(14)) {
            case 0:
            case 1:
                workflow::create_source(database, guild, name(), author);
                break;
            case 2:
                workflow::rename_source(database, guild, name(), name(), author);
                break;
            case 3:
                workflow::merge_sources(database, guild, {name()}, name(), author);
                break;
            case 4:
                workflow::retire_source(database, guild, name(), author);
                break;
            case 5:
                workflow::reopen_source(database, guild, name(), author);
                break;
            case 6: {
                workflow::SourceWishes wishes;
                wishes.note = "n" + std::to_string(any(3));
                wishes.cost = static_cast<Hundredths>(any(1000));
                wishes.add_tags = {"t"};
                if (any(2) == 0) {
                    wishes.owner = user();
                } else {
                    wishes.no_owner = true;
                }
                workflow::change_source(database, guild, name(), wishes, author);
                break;
            }
            case 7:
            case 8:
                workflow::assign_codes(database, guild, codes(), name(), from(), author);
                break;
            case 9:
                workflow::unassign_codes(database, guild, codes(), from(), author);
                break;
            case 10:
                workflow::credit_codes(database,
                                       guild,
                                       codes(),
                                       any(3) == 0 ? std::nullopt : std::optional(user()),
                                       from(),
                                       author);
                break;
            case 11:
                label(database, guild, author);
                break;
            case 12:
                workflow::ignore_codes(
                    database, guild, codes(), {true, true, false}, any(2) == 0, author);
                workflow::exclude_users(
                    database, guild, {user()}, {true, false}, any(2) == 0, author);
                break;
            default:
                workflow::undo(
                    database, guild, base_ + 1 + static_cast<store::EntryId>(any(20)), author);
                break;
        }
    }

    void label(sql::Connection& database, GuildId guild, const workflow::Author& author) {
        if (any(3) == 0) {
            workflow::unlabel_joins(database, guild, joins(), author);
            return;
        }
        static const std::vector<std::string> kReserved = {"none", "vanity"};
        workflow::LabelWish wish;
        wish.source = any(4) == 0 ? one_of(kReserved) : name();
        if (any(2) == 0) {
            wish.code = codes().front();
        }
        if (any(3) == 0) {
            wish.inviter = user();
        }
        workflow::label_joins(database, guild, joins(), wish, author);
    }

    Harbour& harbour_;
    std::mt19937_64& random_;
    store::EntryId base_;  // what was decided before is left alone
};

// Everything decided after `base`, the latest first.
void undo_since(Harbour& harbour, store::EntryId base) {
    const workflow::Author author{"ana", harbour.tool.world().now()};
    for (;;) {
        const auto entry = store::latest_in_force(
            harbour.database(), harbour.id(), std::numeric_limits<store::EntryId>::max());
        if (!entry || entry->id <= base) {
            return;
        }
        workflow::undo(harbour.database(), harbour.id(), {}, author);
    }
}

// A thousand sequences with INVITECTL_LONG; the quick run tries sixty.
TEST(Undo, random_decisions_taken_back_leave_everything_as_it_was) {
    const int sequences = std::getenv("INVITECTL_LONG") != nullptr ? 1000 : 60;
    std::mt19937_64 random(reconcile::campaign_seed());
    std::unique_ptr<Harbour> harbour;
    std::string derived_before;
    std::string decided_before;
    for (int i = 0; i < sequences && !::testing::Test::HasFailure(); ++i) {
        if (i % 20 == 0) {
            harbour = std::make_unique<Harbour>();
            // What was decided before the sequence stays: the declaration of the guild.
            derived_before = derived(harbour->database());
            decided_before = decided(harbour->database(), harbour->id());
        }
        Decider decider(*harbour, random);
        for (int edit = 0; edit < 14; ++edit) {
            decider.decide_something();
        }
        if (i % 10 == 0) {
            EXPECT_TRUE(workflow::verify_rebuild(harbour->database(), harbour->id(), 3).empty());
        }
        undo_since(*harbour, decider.base());
        EXPECT_EQ(derived(harbour->database()), derived_before) << "sequence " << i;
        EXPECT_EQ(decided(harbour->database(), harbour->id()), decided_before);
    }
}

class UndoTest : public ::testing::Test {
  protected:
    workflow::Author ana() { return {"ana", harbour.tool.world().now()}; }
    void source(const std::string& name) {
        workflow::create_source(harbour.database(), harbour.id(), name, ana());
    }
    void assign(const std::string& code, const std::string& name) {
        workflow::assign_codes(
            harbour.database(), harbour.id(), {*InviteCode::parse(code)}, name, {}, ana());
    }
    workflow::Undone undo(std::optional<store::EntryId> entry = {}) {
        return workflow::undo(harbour.database(), harbour.id(), entry, ana());
    }
    store::EntryId latest() { return latest_entry(harbour); }
    std::string source_of(const std::string& user) {
        const auto value = harbour.answer_for(user).source_value;
        for (const Source& source : store::sources(harbour.database(), harbour.id())) {
            if (value == source.id) {
                return source.name;
            }
        }
        return "";
    }

    Harbour harbour;
};

TEST_F(UndoTest, takes_back_in_any_order_and_brings_back) {
    source("A");
    source("B");
    assign("abc", "A");
    const store::EntryId first = latest();
    assign("abc", "B");
    const store::EntryId second = latest();
    EXPECT_EQ(source_of("single2"), "B");
    undo(first);
    EXPECT_EQ(source_of("single2"), "B");
    undo(second);
    EXPECT_EQ(source_of("single2"), "");
    EXPECT_THROW(undo(second), Error);
    const store::EntryId undoing = latest();
    EXPECT_TRUE(undo(undoing).holds_again);
    EXPECT_EQ(source_of("single2"), "B");
}

TEST_F(UndoTest, without_a_number_goes_back_step_by_step) {
    source("A");
    assign("abc", "A");
    EXPECT_EQ(undo().entry.action, "invite assign");
    EXPECT_EQ(undo().entry.action, "source create");
    EXPECT_FALSE(store::find_source(harbour.database(), harbour.id(), "A"));
}

TEST_F(UndoTest, a_source_that_was_renamed_is_in_use) {
    source("A");
    const store::EntryId made = latest();
    workflow::rename_source(harbour.database(), harbour.id(), "A", "B", ana());
    EXPECT_THROW(undo(made), Error);
    EXPECT_TRUE(store::find_source(harbour.database(), harbour.id(), "B"));
    undo();
    undo();
    EXPECT_FALSE(store::find_source(harbour.database(), harbour.id(), "A"));
}

TEST_F(UndoTest, a_source_in_use_stays) {
    source("A");
    const store::EntryId created = latest();
    assign("abc", "A");
    try {
        undo(created);
        FAIL() << "the source is in use";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::refused);
        EXPECT_NE(error.next().find("invitectl undo " + std::to_string(latest())),
                  std::string::npos)
            << error.next();
    }
    EXPECT_EQ(source_of("single2"), "A");
}

TEST_F(UndoTest, a_name_taken_meanwhile_is_not_taken_twice) {
    source("A");
    workflow::rename_source(harbour.database(), harbour.id(), "A", "B", ana());
    const store::EntryId renamed = latest();
    source("A");
    EXPECT_THROW(undo(renamed), Error);
    EXPECT_TRUE(store::find_source(harbour.database(), harbour.id(), "B"));
}

TEST_F(UndoTest, a_merge_moves_everything_and_comes_apart_again) {
    source("A");
    source("B");
    assign("abc", "A");
    assign("ghi", "B");
    const std::string before = derived(harbour.database());
    workflow::merge_sources(harbour.database(), harbour.id(), {"A"}, "B", ana());
    EXPECT_EQ(source_of("single2"), "B");
    EXPECT_TRUE(workflow::verify_rebuild(harbour.database(), harbour.id(), 3).empty());
    EXPECT_THROW(assign("def", "A"), Error);
    undo();
    EXPECT_EQ(derived(harbour.database()), before);
}

}  // namespace
}  // namespace invitectl::testing
