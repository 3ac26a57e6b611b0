#include "tools/curtain/text/cases_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <filesystem>
#include <sstream>

#include "models/config/diagnostics.hpp"
#include "models/config/metric_name.hpp"
#include "models/config/profile_account.hpp"
#include "models/experiment/metric_catalogue.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

constexpr std::size_t kMarginOfCases = 2;
constexpr std::size_t kGapOfCases = 2;
constexpr std::size_t kWidthOfNumber = 4;
constexpr std::size_t kNarrowestFinding = 16;
constexpr std::size_t kWidestFigure = 14;

Unit unit_of_figure(const ValidationCase& one) {
  if (one.simulated.metrics.empty() || one.simulated.rule == SimulatedFigure::Rule::ratio) {
    return Unit::number;
  }
  const std::string_view name = without_labels(one.simulated.metrics.front());
  // A record of a programme is a time if the measured figure is.
  if (name.starts_with("recorded.") && std::isalpha(static_cast<unsigned char>(one.measured.back())) != 0) {
    return Unit::seconds;
  }
  const MetricDeclaration* const metric = find_metric(name);
  return metric == nullptr ? Unit::number : metric->unit;
}

std::string coloured_verdict(CaseVerdict verdict) {
  const std::string name(verdict_name(verdict));
  return verdict == CaseVerdict::passed ? green(name) : verdict == CaseVerdict::failed ? red(name) : name;
}

std::vector<std::string> lines_of(const std::string& text, std::size_t width) {
  std::vector<std::string> lines;
  std::istringstream in(wrapped(text.empty() ? "-" : text, width, 0));
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

/// The cells of a case between its number and its verdict: finding, measured, simulated, difference, band.
using Cells = std::array<std::string, 5>;

Cells case_cells(const JudgedCase& one) {
  return {one.stated.finding, measured_text(one.stated), simulated_text(one.stated, one.result),
          difference_text(one.stated, one.result),
          !one.stated.band.empty()     ? one.stated.band
          : one.stated.not_yet.empty() ? "range"
                                       : "-"};
}

/// The widths of the cells. The finding gets what the other cells leave.
std::array<std::size_t, 5> case_widths(const std::vector<JudgedCase>& cases, std::size_t width) {
  std::array<std::size_t, 5> widths = {0, 8, 9, 4, 4};
  for (const JudgedCase& one : cases) {
    const Cells cells = case_cells(one);
    for (std::size_t i = 1; i < cells.size(); ++i) {
      widths[i] = std::max(widths[i], std::min(width_of(cells[i]), kWidestFigure));
    }
  }
  const auto rest = [&] {
    const std::size_t taken =
        kMarginOfCases + kWidthOfNumber + 7 + 6 * kGapOfCases + widths[1] + widths[2] + widths[3] + widths[4];
    return width > taken ? width - taken : 0;
  };
  while (rest() < kNarrowestFinding && *std::max_element(widths.begin() + 1, widths.end()) > 9) {
    --*std::max_element(widths.begin() + 1, widths.end());
  }
  widths[0] = std::max(rest(), kNarrowestFinding);
  return widths;
}

/// One case in as many lines as its longest cell needs.
std::string row_of_case(const std::string& number, const Cells& cells, const std::string& verdict,
                        const std::array<std::size_t, 5>& widths) {
  std::array<std::vector<std::string>, 5> lines;
  std::size_t height = 1;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    lines[i] = lines_of(cells[i], widths[i]);
    height = std::max(height, lines[i].size());
  }
  std::string text;
  for (std::size_t row = 0; row < height; ++row) {
    std::string line(kMarginOfCases, ' ');
    line += pad_left(row == 0 ? number : "", kWidthOfNumber);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::string part = row < lines[i].size() ? lines[i][row] : "";
      line +=
          std::string(kGapOfCases, ' ') + (i == 0 ? pad_right(part, widths[i]) : pad_left(part, widths[i]));
    }
    line += row == 0 ? std::string(kGapOfCases, ' ') + verdict : "";
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

/// The remarks on a case, which stand below it.
std::string remarks_on(const JudgedCase& one) {
  const ValidationCase& stated = one.stated;
  std::string text = stated.not_yet.empty() ? std::string(kind_name(stated.kind)) + "; " : "";
  text += standing_text(stated) + ": " + stated.source;
  if (!stated.rests_on.empty()) {
    text += "; rests on " + config::comma_list(stated.rests_on);
  }
  if (!stated.not_yet.empty()) {
    text += "; needs: " + stated.not_yet;
  }
  if (!stated.hides.empty()) {
    text += "; the band hides: " + stated.hides;
  }
  if (!one.result.absent_because.empty()) {
    text += "; no figure, because " + one.result.absent_because;
  }
  if (one.result.replications > 1) {
    text += fmt::format("; mean of {}", counted(one.result.replications, "run"));
  }
  return text;
}

}  // namespace

std::string simulated_text(const ValidationCase& one, const CaseResult& result) {
  if (!result.simulated) {
    return "-";
  }
  const double value = *result.simulated;
  const Unit unit = unit_of_figure(one);
  const bool is_exact = one.band == "exact" && (unit == Unit::usd || unit == Unit::number);
  if (is_exact) {
    return fmt::format("{}{:.8g}", unit == Unit::usd ? "$" : "", value);
  }
  if (unit == Unit::gib_seconds && value < 1000) {  // bills count small amounts
    return fmt::format("{:.6g} GiB s", value);
  }
  return one.simulated.rule == SimulatedFigure::Rule::ratio ? human_number(value)
         : unit == Unit::seconds                            ? human_seconds(value)
                                 : human_metric(one.simulated.metrics.front(), value);
}

std::string measured_text(const ValidationCase& one) {
  return (unit_of_figure(one) == Unit::usd ? "$" : "") + one.measured;
}

std::string difference_text(const ValidationCase& one, const CaseResult& result) {
  const std::optional<double> difference = relative_difference(one, result);
  if (!difference) {
    return "-";
  }
  const std::string text = fmt::format("{:+.1f} %", 100 * *difference);
  return std::abs(*difference) < 1e-9 ? "0" : text == "+0.0 %" || text == "-0.0 %" ? "<0.1 %" : text;
}

std::string standing_text(const ValidationCase& one) {
  std::vector<std::string> words;
  for (const config::Standing standing : one.standing) {
    words.emplace_back(config::standing_name(standing));
  }
  return config::comma_list(words);
}

PlatformHeading heading_of(const std::string& platform) {
  const std::filesystem::path path(platform);
  const std::string name = path.extension() == ".yaml" ? path.stem().string() : platform;
  try {
    const ProfileAccount account = account_of_profile(platform);
    return {name, account.date, account.description};
  } catch (const ScenarioError&) {  // a scenario that was resolved contains only the name of its profile
    return {name, "", ""};
  }
}

std::string cases_table(const std::vector<JudgedCase>& cases, std::size_t width) {
  const std::array<std::size_t, 5> widths = case_widths(cases, width);
  std::string text;
  std::string platform;
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const JudgedCase& one = cases[i];
    if (one.platform != platform || text.empty()) {
      platform = one.platform;
      const PlatformHeading heading = heading_of(platform);
      text += "\n" + wrapped(bold(heading.name) + (heading.description.empty() ? "" : "  ") +
                                 dim(heading.description),
                             width, kMarginOfCases);
      text +=
          dim(row_of_case("case", {"finding", "measured", "simulated", "diff", "band"}, "result", widths));
    }
    text += row_of_case(std::to_string(one.stated.number), case_cells(one),
                        coloured_verdict(one.result.verdict), widths);
    const std::string remarks = remarks_on(one);
    const bool is_repeated =
        i + 1 < cases.size() && cases[i + 1].platform == platform && remarks_on(cases[i + 1]) == remarks;
    if (!is_repeated) {  // otherwise the remarks stand below the next case
      text += dim(wrapped(remarks, width, kMarginOfCases + kWidthOfNumber + kGapOfCases));
    }
  }
  return text;
}

std::string counts_text(const CaseCounts& counts, std::size_t width) {
  const auto judged = [](const CaseCounts::Judged& one) {
    const std::string failed = fmt::format("{} failed", one.failed);
    return fmt::format("{} passed, {}", one.passed, one.failed > 0 ? red(failed) : failed);
  };
  std::string text = "\n" + wrapped(fmt::format("{} with {}", counted(counts.cases, "case"),
                                                counted(counts.figures, "figure")),
                                    width, kMarginOfCases);
  text += fmt::format("    emergent  {}\n    input     {}\n    recalled  {}\n    not yet   {}\n",
                      judged(counts.emergent), judged(counts.input), judged(counts.recalled), counts.not_yet);
  return text +
         dim(wrapped("A recalled figure counts only as recalled, because the source was not looked up again.",
                     width, 4));
}

}  // namespace curtain::tools
