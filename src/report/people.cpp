#include "invitectl/report/people.hpp"

#include "column_lookup.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <memory>
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

std::vector<std::size_t> telling_columns(const Table& table) {
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (table.columns[i].gives_away) {
            found.push_back(i);
        }
    }
    return found;
}

void cut_to_days(Cell& cell) {
    using std::chrono::days;
    if (auto* instant = std::get_if<Instant>(&cell)) {
        *instant = std::chrono::floor<days>(*instant);
    } else if (auto* duration = std::get_if<Duration>(&cell)) {
        *duration = std::chrono::floor<days>(*duration);
    }
}

void append_big_endian(std::string& bytes, std::int64_t number) {
    for (int shift = 56; shift >= 0; shift -= 8) {
        bytes += static_cast<char>(static_cast<std::uint64_t>(number) >> shift & 0xFFU);
    }
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

// 60 bits: among ten million people two share a pseudonym with a chance of 1 in 20,000.
std::string Pseudonyms::of(std::int64_t person) {
    constexpr std::string_view kLetters = "0123456789abcdefghjkmnpqrstvwxyz";  // Crockford's
    constexpr int kLength = 12;
    constexpr unsigned kBitsEach = 5;
    std::string message;
    append_big_endian(message, guild_.value);
    append_big_endian(message, person);
    const KeyedHash::Digest digest = hash_.of(message);
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < sizeof bits; ++i) {
        bits = bits << 8U | digest.at(i);
    }
    std::string text = "member-";
    for (int i = 0; i < kLength; ++i) {
        text += kLetters[bits >> (64 - kBitsEach)];
        bits <<= kBitsEach;
    }
    return text;
}

Table hide_people(Table table, NameMode mode, PseudonymOf pseudonym) {
    if (mode == NameMode::full) {
        return table;
    }
    const std::vector<Personal> personal = personal_columns(table);
    for (const Personal& one : personal) {
        Column& column = table.columns[one.column];
        column.type = Type::text;
        if (mode == NameMode::none && std::ranges::count(table.identity, column.key) > 0) {
            table.identity.clear();
        }
    }
    table.story.clear();
    if (table.record) {  // about somebody or something of theirs, and named after it
        table.title = table.name;
    }
    table.rows = [source = std::move(table.rows),
                  personal,
                  telling = telling_columns(table),
                  mode,
                  pseudonym = std::move(pseudonym),
                  ids = Row{}](Row& row) mutable {
        if (!source(row)) {
            return false;
        }
        ids.cells = row.cells;
        for (const Personal& one : personal) {
            const auto* person = std::get_if<std::int64_t>(&ids.cells.at(one.id));
            if (person != nullptr) {
                row.cells.at(one.column) =
                    mode == NameMode::none ? Cell{} : Cell{pseudonym(*person)};
            }
        }
        for (const std::size_t i : telling) {
            cut_to_days(row.cells.at(i));
        }
        return true;
    };
    return table;
}

Names hide_people(Names names, NameMode mode, PseudonymOf pseudonym) {
    if (mode == NameMode::full) {
        return names;
    }
    names.person = [mode, pseudonym = std::move(pseudonym)](UserId user) -> std::optional<Person> {
        Person person;
        person.id = user;
        person.username = mode == NameMode::none ? "somebody" : pseudonym(user.value);
        return person;
    };
    return names;
}

}  // namespace invitectl::report
