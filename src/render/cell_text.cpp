#include "cell_text.hpp"

#include "invitectl/base/time_text.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <fmt/core.h>
#include <type_traits>

namespace invitectl::render {
namespace {

using report::Cell;
using report::Column;
using report::RenderOptions;
using report::Type;

// Everything beyond is written as "more than".
constexpr double kLeastPercent = 0.1;
constexpr double kMostPercent = 99.9;

std::string real_text(double value) {
    const std::string text = fmt::format("{:.1f}", value);
    if (text == "0.0" || text == "-0.0") {
        return value > 0 ? "<0.1" : "0.0";
    }
    return text;
}

void append_integer(std::string& out, std::int64_t value) {
    std::array<char, 24> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
    out.append(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
}

// The shortest text that reads back as this number; nothing for what is no number.
void append_number(std::string& out, double value) {
    if (std::isfinite(value)) {
        std::array<char, 32> buffer{};
        const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
        out.append(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    }
}

std::string human_instant(Instant t, const RenderOptions& options, Charset charset) {
    return options.instant_text ? text_for_people(options.instant_text(t), charset)
                                : format_compact(t);
}

}  // namespace

std::int64_t whole_seconds(Duration duration) {
    return std::chrono::duration_cast<std::chrono::seconds>(duration).count();
}

std::string percent_text(double share) {
    const double percent = share * 100;
    if (percent <= 0) {
        return "0%";
    }
    if (percent >= 100) {
        return "100%";
    }
    if (percent < kLeastPercent) {
        return "<0.1%";
    }
    if (percent > kMostPercent) {
        return ">99.9%";
    }
    const std::string text = fmt::format("{:.1f}", percent);
    return (text.ends_with(".0") ? text.substr(0, text.size() - 2) : text) + "%";
}

void append_machine_text(std::string& out, const Cell& cell) {
    std::visit(
        [&out](const auto& value) {
            using Value = std::decay_t<decltype(value)>;
            if constexpr (std::is_same_v<Value, bool>) {
                out += value ? "true" : "false";
            } else if constexpr (std::is_same_v<Value, std::int64_t>) {
                append_integer(out, value);
            } else if constexpr (std::is_same_v<Value, double>) {
                append_number(out, value);
            } else if constexpr (std::is_same_v<Value, std::string>) {
                out += value;
            } else if constexpr (std::is_same_v<Value, Instant>) {
                append_rfc3339(out, value);
            } else if constexpr (std::is_same_v<Value, Duration>) {
                append_integer(out, whole_seconds(value));
            }
        },
        cell);
}

std::string machine_text(const Cell& cell) {
    std::string out;
    append_machine_text(out, cell);
    return out;
}

std::string human_text(const Cell& cell,
                       const Column& column,
                       const RenderOptions& options,
                       Charset charset) {
    if (const auto* text = std::get_if<std::string>(&cell)) {
        return text_for_people(*text, charset);
    }
    if (const auto* t = std::get_if<Instant>(&cell)) {
        return options.brief_instant_text && !column.exact
                   ? text_for_people(options.brief_instant_text(*t), charset)
                   : human_instant(*t, options, charset);
    }
    if (const auto* duration = std::get_if<Duration>(&cell)) {
        return format_duration(*duration);
    }
    if (const auto* flag = std::get_if<bool>(&cell)) {
        return *flag ? "yes" : "no";
    }
    if (const auto* real = std::get_if<double>(&cell)) {
        return column.type == Type::probability ? percent_text(*real) : real_text(*real);
    }
    return report::is_empty(cell) ? "-" : machine_text(cell);
}

}  // namespace invitectl::render
