#pragma once
// The part Execution without an engine. Its calls of other parts are recorded.
#include <cstdint>
#include <string>
#include <vector>

#include "models/platform/charges/rounding.hpp"
#include "models/platform/execution/execution.hpp"
#include "models/platform/gate/latency.hpp"
#include "models/policies/make.hpp"
#include "tests/platform/support/bare_cell.hpp"

namespace support {

/// A policy that declares that it plans starts of instances and needs notices of completions.
class HearsCompletions final : public PreWarmPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.on_completion = true, .start_times = true}; }
  std::uint32_t floor(const PreWarmQuery&) override { return 0; }
  void on_completion(const CompletionNotice& notice) override { notices.push_back(notice); }
  std::vector<CompletionNotice> notices;
};
inline const PolicyDeclaration hears_completions{
    Seam::pre_warm, "hears-completions", "", "", {}, make_plain<HearsCompletions>};

class CountsConcurrency final : public ScalingPolicy {
 public:
  [[nodiscard]] Needs needs() const override { return {.concurrency = true}; }
  Scale decide(const ScalingQuery&) override { return Scale::start; }
};
inline const PolicyDeclaration counts_concurrency{
    Seam::scaling, "counts-concurrency", "", "", {}, make_plain<CountsConcurrency>};

/// A sender that records the answers that it receives.
class HearsAnswers final : public Origin {
 public:
  void answered(std::uint32_t sender, const Answer& answer) override {
    senders.push_back(sender);
    answers.push_back(answer);
  }
  std::vector<std::uint32_t> senders;
  std::vector<Answer> answers;
};

/// The window begins at 1 s. Answers take 3 ms, and executions are charged by the millisecond.
class ExecutionAlone final : public BareCell, public Execution<ExecutionAlone> {
 public:
  static constexpr bool kObserved = true;
  using BareCell::cluster;
  using BareCell::key;
  using BareCell::policies;
  using BareCell::push;
  using BareCell::rows;
  using BareCell::tally;

  explicit ExecutionAlone(bool has_policies = false, bool draws_latency = false)
      : BareCell(choices(has_policies), no_functions(), window()),
        latency_(frontend(draws_latency), {}),
        rounding_(BillingParameters{}) {}

  // The substitutes for other parts record their calls in one list.
  struct Aside {
    [[nodiscard]] bool attends_starts() const { return attending; }
    [[nodiscard]] bool has_keys() const { return keyed; }
    void renew(std::uint32_t id, Time) { say("renew", id); }
    void may_join(std::uint32_t function) { say("may join", function); }
    [[nodiscard]] Senders& senders() { return all_senders; }
    /// Clients leave 29 ms after they have sent their request.
    struct Clients {
      [[nodiscard]] Time leaves_at(Time sent) const { return sent + ms(29); }
    };
    [[nodiscard]] Clients client_timeout() const { return {}; }
    [[nodiscard]] bool has_old_code(std::uint32_t) const { return false; }
    void say(const char* what, std::uint32_t which) {
      calls.push_back(std::string(what) + ' ' + std::to_string(which));
    }
    std::vector<std::string> calls;
    Senders all_senders;
    bool attending = false;
    bool keyed = false;
  };
  [[nodiscard]] Aside& idle_set() { return aside; }
  [[nodiscard]] Aside& candidates() { return aside; }
  [[nodiscard]] Aside& room() { return aside; }
  [[nodiscard]] Aside& origins() { return aside; }
  [[nodiscard]] Aside& updates() { return aside; }
  [[nodiscard]] const FrontendLatency& latency() const { return latency_; }
  [[nodiscard]] const Rounding& rounding() const { return rounding_; }
  [[nodiscard]] bool bills_every_init() const { return bills_init; }
  [[nodiscard]] bool bills_busy_instances() const { return false; }
  void begin_busy(std::uint32_t request) { aside.say("begin busy", request); }

  void show(std::uint32_t request, std::uint32_t, Time) { aside.say("show", request); }
  void forget_abandoned(std::uint32_t request) { aside.say("forget abandoned", request); }
  void unlist(std::uint32_t id) {
    aside.say("unlist", id);
    rows().instances[id].listed = false;
  }
  [[nodiscard]] Duration thaw(std::uint32_t request, std::uint32_t, Time) {
    aside.say("thaw for", request);
    return ms(10);
  }
  void attend_start(std::uint32_t function, std::uint32_t id, Time) {
    aside.say("attend function", function);
    aside.say("on", id);
  }
  Duration initialise_again(std::uint32_t request, std::uint32_t) {
    aside.say("initialise again", request);
    return {};
  }
  [[nodiscard]] bool resets(const Request&) const { return resets_instances; }
  void mark_reset(std::uint32_t id) { aside.say("mark reset", id); }
  Outcome settle_charges(std::uint32_t request, Duration execution) {
    aside.say("settle charges of", request);
    settled.push_back(execution);
    return outcome;
  }
  [[nodiscard]] std::uint64_t charged(std::uint32_t request, Duration execution) const {
    return 1'000 * request + static_cast<std::uint64_t>(execution.ns());
  }
  std::optional<Time> asks_sender(std::uint32_t request, const AttemptEnd& end) {
    aside.say("ask sender of", request);
    CHECK(end.outcome == outcome);
    return again;
  }
  void count_failure(const Request&, Outcome how, Rejection) {
    aside.say("count failure", static_cast<std::uint32_t>(how));
  }
  void count_end(const Request&, Outcome how, Time client) {
    aside.say("count end", static_cast<std::uint32_t>(how));
    clients.push_back(client);
  }
  void back_off(std::uint32_t request, Time when, const AttemptEnd& end) {
    aside.say("back off", request);
    CHECK(when == *again);
    CHECK(end.outcome == outcome);
  }
  bool release_slot(std::uint32_t id, Time) {
    aside.say("release slot of", id);
    --rows().instances[id].in_flight;
    return plain;
  }
  void plan_start(std::uint32_t function, Time) { aside.say("plan start of", function); }
  void note_admission(std::uint32_t tenant) { aside.say("note admission of", tenant); }
  void settle(Time) { aside.calls.emplace_back("settle"); }
  void tell(Change change, Time now, std::uint32_t request, std::uint32_t id, Time until = {},
            std::uint64_t amount = 0, Outcome how = Outcome::completed) {
    Observation& seen = told.emplace_back();
    seen.change = change;
    seen.now = now;
    seen.ordinal = rows().requests[request].ordinal;
    seen.instance = InstanceId{id};
    seen.until = until;
    seen.amount = amount;
    seen.outcome = how;
  }
  void tell_warm_start(std::uint32_t request, std::uint32_t id, Time now) {
    tell(Change::started, now, request, id, rows().requests[request].started);
  }
  void tell_end(std::uint32_t request, std::uint32_t id, Time now, Time client, Outcome how,
                std::uint64_t amount) {
    tell(Change::ended, now, request, id, {}, amount);
    tell(Change::finished, now, request, id, client, 0, how);
  }

  void tell_bound(std::uint32_t, std::uint32_t, Time) {}

  /// Adds an attempt of 200 ms that starts now on the instance.
  std::uint32_t started(std::uint32_t function, std::uint32_t id, Time now, Duration duration = ms(200)) {
    const std::uint32_t request = add_request(function, now, RequestPlace::function_queue);
    rows().requests[request].duration = duration;
    rows().requests[request].previous = 77;  // a value that remains from the queue in which the attempt
                                             // waited
    start<false>(request, id, now, StartKind::warm);
    return request;
  }
  /// Returns the requests of an instance, the last one in front. `previous` must agree with this list.
  [[nodiscard]] std::vector<std::uint32_t> requests_of(std::uint32_t id) {
    std::vector<std::uint32_t> found;
    std::uint32_t before = kNone;
    for (std::uint32_t at = rows().instances[id].first_request; at != kNone; at = rows().requests[at].next) {
      CHECK(rows().requests[at].previous == before);
      found.push_back(at);
      before = at;
    }
    return found;
  }

  Aside aside;
  std::vector<Observation> told;
  std::vector<Duration> settled;
  std::vector<Time> clients;
  Outcome outcome = Outcome::completed;
  std::optional<Time> again;
  bool resets_instances = false;
  bool plain = true;
  bool bills_init = true;

 private:
  static PlatformParameters choices(bool has_policies) {
    PlatformParameters parameters = ideal_platform();
    if (has_policies) {
      parameters.policies.pre_warm = {&hears_completions, {}};
      parameters.policies.scaling = {&counts_concurrency, {}};
    }
    return parameters;
  }
  static RunOptions window() {
    RunOptions options;
    options.warmup = at_ms(1'000);
    return options;
  }
  static FrontendParameters frontend(bool draws_latency) {
    FrontendParameters parameters;
    parameters.response_latency = ms(3);
    if (draws_latency) {
      parameters.request_latency = sim::Distribution::exponential(1e6);
    }
    return parameters;
  }

  FrontendLatency latency_;
  Rounding rounding_;
};

}  // namespace support
