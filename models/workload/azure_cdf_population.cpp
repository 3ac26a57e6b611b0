#include "models/workload/azure_cdf_population.hpp"

#include <algorithm>

#include "models/workload/memory_size.hpp"

namespace curtain {
namespace {

constexpr double kDays = 14;
constexpr double kBin = 5;  // width of a bin, in ms and in MB
constexpr double kMostFunctions = 1'000'000;

}  // namespace

AzureCdfPopulation::AzureCdfPopulation(const AzureCdfsSpec& spec, const SourceContext& context)
    : invokes_(read_cdf_table(spec.invokes)),
      variation_(read_cdf_table(spec.variation)),
      chain_length_(read_cdf_table(spec.chain_length)),
      exec_time_(read_cdf_table(spec.exec_time)),
      memory_(read_cdf_table(spec.memory)) {
  const std::size_t last = invokes_.shares.size() - 1;
  one_app_ = last == 0 ? 1 : invokes_.shares[last] - invokes_.shares[last - 1];
  const auto key = [&](Purpose purpose) {
    return sim::DrawKey(context.seed, context.population_of(spec.is_fixed),
                        purpose_of_source(purpose, context.number));
  };
  population_key_ = key(Purpose::population);
  rate_key_ = key(Purpose::function_rate);
  memory_key_ = key(Purpose::function_memory);
  execution_key_ = key(Purpose::function_execution);
}

double AzureCdfPopulation::calls_at(double u) const {
  const double shifted = u + one_app_;  // F(x) is the share of apps with fewer calls, plus one app
  if (shifted >= 1) {
    return invokes_.values.back() + std::clamp((shifted - 1) / one_app_, 0.0, 1.0);
  }
  const CdfStep step = step_at(invokes_, shifted);
  if (step.index > 0) {
    return invokes_.values[step.index - 1] + step.along;
  }
  const double along = u / (invokes_.shares[0] - one_app_);
  return 1 / kDays + along * (1 - 1 / kDays);
}

CdfApp AzureCdfPopulation::app(std::uint32_t number) const {
  CdfApp app;
  app.calls_a_day = calls_at(sim::Draw(rate_key_, number, 0).uniform());
  app.variation = variation_.values[step_at(variation_, sim::Draw(rate_key_, number, 1).uniform()).index];
  const CdfStep memory = step_at(memory_, sim::Draw(memory_key_, number, 0).uniform());
  const auto above = static_cast<Mebibytes>(memory.along * kBin);  // a whole number from 0 to 4
  app.memory =
      std::clamp(whole_mebibytes(memory_.values[memory.index]) + above, Mebibytes{1}, kLargestMemory);
  const CdfStep length = step_at(chain_length_, sim::Draw(population_key_, number, 0).uniform());
  const double functions = std::clamp(chain_length_.values[length.index], 1.0, kMostFunctions);
  app.execution_ms.resize(static_cast<std::size_t>(functions));
  for (std::size_t i = 0; i < app.execution_ms.size(); ++i) {
    const CdfStep bin = step_at(exec_time_, sim::Draw(execution_key_, number, i).uniform());
    app.execution_ms[i] = exec_time_.values[bin.index] + kBin * bin.along;
  }
  return app;
}

}  // namespace curtain
