#include "tools/curtain/figures/figures_of.hpp"

#include <fmt/format.h>

#include <string>
#include <unordered_set>

#include "tools/curtain/figures/comparison_figures.hpp"
#include "tools/curtain/figures/run_figures.hpp"

namespace curtain::tools {
namespace {

/// The first 80 characters of the name, in which characters that are unsafe in a file name are replaced.
std::string safe_name(const std::string& name) {
  constexpr std::size_t longest = 80;
  std::string safe;
  for (const char c : name.substr(0, longest)) {
    const bool is_safe = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                         c == '.' || c == '_' || c == '-';
    safe += is_safe ? c : '-';
  }
  return safe;
}

}  // namespace

std::vector<Figure> figures_of(const ResultsReader& folder) {
  std::vector<Figure> figures =
      folder.kind() == ResultsKind::run ? figures_of_run(folder) : figures_of_comparison(folder);
  std::unordered_set<std::string> taken;
  for (Figure& figure : figures) {
    const std::string name = safe_name(figure.name);
    figure.name = name;
    for (std::size_t next = 2; !taken.insert(figure.name).second; ++next) {
      figure.name = fmt::format("{}-{}", name, next);
    }
  }
  return figures;
}

}  // namespace curtain::tools
