// The files of the project as the rules see them: path relative to the root, and text.
#pragma once

#include "test_paths.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace invitectl::rules {

struct SourceFile {
    std::string path;
    std::string text;
};

inline bool has_ending(const std::filesystem::path& path, const std::vector<std::string>& endings) {
    for (const std::string& ending : endings) {
        if (path.extension() == ending || path.filename() == ending) {
            return true;
        }
    }
    return false;
}

// Files below `folder` (relative to the root) whose name ends in one of `endings`, in order of
// path.
inline std::vector<SourceFile> files_below(const std::string& folder,
                                           const std::vector<std::string>& endings) {
    const std::filesystem::path root = INVITECTL_SOURCE_DIR;
    std::vector<SourceFile> files;
    if (!std::filesystem::exists(root / folder)) {
        return files;
    }
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
        if (entry.is_regular_file() && has_ending(entry.path(), endings)) {
            std::ostringstream text;
            text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
            files.push_back({std::filesystem::relative(entry.path(), root).string(), text.str()});
        }
    }
    std::ranges::sort(files, {}, &SourceFile::path);
    return files;
}

inline std::vector<SourceFile> product_sources() {
    auto files = files_below("src", {".cpp", ".hpp"});
    for (auto& header : files_below("include", {".hpp"})) {
        files.push_back(std::move(header));
    }
    return files;
}

// What a file includes: "invitectl/base/error.hpp", "CLI/CLI.hpp" …
inline std::vector<std::string> includes_of(const SourceFile& file) {
    std::vector<std::string> names;
    std::istringstream lines(file.text);
    for (std::string line; std::getline(lines, line);) {
        if (line.rfind("#include", 0) != 0) {
            continue;
        }
        const auto open = line.find_first_of("<\"");
        const auto close = line.find_first_of(">\"", open + 1);
        if (open != std::string::npos && close != std::string::npos) {
            names.push_back(line.substr(open + 1, close - open - 1));
        }
    }
    return names;
}

}  // namespace invitectl::rules
