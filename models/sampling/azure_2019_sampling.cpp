#include "models/sampling/azure_2019_sampling.hpp"

#include <utility>

#include "models/sampling/azure_2019_cut.hpp"

namespace curtain {
namespace {

constexpr std::uint8_t kLeftOut = 255;  // marks omitted functions; larger than every number of a sample

}  // namespace

WorkloadSummary Azure2019Sampling::summary() {
  AzureTraceSpec spec = spec_;
  const bool is_lenient = !spec.default_duration && !spec.default_memory;
  if (is_lenient) {  // the trace is only read
    spec.default_duration = Duration{};
    spec.default_memory = 1;
  }
  tables_ = read_azure_tables(spec);
  WorkloadSummary summary = summarise(tables_, settings_.slice);
  if (is_lenient) {
    leave_out_incomplete(summary);
  }
  return summary;
}

void Azure2019Sampling::leave_out_incomplete(WorkloadSummary& summary) {
  std::vector<FunctionSummary> complete;
  for (const FunctionSummary& function : summary.functions) {
    if (tables_.functions[function.function].is_complete) {
      complete.push_back(function);
    } else {
      ++incomplete_functions_;
      incomplete_calls_ += function.calls;
    }
  }
  summary.functions = std::move(complete);
  summary.calls -= incomplete_calls_;
}

void Azure2019Sampling::count_profiles() {
  std::vector<std::uint8_t> depth = depths(tables_.functions.size());
  std::vector<bool> is_known(depth.size());
  for (const FunctionSummary& function : whole_.functions) {
    is_known[function.function] = true;
  }
  for (std::size_t i = 0; i < depth.size(); ++i) {
    depth[i] = is_known[i] ? depth[i] : kLeftOut;
  }
  for (std::size_t minute = 0; minute < tables_.minutes.size(); ++minute) {
    const Time start = Time{} + sim::minutes(static_cast<std::int64_t>(minute));
    if (!settings_.slice.contains(start)) {
      continue;
    }
    for (const IntervalCount& count : tables_.minutes[minute]) {
      if (depth[count.row] == kLeftOut) {
        continue;
      }
      profile_.add(start, count.invocations);
      for (std::size_t i = 0; i < depth[count.row]; ++i) {
        samples_[i].profile.add(start, count.invocations);
      }
    }
  }
}

bool Azure2019Sampling::write(const OpenSampleText& open) {
  count_profiles();
  Azure2019Cut cut{{}, settings_.slice, thinning()};
  for (std::size_t i = 0; i < samples_.size(); ++i) {
    if (is_interrupted()) {
      return false;
    }
    TraceSample& taken = samples_[i];
    cut.functions.clear();
    for (const std::uint32_t chosen : taken.sample.chosen) {
      cut.functions.push_back(tables_.functions[whole_.functions[chosen].function]);
    }
    Azure2019Written result =
        write_azure_2019(spec_, cut, [&](const std::string& name) { return open(i, name); });
    taken.folders = std::move(result.folders);
    taken.kept = result.calls;
    taken.silent = result.silent;
  }
  return true;
}

}  // namespace curtain
