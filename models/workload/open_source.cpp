#include "models/workload/adjusted_source.hpp"
#include "models/workload/sources.hpp"

namespace curtain {
namespace {

/// Opens the source for each kind of specification.
struct Opener {
  const SourceContext& context;
  FunctionTable& table;

  std::unique_ptr<ArrivalSource> operator()(const PoissonSpec& spec) const {
    return open_poisson(spec, context, table);
  }
  std::unique_ptr<ArrivalSource> operator()(const PopulationSpec& spec) const {
    return open_population(spec, context, table);
  }
  std::unique_ptr<ArrivalSource> operator()(const CorrelatedSpec& spec) const {
    return open_correlated(spec, context, table);
  }
  std::unique_ptr<ArrivalSource> operator()(const AzureLikeSpec& spec) const {
    return open_azure_like(spec, context, table);
  }
  std::unique_ptr<ArrivalSource> operator()(const RenewalSpec& spec) const {
    return open_renewal(spec, context, table);
  }
  std::unique_ptr<ArrivalSource> operator()(const TimerSpec& spec) const {
    return open_timer(spec, context, table);
  }
  std::unique_ptr<ArrivalSource> operator()(const MmppSpec& spec) const {
    return open_mmpp(spec, context, table);
  }
  std::unique_ptr<ArrivalSource> operator()(const OnOffSpec& spec) const {
    return open_on_off(spec, context, table);
  }
  std::unique_ptr<ArrivalSource> operator()(const CurveSpec& spec) const {
    return open_curve(spec, context, table);
  }
  std::unique_ptr<ArrivalSource> operator()(const DiurnalSpec& spec) const {
    return open_diurnal(spec, context, table);
  }
  std::unique_ptr<ArrivalSource> operator()(const BatchSpec& spec) const {
    return open_batch(spec, context, table);
  }
  std::unique_ptr<ArrivalSource> operator()(const ColdShareSpec& spec) const {
    return open_cold_share(spec, context, table);
  }
  std::unique_ptr<ArrivalSource> operator()(const MeasuredSpec& spec) const {
    return open_measured(spec, context, table);
  }
  std::unique_ptr<ArrivalSource> operator()(const ClosedLoopSpec& spec) const {
    return open_closed_loop(spec, context, table);
  }
  std::unique_ptr<ArrivalSource> operator()(const CsvTraceSpec& spec) const {
    return open_csv_trace(spec, context, table);
  }
  std::unique_ptr<ArrivalSource> operator()(const AzureTraceSpec& spec) const {
    return open_azure_trace(spec, context, table);
  }
  std::unique_ptr<ArrivalSource> operator()(const Azure2021TraceSpec& spec) const {
    return open_azure_2021_trace(spec, context, table);
  }
  std::unique_ptr<ArrivalSource> operator()(const Huawei2023TraceSpec& spec) const {
    return open_huawei_2023_trace(spec, context, table);
  }
  std::unique_ptr<ArrivalSource> operator()(const AzureCdfsSpec& spec) const {
    return open_azure_cdfs(spec, context, table);
  }
  std::unique_ptr<ArrivalSource> operator()(const Huawei2025TraceSpec& spec) const {
    return open_huawei_2025_trace(spec, context, table);
  }
  std::unique_ptr<ArrivalSource> operator()(const IluvatarTraceSpec& spec) const {
    return open_iluvatar_trace(spec, context, table);
  }
};

/// Returns pointers to the paths in each kind of specification.
struct Files {
  template <class Generator>
  std::vector<std::string*> operator()(Generator&) const {
    return {};
  }
  std::vector<std::string*> operator()(CsvTraceSpec& spec) const { return all(spec.paths); }
  std::vector<std::string*> operator()(MeasuredSpec& spec) const { return all(spec.paths); }
  std::vector<std::string*> operator()(AzureTraceSpec& spec) const {
    std::vector<std::string*> files;
    const auto add = [&files](AzureDay& day) {
      for (std::string* const path : {&day.invocations, &day.durations, &day.memory}) {
        if (!path->empty()) {  // the day may have no such file
          files.push_back(path);
        }
      }
    };
    add(spec);
    for (AzureDay& day : spec.later_days) {
      add(day);
    }
    return files;
  }
  std::vector<std::string*> operator()(Azure2021TraceSpec& spec) const { return all(spec.paths); }
  std::vector<std::string*> operator()(Huawei2023TraceSpec& spec) const {
    std::vector<std::string*> files;
    for (auto* const paths : {&spec.requests, &spec.delays, &spec.memory_limits, &spec.instances}) {
      const std::vector<std::string*> these = all(*paths);
      files.insert(files.end(), these.begin(), these.end());
    }
    return files;
  }
  std::vector<std::string*> operator()(AzureCdfsSpec& spec) const {
    return {&spec.invokes, &spec.variation, &spec.chain_length, &spec.exec_time, &spec.memory};
  }
  std::vector<std::string*> operator()(Huawei2025TraceSpec& spec) const { return all(spec.paths); }
  std::vector<std::string*> operator()(IluvatarTraceSpec& spec) const {
    std::vector<std::string*> files = all(spec.paths);
    files.insert(files.begin(), &spec.metadata);
    return files;
  }

  static std::vector<std::string*> all(std::vector<std::string>& paths) {
    std::vector<std::string*> files;
    for (std::string& path : paths) {
      files.push_back(&path);
    }
    return files;
  }
};

}  // namespace

std::unique_ptr<ArrivalSource> open_source(const WorkloadSpec& spec, const SourceContext& context,
                                           FunctionTable& table) {
  const TraceAdjustment* const adjustment = adjustment_of(spec);
  if (adjustment == nullptr || *adjustment == TraceAdjustment{}) {
    return std::visit(Opener{context, table}, spec);
  }
  const SourceContext inner = before_adjustment(*adjustment, context);
  return adjusted(std::visit(Opener{inner, table}, spec), *adjustment, context);
}

const TraceAdjustment* adjustment_of(const WorkloadSpec& spec) {
  return std::visit(
      [](const auto& of) -> const TraceAdjustment* {
        if constexpr (requires { of.adjustment; }) {
          return &of.adjustment;
        } else {
          return nullptr;
        }
      },
      spec);
}

const FunctionTraits& traits_of(const WorkloadSpec& spec) {
  return std::visit(
      [](const auto& entry) -> const FunctionTraits& {
        if constexpr (requires { entry.traits; }) {
          return entry.traits;
        } else {
          return entry.of.traits;
        }
      },
      spec);
}

FunctionTraits& traits_of(WorkloadSpec& spec) {
  return std::visit(
      [](auto& entry) -> FunctionTraits& {
        if constexpr (requires { entry.traits; }) {
          return entry.traits;
        } else {
          return entry.of.traits;
        }
      },
      spec);
}

std::vector<std::string*> trace_files(WorkloadSpec& spec) {
  return std::visit(Files{}, spec);
}

std::vector<std::string> trace_files(const WorkloadSpec& spec) {
  WorkloadSpec copy = spec;
  std::vector<std::string> files;
  for (const std::string* const path : trace_files(copy)) {
    files.push_back(*path);
  }
  return files;
}

}  // namespace curtain
