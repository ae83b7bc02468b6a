// Where the program says what it is doing, for whoever asked with -v. One sink redacts and escapes.
#pragma once

#include <string_view>

namespace invitectl {

class Log {
  public:
    virtual ~Log() = default;

    virtual void warning(std::string_view text) = 0;  // always shown
    virtual void info(std::string_view text) = 0;     // -v
    virtual void debug(std::string_view text) = 0;    // -vv
};

}  // namespace invitectl
