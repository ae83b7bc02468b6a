// The real program against the simulated Discord over HTTP, each a process of its own: a guild of
// 1 M members and 2 k invites within 200 MB, and a list of members read as fast as the limits
// allow.
#include "tests/bench/yardstick.hpp"
#include "tests/sim/http_discord.hpp"

#include <array>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <stdexcept>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

using namespace invitectl;
using namespace invitectl::bench;
using namespace std::chrono_literals;

constexpr const char* kToken = "MTExMTExMTExMTExMTExMTEx.GsimuX.made-up-for-tests-only-0123456789";

// A simulated Discord in a process of its own, killed with the object.
class Server {
  public:
    Server(int members, int invites, bool limited) {
        std::array<int, 2> ends{};
        if (pipe(ends.data()) != 0 || (process_ = fork()) < 0) {
            throw std::runtime_error("no second process");
        }
        if (process_ == 0) {
            serve(members, invites, limited, ends[1]);
        }
        close(ends[1]);
        std::FILE* told = fdopen(ends[0], "r");
        if (std::fscanf(told, "%d %lld", &port_, &guild_) != 2) {
            throw std::runtime_error("the simulated Discord did not start");
        }
        std::fclose(told);
    }
    ~Server() {
        kill(process_, SIGKILL);
        waitpid(process_, nullptr, 0);
    }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::string base() const { return fmt::format("http://127.0.0.1:{}/api/v10", port_); }
    std::string guild() const { return std::to_string(guild_); }

  private:
    [[noreturn]] static void serve(int members, int invites, bool limited, int tell) {
        sim::World world;
        const GuildId guild = world.add_guild();
        const UserId ana = world.add_user({.username = "ana"});
        const Instant old = world.start() - std::chrono::days{100};
        world.place_member(guild, ana, old);
        for (int i = 2; i < members; ++i) {
            world.place_member(
                guild,
                world.add_user({.username = "member" + std::to_string(i), .has_avatar = true}),
                old);
        }
        world.set_most_invites(guild, static_cast<std::size_t>(invites) + 1);
        for (int i = 0; i < invites; ++i) {
            world.add_invite(guild, {.inviter = ana, .created_at = old, .uses = i});
        }
        sim::HttpOptions options;
        options.speed = 1;
        if (!limited) {
            options.limits = sim::RateLimits::none();
        }
        const sim::HttpDiscord http(world, options);
        dprintf(tell, "%d %lld\n", http.port(), static_cast<long long>(guild.value));
        pause();
        _exit(0);
    }

    pid_t process_ = -1;
    int port_ = 0;
    long long guild_ = 0;
};

struct Measured {
    int status = -1;
    double cpu = 0;   // seconds
    double wall = 0;  // seconds
    double peak = 0;  // megabytes
};

class Machine {
  public:
    explicit Machine(const Server& server)
        : folder_(std::filesystem::temp_directory_path() /
                  ("invitectl-bench-" + std::to_string(getpid()))) {
        std::filesystem::create_directories(folder_);
        std::ofstream(folder_ / "token") << kToken << '\n';
        std::filesystem::permissions(folder_ / "token", std::filesystem::perms::owner_read);
        std::ofstream(folder_ / "config.toml")
            << "db = \"guild.db\"\ntoken_file = \"token\"\nclock = \"server\"\napi_base = \""
            << server.base() << "\"\nallow_api_base = [\"" << server.base() << "\"]\n";
        std::filesystem::permissions(folder_ / "config.toml", std::filesystem::perms::owner_read);
    }
    ~Machine() { std::filesystem::remove_all(folder_); }
    Machine(const Machine&) = delete;
    Machine& operator=(const Machine&) = delete;

    Measured run(std::vector<std::string> words) const {
        words.insert(words.begin(), INVITECTL_PROGRAM);
        const auto began = std::chrono::steady_clock::now();
        const pid_t process = fork();
        if (process == 0) {
            setenv("INVITECTL_CONFIG", (folder_ / "config.toml").c_str(), 1);
            std::vector<char*> arguments;
            for (std::string& word : words) {
                arguments.push_back(word.data());
            }
            arguments.push_back(nullptr);
            if (std::freopen("/dev/null", "w", stdout) == nullptr) {
                _exit(126);
            }
            execv(arguments[0], arguments.data());
            _exit(127);
        }
        rusage used{};
        int status = 0;
        wait4(process, &status, 0, &used);
        const auto seconds = [](const timeval& t) {
            return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
        };
        return {
            .status = WIFEXITED(status) ? WEXITSTATUS(status) : 128,
            .cpu = seconds(used.ru_utime) + seconds(used.ru_stime),
            .wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count(),
            .peak = static_cast<double>(used.ru_maxrss) * 1024 / 1e6};
    }

  private:
    std::filesystem::path folder_;
};

void measure_size(int members, int invites, Targets& targets) {
    const Server server(members, invites, false);
    const Machine machine(server);
    const Measured first = machine.run({"init", "--guild", server.guild(), "--no-input"});
    const Measured next = machine.run({"sync"});
    fmt::print(
        "{} members, {} invites: init {:.1f} CPU-s, then a sync without a sweep {:.3f} CPU-s\n",
        members,
        invites,
        first.cpu,
        next.cpu);
    targets.add("R19",
                "exit status of init and sync",
                first.status + next.status,
                Wanted::at_most,
                0,
                "",
                0);
    targets.add("R19", "memory of the first sweep", first.peak, Wanted::at_most, 200, "MB", 0);
    targets.add("R19", "memory of a poll", next.peak, Wanted::at_most, 200, "MB", 0);
}

// Ten pages in ten seconds are allowed; what is lost is the slack behind each window.
void measure_pace(int members, Targets& targets) {
    const Server server(members, 10, true);
    const Machine machine(server);
    const Measured swept = machine.run({"init", "--guild", server.guild(), "--no-input"});
    const int pages = members / 1000 + 1;
    const double at_best = (pages - 1) / 10 * 10.0;  // the last window need not close
    fmt::print("{} pages in {:.1f} s, {:.1f} CPU-s\n", pages, swept.wall, swept.cpu);
    targets.add("R14", "exit status of init", swept.status, Wanted::at_most, 0, "", 0);
    targets.add("R14",
                "use made of the rate limit",
                100 * at_best / swept.wall,
                Wanted::at_least,
                90,
                "%",
                0);
}

}  // namespace

int main(int argc, char** argv) {
    const Arguments arguments = parse_arguments(argc, argv, {"size", "pace"});
    Targets targets;
    if (arguments.wants("size")) {
        measure_size(arguments.quick ? 20'000 : 1'000'000, 2'000, targets);
    }
    if (arguments.wants("pace") && !arguments.quick) {
        measure_pace(60'000, targets);
    }
    return targets.finish(arguments);
}
