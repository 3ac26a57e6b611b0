#include "tools/curtain/results/cases_tables.hpp"

#include <fmt/format.h>

#include <optional>

#include "models/config/diagnostics.hpp"
#include "models/workload/csv_text.hpp"
#include "tools/curtain/text/cases_text.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

std::string csv_optional(const std::optional<double>& value) {
  return value ? csv_number(*value) : "";
}

/// A text in a cell of a table in Markdown.
std::string markdown_cell(const std::string& text) {
  std::string out;
  for (const char c : text) {
    out += c == '|' ? "\\|" : c == '\n' ? " " : std::string(1, c);
  }
  return out;
}

void write_judged(const char* name, const CaseCounts::Judged& judged, sim::JsonWriter& json) {
  json.key(name);
  json.object(sim::JsonLayout::line, [&] {
    json.member("passed", judged.passed);
    json.member("failed", judged.failed);
  });
}

void write_case(const JudgedCase& one, sim::JsonWriter& json) {
  const ValidationCase& stated = one.stated;
  const auto or_null = [](const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
  };
  json.object(sim::JsonLayout::line, [&] {
    json.member("platform", one.platform);
    json.member("case", stated.number);
    json.member("finding", stated.finding);
    json.member("measured", stated.measured);
    json.member("simulated", one.result.simulated);
    json.member("difference", relative_difference(stated, one.result));
    json.member("band", or_null(stated.band));
    json.member("at_least", stated.at_least);
    json.member("at_most", stated.at_most);
    json.member("kind", stated.not_yet.empty() ? std::optional(kind_name(stated.kind)) : std::nullopt);
    json.member("standing", standing_text(stated));
    json.member("source", stated.source);
    json.list("rests_on", stated.rests_on);
    json.member("hides", or_null(stated.hides));
    json.member("not_yet", or_null(stated.not_yet));
    json.member("result", verdict_name(one.result.verdict));
    json.member("no_figure_because", or_null(one.result.absent_because));
    json.member("replications", one.result.replications);
    json.member("scenario", one.scenario);
  });
}

}  // namespace

std::string cases_csv(const std::vector<JudgedCase>& cases) {
  std::string text =
      "platform,date,case,finding,measured,simulated,difference,band,at_least,at_most,kind,standing,source,"
      "rests_on,hides,not_yet,result,replications,scenario\n";
  for (const JudgedCase& one : cases) {
    const ValidationCase& stated = one.stated;
    text += fmt::format(
        "{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{},{}\n", csv_field(one.platform),
        heading_of(one.platform).date, stated.number, csv_field(stated.finding), csv_field(stated.measured),
        csv_optional(one.result.simulated), csv_optional(relative_difference(stated, one.result)),
        csv_field(stated.band), csv_optional(stated.at_least), csv_optional(stated.at_most),
        stated.not_yet.empty() ? kind_name(stated.kind) : "", csv_field(standing_text(stated)),
        csv_field(stated.source), csv_field(config::comma_list(stated.rests_on)), csv_field(stated.hides),
        csv_field(stated.not_yet), verdict_name(one.result.verdict), one.result.replications,
        csv_field(one.scenario));
  }
  return text;
}

std::string cases_markdown(const std::vector<JudgedCase>& cases) {
  std::string text;
  std::string platform;
  for (const JudgedCase& one : cases) {
    if (one.platform != platform || text.empty()) {
      platform = one.platform;
      const PlatformHeading heading = heading_of(platform);
      text += fmt::format("{}### {}{}\n\n", text.empty() ? "" : "\n", heading.name,
                          heading.description.empty() ? "" : ": " + heading.description);
      text +=
          "| case | finding | measured | simulated | difference | band | kind | standing | result |\n"
          "| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n";
    }
    const ValidationCase& stated = one.stated;
    std::string finding = markdown_cell(stated.finding);
    finding += stated.hides.empty() ? "" : " (the band hides: " + markdown_cell(stated.hides) + ")";
    finding += stated.not_yet.empty() ? "" : " (needs: " + markdown_cell(stated.not_yet) + ")";
    text += fmt::format("| {} | {} | {} | {} | {} | {} | {} | {} | {} |\n", stated.number, finding,
                        markdown_cell(measured_text(stated)), simulated_text(stated, one.result),
                        difference_text(stated, one.result),
                        stated.band.empty() ? "range" : markdown_cell(stated.band),
                        stated.not_yet.empty() ? kind_name(stated.kind) : "-", standing_text(stated),
                        verdict_name(one.result.verdict));
  }
  const CaseCounts counts = count_cases(cases);
  text += fmt::format(
      "\n{} with {}: emergent {} passed and {} failed, input {} passed and {} failed, recalled {} passed and "
      "{} failed, {} not yet.\n",
      counted(counts.cases, "case"), counted(counts.figures, "figure"), counts.emergent.passed,
      counts.emergent.failed, counts.input.passed, counts.input.failed, counts.recalled.passed,
      counts.recalled.failed, counts.not_yet);
  return text;
}

void write_cases(const std::vector<JudgedCase>& cases, sim::JsonWriter& json) {
  json.key("cases");
  json.array(sim::JsonLayout::lines, [&] {
    for (const JudgedCase& one : cases) {
      write_case(one, json);
    }
  });
  const CaseCounts counts = count_cases(cases);
  json.key("counts");
  json.object(sim::JsonLayout::lines, [&] {
    json.member("cases", counts.cases);
    json.member("figures", counts.figures);
    write_judged("emergent", counts.emergent, json);
    write_judged("input", counts.input, json);
    write_judged("recalled", counts.recalled, json);
    json.member("not_yet", counts.not_yet);
  });
}

}  // namespace curtain::tools
