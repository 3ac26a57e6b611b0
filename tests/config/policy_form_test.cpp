#include "models/config/policy_form.hpp"

#include "models/policies/catalogue.hpp"
#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::read_as;
using testing::rewritten;

TEST_CASE("a policy is chosen by name, with its parameters or their defaults") {
  const auto form = policy_form(Seam::keep_alive);
  const auto [choice, errors] = read_as(*form, "{fixed: {timeout: 90s}}");
  REQUIRE(errors.empty());
  CHECK(choice.declaration == find_policy(Seam::keep_alive, "fixed"));
  CHECK(choice.arguments.duration(0) == sim::seconds(90));
  CHECK(read_as(*form, "fixed").first == default_choice(*find_policy(Seam::keep_alive, "fixed")));
  CHECK(read_as(*form, "{fixed: }").first == read_as(*form, "{fixed: {}}").first);
  CHECK(rewritten(*form, "fixed") == "{fixed: {timeout: 10min}}");
  CHECK(rewritten(*form, "none") == "none");
  CHECK(rewritten(*policy_form(Seam::admission), "concurrency-limit") ==
        "{concurrency-limit: {tenant: 1000, function: unlimited, over: throttle, unreserved: 0}}");
  CHECK(rewritten(*policy_form(Seam::admission), "{concurrency-limit: {over: queue, function: 7}}") ==
        "{concurrency-limit: {tenant: 1000, function: 7, over: queue, unreserved: 0}}");
}

TEST_CASE("every policy of the catalogue is written and read again") {
  for (const SeamListing& seam : catalogue()) {
    const auto form = policy_form(seam.seam);
    REQUIRE_FALSE(seam.policies.empty());
    for (const PolicyDeclaration* policy : seam.policies) {
      const PolicyChoice choice = default_choice(*policy);
      const auto [back, errors] = read_as(*form, to_yaml_flow(form->write(choice)));
      CAPTURE(policy->name, errors);
      CHECK(back == choice);
    }
  }
}

TEST_CASE("unknown policies are reported with the known ones") {
  const auto keep_alive = policy_form(Seam::keep_alive);
  const auto admission = policy_form(Seam::admission);
  std::string names;
  for (const PolicyDeclaration* const declaration : seam_listing(Seam::placement).policies) {
    names += (names.empty() ? "" : ", ") + std::string(declaration->name);
  }
  CHECK(rewritten(*policy_form(Seam::placement), "best-fti") ==
        "t.yaml:1:1: unknown policy 'best-fti'; allowed: " + names + "; did you mean 'best-fit'?");
  CHECK(rewritten(*policy_form(Seam::pre_warm), "{provisioned: {count: 3}}") ==
        "t.yaml:1:16: provisioned: unknown parameter 'count'; allowed: none");
  CHECK(rewritten(*keep_alive, "{fixed: {timeout: 10}}") ==
        "t.yaml:1:19: fixed.timeout: '10' has no unit; write for example 250ms, 30s, 10min or 1h30min");
  CHECK(rewritten(*keep_alive, "{fixed: 10min}") ==
        "t.yaml:1:9: fixed: expected a mapping of parameters (timeout), found '10min'; write {fixed: "
        "{timeout: 10min}}");
  CHECK(rewritten(*keep_alive, "{fixed: {timeout: [10min]}}") ==
        "t.yaml:1:19: fixed.timeout: expected time from when an instance becomes idle until it is reclaimed, "
        "found a list");
  CHECK(rewritten(*admission, "{concurrency-limit: {tenant: 0}}") ==
        "t.yaml:1:30: concurrency-limit.tenant: '0' is too small; allowed: 1 to unlimited");
  CHECK(rewritten(*admission, "{concurrency-limit: {over: queu}}") ==
        "t.yaml:1:28: concurrency-limit.over: 'queu' is not an allowed value; allowed: throttle, queue; did "
        "you mean 'queue'?");
  CHECK(rewritten(*policy_form(Seam::scaling), "{queue-length: {per_instance: 2000000}}") ==
        "t.yaml:1:31: queue-length.per_instance: '2000000' is too large; allowed: 1 to 1000000");
  CHECK_THAT(rewritten(*admission, "{}"),
             ContainsSubstring("expected one policy, by name or as {name: {parameter: "
                               "value}}; found a mapping; allowed: unlimited"));
}

TEST_CASE("a parameter given outside its policy is reported with the policy") {
  const auto keep_alive = policy_form(Seam::keep_alive);
  const auto end = [&](const char* text) {
    const std::string message = rewritten(*keep_alive, text);
    return message.substr(message.rfind("; "));
  };
  CHECK(end("10min") == "; write the value as a parameter of a policy: '{fixed: {timeout: 10min}}'");
  CHECK(end("{timeout: 10min}") == "; 'timeout' is a parameter of fixed: write {fixed: {timeout: 10min}}");
  CHECK(end("{name: fixed, timeout: 10min}") == "; write {fixed: {timeout: 10min}}");
  CHECK(end("{fixed: , timeout: 10min}") == "; write {fixed: {timeout: 10min}}");
  CHECK(end("{fixed: {timeout: 5min}, timeout: 10min}") == "; write {fixed: {timeout: 10min}}");
  CHECK(end("{hybrid-histogram: {bin: 1min, head: 1%}, bin: 2min}") ==
        "; write {hybrid-histogram: {head: 1%, bin: 2min}}");
  CHECK(end("{fixed: {timeout: 5min}, none: }").find("write") == std::string::npos);
  // The error is at the place of the second key.
  CHECK(rewritten(*keep_alive, "{fixed: {timeout: 5min}, timeout: 10min}").find("t.yaml:1:26: ") == 0);
  CHECK(rewritten(*policy_form(Seam::pre_warm), "{provisioned: 5}") ==
        "t.yaml:1:15: provisioned: the policy 'provisioned' has no parameters, but '5' was found; write "
        "'provisioned' without parameters");
  CHECK(end("[forever]") == "; write forever, without a list");
}

TEST_CASE("kinds of parameters that no policy uses yet are read and written") {
  static const PolicyDeclaration declaration{
      Seam::routing,
      "test",
      "",
      "",
      {{"share", ParameterKind::fraction, "5%", 0, 1, "a share"},
       {"size", ParameterKind::mebibytes, "1GiB", 1, 4096, "a size"},
       {"eager", ParameterKind::boolean, "true", 0, 0, "a switch"},
       {"weight", ParameterKind::number, "1.5", 0, 10, "a weight"},
       {"age", ParameterKind::duration, "forever", 0, 9.2e18, "an age"}},
      nullptr};
  const PolicyChoice choice = default_choice(declaration);
  CHECK(choice.arguments.number(0) == 0.05);
  CHECK(choice.arguments.integer(1) == 1024);
  CHECK(choice.arguments.flag(2));
  CHECK(choice.arguments.number(3) == 1.5);
  CHECK(choice.arguments.duration(4).is_infinite());
  CHECK(to_yaml_flow(policy_form(Seam::routing)->write(choice)) ==
        "{test: {share: 0.05, size: 1GiB, eager: true, weight: 1.5, age: forever}}");
}
