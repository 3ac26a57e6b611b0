#pragma once
// The part Ends without an engine. Its calls of other parts are recorded.
#include <cstdint>
#include <optional>
#include <vector>

#include "models/platform/gate/latency.hpp"
#include "models/platform/origins/ends.hpp"
#include "models/policies/make.hpp"
#include "models/workload/memory_source.hpp"
#include "tests/platform/support/bare_cell.hpp"

namespace support {

/// A policy that throttles with the reason in its member.
class SaysWhy final : public AdmissionPolicy {
 public:
  Admission decide(const AdmissionQuery&) override { return Admission::throttle; }
  [[nodiscard]] Rejection reason() const override { return why; }
  Rejection why = Rejection::rate;
};
inline const PolicyDeclaration says_why{Seam::admission, "says-why", "", "", {}, make_plain<SaysWhy>};

class WantsConcurrency final : public ScalingPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.concurrency = true}; }
  Scale decide(const ScalingQuery&) override { return Scale::start; }
};
inline const PolicyDeclaration wants_concurrency{
    Seam::scaling, "wants-concurrency", "", "", {}, make_plain<WantsConcurrency>};

/// A sender that retries at the time in its member, if it has one, and records its notifications.
class Persistent final : public Origin {
 public:
  void answered(std::uint32_t sender, const Answer& answer) override {
    senders.push_back(sender);
    answers.push_back(answer);
  }
  std::optional<Time> tries_again(std::uint32_t sender, Time sent, const AttemptEnd& end) override {
    senders.push_back(sender);
    sent_at = sent;
    ended = end;
    return again;
  }
  std::optional<Time> again;
  std::vector<std::uint32_t> senders;
  std::vector<Answer> answers;
  Time sent_at;
  AttemptEnd ended;
};

struct LeavingAccount {
  void leaves(std::uint32_t function) { functions.push_back(function); }
  std::vector<std::uint32_t> functions;
};

/// Answers take 3 ms. The window is [100 ms, 200 ms).
class EndsAlone final : public BareCell, public Ends<EndsAlone> {
 public:
  static constexpr bool kObserved = true;
  using BareCell::policies;
  using BareCell::push;
  using BareCell::rows;
  using BareCell::tally;

  explicit EndsAlone(const FunctionTable& functions, bool keeps_concurrency = false)
      : BareCell(choices(keeps_concurrency), functions, window()),
        Ends<EndsAlone>(*this, functions, {}, {}, at_ms(200), MemorySource(std::vector<Arrival>{}),
                        Duration::infinite()),
        latency_(answers_in_3_ms(), {}) {}

  void tell(Change change, Time now, std::uint32_t request, std::uint32_t instance, Time until, std::uint64_t,
            Outcome outcome, Rejection why) {
    CHECK(instance == kNone);
    Observation& seen = told.emplace_back();
    seen.change = change;
    seen.now = now;
    seen.ordinal = rows().requests[request].ordinal;
    seen.until = until;
    seen.outcome = outcome;
    seen.why = why;
  }
  [[nodiscard]] LeavingAccount& account() { return left; }
  void note_admission(std::uint32_t tenant) { tenants.push_back(tenant); }
  [[nodiscard]] const FrontendLatency& latency() const { return latency_; }

  /// Gives the requests of the function a sender; the sender of this request is number 9.
  void sent_by(Persistent& sender, std::uint32_t request) {
    const std::uint32_t function = rows().requests[request].function;
    rows().functions[function].mask |= special::senders;
    origins().senders().set(request, {&sender, 9}, function);
  }

  std::vector<Observation> told;
  LeavingAccount left;
  std::vector<std::uint32_t> tenants;

 private:
  static PlatformParameters choices(bool keeps_concurrency) {
    PlatformParameters parameters = ideal_platform();
    parameters.policies.admission = {&says_why, {}};
    if (keeps_concurrency) {
      parameters.policies.scaling = {&wants_concurrency, {}};
    }
    return parameters;
  }
  static RunOptions window() {
    RunOptions options;
    options.warmup = at_ms(100);
    options.end = at_ms(200);
    return options;
  }
  static FrontendParameters answers_in_3_ms() {
    FrontendParameters frontend;
    frontend.response_latency = ms(3);
    return frontend;
  }

  FrontendLatency latency_;
};

inline std::uint64_t of_outcome(const FunctionExtras& extras, Outcome outcome) {
  return extras.outcomes[static_cast<std::size_t>(outcome)];
}
inline std::uint64_t of_reason(const FunctionExtras& extras, Rejection why) {
  return extras.rejections[static_cast<std::size_t>(why)];
}

}  // namespace support
