#include "system/lock_file.hpp"

#include "invitectl/base/time_text.hpp"

#include "system/descriptor.hpp"

#include <map>
#include <sstream>

namespace invitectl::system {

LockContent read_lock_content(int file, const std::string& path) {
    constexpr std::size_t kLongest = 4096;
    std::map<std::string, std::string> values;
    std::istringstream lines(read_all(file, kLongest, path));
    for (std::string line; std::getline(lines, line);) {
        if (const auto equals = line.find('='); equals != std::string::npos) {
            values[line.substr(0, equals)] = line.substr(equals + 1);
        }
    }
    return {values["pid"], values["host"], values["command"], parse_rfc3339(values["since"])};
}

std::string lock_content(const LockContent& content) {
    return "pid=" + content.process + "\nhost=" + content.host + "\ncommand=" + content.command +
           "\nsince=" + (content.since ? format_rfc3339(*content.since) : "") + "\n";
}

}  // namespace invitectl::system
