// Cells as text: once for machines, once for people.
#pragma once

#include "invitectl/base/escape.hpp"
#include "invitectl/report/rendering.hpp"

#include <string>

namespace invitectl::render {

// RFC 3339 in UTC, durations in whole seconds, the shortest number that reads back as the same;
// text as it came; nothing for an empty cell.
std::string machine_text(const report::Cell& cell);
void append_machine_text(std::string& out, const report::Cell& cell);

// Harmless text, yes and no, percentages, "7d", numbers with one digit after the point.
std::string human_text(const report::Cell& cell,
                       const report::Column& column,
                       const report::RenderOptions& options,
                       Charset charset);

// A share as a percentage with one digit at most. It never says 0% or 100% of what is not quite
// that.
std::string percent_text(double share);

// Whole seconds of a duration cell, towards zero.
std::int64_t whole_seconds(Duration duration);

}  // namespace invitectl::render
