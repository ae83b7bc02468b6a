#include "tests/support/tracing.hpp"

#include "invitectl/system/process.hpp"

#include <unistd.h>

namespace invitectl::testing {
namespace {

bool is_root() {
    return ::geteuid() == 0;
}

void append(std::vector<std::string>& to, const std::vector<std::string>& words) {
    to.insert(to.end(), words.begin(), words.end());
}

}  // namespace

bool can_trace() {
    static const bool can =
        is_root() || run({{"/usr/bin/sudo", "-n", "/bin/true"}, {}, ""}).status == 0;
    return can;
}

Launch traced(const Launch& launch,
              const std::vector<std::string>& options,
              const std::string& trace) {
    Launch with = launch;
    with.environment["ASAN_OPTIONS"] = "detect_leaks=0";  // which does not work beside strace
    with.arguments.clear();
    if (!is_root()) {
        with.arguments = {"/usr/bin/sudo", "-n", "/usr/bin/env", "-i"};
        for (const auto& [name, value] : with.environment) {
            with.arguments.push_back(name + "=" + value);
        }
    }
    with.arguments.emplace_back("/usr/bin/strace");
    if (!is_root()) {
        append(with.arguments, {"-u", system::login_name()});
    }
    if (trace != "/dev/null") {
        write_file(trace, "");  // so that it is the user's own
    }
    append(with.arguments, options);
    append(with.arguments, {"-o", trace});
    append(with.arguments, launch.arguments);
    return with;
}

}  // namespace invitectl::testing
