#include "models/config/async_fields.hpp"

#include "models/config/scalar_forms.hpp"

namespace curtain::config {

FormPtr<AsyncParameters> async_form() {
  using P = AsyncParameters;
  auto table = std::make_shared<FieldTable<P>>(Layers::many);
  table
      ->add("retry_delays", &P::retry_delays, list_form(duration_form(), "lengths of time"),
            "the time from the end of a failed or timed-out execution to the next attempt; one value for "
            "each retry")
      .add("backoff", &P::backoff, duration_form(),
           "the delay of the next attempt after the first attempt that did not run (throttled, no room, or "
           "lost in a crash)")
      .add("backoff_factor", &P::backoff_factor, count_form(1, 1'000),
           "factor by which the backoff grows for each further attempt that did not run")
      .add("longest_backoff", &P::longest_backoff, duration_form(), "upper limit of the backoff")
      .add("max_age", &P::max_age, duration_form(),
           "the age at which the platform drops an event; 0s: the platform accepts no asynchronous "
           "invocations");
  return table;
}

}  // namespace curtain::config
