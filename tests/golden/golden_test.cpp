// Compares the results of all lessons, the quickstart and 2,000 random scenarios with fingerprints.txt. A
// change that is not meant to change results must not change any of them. tests/golden/README.md explains how
// to freeze the results again, and how to see which numbers differ between two builds.
#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "models/experiment/run.hpp"
#include "sim/fingerprint.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/random_scenario.hpp"

using namespace support;

namespace {

constexpr std::uint32_t kRandom = 1'000;  // random scenarios of each kind

/// Texts of runs by the name of their scenario.
using Texts = std::map<std::string, std::string>;

std::string hash_of(const std::string& text) {
  sim::RollingHash hash;
  for (const char c : text) {
    hash.add(static_cast<unsigned char>(c));
  }
  return fmt::format("{:016x}", hash.value());
}

/// Returns the lines of a file of this folder.
std::vector<std::string> lines_of(const std::string& name) {
  std::vector<std::string> lines;
  std::ifstream file(in_tree("/tests/golden/" + name));
  for (std::string line; std::getline(file, line);) {
    lines.push_back(line);
  }
  return lines;
}

/// Returns the frozen metrics. Metrics that were added later are left out.
std::string metrics_of(const std::filesystem::path& path) {
  static const std::vector<std::string> frozen = lines_of("metrics.txt");
  const Scenario scenario = load_scenario(path.string());
  const RunResult result = run_scenario(scenario, {});
  std::string text = fmt::format("fingerprint {}\n", result.report.fingerprint);
  for (const std::string& name : frozen) {
    INFO(name);
    REQUIRE(result.report.find(name) != nullptr);
    const Metric& metric = *result.report.find(name);
    text += fmt::format("{} {}\n", metric.name, metric.text());
  }
  return text;
}

Texts run_all() {
  Texts texts;
  for (const auto& entry : std::filesystem::directory_iterator(in_tree("/scenarios/lessons"))) {
    if (entry.path().extension() == ".yaml") {
      texts["lesson " + entry.path().stem().string()] = metrics_of(entry.path());
    }
  }
  texts["quickstart"] = metrics_of(in_tree("/scenarios/quickstart.yaml"));
  for (const Instants instants : {Instants::shared, Instants::apart}) {
    const char* const kind = instants == Instants::shared ? "shared" : "apart";
    for (std::uint32_t seed = 0; seed < kRandom; ++seed) {
      World world = RandomScenario(seed, instants).make();
      world.options.bin = ms(100);  // with fine bins, almost all of the text would be bins
      texts[fmt::format("{} {:04}", kind, seed)] = text_of(world.run_as(world.options));
    }
  }
  return texts;
}

std::string frozen_file() {
  return in_tree("/tests/golden/fingerprints.txt");
}

}  // namespace

TEST_CASE("the results equal the frozen results") {
  const Texts texts = run_all();
  if (const char* const folder = std::getenv("GOLDEN_TEXTS"); folder != nullptr) {
    std::filesystem::create_directories(folder);
    for (const auto& [name, text] : texts) {
      REQUIRE(std::ofstream(std::filesystem::path(folder) / (name + ".txt")) << text << std::flush);
    }
  }
  if (std::getenv("GOLDEN_FREEZE") != nullptr) {
    std::ofstream file(frozen_file());
    for (const auto& [name, text] : texts) {
      file << name << ' ' << hash_of(text) << '\n';
    }
    REQUIRE(file.flush());
  }
  std::map<std::string, std::string> frozen;
  for (const std::string& line : lines_of("fingerprints.txt")) {
    const std::size_t gap = line.rfind(' ');
    frozen[line.substr(0, gap)] = line.substr(gap + 1);
  }
  std::vector<std::string> different;
  for (const auto& [name, text] : texts) {
    const auto found = frozen.find(name);
    if (found == frozen.end() || found->second != hash_of(text)) {
      different.push_back(name);
    }
    frozen.erase(name);
  }
  for (const auto& [name, hash] : frozen) {
    different.push_back(name + " is gone");
  }
  CAPTURE(different);
  CHECK(different.empty());
}
