#include "tools/curtain/text/trace_info_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "sim/json_writer.hpp"
#include "tools/curtain/text/table.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {

using sim::JsonLayout;

namespace {

constexpr std::size_t kWidth = 72;  // width of a sparkline, so that its line fits into 80 columns

void write_busiest(const char* name, const std::vector<BusyOne>& busiest, bool are_functions, bool has_memory,
                   sim::JsonWriter& json) {
  json.key(name);
  json.array(JsonLayout::lines, [&] {
    for (const BusyOne& one : busiest) {
      json.object(JsonLayout::line, [&] {
        json.member("name", one.name);
        if (are_functions) {
          json.member("tenant", one.tenant);
          json.member("memory_mib", has_memory ? std::optional(one.memory) : std::nullopt);
        } else {
          json.member("functions", one.functions);
        }
        json.member("calls", one.calls);
        json.member("mean_duration_s", one.mean_duration_s);
      });
    }
  });
}

void line(std::string_view name, const std::string& text) {
  std::string block = wrapped(text, output_columns(), 15);
  fmt::print("  {} {}", pad_right(name, 12), block.substr(std::min<std::size_t>(15, block.size())));
}

std::string median_text(const OverFunctions& figure) {
  return figure.median ? fmt::format("{} (median of {})", human_number(*figure.median),
                                     counted(figure.functions, "function"))
                       : std::string("too few calls");
}

std::string share_of(std::uint64_t part, std::uint64_t whole) {
  return human_share(static_cast<double>(part) / static_cast<double>(whole));
}

/// Adds a text such as "12 calls of zero duration (3.00 %)" if `part` is not 0.
void add_unusual(std::vector<std::string>& unusual, std::uint64_t part, const char* what, const char* which,
                 std::uint64_t whole) {
  if (part > 0) {
    unusual.push_back(fmt::format("{} {} ({})", counted(part, what), which, share_of(part, whole)));
  }
}

void print_lines(const char* name, const std::vector<std::string>& texts) {
  for (std::size_t i = 0; i < texts.size(); ++i) {
    line(i == 0 ? name : "", texts[i]);
  }
}

/// Prints the number of clients in closed loops, whose calls are not in any stream.
void print_clients(const TraceStatistics& s) {
  if (s.clients > 0) {
    line("clients", fmt::format("{} in closed loops, of {}; the calls of these clients depend on the "
                                "answers, so they are known only after a run{}",
                                grouped(s.clients), counted(s.functions_of_clients, "function"),
                                s.calls > 0 ? "; the figures of calls do not include them" : ""));
  }
}

void print_unusual(const TraceStatistics& s, const std::vector<std::string>& of_files) {
  std::vector<std::string> unusual = of_files;
  add_unusual(unusual, s.functions_once, "function", "with a single call", s.functions);
  if (s.functions_uncalled > 0) {
    unusual.push_back(counted(s.functions_uncalled, "function") + " without a call");
  }
  add_unusual(unusual, s.zero_durations, "call", "of zero duration", s.calls);
  add_unusual(unusual, s.long_durations, "call", "longer than 15 min", s.calls);
  add_unusual(unusual, s.ties, "call", "at the instant of the previous call", s.calls);
  add_unusual(unusual, s.repeats, "call", "at the instant of the function's previous call", s.calls);
  add_unusual(unusual, s.empty_minutes, "minute", "without a call", s.minutes);
  print_lines("unusual", unusual);
}

/// Prints the distribution of values in `bars` intervals of equal ratio between the 0.1 and the 99.9
/// percentile. Values outside of this range count in the first or last interval. Zeros do not count.
void print_logarithmic(const char* what, const sim::Histogram& values, std::uint64_t zeros, std::size_t bars,
                       std::string (*text)(double)) {
  constexpr std::uint64_t kFewest = 10;
  const std::uint64_t positive = values.count() - zeros;
  if (positive < kFewest) {
    return;
  }
  const auto quantile = [&](double share) {
    const double rank = static_cast<double>(zeros) + share * static_cast<double>(positive);
    return static_cast<double>(values.quantile(rank / static_cast<double>(values.count())));
  };
  const double least = std::max(quantile(1e-3), 1.0);
  const double most = quantile(1 - 1e-3);
  if (!(most > least)) {
    return;
  }
  const double ratio = std::log(most / least);
  std::vector<double> heights(bars);
  values.for_each_bucket([&](std::int64_t first, std::int64_t last, std::uint64_t count) {
    const double middle = (static_cast<double>(first) + static_cast<double>(last)) / 2;
    if (last > 0) {
      const double at = std::log(std::clamp(middle, least, most) / least) / ratio;
      heights[static_cast<std::size_t>(std::lround(at * static_cast<double>(bars - 1)))] +=
          static_cast<double>(count);
    }
  });
  fmt::print("\n  {}, {} to {} in equal ratios\n  {}\n", what, text(least), text(most),
             sparkline(heights, bars));
}

void print_busiest(const char* what, const std::vector<BusyOne>& busiest, std::uint64_t calls,
                   bool has_memory) {
  const bool is_function = !busiest.front().tenant.empty();
  const std::size_t room = output_columns() - 44;
  Table table({what, is_function ? "memory" : "functions", "mean duration", "calls"});
  for (const BusyOne& one : busiest) {
    table.add({shortened(one.name, room),
               is_function ? (has_memory ? fmt::format("{} MiB", one.memory) : std::string("-"))
                           : grouped(one.functions),
               human_seconds(one.mean_duration_s), share_of(one.calls, calls)});
  }
  fmt::print("\n{}", table.text());
}

}  // namespace

void print_trace_info_text(const TraceInfo& info) {
  const TraceStatistics& s = info.statistics;
  fmt::print("\n  {}{}\n\n", bold(shortened(info.name, output_columns() - 2)),
             s.is_partial ? red("  interrupted; the figures cover only the part that was read") : "");
  if (s.calls == 0) {
    print_clients(s);
    if (s.clients == 0 || s.functions_uncalled > 0) {
      fmt::print("  no calls, but the names of {}\n", counted(s.functions_uncalled, "function"));
    }
    fmt::print("\n");
    return;
  }
  line("calls", fmt::format("{}, of {} of {}", grouped(s.calls), counted(s.functions, "function"),
                            counted(s.tenants, "tenant")));
  line("span", fmt::format("{}, from {} to {}", human_seconds((s.last - s.first).seconds()),
                           human_seconds(s.first.seconds()), human_seconds(s.last.seconds())));
  line("rate", fmt::format("{} a second; busiest minute {}, at {}", or_dash(s.rate, human_number),
                           counted(s.peak_calls, "call"), human_seconds(s.peak_minute.seconds())));
  if (s.longest_silence > Duration{}) {
    line("longest gap", fmt::format("{}, beginning at {}", human_seconds(s.longest_silence.seconds()),
                                    human_seconds(s.silence_start.seconds())));
  }
  line("under way", fmt::format("{} on average", or_dash(s.mean_busy, human_number)));
  line("gaps", "coefficient of variation " + median_text(s.gap_variation));
  line("bursts", fmt::format("index of dispersion by minute {} of all calls", human_number(*s.dispersion)));
  line("", median_text(s.function_dispersion));
  const auto quantile = [&s](double p) { return human_seconds(Duration{s.durations.quantile(p)}.seconds()); };
  line("duration", fmt::format("mean {}, p50 {}, p90 {}, p99 {}, max {}",
                               human_seconds(s.durations.mean() / 1e9), quantile(0.5), quantile(0.9),
                               quantile(0.99), human_seconds(Duration{s.durations.max()}.seconds())));
  line("memory", info.has_memory ? fmt::format("of functions: {} to {} MiB, p50 {}, p90 {}", s.memory_least,
                                               s.memory_most, s.memory_p50, s.memory_p90)
                                 : std::string("not in the trace"));
  line("popularity", fmt::format("busiest 1 % of functions {} of calls, busiest ten {}",
                                 human_share(s.share_of_top_percent), human_share(s.share_of_top_ten)));
  print_clients(s);
  print_lines("missing", info.missing);
  print_unusual(s, info.unusual);
  if (s.functions > 1) {
    print_busiest("busiest functions", s.busiest_functions, s.calls, info.has_memory);
  }
  if (s.tenants > 1) {
    print_busiest("busiest tenants", s.busiest_tenants, s.calls, info.has_memory);
  }
  const std::vector<double> heights(s.series.begin(), s.series.end());
  fmt::print("\n  calls over time\n  {}\n", sparkline(heights, kWidth));
  print_logarithmic("calls by duration", s.durations, s.zero_durations, kWidth,
                    [](double ns) { return human_seconds(ns / 1e9); });
  print_logarithmic("functions by calls", s.function_calls, 0, kWidth / 3,
                    [](double calls) { return human_number(calls); });
  fmt::print("\n");
}

namespace {

/// The value, or null if there are no calls, because there is then no first call and no busiest function.
std::optional<double> of_calls(const TraceStatistics& s, double value) {
  return s.calls > 0 ? std::optional(value) : std::nullopt;
}

void write_sizes(const TraceInfo& info, sim::JsonWriter& json) {
  const TraceStatistics& s = info.statistics;
  const auto seconds = [&](const char* name, double value) { json.member(name, of_calls(s, value)); };
  json.key("duration_s");
  json.object(JsonLayout::line, [&] {
    seconds("mean", s.durations.mean() / 1e9);
    seconds("p50", Duration{s.durations.quantile(0.5)}.seconds());
    seconds("p90", Duration{s.durations.quantile(0.9)}.seconds());
    seconds("p99", Duration{s.durations.quantile(0.99)}.seconds());
    seconds("max", Duration{s.durations.max()}.seconds());
  });
  json.key("memory_mib");
  if (!info.has_memory || s.calls == 0) {
    json.value(nullptr);
    return;
  }
  json.object(JsonLayout::line, [&] {
    json.member("least", s.memory_least);
    json.member("p50", s.memory_p50);
    json.member("p90", s.memory_p90);
    json.member("most", s.memory_most);
  });
}

void write_members(const TraceInfo& info, sim::JsonWriter& json) {
  const TraceStatistics& s = info.statistics;
  const auto silence = [&](double seconds) { return s.calls > 1 ? std::optional(seconds) : std::nullopt; };
  json.member("partial", s.is_partial);
  json.member("calls", s.calls);
  json.member("functions", s.functions);
  json.member("tenants", s.tenants);
  json.member("first_s", of_calls(s, s.first.seconds()));
  json.member("last_s", of_calls(s, s.last.seconds()));
  json.member("rate_per_s", s.rate);
  json.member("peak_minute_calls", s.peak_calls);
  json.member("peak_minute_s", of_calls(s, s.peak_minute.seconds()));
  json.member("clients", s.clients);
  json.member("functions_of_clients", s.functions_of_clients);
  json.member("mean_busy", s.mean_busy);
  json.member("gap_variation_median", s.gap_variation.median);
  json.member("dispersion", s.dispersion);
  json.member("function_dispersion_median", s.function_dispersion.median);
  write_sizes(info, json);
  json.member("share_of_top_percent", of_calls(s, s.share_of_top_percent));
  json.member("share_of_top_ten", of_calls(s, s.share_of_top_ten));
  json.member("functions_once", s.functions_once);
  json.member("functions_uncalled", s.functions_uncalled);
  json.member("zero_durations", s.zero_durations);
  json.member("ties", s.ties);
  json.member("repeats", s.repeats);
  json.member("long_durations", s.long_durations);
  json.member("minutes", s.minutes);
  json.member("empty_minutes", s.empty_minutes);
  json.member("longest_silence_s", silence(s.longest_silence.seconds()));
  json.member("longest_silence_from_s", silence(s.silence_start.seconds()));
  write_busiest("busiest_functions", s.busiest_functions, true, info.has_memory, json);
  write_busiest("busiest_tenants", s.busiest_tenants, false, info.has_memory, json);
  json.list("missing", info.missing);
  json.list("unusual", info.unusual);
  json.key("series");
  json.object(JsonLayout::line, [&] {
    json.member("stretch_s", s.stretch.seconds());
    json.list("calls", s.series);
  });
}

}  // namespace

void print_trace_info_json(const TraceInfo& info) {
  sim::JsonWriter json;
  json.object(JsonLayout::lines, [&] { write_members(info, json); });
  fmt::print("{}", json.document());
}

}  // namespace curtain::tools
