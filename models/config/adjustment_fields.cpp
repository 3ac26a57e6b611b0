#include "models/config/adjustment_fields.hpp"

#include <fmt/format.h>

#include "models/config/scalar_forms.hpp"

namespace curtain::config {
namespace {

constexpr double kMostScale = 1000;

std::shared_ptr<FieldTable<TraceAdjustment>> cut_table() {
  using A = TraceAdjustment;
  auto table = std::make_shared<FieldTable<A>>();
  table
      ->add_unless_default(
          "from", &A::from, duration_form(),
          "calls of the trace before this time are left out, and this time becomes time zero")
      .add_unless_default("to", &A::to, duration_form(Duration{1}, {"end"}),
                          "calls of the trace at or after this time are left out")
      .add_unless_default("shift", &A::shift, duration_form(), "each call arrives later by this much");
  return table;
}

}  // namespace

std::shared_ptr<const FieldTable<TraceAdjustment>> cut_fields() {
  return cut_table();
}

std::shared_ptr<const FieldTable<TraceAdjustment>> adjustment_fields() {
  using A = TraceAdjustment;
  auto table = cut_table();
  table
      ->add_unless_default("scale", &A::scale, number_form(1e-9, kMostScale),
                           "number of calls to make from each call of the trace; below 1, the share of calls "
                           "to keep, chosen at random")
      .add_unless_default(
          "scale_within", &A::scale_within, duration_form(),
          "an added call arrives at a random instant of the interval of this length that contains the "
          "original call; 0s: an added call arrives at the same instant as the original call");
  return table;
}

void check_adjustment(const TraceAdjustment& adjustment, const Node&, Reader& reader) {
  const auto refuse = [&reader](const char* key, const std::string& message) {
    if (const Place* const place = reader.given(reader.path_of(key))) {
      const Reader::Step step(reader, key);
      reader.error(*place, message);
    }
  };
  if (adjustment.to <= adjustment.from) {
    const bool has_to = reader.given(reader.path_of("to")) != nullptr;
    refuse(has_to ? "to" : "from",
           fmt::format("{} is not after from, {}; it must be later", format_duration(adjustment.to),
                       format_duration(adjustment.from)));
  }
  if (adjustment.scale <= 1) {
    refuse("scale_within",
           fmt::format("has no effect: scale is {}, so no calls are added", adjustment.scale));
  }
}

}  // namespace curtain::config
