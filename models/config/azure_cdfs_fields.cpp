#include "models/config/azure_cdfs_fields.hpp"

#include <fmt/format.h>

#include <array>
#include <stdexcept>

#include "models/config/adjustment_fields.hpp"
#include "models/config/files.hpp"
#include "models/config/population_draw.hpp"
#include "models/config/scalar_forms.hpp"
#include "models/config/trace_paths.hpp"
#include "models/config/trait_fields.hpp"

namespace curtain::config {
namespace {

constexpr std::uint32_t kMostCdfFunctions = 1'000'000;  // this many functions use about 1.3 GB of memory
constexpr double kMostSpread = 5;

struct CdfKind {
  const char* key;
  const char* word;  ///< part of the published name of the file
  std::string AzureCdfsSpec::*file;
  const char* description;
};
constexpr std::array<CdfKind, 5> kCdfKinds{
    {{"invokes", "invokesCDF", &AzureCdfsSpec::invokes, "the file with the numbers of calls per day"},
     {"variation", "CVs", &AzureCdfsSpec::variation,
      "the file with the coefficients of variation of the gaps between calls"},
     {"chain_length", "chainlenCDF", &AzureCdfsSpec::chain_length,
      "the file with the numbers of functions in an app"},
     {"exec_time", "execTimeCDF", &AzureCdfsSpec::exec_time, "the file with the mean execution times"},
     {"memory", "memCDF", &AzureCdfsSpec::memory, "the file with the memory sizes"}}};

/// `path` sets the five files; check_files_of() reports files that are missing.
Field<AzureCdfsSpec> folder() {
  Field<AzureCdfsSpec> field{
      "path", "the folder with the files under their published names", Need::optional, {}, {}, {}, {}};
  field.read = [](const Node& node, Reader& reader, AzureCdfsSpec& spec) {
    std::string path;
    path_form()->read(node, reader, path);
    for (const CdfKind& kind : kCdfKinds) {
      try {
        spec.*kind.file = only_csv_with(path, kind.word);
      } catch (const std::invalid_argument&) {
        spec.*kind.file = path;
      }
    }
  };
  field.write = [](const AzureCdfsSpec&) -> std::optional<Node> { return std::nullopt; };
  field.schema = [] { return path_form()->schema(); };
  return field;
}

void check_files_of(const AzureCdfsSpec& spec, const Node& node, Reader& reader) {
  const Place* const path = reader.given(reader.path_of("path"));
  for (const CdfKind& kind : kCdfKinds) {
    const std::string& file = spec.*kind.file;
    if (reader.given(reader.path_of(kind.key)) != nullptr) {
      check_file(file, kind.key, reader);
    } else if (path == nullptr) {
      reader.error(node.place, fmt::format("the key '{}' is missing: {}, or a common path for all files",
                                           kind.key, kind.description));
    } else if (is_directory(file)) {
      try {
        only_csv_with(file, kind.word);
      } catch (const std::invalid_argument& reason) {
        const Reader::Step step(reader, "path");
        reader.error(*path, fmt::format("{}: the key '{}'", reason.what(), kind.key));
      }
    } else if (const auto reason = why_unreadable(file)) {
      const Reader::Step step(reader, "path");
      reader.error(*path, *reason);
      return;  // the other keys have the same error
    }
  }
}

void check_azure_cdfs(const AzureCdfsSpec& spec, const Node& node, Reader& reader) {
  check_files_of(spec, node, reader);
  const Place* const apps = reader.given(reader.path_of("apps"));
  const Place* const functions = reader.given(reader.path_of("functions"));
  if (apps == nullptr && functions == nullptr) {
    reader.error(node.place,
                 "the number of apps or functions is missing; write the key 'apps' or the key 'functions'");
  } else if (apps != nullptr && functions != nullptr) {
    const Reader::Step step(reader, "functions");
    reader.error(*functions, "contradicts apps; remove one of the two keys");
  }
}

}  // namespace

std::shared_ptr<const FieldTable<AzureCdfsSpec>> azure_cdfs_fields() {
  auto table = std::make_shared<FieldTable<AzureCdfsSpec>>();
  table->add(trace_format<AzureCdfsSpec>("azure2019-cdfs")).add(folder());
  for (const CdfKind& kind : kCdfKinds) {
    table->add(kind.key, kind.file, path_form(), kind.description);
  }
  table->add("tenant", &AzureCdfsSpec::tenant, text_form(), "accounts are named <tenant>-<number>")
      .add("tenants", &AzureCdfsSpec::tenants, count_form(0, kMostCdfFunctions),
           "number of accounts; the apps are assigned to the accounts in turn; 0: one account for each app")
      .add("apps", &AzureCdfsSpec::apps, optional_form(count_form(1, kMostCdfFunctions)), "number of apps")
      .add("functions", &AzureCdfsSpec::functions, optional_form(count_form(1, kMostCdfFunctions)),
           "number of functions; the last app has fewer functions if the numbers do not match")
      .add("scale", &AzureCdfsSpec::scale, number_form(1e-6, 1e6), "multiplies every rate")
      .add("max_rate", &AzureCdfsSpec::max_rate, number_form(1e-9, 1e9),
           "upper limit of an app's rate, in calls per second")
      .add("spread", &AzureCdfsSpec::spread, number_form(0, kMostSpread),
           "sigma of the lognormal distribution of a function's executions around their mean; 0: each call "
           "takes the mean")
      .include(&AzureCdfsSpec::traits, trait_fields())
      .include(&AzureCdfsSpec::adjustment, cut_fields())
      .check(check_azure_cdfs)
      .check([](const AzureCdfsSpec& spec, const Node& node, Reader& reader) {
        check_adjustment(spec.adjustment, node, reader);
      });
  add_population_draw(*table);
  return table;
}

}  // namespace curtain::config
