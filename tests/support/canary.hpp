// The token that tests give to the program, and the search for it in whatever the program wrote.
//
// Every output of the program and every file of a test's folder is searched when it is over, in all
// tests; what holds the token is named and ends the test program.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace invitectl::testing {

// Made up, of the shape of a real one.
extern const std::string kCanaryToken;

// Whether the token or a part of it that is worth something stands there: as it is, percent-coded
// or base64-coded.
bool holds_token(std::string_view text);

// A file that holds the token by right: the test itself put it there.
void allow_token_in(const std::string& path);

// Files below the folder that hold it, save for those that may, and for token files by name.
std::vector<std::string> token_leaks(const std::string& folder);

// Ends the test program when the text holds it: whatever the test asks, this must not pass.
void require_no_token(std::string_view text, const std::string& where);
void require_no_token_in(const std::string& folder);

}  // namespace invitectl::testing
