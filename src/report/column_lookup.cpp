#include "column_lookup.hpp"

#include "invitectl/base/edit_distance.hpp"
#include "invitectl/base/error.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace invitectl::report {
namespace {

std::vector<std::string> keys_of(const Table& table) {
    std::vector<std::string> keys;
    for (const Column& column : table.columns) {
        keys.push_back(column.key);
    }
    return keys;
}

std::string keys_text(const Table& table) {
    std::string text;
    for (const std::string& key : keys_of(table)) {
        text += (text.empty() ? "" : ", ") + key;
    }
    return text;
}

}  // namespace

std::size_t index_of(const Table& table, std::string_view key) {
    const auto found = std::ranges::find(table.columns, key, &Column::key);
    if (found == table.columns.end()) {
        const auto near = nearest(key, keys_of(table));
        throw Error(ErrorCode::bad_value,
                    "there is no column \"" + std::string(key) + "\" in " + table.name,
                    (near ? "did you mean \"" + *near + "\"? " : "") +
                        "its columns are: " + keys_text(table));
    }
    return static_cast<std::size_t>(found - table.columns.begin());
}

}  // namespace invitectl::report
