#include "invitectl/base/error.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/exchange/facts_ndjson.hpp"

#include "exchange/flat_json.hpp"

#include <algorithm>
#include <istream>

namespace invitectl::exchange {

namespace {

constexpr std::string_view kFactField = "fact";
constexpr std::string_view kGuildField = "guild";
constexpr std::string_view kEnd = "end";
constexpr std::size_t kShownBytes = 80;

std::string quoted(std::string_view name) {
    return "\"" + std::string(name.substr(0, kShownBytes)) + "\"";
}

// What a value of this type looks like in the file.
std::string_view wanted(store::FactType type) {
    switch (type) {
        case store::FactType::id:
            return "an id (digits in quotes, at most 2^63-1)";
        case store::FactType::count:
            return "a whole number of its range";
        case store::FactType::real:
            return "a number";
        case store::FactType::truth:
            return "true or false";
        case store::FactType::time:
            return "a time such as \"2026-08-01T12:00:00Z\"";
        case store::FactType::text:
            return "a text";
        case store::FactType::code:
            return "an invite code";
        case store::FactType::word:
            return "one of its words";
    }
    return "a value";
}

std::optional<store::FactValue> from_text(const store::FactColumn& column,
                                          const std::string& text) {
    switch (column.type) {
        case store::FactType::id:
            if (const auto id = parse_snowflake(text)) {
                return *id;
            }
            return {};
        case store::FactType::time:
            if (const auto t = parse_rfc3339(text)) {
                return to_micros(*t);
            }
            return {};
        case store::FactType::word: {
            const auto found = std::ranges::find(column.words, text);
            if (found == column.words.end()) {
                return {};
            }
            return static_cast<std::int64_t>(found - column.words.begin());
        }
        case store::FactType::text:
        case store::FactType::code:
            return text;
        default:
            return {};
    }
}

// Nothing where the value is of another type. Null counts as absent.
std::optional<store::FactValue> decoded(const store::FactColumn& column, const FlatValue& value) {
    if (std::holds_alternative<std::monostate>(value)) {
        return store::FactValue{};
    }
    if (const auto* text = std::get_if<std::string>(&value)) {
        return from_text(column, *text);
    }
    if (const auto* truth = std::get_if<bool>(&value)) {
        return column.type == store::FactType::truth
                   ? std::optional<store::FactValue>(std::int64_t{*truth ? 1 : 0})
                   : std::nullopt;
    }
    if (const auto* whole = std::get_if<std::int64_t>(&value)) {
        if (column.type == store::FactType::real) {
            return static_cast<double>(*whole);
        }
        return column.type == store::FactType::count ? std::optional<store::FactValue>(*whole)
                                                     : std::nullopt;
    }
    return column.type == store::FactType::real
               ? std::optional<store::FactValue>(std::get<double>(value))
               : std::nullopt;
}

std::string fill(store::Fact& fact, const FlatObject& object) {
    for (const auto& field : object.fields()) {
        const bool known = field.first == kFactField || field.first == kGuildField ||
                           std::ranges::find(fact.table->columns,
                                             std::string_view(field.first),
                                             &store::FactColumn::name) != fact.table->columns.end();
        if (!known) {
            return quoted(field.first) + " is no field of it";
        }
    }
    for (const store::FactColumn& column : fact.table->columns) {
        const FlatValue* value = object.find(column.name);
        auto read = value == nullptr ? std::optional(store::FactValue{}) : decoded(column, *value);
        if (!read) {
            return quoted(column.name) + " is not " + std::string(wanted(column.type));
        }
        if (const std::string problem = store::value_problem(column, *read); !problem.empty()) {
            return quoted(column.name) + " " + problem;
        }
        fact.values.push_back(*std::move(read));
    }
    return {};
}

Error no_facts(const std::string& why) {
    return {ErrorCode::file,
            "this is no file of facts",
            why,
            "write one with: invitectl facts export -o FILE"};
}

}  // namespace

FactsReader::FactsReader(std::istream& in) : in_(in) {
    if (take_line() != Taken::line) {
        throw no_facts("its first line is missing or too long");
    }
    FlatObject header;
    if (const auto problem = header.read(line_)) {
        throw no_facts("its first line " + *problem);
    }
    const std::string* format = header.text("format");
    if (format == nullptr || *format != kFactsFormat) {
        throw no_facts("its first line does not say \"format\":\"" + std::string(kFactsFormat) +
                       "\"");
    }
    const FlatValue* version = header.find("version");
    const auto* number = version != nullptr ? std::get_if<std::int64_t>(version) : nullptr;
    if (number == nullptr) {
        throw no_facts("its first line names no version");
    }
    if (*number != kFactsVersion) {
        throw Error(
            ErrorCode::refused,
            "the facts are written in version " + std::to_string(*number) + " of the format",
            "this program knows version " + std::to_string(kFactsVersion),
            "use the program that wrote them, or a newer one");
    }
    const std::string* guild = header.text(kGuildField);
    const auto id = guild != nullptr ? GuildId::parse(*guild) : std::nullopt;
    if (!id) {
        throw no_facts("its first line names no server");
    }
    guild_ = *id;
}

// Keeps no more than a line of allowed length in memory.
FactsReader::Taken FactsReader::take_line() {
    line_.clear();
    std::streambuf& bytes = *in_.rdbuf();
    bool too_long = false;
    int c = bytes.sbumpc();
    if (c == std::char_traits<char>::eof()) {
        return Taken::end;
    }
    for (; c != std::char_traits<char>::eof() && c != '\n'; c = bytes.sbumpc()) {
        if (line_.size() < kLongestFactLine) {
            line_ += static_cast<char>(c);
        } else {
            too_long = true;
        }
    }
    ++number_;
    return too_long ? Taken::too_long : Taken::line;
}

void FactsReader::read_end(FactLine& into, std::int64_t claimed) const {
    if (claimed != facts_) {
        into.problem = "it closes a file of " + std::to_string(claimed) + " facts, but " +
                       std::to_string(facts_) + " came before it";
    }
}

void FactsReader::read_fact(FactLine& into) {
    FlatObject object;
    if (const auto problem = object.read(line_)) {
        into.problem = *problem;
        ++facts_;
        return;
    }
    const std::string* guild = object.text(kGuildField);
    const std::string* name = object.text(kFactField);
    if (guild == nullptr || *guild != guild_.text()) {
        into.problem = guild == nullptr ? "\"guild\" is missing" : "it is about another server";
    }
    if (name != nullptr && *name == kEnd) {
        ended_ = true;
        const FlatValue* claimed = object.find("facts");
        const auto* number = claimed != nullptr ? std::get_if<std::int64_t>(claimed) : nullptr;
        read_end(into, number != nullptr ? *number : -1);
        return;
    }
    ++facts_;
    into.fact.table = name != nullptr ? store::find_fact_table(*name) : nullptr;
    if (!into.problem.empty()) {
        return;
    }
    if (into.fact.table == nullptr) {
        into.problem =
            name == nullptr ? "\"fact\" is missing" : quoted(*name) + " is no known fact";
        return;
    }
    into.problem = fill(into.fact, object);
}

std::optional<FactLine> FactsReader::next() {
    FactLine line;
    const bool was_ended = ended_;
    const Taken taken = take_line();
    line.number = number_;
    if (taken == Taken::end) {
        if (ended_) {
            return {};
        }
        ended_ = true;
        ++line.number;
        line.problem = "the file ends too early: its closing line is missing";
        return line;
    }
    if (was_ended) {
        line.problem = "stands after the closing line";
    } else if (taken == Taken::too_long) {
        line.problem = "is longer than " + std::to_string(kLongestFactLine) + " bytes";
        ++facts_;
    } else {
        read_fact(line);
    }
    return line;
}

}  // namespace invitectl::exchange
