// Why a join was attributed as it was, told to people: the answer first, then what it rests on. The
// parts of join_explain() hold the same for machines.
#pragma once

#include "invitectl/report/joins.hpp"

#include <string>
#include <vector>

namespace invitectl::report {

// Paragraphs as Table::story has them.
std::vector<std::string> answer_story(const JoinExplanation& explanation);
std::vector<std::string> readings_story(const JoinExplanation& explanation);
std::vector<std::string> demands_story(const JoinExplanation& explanation);
std::vector<std::string> candidates_story(const JoinExplanation& explanation);

}  // namespace invitectl::report
