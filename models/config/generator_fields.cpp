#include "models/config/generator_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "models/config/distribution_form.hpp"
#include "models/config/scalar_forms.hpp"
#include "models/config/trait_fields.hpp"
#include "models/workload/cron.hpp"
#include "models/workload/instant.hpp"

namespace curtain::config {
namespace {

constexpr Duration kShortestStay = sim::microseconds(1);
constexpr std::uint32_t kMostClients = 1'000'000;   // if all clients have a request in flight, the requests
                                                    // use about 400 MB of memory
constexpr std::uint32_t kMostInBatch = 10'000'000;  // the calls of a batch are sorted in memory

/// The keys that all entries for a single function have. The keys of the generator are inserted between these
/// keys.
std::shared_ptr<const FieldTable<SingleFunction>> single_function() {
  using S = SingleFunction;
  auto table = std::make_shared<FieldTable<S>>();
  table->add("tenant", &S::tenant, text_form(), "the account that owns the function")
      .add("function", &S::function, text_form(), "the function's name", Need::required)
      .add("duration", &S::duration, time_distribution_form(), "duration of an execution, such as 120ms",
           Need::required)
      .add("memory", &S::memory, memory_form(1), "memory size of an instance")
      .include(&S::traits, trait_fields());
  return table;
}

/// Reports an error at the key `key`, if the entry has that key.
void refuse_generator(Reader& reader, const Node& node, const char* key, const std::string& message) {
  const Place* given = reader.given(reader.path_of(key));
  const Reader::Step step(reader, key);
  reader.error(given == nullptr ? node.place : *given, message);
}

/// Checks that the mean of a distribution is finite and at least `least`.
void check_mean(const char* key, const sim::Distribution& length, Duration least, const Node& node,
                Reader& reader) {
  if (reader.given(reader.path_of(key)) == nullptr) {
    return;
  }
  const double mean = length.mean();
  if (!(mean < std::numeric_limits<double>::infinity())) {
    refuse_generator(reader, node, key, "has no finite mean; limit it with max");
  } else if (mean < static_cast<double>(least.ns())) {
    refuse_generator(reader, node, key,
                     fmt::format("has a mean of {}; allowed: at least {}", format_nanoseconds(mean),
                                 format_duration(least)));
  }
}

void check_cron(const TimerSpec& spec, const Node& node, Reader& reader) {
  if (spec.phase > Duration{}) {
    refuse_generator(
        reader, node, "phase",
        "contradicts cron, which already defines the times of the ticks; remove one of the two keys");
  }
  try {
    const CronSchedule schedule(spec.cron);
    const Duration gap = sim::minutes(schedule.shortest_gap());
    if (spec.jitter.quantile(1) > static_cast<double>(gap.ns())) {
      refuse_generator(reader, node, "jitter",
                       fmt::format("may be longer than the shortest gap of {}, so a tick could overtake the "
                                   "next one; limit it with max",
                                   format_duration(gap)));
    }
  } catch (const std::invalid_argument& error) {
    refuse_generator(reader, node, "cron", error.what());
  }
}

void check_timer(const TimerSpec& spec, const Node& node, Reader& reader) {
  const bool has_cron = reader.given(reader.path_of("cron")) != nullptr;
  if (has_cron == (reader.given(reader.path_of("every")) != nullptr)) {
    reader.error(
        node.place,
        "expected either the key 'every' (a period) or the key 'cron' (an expression such as '*/5 * * * *')");
    return;
  }
  if (has_cron) {
    if (!spec.cron.empty()) {
      check_cron(spec, node, reader);
    }
    return;
  }
  if (spec.every < Duration{1}) {
    return;  // the error has been reported by check_mean()
  }
  if (spec.jitter.quantile(1) > static_cast<double>(spec.every.ns())) {
    refuse_generator(
        reader, node, "jitter",
        fmt::format(
            "may be longer than the period of {}, so a tick could overtake the next one; limit it with max",
            format_duration(spec.every)));
  }
}

void check_mmpp(const MmppSpec& spec, const Node& node, Reader& reader) {
  if (reader.given(reader.path_of("rates")) == nullptr || reader.given(reader.path_of("stay")) == nullptr) {
    return;
  }
  if (spec.rates.empty()) {
    refuse_generator(reader, node, "rates", "the list of rates is empty; write at least one rate");
  } else if (spec.rates.size() != spec.stay.size()) {
    refuse_generator(reader, node, "stay",
                     fmt::format("has {} times for {} rates; each rate needs its own time", spec.stay.size(),
                                 spec.rates.size()));
  }
}

void check_curve(const CurveSpec& spec, const Node& node, Reader& reader) {
  if (reader.given(reader.path_of("points")) == nullptr) {
    return;
  }
  const bool is_read = reader.diagnostics().empty();  // an invalid rate, which is already reported, has the
                                                      // value 0
  if (is_read &&
      std::all_of(spec.points.begin(), spec.points.end(), [](const RatePoint& p) { return p.rate == 0; })) {
    refuse_generator(reader, node, "points", "no point has a rate above 0; write at least one such point");
  }
  for (std::size_t i = 0; i < spec.points.size(); ++i) {
    const Duration at = spec.points[i].at;
    const std::string key = fmt::format("points[{}]", i);
    if (i > 0 && at < spec.points[i - 1].at) {
      refuse_generator(reader, node, key.c_str(),
                       fmt::format("{} is before the point at {}; points must be in order of time",
                                   format_duration(at), format_duration(spec.points[i - 1].at)));
    } else if (spec.period && at > *spec.period) {
      refuse_generator(reader, node, key.c_str(),
                       fmt::format("{} is after the end of the period of {}", format_duration(at),
                                   format_duration(*spec.period)));
    }
  }
}

FormPtr<RatePoint> rate_point_form() {
  auto table = std::make_shared<FieldTable<RatePoint>>();
  table->add("at", &RatePoint::at, duration_form(), "the instant", Need::required)
      .add("rate", &RatePoint::rate, rate_or_zero_form(), "arrival rate at that instant, such as 20/s or 0/s",
           Need::required);
  return table;
}

/// `at`: a time since the start of the run, or a time of day.
Field<BatchSpec> batch_instant() {
  Field<BatchSpec> field{"at",
                         "the time of the first batch: a time since the start such as 2h, or a time of day "
                         "in UTC such as 02:00; the scenario's epoch is the date of its start",
                         Need::required,
                         {},
                         {},
                         {},
                         {}};
  field.read = [](const Node& node, Reader& reader, BatchSpec& spec) {
    const bool has_colon = node.kind == Node::Kind::scalar && node.text.find(':') != std::string::npos;
    if (!has_colon) {
      duration_form()->read(node, reader, spec.at);
      return;
    }
    const std::optional<Instant> instant = read_instant(node.text);
    if (!instant || instant->kind != InstantKind::time_of_day) {
      reader.error(node.place,
                   fmt::format("expected a time since the start such as 2h, or a time of day such as "
                               "02:00 or 13:05:07, found {}",
                               quote(node.text)));
      return;
    }
    spec.at = Duration{instant->ns};
    spec.is_time_of_day = true;
  };
  field.write = [](const BatchSpec& spec) -> std::optional<Node> {
    if (!spec.is_time_of_day) {
      return duration_form()->write(spec.at);
    }
    const std::int64_t second = 1'000'000'000;
    const std::int64_t seconds = spec.at.ns() / second;
    std::string text = fmt::format("{:02}:{:02}:{:02}.{:09}", seconds / 3600, seconds / 60 % 60, seconds % 60,
                                   spec.at.ns() % second);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
      text.pop_back();
    }
    return Node::string(text);
  };
  field.schema = [] {
    return schema_either(
        duration_form()->schema(),
        std::move(Node::mapping()
                      .set("type", Node::string("string"))
                      .set("pattern", Node::string("^[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]+)?)?$"))));
  };
  return field;
}

void check_cold_share(const ColdShareSpec& spec, const Node& node, Reader& reader) {
  if (reader.given(reader.path_of("keep_alive")) == nullptr || spec.keep_alive < Duration{1}) {
    return;
  }
  const auto keep_alive = static_cast<double>(spec.keep_alive.ns());
  const double longest = spec.warm().quantile(1);
  const double shortest = spec.cold().quantile(0);
  if (!(longest < keep_alive)) {
    refuse_generator(reader, node, "warm_pause",
                     fmt::format("may be as long as the keep-alive of {} or longer, so a call after the "
                                 "pause could be cold; limit the pause with max",
                                 format_duration(spec.keep_alive)));
  }
  if (!(shortest > keep_alive)) {
    refuse_generator(reader, node, "cold_pause",
                     fmt::format("may be as short as {}, which is not longer than the keep-alive of {}, so a "
                                 "call after the pause could be warm; limit the pause with min",
                                 format_nanoseconds(shortest), format_duration(spec.keep_alive)));
  }
}

}  // namespace

std::shared_ptr<const FieldTable<BatchSpec>> batch_fields() {
  using S = BatchSpec;
  auto table = std::make_shared<FieldTable<S>>();
  table->add("calls", &S::calls, count_form(1, kMostInBatch), "number of calls in a batch", Need::required)
      .add(batch_instant())
      .add("every", &S::every, optional_form(duration_form(Duration{1})),
           "the time from one batch to the next; default: one day for a batch at a time of day, and no "
           "further batch for a batch at a time since the start")
      .add("over", &S::over, duration_form(),
           "each call of a batch is delayed independently by a random time of at most this length; 0s: all "
           "calls arrive at one instant")
      .include(&S::of, single_function())
      .check([](const S& spec, const Node& node, Reader& reader) {
        const std::optional<Duration> period = spec.period();
        if (period && spec.over > *period) {
          refuse_generator(reader, node, "over",
                           fmt::format("{} is longer than the {} from one batch to the next",
                                       format_duration(spec.over), format_duration(*period)));
        }
      });
  return table;
}

std::shared_ptr<const FieldTable<ColdShareSpec>> cold_share_fields() {
  using S = ColdShareSpec;
  auto table = std::make_shared<FieldTable<S>>();
  table
      ->add("share", &S::share, share_form(1),
            "share of calls that are cold; the number of cold calls among the first n calls is n times this "
            "share, rounded up",
            Need::required)
      .add("keep_alive", &S::keep_alive, duration_form(Duration{2}),
           "the platform's fixed keep-alive; the pauses before cold calls are longer than this time, and all "
           "other pauses are shorter",
           Need::required)
      .add("warm_pause", &S::warm_pause, optional_form(time_distribution_form()),
           "pause from the end of the previous call to a warm call, longer than a start-up; default: half of "
           "the keep-alive")
      .add("cold_pause", &S::cold_pause, optional_form(time_distribution_form()),
           "pause from the end of the previous call to a cold call; default: twice the keep-alive")
      .add("phase", &S::phase, duration_form(), "the time of the first call")
      .include(&S::of, single_function())
      .check(check_cold_share);
  return table;
}

std::shared_ptr<const FieldTable<RenewalSpec>> renewal_fields() {
  using S = RenewalSpec;
  auto table = std::make_shared<FieldTable<S>>();
  table->add("gap", &S::gap, time_distribution_form(), "the time between two arrivals", Need::required)
      .include(&S::of, single_function())
      .check([](const S& spec, const Node& node, Reader& reader) {
        check_mean("gap", spec.gap, Duration{1}, node, reader);
      });
  return table;
}

std::shared_ptr<const FieldTable<TimerSpec>> timer_fields() {
  using S = TimerSpec;
  auto table = std::make_shared<FieldTable<S>>();
  table->add_unless_default("every", &S::every, duration_form(Duration{1}), "the period")
      .add_unless_default("cron", &S::cron, text_form(),
                          "replaces `every`: minute, hour, day of month, month and day of week of UTC, such "
                          "as '*/5 * * * *'; the scenario's epoch is the date of time zero")
      .add("phase", &S::phase, duration_form(), "the time of the first tick")
      .add("jitter", &S::jitter, time_distribution_form(),
           "delay of a tick, drawn independently for each tick")
      .include(&S::of, single_function())
      .check(check_timer);
  return table;
}

std::shared_ptr<const FieldTable<MmppSpec>> mmpp_fields() {
  using S = MmppSpec;
  auto table = std::make_shared<FieldTable<S>>();
  table
      ->add("rates", &S::rates, list_form(rate_or_zero_form(), "rates"),
            "the rate of each state, such as [100/s, 1/s]", Need::required)
      .add("stay", &S::stay, list_form(duration_form(kShortestStay), "mean times"),
           "the mean time in each state, which is exponentially distributed; the states follow each other in "
           "order",
           Need::required)
      .include(&S::of, single_function())
      .check(check_mmpp);
  return table;
}

/// The keys are not called `on` and `off`, because many YAML parsers read these words as true and false.
std::shared_ptr<const FieldTable<OnOffSpec>> on_off_fields() {
  using S = OnOffSpec;
  auto table = std::make_shared<FieldTable<S>>();
  table->add("rate", &S::rate, rate_form(), "arrival rate during on periods, such as 20/s", Need::required)
      .add("burst", &S::on, time_distribution_form(),
           "length of an on period; the run begins with an on period", Need::required)
      .add("pause", &S::off, time_distribution_form(), "length of an off period", Need::required)
      .include(&S::of, single_function())
      .check([](const S& spec, const Node& node, Reader& reader) {
        check_mean("burst", spec.on, kShortestStay, node, reader);
        check_mean("pause", spec.off, kShortestStay, node, reader);
      });
  return table;
}

std::shared_ptr<const FieldTable<CurveSpec>> curve_fields() {
  using S = CurveSpec;
  auto table = std::make_shared<FieldTable<S>>();
  table
      ->add("period", &S::period, optional_form(duration_form(kShortestStay)),
            "the curve repeats after this time, such as 1d; default: no repetition, and the last rate stays "
            "constant")
      .add("points", &S::points, list_form(rate_point_form(), "points such as {at: 6h, rate: 20/s}"),
           "points of the rate curve, joined by straight lines; two points at one instant make a jump",
           Need::required)
      .include(&S::of, single_function())
      .check(check_curve);
  return table;
}

std::shared_ptr<const FieldTable<DiurnalSpec>> diurnal_fields() {
  using S = DiurnalSpec;
  auto table = std::make_shared<FieldTable<S>>();
  table->add("mean", &S::mean, rate_form(), "mean arrival rate over a day, such as 5/s", Need::required)
      .add("peak_to_mean", &S::peak_to_mean, number_form(1, 2),
           "ratio of the highest rate to the mean rate; the curve is symmetric about the mean, so 1 gives a "
           "constant rate, and 2 a lowest rate of zero")
      .add("peak_at", &S::peak_at, optional_form(duration_form()),
           "the time of day of the highest rate, such as 15h; default: the middle of the period")
      .add("period", &S::period, duration_form(sim::seconds(1)), "length of a day")
      .add("weekend", &S::weekend, share_form(10),
           "ratio of the rate on Saturdays and Sundays to the rate on other days, such as 40%")
      .include(&S::of, single_function())
      .check([](const S& spec, const Node& node, Reader& reader) {
        if (spec.peak_at && *spec.peak_at > spec.period) {
          refuse_generator(reader, node, "peak_at",
                           fmt::format("{} is after the end of the period of {}",
                                       format_duration(*spec.peak_at), format_duration(spec.period)));
        }
        if (spec.weekend != 1 && spec.period != sim::hours(24)) {
          refuse_generator(reader, node, "weekend",
                           "has no effect, because there are weekends only if the period is 1d; remove the "
                           "key, or set period: 1d");
        }
      });
  return table;
}

std::shared_ptr<const FieldTable<ClosedLoopSpec>> closed_loop_fields() {
  using S = ClosedLoopSpec;
  auto table = std::make_shared<FieldTable<S>>();
  table
      ->add("clients", &S::clients, count_form(1, kMostClients),
            "number of clients; each has at most one request in flight", Need::required)
      .add("think", &S::think, time_distribution_form(),
           "the time from an answer to the client's next request, such as 2s; 0s: the next request follows "
           "immediately",
           Need::required)
      .add("first", &S::first, optional_form(time_distribution_form()),
           "the time from a client's start to its first request; default: a think time")
      .add("ramp_up", &S::ramp_up, duration_form(), "the clients start at equal intervals within this time")
      .include(&S::of, single_function());
  return table;
}

}  // namespace curtain::config
