// For dry runs: a connection on which everything works and nothing lasts.
#pragma once

#include "invitectl/ports/sql.hpp"

#include <memory>

namespace invitectl::store {

// What is written through it is seen through it, and taken back when it is forgotten: one
// transaction around all others, which become savepoints. From the first transaction on it keeps
// other writers waiting.
std::unique_ptr<sql::Connection> trial(std::unique_ptr<sql::Connection> connection);

}  // namespace invitectl::store
