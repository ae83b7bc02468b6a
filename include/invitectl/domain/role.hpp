// A role of a guild. Who ranks higher may change who ranks lower; equal positions rank by id, the
// lower id higher: https://discord.com/developers/docs/topics/permissions#role-object
#pragma once

#include "invitectl/domain/snowflake.hpp"

#include <cstdint>
#include <string>

namespace invitectl {

struct Role {
    RoleId id;  // of everyone's role: the guild's
    std::string name;
    std::uint64_t permissions = 0;  // bits known today
    std::int64_t position = 0;
    bool managed = false;  // by an integration: nobody can give it

    friend bool operator==(const Role&, const Role&) = default;
};

}  // namespace invitectl
