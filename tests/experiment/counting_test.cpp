// The counts of the parts of a run are compared with the counts of the whole run, in random scenarios over
// all features.
#include "models/experiment/counting.hpp"

#include <map>

#include "models/experiment/billing.hpp"
#include "models/experiment/laws.hpp"
#include "models/experiment/metric_catalogue.hpp"
#include "tests/support/random_scenario.hpp"

using namespace support;

namespace {

/// Returns one scope for each function, then one for each tenant, each with all distributions.
class EveryScope final : public Scopes {
 public:
  explicit EveryScope(const FunctionTable& functions) : functions_(functions) {}
  [[nodiscard]] std::vector<Recording> kept() const override {
    return std::vector<Recording>(functions_.size() + functions_.tenant_count(),
                                  Recording::latency | Recording::slowdown | Recording::cold_start);
  }
  std::vector<std::uint32_t> scopes_of(FunctionId function) override {
    return {function.value(),
            static_cast<std::uint32_t>(functions_.size()) + functions_[function].tenant.value()};
  }

 private:
  const FunctionTable& functions_;
};

/// Checks counts, memory time and money: the parts add up to the whole.
bool is_additive(const MetricDeclaration& metric) {
  return has(metric.scopes, Scope::function) &&
         (metric.unit == Unit::count || metric.unit == Unit::gib_seconds || metric.unit == Unit::usd);
}

double number_of(const MetricValue& value) {
  return std::visit(
      [](auto v) -> double {
        if constexpr (std::is_same_v<decltype(v), std::monostate>) {
          return 0;
        } else {
          return static_cast<double>(v);
        }
      },
      value.value);
}

void check_sum(const MetricDeclaration& metric, const Counted& whole, const std::vector<Counted>& parts) {
  INFO(metric.name);
  const MetricValue all = metric.value(whole);
  if (std::holds_alternative<std::uint64_t>(all.value)) {
    std::uint64_t sum = 0;
    for (const Counted& part : parts) {
      sum += std::get<std::uint64_t>(metric.value(part).value);
    }
    REQUIRE(sum == std::get<std::uint64_t>(all.value));
    return;
  }
  double sum = 0;
  for (const Counted& part : parts) {
    sum += number_of(metric.value(part));
  }
  REQUIRE(sum == Approx(number_of(all)).epsilon(1e-9).margin(1e-12));
}

sim::Histogram merged(std::span<const ScopeTally> tallies,
                      const std::optional<sim::Histogram> ScopeTally::*histogram) {
  sim::Histogram all;
  for (const ScopeTally& tally : tallies) {
    all.merge(*(tally.*histogram));
  }
  return all;
}

}  // namespace

TEST_CASE("The parts of a run add up to the whole, and their histograms merge to those of the whole") {
  std::map<std::string_view, double> reached;
  for (std::uint32_t seed = 0; seed < 150; ++seed) {
    CAPTURE(seed);
    const ClientsWait clients_wait = seed % 3 == 0 ? ClientsWait::briefly : ClientsWait::forever;
    World world = RandomScenario(seed, Instants::shared, CpuWork::none, Trouble::none, clients_wait).make();
    world.parameters.billing.price_per_gib_s = 0.5;
    world.parameters.billing.price_per_request = 0.25;
    EveryScope scopes(world.table);
    RunOptions options = world.options;
    options.by_function = true;
    options.scopes = &scopes;
    const RunOutcome outcome = world.run_as(options);
    REQUIRE(broken_laws(outcome, world.table, world.parameters.billing).empty());
    REQUIRE(text_of(outcome) == text_of(world.run_as(world.options)));  // the other counts do not change

    const std::size_t functions = world.table.size();
    const auto tallies = outcome.tally.responses().scopes().tallies();
    for (const auto part : {tallies.first(functions), tallies.subspan(functions)}) {
      REQUIRE(merged(part, &ScopeTally::latency) == outcome.tally.responses().latency());
      REQUIRE(merged(part, &ScopeTally::slowdown) == outcome.tally.responses().slowdown());
      REQUIRE(merged(part, &ScopeTally::cold_start) == outcome.tally.cold_start());
    }
    Counting counting(outcome, world.table, world.parameters.billing);
    const Counted whole = counting.whole();
    std::vector<Counted> by_function;
    std::vector<Counted> by_scope;
    std::vector<Counted> by_tenant;
    for (std::size_t id = 0; id < functions; ++id) {
      by_function.push_back(counting.of_function(FunctionId{id}));
      by_scope.push_back(counting.of_scope(std::vector<FunctionId>{FunctionId{id}}, tallies[id]));
    }
    for (std::size_t id = 0; id < world.table.tenant_count(); ++id) {
      by_tenant.push_back(counting.of_tenant(TenantId{id}));
    }
    for (const MetricDeclaration& metric : metric_catalogue()) {
      if (is_additive(metric)) {
        check_sum(metric, whole, by_function);
        check_sum(metric, whole, by_scope);
        check_sum(metric, whole, by_tenant);
        reached[metric.name] += number_of(metric.value(whole));
      }
    }
    // A mean over the whole is the mean over the parts, weighted by the counts of the values.
    sim::Int128 latency = 0;
    PlatformTime platform;
    for (const Counted& part : by_function) {
      latency += part.sums.latency_ns;
      platform += part.platform;
      REQUIRE(part.platform.frontend_ns >= 0);
    }
    REQUIRE(latency == whole.sums.latency_ns);
    REQUIRE(platform.frontend_ns == whole.platform.frontend_ns);
    REQUIRE(platform.queueing_ns == whole.platform.queueing_ns);
    REQUIRE(platform.start_ns == whole.platform.start_ns);
    REQUIRE(platform.retry_ns == whole.platform.retry_ns);
  }
  for (const auto& [metric, sum] : reached) {
    CAPTURE(metric);
    const bool is_never = metric == "billing.init_usd" || metric.starts_with("billing.storage_") ||
                          metric == "billing.provisioned_usd" || metric == "invocations.throttled_unstated" ||
                          metric == "invocations.errored" || metric.starts_with("async.") ||
                          metric == "attempts.thawed" || metric.starts_with("billing.isolated_") ||
                          metric.starts_with("billing.snapshot") || metric.starts_with("billing.restore") ||
                          metric == "invocations.throttled_by_end_tenants" ||
                          metric == "invocations.refused_no_end_tenant" ||
                          metric.starts_with("updates.");  // without prices, without this policy, or without
                                                           // such calls
    CHECK((sum > 0 || is_never));
  }
  CHECK(reached.size() > 30);
}

TEST_CASE("Latency by function is within 1 % of the latency of a scope, and absent unless it is recorded") {
  World world = RandomScenario(11).make();
  EveryScope scopes(world.table);
  RunOptions options = world.options;
  options.by_function = true;
  options.scopes = &scopes;
  const RunOutcome outcome = world.run_as(options);
  const MetricDeclaration& p90 = *find_metric("latency.p90_s");
  Counting counting(outcome, world.table, world.parameters.billing);
  std::size_t compared = 0;
  for (std::size_t id = 0; id < world.table.size(); ++id) {
    const Counted of_function = counting.of_function(FunctionId{id});
    const Counted of_scope = counting.of_scope(std::vector<FunctionId>{FunctionId{id}},
                                               outcome.tally.responses().scopes().tallies()[id]);
    CHECK(of_function.latency.empty() == of_scope.latency.empty());
    if (!of_scope.latency.empty()) {
      CHECK(number_of(p90.value(of_function)) == Approx(number_of(p90.value(of_scope))).epsilon(0.01));
      CHECK(of_function.latency.largest() == of_scope.latency.largest());
      ++compared;
    }
  }
  CHECK(compared > 1);
  const RunOutcome plain = world.run_as(world.options);
  Counting without(plain, world.table, world.parameters.billing);
  CHECK_FALSE(without.of_function(FunctionId{0u}).latency.is_kept());
  CHECK_FALSE(without.of_tenant(TenantId{0u}).latency.is_kept());
}

TEST_CASE("Every charge of a run has one payer and one reason, and the charges add up to the bill") {
  double arm = 0;
  double storage = 0;
  double extra_requests = 0;
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    const World world = RandomScenario(seed).make();
    BillingParameters billing = world.parameters.billing;
    billing.price_per_gib_s = 0.5;
    billing.price_per_request = 0.25;
    billing.price_per_provisioned_gib_s = 0.125;
    billing.price_per_storage_gib_s = 0.75;
    billing.price_per_isolated_gib = 0.625;
    billing.snapshots = {0.375, sim::seconds(0), 0.875, {}};
    billing.arm.price_per_gib_s = 0.4;
    billing.payload_step = 1;
    billing.free_gib_s = 1;
    billing.free_requests = 3;
    billing.month = sim::seconds(60);
    // These traits change the bill, but not the run.
    FunctionTable functions;
    for (std::size_t id = 0; id < world.table.size(); ++id) {
      const FunctionSpec& spec = world.table[FunctionId{id}];
      FunctionTraits traits = spec.traits;
      traits.architecture = id % 2 == 0 ? Architecture::arm : Architecture::x86;
      traits.ephemeral_storage = static_cast<Mebibytes>(100 * (id % 3));
      traits.payload = id;
      functions.function(functions.tenant(world.table.tenant_name(spec.tenant)), spec.name, spec.memory,
                         traits);
    }
    World same = RandomScenario(seed).make();
    const RunOutcome outcome = same.run_as(same.options);
    REQUIRE(broken_laws(outcome, functions, billing).empty());
    Counting counting(outcome, functions, billing);
    const Counted whole = counting.whole();
    Bill by_function;
    for (std::size_t id = 0; id < functions.size(); ++id) {
      const Counted part = counting.of_function(FunctionId{id});
      by_function += part.bill;
      REQUIRE_FALSE(part.month);
      arm += gib_seconds(part.charge.arm.billed);
      storage += part.bill.storage;
      extra_requests += static_cast<double>(part.charge.requests) - static_cast<double>(part.sums.charged);
    }
    Bill month_by_tenant;
    for (std::size_t id = 0; id < functions.tenant_count(); ++id) {
      const Counted part = counting.of_tenant(TenantId{id});
      if (part.month) {
        month_by_tenant += *part.month;
        REQUIRE(part.month->total() <=
                part.bill.total() * *windows_in_month(billing, whole.from, whole.to) + 1e-9);
      }
    }
    REQUIRE(by_function.total() == Approx(whole.bill.total()));
    REQUIRE(by_function.storage == Approx(whole.bill.storage));
    REQUIRE(by_function.execution == Approx(whole.bill.execution));
    REQUIRE(month_by_tenant.total() == Approx(whole.month.value_or(Bill{}).total()));
  }
  CHECK(arm > 0);
  CHECK(storage > 0);
  CHECK(extra_requests >= 0);
}
