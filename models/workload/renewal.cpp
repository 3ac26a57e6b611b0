#include <fmt/format.h>

#include <stdexcept>

#include "models/workload/sources.hpp"
#include "models/workload/stream_source.hpp"

namespace curtain {

std::unique_ptr<ArrivalSource> open_renewal(const RenewalSpec& spec, const SourceContext& context,
                                            FunctionTable& table) {
  const double mean = spec.gap.mean();
  if (!(mean >= 1 && mean < std::numeric_limits<double>::infinity())) {
    throw std::invalid_argument(
        fmt::format("the mean gap of a renewal workload is {} ns; it must be at least 1 ns and finite (limit "
                    "it with `max`)",
                    mean));
  }
  const SingleFunction& of = spec.of;
  const FunctionId function = table.function(table.tenant(of.tenant), of.function, of.memory, of.traits);
  std::vector<Stream> streams;
  streams.push_back({function, spec.gap, Duration{}, of.duration});
  return generate(std::move(streams), context);
}

}  // namespace curtain
