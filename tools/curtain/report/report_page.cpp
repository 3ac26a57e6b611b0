#include "tools/curtain/report/report_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>

#include "models/workload/printable.hpp"
#include "sim/json_writer.hpp"
#include "tools/curtain/figures/figure_json.hpp"
#include "tools/curtain/figures/figures_of.hpp"
#include "tools/curtain/figures/run_figures.hpp"
#include "tools/curtain/report/html_page.hpp"
#include "tools/curtain/report/page_text.hpp"
#include "tools/curtain/results/recording_files.hpp"
#include "tools/curtain/version.hpp"

namespace curtain::tools {
namespace {

/// The files whose numbers the page shows as text. The page also shows scenarios, and the figures have their
/// own data.
constexpr std::string_view kShown[] = {"summary.json",  "comparison.json", "tenants.csv",
                                       "functions.csv", "arrivals.csv",    kRecordingText};

std::string text_of(JsonView manifest, std::string_view name) {
  return std::string(manifest[name].text());
}

/// A subtitle such as "One run, seed 1, replication 0" or "A comparison of 2 variants, 10 replications each",
/// with the version of the program that wrote the folder.
std::string subtitle_of(const ResultsReader& folder) {
  const JsonView manifest = folder.manifest();
  std::string text;
  switch (folder.kind()) {
    case ResultsKind::run:
      text = fmt::format("One run, seed {}, replication {}", text_of(manifest, "seed"),
                         text_of(manifest, "replication"));
      break;
    case ResultsKind::replications:
      text = fmt::format("{} replications of one scenario", text_of(manifest, "replications"));
      break;
    case ResultsKind::comparison: {
      std::size_t variants = 0;
      for (JsonView each = manifest["variants"].first(); each; each = each.next()) {
        ++variants;
      }
      text = fmt::format("A comparison of {} variants, {} replications each", variants,
                         text_of(manifest, "replications"));
      break;
    }
  }
  return text + ", written by curtain " + folder.version();
}

void write_texts(sim::JsonWriter& json, const ResultsReader& folder) {
  for (const std::string& name : folder.names()) {
    if (name.ends_with(".yaml") ||
        std::find(std::begin(kShown), std::end(kShown), name) != std::end(kShown)) {
      json.member(name, folder.read(name));
    }
  }
}

void write_results(sim::JsonWriter& json, const ResultsReader& folder) {
  json.object(sim::JsonLayout::line, [&] {
    json.member("title", text_of(folder.manifest(), "scenario"));
    json.member("subtitle", subtitle_of(folder));
    json.member("place", printable(folder.path()));
    json.member("epoch", epoch_in(folder));
    json.key("files");
    json.object(sim::JsonLayout::line, [&] { write_texts(json, folder); });
    if (folder.has(kRecordingText)) {
      check_recording(folder);
      json.member("records", packed_text(folder.read(kRecords)));
    }
    json.key("figures");
    json.array(sim::JsonLayout::lines, [&] {
      for (const Figure& figure : figures_of(folder)) {
        write_figure(figure, json);
      }
    });
  });
}

}  // namespace

std::string report_page(const std::vector<ResultsReader>& folders) {
  sim::JsonWriter json;
  json.array(sim::JsonLayout::lines, [&] {
    for (const ResultsReader& folder : folders) {
      write_results(json, folder);
    }
  });
  return filled_page(page_html(), {{"@STYLE@", page_css()},
                                   {"@VERSION@", kVersion},
                                   {"@FIGURE_STYLE@", figure_style()},
                                   {"@METRICS@", within_html(metrics_document())},
                                   {"@RESULTS@", within_html(json.document())},
                                   {"@SCRIPT@", page_js()}});
}

}  // namespace curtain::tools
