#include <fmt/format.h>

#include <stdexcept>

#include "models/workload/point_process.hpp"
#include "models/workload/sources.hpp"

namespace curtain {
namespace {

constexpr std::uint32_t kMostClients = 10'000'000;  // each client uses a row and a pending event

class ClosedLoop : public ArrivalSource {
 public:
  explicit ClosedLoop(ClientGroup group) : group_(std::move(group)) {}

  std::size_t fill(std::span<Arrival>) override { return 0; }
  [[nodiscard]] std::optional<Time> horizon() const override { return group_.until; }
  [[nodiscard]] std::vector<ClientGroup> clients() const override { return {group_}; }

 private:
  ClientGroup group_;
};

}  // namespace

std::unique_ptr<ArrivalSource> open_closed_loop(const ClosedLoopSpec& spec, const SourceContext& context,
                                                FunctionTable& table) {
  if (spec.clients == 0 || spec.clients > kMostClients) {
    throw std::invalid_argument(fmt::format(
        "a closed loop has {} clients; at least 1 and at most {} are allowed", spec.clients, kMostClients));
  }
  const Time end = generated_until(context);
  const auto key = [&context](Purpose purpose) {
    return sim::DrawKey(context.seed, context.replication, purpose_of_source(purpose, context.number));
  };
  const SingleFunction& of = spec.of;
  ClientGroup group;
  group.function = table.function(table.tenant(of.tenant), of.function, of.memory, of.traits);
  group.clients = spec.clients;
  group.ramp_up = spec.ramp_up;
  group.first = spec.first.value_or(spec.think);
  group.think = spec.think;
  group.duration = of.duration;
  group.think_key = key(Purpose::client_think);
  group.duration_key = key(Purpose::execution);
  group.until = end;
  return std::make_unique<ClosedLoop>(std::move(group));
}

}  // namespace curtain
