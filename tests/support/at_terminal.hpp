// Runs a program at a real pseudo-terminal: what a person sees and types.
#pragma once

#include "tests/support/program.hpp"

#include <chrono>
#include <string>
#include <sys/types.h>

namespace invitectl::testing {

// Standard input, output and error are the terminal. Killed and reaped when forgotten.
class AtTerminal {
  public:
    explicit AtTerminal(const Launch& launch, int width = 80);
    ~AtTerminal();
    AtTerminal(const AtTerminal&) = delete;
    AtTerminal& operator=(const AtTerminal&) = delete;

    // Waits until `text` appears behind what an earlier call has found; false when it does not in
    // time or the program ends.
    bool sees(const std::string& text,
              std::chrono::milliseconds patience = std::chrono::seconds{20});
    // What is typed, with the Enter key.
    void type(const std::string& line);
    void press(const std::string& keys);
    // Every byte so far, with its control sequences. What is typed is among it where the terminal
    // echoes.
    const std::string& bytes() const { return bytes_; }
    void signal(int number) const;
    // Exit status; 128 + signal. invitectl may end with its documented exit codes only.
    int wait(std::chrono::milliseconds patience = std::chrono::seconds{60});

  private:
    bool read_some(std::chrono::milliseconds patience);

    bool is_ours_ = false;  // the program under test
    pid_t pid_ = -1;
    int terminal_ = -1;
    std::string bytes_;
    std::size_t seen_ = 0;
};

}  // namespace invitectl::testing
