#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "models/config/quantity.hpp"
#include "models/config/trace_fields.hpp"
#include "models/sampling/azure_2019_sampling.hpp"
#include "tools/curtain/results/output_file.hpp"
#include "tools/curtain/results/results_folder.hpp"
#include "tools/curtain/text/text.hpp"
#include "tools/curtain/trace/sampling.hpp"
#include "tools/curtain/trace/trace_csv.hpp"

namespace curtain::tools {
namespace {

class AzureSamples : public Sampling {
 public:
  AzureSamples(const TraceSampleCommand& command, const Scenario& scenario, const AzureTraceSpec& spec,
               const std::atomic<bool>& interrupt)
      : Sampling(command, scenario, interrupt), spec_(spec), sampling_(minutes_only(), spec) {}

 private:
  SamplingSettings minutes_only() {
    for (const auto& [option, time] : {std::pair("--from", slice_.from), std::pair("--to", slice_.to)}) {
      if (time != Time::never() && (time - Time{}).ns() % sim::minutes(1).ns() != 0) {
        throw UsageError{
            fmt::format("{} is {}, but a trace of counts per minute can be cut only at whole minutes", option,
                        config::format_duration(time - Time{}))};
      }
    }
    if (scenario_.duration) {  // the end of the run of the scenario
      slice_.to = std::min(slice_.to, *scenario_.duration);
    }
    return settings();
  }

  void check_out(const std::string& path) const override {
    if (path.ends_with(".csv") || path.ends_with(".gz") || path.ends_with(".zst")) {
      throw UsageError{
          fmt::format("--out {} names a file, but azure-2019 needs a folder for three files; remove the "
                      "ending, or use --as csv",
                      path)};
    }
    if (!path.empty()) {
      ResultsFolder::check(path);
    }
  }

  TraceSampling& sampling() override { return sampling_; }

  bool write() override {
    const std::string packing = command_.packing == "gzip" ? ".gz" : command_.packing == "zstd" ? ".zst" : "";
    std::map<std::size_t, ResultsFolder> folders;  // the folder of each sample
    const auto open = [&](std::size_t sample, const std::string& name) {
      ResultsFolder& folder = folders.try_emplace(sample, path_of(sampling_.samples()[sample])).first->second;
      return std::make_unique<OutputFile>(folder.inside(name + packing));
    };
    if (!sampling_.write(open)) {
      return false;
    }
    for (auto& [sample, folder] : folders) {
      folder.commit();
    }
    return true;
  }

  /// The entry reads the sample's folders with the settings with which the input was read.
  void describe(WrittenSample& written) const override {
    const std::string path = path_of(written);
    std::string where;
    for (const std::string& folder : written.folders) {
      written.paths.push_back(folder.empty() ? path : path + "/" + folder);
      where += (where.empty() ? "" : ", ") + yaml_path(written.paths.back());
    }
    const auto fields = config::azure_trace_fields();
    written.entry = fmt::format(
        "trace: {{format: azure-2019, {}{}}}",
        written.paths.size() == 1 ? "path: " + where : "days: [" + where + "]",
        keys_unlike(fields->write(spec_), fields->write({}),
                    {"format", "path", "days", "invocations", "durations", "memory", "functions"}));
  }

  void add_notes(bool) override {
    if (sampling_.incomplete_functions() > 0) {
      context_.notes.push_back(
          fmt::format("{} with {} are left out, because they have no row of durations or memory; set "
                      "default_duration and default_memory to keep them",
                      counted(sampling_.incomplete_functions(), "function"),
                      counted(sampling_.incomplete_calls(), "call")));
    }
  }

  const AzureTraceSpec& spec_;
  Azure2019Sampling sampling_;
};

}  // namespace

std::unique_ptr<Sampling> azure_2019_sampling(const TraceSampleCommand& command, const Scenario& scenario,
                                              const AzureTraceSpec& spec,
                                              const std::atomic<bool>& interrupt) {
  return std::make_unique<AzureSamples>(command, scenario, spec, interrupt);
}

}  // namespace curtain::tools
