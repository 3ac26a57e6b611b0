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
  std::unique_ptr<ArrivalSource> operator()(const AzureLikeSpec& spec) const {
    return open_azure_like(spec, context, table);
  }
  std::unique_ptr<ArrivalSource> operator()(const CsvTraceSpec& spec) const {
    return open_csv_trace(spec, context, table);
  }
  std::unique_ptr<ArrivalSource> operator()(const AzureTraceSpec& spec) const {
    return open_azure_trace(spec, context, table);
  }
};

}  // namespace

std::unique_ptr<ArrivalSource> open_source(const WorkloadSpec& spec, const SourceContext& context,
                                           FunctionTable& table) {
  return std::visit(Opener{context, table}, spec);
}

}  // namespace curtain
