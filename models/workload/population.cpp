#include "models/workload/population.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "models/workload/memory_size.hpp"
#include "models/workload/sources.hpp"
#include "models/workload/stream_source.hpp"
#include "sim/elementary.hpp"

namespace curtain {
namespace {

/// The shares of Zipf's law: i^-exponent divided by their sum, for i = 1 .. count.
std::vector<double> zipf_shares(std::uint32_t count, double exponent) {
  std::vector<double> shares(count);
  double sum = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    shares[i] = sim::pow(static_cast<double>(i + 1), -exponent);
    sum += shares[i];
  }
  for (double& share : shares) {
    share /= sum;
  }
  return shares;
}

/// The weights divided by their sum.
std::vector<double> weighted_shares(const PopulationSpec& spec) {
  if (spec.weights.size() != spec.functions) {
    throw std::invalid_argument(
        fmt::format("a population has {} weights for {} functions; each function needs one weight",
                    spec.weights.size(), spec.functions));
  }
  double sum = 0;
  for (const double weight : spec.weights) {
    if (!(weight > 0 && weight <= 1e9)) {
      throw std::invalid_argument(
          fmt::format("a weight of a population is {}; it must be greater than 0 and at most 1e9", weight));
    }
    sum += weight;
  }
  std::vector<double> shares = spec.weights;
  for (double& share : shares) {
    share /= sum;
  }
  return shares;
}

}  // namespace

std::vector<PopulationMember> populate(const PopulationSpec& spec, const SourceContext& context,
                                       FunctionTable& table) {
  if (spec.functions == 0) {
    throw std::invalid_argument("a population has 0 functions; `functions` must be at least 1");
  }
  if (spec.tenants == 0) {
    throw std::invalid_argument("a population has 0 tenants; `tenants` must be at least 1");
  }
  if (!(spec.zipf_exponent >= 0 && spec.zipf_exponent <= 10)) {
    throw std::invalid_argument(
        fmt::format("the zipf exponent of a population is {}; it must be in 0 .. 10", spec.zipf_exponent));
  }
  // The total rate is checked here, so that the message names the total rate and not the rate of one
  // function.
  exponential_gap("the rate of a population", spec.rate);

  const sim::DrawKey memory_key(context.seed, context.population_of(spec.is_fixed),
                                purpose_of_source(Purpose::function_memory, context.number));
  const std::vector<double> shares =
      spec.weights.empty() ? zipf_shares(spec.functions, spec.zipf_exponent) : weighted_shares(spec);
  std::vector<PopulationMember> members;
  members.reserve(spec.functions);
  for (std::uint32_t i = 0; i < spec.functions; ++i) {
    const TenantId tenant = table.tenant(
        spec.tenants == 1 ? spec.tenant : fmt::format("{}-{}", spec.tenant, i % spec.tenants + 1));
    const Mebibytes memory = whole_mebibytes(spec.memory.sample(memory_key, i, 0));
    members.push_back({table.function(tenant, fmt::format("{}-{}", spec.prefix, i + 1), memory, spec.traits),
                       spec.rate * shares[i]});
    exponential_gap("the rate of the least popular function of a population", members.back().rate);
  }
  return members;
}

std::unique_ptr<ArrivalSource> open_population(const PopulationSpec& spec, const SourceContext& context,
                                               FunctionTable& table) {
  std::vector<Stream> streams;
  for (const PopulationMember& member : populate(spec, context, table)) {
    streams.push_back({member.function, exponential_gap("a rate", member.rate), Duration{}, spec.duration});
  }
  return generate(std::move(streams), context);
}

}  // namespace curtain
