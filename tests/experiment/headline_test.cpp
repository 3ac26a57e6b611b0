#include "models/experiment/headline.hpp"

#include "models/config/diagnostics.hpp"
#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;

TEST_CASE("The headline of ideal is that of a platform that adds nothing") {
  const Headline ideal = headline_of("ideal");
  CHECK(ideal.start_up_s == 0.0);
  CHECK(ideal.warm_s == Approx(0.0).margin(1e-9));
  CHECK(ideal.instances_for_200 == 200);
  CHECK(ideal.instances_after_1s == 200);
  CHECK(ideal.turned_away == 0);
  CHECK_FALSE(ideal.idle);       // kept forever
  CHECK_FALSE(ideal.month_usd);  // no prices
}

TEST_CASE("The headline of aws-lambda-2018 follows from its figures") {
  const Headline aws = headline_of("aws-lambda-2018");
  // A median of 252.71 ms, and 39 ms more in the few new VMs: one start of 26. 4,000 draws with a sigma of
  // 0.83.
  CHECK(aws.start_up_s.value() == Approx(0.254).epsilon(0.04));
  CHECK(aws.warm_s.value() == Approx(0.025).epsilon(1e-3));  // 12.5 ms each way
  CHECK(aws.instances_for_200 == 200);                       // one for each request, at once
  CHECK(aws.instances_after_1s == 200);
  CHECK(aws.turned_away == 0);
  // 27 min after a call of 1 ms the instance is gone; the request arrives 12.5 ms after it was sent. A gap of
  // 1,620 s ends 1 ms too early.
  CHECK(aws.idle == sim::seconds(1621));
  // 3 million calls of 1 s and 512 MiB: 1.5 million GB-s at $0.0000166667, and $0.60 for the requests.
  CHECK(aws.month_usd.value() == Approx(25.60).epsilon(1e-4));
}

TEST_CASE("The headline of a profile in a file, with a limit, a queue and a slow start") {
  const config::testing::Folder folder("headline");
  const std::string path = folder.add(
      "limited.yaml",
      "extends: ideal\ncold_start: {sandbox: 2s}\nfrontend: {request_latency: 30ms, response_latency: 10ms}\n"
      "policies: {admission: {concurrency-limit: {tenant: 150, function: unlimited, over: throttle, "
      "unreserved: "
      "0}}, keep_alive: {fixed: {timeout: 90s}}}\n");
  const Headline limited = headline_of(path);
  CHECK(limited.start_up_s == Approx(2.0));
  CHECK(limited.warm_s == Approx(0.04).epsilon(1e-3));
  CHECK(limited.instances_for_200 == 150);
  CHECK(limited.turned_away == 50);
  CHECK(limited.idle == sim::seconds(91));
}

TEST_CASE("The headline of an unknown profile is an error") {
  CHECK_THROWS_AS(headline_of("no-such-platform"), ScenarioError);
}
