#include "tools/curtain/figures/comparison_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "models/experiment/metric_catalogue.hpp"
#include "models/import/json_stream.hpp"
#include "sim/check.hpp"
#include "tools/curtain/figures/distributions.hpp"
#include "tools/curtain/figures/folder_tables.hpp"
#include "tools/curtain/figures/shared_axes.hpp"

namespace curtain::tools {
namespace {

constexpr const char* kDifferences = "Differences";
constexpr const char* kDistributions = "Distributions";

/// The members of an array as a vector, so that a member can be found by its number.
std::vector<JsonView> items_of(JsonView array) {
  std::vector<JsonView> items;
  for (JsonView each = array.first(); each; each = each.next()) {
    items.push_back(each);
  }
  return items;
}

/// The contents of comparison.json and of the tables by variant.
struct Compared {
  explicit Compared(const ResultsReader& folder)
      : functions(folder.has("functions.csv") ? folder.read("functions.csv") : ""),
        histograms(folder.has("histograms.csv") ? folder.read("histograms.csv") : "") {
    SIM_CHECK(parse_json(folder.read("comparison.json"), tree).empty());  // the checksum is correct, so the
                                                                          // program itself wrote the file
    for (const JsonView variant : items_of(tree.root()["variants"])) {
      variants.emplace_back(variant.text());
    }
    functions_of = by_variant(functions);
    buckets_of_variant = by_variant(histograms);
  }

  using Rows = std::map<std::string, std::vector<std::size_t>>;  ///< the rows of each variant
  static Rows by_variant(const CsvFile& file) {
    Rows rows;
    for (std::size_t row = 0; row < file.size(); ++row) {
      rows[std::string(file.text(row, "variant"))].push_back(row);
    }
    return rows;
  }

  /// The values of a column for all functions of a variant.
  [[nodiscard]] std::vector<double> values(const std::string& variant, std::string_view column) const {
    std::vector<double> all;
    if (const auto found = functions_of.find(variant); found != functions_of.end()) {
      for (const std::size_t row : found->second) {
        if (const std::optional<double> value = functions.number(row, column)) {
          all.push_back(*value);
        }
      }
    }
    return all;
  }

  [[nodiscard]] std::vector<Bucket> buckets(const std::string& variant, std::string_view distribution) const {
    const auto found = buckets_of_variant.find(variant);
    return found != buckets_of_variant.end() ? buckets_of(histograms, distribution, &found->second)
                                             : std::vector<Bucket>();
  }

  JsonTree tree;
  std::vector<std::string> variants;
  CsvFile functions;
  CsvFile histograms;
  Rows functions_of;
  Rows buckets_of_variant;
};

/// A point with the mean and, if there is a half-width, its interval, all rounded.
Point interval_point(JsonView estimate, const std::string& label) {
  Point point;
  point.label = label;
  const std::optional<double> mean = number_of(estimate["mean"]);
  const std::optional<double> half_width = number_of(estimate["half_width"]);
  if (mean) {
    point.x = rounded(*mean);
    if (half_width) {
      point.low = rounded(*mean - *half_width);
      point.high = rounded(*mean + *half_width);
    }
  }
  return point;
}

std::string as_sentence(std::string_view text) {
  std::string words(text);
  if (!words.empty() && words.front() >= 'a' && words.front() <= 'z') {
    words.front() = static_cast<char>(words.front() - 'a' + 'A');
  }
  return words + ".";
}

void add_differences(const Compared& compared, std::vector<Figure>& figures) {
  const std::string first(compared.tree.root()["first_that_ran"].text());
  for (JsonView metric = compared.tree.root()["metrics"].first(); metric; metric = metric.next()) {
    const std::vector<JsonView> differences = items_of(metric["difference_to_first"]);
    Curve curve{std::string(metric.key()), CurveKind::intervals, {}};
    bool differs = false;
    for (std::size_t i = 0; i < differences.size() && i < compared.variants.size(); ++i) {
      const Point point = interval_point(differences[i], compared.variants[i]);
      if (compared.variants[i] != first && point.x) {
        differs = differs || *point.x != 0;
        curve.points.push_back(point);
      }
    }
    if (!differs) {
      continue;
    }
    const MetricDeclaration* const declared = find_metric(metric.key().substr(0, metric.key().find('{')));
    const Unit unit = declared != nullptr ? declared->unit : Unit::number;
    Axis axis{fmt::format("{}, variant less {}{}", metric.key(), first,
                          unit == Unit::share ? ", percentage points" : ""),
              unit};
    axis.from = 0;
    axis.is_difference = true;
    figures.push_back({fmt::format("difference-{}", metric.key()),
                       kDifferences,
                       fmt::format("Difference in {}", metric.key()),
                       declared != nullptr ? as_sentence(declared->meaning) : "",
                       axis,
                       {},
                       {std::move(curve)},
                       {}});
  }
}

/// This kind of figure was introduced by "Serverless in the Wild" (Shahrad et al., USENIX ATC 2020).
void add_trade_off(const Compared& compared, std::vector<Figure>& figures) {
  const std::vector<JsonView> idle =
      items_of(compared.tree.root()["metrics"]["memory.idle_gib_s"]["by_variant"]);
  std::vector<Curve> curves;
  for (std::size_t i = 0; i < compared.variants.size() && i < idle.size(); ++i) {
    std::vector<double> ratios = compared.values(compared.variants[i], "cold_ratio");
    const std::optional<double> memory = number_of(idle[i]["mean"]);
    if (ratios.empty() || !memory) {
      continue;
    }
    std::sort(ratios.begin(), ratios.end());
    const auto rank = static_cast<std::size_t>(std::ceil(0.75 * static_cast<double>(ratios.size())));
    Point point;
    point.x = rounded(*memory);
    point.y = rounded(ratios[rank - 1]);
    point.label = compared.variants[i];
    curves.push_back({compared.variants[i], CurveKind::points, {point}});
  }
  if (curves.size() < 2) {
    return;
  }
  Axis memory{"idle memory, GiB s", Unit::number};
  memory.from = 0;
  Axis cold{"cold share, 75th percentile", Unit::share};
  cold.from = 0;
  figures.push_back({"trade-off",
                     kDistributions,
                     "Cold starts against idle memory",
                     "For each variant, the cold-start share of the function at the 75th percentile, and the "
                     "memory of idle instances. Variants at the lower left are better.",
                     memory,
                     cold,
                     std::move(curves),
                     {}});
}

/// Adds a figure with a cumulative curve for each variant that has values.
template <class PointsOf>
void add_curves(const Compared& compared, Figure figure, const PointsOf& points_of,
                std::vector<Figure>& figures) {
  for (const std::string& variant : compared.variants) {
    std::vector<Point> points = points_of(variant);
    if (!points.empty()) {
      figure.curves.push_back({variant, CurveKind::step, std::move(points)});
    }
  }
  if (!figure.curves.empty()) {
    figures.push_back(std::move(figure));
  }
}

void add_distributions(const Compared& compared, std::vector<Figure>& figures) {
  const auto by_time = [&](const char* name, const char* title, const char* caption,
                           const char* distribution) {
    add_curves(
        compared, {name, kDistributions, title, caption, latency_axis(), share_axis("share"), {}, {}},
        [&](const std::string& variant) { return cumulative(compared.buckets(variant, distribution)); },
        figures);
  };
  by_time("latency-cdf", "Latency, cumulative",
          "The share of completed invocations whose latency is at most this value.", "latency");
  by_time("cold-start-cdf", "Cold starts, cumulative",
          "The share of cold attempts that waited for their start-up at most this long.", "cold_start");
  const auto by_function = [&](const char* name, const char* title, Axis axis, const char* column) {
    add_curves(
        compared,
        {name,
         kDistributions,
         title,
         "The share of functions whose value is at most this value.",
         std::move(axis),
         share_axis("share of functions"),
         {},
         {}},
        [&](const std::string& variant) { return cumulative(compared.values(variant, column)); }, figures);
  };
  by_function("functions-cold-share", "Functions by cold share", {"cold share", Unit::share}, "cold_ratio");
  Axis latency = latency_axis();
  latency.label = "latency p99 (log scale)";
  by_function("functions-latency", "Functions by latency p99", latency, "latency_p99_s");
}

}  // namespace

std::vector<Figure> figures_of_comparison(const ResultsReader& folder) {
  const Compared compared(folder);
  std::vector<Figure> figures;
  add_differences(compared, figures);
  add_trade_off(compared, figures);
  add_distributions(compared, figures);
  return figures;
}

}  // namespace curtain::tools
