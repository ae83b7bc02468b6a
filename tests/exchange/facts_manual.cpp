#include "tests/exchange/facts_manual.hpp"

#include "invitectl/exchange/facts_ndjson.hpp"

#include <sstream>

namespace invitectl::exchange {

namespace {

constexpr std::string_view kHead = R"(.Dd November 21, 2026
.Dt INVITECTL-FACTS 5
.Os
.Sh NAME
.Nm invitectl-facts
.Nd the facts of a Discord server as lines of JSON
.Sh DESCRIPTION
.Ic invitectl facts export
writes everything that is stored of one server,
.Ic invitectl facts import
reads it into another database, and
.Ic invitectl reconcile
then works out the same answers there.
Answers are not in the file, nor is the bot's token or the text of any message.
Names of people are.
.Pp
The file is UTF-8 text with one JSON object in each line.
The first line is
.Pp
.Dl {"format":"invitectl-facts","version":VERSION,"guild":"ID"}
.Pp
Then comes a line for each fact.
Its field
.Va fact
names the kind of fact,
.Va guild
the server, and the fields below follow.
The last line counts the facts, so that a file that was cut short is noticed:
.Pp
.Dl {"fact":"end","guild":"ID","facts":NUMBER}
.Pp
Whatever a line refers to stands in a line before it.
A file with another version, an unknown kind of fact or an unknown field is
refused.
No line is longer than one mebibyte.
.Sh TYPES
.Bl -tag -width "boolean"
.It id
A number of Discord, as digits in quotes, at most 9223372036854775807.
.It integer
A whole number.
.It number
A number.
.It boolean
.Cm true
or
.Cm false .
.It time
RFC 3339 in UTC, with six digits after the point where they are not all zero:
.Qq 2026-08-01T12:00:00Z .
.It text
A string.
Bytes that are no UTF-8 are written as an object with one field,
.Va hex ,
that holds them as pairs of 0-9 and a-f.
.It code
An invite code as a string.
.El
.Pp
Fields marked
.Pq optional
are left out where there is no value.
.Sh FACTS
)";

constexpr std::string_view kTail = R"(.Sh WHAT IS LEFT OUT
The record of runs, which run read what, which server is the default one, and
pages of an unfinished pass over the members belong to the machine and stay
there.
.Sh SEE ALSO
.Ic invitectl help facts export ,
.Ic invitectl help facts import
)";

std::string type_text(const store::FactColumn& column) {
    switch (column.type) {
        case store::FactType::id:
            return "id";
        case store::FactType::count:
            return "integer";
        case store::FactType::real:
            return "number";
        case store::FactType::truth:
            return "boolean";
        case store::FactType::time:
            return "time";
        case store::FactType::text:
            return "text";
        case store::FactType::code:
            return "code";
        case store::FactType::word:
            break;
    }
    std::string words;
    for (const std::string_view word : column.words) {
        words += (words.empty() ? "" : " | ") + std::string(word);
    }
    return words;
}

constexpr std::size_t kLongestLine = 78;

// The source of a manual page has a line for each sentence, none of them long.
std::string in_roff(std::string_view text) {
    std::string page;
    std::size_t line = 0;
    bool sentence_ended = false;
    std::istringstream words{std::string(text)};
    for (std::string word; words >> word;) {
        if (word == "...") {
            word = "and so on";
        }
        if (line > 0) {
            const bool fits = line + 1 + word.size() <= kLongestLine;
            page += fits && !sentence_ended ? ' ' : '\n';
            line = fits && !sentence_ended ? line + 1 : 0;
        }
        page += word;
        line += word.size();
        sentence_ended = word.back() == '.';
    }
    return page;
}

}  // namespace

std::string facts_manual() {
    std::string page(kHead);
    page.replace(page.find("VERSION"), 7, std::to_string(kFactsVersion));
    for (const store::FactTable& table : store::fact_tables()) {
        page += ".Ss " + std::string(table.name) + "\n" + in_roff(table.meaning) + "\n";
        page += ".Bl -tag -width \"leave_earliest\"\n";
        for (const store::FactColumn& column : table.columns) {
            page += ".It Va " + std::string(column.name) + "\n(" + type_text(column) +
                    (column.optional ? ", optional" : "") + ")\n" + in_roff(column.meaning) + "\n";
        }
        page += ".El\n";
    }
    return page += kTail;
}

}  // namespace invitectl::exchange
