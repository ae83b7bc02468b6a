#include "invitectl/report/people.hpp"

#include "column_lookup.hpp"

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace invitectl::report {
namespace {

// A column that says who somebody is, and where the id of that person stands.
struct Personal {
    std::size_t column;
    std::size_t id;
};

std::vector<Personal> personal_columns(const Table& table) {
    std::vector<Personal> found;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (!table.columns[i].person.empty()) {
            found.push_back({i, index_of(table, table.columns[i].person)});
        }
    }
    return found;
}

}  // namespace

std::optional<NameMode> parse_name_mode(std::string_view text) {
    if (text == "full") {
        return NameMode::full;
    }
    if (text == "pseudonym") {
        return NameMode::pseudonym;
    }
    return text == "none" ? std::optional(NameMode::none) : std::nullopt;
}

struct Pseudonyms::Given {
    std::unordered_map<std::int64_t, std::size_t> numbers;
};

Pseudonyms::Pseudonyms() : given_(std::make_shared<Given>()) {}

std::string Pseudonyms::of(std::int64_t person) {
    const auto [given, is_new] = given_->numbers.emplace(person, given_->numbers.size() + 1);
    return "member " + std::to_string(given->second);
}

Table hide_people(Table table, NameMode mode, Pseudonyms pseudonyms) {
    if (mode == NameMode::full) {
        return table;
    }
    const std::vector<Personal> personal = personal_columns(table);
    for (const Personal& one : personal) {
        table.columns[one.column].type = Type::text;
    }
    table.story.clear();
    if (table.record) {  // about somebody or something of theirs, and named after it
        table.title = table.name;
    }
    table.rows = [source = std::move(table.rows), personal, mode, pseudonyms, ids = Row{}](
                     Row& row) mutable {
        if (!source(row)) {
            return false;
        }
        ids.cells = row.cells;
        for (const Personal& one : personal) {
            const auto* person = std::get_if<std::int64_t>(&ids.cells.at(one.id));
            if (person != nullptr) {
                row.cells.at(one.column) =
                    mode == NameMode::none ? Cell{} : Cell{pseudonyms.of(*person)};
            }
        }
        return true;
    };
    return table;
}

}  // namespace invitectl::report
