// What is known of a join beside the counters, and what ruled other ways in out: for people as
// paragraphs, for machines as the tables of the parts "evidence" and "ruled_out".
#pragma once

#include "invitectl/report/joins.hpp"

#include <string>
#include <vector>

namespace invitectl::report {

// Empty tables where there is nothing to say.
Table evidence_part(const JoinExplanation& explanation);
Table ruled_out_part(const JoinExplanation& explanation);

// "between 10:00:05 and 10:00:15" where nobody saw the member join, else the moment.
std::string joined_text(const JoinExplanation& explanation);
std::string moment_text(const JoinExplanation& explanation, Instant t);

}  // namespace invitectl::report
