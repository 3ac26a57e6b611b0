#include "models/config/generator_fields.hpp"

#include "models/config/workload_fields.hpp"
#include "tests/catch.hpp"
#include "tests/config/workload_entry_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::check_round_trip;
using testing::errors_of;
using testing::refusal;
using testing::spec_of;

TEST_CASE("entries of the kind renewal are read, written and refused") {
  const auto spec = spec_of<RenewalSpec>(
      "renewal: {tenant: t, function: f, gap: {gamma: {mean: 1s, sd: 2s}}, duration: 5ms, memory: 1GiB, "
      "timeout: "
      "9s, max_instances: 4}");
  CHECK(spec.of.tenant == "t");
  CHECK(spec.of.function == "f");
  CHECK(spec.gap == sim::Distribution::gamma_mean_sd(1e9, 2e9));
  CHECK(spec.of.duration == sim::Distribution::constant(5e6));
  CHECK(spec.of.memory == 1024);
  CHECK(spec.of.traits.timeout == sim::seconds(9));
  CHECK(spec.of.traits.max_instances == 4);
  check_round_trip("renewal: {function: f, gap: {weibull: {shape: 0.5, scale: 1s}, max: 1h}, duration: 5ms}");
  CHECK(refusal("renewal: {tenant: t}") ==
        "t.yaml:1:10: renewal: the key 'gap' is missing: the time between two arrivals\n"
        "t.yaml:1:10: renewal: the key 'function' is missing: the function's name\n"
        "t.yaml:1:10: renewal: the key 'duration' is missing: duration of an execution, such as 120ms");
  CHECK(refusal("renewal: {function: f, duration: 1s, gap: {pareto: {shape: 1, scale: 1s}}}") ==
        "t.yaml:1:38: renewal.gap: has no finite mean; limit it with max");
  CHECK(refusal("renewal: {function: f, duration: 1s, gap: 0s}") ==
        "t.yaml:1:38: renewal.gap: has a mean of 0s; allowed: at least 1ns");
}

TEST_CASE("entries of the kind timer are read, written and refused") {
  const auto spec = spec_of<TimerSpec>(
      "timer: {function: f, duration: 1s, every: 5min, phase: 30s, jitter: {exponential: {mean: 1s}, max: "
      "5min}}");
  CHECK(spec.every == sim::minutes(5));
  CHECK(spec.phase == sim::seconds(30));
  CHECK(spec.jitter.upper_bound() == 300e9);
  const auto plain = spec_of<TimerSpec>("timer: {function: f, duration: 1s, every: 1ns}");
  CHECK(plain.phase == Duration{});
  CHECK(plain.jitter == sim::Distribution());
  check_round_trip("timer: {function: f, duration: 1s, every: 5min, jitter: {uniform: {min: 1s, max: 2s}}}");
  CHECK(refusal("timer: {function: f, duration: 1s, every: 5min, jitter: {exponential: {mean: 1s}}}") ==
        "t.yaml:1:49: timer.jitter: may be longer than the period of 5min, so a tick could overtake the next "
        "one; limit it with max");
  CHECK(refusal("timer: {function: f, duration: 1s}") ==
        "t.yaml:1:8: timer: expected either the key 'every' (a period) or the key 'cron' (an expression such "
        "as '*/5 * * * *')");
  CHECK(refusal("timer: {function: f, duration: 1s, every: 0s}") ==
        "t.yaml:1:43: timer.every: '0s' is too small; allowed: at least 1ns");
}

TEST_CASE("timer entries with a cron expression are read, written and refused") {
  const std::string start = "timer: {function: f, duration: 1s, ";
  const auto spec =
      spec_of<TimerSpec>(start + "cron: '*/5 8-18 * * mon-fri', jitter: {uniform: {min: 0s, max: 5min}}}");
  CHECK(spec.cron == "*/5 8-18 * * mon-fri");
  CHECK(spec.every == Duration{});
  CHECK(spec_of<TimerSpec>(start + "cron: '@daily'}").cron == "@daily");
  check_round_trip(start + "cron: '*/5 * * * *', jitter: 3s}");
  CHECK(refusal(start + "cron: '*/5 * * * *', every: 5min}") ==
        "t.yaml:1:8: timer: expected either the key 'every' (a period) or the key 'cron' (an expression such "
        "as '*/5 * * * *')");
  CHECK(refusal(start + "cron: '61 * * * *'}") ==
        "t.yaml:1:36: timer.cron: '61' is not a valid minute; allowed: 0 to 59");
  CHECK(refusal(start + "cron: '* * * *'}") ==
        "t.yaml:1:36: timer.cron: '* * * *' has 4 fields; expected five: minute, hour, day of month, month "
        "and day of "
        "week");
  CHECK(refusal(start + "cron: ''}") == "t.yaml:1:42: timer.cron: is empty; expected a text");
  CHECK(refusal(start + "cron: '@hourly', phase: 3s}") ==
        "t.yaml:1:53: timer.phase: contradicts cron, which already defines the times of the ticks; remove "
        "one of the two keys");
  CHECK(refusal(start + "cron: '0,10 * * * *', jitter: 11min}") ==
        "t.yaml:1:58: timer.jitter: may be longer than the shortest gap of 10min, so a tick could overtake "
        "the next one; limit it with max");
}

TEST_CASE("entries of the kind diurnal are read, written and refused") {
  const std::string start = "diurnal: {function: f, duration: 1s, mean: 5/s";
  const auto spec = spec_of<DiurnalSpec>(start + ", peak_to_mean: 1.5, peak_at: 15h, weekend: 40%}");
  CHECK(spec.mean == 5);
  CHECK(spec.peak_to_mean == 1.5);
  CHECK(spec.peak_at == sim::hours(15));
  CHECK(spec.weekend == 0.4);
  const auto plain = spec_of<DiurnalSpec>(start + "}");
  CHECK(plain.peak_to_mean == 2);
  CHECK(plain.period == sim::hours(24));
  CHECK_FALSE(plain.peak_at.has_value());
  check_round_trip(start + "}");
  check_round_trip(start + ", peak_to_mean: 1.25, peak_at: 15h, period: 1d, weekend: 0.4}");
  CHECK(
      refusal(start + ", peak_to_mean: 3}").find("diurnal.peak_to_mean: '3' is too large; allowed: 1 to 2") !=
      std::string::npos);
  CHECK(refusal(start + ", peak_at: 15h, period: 1h}") ==
        "t.yaml:1:49: diurnal.peak_at: 15h is after the end of the period of 1h");
  CHECK(refusal(start + ", period: 1h, weekend: 10%}") ==
        "t.yaml:1:61: diurnal.weekend: has no effect, because there are weekends only if the period is 1d; "
        "remove the key, or set period: 1d");
  CHECK(refusal("diurnal: {function: f, duration: 1s}") ==
        "t.yaml:1:10: diurnal: the key 'mean' is missing: mean arrival rate over a day, such as 5/s");
}

TEST_CASE("entries of the kind mmpp are read, written and refused") {
  const auto spec =
      spec_of<MmppSpec>("mmpp: {function: f, duration: 1s, rates: [2/s, 0/s], stay: [1min, 1h]}");
  CHECK(spec.rates == std::vector<Rate>{2, 0});
  CHECK(spec.stay == std::vector<Duration>{sim::minutes(1), sim::hours(1)});
  check_round_trip("mmpp: {function: f, duration: 1s, rates: [2/s, 0/s, 0.3/s], stay: [1min, 1h, 7us]}");
  CHECK(refusal("mmpp: {function: f, duration: 1s, rates: [2/s], stay: [1min, 1h]}") ==
        "t.yaml:1:49: mmpp.stay: has 2 times for 1 rates; each rate needs its own time");
  CHECK(refusal("mmpp: {function: f, duration: 1s, rates: [], stay: []}") ==
        "t.yaml:1:35: mmpp.rates: the list of rates is empty; write at least one rate");
  CHECK(refusal("mmpp: {function: f, duration: 1s, rates: [1/s], stay: [1ns]}") ==
        "t.yaml:1:56: mmpp.stay[0]: '1ns' is too small; allowed: at least 1us");
  CHECK(refusal("mmpp: {function: f, duration: 1s, rates: [1/s]}") ==
        "t.yaml:1:7: mmpp: the key 'stay' is missing: the mean time in each state, which is exponentially "
        "distributed; the states follow each other in order");
}

TEST_CASE("entries of the kind on-off are read, written and refused") {
  const auto spec = spec_of<OnOffSpec>(
      "on-off: {function: f, duration: 1s, rate: 9/s, burst: {exponential: {mean: 2s}}, pause: 3s}");
  CHECK(spec.rate == 9);
  CHECK(spec.on == sim::Distribution::exponential(2e9));
  CHECK(spec.off == sim::Distribution::constant(3e9));
  check_round_trip(
      "on-off: {function: f, duration: 1s, rate: 9/s, burst: {pareto: {shape: 1.5, mean: 2s}}, pause: 3s}");
  CHECK(refusal("on-off: {function: f, duration: 1s, rate: 9/s, burst: 10ns, pause: {pareto: {shape: 1, "
                "scale: 1s}}}") ==
        "t.yaml:1:48: on-off.burst: has a mean of 10ns; allowed: at least 1us\n"
        "t.yaml:1:61: on-off.pause: has no finite mean; limit it with max");
}

TEST_CASE("entries of the kind curve are read, written and refused") {
  const auto spec = spec_of<CurveSpec>(
      "curve: {function: f, duration: 1s, period: 1d, points: [{at: 0s, rate: 0/s}, {at: 12h, rate: 9/s}]}");
  CHECK(spec.period == sim::hours(24));
  CHECK(spec.points == std::vector<RatePoint>{{Duration{}, 0}, {sim::hours(12), 9}});
  check_round_trip(
      "curve: {function: f, duration: 1s, period: 7d, points: [{at: 0s, rate: 1/h}, {at: 7d, rate: 0/s}]}");
  check_round_trip("curve: {function: f, duration: 1s, points: [{at: 9ms, rate: 0.1/s}]}");
  const std::string start = "curve: {function: f, duration: 1s, ";
  CHECK(refusal(start + "points: [{at: 0s, rate: 0/s}]}") ==
        "t.yaml:1:36: curve.points: no point has a rate above 0; write at least one such point");
  CHECK(refusal(start + "points: [{at: 9s, rate: 1/s}, {at: 1s, rate: 1/s}]}") ==
        "t.yaml:1:66: curve.points[1]: 1s is before the point at 9s; points must be in order of time");
  CHECK(refusal(start + "period: 5s, points: [{at: 9s, rate: 1/s}]}") ==
        "t.yaml:1:57: curve.points[0]: 9s is after the end of the period of 5s");
  CHECK(refusal(start + "points: [{at: 9s}]}") ==
        "t.yaml:1:45: curve.points[0]: the key 'rate' is missing: arrival rate at that instant, such as 20/s "
        "or 0/s");
}

TEST_CASE("entries of the kind closed-loop are read, written and refused") {
  const auto spec = spec_of<ClosedLoopSpec>(
      "closed-loop: {tenant: t, function: f, clients: 20, think: {exponential: {mean: 2s}}, duration: 1s}");
  CHECK(spec.of.tenant == "t");
  CHECK(spec.clients == 20);
  CHECK(spec.think == sim::Distribution::exponential(2e9));
  CHECK_FALSE(spec.first.has_value());
  CHECK(spec.ramp_up == Duration{});
  const auto more = spec_of<ClosedLoopSpec>(
      "closed-loop: {function: f, clients: 1, think: 0s, duration: 1s, first: {uniform: {min: 0s, max: 5s}}, "
      "ramp_up: "
      "1min}");
  CHECK(more.first == sim::Distribution::uniform(0, 5e9));
  CHECK(more.ramp_up == sim::minutes(1));
  check_round_trip("closed-loop: {function: f, clients: 20, think: {exponential: {mean: 2s}}, duration: 1s}");
  check_round_trip(
      "closed-loop: {function: f, clients: 2, think: 0s, duration: 1s, first: 1s, ramp_up: 1min}");
  CHECK(refusal("closed-loop: {function: f, duration: 1s}") ==
        "t.yaml:1:14: closed-loop: the key 'clients' is missing: number of clients; each has at most one "
        "request in flight\nt.yaml:1:14: closed-loop: the key 'think' is missing: the time from an answer to "
        "the client's next request, such as 2s; 0s: the next request follows immediately");
  CHECK(refusal("closed-loop: {function: f, clients: 0, think: 1s, duration: 1s}") ==
        "t.yaml:1:37: closed-loop.clients: '0' is too small; allowed: 1 to 1000000");
  CHECK(refusal("closed-loop: {function: f, client: 3, clients: 3, think: 1s, duration: 1s}")
            .find("unknown key 'client'") != std::string::npos);
}

TEST_CASE("a closed loop without any delay is refused, and a frontend latency is enough of a delay") {
  const std::string start = "platform: ideal\nduration: 1h\n";
  const std::string entry = "workload: [{closed-loop: {function: f, clients: 3, think: 0s, duration: 0s}}]";
  CHECK(errors_of(start + entry) ==
        "s.yaml:3:52: workload[0].closed-loop.think: think time, executions and the frontend all take 0s, so "
        "each client would send requests forever at one instant; type a longer think time");
  CHECK(errors_of(start + "frontend: {response_latency: 1ms}\n" + entry) == "");
  CHECK(errors_of("platform: ideal\n" + entry).find("workload[0]: closed-loop arrivals have no end") !=
        std::string::npos);
}

TEST_CASE("generators need the scenario's duration, and an instance that fits a VM") {
  const std::string entry = "[{timer: {function: f, duration: 1s, every: 1s, memory: 2GiB}}]";
  CHECK(errors_of("platform: ideal\nworkload: " + entry) ==
        "s.yaml:2:12: workload[0]: timer arrivals have no end; set the duration of the scenario");
  CHECK(errors_of("platform: ideal\nduration: 1h\ncluster: {vms: {memory: 1GiB}}\nworkload: " + entry) ==
        "s.yaml:4:59: workload[0].timer.memory: an instance of 2GiB does not fit a VM, which has 1GiB of "
        "memory for instances; raise cluster.vms.memory (now 1GiB) to at least 2GiB");
}

TEST_CASE("entries of the kind batch are read, written and refused") {
  const auto spec =
      spec_of<BatchSpec>("batch: {function: f, calls: 300, at: '02:00', over: 90s, duration: 1s}");
  CHECK(spec.calls == 300);
  CHECK(spec.is_time_of_day);
  CHECK(spec.at == sim::hours(2));
  CHECK(spec.period() == sim::hours(24));
  CHECK(spec.over == sim::seconds(90));
  const auto once = spec_of<BatchSpec>("batch: {function: f, calls: 1, at: 90min, duration: 1s}");
  CHECK_FALSE(once.is_time_of_day);
  CHECK(once.at == sim::minutes(90));
  CHECK_FALSE(once.period().has_value());
  check_round_trip("batch: {function: f, calls: 300, at: 2:00:07.25, duration: 1s}");
  check_round_trip(
      "batch: {function: f, calls: 300, at: 2h, every: 1d, over: 1h, duration: 1s, timeout: 3s}");
  CHECK(
      refusal("batch: {function: f, calls: 3, at: 25:00, duration: 1s}") ==
      "t.yaml:1:36: batch.at: expected a time since the start such as 2h, or a time of day such as 02:00 or "
      "13:05:07, found '25:00'");
  CHECK_THAT(refusal("batch: {function: f, calls: 3, at: 1h, every: 1min, over: 2min, duration: 1s}"),
             ContainsSubstring("batch.over: 2min is longer than the 1min from one batch to the next"));
  CHECK_THAT(refusal("batch: {function: f, at: 1h, duration: 1s}"),
             ContainsSubstring("the key 'calls' is missing"));
}

TEST_CASE("entries of the kind cold-share are read, written and refused") {
  const auto spec =
      spec_of<ColdShareSpec>("cold-share: {function: f, share: 5%, keep_alive: 10min, duration: 1s}");
  CHECK(spec.share == 0.05);
  CHECK(spec.warm() == sim::Distribution::constant(300e9));
  CHECK(spec.cold() == sim::Distribution::constant(1'200e9));
  check_round_trip(
      "cold-share: {function: f, share: 5%, keep_alive: 10min, duration: 1s, phase: 3s, warm_pause: "
      "{exponential: "
      "{mean: 1min}, max: 9min}, cold_pause: {uniform: {min: 11min, max: 1h}}}");
  const std::string start = "cold-share: {function: f, share: 5%, keep_alive: 10min, duration: 1s, ";
  CHECK_THAT(refusal(start + "warm_pause: {exponential: {mean: 1min}}}"),
             ContainsSubstring("cold-share.warm_pause: may be as long as the keep-alive of 10min or longer"));
  CHECK_THAT(refusal(start + "cold_pause: 10min}"),
             ContainsSubstring("cold-share.cold_pause: may be as short as 10min, which is not longer than "
                               "the keep-alive of 10min"));
  CHECK_THAT(refusal("cold-share: {function: f, duration: 1s}"),
             ContainsSubstring("the key 'share' is missing") &&
                 ContainsSubstring("the key 'keep_alive' is missing"));
}
