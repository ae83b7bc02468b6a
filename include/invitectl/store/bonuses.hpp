// What inviters are given by hand beside the joins: a column of its own on boards.
#pragma once

#include "invitectl/store/sources.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace invitectl::store {

struct StoredBonus {
    std::int64_t id = 0;  // 1, 2, 3 ... per guild
    UserId user;
    std::int64_t amount = 0;  // negative: taken away
    std::string reason;
    Instant made_at;
    std::string author;
};

void add_bonus(sql::Connection& connection,
               GuildId guild,
               UserId user,
               std::int64_t amount,
               std::string_view reason,
               const Decided& decided);
// Those in force, in the order in which they were given.
std::vector<StoredBonus> bonuses(sql::Connection& connection, GuildId guild);

}  // namespace invitectl::store
