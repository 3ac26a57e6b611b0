#include <fmt/format.h>

#include <algorithm>

#include "models/config/quantity.hpp"
#include "models/config/trace_fields.hpp"
#include "tools/curtain/results/results_folder.hpp"
#include "tools/curtain/text/text.hpp"
#include "tools/curtain/trace/azure_2019_cut.hpp"
#include "tools/curtain/trace/sampling.hpp"
#include "tools/curtain/trace/trace_csv.hpp"

namespace curtain::tools {
namespace {

constexpr std::int64_t kMinute = 60'000'000'000;
constexpr std::uint8_t kLeftOut = 255;  // in place of a number of samples, which are fewer

class AzureSampling : public Sampling {
 public:
  AzureSampling(const TraceSampleCommand& command, const Scenario& scenario, const AzureTraceSpec& spec,
                const std::atomic<bool>& interrupt)
      : Sampling(command, scenario, interrupt), spec_(spec) {
    for (const auto& [option, time] : {std::pair("--from", slice_.from), std::pair("--to", slice_.to)}) {
      if (time != Time::never() && time.ns() % kMinute != 0) {
        throw UsageError{fmt::format("{} is {}; a trace of counts a minute is cut at whole minutes", option,
                                     config::format_duration(time - Time{}))};
      }
    }
  }

 private:
  void check_out(const std::string& path) const override {
    if (path.ends_with(".csv") || path.ends_with(".gz") || path.ends_with(".zst")) {
      throw UsageError{fmt::format(
          "--out {} names a file, and azure-2019 is a folder of three; leave the ending out, or say --as csv",
          path)};
    }
    if (!path.empty()) {
      ResultsFolder::check(path);
    }
  }

  WorkloadSummary summary() override {
    if (scenario_.duration) {  // the run's end, as in a run
      slice_.to = std::min(slice_.to, *scenario_.duration);
    }
    AzureTraceSpec spec = spec_;
    const bool is_lenient = !spec.default_duration && !spec.default_memory;
    if (is_lenient) {  // only to be read
      spec.default_duration = Duration{};
      spec.default_memory = 1;
    }
    tables_ = read_azure_tables(spec);
    WorkloadSummary summary = summarise(tables_, slice_);
    if (is_lenient) {
      leave_out_incomplete(summary);
    }
    return summary;
  }

  /// Functions without a row of durations or of memory cannot be read back, and what they are like is not
  /// known.
  void leave_out_incomplete(WorkloadSummary& summary) {
    std::uint64_t functions = 0;
    std::uint64_t calls = 0;
    const auto is_incomplete = [&](const FunctionSummary& function) {
      const bool result = !tables_.functions[function.function].is_complete;
      functions += result ? 1 : 0;
      calls += result ? function.calls : 0;
      return result;
    };
    std::vector<FunctionSummary> complete;
    for (const FunctionSummary& function : summary.functions) {
      if (!is_incomplete(function)) {
        complete.push_back(function);
      }
    }
    if (functions > 0) {
      summary.functions = std::move(complete);
      summary.calls -= calls;
      context_.notes.push_back(
          fmt::format("left out for want of a row of durations or memory: {} with {}; a "
                      "default_duration and a default_memory keep them",
                      counted(functions, "function"), counted(calls, "call")));
    }
  }

  void write() override {
    count_profiles();
    Azure2019Cut cut;
    cut.slice = slice_;
    cut.thinning = thinning();
    cut.kept = command_.scale;
    cut.packing = command_.packing == "gzip" ? ".gz" : command_.packing == "zstd" ? ".zst" : "";
    for (WrittenSample& written : samples_) {
      cut.functions.clear();
      for (const std::uint32_t i : written.sample.chosen) {
        cut.functions.push_back(tables_.functions[context_.whole.functions[i].function]);
      }
      const Azure2019Written result = write_azure_2019(spec_, cut, path_of(written.sample.chosen.size()));
      written.paths = result.folders;
      written.kept = result.calls;
      written.silent = result.silent;
      written.entry = entry(result.folders);
    }
  }

  [[nodiscard]] Duration unit() const override { return sim::minutes(1); }

  void count_profiles() {
    std::vector<std::uint8_t> depth = depths(tables_.functions.size());
    std::vector<bool> is_known(depth.size());
    for (const FunctionSummary& function : context_.whole.functions) {
      is_known[function.function] = true;
    }
    for (std::size_t i = 0; i < depth.size(); ++i) {
      depth[i] = is_known[i] ? depth[i] : kLeftOut;
    }
    for (std::size_t minute = 0; minute < tables_.minutes.size(); ++minute) {
      const Time start{static_cast<std::int64_t>(minute) * kMinute};
      if (!slice_.contains(start)) {
        continue;
      }
      for (const IntervalCount& count : tables_.minutes[minute]) {
        if (depth[count.row] == kLeftOut) {
          continue;
        }
        context_.profile.add(start, count.invocations);
        for (std::size_t i = 0; i < depth[count.row]; ++i) {
          samples_[i].profile.add(start, count.invocations);
        }
      }
    }
  }

  /// An entry of a workload that reads the folders as the input was read.
  [[nodiscard]] std::string entry(const std::vector<std::string>& folders) const {
    const auto fields = config::azure_trace_fields();
    std::string where;
    for (const std::string& folder : folders) {
      where += (where.empty() ? "" : ", ") + yaml_path(folder);
    }
    return fmt::format(
        "trace: {{format: azure-2019, {}{}}}",
        folders.size() == 1 ? "path: " + where : "days: [" + where + "]",
        keys_unlike(fields->write(spec_), fields->write({}),
                    {"format", "path", "days", "invocations", "durations", "memory", "functions"}));
  }

  const AzureTraceSpec& spec_;
  AzureTables tables_;
};

}  // namespace

std::unique_ptr<Sampling> azure_2019_sampling(const TraceSampleCommand& command, const Scenario& scenario,
                                              const AzureTraceSpec& spec,
                                              const std::atomic<bool>& interrupt) {
  return std::make_unique<AzureSampling>(command, scenario, spec, interrupt);
}

}  // namespace curtain::tools
