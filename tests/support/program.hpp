// Runs a real program in a test: arguments and environment in, output and exit status out.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

namespace invitectl::testing {

struct Finished {
    int status = 0;   // exit status; 128 + signal when a signal ended it
    std::string out;  // all of standard output
    std::string err;  // all of standard error
};

struct Launch {
    std::vector<std::string> arguments;              // the program first
    std::map<std::string, std::string> environment;  // the whole environment: nothing is inherited
    std::string input;                               // standard input; then end of file
};

// A started program whose output is being collected; killed and reaped when forgotten.
class Running {
  public:
    explicit Running(const Launch& launch);
    ~Running();
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    void signal(int number) const;
    // Waits to the end. invitectl may end with its documented exit codes only. Past the patience it
    // is killed, and the status says so (137).
    Finished wait(std::chrono::milliseconds patience = std::chrono::seconds{60});

  private:
    void collect(std::chrono::steady_clock::time_point deadline);

    bool is_ours_ = false;  // the program under test
    pid_t pid_ = -1;
    int out_ = -1;
    int err_ = -1;
    Finished result_;
};

Finished run(const Launch& launch);

// Whether a launch is of the program under test.
bool is_ours(const Launch& launch);
// Ends the whole test program for an exit code of invitectl's that `help exit-codes` does not list:
// whatever the test asks, this must not pass. `said`: to be shown with it.
void require_documented(int status, const std::string& said);

// A directory of its own that disappears with the object. The token of the tests must not have been
// written anywhere in it (tests/support/canary.hpp).
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::string& path() const { return path_; }
    std::string file(const std::string& name) const { return path_ + "/" + name; }

  private:
    std::string path_;
};

// Whole contents of a file; empty when there is none.
std::string read_file(const std::string& path);
// Creates it with the given mode.
void write_file(const std::string& path, const std::string& text, mode_t mode = 0600);

}  // namespace invitectl::testing
