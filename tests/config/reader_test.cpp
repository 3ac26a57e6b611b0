#include "models/config/reader.hpp"

#include "tests/catch.hpp"
#include "tests/config/config_support.hpp"

using namespace curtain::config;
using testing::source_named;

TEST_CASE("errors contain the path of keys") {
  Diagnostics diagnostics;
  Reader reader(diagnostics, "folder");
  const Place place{source_named("s.yaml"), 3, 4};
  const Reader::Step list(reader, "workload");
  const Reader::Step item(reader, std::size_t{2});
  {
    const Reader::Step kind(reader, "poisson");
    CHECK(reader.path() == "workload[2].poisson");
    CHECK(reader.path_of("rate") == "workload[2].poisson.rate");
    reader.error(place, "is bad");
  }
  CHECK(reader.path() == "workload[2]");
  CHECK(diagnostics.text() == "s.yaml:3:4: workload[2].poisson: is bad");
}

TEST_CASE("an error in an override contains its path once") {
  Diagnostics diagnostics;
  Reader reader(diagnostics, "folder");
  const Place place{source_named("--set seed"), 0, 0};
  const Reader::Step step(reader, "seed");
  reader.error(place, "is bad");
  CHECK(diagnostics.text() == "--set seed: is bad");
  CHECK(reader.directory_for(place).empty());
  CHECK(reader.directory_for({source_named("s.yaml"), 1, 1}) == "folder");
}

TEST_CASE("keys that were given are remembered until their list is replaced") {
  Diagnostics diagnostics;
  Reader reader(diagnostics, "");
  const auto note = [&reader](const char* first, const char* second) {
    const Reader::Step a(reader, first);
    const Reader::Step b(reader, std::size_t{0});
    const Reader::Step c(reader, second);
    reader.note_given({source_named("s"), 1, 1});
  };
  note("links", "from");
  note("links-2", "from");
  CHECK(reader.given("links[0].from") != nullptr);
  const Reader::Step step(reader, "links");
  reader.forget_items();
  CHECK(reader.given("links[0].from") == nullptr);
  CHECK(reader.given("links-2[0].from") != nullptr);
}

TEST_CASE(
    "suggestions for an unknown key: a space, a near name, the same or a near name in another section") {
  Diagnostics diagnostics;
  Reader reader(diagnostics, "");
  const std::vector<std::string> known = {"rate", "duration", "memory"};
  const auto instead = [&](const std::string& key) { return reader.instead_of({key, {}, {}}, known); };
  CHECK(instead("rate:5/s") == "; write 'rate: 5/s', with a space after the colon");
  CHECK(instead("rte") == "; did you mean 'rate'?");
  CHECK(instead("weather").empty());
  reader.set_elsewhere([](const std::string& name) {
    return name == "memoryy"     ? std::vector<std::string>{"never.memory"}
           : name == "durations" ? std::vector<std::string>{"trace.durations"}
           : name == "placment"  ? std::vector<std::string>{"policies.placement"}
           : name == "count"     ? std::vector<std::string>{"a.count", "b.count", "c.count", "d.count"}
                                 : std::vector<std::string>{};
  });
  CHECK(instead("memoryy") == "; did you mean 'memory'?");  // the key differs by one letter
  CHECK(instead("placment") == "; did you mean 'policies.placement'?");
  CHECK(instead("count") == "; did you mean 'a.count' or 'b.count' or 'c.count'?");
}

TEST_CASE("a top-level key inside a section is reported as a top-level key") {
  Diagnostics diagnostics;
  Reader reader(diagnostics, "");
  reader.set_elsewhere([](const std::string& name) {
    return name == "duration"  ? std::vector<std::string>{"duration", "workload[0].poisson.duration"}
           : name == "warmupp" ? std::vector<std::string>{"warmup"}
                               : std::vector<std::string>{};
  });
  const Reader::Step faults(reader, "faults");
  const Reader::Step outages(reader, "outages");
  const Reader::Step first(reader, std::size_t{0});
  const auto instead = [&](const std::string& key) {
    return reader.instead_of({key, {}, {}}, {"at", "every", "host", "zone", "repair"});
  };
  CHECK(instead("duration") ==
        "; did you mean the scenario's own 'duration' or 'workload[0].poisson.duration'?");
  CHECK(instead("warmupp") == "; did you mean the scenario's own 'warmup'?");
}

TEST_CASE("a word that is a part of keys of the section suggests these keys, not a key of another section") {
  Diagnostics diagnostics;
  Reader reader(diagnostics, "");
  reader.set_elsewhere([](const std::string& name) {
    return name == "init" ? std::vector<std::string>{"billing.init"} : std::vector<std::string>{};
  });
  const auto instead = [&](const std::string& key, const std::vector<std::string>& known) {
    return reader.instead_of({key, {}, {}}, known);
  };
  CHECK(instead("init", {"vm_boot", "function_init"}) == "; did you mean 'function_init'?");
  CHECK(instead("concurrency", {"rate", "concurrency_limit", "reserved_concurrency"}) ==
        "; did you mean 'concurrency_limit' or 'reserved_concurrency'?");
  CHECK(instead("init", {"vm_boot", "initial"}) == "; did you mean 'billing.init'?");
}
