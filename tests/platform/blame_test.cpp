#include "models/platform/blame.hpp"

#include <stdexcept>

#include "models/policies/keep_alive/seam.hpp"
#include "models/policies/make.hpp"
#include "tests/support/platform_fixture.hpp"

using namespace support;

namespace {

class Talkative final : public KeepAlivePolicy {
 public:
  Duration keep_for(const IdleInstanceView&) override { return Duration{-1}; }
  [[nodiscard]] std::string explain() const override { return "the moon is full"; }
};

class Silent final : public KeepAlivePolicy {
 public:
  Duration keep_for(const IdleInstanceView&) override { throw std::range_error("too far"); }
};

const PolicyDeclaration talkative{Seam::keep_alive, "talkative", "says why", "", {}, make_plain<Talkative>};
const PolicyDeclaration silent{Seam::keep_alive, "silent", "says nothing", "", {}, make_plain<Silent>};

}  // namespace

TEST_CASE("blame contains the seam, the policy, the time, the decision, and the policy's explanation") {
  Talkative policy;
  CHECK_THROWS_WITH(blame(policy, at_ms(1'500), "kept it forever"),
                    "a policy, at 1.5 s, kept it forever; the policy's explanation: the moon is full");
  policy.set_declaration(&talkative);
  CHECK_THROWS_WITH(
      blame(policy, at_ms(1'500), "kept it forever"),
      "keep_alive policy 'talkative', at 1.5 s, kept it forever; the policy's explanation: the moon is full");
  CHECK_THROWS_AS(blame(policy, at_ms(1'500), ""), PolicyError);
}

TEST_CASE("an answer is returned unchanged, and an exception of any kind is blamed on the policy") {
  Silent policy;
  policy.set_declaration(&silent);
  CHECK(ask(policy, at_ms(0), [] { return 7; }) == 7);
  CHECK_THROWS_WITH(ask(policy, at_ms(20), [&] { return policy.keep_for({}); }),
                    "keep_alive policy 'silent', at 0.02 s, threw an exception: too far");
  CHECK_THROWS_WITH(ask(policy, at_ms(20), [] { throw 3; }),
                    "keep_alive policy 'silent', at 0.02 s, threw something that is not a std::exception");
}

TEST_CASE("a question whose need was not declared is reported with the question and the need") {
  CHECK_NOTHROW(require(true, "Bins::nth", "bins_by_position"));
  CHECK_THROWS_WITH(require(false, "Bins::nth", "bins_by_position"),
                    "Bins::nth() requires Needs::bins_by_position, which the policy does not declare");
}

TEST_CASE("a run ends with blame on the policy that was chosen by name") {
  World world;
  const FunctionId f = world.function("f");
  world.arrive(f, at_ms(0), ms(250));
  world.parameters.policies.keep_alive = {&talkative, {}};
  CHECK_THROWS_WITH(world.run(),
                    "keep_alive policy 'talkative', at 0.25 s, kept an instance for -1 ns, that is until a "
                    "time in the past; the policy's explanation: the moon is full");
}

TEST_CASE("an exception before the run begins is also blamed on the policy") {
  class Unready final : public KeepAlivePolicy {
   public:
    void on_run(const RunNotice&) override { throw std::range_error("too early"); }
    Duration keep_for(const IdleInstanceView&) override { return {}; }
  };
  static const PolicyDeclaration unready{Seam::keep_alive, "unready", "", "", {}, make_plain<Unready>};
  World world;
  world.parameters.policies.keep_alive = {&unready, {}};
  CHECK_THROWS_WITH(world.run(), "keep_alive policy 'unready', at 0 s, threw an exception: too early");
}

TEST_CASE("a policy that keeps instances until a time in the past is blamed at its first such answer") {
  class Backwards final : public KeepAlivePolicy {
   public:
    [[nodiscard]] std::optional<Duration> constant() const override { return Duration{-1}; }
    Duration keep_for(const IdleInstanceView&) override { return Duration{-1}; }
  };
  static const PolicyDeclaration backwards{Seam::keep_alive, "backwards", "", "", {}, make_plain<Backwards>};
  World world;
  world.arrive(world.function("f"), at_ms(0), ms(250));
  world.parameters.policies.keep_alive = {&backwards, {}};
  CHECK_THROWS_WITH(
      world.run_as(world.options),
      "keep_alive policy 'backwards', at 0 s, keeps every instance for -1 ns, that is until a time in "
      "the past");
}
