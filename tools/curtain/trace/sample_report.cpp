#include "tools/curtain/trace/sample_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "sim/empirical_distance.hpp"
#include "sim/json_writer.hpp"
#include "sim/wide.hpp"
#include "tools/curtain/text/table.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {

using sim::JsonLayout;

namespace {

const char* unit_name(DistanceUnit unit) {
  switch (unit) {
    case DistanceUnit::decades:
      return "decades";
    case DistanceUnit::share:
      return "share of calls";
    case DistanceUnit::calls:
      return "calls";
    case DistanceUnit::seconds:
      return "s";
    case DistanceUnit::mebibytes:
      return "MiB";
    case DistanceUnit::gib_seconds:
      return "GiB s";
    case DistanceUnit::none:
      break;
  }
  return "over medians";
}

/// Sums over several functions.
struct Totals {
  double functions = 0;
  double calls = 0;
  double busy_s = 0;
  double memory_mib = 0;
  double load_gib_s = 0;
  double pauses = 0;
  double busiest = 0;  ///< the busiest function's share of the calls

  void add(const FunctionSummary& function) {
    const auto count = static_cast<double>(function.calls);
    functions += 1;
    calls += count;
    busy_s += count * function.mean_duration_s;
    memory_mib += function.memory;
    load_gib_s += count * function.mean_duration_s * function.memory / 1024;
    pauses += function.pauses;
    busiest = std::max(busiest, count);
  }
};

Totals totals_of(const WorkloadSummary& whole) {
  Totals totals;
  for (const FunctionSummary& function : whole.functions) {
    totals.add(function);
  }
  return totals;
}

Totals totals_of(const WorkloadSummary& whole, const FunctionSample& sample) {
  Totals totals;
  for (const std::uint32_t i : sample.chosen) {
    totals.add(whole.functions[i]);
  }
  return totals;
}

std::string difference(double sample, double whole) {
  return whole == 0 ? "" : fmt::format("{:+.1f} %", 100 * (sample / whole - 1));
}

void print_totals(const Totals& whole, const Totals& sample) {
  Table table({"", "all", "sample", "difference"});
  const auto row = [&](const char* name, double a, double b, auto text) {
    table.add({name, text(a), text(b), difference(b, a)});
  };
  row("calls of a function", whole.calls / whole.functions, sample.calls / sample.functions, human_number);
  row("mean duration of a call", whole.busy_s / whole.calls, sample.busy_s / sample.calls, human_seconds);
  row("mean memory of a function, MiB", whole.memory_mib / whole.functions,
      sample.memory_mib / sample.functions, human_number);
  row("load of a function, GiB s", whole.load_gib_s / whole.functions, sample.load_gib_s / sample.functions,
      human_number);
  row("calls after a pause of 10 min", whole.pauses / whole.calls, sample.pauses / sample.calls, human_share);
  table.add({"calls of the busiest function", human_share(whole.busiest / whole.calls),
             human_share(sample.busiest / sample.calls)});
  fmt::print("{}", table.text());
}

/// A distance with four decimals or three digits, because small numbers are compared here.
std::string distance_text(double distance) {
  return distance < 1 ? fmt::format("{:.4f}", distance) : human_number(distance);
}

std::string row_name(const SampleDistance& distance) {
  return fmt::format("{}, {}", distance.name, unit_name(distance.unit));
}

void print_distances(const FunctionSample& sample, std::uint32_t random_samples) {
  Table table({"distance to all", "sample", "random: median", "best", "better"});
  const auto add = [&table, random_samples](const std::string& name, const SampleDistance& distance) {
    table.add({name, distance_text(distance.sample), distance_text(distance.random_median),
               distance_text(distance.random_least),
               fmt::format("{} of {}", grouped(distance.random_nearer), grouped(random_samples))});
  };
  for (const SampleDistance& distance : sample.distances) {
    add(row_name(distance), distance);
  }
  add("pauses, Kolmogorov-Smirnov", sample.pauses);
  fmt::print("{}", table.text());
}

std::string time_line(const LoadProfile& profile) {
  return sparkline(std::vector<double>(profile.calls().begin(), profile.calls().end()), LoadProfile::kMost);
}

void print_sample(const SampleContext& context, const WrittenSample& written) {
  const FunctionSample& sample = written.sample;
  fmt::print("\n  {}\n\n", bold(fmt::format("{}, {}", counted(sample.chosen.size(), "function"),
                                            counted(written.calls, "call"))));
  if (sample.chosen.size() < context.whole.functions.size()) {
    print_distances(sample, context.random_samples);
    fmt::print("\n");
    print_totals(totals_of(context.whole), totals_of(context.whole, sample));
    if (context.profile.is_counted()) {
      fmt::print("\n  calls over time, all and sample: distance {}\n  {}\n  {}\n",
                 human_seconds(written.profile.shift_s(context.profile)), time_line(context.profile),
                 time_line(written.profile));
    }
  }
  if (context.scale < 1 && !written.paths.empty()) {
    fmt::print("\n  {} of its calls kept ({}), none of {}\n", grouped(written.kept),
               human_share(written.calls == 0
                               ? 0
                               : static_cast<double>(written.kept) / static_cast<double>(written.calls)),
               counted(written.silent, "function"));
  }
  if (!written.entry.empty()) {
    fmt::print("\n  workload:\n    - {}\n", written.entry);
  }
}

void write_distance(std::string_view name, const SampleDistance& distance, sim::JsonWriter& json) {
  json.object(JsonLayout::line, [&] {
    json.member("name", name);
    json.member("unit", unit_name(distance.unit));
    json.member("sample", distance.sample);
    json.member("random_median", distance.random_median);
    json.member("random_least", distance.random_least);
    json.member("random_nearer", distance.random_nearer);
  });
}

void write_totals(const char* name, const Totals& totals, sim::JsonWriter& json) {
  json.key(name);
  json.object(JsonLayout::line, [&] {
    json.member("functions", totals.functions);
    json.member("calls", totals.calls);
    json.member("mean_duration_s", totals.busy_s / totals.calls);
    json.member("mean_memory_mib", totals.memory_mib / totals.functions);
    json.member("load_gib_s", totals.load_gib_s);
    json.member("pause_share", totals.pauses / totals.calls);
    json.member("busiest_share", totals.busiest / totals.calls);
  });
}

void write_sample(const SampleContext& context, const WrittenSample& written, sim::JsonWriter& json) {
  json.object(JsonLayout::lines, [&] {
    json.member("functions", written.sample.chosen.size());
    json.member("calls", written.calls);
    json.member("kept", written.kept);
    json.list("paths", written.paths);
    write_totals("totals", totals_of(context.whole, written.sample), json);
    json.member("time_shift_s", context.profile.is_counted()
                                    ? std::optional(written.profile.shift_s(context.profile))
                                    : std::nullopt);
    json.key("distances");
    json.array(JsonLayout::lines, [&] {
      for (const SampleDistance& distance : written.sample.distances) {
        write_distance(distance.name, distance, json);
      }
      write_distance("pauses_kolmogorov_smirnov", written.sample.pauses, json);
    });
  });
}

}  // namespace

void print_samples(const SampleContext& context, const std::vector<WrittenSample>& samples) {
  const WorkloadSummary& whole = context.whole;
  fmt::print("\n  {}\n", bold(context.name));
  fmt::print("  {} with {}, from {} to {}\n", counted(whole.functions.size(), "function"),
             counted(whole.calls, "call"), human_seconds(whole.first.seconds()),
             human_seconds(whole.last.seconds()));
  if (whole.uncalled > 0) {
    fmt::print("  {} without a call in this interval are left out\n", grouped(whole.uncalled));
  }
  for (const WrittenSample& sample : samples) {
    print_sample(context, sample);
  }
  for (const std::string& note : context.notes) {
    fmt::print("\n{}", wrapped(note, 80, 2));
  }
  fmt::print("\n");
}

void print_samples_json(const SampleContext& context, const std::vector<WrittenSample>& samples) {
  sim::JsonWriter json;
  json.object(JsonLayout::lines, [&] {
    json.member("input", context.name);
    json.member("functions_uncalled", context.whole.uncalled);
    json.member("scale", context.scale);
    json.member("random_samples", context.random_samples);
    write_totals("all", totals_of(context.whole), json);
    json.key("samples");
    json.array(JsonLayout::lines, [&] {
      for (const WrittenSample& written : samples) {
        write_sample(context, written, json);
      }
    });
    json.list("notes", context.notes);
  });
  fmt::print("{}", json.document());
}

}  // namespace curtain::tools
