#include "invitectl/render/render.hpp"

#include "formats.hpp"

namespace invitectl::render {

void render(const report::Table& table,
            report::Format format,
            const report::RenderOptions& options,
            std::ostream& out) {
    switch (format) {
        case report::Format::table:
            return render_text(table, options, out);
        case report::Format::tsv:
            return render_tsv(table, options, out);
        case report::Format::csv:
            return render_csv(table, options, out);
        case report::Format::json:
            return render_json(table, out);
        case report::Format::ndjson:
            return render_ndjson(table, out);
        case report::Format::markdown:
            return render_markdown(table, options, out);
    }
}

}  // namespace invitectl::render
