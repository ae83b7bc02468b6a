#include "invitectl/report/paging.hpp"

#include "invitectl/base/error.hpp"

#include "column_lookup.hpp"

#include <utility>
#include <vector>

namespace invitectl::report {
namespace {

// A streaming table may have millions of rows, and each costs a look-up; so many are counted.
constexpr std::int64_t kMostCounted = 1000;

std::vector<std::size_t> identity_of(const Table& table) {
    std::vector<std::size_t> indexes;
    for (const std::string& key : table.identity) {
        indexes.push_back(index_of(table, key));
    }
    return indexes;
}

// Identities are numbers and words.
std::string part_text(const Cell& cell) {
    if (const auto* number = std::get_if<std::int64_t>(&cell)) {
        return std::to_string(*number);
    }
    const auto* text = std::get_if<std::string>(&cell);
    return text != nullptr ? *text : std::string();
}

std::string cursor_of(const Row& row, const std::vector<std::size_t>& identity) {
    std::string cursor;
    for (std::size_t i = 0; i < identity.size(); ++i) {
        cursor += (i == 0 ? "" : ":") + part_text(row.cells.at(identity[i]));
    }
    return cursor;
}

}  // namespace

Table limit_rows(Table table, std::size_t limit, std::shared_ptr<PageCount> count) {
    const auto most = static_cast<std::int64_t>(limit);
    const bool streams = table.streams;
    table.rows = [source = std::move(table.rows),
                  identity = identity_of(table),
                  count = std::move(count),
                  most,
                  streams](Row& row) {
        while (source(row)) {
            if (row.special) {
                return true;
            }
            if (most == 0 || count->shown < most) {
                if (++count->shown == most) {
                    count->last = cursor_of(row, identity);
                }
                return true;
            }
            if (streams && count->left_out == kMostCounted) {
                count->more = true;
                return false;
            }
            ++count->left_out;
        }
        return false;
    };
    return table;
}

Table rows_after(Table table, std::string cursor) {
    if (table.identity.empty()) {
        throw Error(ErrorCode::usage, "the rows of " + table.name + " cannot be paged through");
    }
    table.rows = [source = std::move(table.rows),
                  identity = identity_of(table),
                  name = table.name,
                  cursor = std::move(cursor),
                  found = false](Row& row) mutable {
        while (!found) {
            if (!source(row)) {
                throw Error(ErrorCode::bad_value,
                            "no row of " + name + " has the cursor \"" + cursor + "\"",
                            "a cursor is what names the last row seen, under the same --where");
            }
            if (row.special) {
                continue;
            }
            found = cursor_of(row, identity) == cursor;
        }
        return source(row);
    };
    return table;
}

}  // namespace invitectl::report
