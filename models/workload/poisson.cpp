#include "models/workload/sources.hpp"
#include "models/workload/stream_source.hpp"

namespace curtain {

std::unique_ptr<ArrivalSource> open_poisson(const PoissonSpec& spec, const SourceContext& context,
                                            FunctionTable& table) {
  sim::Distribution gap = exponential_gap("the rate of a poisson workload", spec.rate);
  const FunctionId function =
      table.function(table.tenant(spec.tenant), spec.function, spec.memory, spec.traits);
  std::vector<Stream> streams;
  streams.push_back({function, std::move(gap), Duration{}, spec.duration});
  return generate(std::move(streams), context);
}

}  // namespace curtain
