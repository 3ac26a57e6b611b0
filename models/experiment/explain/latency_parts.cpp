#include "models/experiment/explain/latency_parts.hpp"

#include <algorithm>

#include "sim/mutant.hpp"

namespace curtain {

Duration LatencyParts::total() const {
  Duration sum;
  for (const Duration part : parts_) {
    sum += part;
  }
  return sum;
}

LatencyPart LatencyParts::longest() const {
  return static_cast<LatencyPart>(std::max_element(parts_.begin(), parts_.end()) - parts_.begin());
}

void LatencyClock::enter(LatencyPart next, Time now) {
  if (part_ == LatencyPart::execution) {
    const Time from = std::clamp(executes_from_, since_, now);
    const Time thaws = std::clamp(thaws_from_, since_, from);
    attempt_.add(LatencyPart::frontend, thaws - since_);
    attempt_.add(LatencyPart::thaw, from - thaws);
    attempt_.add(LatencyPart::execution, now - from);
  } else {
    attempt_.add(part_, now - since_);
  }
  since_ = now;
  part_ = next;
}

void LatencyClock::reach(Time now) {
  if (in_attempt_) {
    return;
  }
  enter(LatencyPart::queueing, now);
  const bool is_first = submitted_ == Time::never();
  (is_first ? request_latency_ : lost_) += attempt_.total();
  attempt_ = {};
  submitted_ = now;
  in_attempt_ = true;
}

void LatencyClock::observe(const Observation& seen) {
  if (is_final_) {
    return;
  }
  switch (seen.change) {
    case Change::arrived:
      since_ = seen.arrival;
      break;
    case Change::admitted:
    case Change::queued:
      reach(seen.now);
      enter(LatencyPart::queueing, seen.now);
      break;
    case Change::started:
      enter(LatencyPart::execution, seen.now);
      executes_from_ = seen.until;
      thaws_from_ = seen.until - Duration{static_cast<std::int64_t>(seen.amount)};
      break;
    case Change::ended:
      enter(LatencyPart::frontend, seen.now);
      break;
    case Change::retried:
      reach(seen.now);
      enter(LatencyPart::retry, seen.now);
      if (seen.until == Time::never()) {
        break;  // this is the last attempt; the invocation is given up later
      }
      lost_ += CURTAIN_MUTANT(lost_attempt_not_in_parts, attempt_.total(), Duration{});
      attempt_ = {};
      in_attempt_ = false;
      break;
    case Change::left:
      enter(part_, seen.now);
      is_final_ = true;
      break;
    case Change::finished:
      if (submitted_ == Time::never()) {
        reach(seen.now);
      }
      enter(LatencyPart::frontend, seen.now);
      enter(LatencyPart::frontend, seen.until);
      is_final_ = true;
      break;
    default:
      break;
  }
}

void LatencyClock::bound(Time now) {
  if (!is_final_) {
    enter(LatencyPart::start, now);
  }
}

LatencyParts LatencyClock::parts() const {
  LatencyParts all = attempt_;
  all.add(LatencyPart::frontend, request_latency_);
  all.add(LatencyPart::retry, lost_);
  return all;
}

}  // namespace curtain
