// RequestMemory in the database.
#pragma once

#include "invitectl/ports/request_memory.hpp"
#include "invitectl/ports/sql.hpp"

#include <memory>

namespace invitectl::store {

// The connection outlives it and has no open transaction when it is called.
std::unique_ptr<RequestMemory> request_memory(sql::Connection& connection);

}  // namespace invitectl::store
