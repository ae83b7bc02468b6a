#include "invitectl/report/filter.hpp"

#include "invitectl/base/error.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/report/table_tools.hpp"

#include "column_lookup.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>
#include <vector>

namespace invitectl::report {
namespace {

enum class Relation { equal, unequal, contains, lacks, less, at_most, more, at_least };

struct Operator {
    std::string_view text;
    Relation relation;
};

// The longer ones first.
constexpr std::array<Operator, 8> kOperators = {{{"!=", Relation::unequal},
                                                 {"!~", Relation::lacks},
                                                 {"<=", Relation::at_most},
                                                 {">=", Relation::at_least},
                                                 {"=", Relation::equal},
                                                 {"~", Relation::contains},
                                                 {"<", Relation::less},
                                                 {">", Relation::more}}};

struct Condition {
    std::size_t column = 0;
    Relation relation = Relation::equal;
    std::vector<Cell> values;  // any of them; an empty cell: no value
    std::string part;          // for contains and lacks, in small letters
};

std::string small_letters(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
}

[[noreturn]] void refuse_value(const Column& column,
                               std::string_view value,
                               std::string_view looks) {
    throw Error(ErrorCode::bad_value,
                "\"" + std::string(value) + "\" is no value of column " + column.key,
                "its values look like " + std::string(looks));
}

template <class Number>
std::optional<Number> number(std::string_view text) {
    Number value{};
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    return error == std::errc{} && rest == end ? std::optional(value) : std::nullopt;
}

Cell share_of(const Column& column, std::string_view text) {
    constexpr double kHundred = 100;
    const bool percent = text.ends_with('%');
    const auto value = number<double>(percent ? text.substr(0, text.size() - 1) : text);
    if (!value) {
        refuse_value(column, text, "0.9 or 90%");
    }
    return percent ? *value / kHundred : *value;
}

Cell boolean_of(const Column& column, std::string_view text) {
    const bool yes = text == "yes" || text == "true";
    if (!yes && text != "no" && text != "false") {
        refuse_value(column, text, "yes or no");
    }
    return yes;
}

// In the column's type, so that values compare as values.
Cell read_value(const Column& column, std::string_view text, const TimeReader& time) {
    if (text.empty()) {
        return {};
    }
    switch (column.type) {
        case Type::id:
        case Type::integer:
            if (const auto value = number<std::int64_t>(text)) {
                return *value;
            }
            refuse_value(column, text, "12");
        case Type::real:
            if (const auto value = number<double>(text)) {
                return *value;
            }
            refuse_value(column, text, "1.5");
        case Type::probability:
            return share_of(column, text);
        case Type::instant:
            return time(text);
        case Type::duration:
            if (const auto value = parse_duration(text)) {
                return *value;
            }
            refuse_value(column, text, "90s, 5m or 7d");
        case Type::boolean:
            return boolean_of(column, text);
        case Type::text:
        case Type::enumeration:
            break;
    }
    return std::string(text);
}

// Splits at `separator` outside quotes, and takes the quotes away where `unquote` is set.
std::vector<std::string> split_outside_quotes(std::string_view text, char separator, bool unquote) {
    std::vector<std::string> parts(1);
    char quote = '\0';
    for (const char c : text) {
        const bool turns = quote == '\0' ? c == '"' || c == '\'' : c == quote;
        if (turns) {
            quote = quote == '\0' ? c : '\0';
        }
        if (quote == '\0' && c == separator) {
            parts.emplace_back();
        } else if (!turns || !unquote) {
            parts.back() += c;
        }
    }
    if (quote != '\0') {
        throw Error(ErrorCode::bad_value,
                    "a quote is open in \"" + std::string(text) + "\"",
                    "a value with blanks stands in quotes: 'source=\"Reddit ad\"'");
    }
    return parts;
}

Condition parse_condition(const Table& table, std::string_view text, const TimeReader& time) {
    const auto at = text.find_first_of("=~<>!");
    const Operator* found = nullptr;
    for (const Operator& known : kOperators) {
        if (found == nullptr && at != std::string_view::npos &&
            text.substr(at).starts_with(known.text)) {
            found = &known;
        }
    }
    if (found == nullptr || at == 0) {
        throw Error(ErrorCode::bad_value,
                    "\"" + std::string(text) + "\" is no condition",
                    "conditions look like verdict=open, source~reddit or joins>=10");
    }
    Condition condition;
    condition.column = index_of(table, text.substr(0, at));
    condition.relation = found->relation;
    const Column& column = table.columns[condition.column];
    const std::string_view rest = text.substr(at + found->text.size());
    if (found->relation == Relation::contains || found->relation == Relation::lacks) {
        if (column.type != Type::text && column.type != Type::enumeration) {
            throw Error(ErrorCode::bad_value,
                        "column " + column.key + " is no text",
                        "~ looks for a part of a text; use =, <, <=, > or >=");
        }
        condition.part = small_letters(split_outside_quotes(rest, '\0', true).front());
        return condition;
    }
    for (const std::string& value : split_outside_quotes(rest, ',', true)) {
        condition.values.push_back(read_value(column, value, time));
    }
    return condition;
}

bool contains(const Cell& cell, const std::string& part) {
    const auto* text = std::get_if<std::string>(&cell);
    return text != nullptr && small_letters(*text).find(part) != std::string::npos;
}

bool holds(const Condition& condition, const Cell& cell) {
    const auto any = [&](auto test) { return std::ranges::any_of(condition.values, test); };
    const bool known = !is_empty(cell);
    switch (condition.relation) {
        case Relation::equal:
            return any([&](const Cell& value) { return cell == value; });
        case Relation::unequal:
            return !any([&](const Cell& value) { return cell == value; });
        case Relation::contains:
            return contains(cell, condition.part);
        case Relation::lacks:
            return !contains(cell, condition.part);
        case Relation::less:
            return known && any([&](const Cell& value) { return cell < value; });
        case Relation::at_most:
            return known && any([&](const Cell& value) { return cell <= value; });
        case Relation::more:
            return known && any([&](const Cell& value) { return cell > value; });
        case Relation::at_least:
            break;
    }
    return known && any([&](const Cell& value) { return cell >= value; });
}

}  // namespace

Table filter_rows(Table table, std::span<const std::string> conditions, const TimeReader& time) {
    std::vector<Condition> all;
    for (const std::string& text : conditions) {
        for (const std::string& part : split_outside_quotes(text, ' ', false)) {
            if (!part.empty()) {
                all.push_back(parse_condition(table, part, time));
            }
        }
    }
    table.rows = [source = std::move(table.rows), all = std::move(all)](Row& row) {
        while (source(row)) {
            const bool fits = std::ranges::all_of(all, [&row](const Condition& condition) {
                return holds(condition, row.cells.at(condition.column));
            });
            if (fits) {
                return true;
            }
        }
        return false;
    };
    return table;
}

}  // namespace invitectl::report
