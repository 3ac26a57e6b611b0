#include "models/platform/origins/async.hpp"

#include <algorithm>
#include <stdexcept>

#include "sim/mutant.hpp"

namespace curtain {

void AsyncQueue::adopt(std::uint32_t function, const FunctionSpec& spec) {
  if (spec.traits.invoke != Invoke::async) {
    return;
  }
  if (!parameters_.is_given()) {
    throw std::invalid_argument("function '" + spec.name +
                                "' is invoked asynchronously, but the platform has no section `async`");
  }
  const auto most = static_cast<std::uint32_t>(parameters_.retry_delays.size());
  if (function >= functions_.size()) {
    functions_.resize(std::size_t{function} + 1);
  }
  functions_[function] = {std::min(spec.traits.async_retries.value_or(most), most),
                          spec.traits.async_max_age.value_or(parameters_.max_age)};
  core_.expect_senders(function, this);
}

void AsyncQueue::answered(std::uint32_t request, const Answer&) {
  if (request < events_.size()) {
    events_[request] = {};  // the next invocation in this row is another event
  }
}

Duration AsyncQueue::backoff(std::uint32_t refused) const {
  Duration wait = std::min(parameters_.backoff, parameters_.longest_backoff);
  for (std::uint32_t i = 0; i < refused && wait < parameters_.longest_backoff; ++i) {
    wait = Duration{static_cast<std::int64_t>(std::min<sim::Int128>(
        static_cast<sim::Int128>(wait.ns()) * parameters_.backoff_factor, parameters_.longest_backoff.ns()))};
  }
  return wait;
}

std::optional<Time> AsyncQueue::tries_again(std::uint32_t request, Time sent, const AttemptEnd& end) {
  if (request >= events_.size()) {
    events_.resize(std::size_t{request} + 1);
  }
  Progress& event = events_[request];
  const OfFunction& function = functions_[core_.rows().requests[request].function];
  event.last = end;
  Duration wait;
  if (is_executed(end.outcome)) {
    if (event.executed >= CURTAIN_MUTANT(async_retries_once_more, function.retries, function.retries + 1) ||
        event.executed >= parameters_.retry_delays.size()) {
      return std::nullopt;
    }
    wait = parameters_.retry_delays[event.executed++];
  } else {
    wait = backoff(event.refused++);
  }
  const Time next = sim::saturating_add(end.at, wait);
  const Time last = sim::saturating_add(sent, function.max_age);
  if (next <= CURTAIN_MUTANT(async_events_never_age, last, Time::never())) {
    return next;
  }
  if (last <= end.at) {
    return std::nullopt;
  }
  core_.schedule<AsyncEventTooOld>(last, request, core_.rows().requests.generation(request));
  return Time::never();
}

void AsyncQueue::too_old(std::uint32_t request, Time now) {
  AttemptEnd end = events_[request].last;
  end.at = now;
  core_.give_up(request, end);
}

}  // namespace curtain
