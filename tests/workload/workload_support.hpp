#pragma once
// Common functions for the tests of workloads: temporary files, and ways to read a source.
#include <stdlib.h>  // for mkdtemp

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "models/workload/memory_source.hpp"
#include "models/workload/specification.hpp"

namespace curtain {

inline bool operator==(const Arrival& a, const Arrival& b) {
  return a.time == b.time && a.duration == b.duration && a.function == b.function &&
         a.end_tenant == b.end_tenant;
}

}  // namespace curtain

namespace support {

/// A temporary folder. Its destructor removes the folder with its contents.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name =
        (std::filesystem::temp_directory_path() / "curtain-workload-").string() + std::string(6, 'X');
    if (::mkdtemp(name.data()) == nullptr) {
      throw std::runtime_error("no temporary folder");
    }
    path_ = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }

  [[nodiscard]] std::string path(const std::string& name) const { return (path_ / name).string(); }
  /// Writes a file and returns its path.
  [[nodiscard]] std::string write(const std::string& name, std::string_view text) const {
    std::ofstream(path(name), std::ios::binary) << text;
    return path(name);
  }

 private:
  std::filesystem::path path_;
};

/// Returns all arrivals, read `size` at a time.
inline std::vector<curtain::Arrival> read_by(curtain::ArrivalSource& source, std::size_t size) {
  std::vector<curtain::Arrival> all;
  std::vector<curtain::Arrival> some(size);
  while (const std::size_t count = source.fill(some)) {
    all.insert(all.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(count));
  }
  return all;
}

/// A source with its own function table, read to its end.
struct Opened {
  curtain::FunctionTable table;
  std::vector<curtain::Arrival> arrivals;

  Opened(const curtain::WorkloadSpec& spec, const curtain::SourceContext& context, std::size_t size = 1000) {
    arrivals = read_by(*curtain::open_source(spec, context, table), size);
  }

  [[nodiscard]] std::vector<curtain::Arrival> of(std::uint32_t function) const {
    std::vector<curtain::Arrival> its;
    std::copy_if(arrivals.begin(), arrivals.end(), std::back_inserter(its),
                 [function](const curtain::Arrival& arrival) {
                   return arrival.function == curtain::FunctionId(function);
                 });
    return its;
  }
};

inline curtain::SourceContext context_of(std::uint64_t seed, double seconds, std::uint32_t replication = 0,
                                         std::uint32_t number = 0) {
  curtain::SourceContext context;
  context.seed = seed;
  context.replication = replication;
  context.number = number;
  context.duration = curtain::Time{} + sim::from_nanoseconds(seconds * 1e9);
  return context;
}

inline bool in_order(const std::vector<curtain::Arrival>& arrivals) {
  return std::is_sorted(arrivals.begin(), arrivals.end(),
                        [](const auto& a, const auto& b) { return a.time < b.time; });
}

/// Returns the message of the exception thrown by `action`, or an empty text if there is none.
template <class Exception = std::exception, class Action>
std::string error_of(Action action) {
  try {
    action();
  } catch (const Exception& error) {
    return error.what();
  }
  return "";
}

}  // namespace support
