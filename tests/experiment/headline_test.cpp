#include "models/experiment/headline.hpp"

#include "models/config/diagnostics.hpp"
#include "models/config/scenario.hpp"
#include "models/experiment/run.hpp"
#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;

TEST_CASE("The headline of ideal shows a platform without latency, limits and start-ups") {
  const Headline ideal = headline_of("ideal");
  CHECK(ideal.start_up_s == 0.0);
  CHECK(ideal.warm_s == Approx(0.0).margin(1e-9));
  CHECK(ideal.instances_for_200 == 200);
  CHECK(ideal.instances_after_1s == 200);
  CHECK(ideal.turned_away == 0);
  CHECK_FALSE(ideal.idle);       // instances are kept forever
  CHECK_FALSE(ideal.month_usd);  // the profile has no prices
}

TEST_CASE("The headline of aws-lambda-2018 follows from its figures") {
  const Headline aws = headline_of("aws-lambda-2018");
  // The median is 252.71 ms, and 39 ms more in the few new VMs, which are one start in 26. There are 4,000
  // draws with a sigma of 0.83.
  CHECK(aws.start_up_s.value() == Approx(0.254).epsilon(0.04));
  CHECK(aws.warm_s.value() == Approx(0.025).epsilon(1e-3));  // the latency is 12.5 ms each way
  CHECK(aws.instances_for_200 == 200);                       // one instance for each request, at once
  CHECK(aws.instances_after_1s == 200);
  CHECK(aws.turned_away == 0);
  // 27 min after a call of 1 ms the instance is reclaimed. A request arrives 12.5 ms after it was sent. So
  // after a gap of 1,620 s the request arrives 1 ms too early to be cold.
  CHECK(aws.idle == sim::seconds(1621));
  // The bill is for 3 million calls of 1 s and 512 MiB: 1.5 million GB-s at $0.0000166667, and $0.60 for the
  // requests.
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

TEST_CASE("The headlines of AWS Lambda follow from the figures of each year") {
  // 2019: half of the instances are gone after 44 min; no VM has to start. With 101 calls the figure is
  // accurate to four minutes.
  const Headline spring = headline_of("aws-lambda-2019");
  CHECK(spring.idle->seconds() == Approx(44.0 * 60).margin(240));
  CHECK(spring.start_up_s.value() == Approx(0.2527).epsilon(0.04));
  CHECK(spring.month_usd.value() == Approx(25.60).epsilon(1e-4));
  // 2020: a single idle instance is reclaimed after the first period of 380 s.
  const Headline sebs = headline_of("aws-lambda-2020");
  CHECK(sebs.idle == sim::seconds(381));
  CHECK(sebs.instances_for_200 == 200);
  // 2021: 41 % are cold after 360 s and all after 420 s, so half are at 318 + 51 = 369 s.
  const Headline shilkov = headline_of("aws-lambda-2021");
  CHECK(shilkov.idle->seconds() == Approx(369).margin(12));
  CHECK(shilkov.start_up_s.value() == Approx(0.264).epsilon(0.03));
  CHECK(shilkov.warm_s.value() == Approx(0.018).epsilon(1e-3));
  CHECK(shilkov.month_usd.value() == Approx(25.60).epsilon(1e-3));
  // 2022 and 2026 differ in limits that 200 calls do not reach, and 2026 bills the one start of 1,000.
  CHECK(headline_of("aws-lambda-2022").idle == shilkov.idle);
  const Headline today = headline_of("aws-lambda-2026");
  CHECK(today.instances_for_200 == 200);
  CHECK(today.idle == shilkov.idle);
  CHECK(today.month_usd.value() > 25.6000);
  CHECK(today.month_usd.value() < 25.62);
}

TEST_CASE("The headlines of Azure follow from the figures of its profiles") {
  const Headline functions = headline_of("azure-functions-2018");
  CHECK(functions.start_up_s.value() == Approx(3.48).epsilon(0.05));
  CHECK(functions.warm_s.value() == Approx(0.32).epsilon(1e-3));
  CHECK(functions.instances_after_1s == 1);
  CHECK(functions.instances_for_200 == 10);  // one at once, and one more at 10, 20, .. 90 s
  CHECK(functions.turned_away == 0);
  CHECK(functions.idle->seconds() == Approx(40.0 * 60).margin(600));
  // 1.5 million GB-s at $0.000016, and $0.60 for the requests.
  CHECK(functions.month_usd.value() == Approx(24.60).epsilon(1e-3));
  // 2021: half of the idle instances are gone after 22 min, and one more instance starts each second.
  const Headline january = headline_of("azure-functions-2021");
  CHECK(january.start_up_s.value() == Approx(1.58).epsilon(0.03));
  CHECK(january.warm_s.value() == Approx(0.025).epsilon(1e-3));
  CHECK(january.instances_after_1s == 1);
  CHECK(january.instances_for_200 == 120);  // one at once, and one more at 1, 2, .. 119 s
  CHECK(january.idle->seconds() == Approx(22.0 * 60).margin(90));
  CHECK(january.month_usd.value() == Approx(24.60).epsilon(1e-3));
  const Headline flex = headline_of("azure-flex-2026");
  CHECK(flex.start_up_s.value() == Approx(2.145));
  CHECK(flex.instances_for_200 == 13);  // 200 / 16, rounded up
  CHECK(flex.idle == sim::seconds(3601));
  // 1.5 million GB-s at $0.000026, and $1.20 for the requests.
  CHECK(flex.month_usd.value() == Approx(40.20).epsilon(1e-3));
}

TEST_CASE("The headlines of Google follow from the figures of its profiles") {
  const Headline functions = headline_of("google-functions-2018");
  CHECK(functions.start_up_s.value() == Approx(0.4535).epsilon(0.04));
  CHECK(functions.warm_s.value() == Approx(0.079).epsilon(1e-3));
  CHECK(functions.instances_after_1s == 100);  // half of 200 start; the other calls wait
  CHECK(functions.idle->seconds() == Approx(8780.0 / 2).margin(900));
  CHECK_FALSE(functions.month_usd);  // there is no price of the CPU
  const Headline january = headline_of("google-functions-2021");
  CHECK(january.start_up_s.value() == Approx(0.67).epsilon(0.03));
  CHECK(january.warm_s.value() == Approx(0.017).epsilon(1e-3));
  CHECK(january.instances_after_1s == 100);
  CHECK(january.idle == sim::seconds(901));
  for (const char* const name : {"cloud-run-2022", "cloud-run-2026"}) {
    const Headline run = headline_of(name);
    CAPTURE(name);
    CHECK(run.start_up_s.value() == Approx(0.67).epsilon(0.03));
    CHECK(run.warm_s.value() == Approx(0.017).epsilon(1e-3));
    CHECK(run.instances_after_1s == 3);  // 200 / 80, rounded up
    CHECK(run.idle == sim::seconds(901));
  }
  // After a minute 200 in flight need 200 / (80 x 0.6) = 4.2 instances; without a target 2.5, which is 3.
  CHECK(headline_of("cloud-run-2022").instances_for_200 == 3);
  CHECK(headline_of("cloud-run-2026").instances_for_200 == 5);
}

TEST_CASE("The headlines of OpenWhisk, Knative and Huawei follow from the figures of their profiles") {
  const Headline openwhisk = headline_of("openwhisk");
  CHECK(openwhisk.start_up_s.value() == Approx(0.4555).epsilon(0.01));  // halfway from 410 to 501 ms
  CHECK(openwhisk.turned_away == 100);  // the calls beyond the limit of 100 for a namespace
  CHECK(openwhisk.idle == sim::seconds(601));
  const Headline knative = headline_of("knative");
  CHECK(knative.start_up_s.value() == Approx(3.0).epsilon(0.03));
  CHECK(knative.turned_away == 0);
  // The stable window of 60 s and the grace period of 30 s, in ticks of 2 s, and the start of up to 4 s.
  CHECK(knative.idle->seconds() >= 90);
  CHECK(knative.idle->seconds() <= 97);
  const Headline huawei = headline_of("huawei-2025");
  CHECK(huawei.start_up_s.value() == Approx(1.345).epsilon(0.06));  // exp(0.2965), sigma 1.326
  CHECK(huawei.instances_for_200 == 200);
  CHECK(huawei.idle == sim::seconds(61));
  CHECK_FALSE(huawei.month_usd);
}

namespace {

double metric_on(const std::string& platform, const std::string& duration, const std::string& entry,
                 const std::string& metric) {
  const Scenario scenario = parse_scenario(
      "platform: " + platform + "\nduration: " + duration + "\nworkload: [" + entry + "]\n", "s.yaml");
  return run_scenario(scenario, {}).report.find(metric)->number();
}

}  // namespace

TEST_CASE("Azure Flex bills an execution alone on its instance for at least 1 s, then in steps of 100 ms") {
  const auto gib_s = [](const std::string& duration) {
    return metric_on("azure-flex-2026", "1min",
                     "{batch: {function: f, calls: 1, at: 0s, memory: 2GiB, duration: " + duration + "}}",
                     "billing.gib_s");
  };
  CHECK(gib_s("120ms") == Approx(2.0));
  CHECK(gib_s("1040ms") == Approx(2.2));
}

TEST_CASE("Cloud Run in 2026 has ten instances for 480 requests in flight over a minute") {
  const std::string entry = "{batch: {function: f, calls: 480, at: 0s, memory: 512MiB, duration: 5min}}";
  CHECK(metric_on("cloud-run-2026", "5min", entry, "instances.peak") == 10);  // 480 / (80 x 0.6)
  CHECK(metric_on("cloud-run-2022", "5min", entry, "instances.peak") == 6);   // 480 / 80
  CHECK(metric_on("cloud-run-2026", "30s", entry, "instances.peak") == 6);    // not after 30 s
}

TEST_CASE(
    "A request that finds Cloud Run at its largest number of instances waits 60 s in 2022 and 10 s in 2026") {
  const auto expired = [](const std::string& platform, const std::string& wait) {
    return metric_on(
        platform, "5min",
        "{batch: {function: f, calls: 81, at: 0s, memory: 512MiB, max_instances: 1, duration: " + wait + "}}",
        "invocations.expired");
  };
  CHECK(expired("cloud-run-2022", "58s") == 0);
  CHECK(expired("cloud-run-2022", "62s") == 1);
  CHECK(expired("cloud-run-2026", "8s") == 0);
  CHECK(expired("cloud-run-2026", "12s") == 1);
}

TEST_CASE("AWS Lambda in 2022 answers 10,000 requests at once as its operator guide says") {
  const std::string entry = "{batch: {function: f, calls: 10000, at: 0s, memory: 128MiB, duration: 1s}}";
  const Scenario scenario = parse_scenario(
      "platform: aws-lambda-2022\nduration: 1min\npolicies: {admission: {lambda-burst: {concurrency: 10000, "
      "burst: "
      "3000, growth: 500, per: 1min}}}\nworkload: [" +
          entry + "]\n",
      "s.yaml");
  const Report report = run_scenario(scenario, {}).report;
  CHECK(report.find("invocations.completed")->number() == 3000);
  CHECK(report.find("invocations.throttled")->number() == 7000);
}
