#pragma once
// The explanations of policies' decisions in a scenario made by a test.
#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/platform_fixture.hpp"

namespace support {

/// Stores every decision that it receives.
class DecisionRecorder final : public Observer {
 public:
  void observe(const Observation&) override {}
  [[nodiscard]] bool wants_decisions() const override { return true; }
  void decided(const Decision& decision) override { all.push_back(decision); }

  std::vector<Decision> all;
};

/// Returns the decisions of one seam, each as "0.25 s: VM 3 (why)", in order. The run must equal an
/// unobserved run.
inline std::vector<std::string> decisions(World& world, std::string_view seam) {
  DecisionRecorder recorder;
  RunOptions options = world.options;
  options.observer = &recorder;
  CHECK(text_of(world.run_as(options)) == text_of(world.run_as(world.options)));
  std::vector<std::string> texts;
  Time last{};
  for (const Decision& decision : recorder.all) {
    CHECK(decision.now >= last);
    last = decision.now;
    if (decision.seam == seam) {
      texts.push_back(fmt::format("{} s: {} ({})", decision.now.seconds(), decision.decision, decision.why));
    }
  }
  return texts;
}

}  // namespace support
