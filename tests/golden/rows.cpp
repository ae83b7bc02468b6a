#include "tests/golden/rows.hpp"

#include "test_paths.hpp"
#include "tests/support/program.hpp"

#include <sstream>
#include <stdexcept>

namespace invitectl::testing {
namespace {

// Words with blanks stand in double quotes.
std::vector<std::string> split(const std::string& line) {
    std::vector<std::string> words;
    std::istringstream in(line);
    for (std::string word; in >> word;) {
        if (const auto quote = word.find('"'); quote != std::string::npos) {
            word.erase(quote, 1);
            while (word.find('"') == std::string::npos) {
                std::string more;
                if (!(in >> more)) {
                    throw std::runtime_error("a quote is open in: " + line);
                }
                word += " " + more;
            }
            word.erase(word.find('"'), 1);
        }
        words.push_back(word);
    }
    return words;
}

GoldenRow parse(const std::string& line) {
    const auto colon = line.find(": ");
    if (colon == std::string::npos) {
        throw std::runtime_error("no \"NAME: WORDS\" in commands.txt: " + line);
    }
    GoldenRow row;
    std::istringstream about(line.substr(0, colon));
    about >> row.name;
    for (std::string word; about >> word;) {
        if (word == "says") {
            row.says = true;
        } else if (word == "formats") {
            row.formats = true;
        } else if (word == "charts") {
            row.charts = true;
        } else if (word != "exit" || !(about >> row.exit)) {
            throw std::runtime_error("unknown word " + word + " in commands.txt: " + line);
        }
    }
    row.line = line.substr(colon + 2);
    row.words = split(row.line);
    return row;
}

}  // namespace

std::vector<GoldenRow> golden_rows() {
    std::vector<GoldenRow> rows;
    std::istringstream lines(read_file(INVITECTL_SOURCE_DIR "/tests/golden/commands.txt"));
    for (std::string line; std::getline(lines, line);) {
        if (!line.empty() && line.front() != '#') {
            rows.push_back(parse(line));
        }
    }
    return rows;
}

}  // namespace invitectl::testing
