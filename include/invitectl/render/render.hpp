// Tables as bytes. Each format is one file that is blind to what the rows mean.
#pragma once

#include "invitectl/report/rendering.hpp"

#include <iosfwd>

namespace invitectl::render {

// The report::Renderer of the program.
void render(const report::Table& table,
            report::Format format,
            const report::RenderOptions& options,
            std::ostream& out);

}  // namespace invitectl::render
