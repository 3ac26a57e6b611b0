#include "models/config/trait_fields.hpp"

#include "models/config/distribution_form.hpp"
#include "models/config/scalar_forms.hpp"

namespace curtain::config {
namespace {

constexpr std::uint32_t kMostRetries = 200;  // attempts are counted in a byte
constexpr std::uint32_t kHighestPriority = 1'000'000;
constexpr std::uint32_t kMostReserved = 1'000'000;

}  // namespace

std::shared_ptr<const FieldTable<FunctionTraits>> trait_fields() {
  using T = FunctionTraits;
  auto table = std::make_shared<FieldTable<T>>();
  table
      ->add("timeout", &T::timeout, duration_form(Duration{1}, {"never", "forever"}),
            "an execution is cut off after this")
      .add("requests_per_instance", &T::requests_per_instance, count_form(1, kUnlimited - 1),
           "requests that one instance takes at once")
      .add("max_instances", &T::max_instances, limit_form(1), "live instances a function may have")
      .add("concurrency_limit", &T::concurrency_limit, limit_form(0),
           "invocations of a function that may be in flight: a cap; reserved_concurrency also sets it aside")
      .add("reserved_concurrency", &T::reserved_concurrency,
           optional_form(count_form(0, kMostReserved), {"none"}),
           "invocations in flight that are set aside for the function in its account's concurrency: no other "
           "function can use them, and it has no more")
      .add("provisioned", &T::provisioned, count_form(0, 1'000'000),
           "instances that the provisioned pre-warm policy keeps ready")
      .add("crash_retries", &T::crash_retries, count_form(0, kMostRetries),
           "times an invocation killed by a crash is tried again")
      .add("error_rate", &T::error_rate, share_form(),
           "share of executions, by a draw for each, that end in an error of the function; they run and are "
           "billed like others")
      .add("priority", &T::priority, count_form(0, kHighestPriority),
           "waiting invocations with a higher number are served first (queueing policy: priority)")
      .add("deadline", &T::deadline, duration_form(Duration{1}, {"never", "forever"}),
           "an answer is wanted within this of the arrival, where the queueing policy is earliest-deadline; "
           "nothing is cut off")
      .add("sessions", &T::sessions, count_form(0, kUnlimited - 1),
           "number of sessions; each request belongs to one of them at random; 0: a session for each request")
      .add("invoke", &T::invoke, choice_form<Invoke>({{"sync", Invoke::sync}, {"async", Invoke::async}}),
           "sync: a client waits for the answer; async: the platform accepts the event and tries it as its "
           "section async says")
      .add("async_retries", &T::async_retries, optional_form(count_form(0, kMostRetries)),
           "retries of an event whose execution failed or timed out; not given: one for each of "
           "async.retry_delays")
      .add("async_max_age", &T::async_max_age, optional_form(duration_form(Duration{1})),
           "age at which an event is given up; not given: async.max_age")
      .add(
          "cpu", &T::cpu, share_form(),
          "the part of an execution that is CPU work, done first; this part takes longer while the instances "
          "on a VM want more than its vCPUs, the rest does not")
      .add("init", &T::init, optional_form(time_distribution_form()),
           "replaces the platform's function_init for these functions");
  return table;
}

}  // namespace curtain::config
