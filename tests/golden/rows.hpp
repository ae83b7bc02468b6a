// The rows of commands.txt: what is printed and compared.
#pragma once

#include <string>
#include <vector>

namespace invitectl::testing {

struct GoldenRow {
    std::string name;                // of the file beside commands.txt
    std::string line;                // as it is typed, without "invitectl"
    std::vector<std::string> words;  // of the line
    bool says = false;               // standard error is compared too; else it must be silent
    bool formats = false;            // also as CSV, JSON, NDJSON and Markdown
    bool charts = false;             // printed at more widths, in ASCII too
    int exit = 0;
};

std::vector<GoldenRow> golden_rows();

}  // namespace invitectl::testing
