#include <fmt/format.h>

#include "models/config/quantity.hpp"
#include "models/sampling/csv_sampling.hpp"
#include "tools/curtain/results/output_file.hpp"
#include "tools/curtain/text/progress.hpp"
#include "tools/curtain/trace/sampling.hpp"
#include "tools/curtain/trace/trace_csv.hpp"
#include "tools/curtain/trace/trace_input.hpp"

namespace curtain::tools {
namespace {

class CsvSamples : public Sampling {
 public:
  CsvSamples(const TraceSampleCommand& command, const Scenario& scenario, const std::atomic<bool>& interrupt)
      : Sampling(command, scenario, interrupt), sampling_(settings(), calls()) {}

 private:
  SampledCalls calls() {
    return {
        [this](FunctionTable& table) { return open_calls(scenario_, 0, table); },
        [this](const FunctionTable& table) { return names_tenants(scenario_, table); },
        [this](Time now, std::uint64_t read) { show_progress(line_, sampling_.whole().last, now, read); }};
  }

  void check_out(const std::string& path) const override {
    if (!path.empty()) {
      OutputFile::check(path);
    }
    if (!command_.packing.empty()) {
      throw UsageError{
          "--pack is for the three files of azure-2019; to compress a csv file, write a name that ends in "
          ".gz or .zst"};
    }
  }

  TraceSampling& sampling() override { return sampling_; }

  bool write() override {
    const bool is_whole = sampling_.write([this](std::size_t sample, const std::string&) {
      return std::make_unique<OutputFile>(path_of(sampling_.samples()[sample]));
    });
    line_.clear();
    return is_whole;
  }

  void describe(WrittenSample& written) const override {
    const FunctionTable& table = sampling_.table();
    written.paths = {path_of(written)};
    written.entry = csv_entry(written.paths.front(), names_tenants(scenario_, table), table);
  }

  void add_notes(bool writes) override {
    if (!writes) {
      return;
    }
    if (slice_.from > Time{}) {
      context_.notes.push_back(fmt::format("times are counted from {}, which is the new time zero",
                                           config::format_duration(slice_.from - Time{})));
    }
    if (const std::string traits = unsaid_traits(sampling_.table()); !traits.empty()) {
      context_.notes.push_back(
          "functions have different traits that a csv trace cannot contain; set these traits again in the "
          "scenario: " +
          traits);
    }
  }

  ProgressLine line_{!command_.common.quiet && !command_.common.json};
  CsvSampling sampling_;
};

}  // namespace

std::unique_ptr<Sampling> csv_sampling(const TraceSampleCommand& command, const Scenario& scenario,
                                       const std::atomic<bool>& interrupt) {
  return std::make_unique<CsvSamples>(command, scenario, interrupt);
}

}  // namespace curtain::tools
