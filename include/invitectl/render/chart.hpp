// Pictures as characters, for a terminal: bars, sparklines and shaded cells, always with the
// numbers beside them.
#pragma once

#include "invitectl/report/picture.hpp"

#include <iosfwd>

namespace invitectl::render {

// The report::ChartRenderer of the program: nothing but the picture and its legend. Points and
// trees have no form in characters here.
void draw_chart(const report::Shape& shape, const report::ChartOptions& options, std::ostream& out);

}  // namespace invitectl::render
