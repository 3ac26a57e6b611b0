#include "models/workload/measured_calls.hpp"

#include <algorithm>
#include <stdexcept>

#include "models/workload/sources.hpp"
#include "sim/draws.hpp"

namespace curtain {
namespace {

/// Call k of the log has the duration in the log, or the draw at (execution, 0, k).
class MeasuredCallsSource : public ArrivalSource {
 public:
  MeasuredCallsSource(const MeasuredSpec& spec, const SourceContext& context, FunctionTable& table)
      : calls_(spec.calls),
        duration_(spec.duration),
        shift_(spec.shift),
        key_(context.seed, context.replication, purpose_of_source(Purpose::execution, context.number)) {
    const TenantId tenant = table.tenant(spec.tenant);
    for (const LoggedCalls::Function& function : calls_->functions) {
      functions_.push_back(table.function(tenant, function.name, function.memory, spec.traits));
    }
  }

  std::size_t fill(std::span<Arrival> out) override {
    const std::size_t count = std::min(out.size(), calls_->arrivals.size() - next_);
    for (std::size_t i = 0; i < count; ++i, ++next_) {
      out[i] = calls_->arrivals[next_];
      out[i].time = out[i].time + shift_;
      out[i].function = functions_[out[i].function.index()];
      if (duration_) {
        out[i].duration = duration_->sample_duration(key_, 0, next_);
      }
    }
    return count;
  }

 private:
  std::shared_ptr<const LoggedCalls> calls_;
  std::optional<sim::Distribution> duration_;
  Duration shift_;
  sim::DrawKey key_;
  std::vector<FunctionId> functions_;
  std::size_t next_ = 0;
};

}  // namespace

std::unique_ptr<ArrivalSource> open_measured(const MeasuredSpec& spec, const SourceContext& context,
                                             FunctionTable& table) {
  if (spec.calls == nullptr) {
    throw std::invalid_argument(
        "a measured workload has no log; give one with path, or with curtain validate --measured LOG");
  }
  return std::make_unique<MeasuredCallsSource>(spec, context, table);
}

}  // namespace curtain
