// Facts as NDJSON, one object a line: the format that man/invitectl-facts.5 describes.
//
// The first line is {"format":"invitectl-facts","version":1,"guild":"<id>"}, then comes a line per
// fact ({"fact":"reading","guild":"<id>","stream":"invites",…}), and {"fact":"end","guild":"<id>",
// "facts":<how many>} closes the file, so that a cut one is noticed. Ids are text, times RFC 3339
// in UTC, enumerations words, absent values left out, and text that is no UTF-8 {"hex":"…"}. The
// same facts give the same bytes.
#pragma once

#include "invitectl/store/facts.hpp"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>

namespace invitectl::exchange {

inline constexpr std::string_view kFactsFormat = "invitectl-facts";
inline constexpr int kFactsVersion = 1;
// In bytes; nothing a guild holds comes near.
inline constexpr std::size_t kLongestFactLine = std::size_t{1} << 20U;

class FactsWriter {
  public:
    // Writes the first line. The stream outlives the writer.
    FactsWriter(std::ostream& out, GuildId guild);

    void add(const store::Fact& fact);
    // Writes the last line. Returns how many facts were written.
    std::int64_t finish();

  private:
    std::ostream& out_;
    std::string guild_;  // as a JSON string
    std::string line_;
    std::int64_t facts_ = 0;
};

// One line of a file: a fact, or what is wrong with it.
struct FactLine {
    std::int64_t number = 0;  // counted from 1
    store::Fact fact;         // its table may be known even where there is a problem
    std::string problem;      // quotes the file: a stranger's text
};

// Holds one line at a time, whatever the file's size, and survives whatever it contains.
class FactsReader {
  public:
    // Reads the first line. Throws Error(file) for what is no such file, and Error(refused) for
    // another version of the format. The stream outlives the reader.
    explicit FactsReader(std::istream& in);

    GuildId guild() const { return guild_; }
    // Nothing after the last line. A file without its closing line ends with a problem.
    std::optional<FactLine> next();

  private:
    enum class Taken { line, too_long, end };

    Taken take_line();
    void read_fact(FactLine& into);
    void read_end(FactLine& into, std::int64_t claimed) const;

    std::istream& in_;
    GuildId guild_;
    std::string line_;
    std::int64_t number_ = 0;
    std::int64_t facts_ = 0;  // lines of facts, good or bad
    bool ended_ = false;      // the closing line was read
};

}  // namespace invitectl::exchange
