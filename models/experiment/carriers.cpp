#include "models/experiment/carriers.hpp"

#include <algorithm>
#include <functional>

namespace curtain {
namespace {

using Share = std::function<double(const Figures&)>;

double number_of(const std::vector<Figures>& figures, const Share& share) {
  double sum = 0;
  double squares = 0;
  for (const Figures& each : figures) {
    const double own = share(each);
    sum += own;
    squares += own * own;
  }
  return squares > 0 ? sum * sum / squares : 0;
}

double real(sim::Int128 value) {
  return sim::ratio(value, 1);
}

struct Carried {
  std::string_view begins;  ///< of the metric's name
  std::vector<Share> by;
};

/// The first that a name begins with counts.
const std::vector<Carried>& carried() {
  const Share arrived = [](const Figures& f) { return static_cast<double>(f.arrived); };
  const Share completed = [](const Figures& f) { return static_cast<double>(f.completed); };
  const Share started = [](const Figures& f) { return static_cast<double>(f.started()); };
  const Share cold = [](const Figures& f) { return static_cast<double>(f.cold); };
  const Share created = [](const Figures& f) { return static_cast<double>(f.created); };
  const Share latency = [](const Figures& f) { return real(f.latency_ns); };
  const Share live = [](const Figures& f) { return real(f.live_mib_ns); };
  const Share busy = [](const Figures& f) { return real(f.busy_mib_ns); };
  const Share idle = [](const Figures& f) { return real(f.ready_mib_ns - f.busy_mib_ns); };
  const Share starting = [](const Figures& f) { return real(f.live_mib_ns - f.ready_mib_ns); };
  const Share billed = [](const Figures& f) { return real(f.billed_mib_ns); };
  const Share received = [](const Figures& f) { return static_cast<double>(f.async_received); };
  const Share called = [](const Figures& f) { return f.arrived > 0 ? 1.0 : 0.0; };
  const auto ended = [](Outcome how) {
    return [how](const Figures& f) { return static_cast<double>(f.ended(how)); };
  };
  static const std::vector<Carried> all = {
      {"invocations.completed", {completed}},
      {"invocations.failed", {ended(Outcome::failed)}},
      {"invocations.throttled", {ended(Outcome::throttled)}},
      {"invocations.timed_out", {ended(Outcome::timed_out)}},
      {"invocations.errored", {ended(Outcome::errored)}},
      {"invocations.expired", {ended(Outcome::expired)}},
      {"invocations.refused", {ended(Outcome::refused)}},
      {"invocations.", {arrived}},
      {"async.", {received}},
      {"attempts.cold", {cold}},
      {"attempts.", {started}},
      {"cold_start.count", {cold}},
      {"cold_start.ratio", {cold, started}},
      {"cold_start.", {cold}},
      {"first_use.", {created}},
      {"latency.", {completed, latency}},
      {"slowdown.", {completed, latency}},
      {"execution.", {completed, latency}},
      {"queueing.", {started}},
      {"platform.", {completed, latency}},
      {"instances.created", {created}},
      {"instances.evicted", {created}},
      {"instances.", {live}},
      {"vms.", {live}},
      {"hosts.", {live}},
      {"memory.busy", {busy}},
      {"memory.idle", {idle}},
      {"memory.starting", {starting}},
      {"packing.", {live}},
      {"billing.requests", {started}},
      {"billing.", {billed}},
      {"functions.slowdown", {called, latency}},
      {"functions.", {called}},
      {"tenants.slowdown", {latency}},
      {"fairness.slowdown", {latency}},
      {"fairness.completed", {arrived}},
  };
  return all;
}

}  // namespace

double effective_functions(std::string_view metric, const std::vector<Figures>& by_function) {
  for (const Carried& each : carried()) {
    if (metric.substr(0, each.begins.size()) == each.begins) {
      double least = number_of(by_function, each.by.front());
      for (const Share& share : each.by) {
        least = std::min(least, number_of(by_function, share));
      }
      return least;
    }
  }
  return 0;
}

}  // namespace curtain
