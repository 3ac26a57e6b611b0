#include "models/config/profile_sources.hpp"

#include "models/config/profile.hpp"
#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain;
using namespace curtain::config;
using testing::tree_of;

namespace {

/// Returns the errors of the keys `sources` and `date` of a profile.
std::string text_errors(const std::string& profile) {
  Diagnostics diagnostics;
  Reader reader(diagnostics, "");
  ProfileText text;
  Node root = tree_of(profile);
  std::erase_if(root.entries, [](const Node::Entry& entry) { return entry.key == "cpu"; });
  profile_text_fields()->read(root, reader, text);
  check_sources(tree_of(profile), reader);
  return diagnostics.text();
}

}  // namespace

TEST_CASE("Every setting of a profile has a path, down to single values") {
  const Node root = tree_of(
      "description: x\nextends: ideal\nnot_yet: [a]\ncold_start: {vm_boot: 39ms, runtime_start: {lognormal: "
      "{median: 1s, sd: 2s}}}\nasync: {retry_delays: [1min, 2min]}\npolicies: {scaling: per-request}\n");
  std::vector<std::string> paths;
  for (const SettingOfProfile& setting : settings_in(root)) {
    paths.push_back(setting.path);
  }
  CHECK(paths == std::vector<std::string>{"cold_start.vm_boot", "cold_start.runtime_start.lognormal.median",
                                          "cold_start.runtime_start.lognormal.sd", "async.retry_delays",
                                          "policies.scaling"});
}

TEST_CASE("A path is within a section, whose name ends at a dot") {
  CHECK(is_within("cluster.vms", "cluster"));
  CHECK(is_within("cluster", "cluster"));
  CHECK_FALSE(is_within("clusters.vms", "cluster"));
  CHECK_FALSE(is_within("cluster", "cluster.vms"));
}

TEST_CASE("Of several sources for a setting, the source with the longest path applies") {
  std::vector<ProfileSource> sources(3);
  sources[0].settings = {"async"};
  sources[1].settings = {"cpu", "async.backoff_factor"};
  sources[2].settings = {"lifetimes"};
  CHECK(source_of(sources, "async.backoff") == &sources[0]);
  CHECK(source_of(sources, "async.backoff_factor") == &sources[1]);
  CHECK(source_of(sources, "cpu.memory_per_vcpu") == &sources[1]);
  CHECK(source_of(sources, "policies.scaling") == nullptr);
}

TEST_CASE("A source of a setting that the profile does not set is an error with the nearest path") {
  CHECK(text_errors("cpu: {memory_per_vcpu: 1GiB}\nsources:\n  - {settings: [cpu.memory_per_vcpus], "
                    "standing: assumed, note: n}\n") ==
        "t.yaml:3:17: sources[0].settings[0]: this profile does not set 'cpu.memory_per_vcpus'; name "
        "a setting of this profile, not of the profile that it extends; did you mean "
        "'cpu.memory_per_vcpu'?");
  CHECK(
      text_errors("cpu: {memory_per_vcpu: 1GiB}\nsources: [{settings: [cpu], standing: assumed, note: n}]\n")
          .empty());
}

TEST_CASE("A source needs the keys that its standing requires") {
  const auto source = [](const std::string& rest) {
    return text_errors("cpu: {memory_per_vcpu: 1GiB}\nsources:\n  - {settings: [cpu], " + rest + "}\n");
  };
  CHECK(source("standing: assumed") ==
        "t.yaml:3:5: sources[0]: standing: assumed needs a note with the reason for the value");
  CHECK(source("standing: defined, source: s") ==
        "t.yaml:3:5: sources[0]: standing: defined needs a note with the reason for the value");
  CHECK(source("standing: derived, note: n") ==
        "t.yaml:3:5: sources[0]: standing: derived needs a source: the text, page or data with the "
        "figure");
  for (const std::string standing : {"read", "quoted", "recalled", "fitted"}) {
    CHECK(source("source: s, standing: " + standing) ==
          "t.yaml:3:5: sources[0]: standing: " + standing + " needs a date, such as date: 2018-07");
    CHECK(source("date: 2018-07, source: s, standing: " + standing).empty());
  }
  CHECK(source("standing: derived, source: s").empty());
  CHECK(source("standing: raed, date: 2018, source: s") ==
        "t.yaml:3:33: sources[0].standing: 'raed' is not an allowed value; allowed: read, quoted, recalled, "
        "derived, fitted, assumed, defined; did you mean 'read'?");
  CHECK(source("standing: read, date: summer, source: s") ==
        "t.yaml:3:45: sources[0].date: expected a year, month or day such as 2018, 2018-07 or "
        "2018-07-11, found 'summer'");
  CHECK_THAT(text_errors("cpu: {}\nsources: [{settings: [], standing: assumed, note: n}]\n"),
             ContainsSubstring("the list of settings is empty; name at least one setting of this profile"));
  CHECK_THAT(text_errors("sources: [{note: n}]\n"), ContainsSubstring("settings"));
  CHECK_THAT(text_errors("date: 2018-13\n"), ContainsSubstring("found '2018-13'"));
}
