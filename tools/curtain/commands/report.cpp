// `curtain report` writes a page of results, or figures as files.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "models/workload/printable.hpp"
#include "tools/curtain/commands/commands.hpp"
#include "tools/curtain/figures/figure_csv.hpp"
#include "tools/curtain/figures/figure_svg.hpp"
#include "tools/curtain/figures/figures_of.hpp"
#include "tools/curtain/report/report_page.hpp"
#include "tools/curtain/results/output_file.hpp"
#include "tools/curtain/results/results_folder.hpp"
#include "tools/curtain/text/text.hpp"

namespace curtain::tools {
namespace {

bool asks_for(const ReportCommand& command, const char* word) {
  return std::find(command.figures.begin(), command.figures.end(), word) != command.figures.end();
}

std::string list_of(const std::vector<Figure>& figures) {
  std::string text;
  for (const Figure& figure : figures) {
    text += (text.empty() ? "" : ", ") + figure.name;
  }
  return text.empty() ? "none" : text;
}

void print_list(const std::vector<Figure>& figures) {
  std::size_t width = 0;
  for (const Figure& figure : figures) {
    width = std::max(width, figure.name.size());
  }
  for (const Figure& figure : figures) {
    fmt::print("{}", wrapped(fmt::format("{}  {}", pad_right(figure.name, width), printable(figure.title)),
                             output_columns(), 2, width + 4));
  }
}

std::vector<const Figure*> chosen_figures(const ReportCommand& command, const std::vector<Figure>& figures) {
  std::vector<const Figure*> chosen;
  for (const Figure& figure : figures) {
    if (asks_for(command, "all") || asks_for(command, figure.name.c_str())) {
      chosen.push_back(&figure);
    }
  }
  for (const std::string& name : command.figures) {
    const bool is_known =
        name == "all" || std::any_of(figures.begin(), figures.end(),
                                     [&name](const Figure& figure) { return figure.name == name; });
    if (!is_known) {
      throw UsageError{fmt::format("--figure: the results '{}' have no figure '{}'; the figures are {}",
                                   printable(command.results.front()), printable(name), list_of(figures))};
    }
  }
  if (chosen.empty()) {
    throw UsageError{
        fmt::format("--figure: the results '{}' have no figures, because no invocation was counted",
                    printable(command.results.front()))};
  }
  return chosen;
}

/// Writes one figure to a file, as CSV or SVG. The ending of the file's name decides the format.
void write_one(const Figure& figure, const std::string& out, double width) {
  OutputFile file(out, "--out", OutputFile::Content::figure);
  file.write(out.ends_with(".csv") ? figure_csv(figure) : figure_svg(figure, width));
  file.commit();
}

/// Writes each figure as SVG and CSV into a new folder.
void write_several(const std::vector<const Figure*>& figures, const std::string& out, double width) {
  ResultsFolder folder(out);
  for (const Figure* const figure : figures) {
    folder.write(figure->name + ".svg", figure_svg(*figure, width));
    folder.write(figure->name + ".csv", figure_csv(*figure));
  }
  folder.commit();
}

/// Refuses options that would have no effect.
void check_figure_options(const ReportCommand& command) {
  for (const char* const word : {"list", "all"}) {
    if (asks_for(command, word) && command.figures.size() > 1) {
      throw UsageError{
          fmt::format("--figure {} excludes other names; found {} names", word, command.figures.size())};
    }
  }
  std::vector<std::string> names = command.figures;
  std::sort(names.begin(), names.end());
  if (const auto twice = std::adjacent_find(names.begin(), names.end()); twice != names.end()) {
    throw UsageError{
        fmt::format("--figure: the figure '{}' is named twice; name each figure once", printable(*twice))};
  }
  const bool is_list = asks_for(command, "list");
  if (is_list && (command.width || !command.out.empty())) {
    throw UsageError{
        fmt::format("--figure list prints only names; remove {}", command.width ? "--width" : "--out")};
  }
  if (command.width && command.figures.size() == 1 && command.out.ends_with(".csv")) {
    throw UsageError{fmt::format("--width is the width of a drawing, but '{}' is a CSV file; remove --width",
                                 printable(command.out))};
  }
}

int write_figures(const ReportCommand& command) {
  if (command.results.size() > 1) {
    throw UsageError{
        fmt::format("--figure takes one results folder; found {}; to draw several variants in one figure, "
                    "write a comparison with curtain compare --out",
                    command.results.size())};
  }
  check_figure_options(command);
  const bool is_list = asks_for(command, "list");
  const bool is_one = command.figures.size() == 1 && !asks_for(command, "all");
  const std::string out = !command.out.empty() ? command.out
                          : is_one             ? command.figures.front() + ".svg"
                                               : "figures";
  if (!is_list) {
    if (is_one) {
      OutputFile::check(out, "--out", OutputFile::Content::figure);
    } else if (out.ends_with(".svg") || out.ends_with(".csv")) {
      throw UsageError{
          fmt::format("'{}' is the name of a file, but several figures are written into a folder; remove the "
                      "ending, or name a single figure",
                      printable(out))};
    } else {
      ResultsFolder::check(out);
    }
  }
  const std::vector<Figure> figures = figures_of(ResultsReader(command.results.front()));
  if (is_list) {
    print_list(figures);
    return kDone;
  }
  const std::vector<const Figure*> chosen = chosen_figures(command, figures);
  if (is_one) {
    write_one(*chosen.front(), out, command.width.value_or(kColumnMillimetres));
  } else {
    write_several(chosen, out, command.width.value_or(kColumnMillimetres));
  }
  if (!command.quiet && out != "-") {
    fmt::print("{} in {}\n", is_one ? "figure" : fmt::format("{} figures, as SVG and CSV,", chosen.size()),
               printable(out));
  }
  return kDone;
}

}  // namespace

int write_report(const ReportCommand& command) {
  if (!command.figures.empty()) {
    return write_figures(command);
  }
  if (command.width) {
    throw UsageError{"--width needs --figure"};
  }
  const std::string out = command.out.empty() ? "report.html" : command.out;
  OutputFile::check(out, "--out", OutputFile::Content::page);
  std::vector<ResultsReader> folders;
  folders.reserve(command.results.size());
  for (const std::string& path : command.results) {
    for (const ResultsReader& other : folders) {
      std::error_code error;
      if (std::filesystem::equivalent(path, other.path(), error)) {
        throw UsageError{fmt::format(
            "the results folder '{}' is named twice{}; name each folder once", printable(other.path()),
            path == other.path() ? "" : fmt::format(", also as '{}'", printable(path)))};
      }
    }
    folders.emplace_back(path);
  }
  const std::string page = report_page(folders);
  OutputFile file(out, "--out", OutputFile::Content::page);
  file.write(page);
  file.commit();
  if (!command.quiet && out != "-") {
    fmt::print("report in {} ({} KiB); open it in a browser\n", printable(out), (page.size() + 1023) / 1024);
  }
  return kDone;
}

}  // namespace curtain::tools
