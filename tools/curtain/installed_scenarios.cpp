#include "tools/curtain/installed_scenarios.hpp"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace curtain::tools {
namespace fs = std::filesystem;

namespace {

/// The subfolders that contain scenarios. Profiles and price lists are in other subfolders.
constexpr const char* kFolders[] = {"", "lessons"};

bool is_file(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

std::string find_folder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  if (error) {
    return {};
  }
  const fs::path beside = program.parent_path();
  for (const fs::path& folder : {beside / CURTAIN_SHARE / "scenarios", beside / ".." / ".." / "scenarios"}) {
    if (is_file(folder / "quickstart.yaml")) {
      return folder.lexically_normal().string();
    }
  }
  return {};
}

}  // namespace

std::string installed_scenarios_folder() {
  static const std::string folder = find_folder();
  return folder;
}

std::optional<std::string> installed_scenario(const std::string& name) {
  const std::string folder = installed_scenarios_folder();
  const std::string front = "scenarios/";
  const std::string inner = name.starts_with(front) ? name.substr(front.size()) : name;
  const bool leads_out = inner.empty() || inner.front() == '/' || inner.find("..") != std::string::npos;
  if (folder.empty() || leads_out) {
    return std::nullopt;
  }
  for (const char* const part : kFolders) {
    const fs::path place = fs::path(folder) / part / inner;
    for (const fs::path& candidate : {place, fs::path(place.string() + ".yaml")}) {
      if (is_file(candidate) && candidate.extension() == ".yaml") {
        return candidate.string();
      }
    }
  }
  std::error_code error;
  const fs::path below = fs::path(folder) / inner;
  return inner == "lessons" && fs::is_directory(below, error) ? std::optional(below.string()) : std::nullopt;
}

std::vector<std::string> installed_scenario_names() {
  std::vector<std::string> names;
  const fs::path folder = installed_scenarios_folder();
  for (const char* const part : kFolders) {
    std::error_code error;
    for (fs::directory_iterator it(folder / part, error), end; !error && it != end; it.increment(error)) {
      if (it->path().extension() == ".yaml") {
        names.push_back((fs::path(part) / it->path().stem()).string());
      }
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace curtain::tools
