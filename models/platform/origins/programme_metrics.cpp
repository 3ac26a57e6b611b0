// Metrics of the values that measurement programmes have recorded.
#include "models/metrics/records.hpp"
#include "models/metrics/values.hpp"

namespace curtain {

namespace {

constexpr std::string_view kNoRecord =
    "no value was recorded, or the metric does not name a record, as in recorded.mean{record=idle}";

/// The statistic of the record that the scope names.
template <class Statistic>
MetricValue of_record(const Counted& counted, Statistic statistic) {
  return counted.recorded == nullptr ? MetricValue() : MetricValue((counted.recorded->*statistic)());
}

}  // namespace

const MetricFamily& programme_metrics() {
  using S = RecordedSample;
  static const MetricFamily family = {
      {.name = "recorded.count",
       .unit = Unit::count,
       .meaning = "number of values that measurement programmes have recorded under a name",
       .absent_because = "the metric does not name a record, as in recorded.count{record=idle}",
       .value = [](const Counted& c) -> MetricValue { return of_record(c, &S::count); },
       .scopes = Scope::record},
      {.name = "recorded.distinct",
       .unit = Unit::count,
       .meaning = "number of different values that measurement programmes have recorded under a name",
       .absent_because = "the metric does not name a record, as in recorded.distinct{record=idle}",
       .value = [](const Counted& c) -> MetricValue { return of_record(c, &S::distinct); },
       .scopes = Scope::record},
      {.name = "recorded.sum",
       .unit = Unit::number,
       .meaning = "sum of the values that measurement programmes have recorded under a name",
       .absent_because = "the metric does not name a record, as in recorded.sum{record=idle}",
       .value = [](const Counted& c) -> MetricValue { return of_record(c, &S::sum); },
       .scopes = Scope::record},
      {.name = "recorded.mean",
       .unit = Unit::number,
       .meaning = "mean of the values that measurement programmes have recorded under a name",
       .absent_because = kNoRecord,
       .value = [](const Counted& c) -> MetricValue { return of_record(c, &S::mean); },
       .scopes = Scope::record},
      {.name = "recorded.sd",
       .unit = Unit::number,
       .meaning = "standard deviation of the values that measurement programmes have recorded under a name, "
                  "with the divisor n - 1",
       .absent_because = "fewer than two values were recorded, or the metric does not name a record",
       .value = [](const Counted& c) -> MetricValue { return of_record(c, &S::sd); },
       .scopes = Scope::record},
      {.name = "recorded.min",
       .unit = Unit::number,
       .meaning = "smallest value that measurement programmes have recorded under a name",
       .absent_because = kNoRecord,
       .value = [](const Counted& c) -> MetricValue { return of_record(c, &S::smallest); },
       .scopes = Scope::record},
      {.name = "recorded.p10",
       .unit = Unit::number,
       .meaning = "smallest recorded value that at least 10 % of the values under the name do not exceed",
       .absent_because = kNoRecord,
       .value = [](const Counted& c) -> MetricValue {
         return c.recorded == nullptr ? MetricValue() : MetricValue(c.recorded->percentile(10));
       },
       .scopes = Scope::record},
      {.name = "recorded.median",
       .unit = Unit::number,
       .meaning = "middle value of the values that measurement programmes have recorded under a name, or the "
                  "mean of the two middle values",
       .absent_because = kNoRecord,
       .value = [](const Counted& c) -> MetricValue { return of_record(c, &S::median); },
       .scopes = Scope::record},
      {.name = "recorded.p90",
       .unit = Unit::number,
       .meaning = "smallest recorded value that at least 90 % of the values under the name do not exceed",
       .absent_because = kNoRecord,
       .value = [](const Counted& c) -> MetricValue {
         return c.recorded == nullptr ? MetricValue() : MetricValue(c.recorded->percentile(90));
       },
       .scopes = Scope::record},
      {.name = "recorded.max",
       .unit = Unit::number,
       .meaning = "largest value that measurement programmes have recorded under a name",
       .absent_because = kNoRecord,
       .value = [](const Counted& c) -> MetricValue { return of_record(c, &S::largest); },
       .scopes = Scope::record}};
  return family;
}

}  // namespace curtain
