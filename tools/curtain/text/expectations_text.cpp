#include "tools/curtain/text/expectations_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "models/config/metric_name.hpp"
#include "models/experiment/metric_catalogue.hpp"
#include "tools/curtain/text/interval_text.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

/// The text after the bounds. It is the reason why there is no verdict, or how certain the verdict is.
std::string remark_on(const Expectation& expectation, const ExpectationResult& result) {
  if (!result.measured) {
    return ": " + result.not_judged_because;
  }
  if (!result.is_close || !std::isfinite(result.half_width)) {
    return {};
  }
  const MetricDeclaration* const declared = find_metric(without_labels(expectation.metric));
  return result.half_width > 0
             ? fmt::format(
                   "; close: the interval {}{} contains the bound", glyph("±", "+-"),
                   half_width_text(declared != nullptr ? declared->unit : Unit::number, result.half_width))
             : std::string();
}

}  // namespace

void print_expectations(const Scenario& scenario, const std::vector<ExpectationResult>& results) {
  constexpr std::size_t shortest = 28;
  constexpr std::size_t longest = 32;  // a longer name is printed on its own line
  std::size_t room_of_name = shortest;
  for (const Expectation& expectation : scenario.expect) {
    room_of_name = std::max(room_of_name, std::min(longest, width_of(expectation.metric)));
  }
  for (std::size_t i = 0; i < results.size(); ++i) {
    const Expectation& expectation = scenario.expect[i];
    const ExpectationResult& checked = results[i];
    const std::string judged = !checked.measured ? red("not judged")
                               : checked.met     ? green("met   ")
                                                 : red("missed");
    const std::string measured = checked.measured ? human_metric(expectation.metric, *checked.measured) : "-";
    // The word "not judged" is four columns wider than the other verdicts. These columns are taken from the
    // margin before the value.
    const std::size_t room_of_value = checked.measured ? 12 : 8;
    const std::string line = fmt::format("  {} {} {}", judged, pad_right(expectation.metric, room_of_name),
                                         pad_left(measured, room_of_value));
    const std::size_t taken = width_of(line) + 1;
    const std::size_t room = output_columns() > taken + 20 ? output_columns() - taken : 20;
    std::string expected =
        wrapped("expected " + expectation.text + remark_on(expectation, checked), room, 0, 9);
    expected.pop_back();
    for (std::size_t at = 0; (at = expected.find('\n', at)) != std::string::npos; at += taken) {
      expected.replace(at, 1, "\n" + std::string(taken, ' '));
    }
    fmt::print("{} {}\n", line, dim(expected));
  }
}

void write_expectations(const Scenario& scenario, const std::vector<ExpectationResult>& results,
                        bool over_replications, sim::JsonWriter& json) {
  json.array(sim::JsonLayout::lines, [&] {
    for (std::size_t i = 0; i < results.size(); ++i) {
      const ExpectationResult& checked = results[i];
      json.object(sim::JsonLayout::line, [&] {
        json.member("metric", scenario.expect[i].metric);
        json.member("expected", scenario.expect[i].text);
        json.member("measured", checked.measured);
        json.member("met", checked.met);
        if (over_replications) {
          json.member("half_width", checked.measured ? std::optional(checked.half_width) : std::nullopt);
          json.member("replications", checked.replications);
        }
        if (!checked.measured) {
          json.member("not_judged_because", checked.not_judged_because);
        }
      });
    }
  });
}

}  // namespace curtain::tools
