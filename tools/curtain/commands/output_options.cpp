#include "tools/curtain/commands/output_options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <system_error>

#include "models/workload/printable.hpp"
#include "tools/curtain/commands/commands.hpp"

namespace curtain::tools {
namespace {

std::filesystem::path place_of_output(const std::string& path) {
  std::error_code error;
  const std::filesystem::path whole = std::filesystem::absolute(path, error);
  const std::filesystem::path place = std::filesystem::weakly_canonical(whole, error);
  return (error ? whole.lexically_normal() : place).lexically_normal();
}

/// True if `inner` is `outer` itself or a path inside it.
bool is_within(const std::filesystem::path& inner, const std::filesystem::path& outer) {
  const auto [end, ignored] = std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end());
  return end == outer.end();
}

}  // namespace

void check_distinct(const std::vector<OutputOption>& options) {
  for (std::size_t i = 0; i < options.size(); ++i) {
    for (std::size_t k = i + 1; k < options.size(); ++k) {
      const OutputOption& a = options[i];
      const OutputOption& b = options[k];
      if (a.path.empty() || b.path.empty() || a.path == "-" || b.path == "-") {
        continue;
      }
      const std::filesystem::path of_a = place_of_output(a.path);
      const std::filesystem::path of_b = place_of_output(b.path);
      if (is_within(of_a, of_b) || is_within(of_b, of_a)) {
        throw UsageError{
            fmt::format("{} and {} cannot both write '{}'; give one of the two options another path", a.name,
                        b.name, printable(is_within(of_a, of_b) ? a.path : b.path))};
      }
    }
  }
}

}  // namespace curtain::tools
