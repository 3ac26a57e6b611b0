#include "tools/curtain/text/measured_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <vector>

#include "models/measured/distances.hpp"
#include "tools/curtain/text/table.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

constexpr std::size_t kPoolBars = 60;

std::string file_of(const ComparedLog& log) {
  return std::filesystem::path(log.path).filename().string();
}

/// A figure in its unit, which the end of its name shows.
std::string figure_text(const std::string& name, const std::optional<double>& value) {
  if (!value) {
    return "-";
  }
  if (name.ends_with("_s")) {
    // A difference below a nanosecond is the rounding of two equal times.
    const double ns = 1e-9;
    return *value < -ns ? "-" + human_seconds(-*value) : human_seconds(*value < ns ? 0 : *value);
  }
  if (name.find("share") != std::string::npos) {
    return fmt::format("{:.2f} %", 100 * *value);
  }
  return name.ends_with("ks") ? fmt::format("{:.3f}", *value) : fmt::format("{:.1f}", *value);
}

/// The standard error of a figure over the parts of its log.
std::string repeated_text(const ComparedFigure& figure) {
  return figure.repeated ? glyph("±", "+-") + figure_text(figure.name, figure.repeated) : "-";
}

std::string p_text(const std::optional<double>& p) {
  return p ? fmt::format("{:.3f}", *p) : "-";
}

std::string bin_name(const ComparedIdleBin& bin) {
  return bin.to_min ? fmt::format("{}-{} min", bin.from_min, *bin.to_min)
                    : fmt::format("{} min or more", bin.from_min);
}

std::string cold_starts_text(const LogComparison& comparison) {
  Table table({"cold starts", "measured", "repeated", "simulated", "sd", "p"});
  double measured = 0;
  double simulated = 0;
  for (const ComparedLog& log : comparison.logs) {
    const ComparedFigure* const cold = log.find("cold_starts");
    if (cold == nullptr) {
      continue;
    }
    measured += *cold->measured;
    simulated += cold->mean().value_or(0);
    table.add({file_of(log), fmt::format("{:.0f}", *cold->measured), repeated_text(*cold),
               figure_text("", cold->mean()), figure_text("", cold->spread()), p_text(cold->p_value())});
  }
  if (comparison.logs.size() > 1) {
    table.add({"sum", fmt::format("{:.0f}", measured), "", fmt::format("{:.1f}", simulated), "", ""});
  }
  return table.text();
}

std::string figures_text(const ComparedLog& log) {
  Table table({"figure", "measured", "simulated", "error", "repeated", "p"});
  for (const ComparedFigure& figure : log.figures) {
    if (figure.measured) {
      table.add({figure.name, figure_text(figure.name, figure.measured),
                 figure_text(figure.name, figure.mean()), figure_text(figure.name, figure.error()),
                 repeated_text(figure), p_text(figure.p_value())});
    }
  }
  Table distances({"distance", "simulated", "between halves of the log"});
  for (const ComparedFigure& figure : log.figures) {
    if (!figure.measured && figure.mean()) {
      distances.add(
          {figure.name, figure_text(figure.name, figure.mean()), figure_text(figure.name, figure.repeated)});
    }
  }
  return table.text() + "\n" + distances.text();
}

std::string idle_bins_text(const std::vector<ComparedIdleBin>& bins) {
  Table table({"idle before the call", "calls", "cold", "measured", "95 %", "simulated", "p"});
  for (const ComparedIdleBin& bin : bins) {
    const ProbabilityInterval interval = wilson_interval(bin.measured.cold, bin.measured.calls);
    table.add({bin_name(bin), grouped(bin.measured.calls), grouped(bin.measured.cold),
               figure_text("share", bin.measured.share()),
               fmt::format("{:.2f}-{:.2f} %", 100 * interval.low, 100 * interval.high),
               bin.simulated.calls == 0 ? "-" : figure_text("share", bin.simulated.share()),
               bin.simulated.calls == 0 ? "-" : fmt::format("{:.4f}", bin.p_value())});
  }
  return table.text();
}

std::string joint_text(const LogComparison& comparison) {
  Table table({"all logs", "value"});
  for (const JointFigure& figure : comparison.joint) {
    if (figure.value) {
      table.add({figure.name, figure.name.ends_with("error") ? fmt::format("{:.1f} %", 100 * *figure.value)
                              : figure.name.ends_with("_s")  ? human_seconds(*figure.value)
                                                             : fmt::format("{:.4f}", *figure.value)});
    }
  }
  std::string text = table.text();
  if (!comparison.joint_p_without.empty()) {
    text += "\n";
    Table without({"cold_starts.joint_p without", "value"});
    for (std::size_t i = 0; i < comparison.joint_p_without.size(); ++i) {
      without.add({file_of(comparison.logs[i]), fmt::format("{:.4f}", comparison.joint_p_without[i])});
    }
    text += without.text();
  }
  return text;
}

}  // namespace

std::string measured_text(const LogComparison& comparison) {
  std::string text = fmt::format("\n  {} of {}\n\n", counted(comparison.replications, "replay"),
                                 comparison.logs.size() == 1
                                     ? "the log"
                                     : fmt::format("each of {}", counted(comparison.logs.size(), "log")));
  text += cold_starts_text(comparison);
  for (const ComparedLog& log : comparison.logs) {
    text += fmt::format("\n  {}  {}, {}{}{}\n", bold(file_of(log)), log.kind, counted(log.calls, "call"),
                        log.refused > 0 ? fmt::format(", {} refused", counted(log.refused, "record")) : "",
                        log.not_completed > 0
                            ? fmt::format(", {} not completed in all replays", grouped(log.not_completed))
                            : "");
    text += figures_text(log);
    if (!log.measured.pool.empty()) {
      text += fmt::format("  instances in use over time\n    measured  {}\n    simulated {}\n",
                          sparkline(log.measured.pool, kPoolBars), sparkline(log.simulated_pool, kPoolBars));
    }
  }
  if (!comparison.by_idle.empty()) {
    text += "\n" + idle_bins_text(comparison.by_idle);
  }
  return text + "\n" + joint_text(comparison);
}

std::string measured_csv(const LogComparison& comparison) {
  std::string text = "log,figure,measured,repeated,simulated,sd,error,p\n";
  const auto number = [](const std::optional<double>& value) { return value ? csv_number(*value) : ""; };
  for (const ComparedLog& log : comparison.logs) {
    for (const ComparedFigure& figure : log.figures) {
      text += fmt::format("{},{},{},{},{},{},{},{}\n", file_of(log), figure.name, number(figure.measured),
                          number(figure.repeated), number(figure.mean()), number(figure.spread()),
                          number(figure.error()), number(figure.p_value()));
    }
  }
  for (const ComparedIdleBin& bin : comparison.by_idle) {
    text += fmt::format("all,idle {},{},,{},,,{}\n", bin_name(bin), csv_number(bin.measured.share()),
                        bin.simulated.calls == 0 ? "" : csv_number(bin.simulated.share()),
                        bin.simulated.calls == 0 ? "" : csv_number(bin.p_value()));
  }
  for (const JointFigure& figure : comparison.joint) {
    if (figure.value) {
      text += fmt::format("all,{},,,{},,,\n", figure.name, csv_number(*figure.value));
    }
  }
  return text;
}

namespace {

void write_bins(const std::vector<ComparedIdleBin>& bins, sim::JsonWriter& json) {
  json.array(sim::JsonLayout::lines, [&] {
    for (const ComparedIdleBin& bin : bins) {
      const ProbabilityInterval interval = wilson_interval(bin.measured.cold, bin.measured.calls);
      json.object(sim::JsonLayout::line, [&] {
        json.member("from_min", bin.from_min);
        json.member("to_min", bin.to_min);
        json.member("calls", bin.measured.calls);
        json.member("cold", bin.measured.cold);
        json.member("low", interval.low);
        json.member("high", interval.high);
        json.member("simulated",
                    bin.simulated.calls == 0 ? std::nullopt : std::optional(bin.simulated.share()));
        json.member("p", bin.simulated.calls == 0 ? std::nullopt : std::optional(bin.p_value()));
      });
    }
  });
}

void write_log(const ComparedLog& log, sim::JsonWriter& json) {
  json.object(sim::JsonLayout::lines, [&] {
    json.member("path", log.path);
    json.member("kind", log.kind);
    json.member("calls", log.calls);
    json.member("refused", log.refused);
    json.member("not_completed", log.not_completed);
    json.key("figures");
    json.array(sim::JsonLayout::lines, [&] {
      for (const ComparedFigure& figure : log.figures) {
        json.object(sim::JsonLayout::line, [&] {
          json.member("name", figure.name);
          json.member("measured", figure.measured);
          json.member("repeated", figure.repeated);
          json.member("simulated", figure.mean());
          json.member("sd", figure.spread());
          json.member("error", figure.error());
          json.member("p", figure.p_value());
        });
      }
    });
    json.key("idle_bins");
    write_bins(log.by_idle, json);
    json.list("pool", log.measured.pool);
    json.list("simulated_pool", log.simulated_pool);
  });
}

}  // namespace

void write_measured(const LogComparison& comparison, sim::JsonWriter& json) {
  json.object(sim::JsonLayout::lines, [&] {
    json.member("replays", comparison.replications);
    json.member("partial", comparison.partial);
    json.key("logs");
    json.array(sim::JsonLayout::lines, [&] {
      for (const ComparedLog& log : comparison.logs) {
        write_log(log, json);
      }
    });
    json.key("idle_bins");
    write_bins(comparison.by_idle, json);
    json.key("joint");
    json.object(sim::JsonLayout::lines, [&] {
      for (const JointFigure& figure : comparison.joint) {
        json.member(figure.name, figure.value);
      }
    });
    json.list("joint_p_without", comparison.joint_p_without);
  });
}

}  // namespace curtain::tools
