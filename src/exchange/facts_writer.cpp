#include "invitectl/base/error.hpp"
#include "invitectl/base/escape.hpp"
#include "invitectl/base/time_text.hpp"
#include "invitectl/base/utf8.hpp"
#include "invitectl/exchange/facts_ndjson.hpp"

#include <array>
#include <charconv>
#include <ostream>

namespace invitectl::exchange {

namespace {

void append_text(std::string& line, const std::string& text) {
    if (is_valid_utf8(text)) {
        line += json_string(text);
        return;
    }
    constexpr std::string_view kDigits = "0123456789abcdef";
    line += "{\"hex\":\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        line += kDigits[byte >> 4U];
        line += kDigits[byte & 15U];
    }
    line += "\"}";
}

// The shortest digits that give the same number back.
void append_real(std::string& line, double real) {
    std::array<char, 32> digits{};
    line.append(digits.data(),
                std::to_chars(digits.data(), digits.data() + digits.size(), real).ptr);
}

void append_number(std::string& line, const store::FactColumn& column, std::int64_t number) {
    switch (column.type) {
        case store::FactType::id:
            line += '"' + std::to_string(number) + '"';
            return;
        case store::FactType::truth:
            line += number != 0 ? "true" : "false";
            return;
        case store::FactType::time:
            line += '"' + format_rfc3339(from_micros(number)) + '"';
            return;
        case store::FactType::word:
            line += json_string(column.words[static_cast<std::size_t>(number)]);
            return;
        default:
            line += std::to_string(number);
    }
}

void append_value(std::string& line,
                  const store::FactColumn& column,
                  const store::FactValue& value) {
    if (const auto* number = std::get_if<std::int64_t>(&value)) {
        append_number(line, column, *number);
    } else if (const auto* real = std::get_if<double>(&value)) {
        append_real(line, *real);
    } else {
        append_text(line, std::get<std::string>(value));
    }
}

}  // namespace

FactsWriter::FactsWriter(std::ostream& out, GuildId guild)
    : out_(out), guild_('"' + guild.text() + '"') {
    out_ << "{\"format\":" << json_string(kFactsFormat) << ",\"version\":" << kFactsVersion
         << ",\"guild\":" << guild_ << "}\n";
}

void FactsWriter::add(const store::Fact& fact) {
    line_ = "{\"fact\":\"";
    line_ += fact.table->name;
    line_ += "\",\"guild\":" + guild_;
    for (std::size_t i = 0; i < fact.values.size(); ++i) {
        const store::FactColumn& column = fact.table->columns[i];
        // What import would refuse is not written either: the database is damaged.
        if (const std::string problem = store::value_problem(column, fact.values[i]);
            !problem.empty()) {
            throw Error(ErrorCode::damaged_database,
                        "a row of " + std::string(fact.table->name) + " cannot be exported",
                        "its value \"" + std::string(column.name) + "\" " + problem);
        }
        if (std::holds_alternative<std::monostate>(fact.values[i])) {
            continue;
        }
        line_ += ",\"";
        line_ += column.name;
        line_ += "\":";
        append_value(line_, column, fact.values[i]);
    }
    line_ += "}\n";
    out_ << line_;
    ++facts_;
}

std::int64_t FactsWriter::finish() {
    out_ << "{\"fact\":\"end\",\"guild\":" << guild_ << ",\"facts\":" << facts_ << "}\n";
    return facts_;
}

}  // namespace invitectl::exchange
