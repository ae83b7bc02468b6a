// The vocabulary of the store's tests: a database in memory with one guild, times as seconds, and
// every row of every table as text.
#pragma once

#include "invitectl/base/error.hpp"
#include "invitectl/engine/sqlite.hpp"
#include "invitectl/store/guilds.hpp"
#include "invitectl/store/members.hpp"
#include "invitectl/store/readings.hpp"
#include "invitectl/store/schema.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::store {

// 2026-01-01 and so many seconds.
inline Instant at(double seconds) {
    constexpr std::int64_t kStart = 1'767'225'600'000'000;
    return from_micros(kStart + static_cast<std::int64_t>(seconds * 1e6));
}

// A look that took a second and began `seconds` after the start.
inline Bracket looked(double seconds) {
    return {at(seconds), at(seconds + 1)};
}

inline InviteCode code(std::string_view text) {
    return *InviteCode::parse(text);
}

inline Member member_of(std::int64_t user, double joined, const std::string& name = "") {
    Member member;
    member.person.id = UserId{user};
    member.person.username = name;
    member.joined_at = at(joined);
    return member;
}

// A kick or ban; `counter` tells entries of one instant apart.
inline AuditEntry removal(std::int64_t user, double seconds, int action, std::int64_t counter = 0) {
    AuditEntry entry;
    entry.id = AuditEntryId{first_snowflake_at(at(seconds)) + counter};
    entry.action = action;
    entry.target = user;
    return entry;
}

using Rows = std::vector<std::string>;
using Dump = std::map<std::string, Rows>;

class StoreTest : public testing::Test {
  protected:
    static constexpr GuildId kGuild{1000};
    static constexpr GuildId kOther{2000};

    StoreTest() {
        migrate(*connection, *admin);
        commit([&] { add_guild(*connection, guild_of(kGuild, "Home"), "home", at(0)); });
    }

    static Guild guild_of(GuildId id, const std::string& name) {
        return {.id = id, .name = name, .owner = UserId{1}, .system_channel = {}};
    }

    void commit(const std::function<void()>& write) {
        sql::Transaction transaction(*connection);
        write();
        transaction.commit();
    }

    ErrorCode refusal(const std::function<void()>& write) {
        try {
            commit(write);
        } catch (const Error& error) {
            return error.code();
        }
        ADD_FAILURE() << "was not refused";
        return ErrorCode::usage;
    }

    // Every table with every row, columns joined by '|'.
    Dump dump() {
        Dump tables;
        const auto names = connection->prepare(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
        while (names->step()) {
            tables[std::string(names->text(0))] = rows_of(std::string(names->text(0)));
        }
        return tables;
    }

    // The tables that differ between two dumps.
    static std::set<std::string> changed(const Dump& before, const Dump& after) {
        std::set<std::string> names;
        for (const auto& [name, rows] : after) {
            if (before.at(name) != rows) {
                names.insert(name);
            }
        }
        return names;
    }

    Rows rows_of(const std::string& table) {
        const auto columns = connection->prepare(
            "SELECT group_concat('quote(' || name || ')',"
            " ' || ''|'' || ') FROM pragma_table_info('" +
            table + "')");
        columns->step();
        const auto all = connection->prepare("SELECT " + std::string(columns->text(0)) + " FROM " +
                                             table + " ORDER BY 1");
        Rows rows;
        while (all->step()) {
            rows.emplace_back(all->text(0));
        }
        return rows;
    }

    std::unique_ptr<DatabaseAdmin> admin = engine::sqlite_admin();
    std::unique_ptr<sql::Connection> connection = admin->open(":memory:", OpenMode::create);
};

}  // namespace invitectl::store
