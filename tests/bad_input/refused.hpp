#pragma once
// Checks the conditions that hold for every invalid input.
#include "tests/catch.hpp"
#include "tests/support/program.hpp"

namespace support {

/// Runs `arguments` in `folder` with a results folder requested. Checks for status 2, exactly the given
/// message, nothing on standard output, nothing written, and limits of time and memory.
inline void check_refused(const Folder& folder, std::vector<std::string> arguments,
                          const std::string& message) {
  const std::vector<std::string> before = folder.names();
  arguments.insert(arguments.end(), {"--out", "results"});
  Surroundings there;
  there.folder = folder.path();
  there.longest = std::chrono::seconds(10);
  const Ended ended = curtain(arguments, there);
  CHECK(ended.status == 2);
  CHECK(ended.signal == 0);
  CHECK(ended.out.empty());
  CHECK(ended.err == message + "\n");
  CHECK((!support::kMemoryIsChecked || ended.peak_bytes < std::uint64_t{1} << 30));
  CHECK(folder.names() == before);
}

/// Creates a scenario with the given text, named case.yaml.
inline void check_refused_scenario(const std::string& text, const std::string& message) {
  const Folder folder;
  folder.write("case.yaml", text);
  INFO(text.substr(0, 200));
  check_refused(folder, {"run", "case.yaml"}, message);
}

}  // namespace support
