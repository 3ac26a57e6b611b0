#include "models/workload/sources.hpp"

namespace curtain {
namespace {

/// Calls the opener of the specification's kind.
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
};

/// Points to the paths of the specification's kind.
struct Files {
  template <class Generator>
  std::vector<std::string*> operator()(Generator&) const {
    return {};
  }
  std::vector<std::string*> operator()(CsvTraceSpec& spec) const { return all(spec.paths); }
  std::vector<std::string*> operator()(AzureTraceSpec& spec) const {
    std::vector<std::string*> files{&spec.invocations, &spec.durations, &spec.memory};
    for (AzureDay& day : spec.later_days) {
      files.insert(files.end(), {&day.invocations, &day.durations, &day.memory});
    }
    return files;
  }
  std::vector<std::string*> operator()(Azure2021TraceSpec& spec) const { return all(spec.paths); }

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
  return std::visit(Opener{context, table}, spec);
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
