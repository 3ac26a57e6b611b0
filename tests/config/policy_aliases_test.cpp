#include "models/config/policy_aliases.hpp"

#include "models/policies/catalogue.hpp"
#include "tests/catch.hpp"

using namespace curtain;
using namespace curtain::config;

TEST_CASE("Aliases of policies refer to existing policies") {
  CHECK(policy_known_as(Seam::keep_alive, "LRU") == "least-recently-used");
  CHECK(policy_known_as(Seam::keep_alive, "Least Recently_Used") == "least-recently-used");
  CHECK(policy_known_as(Seam::queueing, "lru").empty());
  for (const char* const name : {"lru",
                                 "lfu",
                                 "gdsf",
                                 "ttl",
                                 "always",
                                 "belady",
                                 "ema",
                                 "cron",
                                 "binpack",
                                 "ffd",
                                 "p2c",
                                 "rr",
                                 "sjf",
                                 "edf",
                                 "fcfs",
                                 "lcfs",
                                 "drr",
                                 "mru",
                                 "least-connections",
                                 "consistent-hash",
                                 "ch-bl",
                                 "knative"}) {
    const std::string entry = policy_entry_for(name);
    INFO(name << ": " << entry);
    const std::size_t colon = entry.find(": ");
    REQUIRE(colon != std::string::npos);
    bool is_there = false;
    for (const SeamListing& seam : catalogue()) {
      is_there = is_there || (seam.name == entry.substr(0, colon) &&
                              find_policy(seam.seam, entry.substr(colon + 2)) != nullptr);
    }
    CHECK(is_there);
  }
  CHECK(policy_entry_for("random").empty());  // the name is a policy of routing and a policy of placement
  CHECK(policy_entry_for("no-such-policy").empty());
}
