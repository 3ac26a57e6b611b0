#include "models/config/profile_account.hpp"

#include <algorithm>

#include "models/config/profile.hpp"
#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using config::Standing;
using config::testing::Folder;

namespace {

const ProfileFigure& figure(const ProfileAccount& account, const std::string& path) {
  const auto found = std::find_if(account.figures.begin(), account.figures.end(),
                                  [&path](const ProfileFigure& each) { return each.path == path; });
  if (found == account.figures.end()) {
    throw std::runtime_error("no figure of " + path);
  }
  return *found;
}

bool has_figure(const ProfileAccount& account, const std::string& path) {
  return std::any_of(account.figures.begin(), account.figures.end(),
                     [&path](const ProfileFigure& each) { return each.path == path; });
}

std::string account_errors(const std::string& name) {
  try {
    account_of_profile(name);
  } catch (const ScenarioError& error) {
    return error.what();
  }
  return {};
}

}  // namespace

TEST_CASE("Every figure of every built-in profile has a source or the reason for an assumption") {
  for (const config::EmbeddedProfile& built_in : config::embedded_profiles()) {
    const ProfileAccount account = account_of_profile(std::string(built_in.name));
    CAPTURE(account.name);
    CHECK_FALSE(account.description.empty());
    CHECK((account.name == "ideal" || !account.date.empty()));
    for (const ProfileFigure& each : account.figures) {
      CAPTURE(each.path, each.profile);
      CHECK(each.has_source());
    }
  }
}

TEST_CASE("A profile that extends another one inherits settings with their sources") {
  const Folder folder("account");
  folder.add("base.yaml",
             "description: the base\ndate: 2018\nextends: ideal\n"
             "cold_start: {runtime_start: {lognormal: {median: 1s, sd: 2s}}, vm_boot: 39ms}\n"
             "billing: {granularity: 7ms}\n"
             "sources:\n"
             "  - {settings: [cold_start], standing: read, date: 2018, source: a page}\n"
             "not_yet: [disks]\n");
  const std::string top = folder.add("top.yaml",
                                     "description: the top\ndate: 2020-06\nextends: base.yaml\n"
                                     "cold_start: {runtime_start: {exponential: {mean: 3s}}}\n"
                                     "billing: {prices: aws-lambda-2020-1ms}\n"
                                     "sources:\n"
                                     "  - {settings: [cold_start.runtime_start], standing: quoted, date: "
                                     "2020, source: a talk, note: slide 3}\n");
  const ProfileAccount account = account_of_profile(top);
  CHECK(account.name == top);
  CHECK(account.description == "the top");
  CHECK(account.date == "2020-06");
  REQUIRE(account.extends.size() == 2);
  CHECK(account.extends[0] == folder.path("base.yaml"));
  CHECK(account.extends[1] == "ideal");
  CHECK(account.not_yet == std::vector<std::string>{"disks"});

  const ProfileFigure& boot = figure(account, "cold_start.vm_boot");
  CHECK(boot.value == "39ms");
  CHECK(boot.profile == folder.path("base.yaml"));
  CHECK(boot.source.standing == Standing::read);
  CHECK(boot.source.source == "a page");

  // The new distribution replaces the whole old one, and the era replaces all numbers of the bill.
  const ProfileFigure& start = figure(account, "cold_start.runtime_start.exponential.mean");
  CHECK(start.value == "3s");
  CHECK(start.profile == top);
  CHECK(start.source.standing == Standing::quoted);
  CHECK(start.source.note == "slide 3");
  CHECK_FALSE(has_figure(account, "cold_start.runtime_start.lognormal.median"));
  CHECK_FALSE(has_figure(account, "cold_start.runtime_start"));
  CHECK_FALSE(has_figure(account, "billing.granularity"));
  CHECK(figure(account, "billing.prices").value == "aws-lambda-2020-1ms");
  CHECK_FALSE(figure(account, "billing.prices").has_source());

  CHECK(figure(account, "frontend.max_wait").profile == "ideal");
  // A section without any figure is listed once. Settings that the profile gives are not listed.
  const auto neutral = [&account](const char* path) {
    return std::count(account.neutral.begin(), account.neutral.end(), path);
  };
  CHECK(neutral("cluster.topology") == 1);
  CHECK(neutral("cluster.code_cache") == 1);
  CHECK(neutral("faults") == 1);
  CHECK(neutral("policies.host_placement") == 1);
  CHECK(neutral("cluster") == 0);
  CHECK(neutral("cold_start.sandbox") == 0);
  CHECK(neutral("billing.granularity") == 0);  // the price era sets this value
}

TEST_CASE("The list of what cannot be simulated yet replaces the list of the extended profile") {
  const Folder folder("account-not-yet");
  folder.add("base.yaml", "extends: ideal\nnot_yet: [disks, runtimes]\n");
  const std::string top = folder.add("top.yaml", "extends: base.yaml\nnot_yet: [runtimes]\n");
  CHECK(account_of_profile(top).not_yet == std::vector<std::string>{"runtimes"});
}

TEST_CASE("A profile that cannot be resolved is an error with its place") {
  const Folder folder("account-bad");
  const std::string a = folder.add("a.yaml", "extends: b.yaml\n");
  folder.add("b.yaml", "extends: a.yaml\n");
  CHECK_THAT(account_errors(a),
             ContainsSubstring("b.yaml:1:10: extends: these profiles extend each other in a circle"));
  const std::string c = folder.add("c.yaml", "extends: aws-lamda-2018\n");
  CHECK_THAT(account_errors(c),
             ContainsSubstring("c.yaml:1:10: extends: unknown platform profile 'aws-lamda-2018'"));
  CHECK_THAT(account_errors(c), ContainsSubstring("did you mean 'aws-lambda-2018'?"));
  const std::string d = folder.add(
      "d.yaml", "extends: ideal\nsources: [{settings: [cold_start.vm_boot], standing: assumed, note: n}]\n");
  CHECK_THAT(
      account_errors(d),
      ContainsSubstring("d.yaml:2:23: sources[0].settings[0]: this profile does not set "
                        "'cold_start.vm_boot'; name a setting of this profile, not of the profile that it "
                        "extends"));
  const std::string e = folder.add("e.yaml", "cluster: {hosts: {vcpus: 1, memory: 1GiB}, vms: {vcpus: 1}}\n");
  CHECK_THAT(account_errors(e), ContainsSubstring("cluster.vms: the key 'memory' is missing"));
  CHECK_THAT(account_errors("no-such.yaml"), ContainsSubstring("does not exist"));
}
