// Debian's Chromium without a screen, for pages that the program wrote.
#pragma once

#include "tests/support/program.hpp"

#include <string>
#include <vector>

namespace invitectl::testing {

// A browser with a profile of its own in a folder of the test.
class Browser {
  public:
    explicit Browser(std::string folder) : folder_(std::move(folder)) {}

    // The page as it is after its script ran; console messages on standard error.
    Finished dom(const std::string& page, const std::vector<std::string>& more = {}) const;
    // A picture of the page, as bytes of a PNG.
    std::string picture(const std::string& page, const std::vector<std::string>& more = {}) const;
    // Addresses that the page asked for, itself left out.
    std::vector<std::string> requests(const std::string& page) const;

  private:
    Finished run(const std::string& page, const std::vector<std::string>& more) const;

    std::string folder_;
};

// Elements of a document: texts and attributes hold no "<".
std::size_t elements(const std::string& dom);

}  // namespace invitectl::testing
