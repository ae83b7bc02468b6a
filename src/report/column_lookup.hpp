// Columns by the names that people type.
#pragma once

#include "invitectl/report/table.hpp"

#include <cstddef>
#include <string_view>

namespace invitectl::report {

// Throws Error(bad_value) that names the nearest and lists the columns there are.
std::size_t index_of(const Table& table, std::string_view key);

}  // namespace invitectl::report
