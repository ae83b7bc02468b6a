#include "commands/review_lines.hpp"

#include "invitectl/base/escape.hpp"
#include "invitectl/base/width.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace invitectl::commands {
namespace {

constexpr const char* kKeys = "  n  no invite   s  skip   u  undo the last   q  quit\n? ";

// Whole per cents, but nothing that is uncertain is called certain.
std::string percent(double p) {
    constexpr double kLeast = 0.005;
    return p > 0 && p < kLeast       ? "<1 %"
           : p < 1 && p > 1 - kLeast ? ">99 %"
                                     : fmt::format("{:.0f} %", 100 * p);
}

std::string person(UserId user, const report::Names& names) {
    return text_for_people(report::person_text(user, names));
}

std::vector<std::string> parts_of(const Candidate& way, const report::Names& names) {
    std::vector<std::string> parts = {text_for_people(way_name(way))};
    if (way.kind == Candidate::Kind::invite) {
        parts.push_back("by " + (way.inviter ? person(*way.inviter, names) : "nobody"));
        parts.push_back(way.source
                            ? "for " + text_for_people(report::source_text(way.source, names))
                            : "without a source");
    }
    return parts;
}

// The parts behind one another where they fit, else below one another.
std::string lines_of(const std::string& start, const std::vector<std::string>& parts, int width) {
    std::string line = start;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        line += (i == 0 ? "" : " ") + parts[i];
    }
    if (display_width(line) <= width) {
        return line + "\n";
    }
    std::string lines;
    const std::string indent(static_cast<std::size_t>(display_width(start)), ' ');
    for (std::size_t i = 0; i < parts.size(); ++i) {
        lines += cut_to_width((i == 0 ? start : indent) + parts[i], width) + "\n";
    }
    return lines;
}

}  // namespace

std::string way_name(const Candidate& way) {
    switch (way.kind) {
        case Candidate::Kind::none:
            return "no invite";
        case Candidate::Kind::vanity:
            return "the server's own URL";
        case Candidate::Kind::bot:
            return "a bot";
        case Candidate::Kind::invite:
            break;
    }
    return way.code ? way.code->text() : "an unknown code";
}

std::string review_question(const store::StoredJoin& join,
                            const Attribution& answer,
                            const report::Names& names,
                            const std::string& place,
                            const std::string& when,
                            int width) {
    std::string text =
        "\n" + cut_to_width(fmt::format("Join {} ({}), {}", join.id, place, when), width) + "\n";
    text += lines_of("", {person(join.spell.user, names), "id " + join.spell.user.text()}, width);
    const std::size_t shown = std::min(answer.candidates.size(), kMostReviewChoices);
    for (std::size_t i = 0; i < shown; ++i) {
        const Candidate& way = answer.candidates[i];
        const std::string start = fmt::format("  {}  {:>5}  ", i + 1, percent(way.p));
        text += lines_of(start, parts_of(way, names), width);
    }
    if (const std::size_t more = answer.candidates.size() - shown; more > 0) {
        text += fmt::format("     and {} less likely: invitectl join show {}\n", more, join.id);
    }
    return text + kKeys;
}

}  // namespace invitectl::commands
