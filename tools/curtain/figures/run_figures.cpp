#include "tools/curtain/figures/run_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "models/config/date_form.hpp"
#include "models/config/quantity.hpp"
#include "models/import/json_stream.hpp"
#include "models/words.hpp"
#include "sim/check.hpp"
#include "tools/curtain/figures/axis.hpp"
#include "tools/curtain/figures/distributions.hpp"
#include "tools/curtain/figures/folder_tables.hpp"
#include "tools/curtain/figures/shared_axes.hpp"

namespace curtain::tools {
namespace {

constexpr const char* kTimes = "How long it took";
constexpr const char* kCourse = "Over time";
constexpr const char* kMoney = "The bill";

/// Reads the metrics of summary.json.
class Metrics {
 public:
  explicit Metrics(const std::string& summary) {
    SIM_CHECK(parse_json(summary, tree_).empty());  // the checksum is correct, so the program itself wrote
                                                    // the file
  }
  /// Returns the value of a metric. The result is empty if the metric has no value or is not in the folder.
  [[nodiscard]] std::optional<double> of(std::string_view name) const {
    return number_of(tree_.root()["metrics"][name]);
  }

 private:
  JsonTree tree_;
};

std::vector<Mark> quantile_marks(const Metrics& metrics, const std::string& distribution) {
  std::vector<Mark> marks;
  for (const char* const rank : {"p50", "p90", "p99"}) {
    if (const auto value = metrics.of(fmt::format("{}.{}_s", distribution, rank)); value && *value > 0) {
      marks.push_back({*value, fmt::format("{} {}", rank, axis_text(latency_axis(), *value))});
    }
  }
  return marks;
}

/// Adds the figure with one row for each stage, from the settings, and one row for the measured wait of cold
/// attempts.
void add_stages(const CsvFile& stages, const std::vector<Bucket>& cold, std::vector<Figure>& figures) {
  Curve settings{"by the settings", CurveKind::intervals, {}};
  for (std::size_t row = 0; row < stages.size(); ++row) {
    if (stages.number(row, "p95_s").value_or(0) > 0) {
      settings.points.push_back({stages.number(row, "p50_s"),
                                 {},
                                 stages.number(row, "p5_s"),
                                 stages.number(row, "p95_s"),
                                 std::string(stages.text(row, "stage"))});
    }
  }
  if (settings.points.empty()) {
    return;
  }
  std::vector<Curve> curves = {std::move(settings)};
  if (!cold.empty()) {
    curves.push_back({"measured",
                      CurveKind::intervals,
                      {{quantile_of(cold, 0.5),
                        {},
                        quantile_of(cold, 0.05),
                        quantile_of(cold, 0.95),
                        "wait of cold attempts"}}});
  }
  Axis axis{"time", Unit::seconds};
  axis.from = 0;
  figures.push_back({"start-stages",
                     kTimes,
                     "Stages of a cold start",
                     "The median and the 5th to 95th percentile of each stage, computed from the settings, "
                     "and of the measured wait of cold attempts. A VM boots only if a new VM is needed. An "
                     "instance from a pool skips the sandbox and the runtime. Cached code is not downloaded.",
                     axis,
                     {},
                     std::move(curves),
                     {}});
}

constexpr std::pair<const char*, const char*> kReasons[] = {
    {"execution_usd", "execution"}, {"requests_usd", "requests"},
    {"init_usd", "initialisation"}, {"provisioned_usd", "provisioned"},
    {"storage_usd", "storage"},     {"isolated_usd", "instances of end tenants"},
    {"snapshots_usd", "snapshots"}, {"restores_usd", "restores"}};
using Reasons = std::array<double, std::size(kReasons)>;

Axis money_axis() {
  Axis axis{"US dollars", Unit::usd};
  axis.from = 0;
  return axis;
}

/// Makes a figure of stacked bars in rows. Each of `rows` has a label and charges by reason. The charges of a
/// row are drawn side by side.
std::vector<Curve> stacked(const std::vector<std::pair<std::string, Reasons>>& rows) {
  std::vector<Curve> curves;
  for (std::size_t reason = 0; reason < std::size(kReasons); ++reason) {
    Curve curve{kReasons[reason].second, CurveKind::amounts, {}};
    for (const auto& [label, charges] : rows) {
      double before = 0;
      for (std::size_t i = 0; i < reason; ++i) {
        before += charges[i];
      }
      if (charges[reason] > 0) {
        curve.points.push_back(
            {rounded(charges[reason]), {}, rounded(before), rounded(before + charges[reason]), label});
      }
    }
    if (!curve.points.empty()) {
      curves.push_back(std::move(curve));
    }
  }
  return curves;
}

void add_bill(const CsvFile& tenants, const Metrics& metrics, std::vector<Figure>& figures) {
  std::vector<Curve> reasons;
  for (const auto& [column, name] : kReasons) {
    if (const double charge = metrics.of(fmt::format("billing.{}", column)).value_or(0); charge > 0) {
      reasons.push_back({name, CurveKind::amounts, {{rounded(charge), {}, 0.0, rounded(charge), name}}});
    }
  }
  if (reasons.empty()) {
    return;
  }
  figures.push_back({"bill-by-reason",
                     kMoney,
                     "Bill by reason",
                     "The charges of the window by reason.",
                     money_axis(),
                     {},
                     std::move(reasons),
                     {}});
  constexpr std::size_t most = 12;
  std::vector<std::pair<std::string, Reasons>> rows;
  for (std::size_t row = 0; row < tenants.size(); ++row) {
    Reasons charges{};
    for (std::size_t i = 0; i < charges.size(); ++i) {
      charges[i] = tenants.number(row, kReasons[i].first).value_or(0);
    }
    rows.emplace_back(std::string(tenants.text(row, "tenant")), charges);
  }
  const auto sum = [](const auto& row) {
    return row.second[0] + row.second[1] + row.second[2] + row.second[3];
  };
  std::stable_sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) { return sum(a) > sum(b); });
  if (rows.size() > most) {
    const std::size_t others = rows.size() - most + 1;
    for (std::size_t row = most; row < rows.size(); ++row) {
      for (std::size_t i = 0; i < rows[row].second.size(); ++i) {
        rows[most - 1].second[i] += rows[row].second[i];
      }
    }
    rows.resize(most);
    rows.back().first = fmt::format("{} others", others);
  }
  figures.push_back({"bill-by-tenant",
                     kMoney,
                     "Bill by tenant",
                     "The charges of the window by tenant and reason. If there are more than twelve tenants, "
                     "the tenants with the smallest charges share one row.",
                     money_axis(),
                     {},
                     stacked(rows),
                     {}});
}

void add_times(const CsvFile& histograms, const CsvFile& stages, const Metrics& metrics,
               std::vector<Figure>& figures) {
  const std::vector<Bucket> latency = buckets_of(histograms, "latency");
  if (!latency.empty()) {
    figures.push_back({"latency-cdf",
                       kTimes,
                       "Latency, cumulative",
                       "The share of completed invocations whose latency is at most this value.",
                       latency_axis(),
                       share_axis("share of invocations"),
                       {{"latency", CurveKind::step, cumulative(latency)}},
                       quantile_marks(metrics, "latency")});
    figures.push_back({"latency-histogram",
                       kTimes,
                       "Latency, histogram",
                       "Completed invocations by latency, in twelve classes for each factor of ten.",
                       latency_axis(),
                       count_axis("invocations"),
                       {{"latency", CurveKind::bars, histogram(latency)}},
                       quantile_marks(metrics, "latency")});
  }
  const std::vector<Bucket> cold = buckets_of(histograms, "cold_start");
  if (!cold.empty()) {
    figures.push_back({"cold-start-cdf",
                       kTimes,
                       "Cold starts, cumulative",
                       "The share of cold attempts that waited for their start-up at most this long.",
                       latency_axis(),
                       share_axis("share of cold attempts"),
                       {{"cold start", CurveKind::step, cumulative(cold)}},
                       quantile_marks(metrics, "cold_start")});
  }
  add_stages(stages, cold, figures);
}

/// Makes curves from the bins of timeseries.csv.
class Course {
 public:
  explicit Course(const CsvFile& bins) : bins_(bins) {}

  using Column = std::pair<const char*, const char*>;  ///< a column of timeseries.csv, and the name of the
                                                       ///< curve
  enum class Per : std::uint8_t { bin, second };

  /// Returns a curve for each of the columns that the file contains.
  [[nodiscard]] std::vector<Curve> curves(const std::vector<Column>& columns, CurveKind kind, Per per) const {
    std::vector<Curve> all;
    for (const auto& [column, name] : columns) {
      if (!bins_.has(column)) {
        continue;
      }
      Curve& curve = all.emplace_back();
      curve.name = name;
      curve.kind = kind;
      for (std::size_t row = 0; row < bins_.size(); ++row) {
        Point& point = curve.points.emplace_back();
        point.x = bins_.number(row, "start_s");
        point.y = bins_.number(row, column);
        if (per == Per::second && point.x && point.y) {
          *point.y /= bins_.number(row, "end_s").value_or(0) - *point.x;
        }
        point.y = point.y ? std::optional(rounded(*point.y)) : std::nullopt;
      }
    }
    return all;
  }
  /// Returns the columns that contain a number other than 0.
  [[nodiscard]] std::vector<Column> some(std::vector<Column> columns) const {
    columns.erase(std::remove_if(columns.begin(), columns.end(),
                                 [this](const Column& column) { return !bins_.has_some(column.first); }),
                  columns.end());
    return columns;
  }
  /// Returns curves up to the last bin with an arrival. Later bins contain only the answers to the slowest
  /// requests.
  [[nodiscard]] std::vector<Curve> curves_of_arrivals(const std::vector<Column>& columns,
                                                      CurveKind kind) const {
    std::size_t rows = bins_.size();
    while (rows > 0 && bins_.number(rows - 1, "arrived").value_or(0) == 0) {
      --rows;
    }
    const std::vector<Curve> whole = curves(columns, kind, Per::bin);
    std::vector<Curve> all = whole;
    bool is_empty = true;
    for (Curve& curve : all) {
      curve.points.resize(std::min(rows, curve.points.size()));
      is_empty = is_empty && std::none_of(curve.points.begin(), curve.points.end(),
                                          [](const Point& point) { return point.y.has_value(); });
    }
    return is_empty ? whole : all;
  }
  [[nodiscard]] std::string bin() const {
    const double width = bins_.number(0, "end_s").value_or(0) - bins_.number(0, "start_s").value_or(0);
    const bool are_minutes = width >= 60 && std::fmod(width, 60) == 0;
    return are_minutes ? fmt::format("{:g} min", width / 60) : axis_text(latency_axis(), width);
  }

 private:
  const CsvFile& bins_;
};

/// Adds figures over time. All of them have the same horizontal axis.
struct AddOverTime {
  Axis time;
  std::vector<Figure>& figures;

  void operator()(std::string name, std::string title, std::string caption, Axis y,
                  std::vector<Curve> curves) const {
    if (!curves.empty()) {
      figures.push_back({std::move(name),
                         kCourse,
                         std::move(title),
                         std::move(caption),
                         time,
                         std::move(y),
                         std::move(curves),
                         {}});
    }
  }
};

void add_course(const CsvFile& bins, std::optional<std::int64_t> epoch, std::vector<Figure>& figures) {
  if (bins.size() == 0) {
    return;
  }
  const Course course(bins);
  const AddOverTime add_figure{clock_axis(epoch, bins.number(bins.size() - 1, "end_s").value_or(0)), figures};
  using Per = Course::Per;
  const std::string bin = course.bin();
  std::vector<Course::Column> ends = course.some({{"turned_away", "turned away"},
                                                  {"failed", "failed"},
                                                  {"timed_out", "timed out"},
                                                  {"errored", "errored"},
                                                  {"abandoned", "abandoned"}});
  ends.insert(ends.begin(), {"arrived", "arrived"});
  add_figure("arrivals", "Arrivals", fmt::format("Invocations a second, in bins of {}.", bin),
             count_axis("a second"), course.curves(ends, CurveKind::step, Per::second));
  std::vector<Course::Column> reasons;
  for (const std::string_view reason : kRejectionNames) {
    reasons.emplace_back(reason.data(), reason.data());
  }
  add_figure("turned-away", "Turned away, by reason",
             fmt::format("Invocations a second that were throttled, expired or refused, in bins of {}.", bin),
             count_axis("a second"), course.curves(course.some(reasons), CurveKind::step, Per::second));
  add_figure("cold-starts", "Cold starts over time",
             fmt::format("Attempts that started cold, in bins of {}.", bin), count_axis("in a bin"),
             course.curves({{"cold", "cold"}}, CurveKind::step, Per::bin));
  Axis latency{"latency (log scale)", Unit::seconds, AxisScale::log};
  add_figure(
      "latency", "Latency over time",
      "Percentiles of the latency of the answers in each bin, up to the last arrival.", latency,
      course.curves_of_arrivals(
          {{"latency_p50_s", "p50"}, {"latency_p90_s", "p90"}, {"latency_p99_s", "p99"}}, CurveKind::line));
  std::vector<Course::Column> states = course.some({{"starting", "starting"}, {"draining", "draining"}});
  states.insert(states.begin(), {{"instances", "alive"}, {"busy", "busy"}, {"idle", "idle"}});
  add_figure("instances", "Instances by state",
             "At the end of each bin; busy instances execute a request, and draining instances are busy "
             "for the last time.",
             count_axis("instances"), course.curves(states, CurveKind::step, Per::bin));
  add_figure("fleet", "VMs and hosts",
             "The number of VMs and hosts at the end of each bin, with a lower bound on the VMs that any "
             "packing of the live instances needs.",
             count_axis("number"),
             course.curves({{"vms", "VMs"}, {"vms_lower_bound", "lower bound on VMs"}, {"hosts", "hosts"}},
                           CurveKind::step, Per::bin));
  add_figure(
      "packing", "Packing density",
      "Memory of live instances as a share of the memory of the VMs that contain at least one instance, "
      "at the end of each bin, and the highest share that the lower bound on VMs allows.",
      share_axis("share of memory"),
      course.curves({{"packing_density", "density"}, {"packing_density_bound", "best possible"}},
                    CurveKind::step, Per::bin));
  add_figure("memory", "Memory of instances", "GiB, as a mean over each bin.", count_axis("GiB"),
             course.curves({{"busy_gib_s", "busy"}, {"idle_gib_s", "idle"}}, CurveKind::step, Per::second));
  if (bins.has_some("cost_usd")) {
    Axis money = count_axis("US dollars");
    money.unit = Unit::usd;
    add_figure("bill", "Bill over time", fmt::format("Charges in bins of {}.", bin), money,
               course.curves({{"cost_usd", "charged"}}, CurveKind::step, Per::bin));
  }
}

}  // namespace

Axis clock_axis(std::optional<std::int64_t> epoch, double end_s) {
  Axis axis{"time since the start (h:mm)", Unit::seconds, AxisScale::clock};
  if (epoch) {
    constexpr double day = 86'400;
    axis.epoch = epoch;
    axis.has_dates = seconds_of_day(axis) + end_s > day;
    const std::string date = config::format_date(*epoch).substr(0, 10);
    axis.label = axis.has_dates ? fmt::format("date and time (UTC), from {}", date)
                                : fmt::format("time of day on {} (UTC)", date);
  }
  return axis;
}

std::optional<std::int64_t> epoch_in(const ResultsReader& folder) {
  const JsonView epoch = folder.manifest()["epoch"];
  if (!epoch || epoch.text().empty() || epoch.text() == "null") {
    return std::nullopt;
  }
  try {
    return config::parse_date(std::string(epoch.text()));
  } catch (const config::QuantityError&) {
    return std::nullopt;  // the file was written by a later version
  }
}

std::vector<Figure> figures_of_run(const ResultsReader& folder) {
  const auto table = [&folder](const char* name) { return folder.has(name) ? folder.read(name) : ""; };
  const Metrics metrics(folder.read("summary.json"));
  std::vector<Figure> figures;
  add_times(CsvFile(table("histograms.csv")), CsvFile(table("start_stages.csv")), metrics, figures);
  add_course(CsvFile(table("timeseries.csv")), epoch_in(folder), figures);
  add_bill(CsvFile(table("tenants.csv")), metrics, figures);
  return figures;
}

}  // namespace curtain::tools
