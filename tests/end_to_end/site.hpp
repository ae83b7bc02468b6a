// A machine with invitectl on it: a folder with configuration, token and database, the real
// program, and the simulated Discord behind HTTP.
#pragma once

#include "tests/sim/http_discord.hpp"
#include "tests/sim/script.hpp"
#include "tests/support/program.hpp"

#include <map>
#include <set>
#include <string>
#include <vector>

namespace invitectl::testing {

using namespace std::chrono_literals;

class Site {
  public:
    explicit Site(const sim::GuildSpec& spec = {}, const sim::HttpOptions& options = {});

    // The program with this site's configuration; `api_base` as the configuration says.
    Launch launch(const std::vector<std::string>& arguments) const;
    Finished run(const std::vector<std::string>& arguments) const;
    // Fails the test unless it exits with 0.
    std::string must(const std::vector<std::string>& arguments) const;
    // init by flags, declared closed.
    void init() const;

    // Points the configuration at another server, as a proxy in front of the simulated one.
    void use_base(const std::string& base) const;
    void pass(Duration time);
    // As if the hour were over for which a refusal is remembered.
    void forget_refusals() const;

    // So that people have the same pseudonyms in every run of a test, and decisions so far the same
    // author whoever runs it.
    void fix_names() const;

    // Every row of every table that holds facts or answers, as text: all but the notes about runs,
    // polls and refusals, which a failing run may write.
    std::string contents(const std::set<std::string>& without = {}) const;

    std::string file(const std::string& name) const { return folder_.file(name); }
    std::string database() const { return file("guild.db"); }

    sim::Script guild;
    sim::HttpDiscord server;

  private:
    TemporaryFolder folder_;
};

// "error: …", its "why:" and "next:" lines, as the program prints them on standard error.
struct Complaint {
    std::string error;
    std::string why;
    std::string next;
};
Complaint complaint_in(const std::string& err);

}  // namespace invitectl::testing
