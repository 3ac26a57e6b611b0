#include "tools/curtain/results/explained_results.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>

#include "models/config/diagnostics.hpp"
#include "models/workload/printable.hpp"
#include "tools/curtain/load.hpp"
#include "tools/curtain/results/results_folder.hpp"
#include "tools/curtain/results/results_reader.hpp"

namespace curtain::tools {
namespace {

/// The name of the file with the scenario of the chosen variant.
std::string scenario_file_in(const ResultsReader& folder, const std::string& variant) {
  const std::string shown = printable(folder.path());
  if (folder.kind() == ResultsKind::run) {
    if (!variant.empty()) {
      throw UsageError{fmt::format("'{}' has one run and no variants; remove --variant", shown)};
    }
    return "scenario.yaml";
  }
  std::vector<std::string> names;
  for (JsonView each = folder.manifest()["variants"].first(); each; each = each.next()) {
    names.emplace_back(each["name"].text());
    if (names.back() == variant || (variant.empty() && folder.kind() == ResultsKind::replications)) {
      return std::string(each["scenario"].text());
    }
  }
  if (variant.empty()) {
    throw UsageError{fmt::format(
        "'{}' is a comparison; choose one of its variants, such as --variant '{}'; the variants are {}",
        shown, names.empty() ? "" : names.front(), config::comma_list(names))};
  }
  throw UsageError{fmt::format("'{}' has no variant {}{}; its variants are {}", shown, config::quote(variant),
                               config::did_you_mean(variant, names), config::comma_list(names))};
}

/// The checksums of the input files, in the order of the manifest.
std::vector<std::string> checksums_in(const ResultsReader& folder) {
  std::vector<std::string> checksums;
  for (JsonView each = folder.manifest()["inputs"].first(); each; each = each.next()) {
    checksums.emplace_back(each["fnv1a64"].text());
  }
  return checksums;
}

/// Throws UsageError if a trace has changed since the run. The manifest of a comparison lists the traces of
/// all variants together, so the checksums are compared as a set.
void check_inputs(const ResultsReader& folder, const Scenario& scenario) {
  const std::vector<std::string> known = checksums_in(folder);
  const bool is_partial = folder.manifest()["partial"].text() == "true";
  for (const WorkloadSpec& spec : scenario.workload) {
    for (const std::string& path : trace_files(spec)) {
      std::error_code error;
      if (!std::filesystem::exists(path, error)) {
        throw UsageError{fmt::format(
            "'{}' cannot be explained: its run read '{}', which no longer exists; restore the file",
            printable(folder.path()), printable(path))};
      }
      if (!is_partial && std::find(known.begin(), known.end(), file_checksum(path)) == known.end()) {
        throw UsageError{
            fmt::format("'{}' cannot be explained: its run read '{}', which has changed since then; restore "
                        "the old file, or run the scenario again",
                        printable(folder.path()), printable(path))};
      }
    }
  }
}

/// Returns a whole number of the manifest, or 0 if the manifest has no such number.
std::uint32_t folder_number(const ResultsReader& folder, const char* key) {
  const std::string_view digits = folder.manifest()[key].text();
  std::uint32_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

/// Returns the replication to explain. Throws UsageError if the folder does not contain it.
ExplainedReplication replication_in(const ResultsReader& folder, std::optional<std::uint32_t> asked) {
  const std::string shown = printable(folder.path());
  if (folder.kind() == ResultsKind::run) {
    const std::uint32_t has = folder_number(folder, "replication");
    if (asked && *asked != has) {
      throw UsageError{
          fmt::format("'{}' contains the results of replication {}, not of replication {}; remove "
                      "--replication, or explain the scenario",
                      shown, has, *asked)};
    }
    return {has, std::nullopt};
  }
  const std::uint32_t count = std::max(folder_number(folder, "replications"), 1u);
  if (asked && *asked >= count) {
    throw UsageError{fmt::format("'{}' contains the replications 0 to {}; found --replication {}", shown,
                                 count - 1, *asked)};
  }
  return {asked.value_or(0), count};
}

}  // namespace

Scenario scenario_to_explain(const ExplainCommand& command, ExplainedReplication& replication) {
  replication = {command.replication.value_or(0), std::nullopt};
  std::error_code error;
  if (!std::filesystem::is_directory(command.scenario, error)) {
    if (!command.variant.empty()) {
      throw UsageError{
          "--variant chooses a variant of a comparison, but a scenario has no variants; remove --variant"};
    }
    return load(command.scenario, command.common.set);
  }
  const ResultsReader folder(command.scenario);
  if (!command.common.set.empty()) {
    throw UsageError{
        "--set would change the scenario of the results; explain the results without --set, or the scenario "
        "with --set"};
  }
  replication = replication_in(folder, command.replication);
  const std::string file = folder.path() + "/" + scenario_file_in(folder, command.variant);
  try {
    const Scenario scenario = load(file, {});
    if (folder.manifest()["partial"].text() == "true") {
      throw UsageError{
          fmt::format("'{}' cannot be explained: its run was interrupted, but an explanation simulates the "
                      "whole run; explain the scenario '{}' instead",
                      printable(folder.path()), printable(file))};
    }
    check_inputs(folder, scenario);
    return scenario;
  } catch (const ScenarioError& wrong) {
    throw UsageError{fmt::format("'{}' cannot be explained: {}", printable(folder.path()), wrong.what())};
  }
}

}  // namespace curtain::tools
