#include "models/config/workload_fields.hpp"

#include "tests/catch.hpp"
#include "tests/config/workload_entry_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::check_round_trip;
using testing::refusal;
using testing::rewritten;
using testing::spec_of;

TEST_CASE("entries of the kind poisson are read, written and refused") {
  const auto spec = spec_of<PoissonSpec>(
      "poisson: {tenant: t, function: f, rate: 2/s, duration: 5ms, memory: 1GiB, timeout: 9s, "
      "requests_per_instance: 3, max_instances: 4, concurrency_limit: 0, provisioned: 6, crash_retries: 7, "
      "init: 8ms}");
  CHECK(spec.tenant == "t");
  CHECK(spec.function == "f");
  CHECK(spec.rate == 2.0);
  CHECK(spec.duration == sim::Distribution::constant(5e6));
  CHECK(spec.memory == 1024);
  CHECK(spec.traits.timeout == sim::seconds(9));
  CHECK(spec.traits.requests_per_instance == 3);
  CHECK(spec.traits.max_instances == 4);
  CHECK(spec.traits.concurrency_limit == 0);
  CHECK(spec.traits.provisioned == 6);
  CHECK(spec.traits.crash_retries == 7);
  CHECK(spec.traits.init == sim::Distribution::constant(8e6));
  check_round_trip("poisson: {function: f, rate: 2/s, duration: 5ms}");
  CHECK(refusal("poisson: {tenant: t}") ==
        "t.yaml:1:10: poisson: the key 'function' is missing: the function's name\n"
        "t.yaml:1:10: poisson: the key 'rate' is missing: arrival rate, such as 20/s\n"
        "t.yaml:1:10: poisson: the key 'duration' is missing: duration of an execution, such as 120ms");
}

TEST_CASE("entries of the kinds population and azure-like are read, written and refused") {
  const auto population = spec_of<PopulationSpec>(
      "population: {tenant: t, tenants: 2, prefix: p, functions: 3, rate: 6/min, zipf_exponent: 0.5, "
      "duration: 1ms}");
  CHECK(population.tenants == 2);
  CHECK(population.prefix == "p");
  CHECK(population.functions == 3);
  CHECK(population.rate == Approx(0.1));
  CHECK(population.zipf_exponent == 0.5);
  CHECK(population.memory == sim::Distribution::constant(128));
  check_round_trip(
      "population: {functions: 3, rate: 6/min, duration: 1ms, memory: {uniform: {min: 1MiB, max: 9MiB}}}");
  check_round_trip("population: {functions: 3, rate: 6/min, duration: 1ms, popularity: {zipf: 1.5}}");
  const auto azure = spec_of<AzureLikeSpec>("azure-like: {functions: 7, scale: 0.5, max_rate: 9}");
  CHECK(azure.functions == 7);
  CHECK(azure.scale == 0.5);
  CHECK(azure.max_rate == 9);
  CHECK(azure.tenant == "azure");
  check_round_trip("azure-like: {}");
}

TEST_CASE("the popularity of a population is an exponent or a list of weights") {
  const std::string start = "population: {functions: 3, rate: 6/min, duration: 1ms, ";
  CHECK(spec_of<PopulationSpec>(start + "popularity: {zipf: 1.5}}").zipf_exponent == 1.5);
  const auto weighted = spec_of<PopulationSpec>(start + "popularity: {weights: [5, 3, 0.5]}}");
  CHECK(weighted.weights == std::vector<double>{5, 3, 0.5});
  const std::string written = rewritten(*workload_form(), start + "popularity: {weights: [5, 3, 0.5]}}");
  CHECK_THAT(written, ContainsSubstring("popularity: {weights: [5, 3, 0.5]}"));
  CHECK_THAT(written, !ContainsSubstring("zipf_exponent"));
  CHECK(rewritten(*workload_form(), written) == written);
  CHECK(refusal(start + "popularity: {weights: [5, 3]}}") ==
        "t.yaml:1:56: population.popularity: has 2 weights for 3 functions; each function needs one weight");
  CHECK(refusal(start + "popularity: {weights: [5, 3, 0]}}") ==
        "t.yaml:1:85: population.popularity.weights[2]: '0' is too small; allowed: 1e-09 to 1000000000");
  CHECK(refusal(start + "popularity: {weights: [5, 3, 1], zipf: 1}}") ==
        "t.yaml:1:56: population.popularity: expected either the key 'zipf' or the key 'weights'");
  CHECK(refusal(start + "popularity: {}}") ==
        "t.yaml:1:56: population.popularity: expected either the key 'zipf' or the key 'weights'");
  CHECK(refusal(start + "zipf_exponent: 1, popularity: {zipf: 1}}") ==
        "t.yaml:1:74: population.popularity: contradicts zipf_exponent; remove one of the two keys");
}

TEST_CASE("correlated entries are populations with calls in common") {
  const auto spec = spec_of<CorrelatedSpec>(
      "correlated: {tenant: t, tenants: 2, functions: 3, rate: 6/s, together: 40%, lag: {uniform: {min: 0s, "
      "max: 2s}}, "
      "duration: 1s, memory: 1GiB, timeout: 9s, popularity: {weights: [1, 2, 3]}}");
  CHECK(spec.of.tenants == 2);
  CHECK(spec.of.functions == 3);
  CHECK(spec.of.rate == 6);
  CHECK(spec.of.weights == std::vector<double>{1, 2, 3});
  CHECK(spec.of.traits.timeout == sim::seconds(9));
  CHECK(spec.together == 0.4);
  CHECK(spec.lag == sim::Distribution::uniform(0, 2e9));
  const std::string start = "correlated: {functions: 3, rate: 6/s, duration: 1s, ";
  const auto plain = spec_of<CorrelatedSpec>(start + "together: 1}");
  CHECK(plain.of.zipf_exponent == 0);
  CHECK(plain.lag == sim::Distribution());
  CHECK(plain.of.memory == sim::Distribution::constant(128));
  check_round_trip(start + "together: 12.5%, lag: 2s, zipf_exponent: 1.5}");
  check_round_trip(start + "together: 0%, popularity: {weights: [1, 2, 3]}}");
  CHECK(refusal(start + "lag: 2s}") ==
        "t.yaml:1:13: correlated: the key 'together' is missing: the share of the least popular function's "
        "calls that arrive together with a call of every other function");
  CHECK(refusal(start + "together: 101%}") ==
        "t.yaml:1:63: correlated.together: '101%' is too large; allowed: 0 to 1");
  CHECK(refusal(start + "together: 10%, lag: {exponential: {mean: 1s}}}") ==
        "t.yaml:1:68: correlated.lag: may be longer than 1h; limit it with max");
  CHECK(refusal(start + "together: 10%, popularity: {weights: [1, 2]}}") ==
        "t.yaml:1:68: correlated.popularity: has 2 weights for 3 functions; each function needs one weight");
}

TEST_CASE("for every generator that draws functions these can be fixed over all replications") {
  const std::string keys =
      "functions: 3, rate: 1/s, duration: 1s, memory: {uniform: {min: 128MiB, max: 256MiB}}";
  const std::string fixed = ", population: {fixed: true}}";
  const std::string population = "population: {" + keys;
  const std::string correlated = "correlated: {together: 10%, " + keys;
  const std::string azure = "azure-like: {functions: 3";
  CHECK_FALSE(spec_of<PopulationSpec>(population + "}").is_fixed);
  CHECK_FALSE(spec_of<PopulationSpec>(population + ", population: {fixed: false}}").is_fixed);
  CHECK(spec_of<PopulationSpec>(population + fixed).is_fixed);
  CHECK_FALSE(spec_of<CorrelatedSpec>(correlated + "}").of.is_fixed);
  CHECK(spec_of<CorrelatedSpec>(correlated + fixed).of.is_fixed);
  CHECK_FALSE(spec_of<AzureLikeSpec>(azure + "}").is_fixed);
  CHECK(spec_of<AzureLikeSpec>(azure + fixed).is_fixed);
  for (const std::string& start : {population, correlated, azure}) {
    check_round_trip(start + fixed);
    CHECK_THAT(rewritten(*workload_form(), start + fixed), ContainsSubstring("fixed: true"));
    CHECK_THAT(refusal(start + ", population: {fixd: true}}"), ContainsSubstring("'fixd'"));
    CHECK_THAT(refusal(start + ", population: {fixed: maybe}}"), ContainsSubstring("population.fixed: "));
  }
}

TEST_CASE("each entry has exactly one known kind") {
  CHECK(refusal("posson: {}") ==
        "t.yaml:1:1: unknown kind of workload 'posson'; allowed: poisson, population, correlated, "
        "azure-like, renewal, "
        "timer, mmpp, on-off, curve, diurnal, closed-loop, batch, cold-share, measured, trace; did "
        "you mean "
        "'poisson'?");
  CHECK(refusal("{poisson: {}, trace: {}}") ==
        "t.yaml:1:1: expected one kind of workload (poisson, population, correlated, azure-like, renewal, "
        "timer, mmpp, "
        "on-off, curve, diurnal, closed-loop, batch, cold-share, measured, trace), found poisson, "
        "trace; begin each kind with '- ', as an item of its own");
  const auto end = [](const std::string& text) {
    const std::string message = refusal(text);
    return message.substr(message.rfind("; "));
  };
  CHECK(end("{type: timer, function: f, every: 1s}") ==
        "; write the kind first, with its keys below it, as timer: {function: .., every: ..}");
  CHECK(end("{function: f, rate: 5/s}") ==
        "; write the kind first, with its keys below it, as poisson: {function: .., rate: ..}");
  CHECK(end("trace: a.csv") == "; write trace: {format: csv, path: a.csv}");
  CHECK(refusal("poisson") ==
        "t.yaml:1:1: expected one kind of workload (poisson, population, correlated, azure-like, renewal, "
        "timer, mmpp, "
        "on-off, curve, diurnal, closed-loop, batch, cold-share, measured, trace), found 'poisson'");
  CHECK(refusal("trace: {path: x}") ==
        "t.yaml:1:8: trace: the key 'format' is missing: one of csv, azure-2019, azure-2021, "
        "huawei-2023, huawei-2025, iluvatar, azure2019-cdfs");
  CHECK(refusal("trace: {format: cvs}") ==
        "t.yaml:1:17: trace.format: 'cvs' is not an allowed value; allowed: csv, azure-2019, azure-2021, "
        "huawei-2023, huawei-2025, iluvatar, azure2019-cdfs; did you mean 'csv'?");
  CHECK_THAT(refusal("azure-like: "),
             ContainsSubstring("azure-like: expected a mapping of tenant, functions"));
}
