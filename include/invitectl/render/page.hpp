// A report for reading as one self-contained HTML file.
#pragma once

#include "invitectl/report/page.hpp"

#include <iosfwd>

namespace invitectl::render {

// The report::PageRenderer of the program. The same page gives the same bytes. Names are escaped;
// nothing is asked for from outside, and everything can be read without scripts.
void render_page(const report::Page& page, std::ostream& out);

}  // namespace invitectl::render
