#include "models/metrics/tally.hpp"

namespace curtain {

void Tally::started_otherwise(std::uint32_t function, bool is_counted, StartKind kind, bool is_first) {
  series_.current().cold += kind == StartKind::cold ? 1 : 0;
  if (!is_counted) {
    return;
  }
  ++started_;
  FunctionExtras& extras = extras_[function];
  extras.first_use += is_first ? 1 : 0;
  switch (kind) {
    case StartKind::warm:
      ++functions_[function].warm;
      break;
    case StartKind::cold:
      ++extras.cold;
      break;
    case StartKind::waited:
      ++extras.waited;
      break;
  }
}

void Tally::settle(Duration to_and_fro) {
  sim::Int128 completed = 0;
  for (std::size_t id = 0; id < functions_.size(); ++id) {
    completed += functions_[id].completed;
    const sim::Int128 sum = busy_so_far_ns(id);
    functions_[id].busy_ns = static_cast<std::uint64_t>(sum);
    extras_[id].carries.busy_ns = static_cast<std::uint64_t>(sum >> 64);
  }
  platform_.frontend_ns += completed * to_and_fro.ns() + 2 * distance_.value();
}

}  // namespace curtain
