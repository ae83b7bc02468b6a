// How a table becomes bytes, as a need: `render/` fills it, and `cli/` calls it without knowing
// how.
#pragma once

#include "invitectl/base/time.hpp"
#include "invitectl/report/table.hpp"

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace invitectl::report {

enum class Format { table, tsv, csv, json, ndjson, markdown };

std::string_view to_text(Format format);  // "table", …, "md"
std::optional<Format> parse_format(std::string_view text);

struct RenderOptions {
    int width = 80;        // cells of the terminal, for the text table; 0: unlimited
    bool headers = true;   // header line of table, TSV and CSV; title of the table
    bool colour = false;   // SGR sequences in the text table
    bool ascii = false;    // nothing above U+007F in the text table: other characters are escaped
    bool csv_safe = true;  // text that a spreadsheet would run gets a leading apostrophe (CWE-1236)
    // How people read an instant in the text table and Markdown; UTC to the second where absent.
    std::function<std::string(Instant)> instant_text;
    // The same in few letters ("3h ago"), for lists in the text table; absent: as above.
    std::function<std::string(Instant)> brief_instant_text;
};

// Writes the whole table; rows are pulled one by one where the format allows it. Throws what the
// row source throws; the caller looks at the stream's state.
using Renderer = std::function<void(const Table&, Format, const RenderOptions&, std::ostream&)>;

// The parts of a document: for people (table, md) one after the other under their titles, for
// machines as one flat table.
void render_document(Document document,
                     Format format,
                     const RenderOptions& options,
                     const Renderer& renderer,
                     std::ostream& out);

}  // namespace invitectl::report
