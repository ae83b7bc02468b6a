// One function per format; see the file of each.
#pragma once

#include "invitectl/report/rendering.hpp"

#include <iosfwd>

namespace invitectl::render {

void render_text(const report::Table& table,
                 const report::RenderOptions& options,
                 std::ostream& out);
void render_tsv(const report::Table& table,
                const report::RenderOptions& options,
                std::ostream& out);
void render_csv(const report::Table& table,
                const report::RenderOptions& options,
                std::ostream& out);
void render_json(const report::Table& table, std::ostream& out);
void render_ndjson(const report::Table& table, std::ostream& out);
void render_markdown(const report::Table& table,
                     const report::RenderOptions& options,
                     std::ostream& out);

}  // namespace invitectl::render
