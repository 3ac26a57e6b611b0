#include "models/config/profile.hpp"

#include "models/config/field_table.hpp"
#include "models/config/platform_fields.hpp"
#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::Folder;
using testing::tree_of;

namespace {

std::pair<PlatformParameters, std::string> profile(const std::string& name,
                                                   const std::string& directory = "") {
  Diagnostics diagnostics;
  Reader reader(diagnostics, directory);
  PlatformParameters platform = neutral_platform();
  const Node node = tree_of(name);
  read_profile(node, reader, platform);
  platform_fields()->check_given(reader, node.place);
  return {platform, diagnostics.text()};
}

}  // namespace

TEST_CASE("every built-in profile is complete") {
  REQUIRE(embedded_profiles().size() >= 2);
  for (const EmbeddedProfile& built_in : embedded_profiles()) {
    CAPTURE(built_in.name);
    CHECK(profile(std::string(built_in.name)).second == "");
  }
}

TEST_CASE("aws-lambda-2018 has the published figures") {
  const auto [p, errors] = profile(std::string(kDefaultProfile));
  REQUIRE(errors.empty());
  CHECK(p.cluster.vms.memory == 3840);           // this is 3.75 GB
  CHECK(p.cluster.vms.instance_memory == 3328);  // Wang et al. 2018, section 5.1
  CHECK(p.cluster.vms.isolation == Isolation::tenant);
  CHECK(p.policies.keep_alive.arguments.duration(0) == sim::minutes(27));
  CHECK(p.billing.prices == "aws-lambda-2017-3008mb");  // this is the era of 2018
  CHECK(p.billing.granularity == sim::milliseconds(100));
  CHECK(p.billing.price_per_gib_s == 0.0000166667);
  CHECK(p.policies.admission.arguments.count(0) == 1000);
  CHECK(p.policies.admission.arguments.count(1) == kUnlimited);
  CHECK(p.lifetimes.vm->quantile(0.5) == Approx(6.2 * 3600e9));
  CHECK(p.lifetimes.vm->quantile(1) == Approx(8.3 * 3600e9));
  // A warm round trip takes 25 ms. A cold start, from sending the request to the start of the function, has a
  // median of 265.21 ms.
  REQUIRE(p.frontend.request_latency.is_constant());
  const double request = p.frontend.request_latency.first_parameter();
  CHECK(request + static_cast<double>(p.frontend.response_latency.ns()) == Approx(25e6));
  CHECK(p.cold_start.sandbox == sim::Distribution());
  CHECK(p.cold_start.code_download == sim::Distribution());
  CHECK(p.cold_start.function_init == sim::Distribution());
  CHECK(request + p.cold_start.runtime_start.quantile(0.5) == Approx(265.21e6));
  CHECK(p.cold_start.runtime_start.variance() == Approx(354.43e6 * 354.43e6));
  CHECK(p.cold_start.vm_boot == sim::Distribution::constant(39e6));
}

TEST_CASE("the profile ideal adds no latency, limit or start-up") {
  const auto [p, errors] = profile("ideal");
  REQUIRE(errors.empty());
  for (const sim::Distribution& stage :
       {p.cold_start.vm_boot, p.cold_start.sandbox, p.cold_start.code_download, p.cold_start.runtime_start,
        p.cold_start.function_init, p.frontend.request_latency}) {
    CHECK(stage == sim::Distribution());
  }
  CHECK(p.frontend.response_latency == Duration{});
  CHECK(p.cluster.hosts.count == kUnlimited);
  CHECK(p.policies.admission.declaration->name == "unlimited");
}

TEST_CASE("a profile in a file extends others, found from its own folder") {
  const Folder folder("profiles");
  folder.add("base/base.yaml",
             "extends: ideal\ncluster: {vms: {vcpus: 3, memory: 2GiB}}\nbilling: {granularity: 7ms}\n");
  folder.add("top.yaml",
             "description: on top\nextends: base/base.yaml\ncluster: {hosts: {vcpus: 8}, vms: {vcpus: 4}}\n");
  const auto [p, errors] = profile("top.yaml", folder.path(""));
  CHECK(errors.empty());
  CHECK(p.cluster.vms.vcpus == 4);
  CHECK(p.cluster.vms.memory == 2048);
  CHECK(p.cluster.hosts.vcpus == 8);
  CHECK(p.billing.granularity == sim::milliseconds(7));
  CHECK(p.policies.keep_alive.declaration->name == "forever");
}

TEST_CASE("profiles that cannot be read are reported") {
  const Folder folder("profiles-bad");
  const std::string a = folder.add("a.yaml", "extends: b.yaml\n");
  const std::string b = folder.add("b.yaml", "cluster: {}\nextends: ./a.yaml\n");
  CHECK_THAT(profile("a.yaml", folder.path("")).second,
             ContainsSubstring(b + ":2:10: extends: these profiles extend each other in a circle: " + a +
                               " -> " + b + " -> " + a));
  folder.add("c.yaml", "cluster: {hosts: {cout: 3}}\n");
  CHECK_THAT(profile("c.yaml", folder.path("")).second,
             ContainsSubstring(folder.path("c.yaml") +
                               ":1:19: cluster.hosts: unknown key 'cout'; allowed: count, vcpus, "
                               "memory; did you mean 'count'?"));
  CHECK_THAT(profile("d.yaml", folder.path("")).second,
             ContainsSubstring("t.yaml:1:1: platform: " + quote(folder.path("d.yaml")) + " does not exist"));
  CHECK_THAT(
      profile("aws-lambda-2081").second,
      ContainsSubstring(
          "t.yaml:1:1: platform: unknown platform profile 'aws-lambda-2081'; allowed: aws-lambda-2018, "
          "aws-lambda-2019, "));
  CHECK_THAT(profile("aws-lambda-2081").second, ContainsSubstring("did you mean 'aws-lambda-2018'?"));
  CHECK_THAT(profile("[a]").second,
             ContainsSubstring("expected the name of a profile or a path, found a list"));
  for (int i = 0; i < 20; ++i) {
    folder.add("n" + std::to_string(i) + ".yaml", "extends: n" + std::to_string(i + 1) + ".yaml\n");
  }
  CHECK_THAT(profile("n0.yaml", folder.path("")).second,
             ContainsSubstring("extends: the chain of profiles that extend each other is too long"));
}
